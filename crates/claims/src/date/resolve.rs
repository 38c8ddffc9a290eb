//! The arithmetic of days behind [`super::WhenExpr`].

use jiff::civil::Date;
use jiff::{Span as Duration, ToSpan};

use super::when::{Inner, Share};
use super::{Interval, Part, Precision, Toward, Unit};

/// Anchors that leave more days open than this are resolved at their ends only.
const MOST_DAYS: i32 = 800;

/// All days an anchor may be, if they are few.
pub(super) fn days_of(anchor: &Interval) -> Option<Vec<Date>> {
    if !anchor.candidates.is_empty() {
        return Some(anchor.candidates.clone());
    }
    let (from, to) = (anchor.from?, anchor.to?);
    let length = from.until(to).ok()?.get_days();
    if !(0..=MOST_DAYS).contains(&length) {
        return None;
    }
    Some((0..=length).filter_map(|n| plus(from, n.days())).collect())
}

pub(super) fn union(all: impl Iterator<Item = Interval>) -> Interval {
    let mut out: Option<Interval> = None;
    let mut days = Vec::new();
    let mut single = true;
    for i in all {
        match (i.from, i.to) {
            (Some(a), Some(b)) if a == b => days.push(a),
            _ => single = false,
        }
        days.extend(i.candidates.iter().copied());
        out = Some(match out {
            None => i,
            Some(o) => Interval {
                from: o.from.zip(i.from).map(|(a, b)| a.min(b)),
                to: o.to.zip(i.to).map(|(a, b)| a.max(b)),
                precision: o.precision,
                candidates: Vec::new(),
            },
        });
    }
    let mut out = out.unwrap_or(Interval::UNKNOWN);
    if single {
        days.sort_unstable();
        days.dedup();
        // Days in one unbroken run need no list.
        let broken = days.windows(2).any(|w| plus(w[0], 1.days()) != Some(w[1]));
        out.candidates = if broken { days } else { Vec::new() };
    }
    out
}

fn plus(date: Date, by: Duration) -> Option<Date> {
    date.checked_add(by).ok()
}

/// A month or a third of it; "début" is the first ten days, "fin" what follows the twentieth.
pub(crate) fn month_of(year: i16, month: i8, part: Part) -> Interval {
    let Ok(first) = Date::new(year, month, 1) else { return Interval::UNKNOWN };
    let last = first.last_of_month();
    let (from, to) = match part {
        Part::Whole => (first, last),
        Part::Start => (first, Date::new(year, month, 10).unwrap_or(last)),
        Part::Middle => (Date::new(year, month, 11).unwrap_or(first), Date::new(year, month, 20).unwrap_or(last)),
        Part::End => (Date::new(year, month, 21).unwrap_or(first), last),
    };
    let precision = if part == Part::Whole { Precision::Month } else { Precision::Third };
    Interval { from: Some(from), to: Some(to), precision, candidates: Vec::new() }
}

/// A year or a third of it: four months each.
pub(crate) fn year_of(year: i16, part: Part) -> Interval {
    let (a, b) = match part {
        Part::Whole => (1, 12),
        Part::Start => (1, 4),
        Part::Middle => (5, 8),
        Part::End => (9, 12),
    };
    Interval {
        from: Date::new(year, a, 1).ok(),
        to: Date::new(year, b, 1).ok().map(Date::last_of_month),
        precision: if part == Part::Whole { Precision::Year } else { Precision::Third },
        candidates: Vec::new(),
    }
}

/// The year that puts something nearest to the anchor on the wanted side of it.
pub(super) fn nearest_year(anchor: Date, toward: Toward, of: impl Fn(i16) -> Interval) -> i16 {
    let years = [anchor.year() - 1, anchor.year(), anchor.year() + 1];
    let distance = |y: &i16| {
        let i = of(*y);
        let away = |d: Option<Date>| d.and_then(|d| d.until(anchor).ok()).map_or(i32::MAX, |s| s.get_days().abs());
        if i.from.is_some_and(|f| f <= anchor) && i.to.is_some_and(|t| t >= anchor) {
            0
        } else {
            away(i.from).min(away(i.to))
        }
    };
    match toward {
        Toward::Nearest => years.into_iter().min_by_key(distance),
        Toward::Past => years.into_iter().rev().find(|y| of(*y).from.is_some_and(|d| d <= anchor)),
        Toward::Future => years.into_iter().find(|y| of(*y).to.is_some_and(|d| d >= anchor)),
    }
    .unwrap_or(anchor.year())
}

