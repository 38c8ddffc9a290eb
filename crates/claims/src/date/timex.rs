//! TIMEX3 (ISO 24617-1, TimeML 1.2.1): types, values and modifiers, derived from what an expression means.

use jiff::civil::{Date, ISOWeekDate};

use super::find::{Approx, Clock, Length};
use super::when::{Inner, Share};
use super::{Daytime, Interval, Part, Precision, Reference, Season, Toward, Unit, WhenExpr};

/// The type of a time expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names are the standard's")]
pub enum TimexType {
    Date,
    Time,
    Duration,
    Set,
}

/// A value with its modifier (`@mod`: `START`, `MID`, `END`, `APPROX`, `LESS_THAN`, `MORE_THAN`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Valued {
    pub(crate) kind: TimexType,
    pub(crate) value: String,
    pub(crate) modifier: Option<&'static str>,
}

fn date(value: String, modifier: Option<&'static str>) -> Valued {
    Valued { kind: TimexType::Date, value, modifier }
}

/// The value of a date expression on its anchor.
pub(crate) fn of(expr: &WhenExpr, anchor: &Interval) -> Valued {
    let at = anchor.single();
    match expr {
        WhenExpr::Reference(r) => date(reference(*r).into(), None),
        WhenExpr::Around { toward, .. } => date(side(*toward).into(), None),
        WhenExpr::Stretch { unit, count, .. } => {
            Valued { kind: TimexType::Duration, value: duration(&plain(*unit, *count)), modifier: None }
        }
        WhenExpr::Within { outer, inner: Inner::Run(n, unit) } if !outer_is_week(outer) => Valued {
            kind: TimexType::Duration,
            value: duration(&plain(*unit, i32::from(*n).saturating_abs())),
            modifier: None,
        },
        WhenExpr::Since(e)
        | WhenExpr::By(e)
        | WhenExpr::Until(e)
        | WhenExpr::Before(e)
        | WhenExpr::After(e)
        | WhenExpr::Onward(e)
        | WhenExpr::Fiscal(e) => of(e, anchor),
        WhenExpr::Side { of: e, toward } => {
            let modifier = Some(if *toward == Toward::Past { "START" } else { "END" });
            Valued { modifier, ..of(e, anchor) }
        }
        // A part of a period has the period's value.
        WhenExpr::Within { outer, inner: Inner::Part(part) } => Valued { modifier: third(*part), ..of(outer, anchor) },
        WhenExpr::Calendar { unit, shift, part } if *part != Part::Whole => {
            let whole = WhenExpr::Calendar { unit: *unit, shift: *shift, part: Part::Whole };
            Valued { modifier: third(*part), ..of(&whole, anchor) }
        }
        WhenExpr::Roughly(e) => Valued { modifier: Some("APPROX"), ..of(e, anchor) },
        WhenExpr::Told(e) => match &**e {
            WhenExpr::Stretch { .. } => of(e, anchor),
            WhenExpr::Away { .. } | WhenExpr::Counted { .. } => of(e, anchor),
            _ => date(unknown(e), None),
        },
        WhenExpr::From { inner, .. } if matches!(**inner, WhenExpr::Stretch { .. }) => of(inner, anchor),
        WhenExpr::From { base, inner } => {
            let days = base.resolve(anchor);
            match &**inner {
                WhenExpr::Away { unit, count } if super::resolve::moved(&days, *unit, *count).is_some() => {
                    shaped(&expr.resolve(anchor), expr)
                }
                _ => of(inner, &days),
            }
        }
        WhenExpr::Away { unit, count } => match at.and_then(|a| super::resolve::exactly(a, *unit, *count)) {
            Some(day) => date(granular(day, *unit), None),
            None => match anchor.from.and_then(|a| super::resolve::exactly(a, *unit, *count)) {
                Some(day) => date(granular(day, coarser(*unit, anchor)), None),
                None => date(unknown(expr), None),
            },
        },
        WhenExpr::Season { season: s, .. } => seasonal(&expr.resolve(anchor), *s),
        WhenExpr::Within { inner: Inner::Season(s), .. } => seasonal(&expr.resolve(anchor), *s),
        _ => shaped(&expr.resolve(anchor), expr),
    }
}

