//! Attribution, case by case: `tests/cases/attribution/{fr,en}/*.md`.
//!
//! A case is a heading, a text with marks, and one line for each statement:
//!
//! ```text
//! ## inverted verb behind a comma
//! {C1 Les pourparlers reprendront lundi}, {Q1 a annoncé} {S1 le ministre}.
//! - 1 indirect asserts, speaker ministre
//! ```
//!
//! `S` is the source, `Q` the cue, `C` the content; a part in several pieces is marked several times. Two spaces in front
//! of a line keep it in the paragraph; an empty marked line is a new paragraph. `- none` says that nothing is attributed.
//! To add a case, write the heading and the plain text, run with `UPDATE_CASES=1`, and read what comes out.

use std::{fmt::Write as _, fs, path::Path};

use recoupe_claims::{Statement, attribution};
use recoupe_reading::{Lang, read_text, testing};

#[test]
fn french() {
    check_folder("fr", Lang::Fr);
}

#[test]
fn english() {
    check_folder("en", Lang::En);
}

fn check_folder(name: &str, lang: Lang) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/attribution").join(name);
    let mut files: Vec<_> =
        fs::read_dir(&folder).expect("the cases are there").map(|e| e.expect("readable").path()).collect();
    files.sort();
    assert!(!files.is_empty(), "no cases in {}", folder.display());
    let update = std::env::var_os("UPDATE_CASES").is_some();
    let mut wrong = String::new();
    let mut cases = 0;
    for file in files {
        let written = fs::read_to_string(&file).expect("readable");
        let mut out = String::new();
        for case in written.split("\n## ") {
            let Some((title, body)) = case.split_once('\n') else {
                out.push_str(case);
                continue;
            };
            if case.starts_with("# ") {
                let _ = writeln!(out, "{}\n", case.trim_end());
                continue;
            }
            cases += 1;
            let text = plain(body);
            let found = render(&text, lang);
            let expected = body.trim();
            if found != expected {
                let _ = writeln!(wrong, "{} · {title}\nexpected:\n{expected}\nfound:\n{found}\n", file.display());
            }
            let _ = writeln!(out, "## {title}\n{found}\n");
        }
        if update {
            fs::write(&file, format!("{}\n", out.trim_end())).expect("writable");
        }
    }
    assert!(cases > 50, "only {cases} cases: were they not found?");
    assert!(update || wrong.is_empty(), "{wrong}");
}

/// The text of a case without marks and without its statement lines.
fn plain(body: &str) -> String {
    let lines: Vec<&str> = body.trim().lines().filter(|l| !l.starts_with("- ")).collect();
    let marked = lines.join("\n");
    let mut out = String::new();
    let mut chars = marked.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '{' => {
                // "{C12 "
                while chars.next().is_some_and(|c| c != ' ') {}
            }
            '}' => {}
            c => out.push(c),
        }
    }
    out
}

/// The text with what is found marked in it.
fn render(text: &str, lang: Lang) -> String {
    let doc = read_text(text, Some(lang), testing::models());
    let statements = attribution::read(&doc);
    let mut marks: Vec<(usize, std::cmp::Reverse<usize>, usize, String)> = Vec::new();
    for (i, s) in statements.iter().enumerate() {
        for (letter, spans) in [('C', &s.content), ('Q', &s.cue), ('S', &s.source)] {
            for span in spans {
                marks.push((span.start, std::cmp::Reverse(span.end), i, format!("{letter}{}", i + 1)));
            }
        }
    }
    marks.sort();
    let mut opened: Vec<usize> = Vec::new();
    let mut out = String::new();
    let mut next = 0;
    for (at, c) in text.char_indices().chain(std::iter::once((text.len(), '\0'))) {
        while opened.last() == Some(&at) {
            opened.pop();
            out.push('}');
        }
        while next < marks.len() && marks[next].0 == at {
            let _ = write!(out, "{{{} ", marks[next].3);
            opened.push(marks[next].1.0);
            // Marks that cross are closed in the order of their ends.
            opened.sort_by_key(|&end| std::cmp::Reverse(end));
            next += 1;
        }
        if c != '\0' {
            out.push(c);
        }
    }
    out.push('\n');
    for (i, s) in statements.iter().enumerate() {
        let _ = writeln!(out, "- {} {}", i + 1, describe(s));
    }
    if statements.is_empty() {
        out.push_str("- none\n");
    }
    out.trim().to_owned()
}

fn describe(s: &Statement) -> String {
    let mut out = format!("{:?} {:?}", s.kind, s.stance).to_lowercase();
    if s.certainty != recoupe_claims::Certainty::Asserted {
        let _ = write!(out, " {}", format!("{:?}", s.certainty).to_lowercase());
    }
    if let Some(speaker) = &s.speaker {
        let _ = write!(out, ", speaker {}", speaker.name);
    }
    if let Some(parent) = s.nested_in {
        let _ = write!(out, ", in {}", parent + 1);
    }
    out
}
