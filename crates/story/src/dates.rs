//! When reports were published and things were said.
//!
//! A report without a date is bounded by its own text ([`recoupe_claims::PublishedBounds`]) and by other reports: where two
//! reports tell one announcement (same asserter, same numbers, same day of the week), that day is the same day.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use recoupe_claims::date::{Interval, Precision, When};

use crate::{DateBasis, Read, link::Linked, time, value};

/// What is known of a report's day.
#[derive(Debug, Clone)]
pub(crate) struct Published {
    /// Certain.
    pub(crate) hard: Interval,
    /// Likely; inside `hard`.
    pub(crate) likely: Interval,
    /// Who says so.
    pub(crate) basis: DateBasis,
}

/// Times of one figure.
#[derive(Debug, Clone)]
pub(crate) struct Times {
    /// When it was said.
    pub(crate) said_on: Interval,
    /// The moment that it speaks of.
    pub(crate) as_of: Interval,
    /// The likely moment, for the order only.
    pub(crate) likely: Interval,
    /// The text itself dates the saying or the moment.
    pub(crate) dated: bool,
    /// The window of a flow.
    pub(crate) window: Option<Interval>,
    /// The likely day of the report, to order what is of one moment.
    pub(crate) reported: Interval,
}

/// A weekday lies at most this many days before the report.
const WEEK: i64 = 6;
/// Reports of one story that print a day without a year lie, as a rule, within so many days of each other.
const NEAR: i64 = 62;
/// Rounds of narrowing; each can only narrow, two suffice for chains in both directions.
const ROUNDS: usize = 4;

/// The day of each report, from its metadata, its text and the other reports.
pub(crate) fn published(reads: &[Read], rank: &[usize], linked: &Linked) -> Vec<Published> {
    let mut days: Vec<Published> = reads.iter().map(own).collect();
    datelines(reads, &mut days);
    let told = announcements(reads, rank, linked);
    for _ in 0..ROUNDS {
        let mut changed = false;
        for a in &told {
            changed |= narrow(a, &mut days);
        }
        if !changed {
            break;
        }
    }
    not_before_its_numbers(reads, linked, &mut days);
    days
}

/// "Saturday 8 November": the year is that of the other reports of the story, where one fits.
fn datelines(reads: &[Read], days: &mut [Published]) {
    let mut dated: Vec<Interval> =
        days.iter().map(|d| &d.hard).filter(|i| i.from.is_some() && i.to.is_some()).cloned().collect();
    dated.sort_by_key(|i| (i.from, i.to));
    dated.dedup_by_key(|i| (i.from, i.to));
    for (read, published) in reads.iter().zip(days) {
        let open = published.hard.from.is_none() || published.hard.to.is_none();
        let Some(line) = read.claims.dateline.as_ref().filter(|_| open) else { continue };
        let fits = |i: &Interval| {
            let anchor = i.to.map(|d| day(time::plus_days(d, NEAR)))?;
            let printed = resolve(line, &anchor);
            let gap = time::days_between(printed.from?, i.from?).abs();
            (gap <= NEAR && time::intersect(&printed, &published.hard).is_some()).then_some(printed)
        };
        let mut found: Vec<Interval> = dated.iter().filter_map(fits).collect();
        found.dedup();
        if let [one] = found.as_slice() {
            *published = Published { hard: one.clone(), likely: one.clone(), basis: DateBasis::Inferred };
        }
    }
}

/// A report that cites a speaker's number is, as a rule, not older than the day on which the speaker gave it: a likely bound
/// for reports without any.
fn not_before_its_numbers(reads: &[Read], linked: &Linked, days: &mut [Published]) {
    let mut first_said: BTreeMap<(usize, String), Date> = BTreeMap::new();
    let mut cited: Vec<(usize, (usize, String))> = Vec::new();
    for (r, read) in reads.iter().enumerate() {
        for (f, figure) in read.claims.figures.iter().enumerate() {
            let (Some(origin), Some(number)) = (linked.figures[r][f], distinctive(figure)) else { continue };
            let key = (origin, format!("{number} {:?}", figure.role));
            if time::is_unknown(&days[r].likely) {
                cited.push((r, key));
                continue;
            }
            let said =
                figure.statement.and_then(|s| said_on(read, s, &days[r])).unwrap_or_else(|| days[r].likely.clone());
            if let Some(from) = said.from {
                first_said.entry(key).and_modify(|d| *d = from.min(*d)).or_insert(from);
            }
        }
    }
    for (r, key) in cited {
        let Some(from) = first_said.get(&key) else { continue };
        if days[r].likely.from.is_none_or(|known| *from > known) {
            days[r].likely =
                Interval { from: Some(*from), to: None, precision: Precision::Range, candidates: Vec::new() };
        }
    }
}