fn outer_is_week(outer: &WhenExpr) -> bool {
    matches!(outer, WhenExpr::Calendar { unit: Unit::Week, .. })
}

fn third(part: Part) -> Option<&'static str> {
    match part {
        Part::Whole => None,
        Part::Start => Some("START"),
        Part::Middle => Some("MID"),
        Part::End => Some("END"),
    }
}

fn seasonal(days: &Interval, s: Season) -> Valued {
    match days.to {
        Some(to) => date(format!("{:04}-{}", to.year(), season(s)), None),
        None => date(format!("XXXX-{}", season(s)), None),
    }
}

/// Counted from a month or a year, the result is no more precise than it.
fn coarser(unit: Unit, anchor: &Interval) -> Unit {
    match (unit, anchor.precision) {
        (Unit::Day | Unit::Week | Unit::Month, Precision::Year) => Unit::Year,
        (Unit::Day | Unit::Week, Precision::Month | Precision::Third) => Unit::Month,
        (u, _) => u,
    }
}

fn plain(unit: Unit, count: i32) -> Length {
    Length { count: Some(f64::from(count)), unit, more: Vec::new(), approx: None }
}

fn reference(r: Reference) -> &'static str {
    match r {
        Reference::Past => "PAST_REF",
        Reference::Present => "PRESENT_REF",
        Reference::Future => "FUTURE_REF",
    }
}

fn side(toward: Toward) -> &'static str {
    if toward == Toward::Past { "PAST_REF" } else { "FUTURE_REF" }
}

/// The day that a count leads to, as precise as its unit.
fn granular(day: Date, unit: Unit) -> String {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => day.to_string(),
        Unit::Week | Unit::Weekend => week(day),
        Unit::Month => format!("{:04}-{:02}", day.year(), day.month()),
        Unit::Quarter => format!("{:04}-Q{}", day.year(), (day.month() - 1) / 3 + 1),
        Unit::Half => format!("{:04}-H{}", day.year(), (day.month() - 1) / 6 + 1),
        Unit::Year | Unit::SchoolYear => format!("{:04}", day.year()),
        Unit::Decade => format!("{:03}", day.year() / 10),
        Unit::Century => format!("{:02}", day.year() / 100),
    }
}

fn week(day: Date) -> String {
    let w = ISOWeekDate::from(day);
    format!("{:04}-W{:02}", w.year(), w.week())
}

/// The value of a stretch of days by its shape: a day, an ISO week, a month, a quarter, a year, a decade, a century.
fn shaped(days: &Interval, expr: &WhenExpr) -> Valued {
    let (Some(from), Some(to)) = (days.from, days.to) else { return date(unknown(expr), None) };
    // Days of which only one is meant: the first is as good as the others.
    if let Some(first) = days.candidates.first() {
        return date(first.to_string(), None);
    }
    if from == to {
        return date(from.to_string(), None);
    }
    let length = from.until(to).map_or(0, |s| s.get_days()) + 1;
    let monday = from.weekday().to_monday_one_offset() == 1;
    if length == 7 && monday {
        return date(week(from), None);
    }
    if length == 2 && from.weekday().to_monday_one_offset() == 6 {
        return date(format!("{}-WE", week(from)), None);
    }
    if let Some(value) = calendar_shape(from, to) {
        return date(value, None);
    }
    if let Some((value, modifier)) = third_shape(days, from, to) {
        return date(value, Some(modifier));
    }
    if length <= 7
        && ISOWeekDate::from(from).week() == ISOWeekDate::from(to).week()
        && days.precision == Precision::Third
    {
        return date(week(from), Some(if monday { "START" } else { "END" }));
    }
    // A school year, a range: what its ends have in common.
    if from.year() == to.year() {
        return date(format!("{:04}", from.year()), None);
    }
    if matches!((from.month(), from.day(), to.month(), to.day()), (9, 1, 8, 31)) {
        return date(format!("{:04}", from.year()), None);
    }
    date(format!("{from}/{to}"), None)
}

