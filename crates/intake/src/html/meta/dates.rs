//! Dates as pages write them: ISO 8601, RFC 2822 and 9110, numbers, names of months, in attributes and in running text.

use std::borrow::Cow;
use std::sync::LazyLock;

use jiff::civil::{Date, Time};
use jiff::tz::Offset;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::Moment;
use crate::html::names::entries;

/// How `04/03/2031` is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    DayFirst,
    MonthFirst,
}

impl Order {
    /// By the language of the page, a BCP 47 tag: Americans put the month first.
    pub(crate) fn of_language(tag: Option<&str>) -> Self {
        let Some(tag) = tag else { return Self::DayFirst };
        let tag = tag.to_ascii_lowercase().replace('_', "-");
        if matches!(tag.as_str(), "en" | "en-us" | "en-ph") { Self::MonthFirst } else { Self::DayFirst }
    }
}

/// Years that a report on the web may have.
const YEARS: std::ops::RangeInclusive<i16> = 1990..=2099;

static MONTHS: LazyLock<FxHashMap<&'static str, i8>> = LazyLock::new(|| {
    let months = entries(include_str!("../lexicon/months.txt"));
    months.filter_map(|(number, name)| Some((name, number.parse().ok()?))).collect()
});

/// The first words of the months with names of two words.
static BEGIN_MONTHS: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| MONTHS.keys().filter_map(|name| Some(name.split_once(' ')?.0)).collect());

/// The moment that a value of metadata says: the first date in it, or a UNIX time.
pub(crate) fn moment(text: &str, order: Order) -> Option<Moment> {
    let text = text.trim();
    let head = &text[..text.floor_char_boundary(200)];
    if head.len() >= 10 && head.bytes().all(|b| b.is_ascii_digit()) {
        // "20310304081500" of old publishing systems, or seconds since 1970.
        return if matches!(head.len(), 12 | 14) { first(&head[..8], order) } else { unix(head) };
    }
    first(head, order)
}

/// The first date in a text.
pub(crate) fn first(text: &str, order: Order) -> Option<Moment> {
    find(text, order).map(|(_, moment)| moment)
}

/// The first date in a text, with the byte offset where it begins.
pub(crate) fn find(text: &str, order: Order) -> Option<(usize, Moment)> {
    if !has_digit(text) {
        return None;
    }
    let tokens = tokens(text);
    (0..tokens.len()).find_map(|i| {
        let (day, next) = date(&tokens, i, order)?;
        Some((tokens[i].start, with_time(day, &tokens[next..])))
    })
}

fn unix(digits: &str) -> Option<Moment> {
    let number: i64 = digits.parse().ok()?;
    let seconds = match digits.len() {
        10 => number,
        13 => number / 1000,
        _ => return None,
    };
    let at = Offset::UTC.to_datetime(jiff::Timestamp::from_second(seconds).ok()?);
    YEARS.contains(&at.year()).then(|| Moment::zoned(at, Offset::UTC))
}

/// A piece of a text: a number, a word in small letters, or a mark.
#[derive(Debug)]
struct Token<'t> {
    start: usize,
    spaced: bool,
    kind: Kind<'t>,
}

#[derive(Debug, PartialEq, Eq)]
enum Kind<'t> {
    Number { value: u32, digits: usize },
    Word(Cow<'t, str>),
    Mark(char),
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut spaced = false;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let start = text.len() - rest.len();
        let end = |same: fn(char) -> bool| rest.find(|c| !same(c)).unwrap_or(rest.len());
        let (kind, length) = if digit(c).is_some() {
            let length = end(|c| digit(c).is_some());
            let mut digits = rest[..length].chars().map_while(digit);
            let count = digits.clone().count();
            let value = digits.try_fold(0_u32, |value, digit| value.checked_mul(10)?.checked_add(digit));
            (Some(Kind::Number { value: value.unwrap_or(u32::MAX), digits: count }), length)
        } else if matches!(c, '年' | '月' | '日' | '년' | '월' | '일') {
            (Some(Kind::Mark(c)), c.len_utf8())
        } else if c.is_alphabetic() {
            let length = end(|c| c.is_alphabetic() && !matches!(c, '年' | '月' | '日' | '년' | '월' | '일'));
            (Some(Kind::Word(small(&rest[..length]))), length)
        } else if c.is_whitespace() {
            (None, c.len_utf8())
        } else {
            (Some(Kind::Mark(c)), c.len_utf8())
        };
        match kind {
            Some(kind) => {
                tokens.push(Token { start, spaced, kind });
                spaced = false;
            }
            None => spaced = true,
        }
        rest = &rest[length.max(1)..];
    }
    tokens
}

