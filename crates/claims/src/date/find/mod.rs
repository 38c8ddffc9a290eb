//! Finds time expressions in the words of a sentence.

pub(crate) mod counts;
mod frames;
mod numeric;
mod others;
mod periods;
mod points;
mod ranges;
mod tables;
mod words;
mod years;

use std::ops::Range;

use super::{Reference, Unit, WhenExpr};
use crate::number::Text;
pub(crate) use counts::{Approx, Length};
use frames::framed;
pub(crate) use others::{Clock, Timed, timed};
use ranges::between;
use tables::tables;
use words::{month, weekday};

/// A date expression: words `first..end`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Dated {
    pub(crate) first: usize,
    pub(crate) end: usize,
    pub(crate) expr: WhenExpr,
    /// Its numbers belong to the calendar; the others ("il y a trois jours") are also told as durations.
    pub(crate) calendar: bool,
    /// The words of the date itself, without what frames it ("depuis", "d'ici à").
    pub(crate) core: Range<usize>,
    /// A time of day that it names ("lundi soir", "9 a.m. Tuesday").
    pub(crate) clock: Option<Clock>,
    /// The length that it counts from or up to now ("depuis trois ans").
    pub(crate) length: Option<Length>,
    /// Of a range, its two ends.
    pub(crate) ends: Vec<Dated>,
}

impl Dated {
    /// A date of these words, all of them its own.
    pub(crate) fn of(first: usize, end: usize, expr: WhenExpr) -> Self {
        Self { first, end, expr, calendar: true, core: first..end, clock: None, length: None, ends: Vec::new() }
    }

    /// Counted, or told by words alone: its numbers are not of the calendar.
    pub(crate) fn counted(first: usize, end: usize, expr: WhenExpr) -> Self {
        Self { calendar: false, ..Self::of(first, end, expr) }
    }

    /// The same date in a frame that begins at `first`.
    pub(crate) fn framed(self, first: usize, frame: impl FnOnce(WhenExpr) -> WhenExpr) -> Self {
        Self { first, expr: frame(self.expr), ..self }
    }
}

/// All dates, in order, not overlapping: what only tells a length, a clock time or a rhythm is left out.
pub(crate) fn find(text: &Text<'_>) -> Vec<Dated> {
    scan(
        text,
        |i| {
            at(text, i).filter(|d| {
                !matches!(d.expr, WhenExpr::Reference(Reference::Past | Reference::Present | Reference::Future))
            })
        },
        |d| d.end,
    )
}

/// All time expressions, in order, not overlapping.
pub(crate) fn find_all(text: &Text<'_>) -> Vec<Timed> {
    scan(text, |i| timed(text, i), Timed::end)
}

fn scan<T>(text: &Text<'_>, at: impl Fn(usize) -> Option<T>, end: impl Fn(&T) -> usize) -> Vec<T> {
    let begins = tables(text.lang).begins(text);
    let mut out = Vec::new();
    let mut i = 0;
    while i < text.words.len() {
        let tried = begins[i];
        #[cfg(test)]
        assert!(tried || at(i).is_none(), "{:?} begins a time expression and must be tried", text.words[i]);
        match tried.then(|| at(i)).flatten() {
            Some(d) => {
                i = end(&d).max(i + 1);
                out.push(d);
            }
            None => i += 1,
        }
    }
    out
}

/// For each word, whether it is part of a calendar date, so that its numbers count nothing.
pub(crate) fn dated_words(text: &Text<'_>, dates: &[Dated]) -> Vec<bool> {
    let mut out = vec![false; text.words.len()];
    for d in dates.iter().filter(|d| d.calendar) {
        out[d.first..d.end].fill(true);
    }
    out
}

/// A month name (in English with its capital) stands at word `i`.
pub(crate) fn is_month(text: &Text<'_>, i: usize) -> bool {
    month(text, i).is_some()
}

/// A weekday or month stands at word `i`.
pub(crate) fn is_date_word(text: &Text<'_>, i: usize) -> bool {
    is_month(text, i) || weekday(text, i).is_some()
}

/// A word that may stand behind a date but counts nothing.
fn is_link(text: &Text<'_>, i: usize) -> bool {
    tables(text.lang).link.contains(text.fold(i))
}

/// The date expression that starts at word `i`.
pub(crate) fn at(text: &Text<'_>, i: usize) -> Option<Dated> {
    between(text, i).or_else(|| framed(text, i)).or_else(|| term(text, i).map(|d| ranges::extended(text, d)))
}

/// A date without a frame around it.
fn term(text: &Text<'_>, i: usize) -> Option<Dated> {
    let found = numeric::at(text, i)
        .or_else(|| frames::elapsed(text, i))
        // "last week of July" is no last week.
        .or_else(|| {
            periods::ordered(text, i).filter(|d| matches!(d.expr, WhenExpr::Within { .. } | WhenExpr::Fiscal(_)))
        })
        .or_else(|| periods::at(text, i).filter(|p| fixed(text, i).is_none_or(|f| f.end <= p.end)))
        .or_else(|| fixed(text, i))
        .or_else(|| points::at(text, i))?;
    Some(others::with_daytime(text, periods::with_weekday(text, found)))
}

/// A phrase that stands for one date as it is.
fn fixed(text: &Text<'_>, i: usize) -> Option<Dated> {
    let t = tables(text.lang);
    let (len, expr) = t.fixed.at(&text.words, i)?;
    let end = i + len;
    // "au cours du week-end", "over the weekend": the preposition is not of the date.
    let start = (i..end).find(|k| !t.lead.contains(text.fold(*k))).unwrap_or(i);
    let clock = t.daytime.at(&text.words, end - 1).filter(|(l, _)| *l == 1).map(|(_, d)| Clock::Part(*d));
    let length = match expr {
        WhenExpr::Around { .. } => {
            t.unit.get(text.fold(end - 1)).map(|u| Length { count: None, unit: *u, more: Vec::new(), approx: None })
        }
        _ => None,
    };
    // "la veille de Noël", "le lendemain du 5 mai": counted from the date behind.
    if let WhenExpr::Told(told) = expr
        && matches!(text.fold(end), "de" | "du" | "of")
        && let Some(base) =
            points::whole_point(text, end + 1 + usize::from(matches!(text.fold(end + 1), "le" | "la" | "the")))
    {
        let expr = WhenExpr::From { base: Box::new(base.expr), inner: told.clone() };
        return Some(Dated::of(i, base.end, expr));
    }
    Some(Dated { core: start..end, clock, length, ..Dated::counted(i, end, expr.clone()) })
}

/// "now" as the end of a range ("between Jan 22 and now").
fn now(text: &Text<'_>, i: usize) -> Option<Dated> {
    let t = tables(text.lang);
    let (len, _) = t
        .reference
        .at(&text.words, i)
        .filter(|(_, r)| **r == Reference::Present)
        .or_else(|| matches!(text.fold(i), "date" | "present").then_some((1, &Reference::Present)))?;
    Some(Dated::counted(i, i + len, WhenExpr::Reference(Reference::Present)))
}

/// The words of a unit that lies so far from the anchor's own.
const fn calendar(unit: Unit, shift: i32) -> WhenExpr {
    WhenExpr::Calendar { unit, shift, part: super::Part::Whole }
}
