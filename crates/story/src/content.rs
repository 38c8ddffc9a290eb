//! What a passage is about, in a form that passages of two reports and languages can share.

use std::{collections::BTreeSet, sync::OnceLock};

use recoupe_reading::{Doc, Pos, Span, world};

use crate::text::{entries, fold};

/// Words that carry no content, folded.
const STOP: &str = concat!(include_str!("fr/stopwords.txt"), "\n", include_str!("en/stopwords.txt"));

/// States, places and content words of a passage.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Content {
    /// States, by any name.
    pub(crate) states: BTreeSet<String>,
    /// Lemmas of nouns, verbs and adjectives, and names that are no states.
    pub(crate) words: BTreeSet<String>,
}

impl Content {
    /// Of original spans.
    pub(crate) fn of(doc: &Doc, spans: &[Span]) -> Self {
        let mut content = Self::default();
        for span in spans {
            // Tokens stand in text order.
            let from = doc.tokens.partition_point(|t| t.span.end <= span.start);
            let to = doc.tokens.partition_point(|t| t.span.start < span.end);
            content.read(doc, from, to.max(from));
        }
        content
    }

    fn read(&mut self, doc: &Doc, from: usize, to: usize) {
        let mut at = from;
        while at < to {
            if let Some(m) = world::longest_match(doc, at, to)
                && let Some(key) = key(&m.what)
            {
                match key {
                    Key::State(code) => self.states.insert(code),
                    Key::Other(key) => self.words.insert(key),
                };
                at += m.tokens.len().max(1);
                continue;
            }
            let token = &doc.tokens[at];
            let content = !matches!(
                token.pos,
                Pos::Punct
                    | Pos::Det
                    | Pos::Adp
                    | Pos::Aux
                    | Pos::Cconj
                    | Pos::Sconj
                    | Pos::Pron
                    | Pos::Part
                    | Pos::Space
            );
            let word = fold(if token.lemma.is_empty() { &token.lower } else { &token.lemma });
            if content && word.chars().count() > 2 && !is_stop(&word) {
                self.words.insert(word);
            }
            at += 1;
        }
    }

    /// Share of the smaller one's words that both have, and how many those are.
    pub(crate) fn shared(&self, other: &Self) -> (f64, usize) {
        let common = self.words.intersection(&other.words).count();
        let least = self.words.len().min(other.words.len());
        (if least == 0 { 0.0 } else { common as f64 / least as f64 }, common)
    }
}

enum Key {
    State(String),
    Other(String),
}

fn key(known: &world::Known) -> Option<Key> {
    Some(match known {
        world::Known::State(s) => Key::State(s.country.to_string()),
        world::Known::Place(p) if !p.ambiguous => Key::Other(p.key.to_string()),
        world::Known::Body(b) => Key::Other(b.key.to_string()),
        _ => return None,
    })
}

/// A word without content in either language, folded.
pub(crate) fn is_stop(word: &str) -> bool {
    static WORDS: OnceLock<BTreeSet<&str>> = OnceLock::new();
    WORDS.get_or_init(|| entries(STOP).collect()).contains(word)
}
