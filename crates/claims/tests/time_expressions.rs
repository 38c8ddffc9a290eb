//! Time expressions as TIMEX3 has them: `tests/cases/timex/{fr,en}.tsv`, `day: text`, a tab, the extents with type and value
//! (and modifier), ` ; ` between. `UPDATE_CASES=1` writes what is found.

use std::fmt::Write as _;
use std::path::Path;

use recoupe_claims::date::{TimeExpression, time_expressions};
use recoupe_intake::{Published, PublishedBasis, Report};
use recoupe_reading::{Lang, Options, read, testing};

#[test]
fn french() {
    check("fr.tsv", Lang::Fr);
}

#[test]
fn english() {
    check("en.tsv", Lang::En);
}

fn check(name: &str, lang: Lang) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/timex").join(name);
    let cases = std::fs::read_to_string(&file).unwrap();
    let update = std::env::var_os("UPDATE_CASES").is_some();
    let (mut wrong, mut updated, mut count) = (String::new(), String::new(), 0);
    for line in cases.lines() {
        if line.starts_with('#') || line.trim().is_empty() {
            let _ = writeln!(updated, "{line}");
            continue;
        }
        let (case, expected) = line.split_once('\t').unwrap_or((line, ""));
        let got = found(case, lang);
        count += 1;
        if got != expected {
            let _ = writeln!(wrong, "{case}\n  expected {expected}\n  got      {got}");
        }
        let _ = writeln!(updated, "{case}\t{got}");
    }
    if update {
        std::fs::write(&file, updated).unwrap();
    }
    assert!(count > 30, "only {count} cases");
    assert!(update || wrong.is_empty(), "\n{wrong}");
}

fn found(case: &str, lang: Lang) -> String {
    let (day, text) = case.split_once(": ").unwrap_or(("?", case));
    let text = text.replace("\\n", "\n");
    let mut report = Report::plain("case", text.clone());
    report.published = day.parse().ok().map(|date| Published { date, basis: PublishedBasis::Given });
    let shown = |f: &TimeExpression| {
        let words = text.get(f.span.start..f.span.end).unwrap_or("?");
        let modifier = f.modifier.map(|m| format!(" {m}")).unwrap_or_default();
        format!("[{words}] {} {}{modifier}", format!("{:?}", f.kind).to_uppercase(), f.value)
    };
    let all: Vec<String> = time_expressions(&read(report, testing::models(), &Options { lang: Some(lang) }))
        .iter()
        .flat_map(|f| if f.ends.is_empty() { vec![shown(f)] } else { f.ends.iter().map(shown).collect() })
        .collect();
    if all.is_empty() { "-".into() } else { all.join(" ; ") }
}
