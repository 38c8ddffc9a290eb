//! What the quantities of a document measure: the noun counted, the noun that a measure belongs to, and the direction of a change.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use recoupe_reading::{Doc, Lang, Pos, Span};
use smol_str::SmolStr;

use super::{Excluded, Expression, Form, concept, expression, read};
use crate::figure::counted::{self, Place};
use crate::figure::tokens_under;
use crate::figure::tree::Tree;
use crate::lexicon::rows;
use crate::number::{Conventions, Text};

/// An expression of a document with what it measures. Spans are of the original text.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// The number, its bounds and its unit.
    pub expression: Expression,
    /// The words of the noun counted with what stands between the number and it ("public housing properties"); empty for a measure.
    pub counted: Vec<Term>,
    /// The words that say what has this quantity: the noun that it qualifies, the subject whose property it is.
    pub concept: Vec<Term>,
    /// The quantity is the amount of a rise or a fall.
    pub trend: Option<Trend>,
}

/// A word of a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Where it stands.
    pub span: Span,
    /// Its lemma.
    pub lemma: SmolStr,
}

/// The direction of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Trend {
    /// It rose by this much.
    Up,
    /// It fell by this much.
    Down,
}

/// A quantity while its sentence is read.
pub(super) struct Found {
    /// The tokens of the expression.
    pub(super) tokens: Range<usize>,
    /// The tokens from the number to the noun counted.
    pub(super) counted: Range<usize>,
    pub(super) concept: Vec<usize>,
}

/// All quantities of a document, in text order, those too that are no figures of a report ([`Expression::excluded`]).
#[must_use]
pub fn measured(doc: &Doc) -> Vec<Measured> {
    let tree = Tree::new(doc);
    let conventions = Conventions::of(&doc.clean, doc.lang);
    let mut out = Vec::new();
    for sentence in &doc.sentences {
        let Some(clean) = doc.clean.get(sentence.clean.start..sentence.clean.end) else { continue };
        let own = if sentence.lang == doc.lang { conventions } else { Conventions::of(clean, sentence.lang) };
        let text = Text::new(clean, sentence.clean.start, sentence.lang, own);
        let mut found: Vec<Found> = Vec::new();
        for written in read(&text) {
            let tokens = tokens_under(doc, written.quantity.span.start, written.quantity.span.end, &sentence.tokens);
            let mut expression = expression(written);
            if tokens.is_empty() {
                continue;
            }
            let counted = phrase(doc, &tree, &expression, &tokens, sentence.tokens.end);
            // "the one that", "each one": a pronoun.
            if expression.form == Form::One && expression.unit.is_none() && counted.is_empty() {
                expression.excluded = expression.excluded.or(Some(Excluded::Article));
            }
            let concept = concept::of(doc, &tree, &found, &tokens, &counted, &sentence.tokens);
            let trend = trend(doc, sentence.lang, &tokens, &sentence.tokens);
            let term = |t: &usize| Term { span: doc.tokens[*t].span, lemma: doc.tokens[*t].lemma.clone() };
            out.push(Measured {
                expression: in_original(doc, &expression),
                counted: counted.clone().map(|t| term(&t)).collect(),
                concept: concept.iter().map(term).collect(),
                trend,
            });
            found.push(Found { tokens, counted, concept });
        }
    }
    out
}

/// The same expression with the spans of the text as published.
fn in_original(doc: &Doc, e: &Expression) -> Expression {
    let mut out = e.clone();
    out.span = doc.to_original(e.span);
    out.measure = doc.to_original(e.measure);
    for (span, _) in &mut out.numbers {
        *span = doc.to_original(*span);
    }
    if let Some(unit) = &mut out.unit {
        unit.per_end = unit.per_end.map(|end| doc.to_original(Span::new(e.measure.start, end)).end);
    }
    out
}

/// The tokens from behind a count to the noun that it counts; empty for a measure.
fn phrase(doc: &Doc, tree: &Tree, e: &Expression, tokens: &Range<usize>, end: usize) -> Range<usize> {
    if e.unit.is_some() && e.share.is_none() {
        return tokens.end..tokens.end;
    }
    let Place::Behind(counted) = counted::behind(doc, tree, tokens.end, end) else { return tokens.end..tokens.end };
    let mut first = tokens.end;
    while first < counted.head && matches!(doc.tokens[first].pos, Pos::Adp | Pos::Det | Pos::Punct | Pos::Pron) {
        first += 1;
    }
    first..counted.head + 1
}

struct Trends {
    verbs: BTreeMap<SmolStr, Trend>,
    adverbs: BTreeMap<SmolStr, Trend>,
}

fn trends(lang: Lang) -> &'static Trends {
    fn load(source: &'static str) -> Trends {
        let class = |class: &str| {
            rows(source)
                .filter(|r| r.get(1) == Some(&class))
                .flat_map(|r| {
                    let trend = if r[0] == "up" { Trend::Up } else { Trend::Down };
                    r.get(2).copied().unwrap_or("").split('|').map(move |w| (SmolStr::new(w.trim()), trend))
                })
                .collect()
        };
        Trends { verbs: class("verb"), adverbs: class("adverb") }
    }
    static FR: LazyLock<Trends> = LazyLock::new(|| load(include_str!("../fr/trends.tsv")));
    static EN: LazyLock<Trends> = LazyLock::new(|| load(include_str!("../en/trends.tsv")));
    match lang {
        Lang::En => &EN,
        Lang::Fr | Lang::Other => &FR,
    }
}

/// "fell 3 %", "up by 20", "en hausse de 2 %": the word of change right in front of the amount.
fn trend(doc: &Doc, lang: Lang, tokens: &Range<usize>, sentence: &Range<usize>) -> Option<Trend> {
    let words = trends(lang);
    let mut at = tokens.start;
    for _ in 0..4 {
        at = at.checked_sub(1).filter(|k| sentence.contains(k))?;
        let t = &doc.tokens[at];
        if let Some(trend) = words.adverbs.get(&t.lower) {
            return Some(*trend);
        }
        if matches!(t.pos, Pos::Verb | Pos::Noun)
            && let Some(trend) = words.verbs.get(&t.lemma)
            && (t.pos == Pos::Verb || t.tag.starts_with("VB"))
        {
            return Some(*trend);
        }
        let skipped = matches!(t.pos, Pos::Adv | Pos::Det | Pos::Sym)
            || matches!(t.lower.as_str(), "by" | "de" | "d'" | "from" | "another" | "a" | "(" | "$" | "as" | "to");
        // "fell to 3 %" tells where it ended, not by how much.
        if !skipped || t.lower == "to" {
            return None;
        }
    }
    None
}
