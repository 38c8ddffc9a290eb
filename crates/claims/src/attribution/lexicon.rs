//! The words that attribute, by language. The lists are data: `src/fr/…`, `src/en/…`.

use std::sync::LazyLock;

use recoupe_reading::{Lang, Pos, Token};
use smol_str::SmolStr;

use super::{
    classes::ClosedClasses,
    conjugation::{self, Inflection},
};
use crate::lexicon::{Sequences, WordMap, WordSet};

/// What kind of speech act a cue names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Class {
    /// Says.
    Say,
    /// Finds, notes, counts.
    Note,
    /// Denies, rejects.
    Deny,
    /// Refuses to say.
    Decline,
    /// Asks, proposes.
    Ask,
    /// Orders, demands.
    Order,
    /// Holds an opinion.
    Opine,
    /// Knows.
    Know,
    /// Hopes, fears.
    Feel,
    /// Promises, threatens.
    Promise,
    /// Accuses.
    Accuse,
    /// Counts only beside a quotation.
    Quote,
}

/// What a cue takes as its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Frames {
    /// A clause with "que" (English: with or without "that").
    pub(crate) clause: bool,
    /// English: a clause, but only with "that".
    pub(crate) that: bool,
    /// A quotation, or an incise in the sentence.
    pub(crate) quote: bool,
    /// A noun phrase.
    pub(crate) noun: bool,
    /// A bare infinitive (English: with to).
    pub(crate) infinitive: bool,
    /// "de" + infinitive.
    pub(crate) de: bool,
    /// "à" + infinitive or noun.
    pub(crate) a: bool,
    /// "sur" + noun.
    pub(crate) sur: bool,
    /// An indirect question.
    pub(crate) question: bool,
    /// A predicate.
    pub(crate) predicate: bool,
    /// Only reflexive.
    pub(crate) reflexive: bool,
    /// An object, then the content.
    pub(crate) object: bool,
    /// A noun phrase whose head names a saying or an act.
    pub(crate) sayable: bool,
    /// Only impersonal ("il paraît que").
    pub(crate) impersonal: bool,
    /// An object with a number ("recense 300 cas", "table sur 300").
    pub(crate) count: Option<Count>,
    /// A number behind "à", "at", perhaps behind what it counts ("chiffre le bilan à 300", "puts the toll at 300").
    pub(crate) at: bool,
    /// The same behind "à", "to", only of an estimate, a forecast or a count ("raised its estimate to 300").
    pub(crate) revises: bool,
}

impl Frames {
    fn parse(letters: &str) -> Self {
        let has = |c: char| letters.contains(c);
        Self {
            clause: has('c') || has('z'),
            that: has('t'),
            quote: has('q'),
            noun: has('n') || has('m'),
            infinitive: has('i'),
            de: has('d'),
            a: has('a'),
            sur: has('s'),
            question: has('w'),
            predicate: has('p'),
            reflexive: has('r'),
            object: has('e') || has('v'),
            sayable: has('m'),
            impersonal: has('z'),
            count: match letters {
                _ if has('k') => Some(Count::Any),
                _ if has('K') => Some(Count::Observer),
                _ => None,
            },
            at: has('h'),
            revises: has('R'),
        }
    }
}

/// How a verb counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Count {
    /// Whoever is its subject.
    Any,
    /// Only with a subject that observes for others: "l'office a enregistré 92 mm", not "la commune compte 300 habitants".
    Observer,
}

/// A verb or noun that attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cue {
    pub(crate) class: Class,
    pub(crate) frames: Frames,
}

/// How a prepositional phrase attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PrepKind {
    /// "selon X".
    Source,
    /// "pour X": only before a comma or colon and with somebody who can speak.
    Opinion,
    /// "à la demande de X".
    Ask,
    /// "sur ordre de X".
    Order,
    /// "de source policière": source and cue in one.
    Bare,
}

/// Who or what a noun names, as far as it can speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum SpeakerKind {
    Person,
    Body,
    Document,
    Thing,
}

/// A verb phrase: the words after its head verb.
#[derive(Debug, Clone)]
pub(crate) struct Phrase {
    pub(crate) rest: Vec<SmolStr>,
    pub(crate) cue: Cue,
}