pub(super) fn month_day(
    anchor: Date,
    from: (i8, i8),
    to: Option<(i8, i8)>,
    weekday: Option<i8>,
    toward: Toward,
) -> Interval {
    let day = |y: i16| Date::new(y, from.0, from.1).ok();
    let fits = |d: &Date| weekday.is_none_or(|w| d.weekday().to_monday_one_offset() == w);
    let span = if weekday.is_some() { 6 } else { 4 };
    let years = || {
        (0..=span).map(|n: i16| match toward {
            Toward::Past => anchor.year() - n,
            Toward::Future => anchor.year() + n,
            // 0, 1, -1, 2, -2 …
            Toward::Nearest => anchor.year() + if n % 2 == 1 { (n + 1) / 2 } else { -n / 2 },
        })
    };
    let start = years()
        .filter_map(day)
        .filter(fits)
        .filter(|d| match toward {
            Toward::Past => *d <= anchor,
            Toward::Future => *d >= anchor,
            Toward::Nearest => true,
        })
        .min_by_key(|d| d.until(anchor).map_or(i32::MAX, |s| s.get_days().abs()))
        // A weekday that no past year has belongs to the other side.
        .or_else(|| {
            (-6..=6)
                .filter_map(|n| day(anchor.year() + n))
                .filter(fits)
                .min_by_key(|d| d.until(anchor).map_or(i32::MAX, |s| s.get_days().abs()))
        });
    let Some(start) = start else { return Interval::UNKNOWN };
    match to {
        None => Interval::day(start),
        Some((m, d)) => {
            let year = if (m, d) < from { start.year() + 1 } else { start.year() };
            Interval {
                from: Some(start),
                to: Date::new(year, m, d).ok(),
                precision: Precision::Range,
                candidates: Vec::new(),
            }
        }
    }
}

pub(super) fn weekday_near(anchor: Date, weekday: i8, toward: Toward) -> Date {
    let today = anchor.weekday().to_monday_one_offset();
    let n = match toward {
        Toward::Past => -i32::from((today - weekday).rem_euclid(7)),
        Toward::Nearest => i32::from((weekday - today + 3).rem_euclid(7)) - 3,
        Toward::Future => i32::from((weekday - today).rem_euclid(7)),
    };
    plus(anchor, n.days()).unwrap_or(anchor)
}

pub(super) fn calendar(anchor: Date, unit: Unit, shift: i32, part: Part) -> Interval {
    let interval =
        |from: Option<Date>, to: Option<Date>, precision| Interval { from, to, precision, candidates: Vec::new() };
    match unit {
        Unit::Day | Unit::Hour | Unit::Minute | Unit::Second => {
            plus(anchor, shift.days()).map_or(Interval::UNKNOWN, Interval::day)
        }
        Unit::Weekend => {
            // From Friday on the running week's weekend is meant, before that the last one.
            let saturday = if shift > 0 {
                weekday_near(plus(anchor, 1.days()).unwrap_or(anchor), 6, Toward::Future)
            } else {
                weekday_near(anchor, 6, Toward::Past)
            };
            interval(Some(saturday), plus(saturday, 1.days()), Precision::Weekend)
        }
        Unit::Week => {
            let monday = plus(weekday_near(anchor, 1, Toward::Past), (shift * 7).days());
            let (a, b) = match part {
                Part::Whole => (0, 6),
                Part::Start => (0, 1),
                Part::Middle => (2, 3),
                Part::End => (3, 6),
            };
            interval(
                monday.and_then(|m| plus(m, a.days())),
                monday.and_then(|m| plus(m, b.days())),
                if part == Part::Whole { Precision::Week } else { Precision::Third },
            )
        }
        Unit::Month => plus(anchor.first_of_month(), shift.months())
            .map_or(Interval::UNKNOWN, |d| month_of(d.year(), d.month(), part)),
        Unit::Year => {
            let year = i16::try_from(i32::from(anchor.year()) + shift).unwrap_or(anchor.year());
            let whole = year_of(year, part);
            // "plus tôt cette année": not after the anchor.
            if part == Part::Middle {
                interval(year_of(year, Part::Whole).from, Some(anchor), Precision::Range)
            } else {
                whole
            }
        }
        Unit::Quarter | Unit::Half => {
            let months = if unit == Unit::Quarter { 3 } else { 6 };
            let behind = i32::from((anchor.month() - 1).rem_euclid(months));
            let first =
                few(shift).and_then(|s| plus(anchor.first_of_month(), (s * i32::from(months) - behind).months()));
            let last = first.and_then(|f| plus(f, (i32::from(months) - 1).months())).map(Date::last_of_month);
            thirds(&interval(first, last, Precision::Season), part)
        }
        Unit::SchoolYear => {
            let begun = anchor.year() - i16::from(anchor.month() < 9);
            let year = i16::try_from(i32::from(begun).saturating_add(shift)).unwrap_or(begun);
            thirds(&school_year(year), part)
        }
        Unit::Decade => thirds(&years(anchor.year(), shift, 10, 0), part),
        // The 20th century runs from 1901 to 2000.
        Unit::Century => thirds(&years(anchor.year(), shift, 100, 1), part),
    }
}

