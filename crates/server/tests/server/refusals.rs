//! What is refused: strangers, forgers, nonsense, ledgers that cannot be served.

use std::{net::SocketAddr, num::NonZeroU32, path::PathBuf};

use recoupe_ledger::LedgerError;
use recoupe_server::{Role, ServeError, new_token};

use crate::{
    Desk,
    client::{Answer, ask},
};

fn refused(answer: &Answer) -> (u16, String) {
    assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{}", answer.text());
    let problem = answer.json();
    assert_eq!(problem["status"], answer.status);
    assert!(problem["type"].as_str().is_some_and(|t| t.starts_with("/api#problem-")), "{problem}");
    for field in ["title", "detail", "request_id"] {
        assert!(problem[field].as_str().is_some_and(|t| !t.is_empty()), "{problem}");
    }
    (answer.status, problem["code"].as_str().expect("a code").to_owned())
}

#[test]
fn nonsense_is_refused_by_name() {
    let desk = Desk::new();
    let story = desk.story();
    let cases = [
        ("/api/v1/stories?limit=0", 400, "bad-parameter"),
        ("/api/v1/stories?limit=201", 400, "bad-parameter"),
        ("/api/v1/stories?limit=x", 400, "bad-parameter"),
        ("/api/v1/stories?colour=red", 400, "bad-parameter"),
        ("/api/v1/stories?since=yesterday", 400, "bad-parameter"),
        ("/api/v1/stories?cursor=nonsense", 400, "bad-cursor"),
        ("/api/v1/search?cursor=c2VhcmNoCng", 400, "bad-cursor"),
        ("/api/v1/search?q=-rien", 400, "bad-query"),
        ("/api/v1/search?kind=rumour", 400, "bad-parameter"),
        ("/api/v1/search?country=France", 400, "bad-parameter"),
        ("/api/v1/search?at_least=NaN", 400, "bad-parameter"),
        ("/api/v1/search?from=2031-02-30", 400, "bad-parameter"),
        ("/api/v1/stories/none", 404, "unknown-story"),
        ("/api/v1/stories/%00%ff", 400, "bad-parameter"),
        ("/api/v1/reports/none", 404, "unknown-report"),
        ("/api/v1/nothing", 404, "no-route"),
    ];
    for (path, status, code) in cases {
        assert_eq!(refused(&desk.get(path)), (status, code.to_owned()), "{path}");
    }
    let export = desk.get(&format!("/api/v1/stories/{story}/export/docx"));
    assert_eq!(refused(&export), (404, "unknown-format".into()));
    let long = format!("/api/v1/search?q={}", "a".repeat(600));
    assert_eq!(refused(&desk.get(&long)), (400, "bad-parameter".into()));
    for (method, path) in [("POST", "/api/v1/stories"), ("DELETE", "/api/v1/decisions"), ("PUT", "/story/x")] {
        assert_eq!(refused(&ask(desk.address, method, path, &[], "")), (405, "bad-method".into()), "{method} {path}");
    }
    let events = desk.get_with("/api/v1/events", &[("last-event-id", "soon")]);
    assert_eq!(refused(&events), (400, "bad-parameter".into()));
}

#[test]
fn other_hosts_and_origins_are_refused() {
    let desk = Desk::new();
    for host in ["evil.example", "127.0.0.1:1", "127.0.0.1"] {
        assert_eq!(refused(&desk.get_with("/api/v1/stories", &[("host", host)])), (421, "other-host".into()), "{host}");
        assert_eq!(desk.get_with("/", &[("host", host)]).status, 421);
    }
    let host = format!("localhost:{}", desk.address.port());
    assert_eq!(desk.get_with("/api/v1/stories", &[("host", &host)]).status, 200);
    for foreign in [("origin", "http://evil.example"), ("sec-fetch-site", "cross-site")] {
        assert_eq!(refused(&desk.get_with("/api/v1/stories", &[foreign])), (403, "other-origin".into()));
    }
}

/// A file of tokens, and a token of each role.
fn tokens(folder: &tempfile::TempDir) -> (PathBuf, String, String) {
    let path = folder.path().join("tokens");
    let (read, read_line) = new_token(Role::Read, Some("le stagiaire")).expect("a token");
    let (review, review_line) = new_token(Role::Review, Some("Anne")).expect("a token");
    std::fs::write(&path, format!("# the desk\n{read_line}\n{review_line}\n")).expect("a file");
    (path, read, review)
}

