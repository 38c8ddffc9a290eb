//! Dates in digits: ISO 8601, day and month and year between marks, years side by side.

use super::Dated;
use super::words::{century_of, month};
use crate::date::resolve::{month_of, school_year, year_of};
use crate::date::{Interval, Part, Precision, Toward, WhenExpr};
use crate::number::Text;
use jiff::civil::Date;
use recoupe_reading::Lang;

/// "2024-12-17", "17/12/2024", "17.12.2024", "2024-12", "12/2024", "13-Jan-2019", "le 22/04", "2024-2025".
pub(super) fn at(text: &Text<'_>, i: usize) -> Option<Dated> {
    let first = text.word(i)?;
    if i > 0 && first.glued && (text.words[i - 1].is_digits() || text.words[i - 1].is_letters() && !elided(text, i - 1))
    {
        return None;
    }
    let (expr, end) = named_month(text, i).or_else(|| digits(text, i)).or_else(|| spaced(text, i))?;
    // Part of a longer code ("192.168.10.12").
    let longer = text.word(end).is_some_and(|w| {
        w.glued
            && text.word(i + 1).is_some_and(|m| m.text == w.text)
            && text.word(end + 1).is_some_and(|n| n.glued && n.is_digits())
    });
    (!longer).then(|| with_ends(text, Dated::of(i, end, expr)))
}

fn elided(text: &Text<'_>, i: usize) -> bool {
    text.words[i].text.ends_with(['\'', '’'])
}

/// "2002 / 2003", "11 / 2016": years, or month and year, with blanks around the mark.
fn spaced(text: &Text<'_>, i: usize) -> Option<(WhenExpr, usize)> {
    let (a, la) = part(text, i)?;
    let mark = text.fold(i + 1);
    let counts = text.word(i + 3).is_some_and(|w| w.is_letters() && !super::is_link(text, i + 3));
    if mark != "/" && (mark != "-" || counts)
        || text.word(i + 3).is_some_and(|w| w.fold == "/" || w.glued && w.is_letters())
    {
        return None;
    }
    let (b, lb) = part(text, i + 2)?;
    let year = |y: i16, len: usize| len == 4 && (1800..=2199).contains(&y);
    let month = |m: i16| i8::try_from(m).ok().filter(|m| (1..=12).contains(m));
    let expr = match (year(a, la), year(b, lb)) {
        (true, true) if b == a + 1 => WhenExpr::Absolute(Interval {
            from: Date::new(a, 1, 1).ok(),
            to: Date::new(b, 12, 31).ok(),
            precision: Precision::Range,
            candidates: Vec::new(),
        }),
        (true, false) => WhenExpr::Absolute(month_of(a, month(b).filter(|_| lb == 2)?, Part::Whole)),
        (false, true) => WhenExpr::Absolute(month_of(b, month(a)?, Part::Whole)),
        _ => return None,
    };
    Some((expr, i + 3))
}

/// The two years of a range as its ends.
fn with_ends(text: &Text<'_>, d: Dated) -> Dated {
    let year = |k: usize| {
        let (y, len) = part(text, k)?;
        let y = if len == 2 { part(text, d.first)?.0 / 100 * 100 + y } else { y };
        Some(Dated::of(k, k + 1, WhenExpr::Absolute(year_of(y, Part::Whole))))
    };
    let range = matches!(&d.expr, WhenExpr::Absolute(i) if i.precision == Precision::Range) && d.end == d.first + 3;
    match (year(d.first), year(d.first + 2)) {
        (Some(a), Some(b)) if range => Dated { ends: vec![a, b], ..d },
        _ => d,
    }
}

/// A whole number in digits: its value and how many digits it has.
fn part(text: &Text<'_>, k: usize) -> Option<(i16, usize)> {
    text.word(k).filter(|w| w.is_digits()).and_then(|w| w.text.parse::<i16>().ok().map(|v| (v, w.text.len())))
}

/// "13-Jan-2019", "2019-aug-1", "Jan-13-2019".
fn named_month(text: &Text<'_>, i: usize) -> Option<(WhenExpr, usize)> {
    let mark = text.word(i + 1).filter(|m| m.glued && matches!(m.fold.as_str(), "-" | "/" | "."))?.text;
    let glued = |k: usize| text.word(k).is_some_and(|w| w.glued);
    if !glued(i + 2) || text.word(i + 3).is_none_or(|m| !m.glued || m.text != mark) || !glued(i + 4) {
        return None;
    }
    let full = |(v, len): (i16, usize)| if len == 2 { century_of(v) } else { v };
    let date = |y: i16, m: i8, d: i16| Date::new(y, m, i8::try_from(d).ok()?).ok().map(|d| (WhenExpr::Day(d), i + 5));
    if let (Some(a), Some(m), Some(b)) = (part(text, i), month(text, i + 2), part(text, i + 4)) {
        return if a.1 == 4 { date(a.0, m, b.0) } else { date(full(b), m, a.0) };
    }
    let (m, d, y) = (month(text, i)?, part(text, i + 2)?, part(text, i + 4)?);
    date(full(y), m, d.0)
}

