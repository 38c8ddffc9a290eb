//! The axis of days.

use jiff::{Span, ToSpan, civil::Date};
use maud::{Markup, html};

use super::marks::n;
use crate::{Locale, typography, wire::Dates};

/// The days that a chart runs over.
pub(super) struct Axis {
    first: Date,
    last: Date,
}

impl Axis {
    /// From the first to the last day that anything is known to lie on; nothing if no day is known.
    pub(super) fn over(days: &[&Dates]) -> Option<Self> {
        let all = || days.iter().flat_map(|d| [d.from, d.to]).flatten();
        let (first, last) = (all().min()?, all().max()?);
        if first < last {
            return Some(Self { first, last });
        }
        // One day alone stands in the middle of three.
        Some(Self { first: first.checked_sub(1.day()).ok()?, last: last.checked_add(1.day()).ok()? })
    }

    /// From one day to another.
    pub(super) fn between(first: Date, last: Date) -> Option<Self> {
        (first < last).then_some(Self { first, last })
    }

    /// The day lies before the axis, or after it.
    pub(super) fn lacks(&self, day: Date) -> bool {
        day < self.first || self.last < day
    }

    /// Where a day stands between the ends, 0–1.
    pub(super) fn share(&self, day: Date) -> f64 {
        let length = |a: Date, b: Date| f64::from(a.until(b).map_or(0, |s| s.get_days()));
        (length(self.first, day) / length(self.first, self.last).max(1.0)).clamp(0.0, 1.0)
    }

    /// Days to name, at most `most`.
    fn ticks(&self, most: usize) -> (Vec<Date>, Tick) {
        let steps: [(Span, Tick); 11] = [
            (1.day(), Tick::Day),
            (2.days(), Tick::Day),
            (1.week(), Tick::Day),
            (2.weeks(), Tick::Day),
            (1.month(), Tick::Month),
            (2.months(), Tick::Month),
            (3.months(), Tick::Month),
            (6.months(), Tick::Month),
            (1.year(), Tick::Year),
            (2.years(), Tick::Year),
            (5.years(), Tick::Year),
        ];
        for (step, tick) in steps {
            let days = self.every(step, tick, most);
            if let Some(days) = days.filter(|d| d.len() > 1) {
                return (days, tick);
            }
        }
        (vec![self.first, self.last], Tick::Day)
    }

    /// Every `step` from the first round day on; `None` if there are more than `most`.
    fn every(&self, step: Span, tick: Tick, most: usize) -> Option<Vec<Date>> {
        let mut day = match tick {
            Tick::Day => self.first,
            Tick::Month => self.first.first_of_month(),
            Tick::Year => self.first.first_of_year(),
        };
        let mut days = Vec::new();
        // Months and years begin before the first day: the loop is bounded by the jump to the range.
        for _ in 0..=most + 1 {
            if day > self.last {
                return Some(days);
            }
            if day >= self.first {
                days.push(day);
            }
            if days.len() > most {
                return None;
            }
            day = day.checked_add(step).ok()?;
        }
        None
    }
}

/// How a tick is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tick {
    Day,
    Month,
    Year,
}

/// The axis under the lanes, with at most `most` days named.
pub(super) fn draw(locale: Locale, axis: &Axis, (left, right): (f64, f64), y: f64, most: usize) -> Markup {
    let (days, tick) = axis.ticks(most);
    let last = days.len().saturating_sub(1);
    html! {
        g.axis {
            @for (i, day) in days.iter().enumerate() {
                @let x = left + axis.share(*day) * (right - left);
                @let anchor = if x < left + 30.0 { "start" } else if x > right - 30.0 { "end" } else { "middle" };
                path.ground d={ "M" (n(x)) " " (n(y)) "v5" } {}
                text.tick x=(n(if anchor == "start" { x - 4.0 } else { x })) y=(n(y + 18.0)) text-anchor=(anchor) {
                    @if i == 0 || i == last { (with_year(locale, *day, tick)) } @else { (short(locale, *day, tick)) }
                }
            }
        }
    }
}

fn with_year(locale: Locale, day: Date, tick: Tick) -> String {
    match tick {
        Tick::Year => day.year().to_string(),
        Tick::Month => typography::month(locale, day),
        Tick::Day => typography::day(locale, day),
    }
}

/// Between the ends the year goes without saying, except where it changes.
fn short(locale: Locale, day: Date, tick: Tick) -> String {
    let full = with_year(locale, day, tick);
    match (tick, full.rsplit_once('\u{a0}')) {
        (Tick::Day, Some((short, _))) => short.into(),
        (Tick::Month, Some((short, _))) if day.month() != 1 => short.into(),
        _ => full,
    }
}
