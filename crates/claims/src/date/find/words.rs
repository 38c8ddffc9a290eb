//! The words that dates are made of.

use super::tables;
use crate::date::{Interval, Precision, Toward, WhenExpr};
use crate::number::Text;
use jiff::civil::Date;
use recoupe_reading::Lang;

pub(super) fn month(text: &Text<'_>, i: usize) -> Option<i8> {
    let w = text.word(i).filter(|w| w.is_letters())?;
    if text.lang == Lang::En && !w.is_capital() {
        return None;
    }
    tables(text.lang).month.get(&w.fold).copied()
}

pub(super) fn weekday(text: &Text<'_>, i: usize) -> Option<i8> {
    let w = text.word(i).filter(|w| w.is_letters())?;
    if text.lang == Lang::En && (!w.is_capital() || w.text.len() <= 3 && text.fold(i + 1) != ".") {
        return None;
    }
    tables(text.lang).weekday.get(&w.fold).copied()
}

/// A whole number in one word: digits or a spelled-out numeral.
pub(super) fn whole(text: &Text<'_>, i: usize) -> Option<(i32, usize)> {
    let w = text.word(i)?;
    if w.is_digits() {
        return Some((w.text.parse().ok()?, i + 1));
    }
    match crate::number::tables::tables(text.lang).cardinals.get(&w.fold)? {
        crate::number::tables::Cardinal::Small(_) | crate::number::tables::Cardinal::Tens(_) => {}
        _ => return None,
    }
    // The whole numeral, so that "vingt et un" is not twenty.
    match crate::number::spelled_at(text, i) {
        Some((v, end)) if (0.0..=10_000.0).contains(&v) =>
        {
            #[expect(clippy::cast_possible_truncation, reason = "the range is checked")]
            Some((v as i32, end))
        }
        _ => None,
    }
}

/// A day of a month at word `i` ("17", "1er", "17th").
pub(super) fn day(text: &Text<'_>, i: usize) -> Option<(i8, usize)> {
    let (n, mut end) = whole(text, i)?;
    if text.word(i)?.glued && i > 0 && text.words[i - 1].is_letters() && !text.words[i - 1].text.ends_with(['\'', '’'])
    {
        return None;
    }
    if text.word(end).is_some_and(|w| w.glued && matches!(w.fold.as_str(), "er" | "st" | "nd" | "rd" | "th")) {
        end += 1;
    }
    i8::try_from(n).ok().filter(|n| (1..=31).contains(n)).map(|n| (n, end))
}

/// A year at word `i`.
pub(super) fn year(text: &Text<'_>, i: usize) -> Option<(i16, usize)> {
    let w = text.word(i)?;
    let glued_on = text.word(i + 1).is_some_and(|n| n.glued && (n.is_letters() || n.text == "%"));
    if !w.is_digits() || w.text.len() != 4 || glued_on {
        return None;
    }
    let y: i16 = w.text.parse().ok()?;
    (1000..=2199).contains(&y).then_some((y, i + 1))
}

pub(super) fn expr_day(y: Option<i16>, from: (i8, i8), to: Option<(i8, i8)>, weekday: Option<i8>) -> Option<WhenExpr> {
    match y {
        Some(y) => {
            let a = Date::new(y, from.0, from.1).ok()?;
            Some(match to {
                None => WhenExpr::Day(a),
                Some((m, d)) => {
                    let b = Date::new(y, m, d).ok()?;
                    // "du 28 décembre au 3 janvier 2025": the year said is the last day's.
                    let a = if b < a { Date::new(y - 1, from.0, from.1).ok()? } else { a };
                    WhenExpr::Absolute(Interval {
                        from: Some(a),
                        to: Some(b),
                        precision: Precision::Range,
                        candidates: Vec::new(),
                    })
                }
            })
        }
        None => {
            Date::new(2000, from.0, from.1).ok()?;
            Some(WhenExpr::MonthDay { from, to, weekday, toward: Toward::Past })
        }
    }
}
