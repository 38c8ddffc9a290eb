//! Certainty, speaker and relays of figures: `tests/cases/certainty/{fr,en}.txt`, one case a line.

use std::fmt::Write as _;

use recoupe_claims::read;
use recoupe_reading::{Lang, read_text, testing};

#[test]
fn french() {
    check(include_str!("cases/certainty/fr.txt"), Lang::Fr);
}

#[test]
fn english() {
    check(include_str!("cases/certainty/en.txt"), Lang::En);
}

fn check(cases: &str, lang: Lang) {
    let mut wrong = String::new();
    let mut count = 0;
    for line in cases.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()) {
        let [certainty, marked, speaker, via] = line.split(" | ").map(str::trim).collect::<Vec<_>>()[..] else {
            panic!("four cells: {line}");
        };
        count += 1;
        let start = marked.find('[').expect("a marked number");
        let text = marked.replace(['[', ']'], "");
        let claims = read(&read_text(&text, Some(lang), testing::models()));
        let Some(figure) = claims.figures.iter().find(|f| f.span.start <= start && start < f.span.end) else {
            let _ = writeln!(wrong, "{text}: no figure");
            continue;
        };
        let found = format!("{:?}", figure.certainty).to_lowercase();
        let name = figure.speaker.as_ref().map_or("-", |s| s.name.as_str());
        let relays: Vec<&str> = figure.via.iter().map(|s| s.name.as_str()).collect();
        let relays = if relays.is_empty() { "-".to_owned() } else { relays.join("; ") };
        if found != certainty || name != speaker || relays != via {
            let _ = writeln!(wrong, "{text}: expected {certainty}, {speaker}, {via}; found {found}, {name}, {relays}");
        }
    }
    assert!(count > 10, "only {count} cases");
    assert!(wrong.is_empty(), "\n{wrong}");
}
