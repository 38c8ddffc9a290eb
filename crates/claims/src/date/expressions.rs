//! All time expressions of a document, as ISO-TimeML's TIMEX3 annotates them and as intervals.

use jiff::civil::Date;
use recoupe_reading::{Doc, Span};
use smol_str::SmolStr;

use super::events::looked;
use super::find::{Dated, Timed, find_all};
use super::timex::{self, TimexType};
use super::told::{self, Told};
use super::{Interval, WhenExpr};
use crate::figure::tree::Tree;
use crate::number::{Conventions, Text};

/// A time expression.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeExpression {
    /// Original span, as TIMEX3 draws it: with its determiner, without the preposition before it.
    pub span: Span,
    /// Original span with what frames it ("depuis", "d'ici à", "between"), as the figures and events of [`crate::Claims`] use it.
    pub phrase: Span,
    /// TIMEX3 `@type`.
    pub kind: TimexType,
    /// TIMEX3 `@value`, derived from the interval: "2024-12-17", "1999-Q3", "P3Y", "PRESENT_REF".
    pub value: SmolStr,
    /// TIMEX3 `@mod`: `START`, `MID`, `END`, `APPROX`, `LESS_THAN`, `MORE_THAN`.
    pub modifier: Option<&'static str>,
    /// What it says, symbolically; `None` for lengths, clock times and rhythms.
    pub when: Option<WhenExpr>,
    /// The days that are meant, with their precision, on the report's publication day; `None` for lengths, clock times and
    /// rhythms.
    pub days: Option<Interval>,
    /// The one day that a count leads to ("trois semaines plus tôt"), which `days` is an honest interval around.
    pub point: Option<Date>,
    /// What it is counted from.
    pub anchor: Anchor,
    /// Of a range in one phrase ("du 3 au 5 mai"), its two ends.
    pub ends: Vec<TimeExpression>,
}

/// What a time expression is counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// Nothing: it stands by itself ("le 5 mai 2024"), or it is no date.
    Itself,
    /// The publication day of the report ("hier").
    Publication,
    /// A date told before in the text, or the day of the saying that quotes it ("le lendemain").
    Told,
    /// A date told before that was not found.
    Unknown,
}

/// All time expressions of a document's sentences, in text order, not overlapping (the ends of a range lie inside it).
///
/// Dates without a year or with a weekday alone look the way that the tense of their verb points, those counted from a date told
/// before are counted from it, those in a quotation from the day of its saying. Work is linear in the length of the text.
pub fn time_expressions(doc: &Doc) -> Vec<TimeExpression> {
    let tree = Tree::new(doc);
    let anchor = doc.report.published.map_or(Interval::UNKNOWN, |p| Interval::day(p.date));
    let mut told = Told::default();
    let mut found = Vec::new();
    for (s, sentence) in doc.sentences.iter().enumerate() {
        let Some(clean) = doc.clean.get(sentence.clean.start..sentence.clean.end) else { continue };
        if sentence.tokens.is_empty() {
            continue;
        }
        let text = Text::new(clean, sentence.clean.start, sentence.lang, Conventions::of("", sentence.lang));
        let reader = Reader { doc, tree: &tree, text: &text, sentence: s, block: sentence.block };
        for timed in find_all(&text) {
            found.push(reader.read(timed, &mut told));
        }
    }
    let dates: Vec<(Span, WhenExpr)> = found.iter().filter_map(|f| Some((f.phrase, f.when.clone()?))).collect();
    for f in &mut found {
        let phrase = f.phrase;
        f.when = f.when.take().map(|w| told::as_quoted(doc, phrase, w, &dates));
        value(f, &anchor);
    }
    found
}

struct Reader<'a, 't> {
    doc: &'a Doc,
    tree: &'a Tree,
    text: &'a Text<'t>,
    sentence: usize,
    block: usize,
}

impl Reader<'_, '_> {
    fn read(&self, timed: Timed, told: &mut Told) -> TimeExpression {
        match timed {
            Timed::Dated(d) => self.dated(d, told),
            Timed::Length(words, length) => {
                let value = timex::duration(&length);
                self.plain(words, TimexType::Duration, value, timex::approx(&length))
            }
            Timed::Rhythm(words, value) => self.plain(words, TimexType::Set, value, None),
            Timed::Clock(words, clock) => {
                let day = self.doc.report.published.map(|p| p.date);
                self.plain(words, TimexType::Time, timex::clock(clock, day), None)
            }
        }
    }

