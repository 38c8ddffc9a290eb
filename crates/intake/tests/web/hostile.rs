//! Servers that do not end, do not fit, do not tell the truth, or lead where one must not go.

use std::{
    io::Write as _,
    net::{IpAddr, Ipv4Addr},
    time::{Duration, Instant},
};

use flate2::{Compression, write::GzEncoder};
use recoupe_intake::web::{Access, Limits, Options, Phase, WebError};

use crate::{
    get, get_with, options,
    server::{Reply, Server, head, page},
};

/// Whatever the server does, the client is done within its limits, with the error that is expected.
fn fails(reply: impl Fn() -> Reply + Send + Sync + 'static, expected: impl Fn(&WebError) -> bool) {
    let server = Server::start(move |request| (request.path == "/page").then(&reply));
    let start = Instant::now();
    let error = get(&server.url("/page")).expect_err("nothing that can be read");
    assert!(expected(&error), "{error:?}");
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}

#[test]
fn a_body_shorter_than_its_length() {
    fails(
        || Reply::Raw([head("200 OK", &[], Some(1000)), b"half a sen".to_vec()].concat()),
        |error| *error == WebError::Truncated,
    );
}

#[test]
fn a_body_longer_than_its_length_ends_with_it() {
    let bytes = [head("200 OK", &[], Some(4)), b"pagemore".to_vec()].concat();
    let server = Server::start(move |_| Some(Reply::Raw(bytes.clone())));
    assert_eq!(get(&server.url("/page")).expect("a page").body, b"page");
}

#[test]
fn two_lengths_that_differ() {
    fails(
        || Reply::Raw(head("200 OK", &["Content-Length: 3", "Content-Length: 4"], None)),
        |error| matches!(error, WebError::Protocol(_)),
    );
}

#[test]
fn chunks_that_break_off() {
    let chunked = ["Transfer-Encoding: chunked"];
    fails(
        move || Reply::Raw([head("200 OK", &chunked, None), b"a\r\n0123456789\r\nff\r\nshort".to_vec()].concat()),
        |error| *error == WebError::Truncated,
    );
}

#[test]
fn chunks_that_are_none() {
    fails(
        || Reply::Raw([head("200 OK", &["Transfer-Encoding: chunked"], None), b"zz\r\nhello\r\n".to_vec()].concat()),
        |error| matches!(error, WebError::Protocol(_)),
    );
}

#[test]
fn a_connection_that_closes_at_once() {
    fails(|| Reply::Raw(Vec::new()), |error| *error == WebError::Truncated);
    fails(|| Reply::Raw(b"HTTP/1.1 200 O".to_vec()), |error| *error == WebError::Truncated);
}

#[test]
fn an_answer_that_is_not_http() {
    fails(|| Reply::Raw(b"220 smtp.example ESMTP\r\n\r\n".to_vec()), |error| matches!(error, WebError::Protocol(_)));
}

#[test]
fn a_server_that_never_answers() {
    fails(|| Reply::Silence, |error| matches!(error, WebError::TimedOut { phase: Phase::FirstByte, .. }));
}

#[test]
fn headers_that_drip() {
    let drip =
        || Reply::Drip(head("200 OK", &["X-Long: aaaaaaaaaaaaaaaaaaaaaaaaaaa"], Some(0)), Duration::from_millis(30));
    fails(drip, |error| matches!(error, WebError::TimedOut { phase: Phase::FirstByte, .. }));
}

#[test]
fn a_body_that_drips() {
    let drip = || {
        let bytes = [head("200 OK", &[], Some(5000)), vec![b'a'; 5000]].concat();
        Reply::Drip(bytes, Duration::from_millis(2))
    };
    fails(drip, |error| matches!(error, WebError::TimedOut { phase: Phase::Drip | Phase::FirstByte, .. }));
}