/// The words of one language.
pub(crate) struct Lexicon {
    pub(crate) verbs: WordMap<Cue>,
    pub(crate) forms: WordMap<Vec<(SmolStr, Inflection)>>,
    pub(crate) phrases: WordMap<Vec<Phrase>>,
    pub(crate) nouns: WordMap<(Cue, bool)>,
    pub(crate) adjectives: WordMap<Class>,
    pub(crate) prepositions: Sequences<PrepKind>,
    pub(crate) speakers: WordMap<SpeakerKind>,
    /// Endings of nouns that name persons by what they do, and nouns with such an ending that do not.
    person_suffixes: Vec<SmolStr>,
    no_persons: WordSet,
    pub(crate) sayable: WordSet,
    pub(crate) connectors: Vec<Vec<SmolStr>>,
    pub(crate) classes: ClosedClasses,
}

/// The lexicon of a language; texts in other languages are read with the English one.
pub(crate) fn of(lang: Lang) -> &'static Lexicon {
    static FR: LazyLock<Lexicon> = LazyLock::new(|| {
        Lexicon::build(
            Lang::Fr,
            include_str!("../fr/cue-verbs.tsv"),
            include_str!("../fr/phrasal-cues.tsv"),
            include_str!("../fr/cue-nouns.tsv"),
            include_str!("../fr/cue-adjectives.tsv"),
            include_str!("../fr/cue-prepositions.tsv"),
            include_str!("../fr/speaker-nouns.tsv"),
            include_str!("../fr/sayable-nouns.txt"),
            include_str!("../fr/connectors.txt"),
            include_str!("../fr/conjugation.tsv"),
            include_str!("../fr/closed-classes.tsv"),
        )
    });
    static EN: LazyLock<Lexicon> = LazyLock::new(|| {
        Lexicon::build(
            Lang::En,
            include_str!("../en/cue-verbs.tsv"),
            include_str!("../en/phrasal-cues.tsv"),
            include_str!("../en/cue-nouns.tsv"),
            include_str!("../en/cue-adjectives.tsv"),
            include_str!("../en/cue-prepositions.tsv"),
            include_str!("../en/speaker-nouns.tsv"),
            include_str!("../en/sayable-nouns.txt"),
            include_str!("../en/connectors.txt"),
            include_str!("../en/conjugation.tsv"),
            include_str!("../en/closed-classes.tsv"),
        )
    });
    if lang == Lang::Fr { &FR } else { &EN }
}