    fn original(&self, first: usize, end: usize) -> Span {
        self.doc.to_original(self.text.span(first, end))
    }

    fn plain(
        &self,
        words: std::ops::Range<usize>,
        kind: TimexType,
        value: String,
        modifier: Option<&'static str>,
    ) -> TimeExpression {
        let span = self.original(self.with_determiner(words.start, words.end), words.end);
        TimeExpression {
            span,
            phrase: span,
            kind,
            value: value.into(),
            modifier,
            when: None,
            days: None,
            point: None,
            anchor: Anchor::Itself,
            ends: Vec::new(),
        }
    }

    fn dated(&self, d: Dated, told: &mut Told) -> TimeExpression {
        let expr = looked(self.doc, self.tree, self.text, &d, self.sentence).map_or_else(|| d.expr.clone(), |l| l.expr);
        let expr = told.placed(expr, self.sentence, self.block);
        let (kind, value, modifier) = match (&d.length, d.clock) {
            // "depuis trois ans", "les trois derniers mois", "dans deux ans": TIMEX3 annotates the length.
            (Some(length), _) if d.ends.is_empty() => {
                (TimexType::Duration, timex::duration(length), timex::approx(length))
            }
            (_, Some(clock)) => (TimexType::Time, timex::of_day(clock), None),
            _ => (TimexType::Date, String::new(), None),
        };
        TimeExpression {
            span: self.original(self.with_determiner(d.core.start, d.core.end), d.core.end),
            phrase: self.original(d.first, d.end),
            kind,
            value: value.into(),
            modifier,
            when: Some(expr),
            days: None,
            point: None,
            anchor: Anchor::Itself,
            ends: d.ends.into_iter().map(|e| self.dated(e, &mut Told::default())).collect(),
        }
    }

    /// The first word of the extent: a free determiner that belongs to a word of the expression is part of it ("the third
    /// quarter"), one of the noun behind is not ("a third-quarter loss"), nor is one that is one word with a preposition ("du").
    fn with_determiner(&self, first: usize, end: usize) -> usize {
        let Some(before) = first.checked_sub(1) else { return first };
        let text = self.text;
        // "là" is no article.
        let accented = text.words[before].text.chars().any(|c| matches!(c, 'à' | 'À'));
        let determiner = if accented {
            false
        } else if text.is_fr() {
            matches!(text.fold(before), "le" | "la" | "les" | "un" | "une" | "ce" | "cet" | "cette" | "ces" | "quelque")
        } else {
            matches!(text.fold(before), "the" | "a" | "an" | "this" | "that" | "these" | "those")
        };
        if !determiner {
            return first;
        }
        let own = text.span(first, end);
        let at = text.words[before].span;
        let token = self.doc.tokens.partition_point(|t| t.clean.end <= at.start);
        let head = self.doc.tokens.get(token).and_then(|t| self.doc.tokens.get(t.head));
        match head {
            Some(h) if h.clean.start >= own.end => first,
            _ => before,
        }
    }
}

/// Fills in value, days and anchor, the expression's own and those of its ends.
fn value(f: &mut TimeExpression, anchor: &Interval) {
    for end in &mut f.ends {
        value(end, anchor);
    }
    let Some(when) = &f.when else { return };
    let valued = timex::of(when, anchor);
    let days = when.resolve(anchor);
    f.anchor = match when {
        WhenExpr::Told(_) => Anchor::Unknown,
        WhenExpr::From { .. } => Anchor::Told,
        e if e.is_absolute() => Anchor::Itself,
        _ => Anchor::Publication,
    };
    f.point = anchor.single().and_then(|a| when.point(a));
    match f.kind {
        TimexType::Duration => {}
        TimexType::Time => {
            let day = if valued.value.len() >= 8 { valued.value.as_str() } else { "XXXX-XX-XX" };
            f.value = format!("{day}T{}", f.value).into();
        }
        _ => {
            f.kind = valued.kind;
            f.value = valued.value.into();
            f.modifier = f.modifier.or(valued.modifier);
        }
    }
    f.days = Some(days);
}