#[test]
fn strangers_are_asked_for_a_token() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, read, review) = tokens(&folder);
    let desk = Desk::with(|config| config.tokens = Some(path));
    for path in ["/", "/api", "/api/v1/stories", "/openapi.json", "/metrics", "/api/v1/events", "/api/v1/session"] {
        let answer = desk.get(path);
        assert_eq!(refused(&answer), (401, "no-token".into()), "{path}");
        assert!(answer.header("www-authenticate").is_some_and(|a| a.starts_with("Basic")));
    }
    assert_eq!(desk.get("/healthz").status, 200);
    let with = |token: &str, path: &str| desk.get_with(path, &[("authorization", &format!("Bearer {token}"))]);
    assert_eq!(with(&read, "/api/v1/stories").status, 200);
    assert_eq!(with(&read, "/api/v1/session").json()["role"], "read");
    assert_eq!(with(&review, "/api/v1/session").json()["name"], "Anne");
    let figure = with(&review, "/api/v1/review").json()["items"][0]["figure"]["id"].as_str().expect("an id").to_owned();
    let body = format!(r#"{{"figure":"{figure}","action":"accept","why":"x"}}"#);
    let decide = |token: &str| {
        let headers = [("authorization", format!("Bearer {token}")), ("content-type", "application/json".into())];
        let headers: Vec<(&str, &str)> = headers.iter().map(|(n, v)| (*n, v.as_str())).collect();
        ask(desk.address, "POST", "/api/v1/decisions", &headers, &body)
    };
    assert_eq!(refused(&decide(&read)), (403, "not-allowed".into()));
    let kept = decide(&review);
    assert_eq!((kept.status, &kept.json()["by"]), (201, &"Anne".into()));
    // Guessing is slowed down.
    let guesses: Vec<(u16, String)> = (0..40).map(|n| refused(&with(&format!("rcp_{n}"), "/api/v1/stories"))).collect();
    assert_eq!(guesses[0], (401, "bad-token".into()));
    assert_eq!(guesses[39], (429, "too-many".into()));
}

#[test]
fn a_browser_that_sends_a_password_by_itself_needs_the_mark_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, _, review) = tokens(&folder);
    let desk = Desk::with(|config| config.tokens = Some(path));
    let basic = {
        use base64::Engine as _;
        format!("Basic {}", base64::prelude::BASE64_STANDARD.encode(format!("anne:{review}")))
    };
    let session = desk.get_with("/api/v1/session", &[("authorization", &basic)]);
    assert_eq!(session.status, 200, "{}", session.text());
    let body = r#"{"figure":"none.F1","action":"accept","why":"x"}"#;
    let headers = [("authorization", basic.as_str()), ("content-type", "application/json")];
    assert_eq!(refused(&ask(desk.address, "POST", "/api/v1/decisions", &headers, body)), (403, "forged".into()));
    let cookie = session.header("set-cookie").expect("a cookie").split(';').next().expect("a pair").to_owned();
    let mark = session.json()["csrf"].as_str().expect("a mark").to_owned();
    let headers = [headers[0], headers[1], ("cookie", cookie.as_str()), ("x-csrf-token", mark.as_str())];
    assert_eq!(
        refused(&ask(desk.address, "POST", "/api/v1/decisions", &headers, body)),
        (404, "unknown-figure".into())
    );
}

#[test]
fn a_server_that_takes_no_decisions_says_so() {
    let desk = Desk::with(|config| config.most = Role::Read);
    assert_eq!(desk.json("/api/v1/session")["review"], false);
    let answer = desk.decide(r#"{"figure":"none.F1","action":"accept","why":"x"}"#);
    assert_eq!(refused(&answer), (403, "read-only".into()));
}

#[test]
fn haste_is_refused_with_the_time_to_wait() {
    let desk = Desk::with(|config| config.rate = NonZeroU32::new(1));
    let answers: Vec<Answer> = (0..20).map(|_| desk.get("/healthz")).collect();
    let last = answers.last().expect("answers");
    assert_eq!(answers[0].status, 200);
    assert_eq!(refused(last), (429, "too-many".into()));
    assert!(last.header("retry-after").and_then(|s| s.parse::<u64>().ok()).is_some_and(|s| (1..5).contains(&s)));
}

#[test]
fn a_server_that_cannot_be_safe_or_sound_does_not_start() {
    let start = |set: &dyn Fn(&mut recoupe_server::Config), prepare: &dyn Fn(&std::path::Path)| {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("l.recoupe");
        prepare(&path);
        Desk::of(folder, path, set).err().expect("it does not start")
    };
    let open = start(&|config| config.bind = SocketAddr::from(([0, 0, 0, 0], 0)), &crate::fill);
    assert!(matches!(open, ServeError::Open(_)) && open.to_string().contains("--auth-token-file"), "{open}");
    let missing = start(&|_| {}, &|_| {});
    assert!(matches!(missing, ServeError::Ledger(LedgerError::Missing { .. })), "{missing}");
    let other =
        start(&|_| {}, &|path| std::fs::write(path, "no ledger at all, but a text of some length").expect("a file"));
    assert!(matches!(other, ServeError::Ledger(LedgerError::NotALedger { .. })), "{other}");
    let newer = start(&|_| {}, &|path| {
        crate::fill(path);
        let db = rusqlite::Connection::open(path).expect("a database");
        db.pragma_update(None, "user_version", 99).expect("a version");
    });
    assert!(matches!(newer, ServeError::Ledger(LedgerError::TooNew { found: 99, .. })), "{newer}");
    let tokens = start(&|config| config.tokens = Some("/nowhere/tokens".into()), &crate::fill);
    assert!(matches!(tokens, ServeError::Tokens { .. }), "{tokens}");
}
