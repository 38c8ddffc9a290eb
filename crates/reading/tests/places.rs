//! Where cities lie: `places/{fr,en}.tsv` (the format is told at their heads). Every row is read; the share of names read as expected
//! is printed and may not fall below what was last reached.
//!
//! Needs the language models: run `make models`.

use recoupe_reading::{Doc, Lang, read_text, testing};

const FR: &str = include_str!("places/fr.tsv");
const EN: &str = include_str!("places/en.tsv");

/// What the program makes of a name: the spot that these words begin.
fn found(doc: &Doc, name: &str) -> String {
    let spot = doc.spots.iter().find(|s| {
        let text = doc.text_of_range(s.tokens.clone());
        text == name || name.ends_with(text) && name.len() <= text.len() + 4
    });
    match spot {
        None => "-".to_owned(),
        Some(s) => match (&s.city, &s.country) {
            (Some(c), _) => format!("{}.{}", c.country, c.division),
            (None, Some(country)) => format!("{country}*"),
            (None, None) => "-".to_owned(),
        },
    }
}

/// "FR" is any city of France; "-" is no city.
fn holds(expected: &str, found: &str) -> bool {
    match expected {
        "-" => !found.contains('.'),
        _ if expected.contains(['.', '*']) => found == expected,
        _ => found.split_once('.').is_some_and(|(country, _)| country == expected),
    }
}

fn score(rows: &str, lang: Lang, at_least: f64) {
    let models = testing::models();
    let (mut right, mut all) = (0usize, 0usize);
    for line in rows.lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
        let (text, names) = line.split_once('\t').expect("text, then names");
        let doc = read_text(&text.replace('¶', "\n\n"), Some(lang), models);
        for pair in names.split(';') {
            let (name, expected) = pair.split_once('=').expect("name=expected");
            // One name with two answers: the first and the second time that it is named; only the cities are compared.
            let answers: Vec<&str> = expected.split(',').collect();
            let found = match answers[..] {
                [_] => found(&doc, name),
                _ => {
                    let cities =
                        doc.spots.iter().filter(|s| doc.text_of_range(s.tokens.clone()) == name && s.city.is_some());
                    let cities: Vec<String> = cities
                        .filter_map(|s| s.city.as_ref())
                        .map(|c| format!("{}.{}", c.country, c.division))
                        .collect();
                    if cities.len() == 1 { cities[0].clone() } else { format!("{cities:?}") }
                }
            };
            let expected = answers[answers.len() - 1];
            all += 1;
            if holds(expected, &found) {
                right += 1;
            } else {
                println!("{name}: {found}, expected {expected}: {text}");
            }
        }
    }
    let share = right as f64 / all as f64;
    println!("{lang:?}: {right} of {all} names, {:.1} %", share * 100.0);
    assert!(share >= at_least, "{share:.3} of the names are right; it was {at_least}");
}

#[test]
fn french_places_lie_where_they_should() {
    score(FR, Lang::Fr, 0.98);
}

#[test]
fn english_places_lie_where_they_should() {
    score(EN, Lang::En, 0.98);
}
