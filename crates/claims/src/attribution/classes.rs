//! Closed classes of words (`closed-classes.tsv` of each language), one name each.

use smol_str::SmolStr;

use super::view::View;
use crate::lexicon::WordMap;

/// A closed class of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum WordClass {
    /// Days, months, parts of the day.
    Time,
    /// Nouns and adjectives that make a phrase one of time ("la semaine dernière").
    TimeUnit,
    /// What may stand inside a phrase of time.
    TimeLink,
    /// Adverbs that may stand between a cue and what is said.
    SceneAdverb,
    /// Prepositions that open the scene of a saying ("à Genève", "during a visit").
    ScenePreposition,
    /// Who is spoken to, not who speaks ("au micro de", "à la presse").
    Addressee,
    /// Who is told something, behind a cue that takes "à".
    Listener,
    /// Nouns after "à", "en", "lors de" that set the scene of a saying.
    Occasion,
    /// Pronouns tied to a verb.
    Clitic,
    /// Negations and adverbs before an infinitive.
    InfinitiveLead,
    /// Words that link two finite verbs.
    ClauseLink,
    /// Conjunctions at the head of a clause that is not complete by itself.
    Subordinator,
    /// Words that open the subordinate clause in which a cue stands.
    ClauseOpener,
    /// Behind a comma: the object goes on.
    ObjectGoesOn,
    /// Nouns behind "selon" that tell a circumstance, not a source ("selon les cas").
    Circumstance,
    /// Nouns that announce a number ("le bilan est plus lourd").
    Announcer,
    /// Numeral nouns.
    OrderOfSize,
    /// Nouns that count the noun behind them ("la plupart des élus").
    QuantityNoun,
    /// "selon ses propres termes", "by his own account".
    OwnWords,
    /// Articles and their contractions.
    Article,
    /// Other determiners.
    Determiner,
    /// Pronouns that count ("plusieurs", "many").
    QuantityPronoun,
    /// Of these, those that the parse calls pronouns though they head a phrase.
    QuantitySubject,
    /// Pronouns that can name a source.
    Pronoun,
    /// Possessives of the third person.
    Possessive,
    /// Adverbs of degree before an adjective.
    Degree,
    /// Connectors of one word that need no comma.
    SingleConnector,
    /// Participles behind "selon X" that tell where X was met ("cité par", "interviewed by").
    TellingParticiple,
    /// Participles that name whose words one relays ("citant", "citing").
    CitingParticiple,
    /// Participles and adjectives that tie a complement to a function ("chargé de").
    FunctionParticiple,
    /// Verbs whose noun object is said, whoever the subject (lemmas).
    ObjectSaid,
    /// Verbs that attribute only as reflexives (lemmas).
    ReflexiveOnly,
    /// Relative pronouns in the role of a subject.
    Relative,
    /// What may follow an incise that stands before its verb.
    AfterIncise,
    /// Whoever is quoted.
    FirstPerson,
    /// Adverbs and prepositions before a number ("environ", "at least").
    Approximator,
    /// Nouns that stand for a speaker named before ("la même source").
    Reference,
    /// Words that open a sentence about parts of what was told ("Parmi eux").
    PartOpener,
    /// Nouns for any body, named before ("l'organisme").
    GeneralBody,
    /// Bodies that observe and count for others.
    Observer,
    /// What somebody calls that which he says is not so ("infondé", "a lie").
    Untrue,
    /// Gerunds behind which the new total stands ("bringing the total to 212").
    BringsTotal,
    /// Verbs by which a body makes its count known (lemmas: "publier", "release").
    Issues,
    /// Verbs by which somebody sticks to a count told before (lemmas: "maintenir").
    Upholds,
    /// Participles that tell whose a count is ("établi par", "compiled by").
    MadeBy,
}

const _: () = assert!(NAMES.len() <= 64, "the classes of a word are the bits of one number");

impl WordClass {
    const fn bit(self) -> u64 {
        1 << self as u64
    }
}

