//! Series of short reports with the figures that a reader finds in them, written down before the program read them:
//! `tests/cases/series/{fr,en}-N.tsv`. Needs the models.
//!
//! A figure is a value, a unit, a word of what is counted (`-` where it is not asked), then in any order a role, `per=…`, `part` or
//! `inc`. A value is a number, a range `a..b`, or a bound (`>`, `>=`, `<`, `<=`). A figure that is not listed is wrong. The share of
//! right ones (F1 over all figures of a series) may not fall under the floor below; `--nocapture` prints what is read otherwise.

use std::path::Path;

use recoupe_claims::{Derivation, Figure, Value};
use recoupe_reading::{Doc, Lang, read_text, testing};

/// The series with the F1 that they had when they were last read, in percent, rounded down.
const FLOORS: [(&str, u32); 4] = [("fr-1", 93), ("en-1", 91), ("fr-2", 94), ("en-2", 88)];

fn same_value(wanted: &str, v: &Value) -> bool {
    let number = |s: &str| s.parse::<f64>().unwrap_or_else(|_| panic!("no number: {s}"));
    let near = |a: Option<f64>, b: f64| a.is_some_and(|a| (a - b).abs() <= 1e-6 * b.abs().max(1.0));
    if let Some((a, b)) = wanted.split_once("..") {
        return near(v.lo, number(a)) && near(v.hi, number(b));
    }
    if let Some(n) = wanted.strip_prefix('>') {
        return near(v.lo, number(n.trim_start_matches('='))) && v.hi.is_none() && v.lo_open != n.starts_with('=');
    }
    if let Some(n) = wanted.strip_prefix('<') {
        return near(v.hi, number(n.trim_start_matches('='))) && v.lo.is_none() && v.hi_open != n.starts_with('=');
    }
    near(v.lo, number(wanted)) && near(v.hi, number(wanted))
}

/// The figure is the one that is written down.
fn is(wanted: &str, f: &Figure, doc: &Doc) -> bool {
    let words: Vec<&str> = wanted.split_whitespace().collect();
    let [value, unit, rest @ ..] = words.as_slice() else { panic!("no figure: {wanted}") };
    let marks = |w: &&&str| {
        w.starts_with("per=")
            || matches!(
                **w,
                "part" | "inc" | "killed" | "wounded" | "missing" | "detained" | "evacuated" | "infected" | "deployed"
            )
    };
    let counted: Vec<&str> = rest.iter().filter(|w| !marks(w)).copied().collect();
    let counted = counted.join(" ");
    let said = f.counted.map_or(String::new(), |c| doc.quote(c).to_lowercase());
    let role = f.role.map(|r| format!("{r:?}").to_lowercase()).unwrap_or_default();
    let per = f.per.as_ref().map(|p| format!("per={}", p.of)).unwrap_or_default();
    let how = match f.derivation {
        Some(Derivation::PartOf { .. }) => "part",
        Some(Derivation::Increment { .. }) => "inc",
        _ => "",
    };
    same_value(value, &f.value)
        && f.unit.as_deref() == Some(*unit)
        && (counted == "-" || said.contains(counted.as_str()))
        && rest.iter().filter(|w| marks(w)).all(|w| [role.as_str(), per.as_str(), how].contains(w))
        && (per.is_empty() || rest.contains(&per.as_str()))
        && (how.is_empty() || rest.contains(&how))
}

#[test]
fn series_are_read_as_before() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/series");
    let mut fallen = String::new();
    for (name, floor) in FLOORS {
        let lang = if name.starts_with("en") { Lang::En } else { Lang::Fr };
        let cases = std::fs::read_to_string(folder.join(format!("{name}.tsv"))).expect("a case file");
        let (mut right, mut all, mut reports) = (0, 0, 0);
        for line in cases.lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
            let (text, wanted) = line.split_once('\t').expect("a report and its figures");
            let wanted: Vec<&str> = wanted.split(" ; ").filter(|w| *w != "-").collect();
            let doc = read_text(text, Some(lang), testing::models());
            let claims = recoupe_claims::read(&doc);
            let mut left: Vec<&Figure> = claims.figures.iter().collect();
            let mut missed = Vec::new();
            for w in &wanted {
                match left.iter().position(|f| is(w, f, &doc)) {
                    Some(i) => drop(left.remove(i)),
                    None => missed.push(*w),
                }
            }
            reports += 1;
            right += wanted.len() - missed.len();
            all += wanted.len() + claims.figures.len();
            if !missed.is_empty() || !left.is_empty() {
                println!("{name}: {text}\n    missed {missed:?}");
                for f in left {
                    let counted = f.counted.map_or("-", |c| doc.quote(c));
                    let per = f.per.as_ref().map(|p| &p.of);
                    println!(
                        "    read   {:?} {:?} {counted:?} {:?} per {per:?} {:?}",
                        (f.value.lo, f.value.hi),
                        f.unit,
                        f.role,
                        f.derivation
                    );
                }
            }
        }
        let f1 = 200 * right / all.max(1);
        println!("{name}: {right} right, F1 {f1} % over {reports} reports");
        if f1 < floor as usize || reports < 20 {
            fallen += &format!("{name}: F1 {f1} %, it was {floor} %\n");
        }
    }
    assert!(fallen.is_empty(), "{fallen}");
}
