//! Made-up pages and what is read from them: each `html/*.html` with its `.expected` beside it. New or changed pages:
//! `UPDATE_CASES=1 cargo test --release -p recoupe-intake --test html`, then read the difference.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use recoupe_intake::{Hints, PartKind, Report, html};

fn hints() -> Hints {
    Hints { name: "page.html".into(), ..Hints::default() }
}

/// The metadata, one field a line, then the parts.
fn render(page: &[u8]) -> String {
    let report = match html::report(page, &hints()) {
        Ok(report) => report,
        Err(error) => return format!("error: {error}\n"),
    };
    let metadata = serde_json::to_value(&report.metadata).expect("is serialised");
    let mut out = String::new();
    for (field, told) in metadata.as_object().expect("is an object") {
        let _ = writeln!(out, "{field}: {told}");
    }
    for part in &report.parts {
        let kind = serde_json::to_value(part.kind).expect("is serialised");
        let text = report.text[part.start..part.end].replace('\n', "⏎");
        let _ = write!(out, "\n{}\n  {text}\n", kind.as_str().unwrap_or_default());
    }
    out
}

#[test]
fn pages() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/html");
    let update = std::env::var_os("UPDATE_CASES").is_some();
    let mut paths: Vec<_> =
        fs::read_dir(&folder).expect("the folder is there").map(|e| e.expect("can be listed").path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "html"));
    paths.sort();
    assert!(paths.len() >= 27, "{} pages", paths.len());
    let mut wrong = Vec::new();
    for path in paths {
        let rendered = render(&fs::read(&path).expect("can be read"));
        let expected = path.with_extension("expected");
        if update {
            fs::write(&expected, &rendered).expect("can be written");
        } else if fs::read_to_string(&expected).unwrap_or_default() != rendered {
            wrong.push(format!("{}\n{rendered}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n----\n"));
}

/// Parts are in order, disjoint, inside the text and on its character boundaries, and every letter of the text is in one.
fn check(report: &Report) {
    assert!(report.parts.windows(2).all(|pair| pair[0].end <= pair[1].start));
    let mut letters = 0;
    for part in &report.parts {
        let text = report.text.get(part.start..part.end).expect("is a stretch of the text");
        letters += text.chars().filter(|c| !c.is_whitespace()).count();
    }
    assert_eq!(letters, report.text.chars().filter(|c| !c.is_whitespace()).count());
}

#[test]
fn what_the_envelope_says_fills_what_the_page_does_not() {
    let mut hints = hints();
    hints.url = Some("https://relais.example/2031/03/04/crue".into());
    let page = "<link rel=canonical href='/crue'><h1>Crue</h1><p>Le pont de Verlay a cédé sous la crue mardi, dit le maire.</p>";
    let report = html::report(page.as_bytes(), &hints).expect("holds text");
    assert_eq!(report.url.as_deref(), Some("https://relais.example/crue"));
    assert_eq!(report.published.map(|p| p.date.to_string()).as_deref(), Some("2031-03-04"));
    assert_eq!(report.title.as_deref(), Some("Crue"));
}

#[test]
fn deep_nesting_does_not_overflow_the_stack() {
    for (open, close) in
        [("<div>", "</div>"), ("<b>", "</b>"), ("<table><tr><td>", ""), ("<ul><li>", "</ul>"), ("<svg>", "")]
    {
        let page = format!(
            "{}<p>Le pont est rouvert depuis mardi matin, dit le maire de Verlay.</p>{}",
            open.repeat(100_000),
            close.repeat(100_000)
        );
        // What such a page holds is nobody's concern; that it is read is.
        if let Ok(report) = html::report(page.as_bytes(), &hints()) {
            check(&report);
        }
    }
}

/// Shapes that make quadratic readers take minutes: hundreds of thousands of the same thing.
#[test]
fn huge_pages_are_read() {
    let shapes = [
        "<p>Le pont est rouvert depuis mardi matin, dit le maire de Verlay à la foule.</p>",
        "<h3>Lire aussi</h3>",
        "<div class=related><a href=x>Le pont</a>",
        "<title>a",
        "<!-- ",
        "<a href=\"",
        "<time>4 mars 2031</time>",
        "<span itemprop=author>A<span itemprop=name>B",
        "<li>4 mars 2031",
        "&amp;&lt;&",
        "<td><p>",
    ];
    for shape in shapes {
        let page = format!(
            "<h1>Le pont</h1><p>Il a cédé mardi sous la crue, dit le maire de Verlay.</p>{}",
            shape.repeat(100_000)
        );
        if let Ok(report) = html::report(page.as_bytes(), &hints()) {
            check(&report);
        }
    }
}

#[test]
fn paragraphs_of_a_long_page_are_all_there() {
    let mut page = String::from("<html lang=fr><h1>Le bilan de la crue</h1><article>");
    for n in 0..20_000 {
        let _ = write!(page, "<p>La commune numéro {n} a compté ses maisons inondées, dit la préfecture.</p>");
    }
    let report = html::report(page.as_bytes(), &hints()).expect("holds text");
    assert_eq!(report.parts.iter().filter(|p| p.kind == PartKind::Paragraph).count(), 20_000);
}

/// Pieces of pages, in any order.
fn soup() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "<p>",
        "</p>",
        "<div class='related share comments'>",
        "</div>",
        "<h1>",
        "<h2>",
        "</h2>",
        "<a href=x>",
        "</a>",
        "<br>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<li>",
        "<ul>",
        "</ul>",
        "<script type=application/ld+json>",
        "{\"@type\": \"NewsArticle\", ",
        "\"headline\": \"é",
        "</script>",
        "<time datetime=2031-03-04>",
        "<meta property=article:published_time content='2031-03-04T08:00:00+01:00'>",
        "<!--",
        "-->",
        "&eacute;",
        "&#x1F600;",
        "&",
        "<",
        "Lire aussi : ",
        "Le pont a cédé mardi sous la crue, dit le maire. ",
        "Publié le 4 mars 2031 ",
        "été\u{a0}",
        "<figcaption>",
        "<blockquote>",
        "(AFP) ",
        "Par Odile Marsac ",
        "<itemprop='",
        "\"",
        "'",
        "<svg>",
        "<title>",
        "</title>",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(report) = html::report(&bytes, &hints()) {
            check(&report);
        }
        let _ = html::metadata(&bytes, &hints());
    }

    #[test]
    fn any_soup(soup in soup()) {
        if let Ok(report) = html::report(soup.as_bytes(), &hints()) {
            check(&report);
            let modified = report.metadata.modified;
            prop_assert!(report.metadata.published.is_none() || modified.is_none() || report.published.is_some());
        }
    }
}
