//! Stories out of made-up keys: what joins, what parts, what the order may not change.

use std::collections::BTreeSet;

use recoupe_reading::Lang;

use super::*;

/// A report that says these words once each, the first four with stress.
fn report(day: Option<i32>, words: &[&str]) -> Features {
    let key =
        |(n, w): (usize, &&str)| Weighted { key: Key::new(KeyClass::NameWord, w), weight: if n < 4 { 64 } else { 32 } };
    Features::new(Lang::En, day, words.iter().enumerate().map(key).collect())
}

/// A report of a story: its own words, and one word that no other report has.
fn of_story(story: usize, nth: usize, day: Option<i32>) -> Features {
    let words: Vec<String> = (0..8)
        .map(|w| format!("s{story}w{w}"))
        .chain([format!("s{story}r{nth}a"), format!("s{story}r{nth}b")])
        .collect();
    report(day, &words.iter().map(String::as_str).collect::<Vec<_>>())
}

fn pairs(store: &MemoryStore) -> BTreeSet<(ReportId, ReportId)> {
    let stories = store.stories();
    stories
        .iter()
        .flat_map(|(_, m)| m.iter().flat_map(move |a| m.iter().filter(move |b| a < b).map(move |b| (*a, *b))))
        .collect()
}

#[test]
fn reports_of_one_event_are_one_story_in_any_order() {
    let reports: Vec<Features> =
        (0..60).map(|i| of_story(i % 12, i / 12, (i % 3 != 0).then_some(100 + i as i32 % 5))).collect();
    let mut before = None;
    for step in [1, 7, 13, 59] {
        let mut store = MemoryStore::new();
        for i in (0..60).map(|i| i * step % 60) {
            add(&mut store, ReportId(i as i64), &reports[i]).unwrap();
        }
        assert_eq!(store.stories().len(), 12, "step {step}");
        let found = pairs(&store);
        assert_eq!(*before.get_or_insert_with(|| found.clone()), found, "step {step}");
    }
}

#[test]
fn evidence_merges_stories() {
    let mut store = MemoryStore::new();
    let add = |store: &mut MemoryStore, id, words: &[&str]| add(store, ReportId(id), &report(None, words)).unwrap();
    let a = add(&mut store, 1, &["lac", "digue", "orage", "vanne", "canal"]);
    let b = add(&mut store, 2, &["mairie", "bilan", "sinistre", "eglise", "ecole"]);
    assert_ne!(a, b);
    // It tells both.
    let c = add(
        &mut store,
        3,
        &["lac", "digue", "mairie", "bilan", "orage", "vanne", "canal", "sinistre", "eglise", "ecole"],
    );
    let d = add(
        &mut store,
        4,
        &["digue", "bilan", "lac", "mairie", "vanne", "orage", "sinistre", "canal", "ecole", "eglise"],
    );
    assert_eq!(c, d);
    let stories = store.stories();
    assert_eq!(stories.len(), 1, "{stories:?}");
    assert_eq!(stories[0].1.len(), 4);
}

#[test]
fn a_large_story_takes_reports_and_is_not_loaded_whole() {
    let mut store = MemoryStore::new();
    for i in 0..200 {
        add(&mut store, ReportId(i), &of_story(1, i as usize, Some(10))).unwrap();
    }
    assert_eq!(store.stories().len(), 1);
    let story = add(&mut store, ReportId(500), &of_story(2, 0, Some(10))).unwrap();
    assert_eq!(store.members(story, 9).unwrap(), [ReportId(500)]);
}

#[test]
fn a_story_taken_up_later_follows() {
    let mut store = MemoryStore::new();
    let words = ["kessler", "montclar", "digue", "proces"];
    let trial = ["juge", "avocat", "peine", "audience", "tribunal"];
    let flood = ["crue", "pluie", "secours", "barrage", "evacuation"];
    let first = add(&mut store, ReportId(1), &report(Some(0), &[&flood[..], &words[..3]].concat())).unwrap();
    let other = add(&mut store, ReportId(2), &of_story(3, 0, Some(200))).unwrap();
    let second = add(&mut store, ReportId(3), &report(Some(400), &[&trial[..], &words[..]].concat())).unwrap();
    assert_ne!(first, second);
    assert_eq!(store.follows(second), Some(first));
    assert_eq!(store.follows(first), None);
    assert_eq!(store.follows(other), None);
}

#[test]
fn a_report_without_keys_is_a_story_of_its_own() {
    let mut store = MemoryStore::new();
    let a = add(&mut store, ReportId(1), &Features::default()).unwrap();
    let b = add(&mut store, ReportId(2), &Features::default()).unwrap();
    assert_ne!(a, b);
    assert!(store.stories().iter().all(|(_, m)| m.len() == 1));
}

#[test]
fn a_placement_names_its_neighbours_and_postings() {
    let mut store = MemoryStore::new();
    add(&mut store, ReportId(1), &of_story(1, 0, Some(3))).unwrap();
    let placement = place(&of_story(1, 1, Some(4)), &store).unwrap();
    assert_eq!(placement.neighbours.first().map(|n| n.report), Some(ReportId(1)));
    assert!(placement.neighbours[0].likeness > 0.5);
    let once: BTreeSet<Posting> = placement.postings.iter().copied().collect();
    assert_eq!(once.len(), placement.postings.len());
    assert!(!once.is_empty());
}

#[test]
fn the_last_reports_under_a_posting_are_kept() {
    let mut store = MemoryStore::new();
    for i in 0..40 {
        add(&mut store, ReportId(i), &of_story(1, i as usize, Some(3))).unwrap();
    }
    let posting = Posting::within(Key::new(KeyClass::NameWord, "s1w0"), 0);
    let mut found = Vec::new();
    store.posted(posting, 5, &mut found).unwrap();
    assert_eq!(found, [39, 38, 37, 36, 35].map(ReportId));
}
