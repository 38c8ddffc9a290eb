//! Pronouns: which of them refer, and what they agree with.

use std::ops::Range;

use super::{
    lists,
    mentions::{Found, What},
    phrase::{Determiner, Phrase},
};
use crate::{
    Doc, Lang, MentionKind, Pos,
    world::{self, Gender, NamedBy},
};

/// Gender and number, as far as known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Agreement {
    pub(super) gender: Option<Gender>,
    pub(super) plural: Option<bool>,
}

impl Agreement {
    /// Nothing known of one contradicts the other.
    pub(super) fn agrees(self, other: Self) -> bool {
        let gender = match (self.gender, other.gender) {
            (Some(a), Some(b)) => a == b || a == Gender::Common || b == Gender::Common,
            _ => true,
        };
        let number = match (self.plural, other.plural) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        };
        gender && number
    }

    /// Takes over what `other` knows and this does not.
    pub(super) fn learn(&mut self, other: Self) {
        self.gender = self.gender.or(other.gender);
        self.plural = self.plural.or(other.plural);
    }
}

/// From the article before a name and the model's features.
pub(super) fn agreement_of_name(doc: &Doc, tokens: Range<usize>) -> Agreement {
    let before = tokens.start.checked_sub(1).map(|b| &*doc.tokens[b].lower).unwrap_or("");
    if doc.lang_at(tokens.start) == Lang::En {
        return Agreement { gender: None, plural: None };
    }
    let gender = match before {
        "le" | "un" | "du" | "au" | "ce" | "cet" => Some(Gender::Masculine),
        "la" | "une" | "cette" | "sa" => Some(Gender::Feminine),
        _ => None,
    };
    let plural = match before {
        "les" | "des" | "aux" | "ces" => Some(true),
        "le" | "un" | "du" | "au" | "ce" | "la" | "une" | "cette" | "l'" => Some(false),
        _ => None,
    };
    Agreement { gender, plural }
}

/// From the article and the features of the head noun.
pub(super) fn agreement_of_phrase(doc: &Doc, phrase: &Phrase) -> Agreement {
    let head = &doc.tokens[phrase.head];
    let lang = doc.lang_at(phrase.head);
    let last_of_head =
        if lang == Lang::En { phrase.tokens.end.saturating_sub(1).max(phrase.head) } else { phrase.head };
    let mut known = Agreement::default();
    if let Some(article) = phrase.article {
        known = match &*doc.tokens[article].lower {
            "le" | "un" | "du" | "au" | "ce" | "cet" | "mon" => {
                Agreement { gender: Some(Gender::Masculine), plural: Some(false) }
            }
            "la" | "une" | "cette" | "sa" | "ma" => Agreement { gender: Some(Gender::Feminine), plural: Some(false) },
            "son" | "l'" | "l’" | "notre" | "leur" | "a" | "an" | "this" | "that" | "another" => {
                Agreement { gender: None, plural: Some(false) }
            }
            "les" | "des" | "aux" | "ces" | "ses" | "leurs" | "nos" | "plusieurs" | "quelques" | "certains"
            | "certaines" | "these" | "those" | "several" | "many" | "two" | "three" => {
                Agreement { gender: None, plural: Some(true) }
            }
            _ => Agreement::default(),
        };
    }
    let title = super::mentions::gender_of_title(doc.text_of(phrase.head), lang);
    let features = Agreement {
        gender: match lang {
            Lang::En => title,
            _ if head.has("Gender=Masc") => Some(Gender::Masculine),
            _ if head.has("Gender=Fem") => Some(Gender::Feminine),
            _ => title,
        },
        plural: {
            let number = if lang == Lang::En && doc.tokens[last_of_head].pos == Pos::Noun {
                &doc.tokens[last_of_head]
            } else {
                head
            };
            if number.has("Number=Plur") {
                Some(true)
            } else if number.has("Number=Sing") {
                Some(false)
            } else {
                None
            }
        },
    };
    known.learn(features);
    known
}

/// The grammatical gender of a state's French name, as its article tells; `None` for English, where a state is "it".
pub(super) fn gender_of_state(code: &str, by: NamedBy) -> Option<Gender> {
    if by != NamedBy::Name {
        // "Paris", "le Kremlin", "les Français": the article, if any, tells.
        return None;
    }
    let name = world::country_name(code, Lang::Fr)?;
    let masculine_in_e = matches!(code, "MX" | "MZ" | "KH" | "ZW" | "BZ" | "SR" | "MK");
    let head = name.split([' ', '-']).next()?;
    Some(if head.ends_with('e') && !masculine_in_e || code == "MK" { Gender::Feminine } else { Gender::Masculine })
}

/// Adds the pronouns of a sentence that refer to somebody or something.
pub(super) fn find(doc: &Doc, sentence: Range<usize>, found: &mut Vec<Found>) {
    for at in sentence.clone() {
        let lang = doc.lang_at(at);
        let Some((tokens, agreement)) =
            (if lang == Lang::En { english(doc, at) } else { french(doc, at, sentence.end) })
        else {
            continue;
        };
        if found
            .iter()
            .any(|f| f.tokens.start < tokens.end && tokens.start < f.tokens.end && f.kind != MentionKind::Description)
        {
            continue;
        }
        found.push(Found {
            head: super::head_of(doc, tokens.clone()),
            tokens,
            kind: MentionKind::Pronoun,
            what: What::Pronoun,
            determiner: Determiner::None,
            agreement,
        });
    }
}

const M: Option<Gender> = Some(Gender::Masculine);
const F: Option<Gender> = Some(Gender::Feminine);

