//! What names, descriptions and pronouns refer to: `coreference/{fr,en}.tsv` (the format is told at their heads). Every row is
//! read; the share of answers as expected is printed and may not fall below what was last reached.
//!
//! Needs the language models: run `make models`.

use recoupe_reading::{Doc, Lang, read_text, testing};

const FR: &str = include_str!("coreference/fr.tsv");
const EN: &str = include_str!("coreference/en.tsv");

/// The names of what the nth mention with these words refers to.
fn names_of(doc: &Doc, words: &str, n: usize) -> Option<Vec<String>> {
    let mut same = doc.mentions.iter().filter(|m| doc.text_of_range(m.tokens.clone()).eq_ignore_ascii_case(words));
    let entity = &doc.entities[same.nth(n - 1)?.entity?];
    Some(std::iter::once(&entity.name).chain(&entity.aliases).cloned().collect())
}

fn holds(expected: &str, found: Option<&[String]>) -> bool {
    let has = |name: &str| found.is_some_and(|f| f.iter().any(|n| n == name));
    match expected.strip_prefix('!') {
        Some(name) => !has(name),
        None if expected == "?" => found.is_none(),
        None => has(expected),
    }
}

fn score(rows: &str, lang: Lang, at_least: f64) {
    let models = testing::models();
    let (mut right, mut all) = (0usize, 0usize);
    for line in rows.lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
        let (text, pairs) = line.split_once('\t').expect("text, then pairs");
        let doc = read_text(&text.replace('¶', "\n\n"), Some(lang), models);
        for pair in pairs.split(';') {
            let (words, expected) = pair.split_once('=').expect("words=name");
            let (words, n) = words.split_once('#').map_or((words, 1), |(w, n)| (w, n.parse().expect("which one")));
            let found = names_of(&doc, words, n);
            all += 1;
            if holds(expected, found.as_deref()) {
                right += 1;
            } else {
                println!("{words}#{n}: {found:?}, expected {expected}: {text}");
            }
        }
    }
    let share = right as f64 / all as f64;
    println!("{lang:?}: {right} of {all} answers, {:.1} %", share * 100.0);
    assert!(share >= at_least, "{share:.3} of the answers are right; it was {at_least}");
}

#[test]
fn french_words_refer_to_what_they_should() {
    score(FR, Lang::Fr, 0.87);
}

#[test]
fn english_words_refer_to_what_they_should() {
    score(EN, Lang::En, 0.9);
}