/// What metadata and the report's own text say.
pub(crate) fn own(read: &Read) -> Published {
    if let Some(p) = read.doc.report.published {
        let day = day(p.date);
        let basis = match p.basis {
            recoupe_intake::PublishedBasis::Given => DateBasis::Given,
            recoupe_intake::PublishedBasis::Metadata => DateBasis::Metadata,
        };
        return Published { hard: day.clone(), likely: day, basis };
    }
    match &read.claims.published {
        Some(p) => {
            let likely = time::intersect(&p.hard, &p.soft).unwrap_or_else(|| p.hard.clone());
            Published { hard: p.hard.clone(), likely, basis: DateBasis::Text }
        }
        None => Published { hard: Interval::UNKNOWN, likely: Interval::UNKNOWN, basis: DateBasis::Text },
    }
}

/// A single day.
pub(crate) fn day(d: Date) -> Interval {
    Interval { from: Some(d), to: Some(d), precision: Precision::Day, candidates: Vec::new() }
}

/// Two reports that tell one announcement, with the expression of its day in each.
struct Announcement<'a> {
    reports: [usize; 2],
    whens: [&'a When; 2],
}

/// Pairs of reports that share an asserter, its numbers and the day of the week.
fn announcements<'a>(reads: &'a [Read], rank: &[usize], linked: &Linked) -> Vec<Announcement<'a>> {
    // What each report has from each asserter.
    let mut numbers: BTreeMap<(usize, usize), BTreeSet<String>> = BTreeMap::new();
    let mut days: BTreeMap<(usize, usize), Vec<&When>> = BTreeMap::new();
    for &r in rank {
        let claims = &reads[r].claims;
        for (f, figure) in claims.figures.iter().enumerate() {
            let Some(origin) = linked.figures[r][f] else { continue };
            let key = (r, origin);
            if let Some(number) = distinctive(figure) {
                numbers.entry(key).or_default().insert(number);
            }
        }
        for (s, statement) in claims.statements.iter().enumerate() {
            let chain = [Some(s), statement.nested_in].into_iter().flatten();
            let mut whens = chain.filter_map(|s| claims.statements.get(s)?.said_on.as_ref()).filter(|w| is_weekday(w));
            if let (Some(origin), Some(when)) = (linked.statements[r][s], whens.next_back()) {
                days.entry((r, origin)).or_default().push(when);
            }
        }
    }
    let mut by_origin: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for &r in rank {
        for (_, origin) in numbers.range((r, 0)..=(r, usize::MAX)).map(|(k, _)| *k) {
            by_origin.entry(origin).or_default().push(r);
        }
    }
    let mut found = Vec::new();
    for (origin, reports) in by_origin {
        // Neighbours in rank order that share a number; an index over numbers keeps this linear.
        let mut by_number: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for &r in &reports {
            for n in &numbers[&(r, origin)] {
                by_number.entry(n).or_default().push(r);
            }
        }
        let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
        for sharing in by_number.values() {
            pairs.extend(sharing.windows(2).map(|w| (w[0], w[1])));
            pairs.extend(sharing.iter().skip(1).map(|r| (sharing[0], *r)));
        }
        for (a, b) in pairs {
            let (Some(whens_a), Some(whens_b)) = (days.get(&(a, origin)), days.get(&(b, origin))) else { continue };
            let same = whens_a.iter().find_map(|x| Some((*x, *whens_b.iter().find(|y| y.expr == x.expr)?)));
            if let Some((x, y)) = same {
                found.push(Announcement { reports: [a, b], whens: [x, y] });
            }
        }
    }
    found
}

/// A number that two announcements do not share by chance.
fn distinctive(figure: &recoupe_claims::Figure) -> Option<String> {
    let v = &figure.value;
    let (lo, hi) = value::printed(v)?;
    (!v.vague && hi.abs() >= 10.0).then(|| format!("{lo} {hi} {}", figure.unit.as_deref().unwrap_or("")))
}

/// "Monday": the same day for reports of a whole week, other than "yesterday" or a full date.
fn is_weekday(when: &When) -> bool {
    let resolved: Vec<Date> = (0..14)
        .filter_map(|n| {
            let i = resolve(when, &day(time::plus_days(jiff::civil::date(2024, 5, 1), n)));
            i.from.filter(|_| i.precision == Precision::Day && i.from == i.to)
        })
        .collect();
    let weekdays: BTreeSet<_> = resolved.iter().map(|d| d.weekday().to_monday_zero_offset()).collect();
    let days: BTreeSet<_> = resolved.iter().collect();
    resolved.len() == 14 && weekdays.len() == 1 && (2..=3).contains(&days.len())
}

/// Narrows the days of both reports by the day that they share.
fn narrow(a: &Announcement<'_>, days: &mut [Published]) -> bool {
    let [x, y] = a.reports;
    let told = [resolve(a.whens[0], &days[x].hard), resolve(a.whens[1], &days[y].hard)];
    let common = match (time::is_unknown(&told[0]), time::is_unknown(&told[1])) {
        (true, true) => return false,
        (true, false) => told[1].clone(),
        (false, true) => told[0].clone(),
        (false, false) => match time::intersect(&told[0], &told[1]) {
            Some(common) => common,
            // The same weekday of two weeks after all.
            None => return false,
        },
    };
    let mut changed = false;
    for r in a.reports {
        let allowed = Interval {
            from: common.from,
            to: common.to.map(|d| time::plus_days(d, WEEK)),
            precision: Precision::Range,
            candidates: Vec::new(),
        };
        let Some(narrowed) = time::intersect(&days[r].hard, &allowed) else { continue };
        if (narrowed.from, narrowed.to) != (days[r].hard.from, days[r].hard.to) {
            days[r].likely = time::intersect(&days[r].likely, &narrowed).unwrap_or_else(|| narrowed.clone());
            days[r].hard = narrowed;
            days[r].basis = DateBasis::Inferred;
            changed = true;
        }
    }
    changed
}

