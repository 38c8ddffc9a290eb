//! What sentences count, as cases: `tests/cases/figures/{fr,en}-*.tsv`, a text, a tab, its figures.
//!
//! `UPDATE_CASES=1 cargo test --release -p recoupe-claims` writes what is found; read the difference before you keep it. Needs the
//! models.

use std::fmt::Write as _;
use std::path::Path;

use recoupe_reading::{Lang, read_text, testing};

fn figures(text: &str, lang: Lang) -> String {
    let doc = read_text(text, Some(lang), testing::models());
    let claims = recoupe_claims::read(&doc);
    let shown: Vec<String> = claims
        .figures
        .iter()
        .map(|f| {
            let end = |x: Option<f64>| x.map_or("…".to_owned(), |x| x.to_string());
            let mut out = format!(
                "{} [{}, {}] {}",
                doc.quote(f.span),
                end(f.value.lo),
                end(f.value.hi),
                f.unit.as_deref().unwrap_or("?")
            );
            if let Some(c) = f.counted {
                let _ = write!(out, " of \"{}\"", doc.quote(c));
            }
            if let Some(r) = f.role {
                let _ = write!(out, " {r:?}");
            }
            if let Some(p) = &f.population {
                let _ = write!(out, " {}", p.head);
                if !p.countries.is_empty() {
                    let _ = write!(out, "/{}", p.countries.join("+"));
                }
            }
            if let Some(k) = f.kind {
                let _ = write!(out, " {k:?}");
            }
            if let Some(p) = &f.place {
                let _ = write!(out, " @{}", p.name);
            }
            out
        })
        .collect();
    if shown.is_empty() { "-".into() } else { shown.join(" ; ") }
}

#[test]
fn cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/figures");
    let mut files: Vec<_> =
        std::fs::read_dir(&folder).expect("the case folder").map(|f| f.expect("an entry").path()).collect();
    files.sort();
    let (mut wrong, mut cases) = (String::new(), 0);
    for file in files {
        let name = file.file_name().expect("a name").to_string_lossy().into_owned();
        let lang = if name.starts_with("en") { Lang::En } else { Lang::Fr };
        let mut updated = String::new();
        for (n, line) in std::fs::read_to_string(&file).expect("a case file").lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                let _ = writeln!(updated, "{line}");
                continue;
            }
            let (text, expected) = line.split_once('\t').unwrap_or((line, ""));
            let got = figures(text, lang);
            cases += 1;
            if got != expected {
                let _ = writeln!(wrong, "{name}:{}: {text}\n  expected {expected}\n  got      {got}", n + 1);
            }
            let _ = writeln!(updated, "{text}\t{got}");
        }
        if std::env::var_os("UPDATE_CASES").is_some() {
            std::fs::write(&file, updated).expect("the case file is written");
        }
    }
    assert!(cases > 0);
    assert!(wrong.is_empty() || std::env::var_os("UPDATE_CASES").is_some(), "{wrong}");
}
