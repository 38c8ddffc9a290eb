//! What servers may expect of the client: rules, pauses, conditions, a name.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use recoupe_intake::web::{Client, Options, Origin, Pace, Target, WebError};

use crate::{
    get, get_with, options,
    server::{Reply, Server, page},
};

#[test]
fn the_request_says_who_asks_and_carries_no_credentials() {
    let server = Server::start(|_| Some(page("200 OK", &[], b"page")));
    let url = server.url("/page?a=b#part").replace("http://", "http://anna:geheim@");
    let fetched = get(&url).expect("a page");
    assert_eq!(fetched.asked.as_str(), server.url("/page?a=b"));
    let request = &server.requests()[0];
    assert_eq!(request.path, "/page?a=b");
    assert_eq!(request.headers["user-agent"], format!("recoupe/{}", env!("CARGO_PKG_VERSION")));
    assert_eq!(request.headers["accept-encoding"], "gzip, deflate, br, zstd");
    assert!(!request.headers.contains_key("authorization") && !request.headers.contains_key("cookie"));
}

#[test]
fn redirects_are_followed_and_kept() {
    let server = Server::start(|request| match request.path.as_str() {
        "/old" => Some(page("301 Moved Permanently", &["Location: /new?x=1#top", "Set-Cookie: a=b"], b"gone")),
        "/new?x=1" => Some(page("200 OK", &["Content-Type: text/html; charset=iso-8859-15"], b"\xe9t\xe9")),
        _ => None,
    });
    let fetched = get(&server.url("/old")).expect("a page");
    assert_eq!((fetched.url(), fetched.body.as_slice()), (server.url("/new?x=1").as_str(), &b"\xe9t\xe9"[..]));
    assert_eq!(fetched.exchanges.iter().map(|e| e.status.as_u16()).collect::<Vec<_>>(), [301, 200]);
    assert!(
        !server.requests()[1].headers.contains_key("cookie") && !server.requests()[1].headers.contains_key("referer")
    );
    let (asked, member) = (fetched.asked.to_string(), fetched.into_member());
    assert_eq!(member.shown, asked);
    assert_eq!(member.hints.url.as_deref(), Some(server.url("/new?x=1").as_str()));
    assert_eq!(member.hints.content_type.as_deref(), Some("text/html; charset=iso-8859-15"));
}

#[test]
fn errors_of_the_server_are_told() {
    let server = Server::start(|_| None);
    assert_eq!(get(&server.url("/gone")).expect_err("nothing there"), WebError::Status(404));
    assert_eq!(server.requests().len(), 1, "a 404 does not pass: it is not asked for again");
}

#[test]
fn rules_of_the_site_hold_also_behind_redirects() {
    let server = Server::start(|request| match request.path.as_str() {
        "/robots.txt" => {
            Some(page("200 OK", &[], b"User-agent: *\nDisallow: /closed\nUser-agent: recoupe\nDisallow: /private"))
        }
        "/way" => Some(page("302 Found", &["Location: /private/page"], b"")),
        _ => Some(page("200 OK", &[], b"page")),
    });
    let client = Client::new(options()).expect("a client");
    let get = |path: &str| client.get(&Target::parse(&server.url(path)).expect("a URL"));
    assert_eq!(get("/closed/page").expect("its own group says nothing of it").body, b"page");
    let closed = WebError::Robots(server.url("/robots.txt"));
    assert_eq!(get("/private/page").expect_err("closed"), closed);
    assert_eq!(get("/way").expect_err("closed"), closed);
    let asked: Vec<String> = server.requests().into_iter().map(|request| request.path).collect();
    assert_eq!(asked, ["/closed/page", "/way"]);
}

