//! What texts settle without printing it, as cases: `tests/cases/implied/{fr,en}.tsv`, a text, a tab, its implied numbers; and of which
//! event their numbers are: `tests/cases/settings/{fr,en}.tsv`, a text, a tab, each number of people with its setting.
//!
//! `UPDATE_CASES=1 cargo test --release -p recoupe-claims` writes what is found; read the difference before you keep it. Needs the
//! models.

use std::{fmt::Write as _, path::Path};

use recoupe_claims::Role;
use recoupe_reading::{Lang, read_text, testing};

fn implied(text: &str, lang: Lang) -> String {
    let doc = read_text(text, Some(lang), testing::models());
    let claims = recoupe_claims::read(&doc);
    let shown: Vec<String> = claims
        .implied
        .iter()
        .map(|i| {
            let end = |x: Option<f64>| x.map_or("…".to_owned(), |x| x.to_string());
            let value = if i.value.lo == i.value.hi {
                end(i.value.lo)
            } else {
                format!("{}–{}", end(i.value.lo), end(i.value.hi))
            };
            let role = i.role.map_or("-".to_owned(), |r| format!("{r:?}").to_lowercase());
            let words: Vec<&str> = i.spans.iter().map(|s| doc.quote(*s)).collect();
            format!("{value} {} {role} {} ({})", i.unit, format!("{:?}", i.how).to_lowercase(), words.join(" + "))
        })
        .collect();
    if shown.is_empty() { "-".into() } else { shown.join(" ; ") }
}

/// "12 killed" of the report's event, "12 killed apart event", "12 killed in (last year)".
fn settings(text: &str, lang: Lang) -> String {
    let doc = read_text(text, Some(lang), testing::models());
    let claims = recoupe_claims::read(&doc);
    let figures = claims.figures.iter().map(|f| (f.span, f.value, f.role, &f.setting));
    let implied = claims.implied.iter().filter(|i| i.figures.is_empty());
    let implied = implied.filter_map(|i| Some((*i.spans.first()?, i.value, i.role, &i.setting)));
    let mut told: Vec<_> = figures.chain(implied).filter(|(_, _, role, _)| *role != Some(Role::Other)).collect();
    told.sort_by_key(|(span, ..)| span.start);
    let shown = told.into_iter().filter_map(|(_, value, role, setting)| {
        let number = value.lo.or(value.hi)?;
        let apart = setting.apart.map_or(String::new(), |a| format!(" apart {a:?}").to_lowercase());
        let when = setting.when.as_ref().map_or(String::new(), |w| format!(" in ({})", doc.quote(w.span)));
        Some(format!("{number} {}{apart}{when}", format!("{:?}", role?).to_lowercase()))
    });
    let shown: Vec<String> = shown.collect();
    if shown.is_empty() { "-".into() } else { shown.join(" ; ") }
}

#[test]
fn cases() {
    check("implied", implied);
}

#[test]
fn settings_of_numbers() {
    check("settings", settings);
}

fn check(folder: &str, read: fn(&str, Lang) -> String) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(folder);
    let mut wrong = String::new();
    for (file, lang) in [("fr.tsv", Lang::Fr), ("en.tsv", Lang::En)] {
        let path = folder.join(file);
        let (mut updated, mut cases) = (String::new(), 0);
        for (n, line) in std::fs::read_to_string(&path).expect("a case file").lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                let _ = writeln!(updated, "{line}");
                continue;
            }
            let (text, expected) = line.split_once('\t').unwrap_or((line, ""));
            let got = read(text, lang);
            cases += 1;
            if got != expected {
                let _ = writeln!(wrong, "{file}:{}: {text}\n  expected {expected}\n  got      {got}", n + 1);
            }
            let _ = writeln!(updated, "{text}\t{got}");
        }
        assert!(cases >= 30, "{file}: only {cases} cases");
        if std::env::var_os("UPDATE_CASES").is_some() {
            std::fs::write(&path, updated).expect("the case file is written");
        }
    }
    assert!(wrong.is_empty() || std::env::var_os("UPDATE_CASES").is_some(), "{wrong}");
}

/// Killed in whatever figure or implied number tells it: the two are never mixed up.
#[test]
fn computed_numbers_are_no_figures() {
    let doc = read_text("Each of the three lorries carried 20 tonnes.", Some(Lang::En), testing::models());
    let claims = recoupe_claims::read(&doc);
    assert!(claims.figures.iter().all(|f| f.value.lo != Some(60.0)), "{:?}", claims.figures);
    assert!(claims.implied.iter().any(|i| i.value.lo == Some(60.0)), "{:?}", claims.implied);
}
