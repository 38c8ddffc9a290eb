//! Feasts: fixed days, n-th weekdays, days counted from Easter, and the feasts of Islam by the tabular calendar.

use calendrical_calculations::islamic::{fixed_from_tabular_islamic, tabular_islamic_from_fixed};
use calendrical_calculations::rata_die::RataDie;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::resolve::{month_of, weekday_near};
use super::{Interval, Part, Precision, Toward};

/// A feast that falls once a year, as a data file writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Feast {
    /// `12-25`: month and day.
    Fixed(i8, i8),
    /// `easter+39`: so many days after Western Easter Sunday.
    Easter(i16),
    /// `orthodox+0`: so many days after the Easter Sunday of the Eastern churches.
    Orthodox(i16),
    /// `11-4-4+1`: the n-th (fifth: last) weekday of a month, and so many days after it.
    Nth {
        /// 1 to 12.
        month: i8,
        /// 1 to 4; 5 is the last.
        n: i8,
        /// 1 Monday … 7 Sunday.
        weekday: i8,
        /// Days after it.
        after: i8,
    },
    /// `hijri-10-1`: month and day of the Islamic calendar; by the tabular calendar, a day more or less where the moon is seen.
    Hijri(u8, u8),
    /// `hijri-9`: a whole month of it.
    HijriMonth(u8),
}

impl Feast {
    /// As the data files write it.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if let Some(n) = text.strip_prefix("easter") {
            return Some(Self::Easter(n.parse().ok()?));
        }
        if let Some(n) = text.strip_prefix("orthodox") {
            return Some(Self::Orthodox(n.parse().ok()?));
        }
        if let Some(rest) = text.strip_prefix("hijri-") {
            return match rest.split_once('-') {
                Some((m, d)) => Some(Self::Hijri(m.parse().ok()?, d.parse().ok()?)),
                None => Some(Self::HijriMonth(rest.parse().ok()?)),
            };
        }
        let (rule, after) = text.split_once('+').unwrap_or((text, "0"));
        let numbers: Vec<i8> = rule.split('-').map(str::parse).collect::<Result<_, _>>().ok()?;
        match numbers[..] {
            [month, day] => Some(Self::Fixed(month, day)),
            [month, n, weekday] => Some(Self::Nth { month, n, weekday, after: after.parse().ok()? }),
            _ => None,
        }
    }

    /// Its day (or days) in a year.
    pub(crate) fn of(self, year: i16) -> Interval {
        let day = |d: Option<Date>| d.map_or(Interval::UNKNOWN, Interval::day);
        match self {
            Self::Fixed(month, d) => day(Date::new(year, month, d).ok()),
            Self::Easter(after) => day(easter(year).and_then(|e| e.checked_add(after.days()).ok())),
            Self::Orthodox(after) => day(orthodox_easter(year).and_then(|e| e.checked_add(after.days()).ok())),
            Self::Nth { month, n, weekday, after } => {
                let month = month_of(year, month, Part::Whole);
                let found = if n >= 5 {
                    month.to.map(|last| weekday_near(last, weekday, Toward::Past))
                } else {
                    month
                        .from
                        .map(|first| weekday_near(first, weekday, Toward::Future))
                        .and_then(|d| d.checked_add((7 * i32::from(n - 1)).days()).ok())
                };
                day(found.and_then(|d| d.checked_add(after.days()).ok()))
            }
            Self::Hijri(month, d) => around(hijri(year, month, d), 0),
            Self::HijriMonth(month) => around(hijri(year, month, 1), 29),
        }
    }
}

/// A day of the tabular calendar is the day that is kept, or the one before or after; and so many days on.
fn around(day: Option<Date>, on: i32) -> Interval {
    let Some(day) = day else { return Interval::UNKNOWN };
    Interval {
        from: day.checked_sub(1.days()).ok(),
        to: day.checked_add((on + 1).days()).ok(),
        precision: Precision::Range,
        candidates: Vec::new(),
    }
}

/// Easter Sunday by the Gregorian computus (Meeus, Jones and Butcher).
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y.rem_euclid(19), y.div_euclid(100), y.rem_euclid(100));
    let (d, e) = (b.div_euclid(4), b.rem_euclid(4));
    let g = (8 * b + 13).div_euclid(25);
    let h = (19 * a + b - d - g + 15).rem_euclid(30);
    let (i, k) = (c.div_euclid(4), c.rem_euclid(4));
    let l = (32 + 2 * e + 2 * i - h - k).rem_euclid(7);
    let m = (a + 11 * h + 22 * l).div_euclid(451);
    let n = h + l - 7 * m + 114;
    Date::new(year, i8::try_from(n.div_euclid(31)).ok()?, i8::try_from(n.rem_euclid(31) + 1).ok()?).ok()
}

/// Easter Sunday by the Julian computus (Meeus), as a Gregorian date.
fn orthodox_easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y.rem_euclid(4), y.rem_euclid(7), y.rem_euclid(19));
    let d = (19 * c + 15).rem_euclid(30);
    let e = (2 * a + 4 * b - d + 34).rem_euclid(7);
    let n = d + e + 114;
    let julian =
        Date::new(year, i8::try_from(n.div_euclid(31)).ok()?, i8::try_from(n.rem_euclid(31) + 1).ok()?).ok()?;
    // Days that the calendars lie apart.
    let apart = y.div_euclid(100) - y.div_euclid(400) - 2;
    julian.checked_add(apart.days()).ok()
}

/// The first day in a Gregorian year that is this day of the Islamic one.
fn hijri(year: i16, month: u8, day: u8) -> Option<Date> {
    const EPOCH: RataDie = RataDie::new(227_015);
    const FIRST: Date = Date::constant(1, 1, 1);
    let new_year = Date::new(year, 1, 1).ok()?;
    let fixed = RataDie::new(i64::from(FIRST.until(new_year).ok()?.get_days()) + 1);
    let (first, _, _) = tabular_islamic_from_fixed(fixed, EPOCH);
    (first..=first + 1).find_map(|y| {
        let days = fixed_from_tabular_islamic(y, month, day, EPOCH).to_i64_date() - 1;
        let date = FIRST.checked_add(i32::try_from(days).ok()?.days()).ok()?;
        (date >= new_year && date.year() == year).then_some(date)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(rule: &str, year: i16) -> String {
        let i = Feast::parse(rule).unwrap().of(year);
        format!("{}..{}", i.from.unwrap(), i.to.unwrap())
    }

    #[test]
    fn easter_and_what_hangs_on_it() {
        for (year, day) in [(1961, "1961-04-02"), (2000, "2000-04-23"), (2019, "2019-04-21"), (2024, "2024-03-31")] {
            assert_eq!(on("easter+0", year), format!("{day}..{day}"));
        }
        assert_eq!(on("easter+39", 2024), "2024-05-09..2024-05-09");
        assert_eq!(on("orthodox+0", 2024), "2024-05-05..2024-05-05");
    }

    #[test]
    fn weekdays_of_months() {
        assert_eq!(on("11-4-4", 2024), "2024-11-28..2024-11-28");
        assert_eq!(on("5-5-7", 2024), "2024-05-26..2024-05-26");
    }

    #[test]
    fn moons_within_a_day() {
        // Eid al-Fitr 2024 was kept on 10 April in most countries, Ramadan 2023 began on 23 March.
        assert_eq!(on("hijri-10-1", 2024), "2024-04-09..2024-04-11");
        assert_eq!(on("hijri-9", 2023), "2023-03-22..2023-04-22");
    }
}