impl Lexicon {
    #[expect(clippy::too_many_arguments, reason = "one argument a file, called twice")]
    fn build(
        lang: Lang,
        verbs: &'static str,
        phrases: &'static str,
        nouns: &'static str,
        adjectives: &'static str,
        prepositions: &'static str,
        speakers: &'static str,
        sayable: &'static str,
        connectors: &'static str,
        conjugation: &'static str,
        classes: &'static str,
    ) -> Self {
        let mut lexicon = Self {
            verbs: WordMap::default(),
            forms: WordMap::default(),
            phrases: WordMap::default(),
            nouns: WordMap::default(),
            adjectives: lines(adjectives)
                .filter_map(|l| l.split_once('\t'))
                .filter_map(|(word, class)| Some((SmolStr::new(word), class_of(class.trim())?)))
                .collect(),
            prepositions: Sequences::new(Vec::new()),
            speakers: WordMap::default(),
            person_suffixes: Vec::new(),
            no_persons: WordSet::default(),
            sayable: lines(sayable).flat_map(str::split_whitespace).map(SmolStr::new).collect(),
            connectors: lines(connectors).map(words).collect(),
            classes: ClosedClasses::parse(classes),
        };
        let irregular: Vec<Vec<&str>> = lines(conjugation).map(|l| l.split('\t').collect()).collect();
        let mut lemmas: Vec<SmolStr> = Vec::new();
        for (lemma, class, frames) in rows(verbs) {
            let Some(class) = class_of(class) else { continue };
            let lemma = SmolStr::new(lemma.trim_start_matches("se "));
            if lexicon.verbs.insert(lemma.clone(), Cue { class, frames: Frames::parse(frames) }).is_none() {
                lemmas.push(lemma);
            }
        }
        for (text, class, frames) in rows(phrases) {
            if frames == "0" && class != "decline" {
                continue;
            }
            let Some(class) = class_of(class) else { continue };
            let mut frames = Frames::parse(frames);
            let mut all = words(text);
            if all.len() > 1 && matches!(all[0].as_str(), "se" | "s'" | "en") {
                frames.reflexive = all[0] != "en";
                all.remove(0);
            }
            if all.len() > 1 && all[0] == "ne" {
                all.drain(..if all[1] == "pas" { 2 } else { 1 });
            }
            let head = all.remove(0);
            if !lemmas.contains(&head) {
                lemmas.push(head.clone());
            }
            lexicon.phrases.entry(head).or_default().push(Phrase { rest: all, cue: Cue { class, frames } });
        }
        for list in lexicon.phrases.values_mut() {
            list.sort_by_key(|p| std::cmp::Reverse(p.rest.len()));
        }
        for lemma in &lemmas {
            let forms = match lang {
                Lang::Fr => conjugation::french(lemma, &irregular),
                _ => conjugation::english(lemma, &irregular),
            };
            for (form, inflection) in forms {
                let entry = lexicon.forms.entry(form).or_default();
                if !entry.contains(&(lemma.clone(), inflection)) {
                    entry.push((lemma.clone(), inflection));
                }
            }
        }
        for (noun, class, frames) in rows(nouns) {
            if let Some(class) = class_of(class) {
                let cue = Cue { class, frames: Frames::parse(frames) };
                lexicon.nouns.insert(SmolStr::new(noun), (cue, frames.contains('s')));
            }
        }
        let mut leads: Vec<(Vec<SmolStr>, PrepKind)> = Vec::new();
        for line in lines(prepositions) {
            let Some((text, kind)) = line.split_once('\t') else { continue };
            let kind = match kind.trim() {
                "source" | "eyes" | "quotesource" => PrepKind::Source,
                "opinion" => PrepKind::Opinion,
                "ask" => PrepKind::Ask,
                "order" => PrepKind::Order,
                "bare" => PrepKind::Bare,
                _ => continue,
            };
            leads.push((words(text), kind));
        }
        leads.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
        lexicon.prepositions = Sequences::new(leads);
        for line in lines(speakers) {
            let Some((kind, list)) = line.split_once('\t') else { continue };
            match kind {
                "suffix" => lexicon.person_suffixes.extend(list.split_whitespace().map(SmolStr::new)),
                "not" => lexicon.no_persons.extend(list.split_whitespace().map(SmolStr::new)),
                _ => {}
            }
            let kind = match kind {
                "suffix" | "not" => continue,
                "person" => SpeakerKind::Person,
                "body" => SpeakerKind::Body,
                "document" => SpeakerKind::Document,
                _ => SpeakerKind::Thing,
            };
            for noun in list.split_whitespace() {
                lexicon.speakers.entry(SmolStr::new(noun)).or_insert(kind);
            }
        }
        lexicon
    }

    /// The readings of a form as a cue verb or the head of a phrase.
    pub(crate) fn readings(&self, lower: &str) -> &[(SmolStr, Inflection)] {
        self.forms.get(lower.trim_start_matches(['-', '\''])).map_or(&[], Vec::as_slice)
    }

    /// What a noun names, by its form, its lemma, or its form without a plural ending.
    pub(crate) fn speaker_kind(&self, token: &Token) -> Option<SpeakerKind> {
        let lower = token.lower.as_str();
        self.speakers
            .get(lower)
            .or_else(|| self.speakers.get(token.lemma.to_lowercase().as_str()))
            .or_else(|| self.speakers.get(lower.trim_end_matches('s')))
            .or_else(|| lower.strip_suffix("aux").and_then(|s| self.speakers.get(format!("{s}al").as_str())))
            .or_else(|| lower.strip_suffix("ies").and_then(|s| self.speakers.get(format!("{s}y").as_str())))
            .or_else(|| lower.strip_suffix("women").and_then(|s| self.speakers.get(format!("{s}woman").as_str())))
            .or_else(|| lower.strip_suffix("men").and_then(|s| self.speakers.get(format!("{s}man").as_str())))
            .or_else(|| lower.strip_suffix('x').and_then(|s| self.speakers.get(s)))
            .copied()
            .or_else(|| self.person_by_ending(token))
    }

    /// "livreur", "investisseuse", "fleuriste".
    fn person_by_ending(&self, token: &Token) -> Option<SpeakerKind> {
        let singular = token.lower.trim_end_matches('s');
        let ending =
            self.person_suffixes.iter().any(|e| singular.len() > e.len() + 2 && singular.ends_with(e.as_str()));
        (token.pos == Pos::Noun && ending && !self.no_persons.contains(singular)).then_some(SpeakerKind::Person)
    }

