//! Approximators and bounds around a number.

use super::exclude::Blocked;
use super::{Text, mixed};
use crate::claim::Value;
use crate::figure;
use crate::unit;

/// What a wording does to the number beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bound {
    kind: Kind,
    /// Holds by a verb ("dépasse les 3 000"): only with a number of some size, and outside the figure's span.
    verb: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    About,
    Near,
    Over,
    Least,
    Most,
    Under,
    /// "égal à": neither more nor less.
    Exact,
    /// Behind a bound, "or equal": the bound itself is included.
    Closed,
}

impl Bound {
    /// Reads the first field of `bounds.tsv`.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        let verb = name.ends_with("-verb");
        let kind = match name.trim_end_matches("-verb") {
            "about" => Kind::About,
            "near" => Kind::Near,
            "over" => Kind::Over,
            "least" => Kind::Least,
            "most" => Kind::Most,
            "under" => Kind::Under,
            "exact" => Kind::Exact,
            "closed" => Kind::Closed,
            _ => return None,
        };
        Some(Self { kind, verb })
    }

    fn apply(self, value: &mut Value) {
        match self.kind {
            Kind::About => value.approx = true,
            Kind::Exact => {}
            Kind::Closed => (value.lo_open, value.hi_open) = (false, false),
            Kind::Near => {
                value.approx = true;
                if !value.vague {
                    value.lo = value.lo.map(|v| near(v, value.granularity));
                }
            }
            Kind::Over => {
                if value.lo.is_none() {
                    value.lo = value.hi;
                }
                value.hi = None;
                value.lo_open = true;
            }
            Kind::Least => {
                if value.lo.is_none() {
                    value.lo = value.hi;
                }
                value.hi = None;
            }
            Kind::Most | Kind::Under => {
                if value.hi.is_none() {
                    value.hi = value.lo;
                }
                value.lo = None;
                value.hi_open = self.kind == Kind::Under;
            }
        }
    }
}

/// Nine tenths, without the noise of binary fractions.
fn near(value: f64, granularity: f64) -> f64 {
    let step = granularity / 10.0;
    if step > 0.0 && step.is_finite() {
        let tenths = (value * 0.9 / step).round();
        // Divide where the step is a fraction: 162 / 10 is 16.2, but 162 * 0.1 is not.
        if step < 1.0 { tenths / (1.0 / step).round() } else { tenths * step }
    } else {
        value * 0.9
    }
}

/// Applies the wordings in front of word `start`, which moves over those that belong to the figure's span. Gives the first of all words that bound it, verbs too.
pub(crate) fn before(
    text: &Text<'_>,
    start: &mut usize,
    value: &mut Value,
    measured: bool,
    blocked: &Blocked,
) -> usize {
    let mut at = *start;
    for _ in 0..3 {
        let Some((len, bound, skipped)) = before_once(text, at) else { return at };
        let first = at - skipped - len;
        if blocked.any(first, at) {
            return at;
        }
        let size = value.hi.or(value.lo).unwrap_or(0.0).abs();
        if bound.verb && !(measured || size >= 20.0) {
            return at;
        }
        // "over three years" is as often "in the course of"; only a count, or "for over", tells.
        if text.fold(first) == "over"
            && len == 1
            && measured
            && !matches!(
                text.fold_before(first, 1),
                "for" | "lasted" | "lasting" | "after" | "well" | "just" | "of" | "by"
            )
            && time_follows(text, at)
            && !(at..at + 6).any(|k| text.fold(k) == "old")
        {
            return at;
        }
        // "en plus des deux repas" adds, it does not bound; "de plus en plus de" has no number.
        if matches!(text.fold(first), "plus" | "moins")
            && matches!(text.fold_before(first, 1), "en" | "de")
            && text.fold(at.saturating_sub(1)) == "des"
        {
            return at;
        }
        bound.apply(value);
        at = first;
        if !bound.verb {
            *start = first;
        }
    }
    at
}

fn time_follows(text: &Text<'_>, at: usize) -> bool {
    (at..at + 4).any(|k| figure::is_time_word(text.fold(k)) || text.fold(k) == "decades")
}

