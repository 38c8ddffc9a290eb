//! Written-out calendar dates, ranges, and dates in a frame ("depuis", "d'ici", "il y a").

use super::points::point;
use super::words::{day, expr_day, month, whole, year};
use super::{Dated, tables};
use crate::date::when::{month_of, year_of};
use crate::date::{Interval, Part, Precision, Toward, WhenExpr};
use crate::number::Text;
use jiff::civil::Date;
use recoupe_reading::Lang;

/// "2024-12-17", "17/12/2024", "17.12.2024", "2024-12", "12/2024".
pub(super) fn iso(text: &Text<'_>, i: usize) -> Option<Dated> {
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
pub(super) fn between(text: &Text<'_>, i: usize) -> Option<Dated> {
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
pub(super) fn framed(text: &Text<'_>, i: usize) -> Option<Dated> {
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
pub(super) fn at_plain(text: &Text<'_>, i: usize) -> Option<Dated> {
    iso(text, i)
        .or_else(|| {
            let (len, expr) = tables(text.lang).fixed.at(&text.words, i)?;
            Some(Dated { first: i, end: i + len, expr: expr.clone(), calendar: false })
        })
        .or_else(|| point(text, i))
        .or_else(|| bare_year(text, i))
}

pub(super) fn bare_year(text: &Text<'_>, i: usize) -> Option<Dated> {
    let (y, end) = year(text, i)?;
    Some(Dated { first: i, end, expr: WhenExpr::Absolute(year_of(y, Part::Whole)), calendar: true })
}

/// "il y a trois jours", "two weeks ago", "depuis huit mois", "dans deux ans".
pub(super) fn elapsed(text: &Text<'_>, i: usize) -> Option<Dated> {
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
