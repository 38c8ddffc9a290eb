//! microsoft/Recognizers-Text, the specifications of dates, date ranges, durations and holidays: the interval.
//!
//! Each file is a list of inputs, most with a reference time, and the results expected of one parser. What is mapped stands in
//! [`ABOUT`].

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::Context;
use jiff::{ToSpan, civil::Date};
use recoupe_claims::date::{Feast, Interval, TimeExpression, TimexType, Toward, Unit, WhenExpr, time_expressions};
use recoupe_intake::{Published, PublishedBasis, Report};
use recoupe_pipeline::store;
use recoupe_reading::{Lang, Models, Options, Span, read};
use serde::Deserialize;
use serde_json::Value;

use super::{PublicSet, Row};

const ABOUT: &str = "\
microsoft/Recognizers-Text (github.com/microsoft/Recognizers-Text, MIT licence): `Specs/DateTime`, French and English, laid out as \
`recognizers-text/Specs/…` as in its repository: the files DateParser, DatePeriodParser, DurationParser, HolidayParser and the \
results of type date, daterange and duration in DateTimeModel. The publication day is the item's reference time. A result is \
right if an expression of ours that overlaps its words means the same days (or the same length).\n\n\
Left out, and counted in the rows: items that the set marks as not supported by any of its four platforms (most of the French ones: \
translations that nobody ran, mostly without a reference time; measured beside); results of other types (clock times, recurring \
sets, time zones); results that the set itself leaves unresolved; items without a reference time, durations excepted.\n\n\
Mapped: (1) its ranges end on the day after the last, a range \"from A to B\" where B begins or with B: any of the two is the end; \
(2) of an incomplete date it gives the nearest past and future one: ours, as read by the tense of the verb or looking either way, must be \
one of them, and of a date that stays ambiguous (\"next Friday\") one of our candidates; (3) \"early\", \"mid\", \"late\" name the same \
third of the same period, wherever it is cut; (4) a count (\"three weeks ago\") is one day there and an honest interval here: the \
interval's centre is compared; (5) the reference day may or may not belong to a stretch that begins or ends there; (6) open ends \
are compared at the end that is said, the said day in or out; (7) what is counted from a date told before (\"the next day\") is counted \
from the reference where nothing is told; (8) centuries begin with the year 01 here, with 00 there, and a count of decades is \
of calendar decades there; (9) lengths may differ by 2 % (half a year is six months of 30 days); (10) a vague count (\"a few\") has \
no number here and is two or three there; (11) a feast of the Islamic calendar is one day there, the three that it may be here, a month \
of it its first day; (12) a weekday beside a day and month decides the year here and is ignored there.";

/// The set.
pub(crate) const SET: PublicSet =
    PublicSet { name: "recognizers-dates", folder: "recognizers-text", about: ABOUT, measure };

const FILES: [&str; 5] = ["DateParser", "DatePeriodParser", "DurationParser", "HolidayParser", "DateTimeModel"];

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Item {
    input: String,
    #[serde(default)]
    context: BTreeMap<String, Value>,
    #[serde(default)]
    not_supported: String,
    #[serde(default)]
    results: Vec<Value>,
}

impl Item {
    fn reference(&self) -> Option<Date> {
        self.context.get("ReferenceDateTime")?.as_str()?.get(..10)?.parse().ok()
    }

    fn unsupported(&self) -> bool {
        ["dotnet", "javascript", "python", "java"].iter().all(|p| self.not_supported.split(", ").any(|n| n == *p))
    }
}

/// What a result means.
#[derive(Debug)]
enum Meaning {
    Days(Vec<Date>),
    Ranges(Vec<(Option<Date>, Option<Date>)>),
    Seconds(f64),
}

/// Why a result is not measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Out {
    Type,
    Unresolved,
    NoReference,
}