    /// The class of an adjective that holds an opinion, in any gender and number.
    pub(crate) fn adjective_cue(&self, lower: &str) -> Option<Class> {
        let stem = lower.trim_end_matches('s');
        self.adjectives
            .get(lower)
            .or_else(|| self.adjectives.get(stem))
            .or_else(|| self.adjectives.get(stem.strip_suffix('e')?))
            .or_else(|| lower.strip_suffix("ètes").and_then(|s| self.adjectives.get(format!("{s}et").as_str())))
            .or_else(|| lower.strip_suffix("ète").and_then(|s| self.adjectives.get(format!("{s}et").as_str())))
            .copied()
    }

    /// A noun that names a saying or an act: can be said, proposed, rejected.
    pub(crate) fn is_sayable(&self, token: &Token) -> bool {
        let lower = token.lower.as_str();
        let singular = lower.trim_end_matches(['s', 'x']);
        self.sayable.contains(lower)
            || self.sayable.contains(singular)
            || self.noun_cue(token).is_some()
            || ["tion", "sion", "ment", "age", "ance", "ence", "al"]
                .iter()
                .any(|e| singular.ends_with(e) && singular.len() > e.len() + 3)
    }

    /// The cue that a noun names, and whether it is a text with content of its own (report, statement).
    pub(crate) fn noun_cue(&self, token: &Token) -> Option<(Cue, bool)> {
        let lower = token.lower.as_str();
        self.nouns
            .get(lower)
            .or_else(|| self.nouns.get(token.lemma.as_str()))
            .or_else(|| self.nouns.get(lower.trim_end_matches('s')))
            .copied()
    }
}

fn lines(data: &'static str) -> impl Iterator<Item = &'static str> {
    data.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty())
}

fn rows(data: &'static str) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    lines(data).filter_map(|l| {
        let mut cells = l.split('\t');
        Some((cells.next()?.trim(), cells.next()?.trim(), cells.next()?.trim()))
    })
}

/// Splits a phrase as the tokenizer does: at spaces and after an elision.
pub(crate) fn words(phrase: &str) -> Vec<SmolStr> {
    let mut out = Vec::new();
    for word in phrase.split_whitespace() {
        let mut rest = word;
        while let Some(at) = rest.find('\'').filter(|&at| at + 1 < rest.len() && at > 0) {
            if rest == "aujourd'hui" {
                break;
            }
            out.push(SmolStr::new(&rest[..=at]));
            rest = &rest[at + 1..];
        }
        out.push(SmolStr::new(rest));
    }
    out
}

fn class_of(name: &str) -> Option<Class> {
    Some(match name {
        "say" | "poll" => Class::Say,
        "note" => Class::Note,
        "deny" => Class::Deny,
        "decline" => Class::Decline,
        "ask" => Class::Ask,
        "order" => Class::Order,
        "opine" => Class::Opine,
        "know" => Class::Know,
        "feel" => Class::Feel,
        "promise" => Class::Promise,
        "accuse" => Class::Accuse,
        "quote" => Class::Quote,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_load() {
        for lang in [Lang::Fr, Lang::En] {
            let lexicon = of(lang);
            assert!(lexicon.verbs.len() > 200, "{lang:?} has too few verbs");
            assert!(lexicon.phrases.len() > 10);
            assert!(lexicon.prepositions.from(if lang == Lang::Fr { "selon" } else { "according" }).next().is_some());
            assert!(lexicon.speakers.len() > 300);
        }
    }

    #[test]
    fn every_line_of_the_verb_lists_is_read() {
        for (lang, data) in
            [(Lang::Fr, include_str!("../fr/cue-verbs.tsv")), (Lang::En, include_str!("../en/cue-verbs.tsv"))]
        {
            for line in lines(data) {
                let cells: Vec<&str> = line.split('\t').collect();
                assert_eq!(cells.len(), 3, "{line}");
                if cells[2] != "0" {
                    assert!(of(lang).verbs.contains_key(cells[0].trim_start_matches("se ")), "{line}");
                }
            }
        }
    }

    #[test]
    fn elisions_are_split_like_tokens() {
        assert_eq!(words("s'en prendre à"), ["s'", "en", "prendre", "à"]);
        assert_eq!(words("d'après"), ["d'", "après"]);
    }
}
