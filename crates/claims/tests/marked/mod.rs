//! Cases with a marked word and a reading that was written down before the program read them, one a line.
//!
//! A line that begins with `!` is read otherwise today. A test fails when a line without the mark is read wrong, and when
//! one with the mark is read right, so that the marks are the list of what is still wrong.
//! `UPDATE_CASES=1 cargo test --release -p recoupe-claims` renews the marks, never an expectation.

use std::{fmt::Write as _, path::PathBuf};

use recoupe_claims::{Claims, Figure};
use recoupe_reading::{Doc, Lang, read_text, testing};

/// What was read of a case.
pub(crate) struct Reading {
    pub(crate) doc: Doc,
    pub(crate) claims: Claims,
}

impl Reading {
    /// The figure at a byte of the text.
    pub(crate) fn figure(&self, at: usize) -> Option<&Figure> {
        self.claims.figures.iter().find(|f| f.span.start <= at && at < f.span.end)
    }
}

/// The cells of a line.
pub(crate) fn cells(line: &str) -> Vec<&str> {
    line.split(" | ").map(str::trim).collect()
}

/// Checks a file of cases in a folder of `tests/cases`; gives their number. The text is the second cell; the others are what
/// is expected. `found` gets the claims, the byte where the mark begins and what is expected, and says what was read, in the
/// same words where it is right.
pub(crate) fn check(
    folder: &str,
    file: &str,
    lang: Lang,
    found: impl Fn(&Reading, usize, &str) -> Option<String>,
) -> usize {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(folder).join(file);
    let cases = std::fs::read_to_string(&path).expect("a case file");
    let (mut wrong, mut marks, mut renewed, mut all) = (String::new(), String::new(), String::new(), 0);
    for line in cases.lines() {
        if line.starts_with('#') || line.trim().is_empty() {
            let _ = writeln!(renewed, "{line}");
            continue;
        }
        all += 1;
        let (marked, bare) = line.strip_prefix("! ").map_or((false, line), |bare| (true, bare));
        let cells = cells(bare);
        let text = cells.get(1).unwrap_or_else(|| panic!("no text: {line}"));
        let expected = [&cells[..1], &cells[2..]].concat().join(" | ");
        let at = text.find('[').unwrap_or_else(|| panic!("nothing marked: {line}"));
        let text = text.replace(['[', ']'], "");
        let doc = read_text(&text, Some(lang), testing::models());
        let reading = Reading { claims: recoupe_claims::read(&doc), doc };
        assert_eq!(reading.doc.report.text, text, "the mark is a byte of the text as it is read");
        let got = found(&reading, at, &expected);
        let right = got.as_deref() == Some(expected.as_str());
        let got = got.unwrap_or_else(|| "nothing".to_owned());
        match (right, marked) {
            (false, false) => _ = writeln!(wrong, "{file}: {text}\n  expected {expected}, read {got}"),
            (true, true) => _ = writeln!(marks, "{file}: {text}\n  is read right now: take its mark away"),
            _ => {}
        }
        let _ = writeln!(renewed, "{}{bare}", if right { "" } else { "! " });
    }
    assert!(all > 10, "only {all} cases");
    if std::env::var_os("UPDATE_CASES").is_some() {
        std::fs::write(&path, renewed).expect("the case file is written");
        println!("{wrong}{marks}");
    } else {
        assert!(wrong.is_empty() && marks.is_empty(), "\n{wrong}{marks}");
    }
    all
}
