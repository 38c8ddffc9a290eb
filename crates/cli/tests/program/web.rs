//! URLs: pages fetched from a server on this machine, archives of them read again, everything that may go wrong said in a line.

#[path = "../../../intake/tests/web/server.rs"]
#[expect(dead_code, reason = "the tests of the client use the rest of it")]
mod server;

use crate::{Ran, folder, lines, program};
use server::{Request, Server, page};

const CRUE: &str = "<!DOCTYPE html><html lang=fr><head><title>Crue à Verlay</title><meta charset=utf-8>\
    <meta property=\"article:published_time\" content=\"2031-03-04T08:15:00+01:00\"></head><body><nav>Menu</nav><article>\
    <h1>Crue à Verlay : quatorze morts</h1><p>Quatorze personnes sont mortes dans la crue de la Verle, a annoncé mardi la \
    préfecture. Deux cents habitants ont été évacués vers des gymnases, selon les pompiers, qui poursuivent leurs recherches \
    dans les quartiers bas de la ville.</p></article></body></html>";

/// A feed: one entry with its text, one with its beginning only.
const FIL: &str = "<?xml version='1.0' encoding='UTF-8'?><rss version='2.0' \
    xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>Le Courrier de Verlay</title>\
    <item><title>Le pont fermé</title><link>http://HOTE/pont</link><pubDate>Wed, 05 Mar 2031 09:00:00 +0100</pubDate>\
    <content:encoded><![CDATA[<p>Le pont de Verlay est fermé depuis mardi, a annoncé la mairie, qui compte douze maisons \
    détruites dans la vallée.</p>]]></content:encoded></item>\
    <item><title>Crue à Verlay : quatorze morts</title><link>http://HOTE/crue</link>\
    <pubDate>Tue, 04 Mar 2031 09:00:00 +0100</pubDate><description>Quatorze personnes sont mortes.</description></item>\
    </channel></rss>";

/// A sitemap: addresses alone.
const PLAN: &str = "<?xml version='1.0' encoding='UTF-8'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>\
    <url><loc>http://HOTE/absent</loc><lastmod>2031-03-01</lastmod></url>\
    <url><loc>http://HOTE/crue</loc><lastmod>2031-03-04</lastmod></url></urlset>";

fn site(request: &Request) -> Option<server::Reply> {
    let html = ["Content-Type: text/html; charset=utf-8"];
    match request.path.as_str() {
        "/crue" => Some(page("200 OK", &html, CRUE.as_bytes())),
        "/vieux" => Some(page("301 Moved Permanently", &["Location: /crue"], b"")),
        "/fil" => Some(page(
            "200 OK",
            &["Content-Type: application/rss+xml"],
            FIL.replace("HOTE", &request.headers["host"]).as_bytes(),
        )),
        "/plan.xml" => Some(page(
            "200 OK",
            &["Content-Type: application/xml"],
            PLAN.replace("HOTE", &request.headers["host"]).as_bytes(),
        )),
        "/robots.txt" => Some(page("200 OK", &[], b"User-agent: *\nDisallow: /prive\n")),
        _ => None,
    }
}

/// The program, which may ask this machine, keeps its answers in a folder of the test and does not wait between pages.
fn run(args: &[&str], cache: &tempfile::TempDir) -> Ran {
    let ran = program()
        .args(args)
        .args(["--delay", "0"])
        .env("XDG_CACHE_HOME", cache.path())
        .output()
        .expect("the program starts");
    Ran::from(ran)
}

