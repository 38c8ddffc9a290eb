//! Certainty and stance, as cases in `tests/cases/certainty`:
//!
//! - `{fr,en}.txt`: certainty, speaker and relays of a marked figure;
//! - `{fr,en}-wordings.txt`: certainty of a marked figure;
//! - `{fr,en}-stances.txt`: stance of the statement whose cue holds the marked words.
//!
//! The expected readings of the last two were written down before the program read them. A line that begins with `!` is
//! read otherwise today. A test fails when a line without the mark is read wrong, and when one with the mark is read right,
//! so that the marks are the list of what is still wrong. `UPDATE_CASES=1 cargo test --release -p recoupe-claims` renews the
//! marks, never an expectation. Needs the models.

use std::{fmt::Write as _, path::PathBuf};

use recoupe_claims::{Claims, read};
use recoupe_reading::{Lang, read_text, testing};

#[test]
fn speakers_of_figures() {
    for (file, lang) in [("fr.txt", Lang::Fr), ("en.txt", Lang::En)] {
        check(file, lang, |claims, at, expected| {
            let [_, speaker, via] = cells(expected)[..] else { panic!("three cells: {expected}") };
            let figure = claims.figures.iter().find(|f| f.span.start <= at && at < f.span.end)?;
            let name = figure.speaker.as_ref().map_or("-", |s| s.name.as_str());
            let relays: Vec<&str> = figure.via.iter().map(|s| s.name.as_str()).collect();
            let relays = if relays.is_empty() { "-".to_owned() } else { relays.join("; ") };
            let found = format!("{:?} | {name} | {relays}", figure.certainty);
            // Compared without the case of the certainty, shown with the names as they are.
            let same = found.to_lowercase() == expected.to_lowercase() && name == speaker && relays == via;
            Some(if same { expected.to_owned() } else { found })
        });
    }
}

#[test]
fn wordings() {
    for (file, lang) in [("fr-wordings.txt", Lang::Fr), ("en-wordings.txt", Lang::En)] {
        let all = check(file, lang, |claims, at, _| {
            let figure = claims.figures.iter().find(|f| f.span.start <= at && at < f.span.end)?;
            Some(format!("{:?}", figure.certainty).to_lowercase())
        });
        assert!(all >= 200, "{file}: only {all} cases");
    }
}

#[test]
fn stances() {
    for (file, lang) in [("fr-stances.txt", Lang::Fr), ("en-stances.txt", Lang::En)] {
        let all = check(file, lang, |claims, at, _| {
            let holds = |s: &&recoupe_claims::Statement| s.cue.iter().any(|c| c.start <= at && at < c.end);
            let statement = claims.statements.iter().find(holds)?;
            Some(format!("{:?}", statement.stance).to_lowercase())
        });
        assert!(all >= 50, "{file}: only {all} cases");
    }
}

fn cells(line: &str) -> Vec<&str> {
    line.split(" | ").map(str::trim).collect()
}

/// Checks a file of cases; gives their number. The text is the second cell; the others are what is expected.
fn check(file: &str, lang: Lang, found: impl Fn(&Claims, usize, &str) -> Option<String>) -> usize {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases/certainty").join(file);
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
        let claims = read(&read_text(&text, Some(lang), testing::models()));
        let got = found(&claims, at, &expected);
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
