//! The words of `src/fr/certainty.tsv` and `src/en/certainty.tsv`.

use std::sync::LazyLock;

use recoupe_reading::Lang;
use smol_str::{SmolStr, format_smolstr};

use crate::Certainty;
use crate::lexicon::{Sequences, WordMap};

/// Where a word stands to mark the certainty of a wording; see the head of the data files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Governor,
    Claimer,
    Open,
    Infinitive,
    Imperfective,
    Conditional,
    Passive,
    Noun,
    Near,
    Adverb,
    Verb,
    Modal,
    Hearsay,
    Untrue,
    True,
    Likely,
    Confirm,
    Refuse,
    Deny,
    Exclude,
    Number,
}

/// The words of one language.
pub(super) struct Lexicon {
    /// What each word gives, by where it stands.
    words: WordMap<Vec<(Kind, Certainty)>>,
    /// Phrases as token sequences.
    pub(super) phrases: Sequences<Certainty>,
    /// Phrases that decide whatever else stands in the clause.
    pub(super) fixed: Sequences<Certainty>,
    /// Words in front of a conditional that make it a true one.
    pub(super) openers: Vec<Vec<SmolStr>>,
}

/// The words of a language (English for languages without a list).
pub(super) fn of(lang: Lang) -> &'static Lexicon {
    static FR: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::parse(include_str!("../fr/certainty.tsv")));
    static EN: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::parse(include_str!("../en/certainty.tsv")));
    if lang == Lang::Fr { &FR } else { &EN }
}

impl Lexicon {
    fn parse(data: &'static str) -> Self {
        let mut words: WordMap<Vec<(Kind, Certainty)>> = WordMap::default();
        let (mut phrases, mut fixed, mut openers) = (Vec::new(), Vec::new(), Vec::new());
        for line in data.lines().filter(|l| !l.starts_with('#')) {
            let mut cells = line.split('\t');
            let (Some(kind), Some(certainty), Some(list)) = (cells.next(), cells.next(), cells.next()) else {
                continue;
            };
            let certainty = match certainty {
                "hedged" => Certainty::Hedged,
                "possible" => Certainty::Possible,
                "denied" => Certainty::Denied,
                _ => Certainty::Asserted,
            };
            let split = || list.split(" | ").map(crate::attribution::words);
            match kind {
                "phrase" => phrases.extend(split().map(|words| (words, certainty))),
                "fixed" => fixed.extend(split().map(|words| (words, certainty))),
                "opener" => openers.extend(split()),
                _ => {}
            }
            let kind = match kind {
                "governor" => Kind::Governor,
                "claimer" => Kind::Claimer,
                "open" => Kind::Open,
                "infinitive" => Kind::Infinitive,
                "imperfective" => Kind::Imperfective,
                "conditional" => Kind::Conditional,
                "passive" => Kind::Passive,
                "noun" => Kind::Noun,
                "near" => Kind::Near,
                "adverb" => Kind::Adverb,
                "verb" => Kind::Verb,
                "modal" => Kind::Modal,
                "hearsay" => Kind::Hearsay,
                "untrue" => Kind::Untrue,
                "true" => Kind::True,
                "likely" => Kind::Likely,
                "confirm" => Kind::Confirm,
                "refuse" => Kind::Refuse,
                "deny" => Kind::Deny,
                "exclude" => Kind::Exclude,
                "number" => Kind::Number,
                _ => continue,
            };
            for word in list.split_whitespace() {
                let list = words.entry(SmolStr::new(word)).or_default();
                // Of two rows for one word and place the later one holds.
                list.retain(|(k, _)| *k != kind);
                list.push((kind, certainty));
            }
        }
        Self { words, phrases: Sequences::new(phrases), fixed: Sequences::new(fixed), openers }
    }

    /// The certainty that a word of this kind gives, by lemma or by form without gender and number.
    pub(super) fn of(&self, kind: Kind, lemma: &str, lower: &str) -> Option<Certainty> {
        let stem = lower.trim_end_matches('s');
        let masculine = stem.strip_suffix('e').unwrap_or(stem);
        let single = stem.strip_suffix("elle").map(|s| format_smolstr!("{s}el"));
        let given = |word: &str| self.words.get(word)?.iter().find(|(k, _)| *k == kind).map(|(_, c)| *c);
        [lemma, lower, stem, masculine].into_iter().find_map(given).or_else(|| given(&single?))
    }

    /// The word is of this kind.
    pub(super) fn is(&self, kind: Kind, lemma: &str, lower: &str) -> bool {
        self.of(kind, lemma, lower).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_all_their_forms() {
        let fr = of(Lang::Fr);
        assert_eq!(fr.of(Kind::Near, "présumé", "présumées"), Some(Certainty::Hedged));
        assert_eq!(fr.of(Kind::Near, "éventuelle", "éventuelles"), Some(Certainty::Possible));
        assert_eq!(fr.of(Kind::Near, "potentielle", "potentielles"), Some(Certainty::Possible));
        assert!(fr.is(Kind::Passive, "prévoir", "prévues"));
        assert!(of(Lang::En).is(Kind::Adverb, "reportedly", "reportedly"));
        assert!(!fr.is(Kind::Adverb, "rapidement", "rapidement"));
    }
}