fn french(doc: &Doc, at: usize, end: usize) -> Option<(Range<usize>, Agreement)> {
    let t = &doc.tokens[at];
    let of = |gender, plural| Agreement { gender, plural: Some(plural) };
    let word = t.lower.trim_start_matches(['-', '–']).trim_start_matches("t-");
    let next = |i: usize| if i < end { &*doc.tokens[i].lower } else { "" };
    let agreement = match word {
        "il" if !impersonal(doc, at, end) => of(M, false),
        "elle" => of(F, false),
        "ils" => of(M, true),
        "elles" => of(F, true),
        "lui" if follows_source_word(doc, at) => Agreement { gender: None, plural: Some(false) },
        "eux" if follows_source_word(doc, at) => of(M, true),
        "celui-ci" | "celui-là" => of(M, false),
        "celle-ci" | "celle-là" => of(F, false),
        "ceux-ci" => of(M, true),
        "celles-ci" => of(F, true),
        "celui" | "celle" | "ceux" | "celles" if matches!(next(at + 1), "-ci" | "ci" | "-") => {
            let to = if next(at + 1) == "-" { at + 3 } else { at + 2 };
            let gender = if word.starts_with("celle") { F } else { M };
            return Some((at..to.min(end), of(gender, matches!(word, "ceux" | "celles"))));
        }
        "ce" | "cette" | "ces" if matches!(next(at + 1), "dernier" | "dernière" | "derniers" | "dernières") => {
            let noun = at + 2 < end
                && matches!(doc.tokens[at + 2].pos, Pos::Noun | Pos::Propn)
                && doc.tokens[at + 1].dep == "amod";
            if noun {
                return None;
            }
            let word = next(at + 1);
            return Some((at..at + 2, of(if word.contains('è') { F } else { M }, word.ends_with('s'))));
        }
        _ => return None,
    };
    Some((at..at + 1, agreement))
}

/// "il y a", "il faut", "il semble que", "il est probable que": nobody.
fn impersonal(doc: &Doc, at: usize, end: usize) -> bool {
    let t = &doc.tokens[at];
    if t.dep.starts_with("expl") {
        return true;
    }
    let rest = &doc.tokens[at + 1..end.min(at + 7)];
    let words: Vec<&str> = rest.iter().map(|t| &*t.lower).filter(|w| !matches!(*w, "n'" | "ne" | "n’")).collect();
    let Some(first) = words.first() else { return false };
    if *first == "y"
        && words.get(1).is_some_and(|w| matches!(*w, "a" | "avait" | "aurait" | "aura" | "ait" | "eut" | "eu"))
    {
        return true;
    }
    if matches!(*first, "s'" | "s’") && words.get(1).is_some_and(|w| w.starts_with("agi")) {
        return true;
    }
    let verb = rest.iter().find(|t| matches!(t.pos, Pos::Verb) || t.lemma == "falloir" || t.lemma == "sembler");
    if verb.is_some_and(|v| {
        matches!(
            &*v.lemma,
            "falloir" | "sembler" | "pleuvoir" | "neiger" | "agir" | "suffire" | "convenir" | "importer" | "paraître"
        ) || v.lower.starts_with("fau") && v.lemma.starts_with("fa")
    }) {
        return true;
    }
    // "il est possible que", "il était clair", "il a été décidé de", "il reste à".
    let being = matches!(*first, "est" | "était" | "serait" | "sera" | "soit" | "fut" | "semblerait" | "reste");
    let passive = matches!(*first, "a" | "avait" | "aurait" | "aura") && words.get(1) == Some(&"été");
    let clause = words.iter().skip(2).take(4).any(|w| matches!(*w, "que" | "qu'" | "qu’" | "de" | "d'" | "s'" | "si"));
    let adjective = rest.iter().skip(1).take(3).any(|t| t.pos == Pos::Adj);
    let noun_subject = being && adjective && clause;
    noun_subject || passive && clause
}

/// "selon lui", "pour elle", "d'après eux": here the pronoun is who says it.
fn follows_source_word(doc: &Doc, at: usize) -> bool {
    at.checked_sub(1).is_some_and(|b| {
        matches!(&*doc.tokens[b].lower, "selon" | "après" | "pour" | "chez" | "par" | "croire" | "avec")
    })
}

fn english(doc: &Doc, at: usize) -> Option<(Range<usize>, Agreement)> {
    let t = &doc.tokens[at];
    let of = |gender, plural| Agreement { gender, plural: Some(plural) };
    let agreement = match &*t.lower {
        "he" | "him" | "himself" => of(M, false),
        "she" | "herself" => of(F, false),
        "her" if t.dep != "poss" => of(F, false),
        "they" | "them" => of(None, true),
        "it" if t.dep == "nsubj" && lists::says(&doc.tokens[t.head], Lang::En) => of(None, false),
        _ => return None,
    };
    Some((at..at + 1, agreement))
}

/// "celui-ci", "ce dernier": the one that was named last, whatever its function.
pub(super) fn means_the_last(doc: &Doc, tokens: &Range<usize>) -> bool {
    let word = &*doc.tokens[tokens.start].lower;
    word.starts_with("celui")
        || word.starts_with("celle")
        || word.starts_with("ceux")
        || tokens.len() > 1 && word.starts_with("ce")
}

/// The pronoun can only be a person: "he", "she".
pub(super) fn is_personal(doc: &Doc, at: usize) -> bool {
    doc.lang_at(at) == Lang::En
        && matches!(&*doc.tokens[at].lower, "he" | "him" | "she" | "her" | "himself" | "herself")
}

/// The pronoun cannot be a person: "it".
pub(super) fn is_neuter(doc: &Doc, at: usize) -> bool {
    doc.lang_at(at) == Lang::En && doc.tokens[at].lower == "it"
}