/// A word in small letters.
fn small(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|b| b.is_ascii_lowercase()) { Cow::Borrowed(word) } else { Cow::Owned(word.to_lowercase()) }
}

/// The value of a digit: of ours, the Arabic, Persian, Hindi and Bengali ones, or full-width.
fn digit(c: char) -> Option<u32> {
    let zero = match c {
        '0'..='9' => '0',
        '٠'..='٩' => '٠',
        '۰'..='۹' => '۰',
        '०'..='९' => '०',
        '০'..='৯' => '০',
        '๐'..='๙' => '๐',
        '０'..='９' => '０',
        _ => return None,
    };
    Some(u32::from(c) - u32::from(zero))
}

/// Whether a text has a digit, without which it has no date.
pub(crate) fn has_digit(text: &str) -> bool {
    let mut others = false;
    for byte in text.bytes() {
        if byte.is_ascii_digit() {
            return true;
        }
        // The bytes that the digits of other scripts begin with.
        others |= matches!(byte, 0xd9 | 0xdb | 0xe0 | 0xef);
    }
    others && text.chars().any(|c| digit(c).is_some())
}

fn number(tokens: &[Token<'_>], i: usize) -> Option<(u32, usize)> {
    match tokens.get(i)?.kind {
        Kind::Number { value, digits } => Some((value, digits)),
        _ => None,
    }
}

fn word<'a>(tokens: &'a [Token<'_>], i: usize) -> Option<&'a str> {
    match &tokens.get(i)?.kind {
        Kind::Word(word) => Some(word),
        _ => None,
    }
}

fn mark(tokens: &[Token<'_>], i: usize) -> Option<char> {
    match tokens.get(i)?.kind {
        Kind::Mark(c) => Some(c),
        _ => None,
    }
}

/// The number of a month by its name, in small letters; Hebrew writes "in" as a letter of the name.
fn month(name: &str) -> Option<u32> {
    let known = MONTHS.get(name).or_else(|| MONTHS.get(name.strip_prefix('ב')?));
    known.and_then(|&number| u32::try_from(number).ok())
}

/// The month that is named at a token, and the token after its name: names of two words ("كانون الثاني"), and two names of the same month
/// ("نيسان / أبريل", as papers write that are read both in the Levant and in Egypt).
fn month_at(tokens: &[Token<'_>], i: usize) -> Option<(u32, usize)> {
    let one = |i: usize| {
        let first = word(tokens, i)?;
        let begins = BEGIN_MONTHS.contains(first) || first.strip_prefix('ב').is_some_and(|f| BEGIN_MONTHS.contains(f));
        let second = word(tokens, i + 1).filter(|_| begins);
        let both = second.and_then(|second| month(&format!("{first} {second}")));
        both.map(|number| (number, i + 2)).or_else(|| Some((month(first)?, i + 1)))
    };
    let (number, next) = one(i)?;
    let again = mark(tokens, next).filter(|&m| matches!(m, '/' | '-' | '('));
    let second = again.and_then(|_| one(next + 1)).filter(|second| second.0 == number);
    let next = second.map_or(next, |second| second.1 + usize::from(mark(tokens, second.1) == Some(')')));
    Some((number, next))
}

fn day(year: u32, month: u32, day: u32) -> Option<Date> {
    // Thai pages count from the Buddha's death, 543 years before.
    let year = if (2533..=2642).contains(&year) { year - 543 } else { year };
    let date = Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    YEARS.contains(&date.year()).then_some(date)
}

/// A date that begins at a token, and the token after it.
fn date(tokens: &[Token<'_>], i: usize, order: Order) -> Option<(Date, usize)> {
    if let Some((value, digits)) = number(tokens, i) {
        // A number that is a part of a longer one is no date.
        if i > 0
            && !tokens[i].spaced
            && matches!(mark(tokens, i - 1), Some('.' | ',' | '-' | '/'))
            && number(tokens, i.wrapping_sub(2)).is_some()
        {
            return None;
        }
        return match digits {
            4 => year_first(tokens, i, value),
            8 => day(value / 10_000, value / 100 % 100, value % 100).map(|d| (d, i + 1)),
            1 | 2 => numeric(tokens, i, value, order).or_else(|| day_month_year(tokens, i, value)),
            _ => None,
        };
    }
    month_day_year(tokens, i)
}

/// `2031-03-04`, `2031/3/4`, `2031. 3. 4.`, `2031年3月4日`, `2031. március 4.`, `2031 mars 4`, `2031 m. kovo 4 d.`.
fn year_first(tokens: &[Token<'_>], i: usize, year: u32) -> Option<(Date, usize)> {
    let named = (i + 1..i + 4).find_map(|at| Some((at, month(word(tokens, at)?)?)));
    if let Some((at, month)) = named
        && tokens[i + 1..at].iter().all(|t| t.kind == Kind::Mark('.') || t.kind == Kind::Word("m".into()))
    {
        let (dom, digits) = number(tokens, at + 1)?;
        let open = digits <= 2 && mark(tokens, at + 2) != Some(':');
        return open.then(|| day(year, month, dom)).flatten().map(|day| (day, at + 2));
    }
    let separator = mark(tokens, i + 1)?;
    if !matches!(separator, '-' | '/' | '.' | '年' | '년' | ':') {
        return None;
    }
    let (month, digits) = number(tokens, i + 2)?;
    let second = mark(tokens, i + 3)?;
    let pairs = matches!((separator, second), ('年', '月') | ('년', '월')) || second == separator;
    let (dom, dom_digits) = number(tokens, i + 4)?;
    if !pairs || digits > 2 || dom_digits > 2 {
        return None;
    }
    Some((day(year, month, dom)?, i + 5))
}

/// `04/03/2031`, `4.3.2031`, `04-03-31`.
fn numeric(tokens: &[Token<'_>], i: usize, first: u32, order: Order) -> Option<(Date, usize)> {
    let separator = mark(tokens, i + 1).filter(|m| matches!(m, '/' | '.' | '-'))?;
    let (second, second_digits) = number(tokens, i + 2)?;
    let (year, year_digits) = number(tokens, i + 4)?;
    if mark(tokens, i + 3) != Some(separator) || second_digits > 2 || !matches!(year_digits, 2 | 4) {
        return None;
    }
    // "3.4.12" without spaces may be a version; two digits need two before them.
    let year = if year_digits == 2 {
        let short = second_digits < 2 || number(tokens, i)?.1 < 2;
        if tokens[i + 4].spaced || short && !(separator == '.' && stands_alone(tokens, i)) {
            return None;
        }
        2000 + year
    } else {
        year
    };
    let month_first = order == Order::MonthFirst && separator != '.';
    let (dom, month) = if month_first && first <= 12 || second > 12 { (second, first) } else { (first, second) };
    Some((day(year, month, dom)?, i + 5))
}

/// Whether the five tokens of a short date ("4.3.31") have nothing on either side that could make them a version or a section.
fn stands_alone(tokens: &[Token<'_>], i: usize) -> bool {
    let before = i.checked_sub(1).map(|before| &tokens[before].kind);
    let behind = tokens.get(i + 5).map(|token| &token.kind);
    let ends = |kind: Option<&Kind<'_>>| {
        kind.is_none_or(|kind| matches!(kind, Kind::Mark(',' | '|' | '(' | ')' | '–' | '-' | '·' | '•' | ':')))
    };
    ends(before) && ends(behind)
}

/// `4 mars 2031`, `1er mars 2031`, `4th of March, 2031`, `4. März 2031`, `4 de marzo de 2031`, `04-Mar-2031`.
fn day_month_year(tokens: &[Token<'_>], i: usize, dom: u32) -> Option<(Date, usize)> {
    let mut at = i + 1;
    if let Some(w) = word(tokens, at)
        && !tokens[at].spaced
        && matches!(w, "er" | "st" | "nd" | "rd" | "th" | "º" | "o")
    {
        at += 1;
    }
    if mark(tokens, at).is_some_and(|m| matches!(m, '.' | '-' | '/' | ' ' | 'º' | '°')) {
        at += 1;
    }
    if matches!(word(tokens, at), Some("of" | "de" | "di" | "d")) {
        at += 1;
    }
    let (month, next) = month_at(tokens, at)?;
    at = next;
    while mark(tokens, at).is_some_and(|m| matches!(m, '.' | ',' | '،' | '-' | '/')) {
        at += 1;
    }
    if matches!(word(tokens, at), Some("de" | "del" | "of" | "do" | "г")) {
        at += 1;
    }
    // "4 Mar '31".
    let apostrophe = mark(tokens, at).is_some_and(|m| matches!(m, '\'' | '\u{2019}'));
    at += usize::from(apostrophe);
    match number(tokens, at)? {
        (year, 4) => Some((day(year, month, dom)?, at + 1)),
        // "04-Mar-31": two digits of a year, not the hour of "4 mars 20h15".
        (year, 2) if apostrophe || !tokens[at].spaced && mark(tokens, at - 1) == Some('-') => {
            Some((day(2000 + year, month, dom)?, at + 1))
        }
        // "4 mars, 20:15, 2031" and the like are not followed; the year must come next.
        _ => None,
    }
}

/// `March 4, 2031`, `Mar. 4th 2031`, `Tue Mar 04 08:15:00 CET 2031`.
fn month_day_year(tokens: &[Token<'_>], i: usize) -> Option<(Date, usize)> {
    let (month, mut at) = month_at(tokens, i)?;
    if mark(tokens, at).is_some_and(|m| matches!(m, '.' | '-')) {
        at += 1;
    }
    let (dom, digits) = number(tokens, at)?;
    if digits > 2 {
        return None;
    }
    at += 1;
    if matches!(word(tokens, at), Some("st" | "nd" | "rd" | "th")) {
        at += 1;
    }
    if mark(tokens, at).is_some_and(|m| matches!(m, ',' | '،' | '-' | '.')) {
        at += 1;
    }
    match number(tokens, at)? {
        (year, 4) => Some((day(year, month, dom)?, at + 1)),
        (_, 2) if mark(tokens, at + 1) == Some(':') => {
            let rest = (at + 2..(at + 8).min(tokens.len()))
                .find_map(|j| number(tokens, j).filter(|n| n.1 == 4 && tokens[j].spaced));
            Some((day(rest?.0, month, dom)?, at))
        }
        _ => None,
    }
}

/// Adds the time of day that follows within a few words: `T08:15:00.000+01:00`, `à 08h15`, `8:15 am EST`.
fn with_time(day: Date, rest: &[Token<'_>]) -> Moment {
    for (i, token) in rest.iter().enumerate().take(7) {
        let Kind::Number { value: hour, digits: 1 | 2 } = token.kind else {
            if matches!(token.kind, Kind::Number { .. }) {
                break;
            }
            continue;
        };
        if let Some(moment) = time(day, hour, rest, i + 1) {
            return moment;
        }
        break;
    }
    Moment::day(day)
}

fn time(day: Date, hour: u32, rest: &[Token<'_>], mut at: usize) -> Option<Moment> {
    let parted =
        mark(rest, at) == Some(':') || mark(rest, at) == Some('.') || matches!(word(rest, at), Some("h" | "u"));
    let (minute, mut second) = match number(rest, at + 1) {
        Some((minute, 2)) if parted => {
            at += 2;
            (minute, 0)
        }
        _ if word(rest, at) == Some("h") => {
            at += 1;
            (0, 0)
        }
        _ if matches!(word(rest, at), Some("am" | "pm")) => (0, 0),
        _ => return None,
    };
    if mark(rest, at) == Some(':')
        && let Some((value, 1 | 2)) = number(rest, at + 1)
    {
        second = value;
        at += 2;
        if mark(rest, at) == Some('.') && number(rest, at + 1).is_some() && !rest[at].spaced {
            at += 2;
        }
    }
    let hour = match (word(rest, at), mark(rest, at + 1), word(rest, at + 2)) {
        (Some("pm"), ..) | (Some("p"), Some('.'), Some("m")) if hour < 12 => hour + 12,
        (Some("am"), ..) | (Some("a"), Some('.'), Some("m")) if hour == 12 => 0,
        _ => hour,
    };
    if matches!(word(rest, at), Some("am" | "pm")) {
        at += 1;
    }
    let small = |n: u32| i8::try_from(n).ok();
    let time = Time::new(small(hour)?, small(minute)?, small(second)?, 0).ok()?;
    Some(match offset(rest, at) {
        Some(offset) => Moment::zoned(day.to_datetime(time), offset),
        None => Moment::local(day.to_datetime(time)),
    })
}

/// `Z`, `+01:00`, `-0430`, `GMT`, `CET`.
fn offset(rest: &[Token<'_>], at: usize) -> Option<Offset> {
    let at = if matches!(word(rest, at), Some("gmt" | "utc")) && matches!(mark(rest, at + 1), Some('+' | '-')) {
        at + 1
    } else {
        at
    };
    let at = if mark(rest, at) == Some('(') { at + 1 } else { at };
    if let Some(zone) = word(rest, at) {
        // Names that mean one distance wherever they are used.
        let hours = match zone {
            "z" | "gmt" | "utc" => 0,
            "cet" => 1,
            "cest" | "eet" => 2,
            "msk" => 3,
            "edt" => -4,
            "est" => -5,
            "mst" => -7,
            "pdt" => -7,
            "pst" => -8,
            _ => return None,
        };
        return Offset::from_hours(hours).ok();
    }
    let sign = match mark(rest, at)? {
        '+' => 1,
        '-' | '−' => -1,
        _ => return None,
    };
    let (value, digits) = number(rest, at + 1)?;
    let (hours, minutes) = match digits {
        4 => (value / 100, value % 100),
        1 | 2 => {
            (value, number(rest, at + 3).filter(|n| n.1 == 2 && mark(rest, at + 2) == Some(':')).map_or(0, |n| n.0))
        }
        _ => return None,
    };
    let seconds = i32::try_from(hours * 3600 + minutes * 60).ok()?;
    Offset::from_seconds(sign * seconds).ok().filter(|_| minutes < 60 && hours <= 14)
}

/// The day in an address: `/2031/03/04/`, `/2031-03-04-`, `/20310304/`, `/2031/mar/04/`.
pub(crate) fn of_url(url: &str) -> Option<Date> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = &path[path.find('/')?..];
    let path = path.split(['?', '#']).next()?;
    let parts: Vec<&str> = path.split(|c: char| !c.is_alphanumeric()).filter(|p| !p.is_empty()).collect();
    let two = |text: &str| text.parse::<u32>().ok().filter(|_| text.len() <= 2);
    for (i, part) in parts.iter().enumerate() {
        if part.len() == 4
            && let (Ok(year), Some(next), Some(last)) = (part.parse::<u32>(), parts.get(i + 1), parts.get(i + 2))
        {
            let month = two(next).or_else(|| month(&next.to_lowercase()));
            if let Some(date) = month.zip(two(last)).and_then(|(m, d)| day(year, m, d)) {
                return Some(date);
            }
        }
        if let (Some(first), Some(month), Some(year)) =
            (two(part), parts.get(i + 1).and_then(|p| two(p)), parts.get(i + 2))
            && year.len() == 4
            && part.len() == 2
            && let Some(date) = year.parse().ok().and_then(|year| day(year, month, first))
        {
            return Some(date);
        }
        if part.len() == 8
            && let Ok(number) = part.parse::<u32>()
            && let Some(date) = day(number / 10_000, number / 100 % 100, number % 100)
        {
            return Some(date);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Option<String> {
        moment(text, Order::DayFirst).map(|m| m.to_string())
    }

    #[test]
    fn dates_of_metadata() {
        for (text, expected) in [
            ("2031-03-04", "2031-03-04"),
            ("2031-03-04T08:15:00+01:00", "2031-03-04T08:15:00+01:00"),
            ("2031-03-04T08:15:00.000Z", "2031-03-04T08:15:00Z"),
            ("2031-03-04 08:15", "2031-03-04T08:15:00"),
            ("2031-03-04T08:15:00-0430", "2031-03-04T08:15:00-04:30"),
            ("20310304", "2031-03-04"),
            ("Tue, 04 Mar 2031 08:15:00 +0100", "2031-03-04T08:15:00+01:00"),
            ("Tue, 04 Mar 2031 08:15:00 GMT", "2031-03-04T08:15:00Z"),
            ("Tue Mar 04 08:15:00 CET 2031", "2031-03-04T08:15:00+01:00"),
            ("1929860100", "2031-02-26T08:15:00Z"),
            ("1929860100000", "2031-02-26T08:15:00Z"),
        ] {
            assert_eq!(read(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn dates_that_people_read() {
        for (text, expected) in [
            ("Publié le 4 mars 2031 à 08h15", "2031-03-04T08:15:00"),
            ("Publié le mardi 1er avril 2031", "2031-04-01"),
            ("Par A. Morin, le 04/03/2031 à 8 h 05", "2031-03-04T08:05:00"),
            ("March 4, 2031, 8:15 pm EST", "2031-03-04T20:15:00-05:00"),
            ("Posted on Mar. 4th 2031", "2031-03-04"),
            ("4. März 2031, 12:30", "2031-03-04T12:30:00"),
            ("4 de marzo de 2031", "2031-03-04"),
            ("2031年3月4日", "2031-03-04"),
            ("04.03.2031", "2031-03-04"),
            ("13/03/31", "2031-03-13"),
            ("04-Mar-31", "2031-03-04"),
            ("الثلاثاء 4 آذار / مارس 2031 09:22", "2031-03-04T09:22:00"),
            ("4 كانون الثاني 2031", "2031-01-04"),
            ("٤ مارس ٢٠٣١", "2031-03-04"),
            ("4 มีนาคม 2574", "2031-03-04"),
            ("4 Maret 2031", "2031-03-04"),
            ("4 mars (March) 2031", "2031-03-04"),
            ("4 Mar '31, 08:15", "2031-03-04T08:15:00"),
        ] {
            assert_eq!(read(text).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(moment("03/04/2031", Order::MonthFirst).map(|m| m.to_string()).as_deref(), Some("2031-03-04"));
        assert_eq!(moment("13/04/2031", Order::MonthFirst).map(|m| m.to_string()).as_deref(), Some("2031-04-13"));
    }

    #[test]
    fn what_is_no_date() {
        for text in [
            "",
            "hier",
            "mars 2031",
            "12 mai",
            "1.2.3",
            "192.168.10.2031",
            "31/02/2031",
            "0204030405",
            "12:30",
            "4 mars - 20h15",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn days_in_addresses() {
        for (url, expected) in [
            ("https://a.example/2031/03/04/crue", Some("2031-03-04")),
            ("https://a.example/monde/2031/mar/04/crue", Some("2031-03-04")),
            ("https://a.example/crue-20310304.html", Some("2031-03-04")),
            ("https://a.example/2031-03-04-crue", Some("2031-03-04")),
            ("https://a.example/crue-04-03-2031", Some("2031-03-04")),
            ("https://a.example/2031/03/crue", None),
            ("https://a.example/crue?le=2031-03-04", None),
            ("2031-03-04", None),
        ] {
            assert_eq!(of_url(url).map(|d| d.to_string()).as_deref(), expected, "{url}");
        }
    }

    proptest! {
        #[test]
        fn any_text(text in "\\PC{0,60}", digits in "[0-9 ./:a-zé-]{0,40}") {
            for text in [text, digits] {
                let found = find(&text, Order::DayFirst);
                prop_assert!(found.is_none_or(|(at, _)| text.is_char_boundary(at)));
                let _ = of_url(&text);
            }
        }
    }
}