#[test]
fn a_body_that_comes_steadily_but_for_ever() {
    // Enough each moment not to drip, too slow in all.
    let chunk = vec![b'a'; 2048];
    let server = Server::start(move |request| {
        let bytes = [head("200 OK", &[], None), chunk.repeat(40)].concat();
        (request.path == "/page").then(|| Reply::Drip(bytes, Duration::from_micros(100)))
    });
    let mut options = options();
    options.timeouts.total = Duration::from_millis(500);
    options.pace.retries = 0;
    let error = get_with(options, &server.url("/page")).expect_err("too slow");
    assert!(matches!(error, WebError::TimedOut { phase: Phase::Total, .. }), "{error:?}");
}

#[test]
fn headers_beyond_measure() {
    let huge = format!("X-Huge: {}", "a".repeat(1 << 20));
    fails(move || page("200 OK", &[&huge], b"page"), |error| matches!(error, WebError::Protocol(_)));
    let many: Vec<String> = (0..5000).map(|i| format!("X-Many-{i}: a")).collect();
    fails(
        move || page("200 OK", &many.iter().map(String::as_str).collect::<Vec<_>>(), b"page"),
        |error| matches!(error, WebError::Protocol(_)),
    );
}

#[test]
fn a_body_without_end_costs_no_more_than_the_limit() {
    let most = 100 << 20;
    let server = Server::start(move |request| {
        let endless = Reply::Endless(head("200 OK", &[], None), vec![b'a'; 64 * 1024], most);
        (request.path == "/page").then_some(endless)
    });
    let limits = Limits { bytes: 1 << 20, ..Limits::default() };
    let error = get_with(Options { limits, ..options() }, &server.url("/page"));
    assert_eq!(error.expect_err("too large"), WebError::TooLarge(1 << 20));
    // What lies in buffers of the system between the two was sent too.
    assert!(server.sent() < 32 << 20, "{} bytes were sent", server.sent());
}

#[test]
fn a_length_beyond_the_limit_is_not_even_begun() {
    let server = Server::start(|request| {
        let endless = Reply::Endless(head("200 OK", &[], Some(1 << 40)), vec![b'a'; 1024], 1 << 30);
        (request.path == "/page").then_some(endless)
    });
    assert_eq!(get(&server.url("/page")).expect_err("too large"), WebError::TooLarge(2 << 20));
}

#[test]
fn bombs() {
    let zeros = vec![0_u8; 64 << 20];
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(&zeros).expect("memory can be written to");
    let gzip = gzip.finish().expect("memory can be written to");
    let mut brotli = brotli::CompressorWriter::new(Vec::new(), 4096, 9, 22);
    brotli.write_all(&zeros).expect("memory can be written to");
    let brotli = brotli.into_inner();
    let zstd = ruzstd::encoding::compress_to_vec(&zeros[..], ruzstd::encoding::CompressionLevel::Fastest);
    for (coding, bytes) in [("gzip", gzip), ("br", brotli), ("zstd", zstd)] {
        assert!(bytes.len() < 1 << 20, "{coding}: {}", bytes.len());
        let header = format!("Content-Encoding: {coding}");
        let bomb = move || page("200 OK", &[&header], &bytes);
        fails(bomb, |error| matches!(error, WebError::Bomb { .. } | WebError::TooLarge(_)));
    }
}

#[test]
fn codings_that_were_not_asked_for_and_damaged_ones() {
    let with = |coding: &'static str| move || page("200 OK", &[coding], b"no such thing");
    fails(with("Content-Encoding: gzip, gzip"), |error| matches!(error, WebError::Coding(_)));
    fails(with("Content-Encoding: exi"), |error| matches!(error, WebError::Coding(_)));
    fails(with("Content-Encoding: gzip"), |error| *error == WebError::Damaged("gzip"));
}

