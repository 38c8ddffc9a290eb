//! Whether a number is of the event that its report tells, or of another one: "in another shooting", "last year, a storm killed 12",
//! "the city's 80 homicides this year". What the wording alone settles is said here; what a date settles is told with the date, and
//! whoever knows the days of the reports decides.

use std::ops::Range;
use std::sync::LazyLock;

use recoupe_reading::{Doc, Lang, Pos, Span};
use serde::{Deserialize, Serialize};

use crate::claim::Figure;
use crate::date::{Dated, When, WhenExpr};
use crate::figure::counted::Counted;
use crate::figure::is_toll;
use crate::figure::kind::{governor, word_at};
use crate::figure::role;
use crate::figure::tree::ancestors;
use crate::implied::Implied;
use crate::lexicon::{WordSet, fold, rows};
use crate::prepared::Prepared;

/// How many words before its noun "another" may stand ("another deadly mass shooting").
const BEFORE: usize = 4;
/// How far from a number its event or date may stand, in words: a sentence of a million dates must not cost a million looks a number.
const REACH: usize = 60;

/// What the wording says of the event that a number is of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    /// It is not the event of the report, and why.
    pub apart: Option<Apart>,
    /// The day or period of the number's event, where its clause gives one; a day up to which is counted is none.
    pub when: Option<When>,
}

/// Why a number is not of the report's event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Apart {
    /// Another event is told of: "in an unrelated shooting", "un précédent séisme".
    Event,
    /// Many events are counted together: "39 were shot across the city", "30 homicides this year".
    Count,
}

struct Lexicon {
    event: WordSet,
    another: WordSet,
    earlier: WordSet,
    spread: WordSet,
    count: WordSet,
    by: WordSet,
}

fn lexicon(lang: Lang) -> &'static Lexicon {
    fn load(source: &'static str) -> Lexicon {
        let set = |class: &str| {
            let rows = rows(source).filter(|r| r.first() == Some(&class)).filter_map(|r| r.get(1).copied());
            rows.flat_map(|forms| forms.split('|')).map(|f| fold(f.trim())).collect()
        };
        Lexicon {
            event: set("event"),
            another: set("another"),
            earlier: set("earlier"),
            spread: set("spread"),
            count: set("count"),
            by: set("by"),
        }
    }
    static FR: LazyLock<Lexicon> = LazyLock::new(|| load(include_str!("fr/setting.tsv")));
    static EN: LazyLock<Lexicon> = LazyLock::new(|| load(include_str!("en/setting.tsv")));
    match lang {
        Lang::En => &EN,
        Lang::Fr | Lang::Other => &FR,
    }
}

/// An event that a sentence sets apart: the token of its noun or verb, and why.
type Other = (usize, Apart);

/// The events of a document, to ask which one a number is of.
pub(crate) struct Events<'a> {
    prepared: &'a Prepared<'a>,
    /// Those of each sentence that are not the report's, in text order.
    others: Vec<Vec<Other>>,
}

impl<'a> Events<'a> {
    pub(crate) fn new(prepared: &'a Prepared<'a>) -> Self {
        let doc = prepared.doc;
        let others = doc.sentences.iter().map(|s| others(doc, s.tokens.clone(), lexicon(s.lang))).collect();
        Self { prepared, others }
    }

    /// Tells the settings of the figures.
    pub(crate) fn of_figures(&self, figures: &mut [Figure], counted: &[Option<Counted>]) {
        for (figure, counted) in figures.iter_mut().zip(counted).filter(|(f, _)| is_toll(f.role)) {
            let number = self.token_at(figure.sentence, figure.span);
            let Some(sentence) = self.prepared.doc.sentences.get(figure.sentence) else { continue };
            let head = counted.as_ref().map(|c| c.head).filter(|h| sentence.tokens.contains(h));
            if let Some(token) = head.or(number) {
                figure.setting = self.setting(figure.sentence, token);
            }
        }
    }

    /// Tells the settings of the numbers that are computed.
    pub(crate) fn of_implied(&self, implied: &mut [Implied]) {
        for i in implied {
            let first = i.spans.iter().find_map(|s| self.token_at(i.sentence, *s));
            if let Some(token) = first {
                i.setting = self.setting(i.sentence, token);
            }
        }
    }

    /// The first token of a sentence under a span.
    fn token_at(&self, sentence: usize, span: Span) -> Option<usize> {
        let doc = self.prepared.doc;
        let tokens = doc.sentences.get(sentence)?.tokens.clone();
        let at = tokens.start + doc.tokens.get(tokens.clone())?.partition_point(|t| t.span.end <= span.start);
        tokens.contains(&at).then_some(at)
    }

    fn setting(&self, sentence: usize, token: usize) -> Setting {
        let doc = self.prepared.doc;
        let clause = clause(doc, token);
        let above: Vec<usize> = ancestors(doc, token).collect();
        // "A man sought for another robbery shot two": of him, not of what he did.
        let of_somebody = |at: usize| {
            let inside = std::iter::once(at).chain(ancestors(doc, at)).take_while(|t| Some(*t) != clause);
            inside.map(|t| doc.tokens[t].dep.as_str()).any(|d| matches!(d, "amod" | "relcl") || d.starts_with("acl"))
        };
        let of_clause = |at: usize| above.contains(&at) || self::clause(doc, at) == clause && !of_somebody(at);
        let told = self.others.get(sentence).map_or(&[][..], Vec::as_slice);
        let near = told.partition_point(|(at, _)| at + REACH < token);
        let told = told[near..].iter().take_while(|(at, _)| *at < token + REACH);
        let mut apart = told.filter(|(at, _)| of_clause(*at)).map(|(_, why)| *why).next();
        let when = self.when(sentence, token, clause, &above);
        let counts = || {
            doc.tokens.get(token).is_some_and(|t| lexicon(doc.sentence_of(token).lang).count.contains(&fold(&t.lemma)))
        };
        if apart.is_none() && when.as_ref().is_some_and(|w| is_long(&w.expr)) && counts() {
            apart = Some(Apart::Count);
        }
        Setting { apart, when }
    }

