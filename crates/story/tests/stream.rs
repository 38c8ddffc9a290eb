//! Made-up reports of both languages, as they would come: which story each belongs to, in any order.

use std::collections::{BTreeMap, BTreeSet};

use recoupe_intake::{Published, PublishedBasis};
use recoupe_reading::{Lang, read_text, testing};
use recoupe_story::{
    Read,
    stream::{Features, MemoryStore, ReportId, StreamStore, add, place},
};

const STREAM: &str = include_str!("streams/bilingual.txt");

/// A report with its story and its language.
struct Labelled {
    story: &'static str,
    lang: Lang,
    features: Features,
}

fn reports(stream: &'static str) -> Vec<Labelled> {
    let of = |record: &'static str| {
        let (head, text) = record.split_once('\n').expect("a head and a text");
        let [story, lang, day] = head.split(' ').collect::<Vec<_>>()[..] else { panic!("{head}") };
        let lang = if lang == "fr" { Lang::Fr } else { Lang::En };
        let mut doc = read_text(text.trim(), Some(lang), testing::models());
        let date = day.parse().expect("a day");
        doc.report.published = Some(Published { date, basis: PublishedBasis::Metadata });
        let claims = recoupe_claims::read(&doc);
        Labelled { story, lang, features: Features::of(&Read { doc, claims }) }
    };
    stream.split("\n== ").skip(1).map(of).collect()
}

/// Adds the reports in this order; the stories as sets of reports.
fn grouped(reports: &[Labelled], order: impl IntoIterator<Item = usize>) -> BTreeSet<BTreeSet<usize>> {
    let mut store = MemoryStore::new();
    for i in order {
        add(&mut store, ReportId(i as i64), &reports[i].features).unwrap();
    }
    let number = |r: &ReportId| usize::try_from(r.0).unwrap();
    store.stories().iter().map(|(_, members)| members.iter().map(number).collect()).collect()
}

fn expected(reports: &[Labelled]) -> BTreeSet<BTreeSet<usize>> {
    let mut stories: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (i, r) in reports.iter().enumerate() {
        stories.entry(r.story).or_default().insert(i);
    }
    stories.into_values().collect()
}

#[test]
fn french_and_english_reports_of_an_event_meet_in_any_order() {
    let reports = reports(STREAM);
    let n = reports.len();
    let expected = expected(&reports);
    assert!(n >= 40 && expected.len() >= 12, "{n} reports of {} stories", expected.len());
    // Each story is told in both languages, so that none is found by its words alone.
    for story in &expected {
        let langs: BTreeSet<Lang> = story.iter().map(|i| reports[*i].lang).collect();
        assert_eq!(langs.len(), 2, "{}", reports[*story.first().unwrap()].story);
    }
    assert_eq!(grouped(&reports, 0..n), expected, "as they came");
    assert_eq!(grouped(&reports, (0..n).rev()), expected, "the last first");
    // 7 has no divisor in common with the number of reports, or this would not be an order.
    assert!(!n.is_multiple_of(7));
    assert_eq!(grouped(&reports, (0..n).map(|i| i * 7 % n)), expected, "every seventh");
}

#[test]
fn days_help_but_need_not_be_there() {
    let mut reports = reports(STREAM);
    for r in &mut reports {
        r.features.day = None;
    }
    let expected = expected(&reports);
    let found = grouped(&reports, 0..reports.len());
    let right = found.intersection(&expected).count();
    assert!(right * 10 >= expected.len() * 9, "{right} of {}", expected.len());
}

#[test]
fn features_come_back_from_bytes_and_placing_again_says_the_same() {
    let reports = reports(STREAM);
    let mut store = MemoryStore::new();
    for (i, r) in reports.iter().enumerate() {
        assert_eq!(Features::from_bytes(&r.features.to_bytes()).as_ref(), Ok(&r.features));
        assert_eq!(place(&r.features, &store), place(&r.features, &store));
        add(&mut store, ReportId(i as i64), &r.features).unwrap();
    }
    assert_eq!(store.reports(), Ok(reports.len() as u64));
}
