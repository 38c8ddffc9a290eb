//! What people decide.

use recoupe_ledger::{Action, Fix, Ledger, LedgerError, Search};
use recoupe_story::Options;

use super::*;

fn figure(ledger: &Ledger, words: &str, lo: f64) -> Option<String> {
    let asked = Search { text: words.into(), kind: Some("figure".into()), limit: 50, ..Search::default() };
    let hits = ledger.search(&asked).expect("can be searched");
    hits.into_iter().find(|h| h.value.0 == Some(lo)).map(|h| h.id)
}

fn dead(ledger: &Ledger) -> Vec<f64> {
    let story = &ledger.stories(None, 1).expect("stories")[0];
    let dossier = ledger.story(&story.id, &Options::default()).expect("a story").dossier();
    dossier.figures.iter().filter(|f| f.role == Some(recoupe_claims::Role::Killed)).filter_map(|f| f.value.lo).collect()
}

fn with_morning() -> (Ledger, Report) {
    let mut ledger = Ledger::in_memory().expect("memory");
    let page = report("le-courrier", "crue", "2031-03-04T08:00:00+01:00", MORNING);
    add(&mut ledger, 0, std::slice::from_ref(&page));
    (ledger, page)
}

#[test]
fn a_rejected_figure_is_in_no_dossier() {
    let (mut ledger, _) = with_morning();
    let id = figure(&ledger, "blessés", 40.0).expect("is found");
    ledger.decide(&id, &Action::Reject, "essai", Some("A. B."), at(1)).expect("can be decided");
    ledger.settle(at(1)).expect("can be reconciled");
    assert_eq!(figure(&ledger, "blessés", 40.0), None);
    let asked = Search { text: "blessés".into(), past: recoupe_ledger::Past::Included, limit: 9, ..Search::default() };
    let hits = ledger.search(&asked).expect("can be searched");
    assert!(hits.iter().any(|h| h.state.as_deref() == Some("rejected")), "it is kept: {hits:?}");
    sound(&ledger);
    // Decided otherwise, it is there again.
    ledger.decide(&id, &Action::Accept, "tout de même", None, at(2)).expect("can be decided");
    ledger.settle(at(2)).expect("can be reconciled");
    assert_eq!(figure(&ledger, "blessés", 40.0), Some(id));
    assert_eq!(ledger.decisions(Some("replaced")).expect("decisions").len(), 1);
    sound(&ledger);
}

#[test]
fn a_fix_is_what_the_dossier_says_and_survives_a_new_reading() {
    let (mut ledger, page) = with_morning();
    let id = figure(&ledger, "morts", 12.0).expect("is found");
    let fix = Fix::parse(["value=13"]).expect("is a fix");
    ledger.decide(&id, &Action::Fix(fix), "erreur de lecture", None, at(1)).expect("can be decided");
    ledger.settle(at(1)).expect("can be reconciled");
    assert!(dead(&ledger).contains(&13.0), "{:?}", dead(&ledger));
    let unread = ledger.to_reread(recoupe_ledger::Which::All, 0, 10).expect("versions");
    assert_eq!(unread.len(), 1);
    assert_eq!(unread[0].report.text, page.text);
    let again = unread.into_iter().map(|u| (u.version, read(u.report))).collect();
    assert_eq!(ledger.reread(again, at(2)).expect("can be read again"), 0, "the rules did not change");
    ledger.settle(at(2)).expect("can be reconciled");
    assert!(dead(&ledger).contains(&13.0), "{:?}", dead(&ledger));
    sound(&ledger);
}

#[test]
fn a_decision_follows_its_passage_and_never_slides() {
    let (mut ledger, page) = with_morning();
    let id = figure(&ledger, "évacués", 300.0).expect("is found");
    ledger.decide(&id, &Action::Reject, "essai", None, at(1)).expect("can be decided");
    // The passage moves as a whole.
    let mut moved = page.clone();
    moved = report(
        "le-courrier",
        "crue",
        "2031-03-04T12:00:00+01:00",
        &moved.text.replace("Verlay, a", "Verlay, a-t-on dit, a"),
    );
    add(&mut ledger, 2, &[moved]);
    assert_eq!(ledger.decisions(Some("active")).expect("decisions").len(), 1);
    assert_eq!(figure(&ledger, "évacués", 300.0), None, "it is still rejected");
    // Its surroundings change: somebody must look.
    let changed =
        MORNING.replace("Quelque 300 habitants ont été évacués", "Les 300 habitants du quartier ont été évacués");
    add(&mut ledger, 3, &[report("le-courrier", "crue", "2031-03-04T13:00:00+01:00", &changed)]);
    let review = ledger.decisions(Some("review")).expect("decisions");
    assert_eq!(review.len(), 1);
    assert_eq!(review[0].cause.as_deref(), Some("its passage changed"));
    assert!(figure(&ledger, "évacués", 300.0).is_some(), "a decision up for review decides nothing");
    sound(&ledger);
}

#[test]
fn what_is_not_there_cannot_be_decided() {
    let (mut ledger, _) = with_morning();
    for name in ["", "x", "x.F1", "x.F0", "x.Fé"] {
        let error = ledger.decide(name, &Action::Accept, "essai", None, at(1)).expect_err("is no figure");
        assert!(matches!(error, LedgerError::Unknown { .. }), "{error}");
    }
    assert!(ledger.decisions(None).expect("decisions").is_empty());
}
