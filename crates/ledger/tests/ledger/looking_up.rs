//! Finding claims, following figures, listing stories.

use recoupe_ledger::{Ledger, Search};

use super::*;

fn ledger() -> Ledger {
    let mut ledger = Ledger::in_memory().expect("memory");
    add(
        &mut ledger,
        0,
        &[
            report("le-courrier", "crue", "2031-03-04T08:00:00+01:00", MORNING),
            report("the-valley-post", "flood", "2031-03-04T12:00:00Z", ENGLISH),
        ],
    );
    ledger
}

fn found(ledger: &Ledger, search: Search) -> Vec<String> {
    let hits = ledger.search(&Search { limit: 50, ..search }).expect("can be searched");
    hits.into_iter().map(|h| h.words[h.span.0 - h.passage.0..h.span.1 - h.passage.0].to_owned()).collect()
}

fn words(text: &str) -> Search {
    Search { text: text.into(), kind: Some("figure".into()), ..Search::default() }
}

#[test]
fn words_are_found_in_their_forms_without_accents() {
    let ledger = ledger();
    assert_eq!(found(&ledger, words("évacué")), ["Quelque 300"]);
    assert_eq!(found(&ledger, words("EVACUEES")), ["Quelque 300"]);
    assert_eq!(found(&ledger, words("kill")), ["At least 20"]);
    assert_eq!(found(&ledger, words("\"mairie de verlay\"")), ["Quelque 300"]);
    assert_eq!(found(&ledger, words("habit*")), ["Quelque 300"]);
    assert!(found(&ledger, words("verlay -mairie")).iter().all(|f| f != "Quelque 300"));
    assert!(found(&ledger, words("séisme")).is_empty());
    assert!(found(&ledger, words("« »")).is_empty(), "no word finds nothing");
    for inner in ["stem*", "role*", "killed*", "\u{e000}*", "\u{e002}role0killed"] {
        assert!(
            found(&ledger, words(inner)).iter().all(|f| f == "At least 20"),
            "{inner}: the index's own words are no words of a text"
        );
    }
}

#[test]
fn fields_narrow() {
    let ledger = ledger();
    let killed = Search { role: Some("killed".into()), ..words("") };
    assert!(found(&ledger, killed.clone()).len() >= 2);
    assert_eq!(
        found(&ledger, Search { language: Some("en".into()), text: "people".into(), ..killed.clone() }),
        ["At least 20"]
    );
    assert_eq!(found(&ledger, Search { speaker: Some("corlet".into()), ..killed.clone() }).len(), 1);
    assert!(found(&ledger, Search { at_most: Some(15.0), ..killed.clone() }).iter().all(|f| f.contains("12")));
    // "At least 20" may be any more.
    assert!(found(&ledger, Search { at_least: Some(1000.0), ..killed.clone() }).contains(&"At least 20".to_owned()));
    assert!(found(&ledger, Search { from: Some("2031-03-06".into()), ..killed }).is_empty());
}

#[test]
fn what_answers_is_marked_in_the_text() {
    let ledger = ledger();
    let hits = ledger.search(&Search { limit: 1, ..words("évacués mairie") }).expect("can be searched");
    let shown: Vec<&str> = hits[0].highlights.iter().map(|&(s, e)| &MORNING[s..e]).collect();
    assert_eq!(shown, ["évacués", "mairie"]);
}

#[test]
fn a_quantity_is_followed() {
    let mut ledger = ledger();
    add(
        &mut ledger,
        9,
        &[report("le-courrier", "crue-2", "2031-03-05T08:00:00+01:00", &EVENING.replace("mardi soir", "mercredi"))],
    );
    let series =
        ledger.follow(&Search { limit: 5, role: Some("killed".into()), ..words("morts") }).expect("is followed");
    let values: Vec<Option<f64>> = series[0].points.iter().map(|p| p.value.0).collect();
    assert!(values.contains(&Some(12.0)) && values.contains(&Some(15.0)), "{series:?}");
    let days: Vec<&String> = series[0].points.iter().filter_map(|p| p.days.0.as_ref()).collect();
    assert!(days.is_sorted(), "in the order of time: {series:?}");
    assert!(series[0].points.iter().all(|p| !p.words.is_empty()));
}

#[test]
fn an_outlet_is_found_whatever_its_case_and_marks() {
    let mut ledger = Ledger::in_memory().expect("memory");
    let told = Report {
        outlet: Some("L’Écho du Val".into()),
        ..report("echo", "crue", "2031-03-04T08:00:00+01:00", MORNING)
    };
    add(&mut ledger, 0, &[told, report("autre", "crue", "2031-03-04T09:00:00+01:00", EVENING)]);
    let of = |outlet: &str| Search { outlet: Some(outlet.into()), ..words("évacués") };
    for outlet in ["L’Écho du Val", "l'echo du val", "L'ÉCHO DU VAL"] {
        assert_eq!(found(&ledger, of(outlet)), ["Quelque 300"], "{outlet}");
    }
    assert!(found(&ledger, of("autre")).is_empty(), "the other report tells of nobody evacuated");
    assert!(found(&ledger, of("L’Écho")).is_empty());
}

#[test]
fn a_page_of_hits_goes_on_where_the_last_one_ended() {
    let ledger = ledger();
    let page = |offset| ledger.search(&Search { limit: 1, offset, text: "Verlay".into(), ..Search::default() });
    let (first, second) = (page(0).expect("is searched"), page(1).expect("is searched"));
    assert_eq!((first.len(), second.len()), (1, 1));
    assert_ne!(first[0].id, second[0].id);
}