#[test]
fn redirects_that_do_not_end() {
    let circle = Server::start(|request| match request.path.as_str() {
        "/a" => Some(page("302 Found", &["Location: /b"], b"")),
        "/b" => Some(page("301 Moved Permanently", &["Location: ./a"], b"")),
        _ => None,
    });
    let looped = get(&circle.url("/a")).expect_err("a circle");
    assert_eq!(looped, WebError::RedirectLoop(circle.url("/a")));
    let on_and_on = Server::start(|request| {
        let number: u32 = request.path.trim_start_matches('/').parse().ok()?;
        let location = format!("Location: /{}", number + 1);
        Some(page("307 Temporary Redirect", &[&location], b""))
    });
    assert_eq!(get(&on_and_on.url("/0")).expect_err("no end"), WebError::TooManyRedirects(10));
    assert_eq!(on_and_on.requests().len(), 11);
}

#[test]
fn redirects_that_lead_nowhere() {
    for (location, expected) in [
        ("Location: file:///etc/passwd", "BadUrl"),
        ("Location: javascript:alert(1)", "BadUrl"),
        ("Location: http://127.0.0.1:25/", "Port"),
        ("Location: http://", "BadUrl"),
        ("X-No: location", "NoLocation"),
    ] {
        let server =
            Server::start(move |request| (request.path == "/page").then(|| page("302 Found", &[location], b"")));
        let error = get(&server.url("/page")).expect_err(location);
        assert!(format!("{error:?}").contains(expected), "{location}: {error:?}");
    }
}

/// The servers listen where nobody outside this machine can; only the first of them may be connected to.
#[test]
fn redirects_to_private_addresses() {
    let secret = Server::start_on(IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2)), |_| Some(page("200 OK", &[], b"secret")));
    let port = secret.port();
    for place in [
        format!("http://127.0.0.2:{port}/"),
        format!("http://127.2:{port}/"),
        format!("http://0x7f000002:{port}/"),
        format!("http://2130706434:{port}/"),
        format!("http://[::ffff:127.0.0.2]:{port}/"),
        format!("http://user:password@127.0.0.2:{port}/"),
        "http://169.254.169.254/latest/meta-data/".to_owned(),
        "http://[::1]/".to_owned(),
        "http://0/".to_owned(),
        "//10.0.0.1/".to_owned(),
    ] {
        let location = format!("Location: {place}");
        let server =
            Server::start(move |request| (request.path == "/page").then(|| page("302 Found", &[&location], b"")));
        let error = get(&server.url("/page")).expect_err(&place);
        let WebError::BadRedirect { because, .. } = &error else { panic!("{place}: {error:?}") };
        assert!(matches!(**because, WebError::NotPublic { .. }), "{place}: {error:?}");
    }
    assert_eq!(secret.requests().len(), 0, "nobody asked for the secret");
    let anywhere = Options { access: Access::Anywhere, ..options() };
    assert_eq!(get_with(anywhere, &secret.url("/")).expect("it may be asked for now").body, b"secret");
}

/// The name is harmless; where it leads is not. What the resolver says is what is connected to.
#[test]
fn names_of_private_addresses() {
    let server = Server::start(|_| Some(page("200 OK", &[], b"secret")));
    let public = Options { access: Access::Public, ..options() };
    for name in ["localhost", "LocalHost"] {
        let url = format!("http://{name}:{}/", server.port());
        let error = get_with(public.clone(), &url).expect_err(name);
        assert!(matches!(error, WebError::NotPublic { .. }), "{error:?}");
    }
    assert_eq!(server.requests().len(), 0);
    // Only the addresses that are allowed are left of a name that has others too.
    let url = format!("http://localhost:{}/", server.port());
    assert_eq!(get(&url).expect("127.0.0.1 is allowed").body, b"secret");
}

#[test]
fn a_redirect_of_the_rules_to_a_private_address_closes_the_site() {
    let server = Server::start(|request| match request.path.as_str() {
        "/robots.txt" => Some(page("302 Found", &["Location: http://127.0.0.2/robots.txt"], b"")),
        _ => Some(page("200 OK", &[], b"page")),
    });
    let error = get(&server.url("/page")).expect_err("the rules cannot be had");
    assert!(matches!(error, WebError::RobotsUnreachable { .. }), "{error:?}");
    assert_eq!(server.requests().len(), 0);
}