fn calendar_shape(from: Date, to: Date) -> Option<String> {
    let whole_months = from.day() == 1 && to == to.last_of_month();
    if !whole_months {
        return None;
    }
    let (y, m) = (from.year(), from.month());
    let months = i32::from(to.year() - y) * 12 + i32::from(to.month() - m) + 1;
    Some(match months {
        3 if m % 3 == 0 => {
            let name = ["WI", "SP", "SU", "FA"][usize::from(m.unsigned_abs() / 3 % 4)];
            format!("{:04}-{name}", to.year())
        }
        1 => format!("{y:04}-{m:02}"),
        3 if (m - 1) % 3 == 0 => format!("{y:04}-Q{}", (m - 1) / 3 + 1),
        6 if (m - 1) % 6 == 0 => format!("{y:04}-H{}", (m - 1) / 6 + 1),
        12 if m == 1 => format!("{y:04}"),
        120 if m == 1 && y % 10 == 0 => format!("{:03}", y / 10),
        1200 if m == 1 && y % 100 == 1 => format!("{:02}", y / 100),
        _ => return None,
    })
}

/// Thirds of months and years, as this crate cuts them.
fn third_shape(days: &Interval, from: Date, to: Date) -> Option<(String, &'static str)> {
    if days.precision != Precision::Third {
        return None;
    }
    let (y, m) = (from.year(), from.month());
    if to.month() == m && to.year() == y {
        let modifier = match (from.day(), to.day()) {
            (1, 10) => "START",
            (11, 20) => "MID",
            (21, _) if to == to.last_of_month() => "END",
            _ => return None,
        };
        return Some((format!("{y:04}-{m:02}"), modifier));
    }
    let modifier = match (m, to.month(), from.day() == 1 && to == to.last_of_month(), to.year() - y) {
        (1, 4, true, 0) => "START",
        (5, 8, true, 0) => "MID",
        (9, 12, true, 0) => "END",
        _ => return longer_third(from, to),
    };
    Some((format!("{y:04}"), modifier))
}

/// A third of a decade or a century: the longest period that the days lie in and share an end with.
fn longer_third(from: Date, to: Date) -> Option<(String, &'static str)> {
    let length = from.until(to).ok()?.get_days();
    let start = from.month() == 1 && from.day() == 1;
    let end = to.month() == 12 && to.day() == 31;
    let modifier = if start {
        "START"
    } else if end {
        "END"
    } else {
        "MID"
    };
    let value = if length < 300 {
        format!("{:04}", from.year())
    } else if length < 2000 {
        format!("{:03}", from.year() / 10)
    } else {
        format!("{:02}", from.year() / 100)
    };
    Some((value, modifier))
}

/// The value of an expression whose anchor is not known, with `X` for what is not.
fn unknown(expr: &WhenExpr) -> String {
    match expr {
        WhenExpr::Weekday { weekday: w, .. } | WhenExpr::NextWeekday(w) | WhenExpr::LastWeekday(w) => {
            format!("XXXX-WXX-{w}")
        }
        WhenExpr::MonthDay { from: (m, d), .. } => format!("XXXX-{m:02}-{d:02}"),
        WhenExpr::Month { month, .. } => format!("XXXX-{month:02}"),
        WhenExpr::DayOfMonth { day, .. } => format!("XXXX-XX-{day:02}"),
        WhenExpr::Share { share: Share::Quarter(n), .. } => format!("XXXX-Q{n}"),
        WhenExpr::Share { share: Share::Half(n), .. } => format!("XXXX-H{n}"),
        WhenExpr::Season { season: s, .. } => format!("XXXX-{}", season(*s)),
        WhenExpr::Calendar { unit, .. } | WhenExpr::Away { unit, .. } => match unit {
            Unit::Week => "XXXX-WXX".into(),
            Unit::Weekend => "XXXX-WXX-WE".into(),
            Unit::Month => "XXXX-XX".into(),
            Unit::Quarter => "XXXX-QX".into(),
            Unit::Half => "XXXX-HX".into(),
            Unit::Year | Unit::SchoolYear => "XXXX".into(),
            Unit::Decade => "XXXX".into(),
            Unit::Century => "XXXX".into(),
            _ => "XXXX-XX-XX".into(),
        },
        WhenExpr::Told(e) => unknown(e),
        _ => "XXXX-XX-XX".into(),
    }
}

