//! Finds date expressions in the words of a sentence.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::civil::Date;
use recoupe_reading::Lang;
use smol_str::SmolStr;

use super::when::{month_of, year_of};
use super::{Interval, Part, Precision, Season, Toward, Unit, WhenExpr};
use crate::lexicon::{Phrases, fold, rows};
use crate::number::Text;

/// A date expression: words `first..end`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Dated {
    pub(crate) first: usize,
    pub(crate) end: usize,
    pub(crate) expr: WhenExpr,
    /// Its numbers belong to the calendar; the others ("il y a trois jours") are also told as durations.
    pub(crate) calendar: bool,
}

struct Tables {
    weekday: BTreeMap<SmolStr, i8>,
    month: BTreeMap<SmolStr, i8>,
    season: BTreeMap<SmolStr, Season>,
    part: Phrases<Part>,
    fixed: Phrases<WhenExpr>,
    last: Vec<SmolStr>,
    next: Vec<SmolStr>,
    ago_before: Phrases<()>,
    ago_after: Phrases<()>,
    since: Phrases<()>,
    ahead: Phrases<()>,
    by: Phrases<()>,
    since_date: Phrases<()>,
    until: Phrases<()>,
    unit: BTreeMap<SmolStr, Unit>,
}

fn tables(lang: Lang) -> &'static Tables {
    static FR: LazyLock<Tables> = LazyLock::new(|| Tables::load(include_str!("../fr/dates.tsv")));
    static EN: LazyLock<Tables> = LazyLock::new(|| Tables::load(include_str!("../en/dates.tsv")));
    match lang {
        Lang::En => &EN,
        Lang::Fr | Lang::Other => &FR,
    }
}

impl Tables {
    fn load(source: &'static str) -> Self {
        let forms = |class: &'static str| {
            rows(source).filter(move |r| r[0] == class && r.len() == 3).flat_map(|r| {
                let value = r[1];
                r[2].split('|').map(move |f| (value, f.trim())).collect::<Vec<_>>()
            })
        };
        let number = |class: &'static str| forms(class).map(|(v, f)| (fold(f), v.parse().unwrap_or(1))).collect();
        let phrases = |class: &'static str, value: &'static str| {
            let mut out = Phrases::new();
            for (_, f) in forms(class).filter(|(v, _)| value.is_empty() || *v == value) {
                out.add(f, ());
            }
            out
        };
        let unit_of = |name: &str| match name {
            "hour" => Unit::Hour,
            "week" => Unit::Week,
            "month" => Unit::Month,
            "year" => Unit::Year,
            "decade" => Unit::Decade,
            _ => Unit::Day,
        };
        let mut part = Phrases::new();
        for (v, f) in forms("part") {
            part.add(
                f,
                match v {
                    "start" => Part::Start,
                    "mid" => Part::Middle,
                    _ => Part::End,
                },
            );
        }
        let mut fixed = Phrases::new();
        for (class, unit, thirds) in [
            ("day", Unit::Day, Part::Whole),
            ("weekend", Unit::Weekend, Part::Whole),
            ("week", Unit::Week, Part::Whole),
            ("month-shift", Unit::Month, Part::Whole),
            ("year-shift", Unit::Year, Part::Whole),
            ("month-start", Unit::Month, Part::Start),
            ("month-mid", Unit::Month, Part::Middle),
            ("month-end", Unit::Month, Part::End),
            ("week-start", Unit::Week, Part::Start),
            ("week-end", Unit::Week, Part::End),
            ("year-start", Unit::Year, Part::Start),
            ("year-end", Unit::Year, Part::End),
            ("year-part", Unit::Year, Part::Middle),
        ] {
            for (v, f) in forms(class) {
                fixed.add(f, WhenExpr::Calendar { unit, shift: v.parse().unwrap_or(0), part: thirds });
            }
        }
        for (class, toward) in [("recent", Toward::Past), ("soon", Toward::Future)] {
            for (v, f) in forms(class) {
                fixed.add(f, WhenExpr::Around { unit: unit_of(v), toward });
            }
        }
        Self {
            weekday: number("weekday"),
            month: number("month"),
            season: forms("season")
                .map(|(v, f)| {
                    (
                        fold(f),
                        match v {
                            "spring" => Season::Spring,
                            "summer" => Season::Summer,
                            "autumn" => Season::Autumn,
                            _ => Season::Winter,
                        },
                    )
                })
                .collect(),
            part,
            fixed,
            last: forms("last").map(|(_, f)| fold(f)).collect(),
            next: forms("next").map(|(_, f)| fold(f)).collect(),
            ago_before: phrases("ago", "before"),
            ago_after: phrases("ago", "after"),
            since: phrases("since", "before"),
            ahead: phrases("ahead", "before"),
            by: phrases("by", ""),
            since_date: phrases("since-date", ""),
            until: phrases("until", ""),
            unit: forms("unit").map(|(v, f)| (fold(f), unit_of(v))).collect(),
        }
    }
}