fn measure(folder: &Path) -> anyhow::Result<Vec<Row>> {
    let models = Models::of_pipelines(Some(store::load("fr")?), Some(store::load("en")?));
    let mut rows = Vec::new();
    for (lang, name, port) in [
        (Lang::Fr, "French", "≥ 0.85; its Python port 0.21 of all items"),
        (Lang::En, "English", "≥ 0.85; its Python port 0.48 of all items"),
    ] {
        let (mut all, mut unsupported) = (Tally::default(), Tally::default());
        for file in FILES {
            let path = folder.join("Specs/DateTime").join(name).join(format!("{file}.json"));
            let source = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
            let items: Vec<Item> = serde_json::from_str(source.trim_start_matches('\u{feff}'))?;
            let mut tally = Tally::default();
            for item in &items {
                let into = if item.unsupported() { &mut unsupported } else { &mut tally };
                into.item(item, lang, &models);
            }
            rows.push(tally.row(format!("{name} {file}"), ""));
            all.add(tally);
        }
        rows.push(all.row(format!("{name}, all files: interval equal"), port));
        rows.push(unsupported.row(format!("{name}, beside: items that none of its platforms supports"), ""));
    }
    Ok(rows)
}

#[derive(Default)]
struct Tally {
    right: usize,
    results: usize,
    out: BTreeMap<Out, usize>,
    errors: Vec<String>,
}

impl Tally {
    fn item(&mut self, item: &Item, lang: Lang, models: &Models) {
        let reference = item.reference();
        let mut asked = Vec::new();
        for result in &item.results {
            match meaning(result, reference) {
                Ok(m) => asked.push((words(result, &item.input), m, result)),
                Err(out) => *self.out.entry(out).or_default() += 1,
            }
        }
        if asked.is_empty() {
            return;
        }
        let mut report = Report::plain("item", item.input.clone());
        report.published = reference.map(|date| Published { date, basis: PublishedBasis::Given });
        let found = time_expressions(&read(report, models, &Options { lang: Some(lang) }));
        for (span, meaning, result) in asked {
            self.results += 1;
            let near =
                || found.iter().filter(|f| f.phrase.overlaps(span)).flat_map(|f| std::iter::once(f).chain(&f.ends));
            if near().any(|f| same(f, &meaning, reference)) {
                self.right += 1;
            } else {
                let ours: Vec<String> = near().map(|f| shown(f, &item.input, reference)).collect();
                self.errors.push(format!(
                    "{} @ {} | {} => {meaning:?} | {}",
                    item.input,
                    reference.map_or("-".into(), |d| d.to_string()),
                    result["Text"].as_str().unwrap_or(""),
                    if ours.is_empty() { "nothing".into() } else { ours.join(" ; ") }
                ));
            }
        }
    }

    fn add(&mut self, other: Self) {
        self.right += other.right;
        self.results += other.results;
        for (out, n) in other.out {
            *self.out.entry(out).or_default() += n;
        }
    }

    fn row(&mut self, what: String, beside: &'static str) -> Row {
        let left = |out| self.out.get(&out).copied().unwrap_or(0);
        let what = format!(
            "{what} (left out: {} of other types, {} unresolved, {} without a reference)",
            left(Out::Type),
            left(Out::Unresolved),
            left(Out::NoReference)
        );
        #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
        let score = self.right as f64 / self.results.max(1) as f64;
        Row { what, score, items: self.results, beside, errors: std::mem::take(&mut self.errors) }
    }
}

fn shown(f: &TimeExpression, input: &str, reference: Option<Date>) -> String {
    let words = input.get(f.phrase.start..f.phrase.end).unwrap_or("");
    let days: Vec<String> = days(f, reference)
        .iter()
        .map(|i| {
            format!("{}..{}", i.from.map_or("?".into(), |d| d.to_string()), i.to.map_or("?".into(), |d| d.to_string()))
        })
        .collect();
    format!("\"{words}\" {} {}", f.value, days.join(" or "))
}

/// The bytes that a result's words take.
fn words(result: &Value, input: &str) -> Span {
    let text = result["Text"].as_str().unwrap_or("").trim().to_lowercase();
    let lower = input.to_lowercase();
    let start = ["Start", "start"].iter().find_map(|k| result[*k].as_u64()).unwrap_or(0);
    let from = input.char_indices().nth(usize::try_from(start).unwrap_or(0)).map_or(0, |(i, _)| i);
    // Lower case may have other lengths: the words are looked for near where they should stand.
    let near =
        lower.get(from.saturating_sub(2)..).and_then(|rest| rest.find(&text)).map(|n| from.saturating_sub(2) + n);
    let at = near.or_else(|| lower.find(&text)).unwrap_or(from);
    Span::new(at, (at + text.len().max(1)).min(input.len().max(at + 1)))
}

