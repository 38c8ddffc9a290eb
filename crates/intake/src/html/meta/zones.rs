//! The day at the outlet of a moment that is given in UTC: by the country that its address names, where that has one time of day.

use std::sync::LazyLock;

use jiff::civil::{Date, DateTime, Weekday, date};
use jiff::tz::Offset;
use rustc_hash::FxHashMap;

use crate::Moment;
use crate::html::names::entries;

/// The time of day of a country.
#[derive(Debug, Clone, Copy)]
struct Zone {
    minutes: i32,
    /// Has the summer time of the European Union (directive 2000/84/EC).
    summer: bool,
}

static ZONES: LazyLock<FxHashMap<&'static str, Zone>> = LazyLock::new(|| {
    let read = |section: &'static str| {
        let (offset, rule) = section.split_once(' ').unwrap_or((section, ""));
        let (hours, minutes) = offset.get(1..)?.split_once(':')?;
        let size: i32 = hours.parse::<i32>().ok()? * 60 + minutes.parse::<i32>().ok()?;
        Some(Zone { minutes: if offset.starts_with('-') { -size } else { size }, summer: rule == "eu" })
    };
    entries(include_str!("../lexicon/zones.txt"))
        .filter_map(|(section, ending)| Some((ending, read(section)?)))
        .collect()
});

/// The same moment by the clocks of the outlet, if its address names a country with one time of day.
pub(super) fn at_outlet(moment: Moment, address: &str) -> Option<Moment> {
    let host = address.split_once("://")?.1.split(['/', '?', '#', ':']).next()?;
    let ending = host.trim_end_matches('.').rsplit('.').next()?.to_ascii_lowercase();
    let zone = ZONES.get(ending.as_str())?;
    let utc = moment.day.to_datetime(moment.time?);
    let summer = zone.summer && is_summer(utc);
    let offset = Offset::from_seconds((zone.minutes + if summer { 60 } else { 0 }) * 60).ok()?;
    let timestamp = moment.offset?.to_timestamp(utc).ok()?;
    Some(Moment::zoned(offset.to_datetime(timestamp), offset))
}

/// From the last Sunday of March to that of October, each at one o'clock UTC.
fn is_summer(utc: DateTime) -> bool {
    let last_sunday = |month: i8| {
        let last: Date = date(utc.year(), month, 31);
        let days = i32::from(last.weekday().since(Weekday::Sunday));
        last.checked_sub(jiff::Span::new().days(days)).unwrap_or(last).at(1, 0, 0, 0)
    };
    last_sunday(3) <= utc && utc < last_sunday(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_at_the_outlet() {
        for (told, address, expected) in [
            ("2031-03-04T23:15:00Z", "https://www.relais.example.fr/a", Some("2031-03-05T00:15:00+01:00")),
            ("2031-07-04T22:15:00Z", "https://relais.fr", Some("2031-07-05T00:15:00+02:00")),
            ("2031-10-26T00:59:00Z", "https://relais.fr/", Some("2031-10-26T02:59:00+02:00")),
            ("2031-10-26T01:00:00Z", "https://relais.fr/", Some("2031-10-26T02:00:00+01:00")),
            ("2031-03-04T23:15:00Z", "https://relais.in:443/a", Some("2031-03-05T04:45:00+05:30")),
            ("2031-03-04T02:15:00Z", "https://relais.pe/a", Some("2031-03-03T21:15:00-05:00")),
            ("2031-03-04T02:15:00Z", "https://relais.com/a", None),
            ("2031-03-04T02:15:00Z", "/a", None),
        ] {
            let moment = crate::html::meta::dates::moment(told, crate::html::meta::Order::DayFirst);
            let found = moment.and_then(|m| at_outlet(m, address)).map(|m| m.to_string());
            assert_eq!(found.as_deref(), expected, "{told} {address}");
        }
    }
}