#[test]
fn rules_that_cannot_be_had_close_the_site_and_missing_ones_open_it() {
    for (status, open) in [
        ("404 Not Found", true),
        ("403 Forbidden", true),
        ("401 Unauthorized", true),
        ("500 Internal Server Error", false),
        ("503 Service Unavailable", false),
        ("429 Too Many Requests", false),
    ] {
        let server = Server::start(move |request| match request.path.as_str() {
            "/robots.txt" => Some(page(status, &[], b"User-agent: *\nDisallow: /")),
            _ => Some(page("200 OK", &[], b"page")),
        });
        let fetched = get(&server.url("/page"));
        assert_eq!(fetched.is_ok(), open, "{status}: {fetched:?}");
        assert_eq!(server.requests().len(), usize::from(open), "{status}");
    }
}

#[test]
fn rules_that_are_redirected_are_found() {
    let server = Server::start(|request| match request.path.as_str() {
        "/robots.txt" => Some(page("301 Moved Permanently", &["Location: /rules"], b"")),
        "/rules" => Some(page("200 OK", &[], b"User-agent: *\nDisallow: /page")),
        _ => Some(page("200 OK", &[], b"page")),
    });
    assert_eq!(get(&server.url("/page")).expect_err("closed"), WebError::Robots(server.url("/robots.txt")));
    let circle = Server::start(|request| match request.path.as_str() {
        "/robots.txt" => Some(page("301 Moved Permanently", &["Location: /robots.txt"], b"")),
        _ => Some(page("200 OK", &[], b"page")),
    });
    assert!(get(&circle.url("/page")).is_ok(), "more than five redirects: as if there were no rules");
}

#[test]
fn retry_after_is_waited_for() {
    for status in ["429 Too Many Requests", "503 Service Unavailable"] {
        let times = AtomicU32::new(0);
        let server = Server::start(move |request| {
            if request.path != "/page" {
                return None;
            }
            Some(match times.fetch_add(1, Ordering::SeqCst) {
                0 => page(status, &["Retry-After: 1"], b""),
                _ => page("200 OK", &[], b"page"),
            })
        });
        assert_eq!(get(&server.url("/page")).expect("the second time").body, b"page");
        let requests = server.requests();
        let pause = requests[1].at - requests[0].at;
        assert!(pause >= Duration::from_millis(990), "{pause:?}");
    }
}

#[test]
fn a_pause_that_is_too_long_is_told_and_kept_for_the_next_page() {
    let server = Server::start(|request| {
        (request.path != "/robots.txt").then(|| page("429 Too Many Requests", &["Retry-After: 3600"], b""))
    });
    let client = Client::new(options()).expect("a client");
    for path in ["/a", "/b"] {
        let error = client.get(&Target::parse(&server.url(path)).expect("a URL")).expect_err("an hour is too long");
        assert!(matches!(error, WebError::AskedToWait(pause) if pause > Duration::from_secs(3590)), "{error:?}");
    }
    assert_eq!(server.requests().len(), 1, "the host is left alone");
}