    /// The date of the clause, or of the event whose clause it is: "a December shooting that left two dead".
    fn when(&self, sentence: usize, token: usize, clause: Option<usize>, above: &[usize]) -> Option<When> {
        let doc = self.prepared.doc;
        let prepared = self.prepared.sentences.get(sentence)?.as_ref()?;
        let words = lexicon(prepared.text.lang);
        let mut found: Option<(usize, &Dated)> = None;
        let word = word_at(&prepared.text, doc, token);
        let near = prepared.dates.partition_point(|d| d.end + REACH < word);
        let dates = prepared.dates[near..].iter().take_while(|d| d.first < word + REACH);
        for date in dates.filter(|d| !is_stand(&d.expr)) {
            let span = prepared.text.span(date.first, date.end);
            let at = doc.tokens.partition_point(|t| t.clean.end <= span.start);
            // "As of Monday, 12 were dead": a state, no event of Monday.
            let before = date.first.checked_sub(1).and_then(|w| prepared.text.word(w));
            if at >= doc.tokens.len() || before.is_some_and(|w| words.by.contains(&w.fold)) {
                continue;
            }
            let of_event = std::iter::once(at)
                .chain(ancestors(doc, at))
                .take(4)
                .any(|t| above.contains(&t) && words.event.contains(&fold(&doc.tokens[t].lemma)));
            let distance = if of_event { 0 } else { 1 + at.abs_diff(token) };
            if (of_event || clause.is_some() && self::clause(doc, at) == clause)
                && found.as_ref().is_none_or(|(d, _)| distance < *d)
            {
                found = Some((distance, date));
            }
        }
        let (_, date) = found?;
        let span = doc.to_original(prepared.text.span(date.first, date.end));
        Some(When { span, expr: date.expr.clone() })
    }
}

/// The verb of the clause of a token; verbs that are joined, and what one does by another ("killing two"), are one clause.
fn clause(doc: &Doc, token: usize) -> Option<usize> {
    let mut verb = governor(doc, token)?;
    // Arcs lead upwards, so this ends; the bound is for broken trees.
    for _ in 0..8 {
        let t = &doc.tokens[verb];
        if !matches!(t.dep.as_str(), "conj" | "advcl" | "xcomp") || t.head == verb {
            break;
        }
        verb = governor(doc, t.head)?;
    }
    Some(verb)
}

/// The events of a sentence that are not the report's.
fn others(doc: &Doc, sentence: Range<usize>, words: &Lexicon) -> Vec<Other> {
    let mut found = Vec::new();
    let folded = |t: usize| fold(&doc.tokens[t].lower);
    for at in sentence.clone() {
        let token = &doc.tokens[at];
        let event = words.event.contains(&fold(&token.lemma)) && matches!(token.pos, Pos::Noun | Pos::Propn);
        let several = token.has("Number=Plur") || matches!(token.tag.as_str(), "NNS" | "NNPS");
        let spread = at + 1 < sentence.end && words.spread.contains(&folded(at + 1));
        if spread && (event && several || is_hit(doc, at)) {
            found.push((at, Apart::Count));
            continue;
        }
        if !event {
            continue;
        }
        // Up to the article, and French adjectives behind the noun.
        let first = at.saturating_sub(BEFORE).max(sentence.start);
        let stops = |t: &usize| matches!(doc.tokens[*t].pos, Pos::Verb | Pos::Aux | Pos::Adp | Pos::Punct);
        let before = (first..at).rev().take_while(|t| !stops(t));
        let behind = (at + 1..(at + 2).min(sentence.end)).filter(|t| doc.tokens[*t].pos == Pos::Adj);
        let told = before.chain(behind).any(|t| {
            let word = folded(t);
            !several && words.another.contains(&word) || words.earlier.contains(&word)
        });
        if told {
            found.push((at, Apart::Event));
        }
    }
    found
}

/// "39 people were shot across the city".
fn is_hit(doc: &Doc, at: usize) -> bool {
    let token = &doc.tokens[at];
    let role = role::of_verb(doc, at, role::Acts::On);
    token.pos == Pos::Verb && is_toll(role)
}

/// Counted up to or from a day, not an event of it.
fn is_stand(expr: &WhenExpr) -> bool {
    matches!(
        expr,
        WhenExpr::Since(_)
            | WhenExpr::By(_)
            | WhenExpr::Until(_)
            | WhenExpr::Before(_)
            | WhenExpr::After(_)
            | WhenExpr::Onward(_)
            | WhenExpr::Reference(_)
    )
}

/// A month, a year, a season: nothing happens in it only once.
fn is_long(expr: &WhenExpr) -> bool {
    use crate::date::Unit;
    match expr {
        WhenExpr::Month { .. } | WhenExpr::Season { .. } | WhenExpr::Since(_) | WhenExpr::Stretch { .. } => true,
        WhenExpr::Calendar { unit, .. } => !matches!(unit, Unit::Day | Unit::Hour | Unit::Week),
        WhenExpr::Absolute(i) => i.from != i.to,
        _ => false,
    }
}