fn digits(text: &Text<'_>, i: usize) -> Option<(WhenExpr, usize)> {
    let (a, la) = part(text, i)?;
    let mark = text.word(i + 1).filter(|m| m.glued && matches!(m.fold.as_str(), "-" | "/" | "."))?.fold.as_str();
    let (b, lb) = text.word(i + 2).filter(|w| w.glued).and_then(|_| part(text, i + 2))?;
    let third = text
        .word(i + 3)
        .filter(|m| m.glued && m.fold == mark)
        .and_then(|_| text.word(i + 4))
        .filter(|w| w.glued)
        .and_then(|_| part(text, i + 4));
    let small = |m: i16| i8::try_from(m).ok();
    let month8 = |m: i16| small(m).filter(|m| (1..=12).contains(m));
    let range = |from: Option<Date>, to: Option<Date>| {
        WhenExpr::Absolute(Interval { from, to, precision: Precision::Range, candidates: Vec::new() })
    };
    let years = |a: i16, b: i16| range(Date::new(a, 1, 1).ok(), Date::new(b, 12, 31).ok());
    match third {
        Some((c, _)) if la == 4 && lb <= 2 => Some((WhenExpr::Day(Date::new(a, month8(b)?, small(c)?).ok()?), i + 5)),
        Some((c, lc)) if la <= 2 && lb <= 2 && (lc == 4 || lc == 2 && (la + lb > 2 || mark != ".")) => {
            let y = if lc == 4 { c } else { century_of(c) };
            Some((either(text.lang, y, small(a)?, small(b)?)?, i + 5))
        }
        None if la == 4 && lb <= 2 && mark != "." && (1900..=2199).contains(&a) && month8(b).is_some() => {
            // "2002-03" is a month, "2010-11" may be a school year as well: the month stays, as ISO 8601 has it.
            Some((WhenExpr::Absolute(month_of(a, month8(b)?, Part::Whole)), i + 3))
        }
        None if lb == 4 && la <= 2 && matches!(mark, "/" | "-") && (1900..=2199).contains(&b) => {
            Some((WhenExpr::Absolute(month_of(b, month8(a)?, Part::Whole)), i + 3))
        }
        // "2024-2025", "2002/2003": a school year behind its name, else years side by side.
        None if la == 4
            && lb == 4
            && (1500..=2199).contains(&a)
            && (a..=a.saturating_add(100)).contains(&b)
            && mark != "." =>
        {
            let names = &super::tables(text.lang).school;
            let school =
                b == a + 1 && (names.before(&text.words, i).is_some() || names.at(&text.words, i + 3).is_some());
            Some((if school { WhenExpr::Absolute(school_year(a)) } else { years(a, b) }, i + 3))
        }
        None if la == 4 && lb == 2 && (1900..=2199).contains(&a) && b == (a + 1) % 100 && mark != "." => {
            Some((years(a, a + 1), i + 3))
        }
        None if month(text, i + 3).is_none() && (la <= 2 && lb <= 2 && mark == "/" || la == 2 && lb == 2) => {
            without_year(text, i, small(a)?, small(b)?)
        }
        _ => None,
    }
}

/// Two small numbers and a year: day and month where they can be told apart.
fn either(lang: Lang, y: i16, a: i8, b: i8) -> Option<WhenExpr> {
    let dm = Date::new(y, b, a).ok();
    let md = Date::new(y, a, b).ok();
    Some(match (dm, md, lang) {
        (Some(d), None, _) | (None, Some(d), _) | (Some(d), Some(_), Lang::Fr | Lang::Other) => WhenExpr::Day(d),
        // Day and month cannot be told apart in English: both stay.
        (Some(d), Some(m), Lang::En) if d != m => WhenExpr::Absolute(Interval {
            from: Some(d.min(m)),
            to: Some(d.max(m)),
            precision: Precision::Day,
            candidates: vec![d.min(m), d.max(m)],
        }),
        (Some(d), Some(_), Lang::En) => WhenExpr::Day(d),
        (None, None, _) => return None,
    })
}

/// "le 22/04", "on 4/22": day and month without a year, where a word in front says that it is a date.
fn without_year(text: &Text<'_>, i: usize, a: i8, b: i8) -> Option<(WhenExpr, usize)> {
    // A part beyond twelve can be no month; "24/7" is no date.
    let told_apart = (a > 12) != (b > 12) && (a, b) != (24, 7) && text.word(i + 1).is_some_and(|m| m.text == "/");
    let ranged = i > 1 && text.fold(i - 1) == "-" && text.words[i - 2].is_digits();
    let weekday = i > 0 && super::words::weekday(text, i - 1).is_some();
    let said = weekday
        || told_apart
        || ranged
        || if text.is_fr() {
            matches!(
                text.fold_before(i, 1),
                "le" | "du"
                    | "au"
                    | "jusqu'au"
                    | "lundi"
                    | "mardi"
                    | "mercredi"
                    | "jeudi"
                    | "vendredi"
                    | "samedi"
                    | "dimanche"
            )
        } else {
            matches!(
                text.fold_before(i, 1),
                "on" | "since" | "until" | "by" | "before" | "after" | "from" | "dated" | "to" | "through" | "between"
            )
        };
    let (day, month) = match (text.is_fr(), a, b) {
        (true, d, m @ 1..=12) => (d, m),
        (false, m @ 1..=12, d) => (d, m),
        (_, m, d) if (1..=12).contains(&m) => (d, m),
        (_, d, m) => (d, m),
    };
    Date::new(2000, month, day).ok().filter(|_| said)?;
    Some((WhenExpr::MonthDay { from: (month, day), to: None, weekday: None, toward: Toward::Past }, i + 3))
}
