//! Everything that can be looked up.

use serde_json::Value;

use crate::{Desk, HOSTILE};

#[test]
fn stories_come_page_by_page() {
    let desk = Desk::new();
    let story = &desk.json("/api/v1/stories")["items"][0];
    assert_eq!(story["counts"]["reports"], 3, "{story}");
    assert!(story["counts"]["figures"].as_u64().is_some_and(|n| n > 5), "{story}");
    assert!(story["last_change"]["fr"].is_string() && story["last_change"]["en"].is_string(), "{story}");
    assert_eq!(desk.json("/api/v1/stories?q=crue")["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(desk.json("/api/v1/stories?q=avalanche")["items"].as_array().map(Vec::len), Some(0));
    assert_eq!(desk.json("/api/v1/stories?since=2031-03-06")["items"].as_array().map(Vec::len), Some(0));
    assert_eq!(
        desk.json("/api/v1/stories?since=2031-03-05T09:00:00%2B01:00")["items"].as_array().map(Vec::len),
        Some(1)
    );
}

#[test]
fn a_list_goes_on_where_its_page_ended() {
    let desk = Desk::new();
    let (mut numbers, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = desk.json(&format!("/api/v1/changes?limit=3{cursor}"));
        let items = page["items"].as_array().expect("a list");
        assert!(!items.is_empty() && items.len() <= 3);
        numbers.extend(items.iter().map(|c| c["number"].as_i64().expect("a number")));
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert!(numbers.len() > 3 && numbers.windows(2).all(|w| w[0] < w[1]), "{numbers:?}");
    let all = desk.json("/api/v1/changes?limit=200");
    assert_eq!(all["items"].as_array().map(Vec::len), Some(numbers.len()));

    let first = desk.json("/api/v1/search?limit=2");
    let next = first["next"].as_str().expect("there is more");
    let second = desk.json(&format!("/api/v1/search?limit=2&cursor={next}"));
    assert_ne!(first["items"][0]["claim"], second["items"][0]["claim"]);
}

#[test]
fn a_dossier_is_what_the_program_writes() {
    let desk = Desk::new();
    let id = desk.story();
    let answer = desk.get(&format!("/api/v1/stories/{id}"));
    let ledger = recoupe_ledger::Ledger::open(&desk.ledger, recoupe_ledger::Access::Read).expect("a ledger");
    let dossier = ledger.story(&id, &recoupe_story::Options::default()).expect("a story").dossier();
    assert_eq!(answer.text(), recoupe_dossier::json::pretty(&dossier).expect("JSON"));
    assert_eq!(answer.header("content-type"), Some("application/json"));
}

#[test]
fn what_the_client_has_is_not_sent_again() {
    let desk = Desk::new();
    let id = desk.story();
    for path in
        [format!("/api/v1/stories/{id}"), "/api/v1/stories".into(), "/openapi.json".into(), "/api/v1/review".into()]
    {
        let answer = desk.get(&path);
        let etag = answer.header("etag").unwrap_or_else(|| panic!("{path} has no ETag")).to_owned();
        let again = desk.get_with(&path, &[("if-none-match", &etag)]);
        assert_eq!((again.status, again.body.len()), (304, 0), "{path}");
        assert_eq!(again.header("etag"), Some(etag.as_str()));
    }
    let path = format!("/api/v1/stories/{id}");
    let etag = desk.get(&path).header("etag").expect("a tag").to_owned();
    let figure = desk.figure("20");
    assert_eq!(desk.decide(&format!(r#"{{"figure":"{figure}","action":"accept","why":"lu"}}"#)).status, 201);
    assert_eq!(desk.get_with(&path, &[("if-none-match", &etag)]).status, 200);
}

#[test]
fn answers_are_packed_for_those_who_ask() {
    let desk = Desk::new();
    let path = format!("/api/v1/stories/{}", desk.story());
    let (plain, packed) = (desk.get(&path), desk.get_with(&path, &[("accept-encoding", "gzip")]));
    assert_eq!(packed.header("content-encoding"), Some("gzip"));
    assert!(packed.body.len() < plain.body.len() / 2, "{} of {}", packed.body.len(), plain.body.len());
    assert_eq!(desk.get(&path).header("content-encoding"), None);
}

#[test]
fn a_report_shows_its_versions_and_what_they_say_otherwise() {
    let desk = Desk::new();
    let dossier = desk.dossier();
    let reports = dossier["reports"].as_array().expect("reports");
    let now = reports.iter().find(|r| r["outlet"] == "courrier").expect("the report")["id"].as_str().expect("an id");
    let page = desk.json(&format!("/api/v1/reports/{now}"));
    assert_eq!(page["report"]["id"], now);
    assert!(page["report"]["text"].as_str().is_some_and(|t| t.contains("15 morts")));
    assert!(!page["figures"].as_array().expect("figures").is_empty());
    assert!(page["figures"][0]["quantity"].is_string(), "as its story has it: {}", page["figures"][0]);
    let versions = page["versions"].as_array().expect("versions");
    assert_eq!(versions.iter().map(|v| v["stands"].as_bool()).collect::<Vec<_>>(), [Some(false), Some(true)]);
    let difference = &page["differences"][0];
    assert_eq!(difference["to"], now);
    assert!(!difference["changed"].as_array().expect("a list").is_empty(), "{difference}");
    let before = versions[0]["version"].as_str().expect("an id");
    let old = desk.json(&format!("/api/v1/reports/{before}"));
    assert!(old["report"]["text"].as_str().is_some_and(|t| t.contains("12 morts")));
    assert_eq!(old["story"], page["story"]);
}

#[test]
fn claims_are_found_with_their_passages() {
    let desk = Desk::new();
    let found = desk.json("/api/v1/search?q=%C3%A9vacu%C3%A9s&kind=figure");
    let hit = &found["items"][0];
    let text = hit["passage"]["text"].as_str().expect("a passage");
    let range = hit["highlights"][0].as_array().expect("what answers");
    let (start, end) = (range[0].as_u64().expect("a byte"), range[1].as_u64().expect("a byte"));
    assert!(text[start as usize..end as usize].starts_with("évacu"), "{hit}");
    let report = desk.json(&format!("/api/v1/reports/{}", hit["report"].as_str().expect("an id")));
    let (from, to) =
        (hit["passage"]["start"].as_u64().expect("a byte"), hit["passage"]["end"].as_u64().expect("a byte"));
    assert_eq!(&report["report"]["text"].as_str().expect("a text")[from as usize..to as usize], text);
    let narrowed = desk.json("/api/v1/search?speaker=pompiers&at_most=20&role=killed");
    assert_eq!(narrowed["items"].as_array().map(Vec::len), Some(1), "{narrowed}");
    assert_eq!(narrowed["items"][0]["value"]["lo"], 20.0);
    let past = desk.json("/api/v1/search?q=%2212%20morts%22&past=true");
    assert_eq!(past["items"][0]["state"], "superseded", "{past}");
}

#[test]
fn figures_are_followed_over_time() {
    let desk = Desk::new();
    let series = desk.json("/api/v1/figures?about=morts");
    let first = &series["items"][0];
    assert!(first["points"].as_array().is_some_and(|p| p.len() > 1), "{first}");
    assert!(first["label"]["fr"].is_string() && first["points"][0]["words"].is_string());
}

#[test]
fn a_dossier_is_given_as_a_file() {
    let desk = Desk::new();
    let id = desk.story();
    for format in recoupe_exports::Format::ALL {
        let file = desk.get(&format!("/api/v1/stories/{id}/export/{}?lang=en", format.name()));
        assert_eq!(file.status, 200, "{format:?}");
        assert_eq!(file.header("content-type"), Some(format.media_type()));
        let disposition = file.header("content-disposition").expect("a name");
        assert!(
            disposition.starts_with("attachment;") && disposition.contains(&format!(".{}\"", format.ending())),
            "{disposition}"
        );
        let ledger = recoupe_ledger::Ledger::open(&desk.ledger, recoupe_ledger::Access::Read).expect("a ledger");
        let dossier = ledger.story(&id, &recoupe_story::Options::default()).expect("a story").dossier();
        let written = recoupe_exports::export(&dossier, format, recoupe_dossier::Locale::En).expect("can be written");
        assert_eq!(file.body, written, "{format:?}");
    }
}

#[test]
fn what_a_report_says_never_runs() {
    let desk = Desk::new();
    let id = desk.story();
    let page = desk.get(&format!("/api/v1/stories/{id}/export/html")).text();
    assert!(!page.contains(HOSTILE) && !page.contains("<img src=x"), "the text is not escaped");
    // As text of the plain page, or inside the data of the page with scripts.
    assert!(page.contains("&lt;script&gt;") || page.contains("\\u003cscript\\u003e"), "the text is not there");
    for path in [format!("/api/v1/stories/{id}"), "/api/v1/search?q=morts".to_owned()] {
        let answer = desk.get(&path);
        assert_eq!(answer.header("content-type"), Some("application/json"));
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        let policy = answer.header("content-security-policy").expect("a policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("sandbox"), "{policy}");
    }
}

#[test]
fn a_story_that_joined_another_leads_there() {
    let desk = Desk::new();
    let id = desk.story();
    let db = rusqlite::Connection::open(&desk.ledger).expect("a database");
    db.execute(
        "INSERT INTO story (public, title, created, updated, merged_into)
         SELECT 'sbefore', 'x', created, updated, id FROM story WHERE public = ?1",
        [&id],
    )
    .expect("a row");
    let answer = desk.get("/api/v1/stories/sbefore");
    assert_eq!(answer.status, 301);
    assert_eq!(answer.header("location"), Some(format!("/api/v1/stories/{id}").as_str()));
    assert_eq!(answer.json()["moved_to"], id.as_str());
}

#[test]
fn the_page_answers_every_path_that_is_no_file() {
    let desk = Desk::new();
    for path in ["/", "/story/x", "/report/y", "/review", "/search?q=a"] {
        let page = desk.get(path);
        assert_eq!(page.status, 200, "{path}");
        assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
        let policy = page.header("content-security-policy").expect("a policy");
        assert!(policy.contains("connect-src 'self'") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(page.header("x-frame-options"), Some("DENY"));
    }
    for path in ["/favicon.ico", "/api/v2/stories", "/assets/x.js"] {
        assert_eq!(desk.get(path).json()["code"], "no-route", "{path}");
    }
}

#[test]
fn the_api_says_what_it_is() {
    let desk = Desk::new();
    let document = desk.json("/openapi.json");
    assert!(document["openapi"].as_str().is_some_and(|v| v.starts_with("3.1")), "{}", document["openapi"]);
    for path in [
        "/api/v1/stories",
        "/api/v1/stories/{id}",
        "/api/v1/reports/{id}",
        "/api/v1/search",
        "/api/v1/figures",
        "/api/v1/changes",
        "/api/v1/events",
        "/api/v1/review",
        "/api/v1/decisions",
        "/api/v1/session",
        "/healthz",
        "/metrics",
    ] {
        assert!(document["paths"][path].is_object(), "{path}");
    }
    let parameters = &document["paths"]["/api/v1/stories/{id}/export/{format}"]["get"]["parameters"];
    let format = parameters.as_array().and_then(|all| all.iter().find(|p| p["name"] == "format")).expect("a format");
    let names = recoupe_exports::Format::ALL.map(recoupe_exports::Format::name);
    assert_eq!(format["schema"]["enum"], serde_json::json!(names));
    // Every reference leads somewhere.
    let text = document.to_string();
    for (at, _) in text.match_indices("\"$ref\":\"#/components/schemas/") {
        let name: String = text[at + 29..].chars().take_while(|c| *c != '"').collect();
        let name = name.rsplit('/').next().expect("a name");
        assert!(document["components"]["schemas"][name].is_object(), "{name}");
    }
    let page = desk.get("/api");
    let html = page.text();
    for kind in recoupe_server::Code::ALL.iter().map(|c| c.kind()) {
        assert!(html.contains(&format!("id=\"problem-{}\"", kind.code)), "{}", kind.code);
    }
    for outside in ["src=", "http://", "https://", "url(", "<script", "@import"] {
        assert!(!html.contains(outside), "the reference holds {outside}");
    }
    assert!(page.header("content-security-policy").is_some_and(|p| p.contains("script-src 'none'")));
}

#[test]
fn health_and_metrics_are_told() {
    let desk = Desk::new();
    assert_eq!(desk.json("/healthz")["status"], "ok");
    let path = format!("/api/v1/stories/{}", desk.story());
    desk.get(&path);
    desk.get(&path);
    let metrics = desk.get("/metrics").text();
    let line = "recoupe_http_requests_total{method=\"GET\",route=\"/api/v1/stories/{id}\",status=\"200\"} 2";
    assert!(metrics.contains(line), "{metrics}");
    assert!(metrics.contains("recoupe_dossier_cache_hits_total 1") && metrics.ends_with("# EOF\n"), "{metrics}");
}

#[test]
fn every_answer_names_its_request() {
    let desk = Desk::new();
    let (one, two) = (desk.get("/healthz"), desk.get("/api/v1/stories/none"));
    let id = two.header("x-request-id").expect("an id");
    assert_ne!(one.header("x-request-id"), Some(id));
    assert_eq!(two.json()["request_id"], id);
}

/// What is sent and what the document says have the same fields, and no field is left out that must be there.
fn agrees(value: &Value, name: &str, schemas: &Value) {
    let schema = &schemas[name];
    let told = schema["properties"].as_object().unwrap_or_else(|| panic!("{name} has no fields"));
    let sent = value.as_object().unwrap_or_else(|| panic!("{name} is no object: {value}"));
    for field in schema["required"].as_array().into_iter().flatten() {
        assert!(sent.contains_key(field.as_str().unwrap_or_default()), "{name} is sent without {field}");
    }
    for field in sent.keys() {
        assert!(told.contains_key(field), "the document does not tell of {name}.{field}");
    }
}

#[test]
fn the_document_tells_the_fields_that_are_sent() {
    let desk = Desk::new();
    let (document, dossier) = (desk.json("/openapi.json"), desk.dossier());
    let schemas = &document["components"]["schemas"];
    agrees(&dossier, "Dossier", schemas);
    agrees(&dossier["story"], "StoryHead", schemas);
    agrees(&dossier["generated"], "Generated", schemas);
    for (list, name) in
        [("reports", "Report"), ("figures", "Figure"), ("statements", "Statement"), ("quantities", "Quantity")]
    {
        let items = dossier[list].as_array().expect("a list");
        assert!(!items.is_empty(), "{list}");
        items.iter().for_each(|item| agrees(item, name, schemas));
    }
    agrees(&dossier["figures"][0]["value"], "Interval", schemas);
}
