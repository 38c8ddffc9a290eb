//! Words of one meaning in both languages that do not resemble each other: "séisme", "earthquake".

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::OnceLock,
};

use recoupe_reading::Lang;

use crate::text::{entries, fold};

/// Concept, then its words: see the head of the files. French, English.
const TABLES: [&str; 2] = [include_str!("../fr/concepts.tsv"), include_str!("../en/concepts.tsv")];

/// Words of the longest entry.
pub(crate) const LONGEST: usize = 4;

/// The concepts of one language by their words, folded. Not by their stems: those of "brother" and "brothel" are one.
#[derive(Default)]
pub(crate) struct Concepts {
    by_word: BTreeMap<String, &'static str>,
    /// First words of entries of several words.
    heads: BTreeSet<String>,
}

/// The table of a language; an empty one for other languages than ours.
pub(crate) fn concepts(lang: Lang) -> &'static Concepts {
    static CONCEPTS: OnceLock<[Concepts; 3]> = OnceLock::new();
    let [fr, en, other] =
        CONCEPTS.get_or_init(|| [Concepts::of(TABLES[0]), Concepts::of(TABLES[1]), Concepts::default()]);
    match lang {
        Lang::Fr => fr,
        Lang::En => en,
        Lang::Other => other,
    }
}

impl Concepts {
    fn of(table: &'static str) -> Self {
        let mut concepts = Self::default();
        for (concept, words) in entries(table).filter_map(|l| l.split_once('\t')) {
            for word in words.split(" | ") {
                let word = fold(word);
                if let Some((head, _)) = word.split_once(' ') {
                    concepts.heads.insert(head.to_owned());
                }
                concepts.by_word.entry(word).or_insert(concept);
            }
        }
        concepts
    }

    /// The concept of one folded word.
    pub(crate) fn of_word(&self, word: &str) -> Option<&'static str> {
        self.by_word.get(word).copied()
    }

    /// The longest entry of several words that begins these folded words: its concept and how many words it takes.
    pub(crate) fn of_phrase(&self, words: &[String]) -> Option<(&'static str, usize)> {
        if !self.heads.contains(words.first()?) {
            return None;
        }
        (2..=words.len().min(LONGEST)).rev().find_map(|n| Some((self.of_word(&words[..n].join(" "))?, n)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(table: &str) -> Vec<&str> {
        entries(table).map(|l| l.split_once('\t').expect("a concept and its words").0).collect()
    }

    #[test]
    fn both_languages_have_the_same_concepts_once() {
        let [fr, en] = TABLES.map(names);
        assert_eq!(fr, en);
        let once: BTreeSet<&str> = fr.iter().copied().collect();
        assert_eq!(once.len(), fr.len());
    }

    #[test]
    fn no_word_has_two_concepts() {
        let mut seen: BTreeMap<(usize, String), &str> = BTreeMap::new();
        let mut twice = Vec::new();
        for (lang, table) in TABLES.iter().enumerate() {
            for (concept, words) in entries(table).filter_map(|l| l.split_once('\t')) {
                for word in words.split(" | ") {
                    assert!(word.split(' ').count() <= LONGEST, "{word}");
                    let before = seen.insert((lang, fold(word)), concept);
                    twice.extend(before.filter(|b| *b != concept).map(|b| format!("{word}: {b} and {concept}")));
                }
            }
        }
        assert!(twice.is_empty(), "{}", twice.join("\n"));
    }

    #[test]
    fn the_languages_meet() {
        let of = |lang, word: &str| concepts(lang).of_word(&fold(word));
        assert!(of(Lang::Fr, "séisme").is_some());
        assert_eq!(of(Lang::Fr, "séisme"), of(Lang::En, "earthquake"));
        assert_eq!(of(Lang::Fr, "inondation"), of(Lang::En, "flood"));
        assert_eq!(of(Lang::En, "crue"), None);
        let words: Vec<String> = ["tremblement", "de", "terre", "au"].map(str::to_owned).into();
        assert_eq!(concepts(Lang::Fr).of_phrase(&words), of(Lang::Fr, "séisme").map(|c| (c, 3)));
    }
}
