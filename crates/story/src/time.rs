//! Order of honest intervals.

use jiff::civil::Date;
use recoupe_claims::date::{Interval, Precision};

/// How two intervals lie in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// Every day of the first comes before every day of the second.
    Before,
    /// Every day of the first comes after every day of the second.
    After,
    /// They may be the same time.
    Open,
}

/// Compares intervals by what is certain.
pub(crate) fn order(a: &Interval, b: &Interval) -> Order {
    match (a.to, b.from, b.to, a.from) {
        (Some(a_to), Some(b_from), ..) if a_to < b_from => Order::Before,
        (_, _, Some(b_to), Some(a_from)) if b_to < a_from => Order::After,
        _ => Order::Open,
    }
}

/// The day to sort by: the first possible, else the last, else the far future.
pub(crate) fn sort_key(i: &Interval) -> (Date, Date) {
    let from = i.from.or(i.to).unwrap_or(Date::MAX);
    (from, i.to.unwrap_or(Date::MAX))
}

/// Nothing is known.
pub(crate) fn is_unknown(i: &Interval) -> bool {
    i.from.is_none() && i.to.is_none()
}

/// The days that both allow; `None` where there is none. Candidates are kept.
pub(crate) fn intersect(a: &Interval, b: &Interval) -> Option<Interval> {
    let from = [a.from, b.from].into_iter().flatten().max();
    let to = [a.to, b.to].into_iter().flatten().min();
    if let (Some(f), Some(t)) = (from, to)
        && f > t
    {
        return None;
    }
    let within = |d: &Date| from.is_none_or(|f| *d >= f) && to.is_none_or(|t| *d <= t);
    let candidates: Vec<Date> = match (a.candidates.is_empty(), b.candidates.is_empty()) {
        (true, true) => Vec::new(),
        (false, true) => a.candidates.iter().copied().filter(within).collect(),
        (true, false) => b.candidates.iter().copied().filter(within).collect(),
        (false, false) => a.candidates.iter().copied().filter(|d| b.candidates.contains(d)).collect(),
    };
    let had_candidates = !a.candidates.is_empty() || !b.candidates.is_empty();
    if had_candidates && candidates.is_empty() {
        return None;
    }
    let (from, to) = match (candidates.first(), candidates.last()) {
        (Some(f), Some(t)) => (Some(*f), Some(*t)),
        _ => (from, to),
    };
    let precision = precision_of(from, to, a.precision.min(b.precision), had_candidates);
    let candidates = if candidates.len() > 1 { candidates } else { Vec::new() };
    Some(Interval { from, to, precision, candidates })
}

fn precision_of(from: Option<Date>, to: Option<Date>, finest: Precision, candidates: bool) -> Precision {
    match (from, to) {
        (Some(f), Some(t)) if f == t => Precision::Day,
        (None, None) => Precision::Unknown,
        // One of several days is still said to the day; a stretch that was cut is only a range.
        _ if candidates => finest,
        _ => Precision::Range,
    }
}

/// Day by day, with a calendar that ends.
pub(crate) fn plus_days(d: Date, days: i64) -> Date {
    let span = jiff::Span::new().try_days(days.clamp(-3_000_000, 3_000_000)).unwrap_or_default();
    d.saturating_add(span)
}

/// Days from `a` to `b`, negative if `b` is earlier.
pub(crate) fn days_between(a: Date, b: Date) -> i64 {
    a.until(b).map_or(0, |s| i64::from(s.get_days()))
}

/// Not after `day`, for the rest unknown.
pub(crate) fn until(day: Option<Date>) -> Interval {
    match day {
        Some(to) => Interval { from: None, to: Some(to), precision: Precision::Range, candidates: Vec::new() },
        None => Interval::UNKNOWN,
    }
}

/// Last minus first day, where both are known.
pub(crate) fn length(i: &Interval) -> Option<i64> {
    Some(days_between(i.from?, i.to?))
}

/// Every day of `inner` lies in `outer`.
pub(crate) fn within(inner: &Interval, outer: &Interval) -> bool {
    outer.from.is_none_or(|o| inner.from.is_some_and(|i| i >= o))
        && outer.to.is_none_or(|o| inner.to.is_some_and(|i| i <= o))
        && !is_unknown(outer)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn days(from: i8, to: i8) -> Interval {
        Interval {
            from: Some(date(2031, 5, from)),
            to: Some(date(2031, 5, to)),
            precision: Precision::Range,
            candidates: Vec::new(),
        }
    }

    #[test]
    fn only_what_is_certain_is_ordered() {
        assert_eq!(order(&days(1, 2), &days(3, 4)), Order::Before);
        assert_eq!(order(&days(3, 4), &days(1, 2)), Order::After);
        assert_eq!(order(&days(1, 3), &days(3, 4)), Order::Open);
        assert_eq!(order(&Interval::UNKNOWN, &days(3, 4)), Order::Open);
        assert_eq!(order(&until(Some(date(2031, 5, 2))), &days(3, 4)), Order::Before);
    }

    #[test]
    fn intersections_keep_candidates() {
        let mondays = Interval {
            candidates: vec![date(2031, 5, 5), date(2031, 5, 12), date(2031, 5, 19)],
            precision: Precision::Day,
            ..days(5, 19)
        };
        let cut = intersect(&mondays, &days(6, 30)).unwrap();
        assert_eq!(cut.candidates, [date(2031, 5, 12), date(2031, 5, 19)]);
        assert_eq!((cut.from, cut.precision), (Some(date(2031, 5, 12)), Precision::Day));
        let one = intersect(&mondays, &days(6, 12)).unwrap();
        assert_eq!((one.from, one.to, one.candidates.len()), (one.to, one.from, 0));
        assert!(intersect(&mondays, &days(6, 11)).is_none());
        assert!(intersect(&days(1, 2), &days(3, 4)).is_none());
    }
}