/// What an expression means in a report of these days.
pub(crate) fn resolve(when: &When, anchor: &Interval) -> Interval {
    when.resolve(anchor)
}

/// Times of a figure of a report published on `published`.
pub(crate) fn of_figure(read: &Read, figure: usize, published: &Published) -> Times {
    let claims = &read.claims;
    let f = &claims.figures[figure];
    let said = f.statement.and_then(|s| said_on(read, s, published));
    let window = f.period.as_ref().map(|w| resolve(w, &published.hard)).filter(|w| !time::is_unknown(w));
    let as_of = f.as_of.as_ref().map(|w| resolve(w, &published.hard)).filter(|w| !time::is_unknown(w));
    let dated = said.is_some() || as_of.is_some() || window.is_some();
    let said_on = said.clone().unwrap_or_else(|| time::until(published.hard.to));
    // A cumulative count that gives the start of its period speaks of the end, which is when it was said.
    let flow = f.kind == Some(recoupe_claims::FigureKind::Flow);
    let moment = as_of.or_else(|| window.clone().filter(|w| flow && w.precision != Precision::Vague));
    let likely = moment.clone().or(said).unwrap_or_else(|| published.likely.clone());
    Times {
        as_of: moment.unwrap_or_else(|| said_on.clone()),
        said_on,
        likely,
        dated,
        window,
        reported: published.likely.clone(),
    }
}

/// When a statement was said: its own words, else those of the statement that holds it; `None` where no word says so.
pub(crate) fn said_on(read: &Read, statement: usize, published: &Published) -> Option<Interval> {
    let statements = &read.claims.statements;
    let mut at = Some(statement);
    // Nesting is shallow; a broken chain must not turn in circles.
    for _ in 0..8 {
        let s = statements.get(at?)?;
        if let Some(when) = &s.said_on {
            let days = resolve(when, &published.hard);
            return (!time::is_unknown(&days)).then_some(days);
        }
        at = s.nested_in;
    }
    None
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use recoupe_claims::date::{Part, Toward, Unit, WhenExpr};
    use recoupe_reading::Span;

    use super::*;

    fn when(expr: WhenExpr) -> When {
        When { span: Span::new(0, 1), expr }
    }

    fn between(from: Date, to: Date) -> Interval {
        Interval { from: Some(from), to: Some(to), precision: Precision::Range, candidates: Vec::new() }
    }

    fn monday() -> When {
        when(WhenExpr::Weekday { weekday: 1, toward: Toward::Past })
    }

    #[test]
    fn only_weekdays_are_one_day_for_a_week() {
        assert!(is_weekday(&monday()));
        assert!(!is_weekday(&when(WhenExpr::Day(date(2031, 5, 5)))));
        assert!(!is_weekday(&when(WhenExpr::Calendar { unit: Unit::Day, shift: -1, part: Part::Whole })));
        assert!(!is_weekday(&when(WhenExpr::Calendar { unit: Unit::Week, shift: -1, part: Part::Whole })));
    }

    #[test]
    fn one_announcement_dates_the_other_report() {
        // One report is known to be of the second half of May 2031, the other has no date at all: both tell of "Monday".
        let mut days = vec![
            Published {
                hard: between(date(2031, 5, 20), date(2031, 5, 31)),
                likely: between(date(2031, 5, 20), date(2031, 5, 31)),
                basis: DateBasis::Text,
            },
            Published { hard: Interval::UNKNOWN, likely: Interval::UNKNOWN, basis: DateBasis::Text },
        ];
        let (a, b) = (monday(), monday());
        assert!(narrow(&Announcement { reports: [0, 1], whens: [&a, &b] }, &mut days));
        // Mondays from 19 to 26 May: the second report lies between the first and six days after the last.
        assert_eq!((days[1].hard.from, days[1].hard.to), (Some(date(2031, 5, 19)), Some(date(2031, 6, 1))));
        assert_eq!(days[1].basis, DateBasis::Inferred);
        assert_eq!(days[0].hard, between(date(2031, 5, 20), date(2031, 5, 31)));
    }

    #[test]
    fn two_mondays_that_cannot_be_one_change_nothing() {
        let far = |m: i8| Published {
            hard: between(date(2031, m, 1), date(2031, m, 20)),
            likely: between(date(2031, m, 1), date(2031, m, 20)),
            basis: DateBasis::Text,
        };
        let mut days = vec![far(3), far(6)];
        let (a, b) = (monday(), monday());
        assert!(!narrow(&Announcement { reports: [0, 1], whens: [&a, &b] }, &mut days));
        assert_eq!(days[0].hard, far(3).hard);
    }
}
