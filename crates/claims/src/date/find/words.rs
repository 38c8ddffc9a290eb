//! The words that dates are made of.

use super::tables;
use crate::date::{Interval, Precision, Toward, WhenExpr};
use crate::number::Text;
use jiff::civil::Date;
use recoupe_reading::Lang;

/// Skips a mark that stands glued between the parts of a date ("13-Jan-2019", "Sept. 3").
pub(super) fn past(text: &Text<'_>, i: usize, marks: &[&str]) -> usize {
    i + usize::from(text.word(i).is_some_and(|w| w.glued && marks.contains(&w.fold.as_str())))
}

pub(super) fn month(text: &Text<'_>, i: usize) -> Option<i8> {
    let w = text.word(i).filter(|w| w.is_letters())?;
    let m = tables(text.lang).month.get(&w.fold).copied()?;
    // French "sept" is seven; "12 sept. 2020" is a month.
    if text.is_fr() && w.fold == "sept" {
        let stop = text.word(i + 1).is_some_and(|d| d.glued && d.is("."));
        return (i > 0 && (w.is_capital() || stop && text.words[i - 1].is_digits())).then_some(m);
    }
    // "may" and "march" are verbs; the other short forms are words of other things ("mar", "dec").
    let plain = w.is_capital() || w.text.len() > 3 && w.fold != "march";
    let digits = |k: usize| text.word(k).is_some_and(|d| d.is_digits());
    let mark = |k: usize| text.word(k).is_some_and(|d| d.glued && matches!(d.fold.as_str(), "-" | "/"));
    let beside = digits(i + 1)
        || mark(i + 1) && digits(i + 2)
        || i > 0 && digits(i - 1)
        || i > 1 && mark(i - 1) && digits(i - 2);
    let ordinal = i > 1 && digits(i - 2) && matches!(text.fold(i - 1), "st" | "nd" | "rd" | "th");
    let beside = beside || ordinal;
    let pointed = matches!(text.fold_before(i, 1), "last" | "next" | "this" | "early" | "late" | "mid")
        || w.fold != "march" && text.fold_before(i, 1) == "in";
    (text.lang != Lang::En || plain || beside && w.fold != "may" && w.fold != "march" || pointed).then_some(m)
}

pub(super) fn weekday(text: &Text<'_>, i: usize) -> Option<i8> {
    let w = text.word(i).filter(|w| w.is_letters())?;
    let day = tables(text.lang).weekday.get(&w.fold).copied()?;
    if text.lang != Lang::En || w.text.len() > 5 {
        return Some(day);
    }
    // "Sun", "Sat", "Wed" are dates beside a stop, a number, or words that point.
    let beside = matches!(text.fold(i + 1), "." | ",")
        || text.word(i + 1).is_some_and(|n| n.is_digits())
        || matches!(text.fold_before(i, 1), "on" | "last" | "next" | "this" | "until" | "by" | "since" | "from");
    (w.is_capital() && beside).then_some(day)
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

/// Behind a month at word `i`: the stop of a short form ("Sept.", "Jan.") belongs to it where the sentence goes on.
pub(super) fn behind_month(text: &Text<'_>, i: usize) -> usize {
    let short = text.word(i).is_some_and(|w| {
        w.text.len() <= 5
            && !matches!(
                w.fold.as_str(),
                "june" | "july" | "march" | "april" | "mars" | "avril" | "mai" | "juin" | "aout" | "may"
            )
    });
    let goes_on = text.word(i + 2).is_some_and(|n| n.is_digits() || n.is_letters() && !n.is_capital());
    i + 1 + usize::from(short && goes_on && text.word(i + 1).is_some_and(|w| w.glued && w.is(".")))
}

/// An ordinal number: "premier", "3e", "21st", "twenty-first", "XIXe"; -1 for "dernier", "last", "final".
pub(super) fn ordinal(text: &Text<'_>, i: usize) -> Option<(i8, usize)> {
    let t = tables(text.lang);
    let w = text.word(i)?;
    if w.is_digits() {
        let n: i8 = w.text.parse().ok()?;
        let suffix = text.word(i + 1).filter(|s| s.glued)?;
        return matches!(suffix.fold.as_str(), "er" | "re" | "e" | "eme" | "nd" | "nde" | "st" | "rd" | "th")
            .then_some((n, i + 2));
    }
    if let Some(n) = t.ordinal.get(&w.fold) {
        // "vingt-et-unième", "twenty-first"
        return Some((*n, i + 1));
    }
    if let Some((tens, end)) = whole(text, i).filter(|(n, _)| n % 10 == 0 && (20..100).contains(n)) {
        let k = past(text, end, &["-"]);
        let k = k + usize::from(matches!(text.fold(k), "et" | "and"));
        let k = past(text, k, &["-"]);
        if let Some(n) = t.ordinal.get(text.fold(k)).filter(|n| (1..10).contains(*n)) {
            return Some((i8::try_from(tens).ok()? + n, k + 1));
        }
    }
    roman(w.text).map(|n| (n, i + 1))
}

/// "XIXe", "XXIème", "IIe": capitals of Roman numerals with a French ending.
fn roman(word: &str) -> Option<i8> {
    let digits = ["ème", "eme", "er", "re", "e"].iter().find_map(|s| word.strip_suffix(s))?;
    let mut total = 0_i32;
    let mut last = 0;
    for c in digits.chars().rev() {
        let v = match c {
            'I' => 1,
            'V' => 5,
            'X' => 10,
            'L' => 50,
            _ => return None,
        };
        total += if v < last { -v } else { v };
        last = last.max(v);
    }
    i8::try_from(total).ok().filter(|n| (1..=40).contains(n))
}

/// A day of a month at word `i` ("17", "1er", "17th", "fifteenth").
pub(super) fn day(text: &Text<'_>, i: usize) -> Option<(i8, usize)> {
    let glued_on = |w: &crate::lexicon::Word<'_>| {
        w.glued && i > 0 && text.words[i - 1].is_letters() && !text.words[i - 1].text.ends_with(['\'', '’'])
    };
    let first = text.word(i)?;
    if glued_on(first) {
        return None;
    }
    let (n, end) = match ordinal(text, i).filter(|(n, _)| *n > 0) {
        Some((n, end)) if first.is_digits() || text.lang == Lang::En || n == 1 => (n, end),
        _ => {
            let (n, end) = whole(text, i)?;
            (i8::try_from(n).ok()?, end)
        }
    };
    (1..=31).contains(&n).then_some((n, end))
}

