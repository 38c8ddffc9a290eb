//! The review queue and decisions.

use serde_json::Value;

use crate::{
    Desk,
    client::{Answer, ask},
};

fn queue(desk: &Desk) -> Vec<Value> {
    desk.json("/api/v1/review?limit=200")["items"].as_array().expect("a list").clone()
}

#[test]
fn the_queue_shows_what_a_wrong_reading_would_harm_most() {
    let desk = Desk::new();
    let items = queue(&desk);
    assert!(!items.is_empty());
    for item in &items {
        let text = item["passage"]["text"].as_str().expect("a passage");
        assert!(text.contains(item["figure"]["text"].as_str().expect("words")), "{item}");
        assert!(!item["why"].as_array().expect("reasons").is_empty(), "{item}");
        assert!(item["figure"]["quantity"].is_string() && item["report"]["outlet"].is_string());
    }
    let weight = |item: &Value| {
        let weights = ["alone", "shared", "bound", "contested", "decision"];
        let at = weights.iter().position(|w| item["consequence"] == *w).expect("a consequence");
        (1.0 - item["confidence"].as_f64().expect("a number")) * (at + 1) as f64
    };
    assert!(items.windows(2).all(|w| weight(&w[0]) >= weight(&w[1])), "{items:#?}");
    // The same, one by one.
    let (mut ids, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = desk.json(&format!("/api/v1/review?limit=1{cursor}"));
        ids.extend(page["items"].as_array().expect("a list").iter().map(|i| i["figure"]["id"].clone()));
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(ids, items.iter().map(|i| i["figure"]["id"].clone()).collect::<Vec<_>>());
    let story = desk.story();
    assert_eq!(
        desk.json(&format!("/api/v1/review?limit=200&story={story}"))["items"].as_array().map(Vec::len),
        Some(items.len())
    );
}

#[test]
fn what_is_accepted_leaves_the_queue() {
    let desk = Desk::new();
    let figure = queue(&desk)[0]["figure"]["id"].as_str().expect("an id").to_owned();
    let answer = desk.decide(&format!(r#"{{"figure":"{figure}","action":"accept","why":"relu"}}"#));
    assert_eq!(answer.status, 201, "{}", answer.text());
    let decision = answer.json();
    assert_eq!(
        (&decision["action"], &decision["state"], &decision["why"]),
        (&"accept".into(), &"active".into(), &"relu".into())
    );
    assert!(queue(&desk).iter().all(|item| item["figure"]["id"] != figure.as_str()));
    let figures = desk.dossier()["figures"].clone();
    let accepted = figures.as_array().expect("figures").iter().find(|f| f["id"] == figure.as_str()).expect("it stays");
    assert_eq!(accepted["confidence"], 1.0);
}

#[test]
fn what_is_fixed_is_read_so() {
    let desk = Desk::new();
    let figure = desk.figure("20");
    let body = format!(
        r#"{{"figure":"{figure}","action":"fix","why":"voir la phrase","set":{{"value":"25","role":"wounded"}}}}"#
    );
    let answer = desk.decide(&body);
    assert_eq!(answer.status, 201, "{}", answer.text());
    assert_eq!(answer.json()["set"]["value"], "25");
    let figures = desk.dossier()["figures"].clone();
    let fixed =
        figures.as_array().expect("figures").iter().find(|f| f["id"] == figure.as_str()).expect("it stays").clone();
    assert_eq!((&fixed["value"]["lo"], &fixed["role"]), (&25.into(), &"wounded".into()));
}

#[test]
fn what_is_rejected_goes_and_the_others_keep_their_names() {
    let desk = Desk::new();
    let words = |dossier: &Value| -> Vec<(String, String)> {
        let figures = dossier["figures"].as_array().expect("figures");
        figures.iter().map(|f| (f["id"].to_string(), f["text"].to_string())).collect()
    };
    let before = words(&desk.dossier());
    // The first figure of its report, so that others follow.
    let rejected = before.iter().find(|(id, _)| id.ends_with(".F1\"")).expect("a first figure").clone();
    let id = rejected.0.trim_matches('"');
    assert_eq!(desk.decide(&format!(r#"{{"figure":"{id}","action":"reject","why":"aucun chiffre"}}"#)).status, 201);
    let after = words(&desk.dossier());
    let expected: Vec<_> = before.into_iter().filter(|f| *f != rejected).collect();
    assert_eq!(after, expected);
}

#[test]
fn a_decision_of_a_passage_that_changed_waits_for_another_look() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("l.recoupe");
    let at: jiff::Timestamp = "2031-03-04T08:00:00Z".parse().expect("is a moment");
    let mut ledger = recoupe_ledger::Ledger::open(&path, recoupe_ledger::Access::Write).expect("a ledger");
    let mut add = |text: &str, published: &str| {
        let read = crate::read(crate::report("courrier", "crue", published, text));
        let id = read.doc.report.id.clone();
        ledger.add(vec![read], at).expect("can be added");
        ledger.settle(at).expect("can be reconciled");
        id
    };
    let id = add(crate::MORNING, "2031-03-04T07:00:00Z");
    let decided = recoupe_ledger::Ledger::open(&path, recoupe_ledger::Access::Write)
        .and_then(|mut l| l.decide(&format!("{id}.F1"), &recoupe_ledger::Action::Accept, "relu", Some("Anne"), at));
    assert!(decided.is_ok());
    add(crate::EVENING, "2031-03-04T20:00:00Z");
    let desk = Desk::of(folder, path, |_| {}).expect("it starts");
    let first = &queue(&desk)[0];
    assert_eq!(first["consequence"], "decision", "{first}");
    assert_eq!((&first["decision"]["state"], &first["decision"]["by"]), (&"review".into(), &"Anne".into()));
    assert!(first["why"].as_array().is_some_and(|w| w.contains(&"decision_review".into())));
}

#[test]
fn decisions_that_cannot_be_applied_are_refused() {
    let desk = Desk::new();
    let figure = desk.figure("20");
    let refused = |body: String| {
        let answer = desk.decide(&body);
        (answer.status, answer.json()["code"].as_str().unwrap_or_default().to_owned())
    };
    let cases = [
        (format!(r#"{{"figure":"{figure}","action":"fix","why":"x"}}"#), 400, "bad-body"),
        (format!(r#"{{"figure":"{figure}","action":"fix","why":"x","set":{{}}}}"#), 422, "bad-fix"),
        (format!(r#"{{"figure":"{figure}","action":"fix","why":"x","set":{{"value":"many"}}}}"#), 422, "bad-fix"),
        (format!(r#"{{"figure":"{figure}","action":"fix","why":"x","set":{{"colour":"red"}}}}"#), 400, "bad-body"),
        (format!(r#"{{"figure":"{figure}","action":"accept","why":"x","set":{{"value":"1"}}}}"#), 400, "bad-body"),
        (format!(r#"{{"figure":"{figure}","action":"burn","why":"x"}}"#), 400, "bad-body"),
        (format!(r#"{{"figure":"{figure}","action":"accept","why":" "}}"#), 400, "bad-body"),
        (r#"{"figure":"none.F1","action":"accept","why":"x"}"#.to_owned(), 404, "unknown-figure"),
        ("{".to_owned(), 400, "bad-body"),
        (format!(r#"{{"figure":"{figure}","action":"accept","why":"{}"}}"#, "x".repeat(20_000)), 413, "too-large"),
    ];
    for (body, status, code) in cases {
        assert_eq!(refused(body.clone()), (status, code.to_owned()), "{body:.80}");
    }
    assert_eq!(desk.json("/api/v1/changes?limit=200").to_string().matches("\"decided\"").count(), 0);
}

#[test]
fn a_decision_carries_the_mark_of_its_session() {
    let desk = Desk::new();
    let body = format!(r#"{{"figure":"{}","action":"accept","why":"x"}}"#, desk.figure("20"));
    let session = desk.get("/api/v1/session");
    let cookie = session.header("set-cookie").expect("a cookie").split(';').next().expect("a pair").to_owned();
    assert!(session.header("set-cookie").is_some_and(|c| c.contains("HttpOnly") && c.contains("SameSite=Strict")));
    let mark = session.json()["csrf"].as_str().expect("a mark").to_owned();
    let other = desk.get("/api/v1/session").json()["csrf"].as_str().expect("a mark").to_owned();
    let json = ("content-type", "application/json");
    let post = |headers: &[(&str, &str)]| -> Answer { ask(desk.address, "POST", "/api/v1/decisions", headers, &body) };
    for forged in [
        vec![json],
        vec![json, ("cookie", &cookie)],
        vec![json, ("x-csrf-token", &mark)],
        vec![json, ("cookie", &cookie), ("x-csrf-token", &other)],
    ] {
        let answer = post(&forged);
        assert_eq!((answer.status, &answer.json()["code"]), (403, &"forged".into()), "{forged:?}");
    }
    let answer = post(&[("cookie", &cookie), ("x-csrf-token", &mark), ("content-type", "text/plain")]);
    assert_eq!((answer.status, &answer.json()["code"]), (415, &"not-json".into()));
    assert_eq!(post(&[json, ("cookie", &cookie), ("x-csrf-token", &mark)]).status, 201);
}
