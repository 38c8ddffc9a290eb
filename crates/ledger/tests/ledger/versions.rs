//! One report in several texts.

use recoupe_ledger::{Added, ChangeKind, Ledger, Past, Search, Since};

use super::*;

#[test]
fn what_is_there_is_not_added_again() {
    let mut ledger = Ledger::in_memory().expect("memory");
    let morning = report("le-courrier", "crue", "2031-03-04T08:00:00+01:00", MORNING);
    assert!(matches!(add(&mut ledger, 0, std::slice::from_ref(&morning))[..], [Added::Report { .. }]));
    let changes = ledger.changes(&Since::default()).expect("changes").len();
    assert!(ledger.knows(&morning, at(1)).expect("can be looked up").is_some());
    assert!(matches!(add(&mut ledger, 1, &[morning])[..], [Added::Known { .. }]));
    assert_eq!(ledger.changes(&Since::default()).expect("changes").len(), changes, "nothing changed");
    sound(&ledger);
}

#[test]
fn another_text_at_the_address_is_a_version_and_no_second_source() {
    let mut ledger = Ledger::in_memory().expect("memory");
    let page = |text| report("le-courrier", "crue", "2031-03-04T08:00:00+01:00", text);
    add(&mut ledger, 0, &[page(MORNING)]);
    let added = add(&mut ledger, 9, &[page(EVENING)]);
    let [Added::Version { number: 2, difference, newest: true, .. }] = &added[..] else { panic!("{added:?}") };
    assert_eq!(difference.changed.len(), 1, "12 dead became 15: {difference:?}");
    assert_eq!(difference.kept.len(), 1, "40 wounded stay: {difference:?}");
    assert_eq!(difference.withdrawn.len(), 1, "the evacuated are gone: {difference:?}");
    assert_eq!(difference.added.len(), 1, "the missing are new: {difference:?}");
    let changes = ledger.changes(&Since { at: Some("2031-03-04T15:00:00Z"), ..Since::default() }).expect("changes");
    let kinds: Vec<ChangeKind> = changes.iter().map(|c| c.kind).collect();
    assert_eq!(kinds, [ChangeKind::Version, ChangeKind::Changed, ChangeKind::Withdrawn, ChangeKind::Added]);
    assert!(changes[1].told.fr.ends_with("12 morts → 15 morts"), "{}", changes[1].told.fr);
    let stories = ledger.stories(None, 10).expect("stories");
    assert_eq!(stories.len(), 1);
    assert_eq!(stories[0].counts.reports, 1);
    let dead = |past| {
        let asked = Search { text: "morts".into(), role: Some("killed".into()), past, limit: 9, ..Search::default() };
        let hits = ledger.search(&asked).expect("can be searched");
        hits.into_iter().map(|h| (h.value.0, h.state)).collect::<Vec<_>>()
    };
    assert!(dead(Past::LeftOut).iter().all(|(lo, state)| *lo == Some(15.0) && state.is_none()));
    assert!(dead(Past::Included).contains(&(Some(12.0), Some("superseded".into()))));
    sound(&ledger);
}

#[test]
fn a_correction_says_so() {
    let mut ledger = Ledger::in_memory().expect("memory");
    let page = |text: &str| report("le-courrier", "crue", "2031-03-04T08:00:00+01:00", text);
    add(&mut ledger, 0, &[page(MORNING)]);
    let mut corrected = page(&MORNING.replace("12 morts", "11 morts"));
    let notice = "Une première version de cet article donnait 12 morts.";
    corrected.metadata.corrections.push(Told::new(notice.into(), Basis::Text));
    add(&mut ledger, 3, &[corrected]);
    let changes = ledger.changes(&Since { at: Some("2031-03-04T09:00:00Z"), ..Since::default() }).expect("changes");
    assert!(changes[0].told.fr.contains(notice), "{:?}", changes[0]);
    assert!(changes.iter().any(|c| c.kind == ChangeKind::Corrected && c.told.en.ends_with("12 morts → 11 morts")));
    let asked = Search { text: "morts".into(), past: Past::Included, limit: 9, ..Search::default() };
    let hits = ledger.search(&asked).expect("can be searched");
    let old = hits.iter().find(|h| h.kind == "figure" && h.value.0 == Some(12.0)).expect("the old figure is kept");
    assert_eq!(old.state.as_deref(), Some("corrected"));
    sound(&ledger);
}

#[test]
fn an_older_text_that_comes_later_changes_only_the_history() {
    let mut ledger = Ledger::in_memory().expect("memory");
    let page = |published, text| report("le-courrier", "crue", published, text);
    add(&mut ledger, 0, &[page("2031-03-04T20:00:00+01:00", EVENING)]);
    let added = add(&mut ledger, 1, &[page("2031-03-04T08:00:00+01:00", MORNING)]);
    assert!(matches!(added[..], [Added::Version { newest: false, .. }]), "{added:?}");
    let asked = Search { text: "morts".into(), limit: 9, ..Search::default() };
    let hits = ledger.search(&asked).expect("can be searched");
    assert!(hits.iter().all(|h| h.value.0 != Some(12.0)), "what stands is the evening's");
    sound(&ledger);
}

#[test]
fn a_page_that_goes_back_has_a_new_version() {
    let mut ledger = Ledger::in_memory().expect("memory");
    let page = |text| report("le-courrier", "crue", "2031-03-04T08:00:00+01:00", text);
    add(&mut ledger, 0, &[page(MORNING)]);
    add(&mut ledger, 1, &[page(EVENING)]);
    let added = add(&mut ledger, 2, &[page(MORNING)]);
    assert!(matches!(added[..], [Added::Version { number: 3, newest: true, .. }]), "{added:?}");
    assert!(matches!(add(&mut ledger, 3, &[page(MORNING)])[..], [Added::Known { .. }]));
    sound(&ledger);
}

#[test]
fn a_path_that_comes_to_hold_another_report_is_another_report() {
    let mut ledger = Ledger::in_memory().expect("memory");
    let file = |text: &str| Report::plain("/desk/today.txt", text.to_owned());
    add(&mut ledger, 0, &[file(MORNING)]);
    assert!(matches!(add(&mut ledger, 1, &[file(EVENING)])[..], [Added::Version { .. }]), "much of it is shared");
    let other = "Grève à Port-Anzy\n\nQuelque 2 000 dockers sont en grève, selon le syndicat du port.";
    assert!(matches!(add(&mut ledger, 2, &[file(other)])[..], [Added::Report { .. }]));
    sound(&ledger);
}

#[test]
fn an_address_is_one_whatever_leads_to_it() {
    let mut ledger = Ledger::in_memory().expect("memory");
    let mut first = report("le-courrier", "crue", "2031-03-04T08:00:00+01:00", MORNING);
    first.url = Some("https://www.le-courrier.example/crue?utm_source=letter#haut".into());
    let mut second = report("le-courrier", "crue", "2031-03-04T18:00:00+01:00", EVENING);
    second.url = Some("http://le-courrier.example/crue/".into());
    add(&mut ledger, 0, &[first]);
    assert!(matches!(add(&mut ledger, 1, &[second])[..], [Added::Version { .. }]));
}