fn meaning(result: &Value, reference: Option<Date>) -> Result<Meaning, Out> {
    let kind = result["Type"].as_str().or(result["TypeName"].as_str()).unwrap_or("");
    let kind = kind.trim_start_matches("datetimeV2.");
    // Both shapes of the files as a list of resolutions.
    let values: Vec<&Value> = match result["Resolution"]["values"].as_array() {
        Some(values) => values.iter().collect(),
        None => vec![&result["Value"]["PastResolution"], &result["Value"]["FutureResolution"]],
    };
    let day = |v: &Value| v.as_str().and_then(|s| s.get(..10)).and_then(|s| s.parse::<Date>().ok());
    match kind {
        "date" => {
            let days: Vec<Date> = values.iter().filter_map(|v| day(&v["value"]).or_else(|| day(&v["date"]))).collect();
            known(days.is_empty(), reference)?;
            Ok(Meaning::Days(days))
        }
        "daterange" => {
            let end = |v: &Value, keys: [&str; 2]| keys.iter().find_map(|k| day(&v[*k]));
            let ranges: Vec<_> = values
                .iter()
                .map(|v| (end(v, ["start", "startDate"]), end(v, ["end", "endDate"])))
                .filter(|(a, b)| a.is_some() || b.is_some())
                .collect();
            known(ranges.is_empty(), reference)?;
            Ok(Meaning::Ranges(ranges))
        }
        "duration" => {
            let number = |v: &Value| v.as_str().and_then(|s| s.parse::<f64>().ok());
            let seconds = values.iter().find_map(|v| number(&v["value"]).or_else(|| number(&v["duration"])));
            seconds.map(Meaning::Seconds).ok_or(Out::Unresolved)
        }
        _ => Err(Out::Type),
    }
}

fn known(empty: bool, reference: Option<Date>) -> Result<(), Out> {
    match (empty, reference) {
        (true, _) => Err(Out::Unresolved),
        (false, None) => Err(Out::NoReference),
        _ => Ok(()),
    }
}

/// The days that an expression may mean: as read, and looking both ways.
fn days(f: &TimeExpression, reference: Option<Date>) -> Vec<Interval> {
    let anchor = reference.map_or(Interval::UNKNOWN, Interval::day);
    let Some(when) = &f.when else { return Vec::new() };
    let when = untold(when.clone());
    // A weekday beside a day and month decides the year here and is ignored there.
    let plain = match &when {
        WhenExpr::MonthDay { from, to, weekday: Some(_), toward } => {
            Some(WhenExpr::MonthDay { from: *from, to: *to, weekday: None, toward: *toward })
        }
        _ => None,
    };
    let vague = match &when {
        WhenExpr::Around { unit, toward } if f.kind == TimexType::Duration => {
            Some(WhenExpr::Stretch { unit: *unit, count: 3, toward: *toward })
        }
        _ => None,
    };
    std::iter::once(when)
        .chain(plain)
        .chain(vague)
        .flat_map(|w| [w.clone(), w.clone().toward(Toward::Past), w.toward(Toward::Future)])
        .map(|w| w.resolve(&anchor))
        .collect()
}

/// A vague count ("a few days ago") is three.
fn three(when: WhenExpr) -> WhenExpr {
    match when {
        WhenExpr::Around { unit, toward } => {
            WhenExpr::Away { unit, count: if toward == Toward::Past { -3 } else { 3 } }
        }
        other => other,
    }
}

/// What is counted from a date told before is counted from the reference where nothing is told.
fn untold(when: WhenExpr) -> WhenExpr {
    match when {
        WhenExpr::Told(inner) => untold(*inner),
        WhenExpr::Side { of, toward } => WhenExpr::Side { of: Box::new(untold(*of)), toward },
        WhenExpr::Within { outer, inner } => WhenExpr::Within { outer: Box::new(untold(*outer)), inner },
        WhenExpr::By(e) => WhenExpr::By(Box::new(untold(*e))),
        WhenExpr::Until(e) => WhenExpr::Until(Box::new(untold(*e))),
        WhenExpr::Since(e) => WhenExpr::Since(Box::new(untold(*e))),
        WhenExpr::Before(e) => WhenExpr::Before(Box::new(untold(*e))),
        WhenExpr::After(e) => WhenExpr::After(Box::new(untold(*e))),
        WhenExpr::Onward(e) => WhenExpr::Onward(Box::new(untold(*e))),
        WhenExpr::Between(a, b) => WhenExpr::Between(Box::new(untold(*a)), Box::new(untold(*b))),
        other => other,
    }
}