fn kinds(ran: &Ran) -> Vec<String> {
    lines(ran).iter().map(|line| line["type"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_page_is_read_by_its_url() {
    let (server, cache) = (Server::start(site), folder());
    let url = server.url("/crue");
    let ran = run(&["read", &url, "--allow-private"], &cache);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    let report = &lines(&ran)[0];
    assert_eq!((report["path"].as_str(), report["language"].as_str()), (Some(url.as_str()), Some("fr")));
    assert_eq!(report["published"]["from"], "2031-03-04");
    assert!(kinds(&ran).contains(&"figure".to_owned()), "{}", ran.out);
}

#[test]
fn what_was_fetched_can_be_read_again_with_the_same_result() {
    let (server, cache) = (Server::start(site), folder());
    let archive = cache.path().join("pages.warc.gz").to_string_lossy().into_owned();
    let url = server.url("/vieux");
    let fetched = run(&["fetch", &url, "-o", &archive, "--allow-private=127.0.0.1"], &cache);
    assert_eq!((fetched.code, fetched.out.as_str()), (Some(0), ""), "{}", fetched.err);
    let again = || run(&["read", &archive, "--with-text"], &cache);
    let (first, second) = (again(), again());
    assert_eq!(first.out, second.out, "the same bytes");
    let online = run(&["read", &url, "--with-text", "--allow-private"], &cache);
    let (offline, online) = (lines(&first), lines(&online));
    assert_eq!(offline.len(), online.len());
    for field in ["id", "text", "title", "published", "language", "url"] {
        assert_eq!(offline[0][field], online[0][field], "{field}");
    }
    assert_eq!(offline[1..], online[1..], "the same claims");
    drop(server);
    assert_eq!(again().out, first.out, "also without the server");
}

#[test]
fn a_folder_gets_one_archive_a_page() {
    let (server, cache) = (Server::start(site), folder());
    let out = cache.path().join("pages").to_string_lossy().into_owned();
    let urls = [server.url("/crue"), server.url("/vieux"), server.url("/absent")];
    let ran = run(&["fetch", &urls[0], &urls[1], &urls[2], "-o", &out, "--allow-private"], &cache);
    assert_eq!(ran.code, Some(1));
    assert_eq!(ran.err, format!("recoupe: {}: the server answers 404; check the address, or try later\n", urls[2]));
    let mut names: Vec<_> =
        std::fs::read_dir(&out).expect("the folder").map(|e| e.expect("a file").file_name()).collect();
    names.sort();
    assert_eq!(names.len(), 2, "{names:?}");
    assert!(names.iter().all(|name| name.to_string_lossy().starts_with("127-0-0-1-")), "{names:?}");
}

#[test]
fn nothing_is_written_when_nothing_was_fetched() {
    let (server, cache) = (Server::start(site), folder());
    let archive = cache.path().join("pages.warc");
    let ran = run(&["fetch", &server.url("/absent"), "-o", &archive.to_string_lossy(), "--allow-private"], &cache);
    assert_eq!(ran.code, Some(1));
    assert!(!archive.exists());
}

#[test]
fn each_problem_has_its_line_and_stops_nothing_else() {
    let (server, cache) = (Server::start(site), folder());
    let (good, closed) = (server.url("/crue"), server.url("/prive/x"));
    let ran = run(&["read", &good, &closed, "http://", "https://user:secret@/x", "--allow-private"], &cache);
    assert_eq!(ran.code, Some(1));
    assert_eq!(kinds(&ran).iter().filter(|kind| *kind == "report").count(), 1);
    assert_eq!(ran.err.lines().count(), 3, "{}", ran.err);
    assert!(
        ran.err.contains(&format!("{closed}: is closed to programs by {}", server.url("/robots.txt"))),
        "{}",
        ran.err
    );
    assert!(!ran.err.contains("secret"), "{}", ran.err);
}

#[test]
fn this_machine_is_not_asked_unless_the_user_says_so() {
    let (server, cache) = (Server::start(site), folder());
    let localhost = format!("http://localhost:{}/crue", server.port());
    for args in [&["read"][..], &["read", "--allow-private=10.0.0.1"]] {
        for url in [server.url("/crue"), localhost.clone()] {
            let ran = run(&[args, &[url.as_str()]].concat(), &cache);
            assert_eq!(ran.code, Some(1));
            assert!(ran.err.contains("127.0.0.1, which is this machine itself; give --allow-private"), "{}", ran.err);
        }
    }
    assert_eq!(server.requests().len(), 0);
    let ran = program().args(["read", &localhost]).env("LC_ALL", "fr_FR.UTF-8").output().expect("it starts");
    let err = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert!(err.contains("mène à 127.0.0.1, cette machine même\u{202f}; ajoutez --allow-private"), "{err}");
}

#[test]
fn a_page_that_has_not_changed_is_not_sent_again() {
    let server = Server::start(|request| {
        let headers = ["ETag: \"1\"", "Content-Type: text/html; charset=utf-8"];
        match (request.path.as_str(), request.headers.get("if-none-match")) {
            ("/crue", Some(_)) => Some(page("304 Not Modified", &headers, b"")),
            ("/crue", None) => Some(page("200 OK", &headers, CRUE.as_bytes())),
            _ => None,
        }
    });
    let (cache, url) = (folder(), server.url("/crue"));
    let read = || run(&["read", &url, "--allow-private"], &cache).out;
    assert_eq!(read(), read());
    let conditions: Vec<bool> = server.requests().iter().map(|r| r.headers.contains_key("if-none-match")).collect();
    assert_eq!(conditions, [false, true]);
    let plainly = run(&["read", &url, "--allow-private", "--no-web-cache"], &cache);
    assert_eq!(plainly.code, Some(0));
    assert!(!server.requests()[2].headers.contains_key("if-none-match"));
}

#[test]
fn outcomes_are_written_down() {
    let (server, cache) = (Server::start(site), folder());
    let outcomes = cache.path().join("outcomes.jsonl").to_string_lossy().into_owned();
    let (good, bad) = (server.url("/crue"), server.url("/absent"));
    run(&["read", &good, &bad, "/nonexistent/a.txt", "--allow-private", "--outcomes", &outcomes], &cache);
    let text = std::fs::read_to_string(&outcomes).expect("the file is there");
    let lines: Vec<serde_json::Value> = text.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
    let told: Vec<_> =
        lines[..3].iter().map(|l| (l["path"].as_str(), l["outcome"].as_str(), l["why"].as_str())).collect();
    assert_eq!(
        told,
        [
            (Some("/nonexistent/a.txt"), Some("failed"), Some("not-found")),
            (Some(bad.as_str()), Some("failed"), Some("status")),
            (Some(good.as_str()), Some("read"), None),
        ]
    );
    assert_eq!(lines[3]["summary"]["read"], 1);
    assert_eq!(lines[3]["summary"]["failed"], serde_json::json!({"not-found": 1, "status": 1}));
}

fn reports(ran: &Ran) -> Vec<(String, String)> {
    let text = |line: &serde_json::Value, field: &str| line[field].as_str().unwrap_or_default().to_owned();
    lines(ran).iter().filter(|l| l["type"] == "report").map(|l| (text(l, "path"), text(l, "title"))).collect()
}

#[test]
fn a_feed_gives_its_own_texts_and_with_follow_the_pages_of_the_others() {
    let (server, cache) = (Server::start(site), folder());
    let feed = server.url("/fil");
    let plain = reports(&run(&["read", &feed, "--allow-private"], &cache));
    let bridge = (format!("{feed}#1"), "Le pont fermé".to_owned());
    assert_eq!(plain, [bridge.clone(), (format!("{feed}#2"), "Crue à Verlay : quatorze morts".to_owned())]);
    assert_eq!(server.requests().len(), 1, "nothing but the feed was asked for");
    let followed = run(&["read", &feed, "--follow", "--allow-private"], &cache);
    assert_eq!((followed.code, followed.err.as_str()), (Some(0), ""));
    let found = reports(&followed);
    assert_eq!((found.len(), &found[0], found[1].0.as_str()), (2, &bridge, server.url("/crue").as_str()));
    let none = run(&["read", &feed, "--follow", "--max-entries", "0", "--allow-private"], &cache);
    assert_eq!(reports(&none), [bridge]);
    assert_eq!(none.err, "recoupe: 1 report read, skipped 1 (link 1)\n");
}

#[test]
fn a_sitemap_names_pages_the_newest_first() {
    let (server, cache) = (Server::start(site), folder());
    let sitemap = server.url("/plan.xml");
    let plain = run(&["read", &sitemap, "--allow-private"], &cache);
    assert_eq!((plain.code, plain.out.as_str()), (Some(0), ""));
    assert_eq!(plain.err, "recoupe: 0 reports read, skipped 2 (link 2)\n");
    let followed = run(&["read", &sitemap, "--follow", "--max-entries", "1", "--allow-private"], &cache);
    assert_eq!(followed.code, Some(0), "{}", followed.err);
    assert_eq!(reports(&followed).iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>(), [server.url("/crue")]);
}

#[test]
fn an_archive_of_a_feed_gives_what_the_feed_gave() {
    let (server, cache) = (Server::start(site), folder());
    let feed = server.url("/fil");
    for follow in [&[][..], &["--follow"]] {
        let archive = cache.path().join("feed.warc.gz").to_string_lossy().into_owned();
        let fetched = run(&[&["fetch", &feed, "-o", &archive, "--allow-private"], follow].concat(), &cache);
        assert_eq!(fetched.code, Some(0), "{}", fetched.err);
        let titles = |ran: &Ran| reports(ran).into_iter().map(|(_, title)| title).collect::<Vec<_>>();
        let online = titles(&run(&[&["read", &feed, "--allow-private"], follow].concat(), &cache));
        let offline = run(&["read", &archive], &cache);
        assert_eq!(offline.code, Some(0), "{}", offline.err);
        if follow.is_empty() {
            assert_eq!(titles(&offline), online);
        } else {
            // The feed carries one entry whole, so that it is read too, with the beginning of the other.
            let offline = titles(&offline);
            assert!(online.iter().all(|title| offline.contains(title)), "{online:?} {offline:?}");
            assert_eq!((online.len(), offline.len()), (2, 3));
        }
    }
}

#[test]
fn reading_an_archive_goes_on_where_it_is_told_to() {
    let (server, cache) = (Server::start(site), folder());
    let path = |name: &str| cache.path().join(name).to_string_lossy().into_owned();
    let (archive, outcomes) = (path("two.warc.gz"), path("outcomes.jsonl"));
    run(&["fetch", &server.url("/crue"), &server.url("/vieux"), "-o", &archive, "--allow-private"], &cache);
    let both = reports(&run(&["read", &archive, "--outcomes", &outcomes], &cache));
    assert_eq!(both.len(), 2, "{both:?}");
    let second = run(&["read", &archive, "--resume", &both[1].0], &cache);
    assert_eq!((second.code, reports(&second)), (Some(0), both[1..].to_vec()), "{}", second.err);
    assert_eq!(run(&["read", &archive, "--resume", "nowhere"], &cache).code, Some(2));
}
