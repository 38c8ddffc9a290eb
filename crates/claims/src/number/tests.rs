//! The wording table, as cases: `tests/cases/numbers/{fr,en}-*.tsv`, one sentence a line, a tab, the quantities.
//!
//! `UPDATE_CASES=1 cargo test` writes what is found; read the difference before you keep it.

use std::fmt::Write as _;
use std::path::Path;

use recoupe_reading::Lang;

use super::{Conventions, Form, Quantity, Text, find};

/// How a case file shows a quantity: `"words" [lo, hi] unit ~`.
pub(crate) fn show(text: &str, q: &Quantity) -> String {
    let v = &q.value;
    let end = |x: Option<f64>, inf: &str| x.map_or(inf.to_owned(), |x| format!("{x}"));
    let open = if v.lo_open || v.lo.is_none() { '(' } else { '[' };
    let close = if v.hi_open || v.hi.is_none() { ')' } else { ']' };
    let mut out =
        format!("\"{}\" {open}{}, {}{close}", &text[q.span.start..q.span.end], end(v.lo, "-∞"), end(v.hi, "∞"));
    for part in [q.unit.as_deref().unwrap_or(""), if v.approx { "~" } else { "" }, if v.vague { "vague" } else { "" }] {
        if !part.is_empty() {
            let _ = write!(out, " {part}");
        }
    }
    out
}

fn quantities(sentence: &str, lang: Lang) -> String {
    let text = Text::new(sentence, 0, lang, Conventions::of(sentence, lang));
    let dates = crate::date::find(&text);
    let dated = crate::date::dated_words(&text, &dates);
    let found = find(&text, &dated);
    let shown: Vec<String> = found
        .quantities
        .iter()
        // Whether a bare "un" counts is for the figures to tell.
        .filter(|q| q.form != Form::One || q.unit.is_some())
        .map(|q| show(sentence, q))
        .collect();
    if shown.is_empty() { "-".into() } else { shown.join(" ; ") }
}

/// Runs all case files of a folder; the language is the first part of the file name.
pub(crate) fn run(folder: &str, read: impl Fn(&str, Lang) -> String) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(folder);
    let mut files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|f| f.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty());
    let (mut wrong, mut cases) = (String::new(), 0);
    for file in files {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let lang = if name.starts_with("en") { Lang::En } else { Lang::Fr };
        let source = std::fs::read_to_string(&file).unwrap();
        let mut updated = String::new();
        for (n, line) in source.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                let _ = writeln!(updated, "{line}");
                continue;
            }
            let (sentence, expected) = line.split_once('\t').unwrap_or((line, ""));
            // A narrow no-break space is hard to see in a file.
            let sentence_read =
                sentence.replace("\\u202f", "\u{202f}").replace("\\u00a0", "\u{a0}").replace("\\n", "\n");
            let got = read(&sentence_read, lang)
                .replace('\u{202f}', "\\u202f")
                .replace('\u{a0}', "\\u00a0")
                .replace('\n', "\\n");
            cases += 1;
            if got != expected {
                let _ = writeln!(wrong, "{name}:{}: {sentence}\n  expected {expected}\n  got      {got}", n + 1);
            }
            let _ = writeln!(updated, "{sentence}\t{got}");
        }
        if std::env::var_os("UPDATE_CASES").is_some() {
            std::fs::write(&file, updated).unwrap();
        }
    }
    assert!(cases > 0);
    assert!(wrong.is_empty() || std::env::var_os("UPDATE_CASES").is_some(), "{wrong}");
}

#[test]
fn wordings() {
    run("numbers", quantities);
}