#[test]
fn failures_that_may_pass_are_tried_again() {
    let times = AtomicU32::new(0);
    let server = Server::start(move |request| {
        (request.path == "/page").then(|| match times.fetch_add(1, Ordering::SeqCst) {
            0 => Reply::Raw(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nbro".to_vec()),
            1 => page("502 Bad Gateway", &[], b""),
            _ => page("200 OK", &[], b"page"),
        })
    });
    let pace = Pace { retries: 2, ..options().pace };
    let fetched = get_with(Options { pace, ..options() }, &server.url("/page")).expect("the third time");
    assert_eq!(fetched.body, b"page");
    let at: Vec<Instant> = server.requests().iter().map(|request| request.at).collect();
    assert!(at[2] - at[1] >= Duration::from_millis(35), "the second pause is longer: {:?}", at[2] - at[1]);
}

#[test]
fn a_host_that_is_not_there_is_given_up() {
    // A port that was free a moment ago.
    let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a port").port();
    let client = Client::new(options()).expect("a client");
    let targets: Vec<Target> =
        (0..6).map(|i| Target::parse(&format!("http://127.0.0.1:{port}/{i}")).expect("a URL")).collect();
    let mut errors = Vec::new();
    client.get_all(targets, |_, fetched| errors.push(fetched.expect_err("nobody is there")));
    assert!(errors[..3].iter().all(|error| matches!(error, WebError::Connect(_))), "{errors:?}");
    assert!(errors[3..].iter().all(|error| matches!(error, WebError::GivenUp(_))), "{errors:?}");
}

#[test]
fn pages_of_one_host_come_one_by_one_with_the_pause_that_it_asks_for() {
    let server = Server::start(|request| match request.path.as_str() {
        "/robots.txt" => Some(page("200 OK", &[], b"User-agent: *\nCrawl-delay: 0.2")),
        path => Some(page("200 OK", &[], path.as_bytes())),
    });
    let client = Client::new(options()).expect("a client");
    let targets: Vec<Target> = (0..4).map(|i| Target::parse(&server.url(&format!("/{i}"))).expect("a URL")).collect();
    let (start, mut bodies) = (Instant::now(), Vec::new());
    client.get_all(targets, |_, fetched| bodies.push(String::from_utf8(fetched.expect("a page").body).expect("ASCII")));
    assert_eq!(bodies, ["/0", "/1", "/2", "/3"]);
    let last = server.requests().last().expect("four requests").at;
    // From the first request, wherever the machine may have dawdled since.
    assert!(last - start >= Duration::from_millis(600), "{:?}", last - start);
}

#[test]
fn pages_of_several_hosts_come_at_the_same_time_and_in_order() {
    let together = Arc::new((AtomicU32::new(0), AtomicU32::new(0)));
    let counts = together.clone();
    let server = Server::start(move |request| {
        if request.path == "/robots.txt" {
            return None;
        }
        counts.1.fetch_max(counts.0.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(150));
        counts.0.fetch_sub(1, Ordering::SeqCst);
        Some(page("200 OK", &[], b"page"))
    });
    // Hosts are told apart by name, not by port: one server by two names.
    let names = ["127.0.0.1", "localhost"];
    let target = |i: usize| Target::parse(&format!("http://{}:{}/{i}", names[i % 2], server.port())).expect("a URL");
    let client = Client::new(options()).expect("a client");
    let mut order = Vec::new();
    client.get_all((0..4).map(target).collect(), |target, fetched| {
        order.push((target.as_str().to_owned(), fetched.expect("a page").body));
    });
    let expected: Vec<_> = (0..4).map(|i| (target(i).as_str().to_owned(), b"page".to_vec())).collect();
    assert_eq!(order, expected);
    assert_eq!(together.1.load(Ordering::SeqCst), 2, "one page of each host at a time");
}

#[test]
fn a_page_that_has_not_changed_is_not_sent_again() {
    let server = Server::start(|request| {
        if request.path != "/page" {
            return None;
        }
        let headers = ["ETag: \"v1\"", "Content-Type: text/html; charset=utf-8"];
        Some(match request.headers.get("if-none-match").map(String::as_str) {
            Some("\"v1\"") => page("304 Not Modified", &headers[..1], b""),
            _ => page("200 OK", &headers, b"page"),
        })
    });
    let folder = tempfile::tempdir().expect("a temporary folder");
    let cached = || Options { cache: Some(folder.path().to_owned()), ..options() };
    let first = get_with(cached(), &server.url("/page")).expect("a page");
    assert_eq!((first.origin, first.body.as_slice()), (Origin::Server, &b"page"[..]));
    let second = get_with(cached(), &server.url("/page")).expect("the same page");
    assert_eq!((second.origin, second.body.as_slice()), (Origin::Confirmed, &b"page"[..]));
    assert_eq!(second.content_type(), Some("text/html; charset=utf-8"));
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn a_304_that_was_not_asked_for_is_an_error() {
    let server = Server::start(|request| (request.path == "/page").then(|| page("304 Not Modified", &[], b"")));
    assert_eq!(get(&server.url("/page")).expect_err("nothing to compare with"), WebError::Status(304));
}