/// The run of `length` years that holds `year`, `shift` runs on; runs begin where the year less `begins` divides evenly.
fn years(year: i16, shift: i32, length: i16, begins: i16) -> Interval {
    let base = year - (year - begins).rem_euclid(length);
    let first = i16::try_from(i32::from(base).saturating_add(shift.saturating_mul(i32::from(length))));
    let Ok(first) = first else { return Interval::UNKNOWN };
    let last = first.saturating_add(length - 1);
    span_of(Date::new(first, 1, 1).ok(), Date::new(last, 12, 31).ok(), Precision::Range)
}

/// A school year from September of `year` on.
pub(crate) fn school_year(year: i16) -> Interval {
    span_of(Date::new(year, 9, 1).ok(), Date::new(year.saturating_add(1), 8, 31).ok(), Precision::Range)
}

fn span_of(from: Option<Date>, to: Option<Date>, precision: Precision) -> Interval {
    match (from, to) {
        (None, None) => Interval::UNKNOWN,
        _ => Interval { from, to, precision, candidates: Vec::new() },
    }
}

/// A third of a period.
fn thirds(of: &Interval, part: Part) -> Interval {
    let (Some(from), Some(to)) = (of.from, of.to) else { return of.clone() };
    if part == Part::Whole {
        return of.clone();
    }
    let whole_month = from == from.first_of_month() && to == from.last_of_month();
    if whole_month {
        return month_of(from.year(), from.month(), part);
    }
    if from.year() == to.year() && (from.month(), from.day(), to.month(), to.day()) == (1, 1, 12, 31) {
        return year_of(from.year(), part);
    }
    let length = from.until(to).map_or(0, |s| s.get_days()) + 1;
    let (a, b) = match part {
        Part::Start | Part::Whole => (0, (length + 2) / 3 - 1),
        Part::Middle => (length / 3, length - length / 3 - 1),
        Part::End => (length - (length + 2) / 3, length - 1),
    };
    span_of(plus(from, a.days()), plus(from, b.max(a).days()), Precision::Third)
}

pub(super) fn share_of(year: i16, share: Share) -> Interval {
    let (first, last) = match share {
        Share::Quarter(n) => (n * 3 - 2, n * 3),
        Share::Half(n) => (n * 6 - 5, n * 6),
    };
    span_of(Date::new(year, first, 1).ok(), Date::new(year, last, 1).ok().map(Date::last_of_month), Precision::Season)
}

