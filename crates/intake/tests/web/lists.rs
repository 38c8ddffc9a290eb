//! Feeds and sitemaps: what they name is fetched within bounds.

use recoupe_intake::{
    Silent, Skip,
    web::{Client, Event, Follow, Target, collect},
};

use crate::{
    options,
    server::{Server, page},
};

/// What came of a URL: reports by their paths, what was passed over, what failed.
#[derive(Debug, Default, PartialEq)]
struct Came {
    reports: Vec<String>,
    passed: Vec<String>,
    failed: Vec<String>,
}

fn came(server: &Server, path: &str, follow: Follow) -> Came {
    let client = Client::new(options()).expect("a client");
    let target = Target::parse(&server.url(path)).expect("a URL");
    let mut came = Came::default();
    let short = |path: &str| path.replace(&server.url(""), "");
    let usual = recoupe_intake::Options::default();
    collect(&client, vec![target.clone(), target], follow, &usual, &Silent, &mut |event| match event {
        Event::Fetched(..) => {}
        Event::Report(report) => came.reports.push(short(&report.path)),
        Event::Passed(passed) => {
            assert!(matches!(passed.skip, Skip::Link(_)), "{passed:?}");
            came.passed.push(short(&passed.path));
        }
        Event::Failed(error) => came.failed.push(short(&error.path)),
    });
    came
}

/// An index of two sitemaps that name twelve pages each, some of them twice, and one page that leads back to the index.
fn index() -> Server {
    Server::start(|request| {
        let host = &request.headers["host"];
        let xml = |body: String| Some(page("200 OK", &["Content-Type: application/xml"], body.as_bytes()));
        let list = |from: usize| -> String {
            let entry =
                |i: usize| format!("<url><loc>http://{host}/p{i}</loc><lastmod>2031-03-{:02}</lastmod></url>", i + 1);
            let back = format!("<url><loc>http://{host}/index.xml</loc></url>");
            format!("<urlset>{}{back}</urlset>", (from..from + 12).map(entry).collect::<String>())
        };
        match request.path.as_str() {
            "/index.xml" => xml(format!(
                "<sitemapindex><sitemap><loc>http://{host}/a.xml</loc></sitemap>\
                 <sitemap><loc>http://{host}/b.xml</loc></sitemap></sitemapindex>"
            )),
            "/a.xml" => xml(list(0)),
            "/b.xml" => xml(list(6)),
            path if path.starts_with("/p") => {
                let text = format!(
                    "<html><body><article><h1>Titre</h1><p>Page {path} : douze morts, a dit le maire de Verlay, \
                    qui a fait évacuer le quartier bas dans la nuit de mardi à mercredi.</p></article></body></html>"
                );
                Some(page("200 OK", &["Content-Type: text/html; charset=utf-8"], text.as_bytes()))
            }
            _ => None,
        }
    })
}

#[test]
fn an_index_of_sitemaps_leads_to_the_newest_pages() {
    let server = index();
    let found = came(&server, "/index.xml", Follow::Entries(3));
    // The sitemaps are fetched too, and are none of the three.
    assert_eq!(found.reports, ["/p17", "/p16", "/p15"], "{found:?}");
    assert_eq!(found.failed, Vec::<String>::new());
    let asked: Vec<String> = server.requests().into_iter().map(|request| request.path).collect();
    assert_eq!(asked, ["/index.xml", "/a.xml", "/b.xml", "/p17", "/p16", "/p15"], "each address is asked for once");
}

#[test]
fn nothing_is_followed_unless_that_was_asked_for() {
    let server = index();
    let found = came(&server, "/index.xml", Follow::Nothing);
    assert_eq!((found.reports.len(), found.passed.len(), server.requests().len()), (0, 2, 1), "{found:?}");
}

#[test]
fn all_entries_are_fetched_where_there_are_few() {
    let server = index();
    let found = came(&server, "/a.xml", Follow::Entries(50));
    assert_eq!(found.reports.len(), 24 - 6, "the index in it leads to the other sitemap: {found:?}");
    assert_eq!(found.failed, Vec::<String>::new());
}
