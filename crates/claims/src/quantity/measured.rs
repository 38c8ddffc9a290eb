//! What the quantities of a document measure: the noun counted, the noun that a measure belongs to, and the direction of a change.

use std::ops::Range;
use std::sync::LazyLock;

use recoupe_reading::{Doc, Lang, Pos, Span};
use smol_str::SmolStr;

use super::{Excluded, Expression, Form, concept, expression, read};
use crate::claim::Value;
use crate::figure::counted::{self, Place};
use crate::figure::tokens_under;
use crate::figure::tree::Tree;
use crate::lexicon::{WordMap, rows};
use crate::number::{Conventions, Text, rate};
use crate::unit;

/// An expression of a document with what it measures. Spans are of the original text.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// The number, its bounds and its unit.
    pub expression: Expression,
    /// The words of the noun counted with what stands between the number and it ("public housing properties"); empty for a measure.
    pub counted: Vec<Term>,
    /// What the count is per ("points per game"); a unit's own is in [`super::Unit::per`].
    pub per: Option<SmolStr>,
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
    tokens: Range<usize>,
    /// The tokens from the number to the noun counted.
    counted: Range<usize>,
    /// What stands for the noun counted: its own, or that of the count before it.
    noun: Range<usize>,
    value: Value,
    unit: Option<super::Unit>,
    trend: Option<Trend>,
    pub(super) concept: Vec<usize>,
}

impl Found {
    /// After its last token.
    pub(super) fn end(&self) -> usize {
        self.tokens.end.max(self.counted.end)
    }

    /// The token is part of it.
    pub(super) fn holds(&self, token: usize) -> bool {
        self.tokens.contains(&token) || self.counted.contains(&token)
    }
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
            let core = tokens_under(doc, written.quantity.core.start, written.quantity.core.end, &sentence.tokens);
            let mut expression = expression(written);
            if tokens.is_empty() || core.is_empty() {
                continue;
            }
            let measure = expression.unit.is_some() && expression.share.is_none();
            let counted =
                if measure { tokens.end..tokens.end } else { phrase(doc, &tree, &tokens, &core, &sentence.tokens) };
            // "the one that", "each one": a pronoun.
            if expression.form == Form::One && expression.unit.is_none() && counted.is_empty() {
                expression.excluded = expression.excluded.or(Some(Excluded::Article));
            }
            let bare = counted.is_empty() && !measure && expression.form != Form::Multiple;
            let noun = match found.last() {
                Some(f) if bare && is_elliptic(doc, f, &tokens) => f.noun.clone(),
                _ if bare && expression.share.is_none() => {
                    let like = found.iter().rev().take(3).find(|f| is_parallel(doc, f, &tokens));
                    expression.unit = like.and_then(|f| f.unit.clone()).filter(|u| u.coin.is_none());
                    like.map_or(counted.clone(), |f| f.noun.clone())
                }
                _ => counted.clone(),
            };
            let asked = concept::Asked {
                doc,
                tree: &tree,
                before: &found,
                whole: tokens.start..counted.end.max(tokens.end),
                sentence: sentence.tokens.clone(),
                money: expression.unit.as_ref().is_some_and(|u| unit::is_currency(&u.name)),
            };
            let part = expression.form == Form::One && doc.tokens.get(tokens.end).is_some_and(|t| t.lower == "of");
            let concept = if part { Vec::new() } else { asked.concept() };
            let mut trend = trend(doc, sentence.lang, &tokens, &sentence.tokens);
            if let Some(f) = found.last()
                && is_converted(doc, f, &tokens)
            {
                trend = trend.or(f.trend);
                bound_alike(&mut expression.value, &f.value);
            }
            let end = counted.end.checked_sub(1).filter(|_| !counted.is_empty()).map(|t| doc.tokens[t].clean.end);
            let per = end.and_then(|end| {
                let at = text.words.partition_point(|w| w.span.end <= end);
                rate::next_to(&text, at, false).filter(|r| r.number == 1.0).map(|r| r.of)
            });
            let term = |t: usize| Term { span: doc.tokens[t].span, lemma: doc.tokens[t].lemma.clone() };
            out.push(Measured {
                expression: in_original(doc, &expression),
                counted: noun.clone().filter(|t| is_counted_word(doc, *t)).map(term).collect(),
                concept: concept.iter().copied().map(term).collect(),
                per,
                trend,
            });
            let (value, unit) = (expression.value, expression.unit);
            found.push(Found { tokens, counted, noun, value, unit, trend, concept });
        }
    }
    out
}

/// "435 homes by open sale and 187 by tender": a bare number behind a count, with a link in front and no verb between.
fn is_elliptic(doc: &Doc, before: &Found, tokens: &Range<usize>) -> bool {
    let link = tokens.start.checked_sub(1).map_or("", |t| doc.tokens[t].lower.as_str());
    !before.noun.is_empty()
        && before.end() < tokens.start
        && matches!(link, "and" | "or" | "et" | "ou" | "from" | "to" | "contre" | "than" | "de" | "à" | "against")
        && doc.tokens.get(tokens.end).is_none_or(|t| !matches!(t.pos, Pos::Noun | Pos::Propn | Pos::Adj))
}