/// Something inside a period; unknown where it does not lie in it.
pub(super) fn within(outer: &Interval, inner: Inner) -> Interval {
    let (Some(from), Some(to)) = (outer.from, outer.to) else { return Interval::UNKNOWN };
    let inside = |i: &Interval| i.from.is_some_and(|f| f >= from && f <= to);
    let yearly = |of: &dyn Fn(i16) -> Interval| {
        // A winter may begin before its year.
        let overlaps = |i: &Interval| i.from.is_some_and(|f| f <= to) && i.to.is_some_and(|t| t >= from);
        let all = || (from.year()..=to.year()).take(12).map(of);
        all().find(inside).or_else(|| all().find(overlaps)).unwrap_or(Interval::UNKNOWN)
    };
    match inner {
        Inner::Part(part) => thirds(outer, part),
        Inner::Month(month, part) => yearly(&|y| month_of(y, month, part)),
        Inner::MonthDay(month, day) => yearly(&|y| Date::new(y, month, day).map_or(Interval::UNKNOWN, Interval::day)),
        Inner::Day(day) => {
            let in_first = Date::new(from.year(), from.month(), day).ok().map(Interval::day);
            in_first.filter(|i| inside(i)).unwrap_or(Interval::UNKNOWN)
        }
        Inner::Share(share) => yearly(&|y| share_of(y, share)),
        Inner::Season(season) => yearly(&|y| season.of(y)),
        Inner::Feast(feast) => yearly(&|y| feast.of(y)),
        Inner::Weekday(w) => {
            let day = weekday_near(from, w, Toward::Future);
            if day <= to { Interval::day(day) } else { Interval::UNKNOWN }
        }
        Inner::NthWeekday(n, w) => {
            let day = if n < 0 {
                plus(weekday_near(to, w, Toward::Past), (7 * (i32::from(n) + 1)).days())
            } else {
                plus(weekday_near(from, w, Toward::Future), (7 * (i32::from(n) - 1)).days())
            };
            day.filter(|d| *d >= from && *d <= to).map_or(Interval::UNKNOWN, Interval::day)
        }
        Inner::Nth(n, unit) => nth(from, to, n, unit),
        Inner::Run(n, unit) => {
            let far = exactly(if n < 0 { to } else { from }, unit, i32::from(n));
            let (a, b) = if n < 0 {
                (far.and_then(|f| plus(f, 1.days())).map(|f| f.max(from)), Some(to))
            } else {
                (Some(from), far.and_then(|f| plus(f, (-1).days())).map(|f| f.min(to)))
            };
            span_of(a, b, Precision::Range)
        }
    }
}

/// The n-th unit of a stretch of days; a week belongs to the period that its Thursday lies in, as in ISO 8601.
fn nth(from: Date, to: Date, n: i8, unit: Unit) -> Interval {
    let step = i32::from(if n < 0 { n + 1 } else { n - 1 });
    let end = if n < 0 { to } else { from };
    let found = match unit {
        Unit::Week => {
            let toward = if n < 0 { Toward::Past } else { Toward::Future };
            calendar(weekday_near(end, 4, toward), Unit::Week, step, Part::Whole)
        }
        Unit::Weekend => {
            let toward = if n < 0 { Toward::Past } else { Toward::Future };
            let saturday = plus(weekday_near(end, 6, toward), (7 * step).days());
            span_of(saturday, saturday.and_then(|s| plus(s, 1.days())), Precision::Weekend)
        }
        unit => calendar(end, unit, step, Part::Whole),
    };
    let overlaps = found.from.is_some_and(|f| f <= to) && found.to.is_some_and(|t| t >= from);
    if overlaps { found } else { Interval::UNKNOWN }
}

/// So many units that end or begin at the anchor.
pub(super) fn stretch(anchor: Date, unit: Unit, count: i32, toward: Toward) -> Interval {
    let signed = if toward == Toward::Past { count.saturating_neg() } else { count };
    // Quarters and halves are those of the calendar.
    if matches!(unit, Unit::Quarter | Unit::Half) && (1..400).contains(&count) {
        let (first, last) = if toward == Toward::Past { (signed, -1) } else { (1, signed) };
        let (a, b) = (calendar(anchor, unit, first, Part::Whole), calendar(anchor, unit, last, Part::Whole));
        return span_of(a.from, b.to, Precision::Range);
    }
    let far = exactly(anchor, unit, signed);
    let (from, to) = if toward == Toward::Past { (far, Some(anchor)) } else { (Some(anchor), far) };
    if far.is_none() {
        return Interval::UNKNOWN;
    }
    span_of(from, to, Precision::Range)
}

/// A period up to the anchor or from it on; the whole where the anchor lies outside it.
pub(super) fn side(anchor: Date, of: &Interval, toward: Toward) -> Interval {
    let holds = of.from.is_none_or(|f| f <= anchor) && of.to.is_none_or(|t| t >= anchor);
    match toward {
        _ if !holds => of.clone(),
        Toward::Past => span_of(of.from, Some(anchor), Precision::Range),
        Toward::Nearest => of.clone(),
        Toward::Future => span_of(Some(anchor), of.to, Precision::Range),
    }
}

