//! The dates of feeds: RFC 822 as it is written in the wild, W3C's profile of ISO 8601, and what `asctime` prints.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;

use crate::Moment;

/// Reads a moment. A date without a day (`2031`, `2031-03`) is none.
pub(crate) fn moment(text: &str) -> Option<Moment> {
    let text = text.trim();
    iso(text).or_else(|| words(text))
}

/// `2031-03-04T08:15:00+01:00`, with less precision or without separators.
fn iso(text: &str) -> Option<Moment> {
    let (day, rest) = match text.get(..10).and_then(|day| day.parse::<Date>().ok()) {
        Some(day) => (day, text.get(10..)?),
        None => (Date::strptime("%Y%m%d", text.get(..8)?).ok()?, text.get(8..)?),
    };
    let rest = rest.trim_start_matches(['T', 't', ' ']);
    if rest.is_empty() {
        return Some(Moment::day(day));
    }
    let end = rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, ':' | '.' | ',')).unwrap_or(rest.len());
    let (clock, zone) = rest.split_at(end);
    // What stands behind the day and is no time is passed over.
    let Some(time) = time(clock) else { return Some(Moment::day(day)) };
    Some(timed(day, time, offset(zone.trim())))
}

/// `Tue, 04 Mar 2031 08:15:00 +0100`, `Tue Mar 4 08:15:00 2031`, `4-Mar-31`.
fn words(text: &str) -> Option<Moment> {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c == ',')
        .flat_map(dashed)
        .filter(|w| !w.is_empty())
        .take(12)
        .collect();
    // The last: "mar. 4 févr." begins with a weekday.
    let month_at = words.iter().rposition(|w| month(w).is_some())?;
    let month = month(words[month_at])?;
    let number =
        |word: Option<&&str>| word.and_then(|w| w.trim_end_matches(|c: char| !c.is_ascii_digit()).parse::<i16>().ok());
    let before = month_at.checked_sub(1).and_then(|at| words.get(at)).filter(|w| w.len() <= 4);
    let mut rest = words[month_at + 1..].iter();
    let day = match number(before) {
        Some(day) => day,
        None => number(rest.next())?,
    };
    let (mut year, mut clock, mut zone) = (None, None, None);
    for word in rest {
        if word.contains(':') {
            // The zone may stand right behind the time.
            let end = word.find(|c: char| !c.is_ascii_digit() && !matches!(c, ':' | '.')).unwrap_or(word.len());
            clock = time(&word[..end]);
            zone = zone.or_else(|| offset(&word[end..]));
        } else if year.is_none() && word.bytes().all(|b| b.is_ascii_digit()) {
            year = number(Some(word)).map(|year| full(year, word.len()));
        } else if clock.is_some() && zone.is_none() {
            zone = offset(word);
        }
    }
    let date = Date::new(year?, month, i8::try_from(day).ok()?).ok()?;
    Some(clock.map_or(Moment::day(date), |clock| timed(date, clock, zone)))
}

/// Dates joined by dashes (`4-Mar-2031`) as words; zones (`-0500`) stay whole.
fn dashed(word: &str) -> Vec<&str> {
    let parts: Vec<&str> = word.split('-').collect();
    if parts.len() == 3 && month(parts[1]).is_some() { parts } else { vec![word] }
}

fn timed(date: Date, time: Time, offset: Option<Offset>) -> Moment {
    let at = DateTime::from_parts(date, time);
    offset.map_or(Moment::local(at), |offset| Moment::zoned(at, offset))
}

/// Years of two digits, as RFC 2822 reads them: from 1950 on.
fn full(year: i16, digits: usize) -> i16 {
    match (digits, year) {
        (1 | 2, 0..50) => 2000 + year,
        (1..=3, _) => 1900 + year,
        _ => year,
    }
}

fn time(clock: &str) -> Option<Time> {
    let clock = clock.trim_end_matches([':', '.', ',']);
    let (whole, _fraction) = clock.split_once(['.', ',']).unwrap_or((clock, ""));
    let parts: Vec<&str> = if whole.contains(':') {
        whole.split(':').collect()
    } else {
        // 081500, 0815, 08
        (0..whole.len()).step_by(2).filter_map(|at| whole.get(at..(at + 2).min(whole.len()))).collect()
    };
    let number = |at: usize| parts.get(at).map_or(Some(0), |part| part.parse::<i8>().ok());
    let (hour, minute, second) = (number(0)?, number(1)?, number(2)?);
    if parts.is_empty() || parts.len() > 3 {
        return None;
    }
    // Leap seconds, and midnight as the end of a day, are kept within the day.
    let hour = if hour == 24 && minute == 0 { return Time::new(23, 59, 59, 0).ok() } else { hour };
    Time::new(hour, minute, second.min(59), 0).ok()
}

