//! Reports as they come and how they are read: each `cases/*.txt` with its `.expected` beside it. New or changed cases:
//! `UPDATE_CASES=1 cargo test --release -p recoupe-reading --test cases`, then read the difference.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use recoupe_reading::{Doc, Lang, read_text, testing};

/// Blocks with their sentences, then repairs, quotations over several sentences or unclosed, diagnostics.
fn render(doc: &Doc) -> String {
    let mut out = format!("language {}\n", code(doc.lang));
    for block in &doc.blocks {
        let kind = format!("{:?}", block.kind).to_lowercase();
        let reason = block.reason.as_deref().map(|r| format!("/{r}")).unwrap_or_default();
        let lang = if block.lang == doc.lang { String::new() } else { format!(" [{}]", code(block.lang)) };
        let _ = writeln!(out, "\n{kind}{reason}{lang}");
        if block.sentences.is_empty() {
            let _ = writeln!(out, "  # {}", doc.quote(block.span).escape_debug());
        }
        for sentence in &doc.sentences[block.sentences.clone()] {
            let _ = writeln!(out, "  | {}", &doc.clean[sentence.clean.start..sentence.clean.end]);
        }
    }
    out.push('\n');
    for repair in &doc.repairs {
        let reads = repair.reads.as_deref().map_or("marked only".to_owned(), |r| format!("reads {r:?}"));
        let _ = writeln!(out, "repair {} {:?} {reads}", repair.kind, doc.quote(repair.span));
    }
    for quote in &doc.quotes {
        let (first, last) = (doc.tokens[quote.first].sentence, doc.tokens[quote.end - 1].sentence);
        if first != last || !quote.closed {
            let closed = if quote.closed { "closed" } else { "open" };
            let text = &doc.clean[quote.clean.start..quote.clean.end];
            let _ = writeln!(out, "quotation {closed} over {} sentences {text:?}", last - first + 1);
        }
    }
    for diagnostic in &doc.diagnostics {
        let _ = writeln!(out, "diagnostic {} {:?}", diagnostic.code, doc.quote(diagnostic.span));
    }
    out
}

fn code(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => "fr",
        Lang::En => "en",
        Lang::Other => "other",
    }
}

#[test]
fn cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let update = std::env::var_os("UPDATE_CASES").is_some();
    let models = testing::models();
    let mut names: Vec<_> =
        fs::read_dir(&folder).expect("the folder is there").map(|e| e.expect("can be listed").path()).collect();
    names.retain(|p| p.extension().is_some_and(|e| e == "txt"));
    names.sort();
    assert!(!names.is_empty());
    let mut wrong = Vec::new();
    for path in names {
        let text = fs::read_to_string(&path).expect("a case is UTF-8");
        let found = render(&read_text(&text, None, models));
        let beside = path.with_extension("expected");
        if update {
            fs::write(&beside, &found).expect("can write");
        } else if fs::read_to_string(&beside).ok().as_deref() != Some(found.as_str()) {
            wrong.push(format!("{}:\n{found}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "these cases are read differently now:\n\n{}", wrong.join("\n\n"));
}