/// Each class with its name in the files.
const NAMES: &[(WordClass, &str)] = &[
    (WordClass::Time, "time"),
    (WordClass::TimeUnit, "time-unit"),
    (WordClass::TimeLink, "time-link"),
    (WordClass::SceneAdverb, "scene-adverb"),
    (WordClass::ScenePreposition, "scene-preposition"),
    (WordClass::Addressee, "addressee"),
    (WordClass::Listener, "listener"),
    (WordClass::Occasion, "occasion"),
    (WordClass::Clitic, "clitic"),
    (WordClass::InfinitiveLead, "infinitive-lead"),
    (WordClass::ClauseLink, "clause-link"),
    (WordClass::Subordinator, "subordinator"),
    (WordClass::ClauseOpener, "clause-opener"),
    (WordClass::ObjectGoesOn, "object-goes-on"),
    (WordClass::Circumstance, "circumstance"),
    (WordClass::Announcer, "announcer"),
    (WordClass::OrderOfSize, "order-of-size"),
    (WordClass::QuantityNoun, "quantity-noun"),
    (WordClass::OwnWords, "own-words"),
    (WordClass::Article, "article"),
    (WordClass::Determiner, "determiner"),
    (WordClass::QuantityPronoun, "quantity-pronoun"),
    (WordClass::QuantitySubject, "quantity-subject"),
    (WordClass::Pronoun, "pronoun"),
    (WordClass::Possessive, "possessive"),
    (WordClass::Degree, "degree"),
    (WordClass::SingleConnector, "single-connector"),
    (WordClass::TellingParticiple, "telling-participle"),
    (WordClass::CitingParticiple, "citing-participle"),
    (WordClass::FunctionParticiple, "function-participle"),
    (WordClass::ObjectSaid, "object-said"),
    (WordClass::ReflexiveOnly, "reflexive-only"),
    (WordClass::Relative, "relative"),
    (WordClass::AfterIncise, "after-incise"),
    (WordClass::FirstPerson, "first-person"),
    (WordClass::Approximator, "approximator"),
    (WordClass::Reference, "reference"),
    (WordClass::PartOpener, "part-opener"),
    (WordClass::GeneralBody, "general-body"),
    (WordClass::Observer, "observer"),
    (WordClass::Untrue, "untrue"),
    (WordClass::BringsTotal, "brings-total"),
    (WordClass::Issues, "issues"),
    (WordClass::Upholds, "upholds"),
    (WordClass::MadeBy, "made-by"),
];

/// The closed classes of one language: for each word the set of its classes, a bit each.
#[derive(Debug, Default)]
pub(crate) struct ClosedClasses(WordMap<u64>);

impl ClosedClasses {
    /// Reads `closed-classes.tsv`; lines with an unknown name are left out (a test says so).
    pub(crate) fn parse(data: &'static str) -> Self {
        let mut sets: WordMap<u64> = WordMap::default();
        for (name, words) in rows(data) {
            let Some((class, _)) = NAMES.iter().find(|(_, n)| *n == name) else { continue };
            for word in words.split_whitespace() {
                *sets.entry(SmolStr::new(word)).or_default() |= class.bit();
            }
        }
        Self(sets)
    }

    pub(crate) fn holds(&self, class: WordClass, word: &str) -> bool {
        self.0.get(word).is_some_and(|set| set & class.bit() != 0)
    }
}

fn rows(data: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    data.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t'))
}

impl View<'_> {
    /// The form at `i` belongs to a closed class of its language.
    pub(crate) fn is(&self, i: usize, class: WordClass) -> bool {
        self.lexicon(i).classes.holds(class, self.lower(i))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILES: [&str; 2] = [include_str!("../fr/closed-classes.tsv"), include_str!("../en/closed-classes.tsv")];

    #[test]
    fn the_files_name_the_classes() {
        for file in FILES {
            for (name, words) in rows(file) {
                assert!(NAMES.iter().any(|(_, n)| *n == name), "{name} is no class");
                assert!(words.split_whitespace().next().is_some(), "{name} is empty");
            }
        }
        for (_, name) in NAMES {
            assert!(FILES.iter().any(|f| rows(f).any(|(n, _)| n == *name)), "{name} stands in no file");
        }
    }
}