fn same(f: &TimeExpression, meaning: &Meaning, reference: Option<Date>) -> bool {
    let points = || {
        let when = f.when.clone().map(untold);
        let both =
            when.iter().flat_map(|w| [w.clone(), w.clone().toward(Toward::Past), w.clone().toward(Toward::Future)]);
        both.filter_map(|w| three(w).point(reference?)).collect::<Vec<_>>()
    };
    match meaning {
        Meaning::Seconds(seconds) => {
            f.kind == TimexType::Duration
                && ['3', '2']
                    .iter()
                    .filter_map(|n| length(&f.value, *n))
                    .any(|s| (s - seconds).abs() < 1.0 + seconds / 50.0)
        }
        Meaning::Days(gold) => {
            points().iter().any(|p| gold.contains(p))
                || moon(f, gold, reference)
                || days(f, reference).iter().any(|i| {
                    i.single().is_some_and(|d| gold.contains(&d)) || i.candidates.iter().any(|d| gold.contains(d))
                })
        }
        Meaning::Ranges(gold) => days(f, reference).iter().any(|i| gold.iter().any(|g| range(f, i, *g, reference))),
    }
}

fn range(f: &TimeExpression, ours: &Interval, gold: (Option<Date>, Option<Date>), reference: Option<Date>) -> bool {
    let next = |d: Date| d.checked_add(1.days()).ok();
    let open = gold.1.is_none();
    let start = |g: Date| {
        let either = f.ends.first().is_some_and(|e| days(e, reference).iter().any(|i| i.candidates.contains(&g)));
        either
            || ours.from == Some(g)
            || counted(f) && ours.from.and_then(next) == Some(g)
            || open && ours.from == next(g)
    };
    let end = |g: Date| {
        ours.to.and_then(next) == Some(g)
            || (f.ends.len() == 2 || counted(f) || gold.0.is_none()) && ours.to == Some(g)
            || f.ends.get(1).is_some_and(|e| days(e, reference).iter().any(|i| i.from == Some(g)))
    };
    let both = match gold {
        (Some(a), Some(b)) => start(a) && end(b) || century(f, a, b) || decades(f, a, b, reference),
        (Some(a), None) => start(a),
        (None, Some(b)) => end(b),
        (None, None) => false,
    };
    both || f.modifier.is_some_and(|m| third(&f.value, m, gold))
}

/// A feast of the Islamic calendar: one of the three days that it may be, of a month one of its first three.
fn moon(f: &TimeExpression, gold: &[Date], reference: Option<Date>) -> bool {
    let hijri = matches!(f.when, Some(WhenExpr::Feast { feast: Feast::Hijri(..) | Feast::HijriMonth(_), .. }));
    let near = |from: Date, d: Date| from <= d && from.checked_add(2.days()).is_ok_and(|last| d <= last);
    hijri && days(f, reference).iter().any(|i| i.from.is_some_and(|from| gold.iter().any(|d| near(from, *d))))
}

/// The reference day is one end of it.
fn counted(f: &TimeExpression) -> bool {
    matches!(
        f.when.clone().map(untold),
        Some(
            WhenExpr::Stretch { .. }
                | WhenExpr::Side { .. }
                | WhenExpr::Around { .. }
                | WhenExpr::By(_)
                | WhenExpr::From { .. }
                | WhenExpr::Between(..)
        )
    )
}

/// So many decades: those of the calendar there, so many times ten years from the reference here.
fn decades(f: &TimeExpression, a: Date, b: Date, reference: Option<Date>) -> bool {
    let (Some(WhenExpr::Stretch { unit: Unit::Decade, count, toward }), Some(r)) = (&f.when, reference) else {
        return false;
    };
    let Ok(years) = i16::try_from(count * 10) else { return false };
    let decade = r.year() - r.year().rem_euclid(10);
    let (from, to) =
        if *toward == Toward::Past { (decade - years, decade) } else { (decade + 10, decade + 10 + years) };
    let new_year = |y: i16| Date::new(y, 1, 1).ok();
    new_year(from) == Some(a) && new_year(to) == Some(b)
}