/// All date expressions, in order, not overlapping.
pub(crate) fn find(text: &Text<'_>) -> Vec<Dated> {
    let mut out: Vec<Dated> = Vec::new();
    let mut i = 0;
    while i < text.words.len() {
        match at(text, i) {
            Some(d) => {
                i = d.end.max(i + 1);
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

fn month(text: &Text<'_>, i: usize) -> Option<i8> {
    let w = text.word(i).filter(|w| w.is_letters())?;
    if text.lang == Lang::En && !w.is_capital() {
        return None;
    }
    tables(text.lang).month.get(&w.fold).copied()
}

fn weekday(text: &Text<'_>, i: usize) -> Option<i8> {
    let w = text.word(i).filter(|w| w.is_letters())?;
    if text.lang == Lang::En && (!w.is_capital() || w.text.len() <= 3 && text.fold(i + 1) != ".") {
        return None;
    }
    tables(text.lang).weekday.get(&w.fold).copied()
}

/// A whole number in one word: digits or a spelled-out numeral.
fn whole(text: &Text<'_>, i: usize) -> Option<(i32, usize)> {
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
fn day(text: &Text<'_>, i: usize) -> Option<(i8, usize)> {
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
fn year(text: &Text<'_>, i: usize) -> Option<(i16, usize)> {
    let w = text.word(i)?;
    let glued_on = text.word(i + 1).is_some_and(|n| n.glued && (n.is_letters() || n.text == "%"));
    if !w.is_digits() || w.text.len() != 4 || glued_on {
        return None;
    }
    let y: i16 = w.text.parse().ok()?;
    (1000..=2199).contains(&y).then_some((y, i + 1))
}

fn expr_day(y: Option<i16>, from: (i8, i8), to: Option<(i8, i8)>, weekday: Option<i8>) -> Option<WhenExpr> {
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

/// The date expression that starts at word `i`.
fn at(text: &Text<'_>, i: usize) -> Option<Dated> {
    let t = tables(text.lang);
    if let Some(d) = iso(text, i) {
        return Some(d);
    }
    if let Some((len, expr)) = t.fixed.at(&text.words, i) {
        return Some(Dated { first: i, end: i + len, expr: expr.clone(), calendar: false });
    }
    between(text, i).or_else(|| framed(text, i)).or_else(|| elapsed(text, i)).or_else(|| point(text, i))
}

/// "2024-12-17", "17/12/2024", "17.12.2024", "2024-12", "12/2024".
fn iso(text: &Text<'_>, i: usize) -> Option<Dated> {
    let part = |k: usize| {
        text.word(k).filter(|w| w.is_digits()).and_then(|w| w.text.parse::<i16>().ok().map(|v| (v, w.text.len())))
    };
    let (a, la) = part(i)?;
    if i > 0 && text.words[i].glued && text.words[i - 1].is_digits() {
        return None;
    }
    let mark = text.word(i + 1).filter(|m| m.glued && matches!(m.text, "-" | "/" | "."))?;
    let (b, lb) = text.word(i + 2).filter(|w| w.glued).and_then(|_| part(i + 2))?;
    let third = text
        .word(i + 3)
        .filter(|m| m.glued && m.text == mark.text)
        .and_then(|_| text.word(i + 4))
        .filter(|w| w.glued)
        .and_then(|_| part(i + 4));
    let month8 = |m: i16| i8::try_from(m).ok().filter(|m| (1..=12).contains(m));
    let (expr, end) = match third {
        Some((c, _)) if la == 4 && lb == 2 => {
            (WhenExpr::Day(Date::new(a, month8(b)?, i8::try_from(c).ok()?).ok()?), i + 5)
        }
        Some((c, lc)) if la <= 2 && lb <= 2 && (lc == 4 || lc == 2 && mark.text != "-") => {
            let y = if lc == 4 { c } else { 2000 + c };
            let dm = Date::new(y, i8::try_from(b).ok()?, i8::try_from(a).ok()?).ok();
            let md = Date::new(y, i8::try_from(a).ok()?, i8::try_from(b).ok()?).ok();
            let expr = match (dm, md, text.lang) {
                (Some(d), None, _) | (None, Some(d), _) | (Some(d), Some(_), Lang::Fr | Lang::Other) => {
                    WhenExpr::Day(d)
                }
                // Day and month cannot be told apart in English: both stay.
                (Some(d), Some(m), Lang::En) if d != m => WhenExpr::Absolute(Interval {
                    from: Some(d.min(m)),
                    to: Some(d.max(m)),
                    precision: Precision::Day,
                    candidates: vec![d.min(m), d.max(m)],
                }),
                (Some(d), Some(_), Lang::En) => WhenExpr::Day(d),
                (None, None, _) => return None,
            };
            (expr, i + 5)
        }
        None if la == 4 && lb == 2 && mark.text == "-" && (1900..=2199).contains(&a) && month8(b).is_some() => {
            (WhenExpr::Absolute(month_of(a, month8(b)?, Part::Whole)), i + 3)
        }
        None if lb == 4 && la <= 2 && mark.text == "/" && (1900..=2199).contains(&b) => {
            (WhenExpr::Absolute(month_of(b, month8(a)?, Part::Whole)), i + 3)
        }
        // "2024-2025", "2002/2003": seasons, school years.
        None if la == 4 && lb == 4 && (1500..=2199).contains(&a) && (a..=a + 60).contains(&b) && mark.text != "." => (
            WhenExpr::Absolute(Interval {
                from: Date::new(a, 1, 1).ok(),
                to: Date::new(b, 12, 31).ok(),
                precision: Precision::Range,
                candidates: Vec::new(),
            }),
            i + 3,
        ),
        None if la == 4 && lb == 2 && (1900..=2199).contains(&a) && b == (a + 1) % 100 && mark.text != "." => (
            WhenExpr::Absolute(Interval {
                from: Date::new(a, 1, 1).ok(),
                to: Date::new(a + 1, 12, 31).ok(),
                precision: Precision::Range,
                candidates: Vec::new(),
            }),
            i + 3,
        ),
        _ => return None,
    };
    Some(Dated { first: i, end, expr, calendar: true })
}

/// "entre janvier et février", "du 3 au 5 mai", "de janvier à mars", "from May 3 to 5".
fn between(text: &Text<'_>, i: usize) -> Option<Dated> {
    let (open, link): (bool, &[&str]) = match text.fold(i) {
        "entre" => (true, &["et"]),
        "between" => (true, &["and"]),
        "du" | "de" => (true, &["au", "a", "-", "et"]),
        "from" => (true, &["to", "-", "until", "through"]),
        _ => (false, &[]),
    };
    if !open {
        return None;
    }
    let mut start = i + 1;
    if matches!(text.fold(start), "le") {
        start += 1;
    }
    // "du 3 au 5 mai": the month stands once, behind.
    if text.is_fr()
        && let Some((d1, e1)) = day(text, start)
        && month(text, e1).is_none()
        && link.contains(&text.fold(e1))
    {
        let k = e1 + 1 + usize::from(text.fold(e1 + 1) == "le");
        let b = point(text, k)?;
        return match b.expr {
            WhenExpr::MonthDay { from, weekday: None, to: None, .. } => Some(Dated {
                first: i,
                end: b.end,
                expr: expr_day(None, (from.0, d1), Some(from), None)?,
                calendar: true,
            }),
            WhenExpr::Day(d) => Some(Dated {
                first: i,
                end: b.end,
                expr: expr_day(Some(d.year()), (d.month(), d1), Some((d.month(), d.day())), None)?,
                calendar: true,
            }),
            _ => None,
        };
    }
    let a = point(text, start)?;
    if !link.contains(&text.fold(a.end)) {
        return None;
    }
    let mut k = a.end + 1;
    if matches!(text.fold(k), "le") {
        k += 1;
    }
    // "from May 3 to 5"
    if let (WhenExpr::MonthDay { from, .. }, Some((d2, e2)), None) = (&a.expr, day(text, k), point(text, k)) {
        return Some(Dated {
            first: i,
            end: e2,
            expr: expr_day(None, *from, Some((from.0, d2)), None)?,
            calendar: true,
        });
    }
    let b = point(text, k)?;
    if !a.calendar && !b.calendar && matches!(text.fold(i), "de") {
        return None;
    }
    let expr = match (&a.expr, &b.expr) {
        // "entre le 28 mai et le 3 juin 2024", "de janvier à mars 2024": one year for both.
        (WhenExpr::MonthDay { from, .. }, WhenExpr::Day(d)) => {
            expr_day(Some(d.year()), *from, Some((d.month(), d.day())), None)?
        }
        (WhenExpr::MonthDay { from, .. }, WhenExpr::MonthDay { from: to, .. }) => {
            expr_day(None, *from, Some(*to), None)?
        }
        (WhenExpr::Month { month: m, part, .. }, WhenExpr::Absolute(z)) if z.to.is_some() => {
            let y = z.to.map_or(0, Date::year);
            let first = month_of(y, *m, *part);
            let first = if first.from > z.from { month_of(y - 1, *m, *part) } else { first };
            WhenExpr::Absolute(Interval {
                from: first.from,
                to: z.to,
                precision: Precision::Range,
                candidates: Vec::new(),
            })
        }
        (WhenExpr::Absolute(a), WhenExpr::Absolute(z)) => {
            WhenExpr::Absolute(Interval { from: a.from, to: z.to, precision: Precision::Range, candidates: Vec::new() })
        }
        (WhenExpr::Day(a), WhenExpr::Day(z)) => WhenExpr::Absolute(Interval {
            from: Some(*a),
            to: Some(*z),
            precision: Precision::Range,
            candidates: Vec::new(),
        }),
        (a, b) => WhenExpr::Between(Box::new(a.clone()), Box::new(b.clone())),
    };
    Some(Dated { first: i, end: b.end, expr, calendar: a.calendar || b.calendar })
}

/// "depuis février 2022", "d'ici la fin 2024", "jusqu'en mars", "by the end of 2030".
fn framed(text: &Text<'_>, i: usize) -> Option<Dated> {
    let t = tables(text.lang);
    let skip = |k: usize| k + usize::from(matches!(text.fold(k), "le" | "la" | "the" | "en" | "au"));
    for (table, kind) in [(&t.by, 0), (&t.since_date, 1), (&t.until, 2)] {
        let Some((len, ())) = table.at(&text.words, i) else { continue };
        let k = i + len;
        let inner = at_plain(text, k).or_else(|| at_plain(text, skip(k)));
        let Some(inner) = inner else { continue };
        // "avant 2024", "d'ici 2030"; a bare "from" or "by" with a weekday is fine too.
        let boxed = Box::new(match kind {
            0 => inner.expr.clone().toward(Toward::Future),
            _ => inner.expr.clone(),
        });
        let expr = match kind {
            0 if matches!(text.fold(i), "avant" | "before") => WhenExpr::Until(Box::new(inner.expr.clone())),
            0 => WhenExpr::By(boxed),
            1 if matches!(text.fold(i), "depuis" | "since") => WhenExpr::Since(boxed),
            1 => *boxed,
            _ => WhenExpr::Until(boxed),
        };
        return Some(Dated { first: i, end: inner.end, expr, calendar: inner.calendar });
    }
    None
}

/// A date without a frame around it.
fn at_plain(text: &Text<'_>, i: usize) -> Option<Dated> {
    iso(text, i)
        .or_else(|| {
            let (len, expr) = tables(text.lang).fixed.at(&text.words, i)?;
            Some(Dated { first: i, end: i + len, expr: expr.clone(), calendar: false })
        })
        .or_else(|| point(text, i))
        .or_else(|| bare_year(text, i))
}

fn bare_year(text: &Text<'_>, i: usize) -> Option<Dated> {
    let (y, end) = year(text, i)?;
    Some(Dated { first: i, end, expr: WhenExpr::Absolute(year_of(y, Part::Whole)), calendar: true })
}

/// "il y a trois jours", "two weeks ago", "depuis huit mois", "dans deux ans".
fn elapsed(text: &Text<'_>, i: usize) -> Option<Dated> {
    let t = tables(text.lang);
    let counted = |k: usize| {
        let k = k + usize::from(matches!(text.fold(k), "environ" | "about" | "some" | "pres"));
        let one = matches!(text.fold(k), "un" | "une" | "a" | "an" | "one");
        let (n, mut end) = if one { (1, k + 1) } else { whole(text, k)? };
        if text.word(end).is_some_and(|w| w.is("-")) {
            end += 1;
        }
        let unit = *t.unit.get(text.fold(end))?;
        Some((n, unit, end + 1))
    };
    for (table, sign, since) in [(&t.ago_before, -1, false), (&t.since, -1, true), (&t.ahead, 1, false)] {
        let Some((len, ())) = table.at(&text.words, i) else { continue };
        let Some((n, unit, end)) = counted(i + len) else { continue };
        // English "for three days" tells a length, not a date, unless the tense says "has been".
        if text.lang == Lang::En && text.fold(i) == "for" {
            return None;
        }
        let away = WhenExpr::Away { unit, count: n.saturating_mul(sign) };
        let expr = if since { WhenExpr::Since(Box::new(away)) } else { away };
        return Some(Dated { first: i, end, expr, calendar: false });
    }
    let (n, unit, end) = counted(i)?;
    let (len, ()) = t.ago_after.at(&text.words, end)?;
    Some(Dated { first: i, end: end + len, expr: WhenExpr::Away { unit, count: n.saturating_neg() }, calendar: false })
}

/// A weekday, day, month, season or year.
fn point(text: &Text<'_>, i: usize) -> Option<Dated> {
    let t = tables(text.lang);
    let dated = |end: usize, expr: WhenExpr| Some(Dated { first: i, end, expr, calendar: true });
    // A part in front: "début février", "mi-mars", "fin 2024", "late October".
    if let Some((len, part)) = t.part.at(&text.words, i) {
        let mut k = i + len;
        if text.fold(k) == "-" {
            k += 1;
        }
        if matches!(text.fold(k), "de") && matches!(text.fold(k + 1), "le" | "mois" | "l'annee" | "annee") {
            k += 1;
        }
        if matches!(text.fold(k), "mois") && text.fold(k + 1) == "de" {
            k += 2;
        }
        if let Some(m) = month(text, k) {
            let (end, shift) = shifted(text, k + 1);
            return match year(text, end).filter(|_| shift.is_none()) {
                Some((y, e)) => dated(e, WhenExpr::Absolute(month_of(y, m, *part))),
                None => dated(end, WhenExpr::Month { month: m, part: *part, toward: shift.unwrap_or(Toward::Past) }),
            };
        }
        let k = if matches!(text.fold(k), "annee" | "l'annee") { k + 1 } else { k };
        if let Some((y, e)) = year(text, k) {
            return dated(e, WhenExpr::Absolute(year_of(y, *part)));
        }
    }
    if let Some(w) = weekday(text, i) {
        return weekday_from(text, i, w);
    }
    if text.lang == Lang::En {
        let k = i + usize::from(matches!(text.fold(i), "last" | "next" | "this"));
        if k > i
            && let Some(w) = weekday(text, k)
        {
            let toward = if text.fold(i) == "next" { Toward::Future } else { Toward::Past };
            return dated(k + 1, WhenExpr::Weekday { weekday: w, toward });
        }
        return english_month(text, i).or_else(|| season(text, i)).or_else(|| year_phrase(text, i));
    }
    // "le 17 décembre 2024", "les 14, 15 et 16 juin"
    if let Some(d) = days_then_month(text, i, None) {
        return Some(d);
    }
    if let Some(m) = month(text, i) {
        let (end, shift) = shifted(text, i + 1);
        if let Some((y, e)) = year(text, end).filter(|_| shift.is_none()) {
            return dated(e, WhenExpr::Absolute(month_of(y, m, Part::Whole)));
        }
        // A bare month needs something that makes it a date ("mars" and "août" are also names and words).
        let framed = shift.is_some()
            || matches!(
                text.fold_before(i, 1),
                "en" | "de"
                    | "depuis"
                    | "et"
                    | "a"
                    | "jusque"
                    | "ici"
                    | "des"
                    | "fin"
                    | "debut"
                    | "entre"
                    | "avant"
                    | "apres"
                    | "ce"
                    | "courant"
                    | "ou"
                    | "mois"
            );
        if framed && !text.word(i).is_some_and(|w| w.is_capital() && w.is("mars")) {
            return dated(end, WhenExpr::Month { month: m, part: Part::Whole, toward: shift.unwrap_or(Toward::Past) });
        }
        return None;
    }
    season(text, i).or_else(|| year_phrase(text, i))
}

/// "dernier", "prochain" behind a month or weekday.
fn shifted(text: &Text<'_>, end: usize) -> (usize, Option<Toward>) {
    let t = tables(text.lang);
    let word = text.fold(end);
    if t.last.iter().any(|w| w == word) {
        (end + 1, Some(Toward::Past))
    } else if t.next.iter().any(|w| w == word) {
        (end + 1, Some(Toward::Future))
    } else {
        (end, None)
    }
}

/// "lundi", "lundi 16 décembre 2024", "lundi dernier", "lundi matin", "Monday, December 16".
fn weekday_from(text: &Text<'_>, i: usize, w: i8) -> Option<Dated> {
    let mut k = i + 1;
    if text.fold(k) == "."
        && text.word(i).is_some_and(|w| w.text.len() <= 5)
        && text.word(k + 1).is_some_and(|n| !n.is_capital() || is_month(text, k + 1))
    {
        k += 1;
    }
    let comma = k + usize::from(text.fold(k) == ",");
    if text.is_fr() {
        let day_at = comma + usize::from(text.fold(comma) == "le");
        if let Some(d) = days_then_month(text, day_at, Some(w)) {
            return Some(Dated { first: i, ..d });
        }
        // "jeudi 12": the day of a month that is not said.
        if let Some((_, e)) = day(text, k).filter(|(_, e)| {
            text.word(k).is_some_and(|x| x.is_digits())
                && text.word(*e).is_none_or(|n| {
                    !n.is_letters()
                        || matches!(n.fold.as_str(), "et" | "a" | "au" | "dans" | "en" | "de" | "par" | "pour")
                })
        }) {
            return Some(Dated {
                first: i,
                end: e,
                expr: WhenExpr::Weekday { weekday: w, toward: Toward::Past },
                calendar: true,
            });
        }
    } else if let Some(d) = english_month(text, comma) {
        let expr = match d.expr {
            WhenExpr::MonthDay { from, to, toward, .. } => WhenExpr::MonthDay { from, to, weekday: Some(w), toward },
            other => other,
        };
        return Some(Dated { first: i, end: d.end, expr, calendar: true });
    }
    let (end, shift) = shifted(text, k);
    let end = if matches!(text.fold(end), "matin" | "soir" | "midi" | "morning" | "evening" | "night" | "afternoon") {
        end + 1
    } else {
        end
    };
    Some(Dated {
        first: i,
        end,
        expr: WhenExpr::Weekday { weekday: w, toward: shift.unwrap_or(Toward::Past) },
        calendar: true,
    })
}

/// "17 décembre 2024", "1er mai", "14, 15 et 16 juin", "8 au 16 mai", with a French month behind.
fn days_then_month(text: &Text<'_>, i: usize, weekday: Option<i8>) -> Option<Dated> {
    let (first_day, mut end) = day(text, i)?;
    let mut last_day = None;
    // A list or range of days; at most 31 of them.
    for _ in 0..31 {
        if !matches!(text.fold(end), "," | "et" | "au" | "-" | "ou" | "puis" | "a") {
            break;
        }
        let k = end + 1 + usize::from(text.fold(end + 1) == "le");
        let Some((d, e)) = day(text, k) else { break };
        last_day = Some(d);
        end = e;
    }
    let m = month(text, end)?;
    let mut after = end + 1;
    if text.fold(after) == "." && text.word(end).is_some_and(|w| w.text.len() <= 4) && year(text, after + 1).is_some() {
        after += 1;
    }
    let (after, shift) = shifted(text, after);
    let (y, after) = match year(text, after).filter(|_| shift.is_none()) {
        Some((y, e)) => (Some(y), e),
        None => (None, after),
    };
    let to = last_day.filter(|d| *d > first_day).map(|d| (m, d));
    let mut expr = expr_day(y, (m, first_day), to, weekday)?;
    if let Some(t) = shift {
        expr = expr.toward(t);
    }
    Some(Dated { first: i, end: after, expr, calendar: true })
}

/// "December 17, 2024", "17 December", "Dec. 17", "the 17th of December", "May 3-5", "in May", "May 2024".
fn english_month(text: &Text<'_>, i: usize) -> Option<Dated> {
    let dated = |end: usize, expr: WhenExpr| Some(Dated { first: i, end, expr, calendar: true });
    if let Some(m) = month(text, i) {
        let mut k = i + 1;
        if text.fold(k) == "." {
            k += 1;
        }
        if let Some((y, e)) = year(text, k + usize::from(text.fold(k) == "," || text.fold(k) == "of")) {
            return dated(e, WhenExpr::Absolute(month_of(y, m, Part::Whole)));
        }
        let day_word = text.word(k).filter(|w| {
            w.is_digits()
                && !text.word(k + 1).is_some_and(|n| {
                    n.glued && matches!(n.text, "," | ".") && text.word(k + 2).is_some_and(|d| d.glued)
                })
        });
        if day_word.is_some()
            && let Some((d, mut e)) = day(text, k)
        {
            let mut to = None;
            if matches!(text.fold(e), "-" | "to" | "and" | "through")
                && let Some((d2, e2)) = day(text, e + 1).filter(|(d2, _)| *d2 > d)
            {
                to = Some((m, d2));
                e = e2;
            }
            let comma = e + usize::from(text.fold(e) == ",");
            let (y, e) = year(text, comma).map_or((None, e), |(y, e)| (Some(y), e));
            return dated(e, expr_day(y, (m, d), to, None)?);
        }
        let before = text.fold_before(i, 1);
        let framed = matches!(
            before,
            "in" | "last"
                | "next"
                | "since"
                | "by"
                | "until"
                | "during"
                | "this"
                | "of"
                | "and"
                | "to"
                | "between"
                | "from"
                | "before"
                | "after"
                | "through"
                | "early"
                | "late"
                | "mid"
                | "-"
        );
        if framed || text.fold(i) != "may" && text.fold(i) != "march" && i > 0 {
            let toward = if before == "next" { Toward::Future } else { Toward::Past };
            return dated(i + 1, WhenExpr::Month { month: m, part: Part::Whole, toward });
        }
        return None;
    }
    // "17 December 2024", "the 17th of December", "3 to 5 May"
    let (d, mut e) = day(text, i).filter(|_| text.word(i).is_some_and(|w| w.is_digits()))?;
    let mut last = None;
    if matches!(text.fold(e), "-" | "to" | "and")
        && let Some((d2, e2)) = day(text, e + 1).filter(|(d2, _)| *d2 > d)
        && month(text, e2).is_some()
    {
        last = Some(d2);
        e = e2;
    }
    let k = e + usize::from(text.fold(e) == "of");
    let m = month(text, k)?;
    let comma = k + 1 + usize::from(text.fold(k + 1) == ",");
    let (y, end) = year(text, comma).map_or((None, k + 1), |(y, e)| (Some(y), e));
    dated(end, expr_day(y, (m, d), last.map(|l| (m, l)), None)?)
}

/// "l'été 2024", "cet été", "au printemps", "last summer", "the summer of 2024".
fn season(text: &Text<'_>, i: usize) -> Option<Dated> {
    let t = tables(text.lang);
    let mut k = i;
    let mut toward = None;
    if text.lang == Lang::En && matches!(text.fold(i), "last" | "next" | "this") {
        toward = Some(if text.fold(i) == "next" { Toward::Future } else { Toward::Past });
        k += 1;
    }
    let season = *t.season.get(text.fold(k))?;
    // "été" is also a participle, "fall" and "spring" are verbs.
    let before = text.fold_before(k, 1);
    let noun = if text.is_fr() {
        matches!(before, "le" | "cet" | "ce" | "au" | "en" | "de" | "depuis")
            || text.word(k + 1).is_some_and(|_| year(text, k + 1).is_some())
    } else {
        toward.is_some()
            || matches!(before, "the" | "in" | "since" | "this" | "last" | "of" | "by") && text.fold(k) != "fall"
            || year(text, k + 1).is_some()
            || text.fold(k + 1) == "of" && year(text, k + 2).is_some()
    };
    if !noun
        || text.fold(k) == "ete"
            && !matches!(before, "le" | "cet" | "en" | "de" | "depuis")
            && year(text, k + 1).is_none()
    {
        return None;
    }
    let of = k + 1 + usize::from(matches!(text.fold(k + 1), "of" | "de"));
    if let Some((y, e)) = year(text, of) {
        return Some(Dated { first: i, end: e, expr: WhenExpr::Absolute(season.of(y)), calendar: true });
    }
    let (end, shift) = shifted(text, k + 1);
    Some(Dated {
        first: i,
        end,
        expr: WhenExpr::Season { season, toward: shift.or(toward).unwrap_or(Toward::Past) },
        calendar: true,
    })
}

/// "en 2024", "l'année 2024", "les années 80", "the 1990s".
fn year_phrase(text: &Text<'_>, i: usize) -> Option<Dated> {
    let word = text.fold(i);
    let dated = |end: usize, expr: WhenExpr| Some(Dated { first: i, end, expr, calendar: true });
    if matches!(word, "annees")
        && let Some((n, e)) = whole(text, i + 1)
    {
        let base = if n >= 1000 { n } else { 1900 + n };
        return dated(e, decade(i16::try_from(base).ok()?));
    }
    if let Some(w) = text.word(i).filter(|w| w.is_digits() && w.text.len() == 4)
        && text.word(i + 1).is_some_and(|s| s.glued && s.is("s"))
    {
        return dated(i + 2, decade(w.text.parse().ok()?));
    }
    let introduced = matches!(
        word,
        "en" | "in" | "an" | "annee" | "depuis" | "since" | "during" | "by" | "until" | "year" | "millesime"
    );
    if !introduced {
        return None;
    }
    let k = i + 1;
    let (y, e) = year(text, k)?;
    // "en 2000 exemplaires" is rare enough; "in 2024 dollars" is not a count either.
    let expr = WhenExpr::Absolute(year_of(y, Part::Whole));
    Some(Dated { first: k, end: e, expr, calendar: true })
}

fn decade(base: i16) -> WhenExpr {
    let start = base - base.rem_euclid(10);
    WhenExpr::Absolute(Interval {
        from: Date::new(start, 1, 1).ok(),
        to: Date::new(start + 9, 12, 31).ok(),
        precision: Precision::Range,
        candidates: Vec::new(),
    })
}