/// A year at word `i`, in four digits.
pub(super) fn year(text: &Text<'_>, i: usize) -> Option<(i16, usize)> {
    let w = text.word(i)?;
    let glued_on = text.word(i + 1).is_some_and(|n| n.glued && (n.is_letters() || n.text == "%"));
    if !w.is_digits() || w.text.len() != 4 || glued_on {
        return None;
    }
    let y: i16 = w.text.parse().ok()?;
    (1000..=2199).contains(&y).then_some((y, i + 1))
}

/// A year in four digits, in two behind an apostrophe ("'98"), or in words ("nineteen ninety-six", "deux mille quatorze").
pub(super) fn any_year(text: &Text<'_>, i: usize) -> Option<(i16, usize)> {
    year(text, i).or_else(|| {
        if matches!(text.fold(i), "'" | "\u{2019}" | "\u{2018}") {
            let w = text.word(i + 1).filter(|w| w.glued && w.is_digits() && w.text.len() == 2)?;
            return Some((century_of(w.text.parse().ok()?), i + 2));
        }
        spelled_year(text, i)
    })
}

/// A year in two digits behind a month ("10 novembre 93"): only where it can be no day and counts nothing.
pub(super) fn short_year(text: &Text<'_>, i: usize) -> Option<(i16, usize)> {
    let w = text.word(i).filter(|w| w.is_digits() && w.text.len() == 2 && !w.glued)?;
    let n: i16 = w.text.parse().ok()?;
    let counts =
        text.word(i + 1).is_some_and(|n| n.is_letters() && !super::is_link(text, i + 1) || n.glued && n.is("%"));
    (n > 31 && !counts).then(|| (century_of(n), i + 1))
}

/// The century of a year in two digits: the one before the present in news of our time.
pub(super) fn century_of(n: i16) -> i16 {
    if n <= 40 { 2000 + n } else { 1900 + n }
}

fn spelled_year(text: &Text<'_>, i: usize) -> Option<(i16, usize)> {
    let w = text.word(i).filter(|w| w.is_letters())?;
    crate::number::tables::tables(text.lang).cardinals.get(&w.fold)?;
    let (v, end) = crate::number::spelled_at(text, i)?;
    if text.lang == Lang::En && (13.0..=20.0).contains(&v) {
        // "nineteen ninety-six": two numerals side by side.
        let (rest, end) = crate::number::spelled_at(text, end)?;
        let year = v * 100.0 + rest;
        return (10.0..100.0).contains(&rest).then(|| in_range(year)).flatten().map(|y| (y, end));
    }
    // "two thousand" of something is a count.
    let counts = text.word(end).is_some_and(|w| w.is_letters() && !super::is_link(text, end));
    in_range(v).filter(|y| y % 100 != 0 || *y == 2000 && !counts).map(|y| (y, end))
}

fn in_range(v: f64) -> Option<i16> {
    if !(1100.0..=2199.0).contains(&v) || v.fract() != 0.0 {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "the range is checked")]
    Some(v as i16)
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