/// The wording right before word `at`: its length, what it does, and how many articles stand between.
fn before_once(text: &Text<'_>, at: usize) -> Option<(usize, Bound, usize)> {
    let table = &text.tables.bounds;
    if let Some((len, bound)) = table.before(&text.words, at) {
        return Some((len, *bound, 0));
    }
    let last = at.checked_sub(1)?;
    match text.fold(last) {
        // "au-delà des 300", "près des deux tiers", "inférieur aux 300"
        "des" | "du" => table.before_as(&text.words, at, "de").map(|(len, b)| (len, *b, 0)),
        "aux" | "au" => table.before_as(&text.words, at, "a").map(|(len, b)| (len, *b, 0)),
        "les" | "le" | "la" | "ses" | "leurs" | "the" | "a" | "un" | "une" | "its" => {
            let (len, bound) = table.before(&text.words, last)?;
            (bound.verb || text.fold(last.checked_sub(1)?) == "de" || matches!(text.fold(last), "a" | "un" | "une"))
                .then_some((len, *bound, 1))
        }
        _ => None,
    }
}

/// Applies the wordings behind word `end - 1`; those behind the noun ("45 communes ou plus") stay outside the span.
pub(crate) fn after(text: &Text<'_>, end: &mut usize, value: &mut Value) {
    if let Some((_, bound)) = text.tables.bounds_after.at(&text.words, *end + 1)
        && text.word(*end).is_some_and(|w| w.is_letters() && w.fold.len() > 3)
        && matches!(
            (text.fold(*end + 1), text.fold(*end + 2)),
            ("ou", "plus") | ("or", "more") | ("environ", _) | ("or", "so") | ("voire", "plus" | "davantage")
        )
    {
        bound.apply(value);
        return;
    }
    // "trois milliards d'euros, ou plus", "40 morts, voire davantage"
    let noun = usize::from(text.word(*end).is_some_and(|w| w.is_letters()));
    let comma = *end + noun;
    if text.fold(comma) == ","
        && matches!(
            (text.fold(comma + 1), text.fold(comma + 2)),
            ("ou" | "voire" | "sinon", "plus" | "davantage") | ("or", "more")
        )
        && !text.word(comma + 3).is_some_and(|w| w.is_letters() || w.is_digits())
    {
        Bound { kind: Kind::Least, verb: false }.apply(value);
        if noun == 0 {
            *end = comma + 3;
        }
        return;
    }
    let Some((len, bound)) = text.tables.bounds_after.at(&text.words, *end) else { return };
    // "200 or more than 190" bounds the next number.
    if matches!(text.fold(*end + len), "than" | "de") && text.fold(*end + len - 1) != "+" {
        return;
    }
    // "300 au moins 200": the wording belongs to the number behind it; "plus 200" adds.
    let next = *end + len;
    if text.word(next).is_some_and(|w| w.is_digits() || text.tables.cardinals.contains_key(&w.fold))
        || mixed::proper(text, next).is_some()
        || bound.kind == Kind::Closed && value.lo.is_some() == value.hi.is_some()
    {
        return;
    }
    if bound.kind == Kind::Most && text.fold(*end) == "tops" {
        return;
    }
    bound.apply(value);
    *end += len;
}

/// A minus sign or word in front of the number that ends before word `end`: where it (or its currency sign) then starts.
pub(crate) fn sign_before(text: &Text<'_>, first: usize, end: usize, unit: Option<&str>) -> Option<usize> {
    let last = first.checked_sub(1)?;
    let degrees = unit.is_some_and(|u| u.starts_with('°') || u == "K");
    let signed = degrees || unit == Some(unit::PERCENT);
    let word = text.word(last)?;
    let number_before = last
        .checked_sub(1)
        .and_then(|k| text.word(k))
        .is_some_and(|w| w.is_digits() || text.tables.cardinals.contains_key(&w.fold) || matches!(w.text, "%" | "°"));
    let alone = unit.is_none();
    match word.fold.as_str() {
        // "au moins un tiers" is a bound.
        "moins" if signed && !matches!(text.fold(last.wrapping_sub(1)), "au" | "du" | "le" | "pas" | "en") => {
            Some(last)
        }
        "minus" | "negative" if !number_before => Some(last),
        "-" if degrees && !number_before => Some(last),
        "-" if text.word(first)?.glued
            && (!word.glued || matches!(text.fold(last.wrapping_sub(1)), "<" | ">" | "="))
            && !number_before =>
        {
            // A dash in front of something counted opens a list: "-3 chevaux".
            let counts = text.word(end).is_some_and(|w| w.is_letters());
            (signed || unit.is_some_and(|u| u.len() == 3) || alone && !counts).then_some(last)
        }
        _ => None,
    }
}
