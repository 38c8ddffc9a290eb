//! Ranges of two dates: "du 3 au 5 mai", "between 1990 and 1995", "from Friday to Sunday", "1990-1995".

use super::frames::at_plain;
use super::words::{any_year, day, expr_day, month};
use super::years::bare_year;
use super::{Dated, term};
use crate::date::resolve::{month_of, year_of};
use crate::date::{Interval, Part, Precision, WhenExpr};
use crate::number::Text;
use jiff::civil::Date;

/// "entre janvier et février", "du 3 au 5 mai", "de janvier à mars", "from May 3 to 5".
pub(super) fn between(text: &Text<'_>, i: usize) -> Option<Dated> {
    let links: &[&str] = match text.fold(i) {
        "entre" => &["et"],
        "between" => &["and", "-", "~", "through"],
        "du" | "de" | "des" => &["au", "a", "-", "et", "jusqu'au", "jusqu'a", "jusque"],
        "from" => &["to", "-", "until", "till", "through", "thru", "~"],
        _ => return None,
    };
    let start = i + 1 + usize::from(matches!(text.fold(i + 1), "le" | "la" | "the"));
    // "du 3 au 5 mai", "from 3 to 5 May": the month stands once, behind.
    if let Some((d1, e1)) =
        day(text, start).filter(|(_, e)| month(text, *e).is_none() && links.contains(&text.fold(*e)))
        && let Some(found) = month_behind(text, i, start, d1, e1)
    {
        return Some(found);
    }
    let a = term(text, start)
        .or_else(|| bare_year(text, start))
        .or_else(|| super::now(text, start).filter(|n| n.end == start + 1))?;
    let link = a.end + usize::from(text.fold(a.end) == ",");
    if !links.contains(&text.fold(link)) {
        return None;
    }
    let k = behind_link(text, link);
    // "from May 3 to 5"
    if let (WhenExpr::MonthDay { from, .. }, Some((d2, e2)), None) = (&a.expr, day(text, k), term(text, k)) {
        let (from, first) = (*from, a.clone());
        let (y, end) = any_year(text, e2 + usize::from(text.fold(e2) == ",")).map_or((None, e2), |(y, e)| (Some(y), e));
        // "from April 27 to the 3rd": of the next month.
        let month = if d2 < from.1 { from.0 % 12 + 1 } else { from.0 };
        let ends = vec![first, Dated::of(k, end, expr_day(y, (month, d2), None, None)?)];
        return Some(Dated {
            core: start..end,
            ends,
            ..Dated::of(i, end, expr_day(y, from, Some((month, d2)), None)?)
        });
    }
    let b = at_plain(text, k).or_else(|| super::now(text, k))?;
    if !a.calendar && !b.calendar && text.fold(i) == "de" {
        return None;
    }
    let (whole, a) = join(a, &b)?;
    Some(Dated {
        core: start..b.end,
        calendar: a.calendar || b.calendar,
        ends: vec![a, b.clone()],
        ..Dated::of(i, b.end, whole)
    })
}

/// Behind "au", "et", "à la", "jusqu'au".
fn behind_link(text: &Text<'_>, link: usize) -> usize {
    let k = link + 1 + usize::from(text.fold(link) == "jusque" && matches!(text.fold(link + 1), "a" | "au" | "en"));
    k + usize::from(matches!(text.fold(k), "le" | "la" | "the"))
}

fn month_behind(text: &Text<'_>, i: usize, start: usize, d1: i8, e1: usize) -> Option<Dated> {
    let k = behind_link(text, e1);
    // "from 4 to 22 this month", "between 4 and 22 of next month"
    if let Some((d2, e2)) = day(text, k)
        && let Some(outer) = super::periods::of_period(text, e2)
        && matches!(outer.expr, WhenExpr::Calendar { unit: crate::date::Unit::Month, .. })
    {
        let within = |d| super::points::inside(outer.expr.clone(), crate::date::Inner::Day(d));
        let ends = vec![Dated::of(start, e1, within(d1)), Dated::of(k, outer.end, within(d2))];
        let expr = WhenExpr::Between(Box::new(within(d1)), Box::new(within(d2)));
        return Some(Dated { core: start..outer.end, ends, ..Dated::of(i, outer.end, expr) });
    }
    let b = at_plain(text, k)?;
    let (expr, first) = match b.expr {
        WhenExpr::MonthDay { from, weekday: None, to: None, .. } => {
            (expr_day(None, (from.0, d1), Some(from), None)?, expr_day(None, (from.0, d1), None, None)?)
        }
        WhenExpr::Day(d) => (
            expr_day(Some(d.year()), (d.month(), d1), Some((d.month(), d.day())), None)?,
            expr_day(Some(d.year()), (d.month(), d1), None, None)?,
        ),
        // "from 4 to 22 this month", "du 4 au 22 de ce mois"
        WhenExpr::Within { ref outer, inner: crate::date::when::Inner::Day(_) } => {
            let first = WhenExpr::Within { outer: outer.clone(), inner: crate::date::when::Inner::Day(d1) };
            (WhenExpr::Between(Box::new(first.clone()), Box::new(b.expr.clone())), first)
        }
        _ => return None,
    };
    let ends = vec![Dated::of(start, e1, first), b.clone()];
    Some(Dated { core: start..b.end, ends, ..Dated::of(i, b.end, expr) })
}