fn offset(zone: &str) -> Option<Offset> {
    let zone = zone.trim().trim_matches(['(', ')']);
    let hours = match zone.to_ascii_uppercase().as_str() {
        "Z" | "GMT" | "UT" | "UTC" | "WET" | "ETC/GMT" => 0,
        "CET" | "BST" | "WEST" | "MEZ" => 1,
        "CEST" | "EET" | "MESZ" | "SAST" => 2,
        "EEST" | "MSK" | "AST3" => 3,
        "IST" => return Offset::from_seconds(5 * 3600 + 1800).ok(),
        "SGT" | "HKT" | "AWST" => 8,
        "JST" | "KST" => 9,
        "AEST" => 10,
        "AEDT" => 11,
        "NZST" => 12,
        "NZDT" => 13,
        "ADT" => -3,
        "AST" | "EDT" => -4,
        "EST" | "CDT" => -5,
        "CST" | "MDT" => -6,
        "MST" | "PDT" => -7,
        "PST" | "AKDT" => -8,
        "AKST" => -9,
        "HST" => -10,
        // The letters of the military zones were given the wrong sign in RFC 822; RFC 2822 reads them as unknown, UTC.
        letter if letter.len() == 1 && letter.as_bytes()[0].is_ascii_alphabetic() => 0,
        other => return numeric(other.trim_start_matches("GMT").trim_start_matches("UTC")),
    };
    Offset::from_seconds(hours * 3600).ok()
}

fn numeric(zone: &str) -> Option<Offset> {
    let sign = match zone.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let digits: String = zone[1..].chars().filter(|&c| c != ':').collect();
    if !digits.bytes().all(|b| b.is_ascii_digit()) || !(1..=4).contains(&digits.len()) {
        return None;
    }
    let (hours, minutes) = if digits.len() <= 2 { (digits.as_str(), "0") } else { digits.split_at(digits.len() - 2) };
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok().filter(|_| minutes < 60)
}

/// The number of a month by its English name or the first three letters of it, and by the French short forms.
fn month(word: &str) -> Option<i8> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    const FRENCH: [&[&str]; 12] = [
        &["janv", "janvier"],
        &["févr", "fév", "fevr", "février"],
        &["mars"],
        &["avr", "avril"],
        &["mai"],
        &["juin"],
        &["juil", "juillet"],
        &["août", "aout", "aoû"],
        &["septembre"],
        &["octobre"],
        &["novembre"],
        &["déc", "décembre", "dec"],
    ];
    let word = word.trim_end_matches('.').to_lowercase();
    let english =
        NAMES.iter().position(|name| *name == word || (word.len() >= 3 && word.len() <= 4 && name.starts_with(&word)));
    let found = english.or_else(|| FRENCH.iter().position(|names| names.contains(&word.as_str())))?;
    i8::try_from(found + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn as_feeds_write_them() {
        for (text, wanted) in [
            ("Tue, 04 Mar 2031 08:15:00 +0100", "2031-03-04T08:15:00+01:00"),
            ("Tue, 4 Mar 31 08:15 GMT", "2031-03-04T08:15:00Z"),
            ("04 Mar 2031 08:15:00 EST", "2031-03-04T08:15:00-05:00"),
            ("Tue Mar  4 08:15:00 2031", "2031-03-04T08:15:00"),
            ("mardi 4 mars 2031 08:15:00 +0100", "2031-03-04T08:15:00+01:00"),
            ("4-Mar-2031", "2031-03-04"),
            ("March 4, 2031", "2031-03-04"),
            ("2031-03-04", "2031-03-04"),
            ("20310304", "2031-03-04"),
            ("2031-03-04T08:15Z", "2031-03-04T08:15:00Z"),
            ("2031-03-04T08:15:09.25-04:30", "2031-03-04T08:15:09-04:30"),
            ("2031-03-04 08:15:00", "2031-03-04T08:15:00"),
            ("2031-03-04T24:00:00Z", "2031-03-04T23:59:59Z"),
            ("20310304T081500Z", "2031-03-04T08:15:00Z"),
        ] {
            assert_eq!(moment(text).map(|m| m.to_string()).as_deref(), Some(wanted), "{text}");
        }
    }

    #[test]
    fn what_is_no_day() {
        for text in ["", "hier", "2031", "2031-03", "99 Mar 2031", "2031-02-30", "Mar 2031"] {
            assert_eq!(moment(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text(text in "([0-9]{1,4}|[-:+., TZéM]|Mar|Tue|GMT){0,14}|\\PC{0,30}") {
            if let Some(moment) = moment(&text) {
                let written = moment.to_string();
                prop_assert_eq!(super::moment(&written).map(|m| m.to_string()), Some(written));
            }
        }
    }
}