/// "P3Y", "PT2H30M", "PXD".
pub(crate) fn duration(length: &Length) -> String {
    let letters = |unit: Unit| match unit {
        Unit::Second => ("T", "S"),
        Unit::Minute => ("T", "M"),
        Unit::Hour => ("T", "H"),
        Unit::Day => ("", "D"),
        Unit::Weekend => ("", "WE"),
        Unit::Week => ("", "W"),
        Unit::Month => ("", "M"),
        Unit::Quarter => ("", "Q"),
        Unit::Half => ("", "H"),
        Unit::Year | Unit::SchoolYear => ("", "Y"),
        Unit::Decade => ("", "DE"),
        Unit::Century => ("", "CE"),
    };
    let number = |n: Option<f64>| n.map_or_else(|| "X".to_owned(), |n| n.to_string());
    // Decades and centuries are years; units of a year are written in the order of their size.
    let (count, unit) = match (length.count, length.unit) {
        (Some(n), Unit::Decade) => (Some(n * 10.0), Unit::Year),
        (Some(n), Unit::Century) => (Some(n * 100.0), Unit::Year),
        (Some(n), Unit::Half) => (Some(n * 6.0), Unit::Month),
        (Some(n), Unit::Quarter) if n > 1.0 => (Some(n * 3.0), Unit::Month),
        (n, u) => (n, u),
    };
    let mut parts: Vec<(Unit, Option<f64>)> = vec![(unit, count)];
    // Half of a unit is written in the next smaller one.
    let half = count.filter(|n| n.fract() == 0.5).and_then(|n| {
        let (smaller, many) = match unit {
            Unit::Year => (Unit::Month, 6.0),
            Unit::Hour => (Unit::Minute, 30.0),
            Unit::Minute => (Unit::Second, 30.0),
            _ => return None,
        };
        Some((n.trunc(), smaller, many))
    });
    if let Some((whole, smaller, many)) = half {
        parts =
            if whole > 0.0 { vec![(unit, Some(whole)), (smaller, Some(many))] } else { vec![(smaller, Some(many))] };
    }
    parts.extend(length.more.iter().map(|(n, u)| (*u, Some(*n))));
    parts.sort_by_key(|(u, _)| std::cmp::Reverse(*u));
    let mut out = String::from("P");
    for (unit, n) in parts {
        let (time, letter) = letters(unit);
        if !time.is_empty() && !out.contains('T') {
            out.push_str(time);
        }
        out.push_str(&number(n));
        out.push_str(letter);
    }
    out
}

/// The modifier of a rounded length.
pub(crate) fn approx(length: &Length) -> Option<&'static str> {
    length.approx.map(|a| match a {
        Approx::About => "APPROX",
        Approx::Less => "LESS_THAN",
        Approx::More => "MORE_THAN",
    })
}

pub(crate) fn season(s: Season) -> &'static str {
    match s {
        Season::Spring => "SP",
        Season::Summer => "SU",
        Season::Autumn => "FA",
        Season::Winter => "WI",
    }
}

pub(crate) fn daytime(d: Daytime) -> &'static str {
    match d {
        Daytime::Morning => "MO",
        Daytime::Midday => "MI",
        Daytime::Afternoon => "AF",
        Daytime::Evening => "EV",
        Daytime::Night => "NI",
    }
}

/// What stands behind the `T` of a time.
pub(crate) fn of_day(c: Clock) -> String {
    match c {
        Clock::At(h, m) => format!("{h:02}:{m:02}"),
        Clock::Part(p) => daytime(p).to_owned(),
    }
}

/// A clock time on the day that is told of.
pub(crate) fn clock(c: Clock, day: Option<Date>) -> String {
    let day = day.map_or_else(|| "XXXX-XX-XX".to_owned(), |d| d.to_string());
    format!("{day}T{}", of_day(c))
}