/// Two ends to one expression, and the first end with the year (or month) that only the second says.
fn join(a: Dated, b: &Dated) -> Option<(WhenExpr, Dated)> {
    let range = |from: Option<Date>, to: Option<Date>| {
        WhenExpr::Absolute(Interval { from, to, precision: Precision::Range, candidates: Vec::new() })
    };
    let with = |expr: WhenExpr| Dated { expr, ..a.clone() };
    Some(match (&a.expr, &b.expr) {
        // "entre le 28 mai et le 3 juin 2024", "de janvier à mars 2024": one year for both.
        (WhenExpr::MonthDay { from, to: None, .. }, WhenExpr::Day(d)) => {
            let whole = expr_day(Some(d.year()), *from, Some((d.month(), d.day())), None)?;
            let year = match &whole {
                WhenExpr::Absolute(i) => i.from.map_or(d.year(), Date::year),
                _ => d.year(),
            };
            (whole, with(expr_day(Some(year), *from, None, None)?))
        }
        (WhenExpr::MonthDay { from, to: None, .. }, WhenExpr::MonthDay { from: to, to: None, .. }) => {
            (expr_day(None, *from, Some(*to), None)?, a.clone())
        }
        (WhenExpr::Month { month: m, part, .. }, WhenExpr::Absolute(z)) if z.to.is_some() => {
            let y = z.to.map_or(0, Date::year);
            let first = month_of(y, *m, *part);
            let first = if first.from > z.from { month_of(y - 1, *m, *part) } else { first };
            (range(first.from, z.to), with(WhenExpr::Absolute(first)))
        }
        // Two dates whose days and months cannot be told apart are read the same way: the one that makes the shorter range.
        (WhenExpr::Absolute(x), WhenExpr::Absolute(z)) if x.candidates.len() == 2 && z.candidates.len() == 2 => {
            let pair = |i: usize, j: usize| (x.candidates[i], z.candidates[j]);
            let best = [pair(0, 0), pair(1, 1), pair(0, 1), pair(1, 0)]
                .into_iter()
                .filter(|(a, z)| a <= z)
                .min_by_key(|(a, z)| a.until(*z).map_or(i32::MAX, |s| s.get_days()))?;
            (range(Some(best.0), Some(best.1)), with(WhenExpr::Day(best.0)))
        }
        (WhenExpr::Absolute(x), WhenExpr::Absolute(z)) => (range(x.from, z.to), a.clone()),
        (WhenExpr::Absolute(x), WhenExpr::Day(z)) if x.candidates.is_empty() => (range(x.from, Some(*z)), a.clone()),
        (WhenExpr::Day(x), WhenExpr::Absolute(z)) if z.candidates.is_empty() => (range(Some(*x), z.to), a.clone()),
        (WhenExpr::Day(x), WhenExpr::Day(z)) => (range(Some(*x), Some(*z)), a.clone()),
        (x, z) => (WhenExpr::Between(Box::new(x.clone()), Box::new(z.clone())), a.clone()),
    })
}

/// A range that begins with this date and has no word in front: "2016 - 2018", "Friday to Sunday", "5 mai - 3 juin".
pub(super) fn extended(text: &Text<'_>, a: Dated) -> Dated {
    let link = text.fold(a.end);
    let tight = matches!(link, "-" | "~");
    let worded =
        matches!(link, "to" | "through" | "thru" | "until" | "till" | "au" | "jusqu'au" | "jusque" | "jusqu'a")
            || link == "a"
                && text.is_fr()
                && matches!(
                    a.expr,
                    WhenExpr::MonthDay { .. } | WhenExpr::Month { .. } | WhenExpr::Day(_) | WhenExpr::Weekday { .. }
                );
    let point = matches!(
        a.expr,
        WhenExpr::Day(_)
            | WhenExpr::MonthDay { to: None, .. }
            | WhenExpr::Month { .. }
            | WhenExpr::Absolute(_)
            | WhenExpr::Weekday { .. }
            | WhenExpr::Calendar { .. }
            | WhenExpr::DayOfMonth { .. }
    );
    if !(tight || worded) || !point || !a.ends.is_empty() || a.first > 0 && matches!(text.fold(a.first - 1), "-") {
        return a;
    }
    let k = if tight { a.end + 1 } else { behind_link(text, a.end) };
    let Some(b) = term(text, k).or_else(|| {
        let (y, e) = any_year(text, k)?;
        Some(Dated::of(k, e, WhenExpr::Absolute(year_of(y, Part::Whole))))
    }) else {
        return a;
    };
    let same = std::mem::discriminant(&a.expr) == std::mem::discriminant(&b.expr)
        || matches!(
            (&a.expr, &b.expr),
            (WhenExpr::MonthDay { .. }, WhenExpr::Day(_))
                | (WhenExpr::Month { .. }, WhenExpr::Absolute(_))
                | (WhenExpr::Absolute(_), WhenExpr::Day(_))
                | (WhenExpr::Day(_), WhenExpr::Calendar { unit: crate::date::Unit::Day, .. })
                | (WhenExpr::Day(_), WhenExpr::Absolute(_))
        );
    if !same || matches!(a.expr, WhenExpr::Calendar { .. }) && tight {
        return a;
    }
    match join(a.clone(), &b) {
        Some((expr, first)) => {
            let end = b.end;
            Dated { ends: vec![first, b], ..Dated::of(a.first, end, expr) }
        }
        None => a,
    }
}