/// A bare number that is in the unit of one before: "slid 88 points, or 1.6 %, to 5,557", "sales fell 3 % while profits fell 5",
/// "Texas had 2,483 strikes while Florida had 1,385".
fn is_parallel(doc: &Doc, before: &Found, tokens: &Range<usize>) -> bool {
    if before.noun.is_empty() && before.unit.is_none() || before.end() > tokens.start {
        return false;
    }
    let of = |t: usize| crate::figure::kind::governor(doc, t).filter(|v| doc.tokens[*v].pos == Pos::Verb);
    let (Some(verb), Some(other)) = (of(tokens.end - 1), of(before.end() - 1)) else { return false };
    let link = tokens.start.checked_sub(1).map_or("", |t| doc.tokens[t].lower.as_str());
    let percent = before.unit.as_ref().is_some_and(|u| u.name == unit::PERCENT);
    if verb == other {
        // By how many points, and to how many.
        return before.trend.is_some() && !percent && matches!(link, "to" | "at" | "à");
    }
    let lemma = |t: usize| doc.tokens[t].lemma.as_str();
    let moves = |v: usize| {
        crate::figure::kind::is_change(doc, v) || trends(doc.sentence_of(v).lang).verbs.contains_key(lemma(v))
    };
    let last = |t: usize| doc.tokens[t - 1].head;
    let direct =
        last(tokens.end) == verb && (last(before.end()) == other || doc.tokens[last(before.end())].head == other);
    let linked = doc.tokens[before.end()..tokens.start].iter().any(|t| {
        matches!(
            t.lower.as_str(),
            "and" | "while" | "whereas" | "but" | "whilst" | "et" | "mais" | "tandis" | "alors" | "," | ";"
        )
    });
    linked
        && direct
        && (lemma(verb) == lemma(other) || moves(verb) && moves(other))
        && !matches!(link, "to" | "at" | "à")
}

/// "7 miles (11 km)", "190 points, or 0.6 %": the same again in another unit.
fn is_converted(doc: &Doc, before: &Found, tokens: &Range<usize>) -> bool {
    let lower = |back: usize| tokens.start.checked_sub(back).map_or("", |t| doc.tokens[t].lower.as_str());
    let near = tokens.start.saturating_sub(before.end());
    before.counted.is_empty()
        && near <= 3
        && (lower(1) == "(" || lower(1) == "/" || lower(2) == "," && matches!(lower(1), "or" | "soit"))
}

/// A conversion has the bound of what it converts.
fn bound_alike(value: &mut Value, of: &Value) {
    if value.lo.is_none() || value.hi.is_none() || value.lo != value.hi {
        return;
    }
    if of.lo.is_none() {
        (value.lo, value.hi_open) = (None, of.hi_open);
    }
    if of.hi.is_none() && !of.vague {
        (value.hi, value.lo_open) = (None, of.lo_open);
    }
}

/// Words of the counted phrase that say what is counted; "more" in "eight more picks" does not.
fn is_counted_word(doc: &Doc, token: usize) -> bool {
    const EMPTY: [&str; 6] = ["more", "other", "another", "additional", "autres", "further"];
    let t = &doc.tokens[token];
    matches!(t.pos, Pos::Noun | Pos::Propn | Pos::Adj | Pos::X | Pos::Sym) && !EMPTY.contains(&t.lower.as_str())
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

/// The tokens from behind a count to the noun that it counts.
fn phrase(doc: &Doc, tree: &Tree, tokens: &Range<usize>, core: &Range<usize>, sentence: &Range<usize>) -> Range<usize> {
    // The parser's own answer where the number modifies a noun close behind it.
    let last = core.end - 1;
    let noun = doc.tokens[last].head;
    if doc.tokens[last].dep.starts_with("nummod")
        && (tokens.end..sentence.end.min(tokens.end + 5)).contains(&noun)
        && matches!(doc.tokens[noun].pos, Pos::Noun | Pos::Propn)
    {
        // "a 12 page document", "a three cylinder engine": a number of pages, not of documents.
        let singular = |t: usize| doc.tokens[t].tag == "NN" && doc.tokens[t].pos == Pos::Noun;
        if noun > tokens.end && (tokens.end..=noun).all(singular) {
            return tokens.end..tokens.end + 1;
        }
        return tokens.end..noun + 1;
    }
    match counted::behind(doc, tree, tokens.end, sentence.end) {
        Place::Behind(counted) => {
            let function = |t: &usize| matches!(doc.tokens[*t].pos, Pos::Adp | Pos::Det | Pos::Punct | Pos::Pron);
            let first = (tokens.end..counted.head).find(|t| !function(t)).unwrap_or(counted.head);
            first..counted.head + 1
        }
        Place::PartOfAntecedent | Place::Nothing => tokens.end..tokens.end,
    }
}

struct Trends {
    verbs: WordMap<Trend>,
    adverbs: WordMap<Trend>,
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
            // "give up 3 yards" is no rise; "up from 3 %" tells where it came from.
            let from =
                doc.tokens[at + 1..tokens.start].iter().any(|t| matches!(t.lower.as_str(), "from" | "on" | "to"));
            return (t.dep != "prt" && !from).then_some(*trend);
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