pub(super) fn weekday_before(anchor: Date, weekday: i8) -> Date {
    weekday_near(plus(anchor, (-1).days()).unwrap_or(anchor), weekday, Toward::Past)
}

pub(super) fn next_weekday(anchor: Date, weekday: i8) -> Interval {
    let near = weekday_near(plus(anchor, 1.days()).unwrap_or(anchor), weekday, Toward::Future);
    match plus(near, 7.days()) {
        // Still to come in the running week: some mean it, others the one of the next week.
        Some(far) if anchor.weekday().to_monday_one_offset() < weekday => {
            Interval { from: Some(near), to: Some(far), precision: Precision::Day, candidates: vec![near, far] }
        }
        _ => Interval::day(near),
    }
}

pub(super) fn day_of_month(anchor: Date, day: i8, weekday: Option<i8>, toward: Toward) -> Interval {
    let fits = |d: &Date| weekday.is_none_or(|w| d.weekday().to_monday_one_offset() == w);
    let first = anchor.first_of_month();
    // A weekday falls on a given day of the month within fourteen months, as a rule.
    let found = (0..=14)
        .flat_map(|n| match toward {
            Toward::Past => [Some(-n), None],
            Toward::Future => [Some(n), None],
            Toward::Nearest => [Some(n), Some(-n)],
        })
        .flatten()
        .filter_map(|n: i32| {
            let month = plus(first, n.months())?;
            Date::new(month.year(), month.month(), day).ok().filter(fits)
        })
        .filter(|d| match toward {
            Toward::Past => *d <= anchor,
            Toward::Future => *d >= anchor,
            Toward::Nearest => true,
        })
        .min_by_key(|d| d.until(anchor).map_or(i32::MAX, |s| s.get_days().abs()));
    found.map_or(Interval::UNKNOWN, Interval::day)
}

/// A year of accounts named after `of` may begin up to nine months before it and end three months after it begins to end.
pub(super) fn fiscal(of: &Interval) -> Interval {
    let widened = |d: Option<Date>, by: i32| d.and_then(|d| plus(d, by.months()));
    Interval { from: widened(of.from, -9), to: widened(of.to, 3).map(Date::last_of_month), ..of.clone() }
}

pub(super) fn counted_away(anchor: Date, months: i32, days: i32) -> Option<Date> {
    exactly(anchor, Unit::Month, months).and_then(|d| exactly(d, Unit::Day, days))
}

/// From the day behind a date on.
pub(super) fn after(date: &Interval) -> Interval {
    let from = date.to.and_then(|d| plus(d, 1.days())).or(date.from);
    span_of(from, None, Precision::Range)
}

/// A date that is told in round numbers: a fifth of its distance more or less, and no nearer than the anchor.
pub(super) fn roughly(anchor: Date, days: Interval) -> Interval {
    let (Some(from), Some(to)) = (days.from, days.to) else { return days };
    let distance = |d: Date| anchor.until(d).map_or(0, |s| s.get_days().abs());
    let slack = (distance(from).min(distance(to)) / 5).days();
    let (mut a, mut b) = (from.checked_sub(slack).unwrap_or(from), plus(to, slack).unwrap_or(to));
    if to <= anchor {
        b = b.min(anchor);
    }
    if from >= anchor {
        a = a.max(anchor);
    }
    Interval { from: Some(a), to: Some(b), ..days }
}

/// A period so many years (or other units) away from another of its own kind: the quarter a year earlier.
pub(super) fn moved(period: &Interval, unit: Unit, count: i32) -> Option<Interval> {
    let (from, to) = (period.from?, period.to?);
    let whole_months = from.day() == 1 && to == to.last_of_month();
    let shorter = to.year() - from.year() <= 1 && from.until(to).ok()?.get_days() < 200;
    let by_year = matches!(unit, Unit::Year | Unit::Quarter | Unit::Half | Unit::Month);
    if !(whole_months && shorter && by_year) {
        return None;
    }
    let (a, b) = (exactly(from, unit, count)?, exactly(to.first_of_month(), unit, count)?);
    Some(span_of(Some(a), Some(b.last_of_month()), period.precision))
}