fn century(f: &TimeExpression, a: Date, b: Date) -> bool {
    let n: Option<i16> = f.value.parse().ok().filter(|_| f.value.len() == 2);
    let new_year = |y: i16| Date::new(y, 1, 1).ok();
    n.is_some_and(|n| new_year(n * 100) == Some(a) && new_year(n * 100 + 100) == Some(b))
}

/// The same third of the same period, wherever it is cut.
fn third(value: &str, modifier: &str, gold: (Option<Date>, Option<Date>)) -> bool {
    let Some((from, to)) = period(value) else { return false };
    let (a, b) = gold;
    match modifier {
        "START" => a.is_none_or(|a| a == from) && b.is_some_and(|b| b > from && b < to),
        "END" => b.is_none_or(|b| b == to) && a.is_some_and(|a| a > from && a < to),
        "MID" => a.zip(b).is_some_and(|(a, b)| a > from && b < to),
        _ => false,
    }
}

/// The first day of a TIMEX3 value and the day behind its last.
fn period(value: &str) -> Option<(Date, Date)> {
    if let Some((year, week)) = value.split_once("-W") {
        let monday =
            jiff::civil::ISOWeekDate::new(year.parse().ok()?, week.parse().ok()?, jiff::civil::Weekday::Monday).ok()?;
        return Some((monday.date(), monday.date().checked_add(7.days()).ok()?));
    }
    if value.len() == 3 {
        let year: i16 = value.parse().ok()?;
        return Some((Date::new(year * 10, 1, 1).ok()?, Date::new(year * 10 + 10, 1, 1).ok()?));
    }
    let year: i16 = value.get(..4)?.parse().ok()?;
    match value.get(4..) {
        Some("") => Some((Date::new(year, 1, 1).ok()?, Date::new(year + 1, 1, 1).ok()?)),
        Some(rest) => {
            let first = Date::new(year, rest.strip_prefix('-')?.parse().ok()?, 1).ok()?;
            Some((first, first.checked_add(1.month()).ok()?))
        }
        None => None,
    }
}

/// Seconds of a TIMEX3 duration, with months of 30 and years of 365 days as the set has them.
fn length(value: &str, vague: char) -> Option<f64> {
    let mut seconds = 0.0;
    let mut number = String::new();
    let mut clock = false;
    let mut weeks = 0.0;
    for c in value.strip_prefix('P')?.chars() {
        match c {
            'T' => clock = true,
            '0'..='9' | '.' => number.push(c),
            // "P3WE": weekends are two days each; a vague count is three there.
            'E' => seconds -= 5.0 * 86_400.0 * weeks,
            'X' => number.push(vague),
            _ => {
                let n: f64 = number.parse().ok()?;
                number.clear();
                weeks = n;
                seconds += n * match (c, clock) {
                    ('S', _) => 1.0,
                    ('M', true) => 60.0,
                    ('H', true) => 3600.0,
                    ('D', _) => 86_400.0,
                    ('W', _) => 604_800.0,
                    ('M', false) => 2_592_000.0,
                    ('Q', _) => 7_776_000.0,
                    ('Y', _) => 31_536_000.0,
                    _ => return None,
                };
            }
        }
    }
    Some(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_in_seconds() {
        assert_eq!(length("P1Y2M", '3'), Some(31_536_000.0 + 5_184_000.0));
        assert_eq!(length("PT1H30M", '3'), Some(5400.0));
        assert_eq!(length("PXD", '3'), Some(3.0 * 86_400.0));
        assert_eq!(length("P3WE", '3'), Some(6.0 * 86_400.0));
    }

    #[test]
    fn thirds_of_one_period() {
        let day = |m, d| Date::new(2019, m, d).ok();
        assert!(third("2019-02", "START", (day(2, 1), day(2, 16))));
        assert!(!third("2019-02", "START", (day(3, 1), day(3, 16))));
        assert!(third("2019", "END", (day(9, 1), Date::new(2020, 1, 1).ok())));
    }
}
