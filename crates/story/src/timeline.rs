//! Dated events of all reports, merged where two reports tell one.

use std::collections::BTreeMap;

use recoupe_claims::date::{Interval, Precision};

use crate::{
    FigureRef, Read, ReportSpan, StatementRef, TimelineEntry,
    content::Content,
    dates::{Published, Times, resolve},
    link::Linked,
    quantity::Grouped,
    relate::sentence_text,
    text::{entries, fold},
    time,
};

/// Words right before a duration that is still running ("depuis huit mois", "for eight months").
const RUNNING: &str = concat!(include_str!("fr/running.txt"), "\n", include_str!("en/running.txt"));
/// From this share of common words on, two passages of one date tell one event.
const SAME_EVENT: f64 = 0.4;

/// All events that have a date, in order of time.
pub(crate) fn timeline(
    reads: &[Read],
    rank: &[usize],
    published: &[Published],
    linked: &Linked,
    times: &[Vec<Times>],
    groups: &[Grouped],
) -> Vec<TimelineEntry> {
    // Only entries of one interval are compared.
    let mut by_date: BTreeMap<String, Vec<(TimelineEntry, Content)>> = BTreeMap::new();
    for &r in rank {
        let read = &reads[r];
        for event in &read.claims.events {
            let date = resolve(&event.when, &published[r].hard);
            if time::is_unknown(&date) {
                continue;
            }
            let said = event.statement.map(|statement| StatementRef { report: r, statement });
            let spans = vec![ReportSpan { report: r, span: event.what }];
            let content = Content::of(&read.doc, &[event.what]);
            let entry = TimelineEntry { date, spans, said, start_of: None };
            merge(by_date.entry(date_key(&entry.date)).or_default(), entry, content, linked);
        }
    }
    let mut all: Vec<TimelineEntry> = by_date.into_values().flatten().map(|(e, _)| e).collect();
    all.extend(starts(reads, times, groups));
    for entry in &mut all {
        entry.spans.sort_unstable_by_key(|s| (rank.iter().position(|r| *r == s.report), s.span.start));
        entry.spans.dedup();
    }
    let place = |r: usize| rank.iter().position(|x| *x == r);
    all.sort_by(|a, b| {
        let key = |e: &TimelineEntry| {
            (time::sort_key(&e.date), e.spans.first().map(|s| (place(s.report), s.span.start, s.span.end)))
        };
        key(a).cmp(&key(b))
    });
    all
}

fn date_key(i: &Interval) -> String {
    format!("{:?} {:?} {:?}", i.from, i.to, i.candidates)
}

/// Adds an event, or its passage to an event that is the same: of two reports, on one date, about the same; or sayings of
/// one speaker.
fn merge(known: &mut Vec<(TimelineEntry, Content)>, entry: TimelineEntry, content: Content, linked: &Linked) {
    let speaker = |e: &TimelineEntry| e.said.and_then(|s| linked.statements[s.report][s.statement]);
    for (other, theirs) in known.iter_mut() {
        let same_report = other.spans.iter().any(|s| s.report == entry.spans[0].report);
        let same_passage = other.spans.contains(&entry.spans[0]) && other.said == entry.said;
        let both_said = speaker(other).is_some() && speaker(other) == speaker(&entry);
        let neither_said = other.said.is_none() && entry.said.is_none();
        let (share, common) = content.shared(theirs);
        let precise = !matches!(entry.date.precision, Precision::Vague | Precision::Unknown | Precision::Year);
        let alike = share >= SAME_EVENT
            && common >= 2
            && content.states.is_subset(&theirs.states) | theirs.states.is_subset(&content.states);
        let one = same_passage || (!same_report && precise && ((both_said && common >= 2) || (neither_said && alike)));
        if one {
            other.spans.extend(entry.spans);
            other.spans.dedup();
            return;
        }
    }
    known.push((entry, content));
}

/// What is still running began its duration before it was told.
fn starts(reads: &[Read], times: &[Vec<Times>], groups: &[Grouped]) -> Vec<TimelineEntry> {
    let mut found = Vec::new();
    let durations = groups.iter().filter(|g| g.dimension == "duration").flat_map(|g| &g.entries);
    for e in durations {
        let FigureRef { report, figure } = e.at;
        let f = &reads[report].claims.figures[figure];
        let (Some(lo), Some(hi)) = (f.value.lo, f.value.hi) else { continue };
        let Some(unit) = f.unit.as_deref() else { continue };
        if !is_running(&reads[report], figure) {
            continue;
        }
        let t = &times[report][figure];
        let Some(date) = before(&t.as_of, lo, hi, unit) else { continue };
        let span =
            reads[report].doc.sentences.get(f.sentence).map_or(f.span, |s| reads[report].doc.to_original(s.clean));
        found.push(TimelineEntry { date, spans: vec![ReportSpan { report, span }], said: None, start_of: Some(e.at) });
    }
    found
}

/// The words before the figure say that the duration still runs.
fn is_running(read: &Read, figure: usize) -> bool {
    let f = &read.claims.figures[figure];
    let Some(sentence) = sentence_text(&read.doc, f.sentence) else { return false };
    let Some(words) = read.doc.report.text.get(f.span.start..f.span.end) else { return false };
    let (sentence, words) = (fold(sentence), fold(words));
    entries(RUNNING).any(|cue| sentence.contains(&format!("{} {words}", fold(cue))))
}

/// `lo`–`hi` units before the days of `told`, widened by one unit's rounding on each side; whole months for months and years.
fn before(told: &Interval, lo: f64, hi: f64, unit: &str) -> Option<Interval> {
    let (from, to) = (told.from?, told.to?);
    if !(0.0..=100_000.0).contains(&lo) || !(lo..=100_000.0).contains(&hi) {
        return None;
    }
    let back = |d: jiff::civil::Date, n: f64| {
        let n = n.round() as i64;
        let span = match unit {
            "day" => jiff::Span::new().try_days(-n),
            "week" => jiff::Span::new().try_weeks(-n),
            "month" => jiff::Span::new().try_months(-n),
            "year" => jiff::Span::new().try_years(-n),
            _ => return None,
        };
        Some(d.saturating_add(span.ok()?))
    };
    let (first, last) = (back(from, hi)?, back(to, lo)?);
    let (first, last) = match unit {
        // "Eight months" is rounded to the month: the start lies in that month or the next.
        "month" => (first.first_of_month(), back(last, -1.0)?.last_of_month()),
        "year" => (first.first_of_year(), last.last_of_year()),
        "week" => (time::plus_days(first, -6), time::plus_days(last, 6)),
        _ => (time::plus_days(first, -1), time::plus_days(last, 1)),
    };
    Some(Interval { from: Some(first), to: Some(last), precision: Precision::Range, candidates: Vec::new() })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn running_durations_give_a_start() {
        let day = |d| Interval { from: Some(d), to: Some(d), precision: Precision::Day, candidates: Vec::new() };
        let start = before(&day(date(2031, 12, 22)), 8.0, 8.0, "month").unwrap();
        assert_eq!((start.from, start.to), (Some(date(2031, 4, 1)), Some(date(2031, 5, 31))));
        assert!(before(&Interval::UNKNOWN, 8.0, 8.0, "month").is_none());
        assert!(before(&day(date(2031, 12, 22)), f64::NAN, 8.0, "month").is_none());
        assert!(before(&day(date(2031, 12, 22)), 1e300, 1e300, "year").is_none());
    }
}