/// Up to the day before a date.
pub(super) fn before(date: &Interval) -> Interval {
    let to = date.from.and_then(|d| plus(d, (-1).days())).or(date.to);
    span_of(None, to, Precision::Range)
}

/// The day so many units away.
pub(super) fn exactly(anchor: Date, unit: Unit, count: i32) -> Option<Date> {
    let months = |n: i32| count.checked_mul(n).filter(|c| c.abs() < 60_000).and_then(|c| plus(anchor, c.months()));
    match unit {
        Unit::Second => few(count / 86_400).and_then(|n| plus(anchor, n.days())),
        Unit::Minute => few(count / 1440).and_then(|n| plus(anchor, n.days())),
        Unit::Hour => few(count / 24).and_then(|n| plus(anchor, n.days())),
        Unit::Day => few(count).and_then(|n| plus(anchor, n.days())),
        Unit::Week | Unit::Weekend => count.checked_mul(7).and_then(few).and_then(|n| plus(anchor, n.days())),
        Unit::Month => months(1),
        Unit::Quarter => months(3),
        Unit::Half => months(6),
        Unit::Year | Unit::SchoolYear => months(12),
        Unit::Decade => months(120),
        Unit::Century => months(1200),
    }
}

/// As many days as a calendar can count.
fn few(days: i32) -> Option<i32> {
    (days.checked_abs()? < 3_000_000).then_some(days)
}

/// "il y a trois semaines" is not a day: the unit's own size is left open around it.
pub(super) fn away(anchor: Date, unit: Unit, count: i32) -> Interval {
    let (target, slack, precision) = match unit {
        Unit::Hour | Unit::Minute | Unit::Second => (exactly(anchor, unit, count), 1.days(), Precision::Day),
        Unit::Day | Unit::Weekend => {
            return few(count).and_then(|n| plus(anchor, n.days())).map_or(Interval::UNKNOWN, Interval::day);
        }
        Unit::Week => {
            (count.checked_mul(7).and_then(few).and_then(|n| plus(anchor, n.days())), 3.days(), Precision::Week)
        }
        Unit::Month | Unit::Quarter | Unit::Half => {
            let Some(t) = exactly(anchor, unit, count) else {
                return Interval::UNKNOWN;
            };
            let first = t.first_of_month();
            let last = plus(first, 1.months()).unwrap_or(first).last_of_month();
            return Interval { from: Some(first), to: Some(last), precision: Precision::Month, candidates: Vec::new() };
        }
        Unit::Year | Unit::SchoolYear => {
            // Half a year to each side.
            let target = count.checked_abs().filter(|c| *c < 5_000).and_then(|_| plus(anchor, count.years()));
            let Some(target) = target else { return Interval::UNKNOWN };
            let (from, to) = (target.checked_sub(6.months()).ok(), plus(target, 6.months()));
            return Interval { from, to, precision: Precision::Year, candidates: Vec::new() };
        }
        Unit::Decade | Unit::Century => {
            let Some(target) = exactly(anchor, unit, count) else {
                return Interval::UNKNOWN;
            };
            let slack = if unit == Unit::Decade { 5 } else { 50 };
            let (from, to) = (target.checked_sub(slack.years()).ok(), plus(target, slack.years()));
            return Interval { from, to, precision: Precision::Range, candidates: Vec::new() };
        }
    };
    let Some(target) = target else { return Interval::UNKNOWN };
    Interval { from: target.checked_sub(slack).ok(), to: plus(target, slack), precision, candidates: Vec::new() }
}

pub(super) fn around(anchor: Date, unit: Unit, toward: Toward) -> Interval {
    let far = match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day | Unit::Weekend => 10.days(),
        Unit::Week => 10.weeks(),
        Unit::Month | Unit::Quarter | Unit::Half => 12.months(),
        Unit::Year | Unit::SchoolYear | Unit::Decade => 10.years(),
        Unit::Century => 100.years(),
    };
    let (from, to) = match toward {
        Toward::Past => (anchor.checked_sub(far).ok(), Some(anchor)),
        Toward::Nearest => (anchor.checked_sub(far).ok(), plus(anchor, far)),
        Toward::Future => (Some(anchor), plus(anchor, far)),
    };
    Interval { from, to, precision: Precision::Vague, candidates: Vec::new() }
}
