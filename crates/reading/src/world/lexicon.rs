//! Titles, and the words that head names of bodies, documents and groups.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use super::{
    fold::fold,
    table::{items, rows},
};
use crate::Lang;

const TITLES: &str = include_str!("../../data/world/titles.tsv");
const BODY_HEADS: &str = include_str!("../../data/world/body_heads.tsv");
const DOCUMENT_HEADS: &str = include_str!("../../data/world/document_heads.tsv");
const GROUP_HEADS: &str = include_str!("../../data/world/group_heads.tsv");

/// A title, function or profession of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Title {
    /// Gender of the word.
    pub gender: Gender,
    /// What it is.
    pub class: TitleClass,
}

/// Grammatical gender, as far as the word shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gender {
    /// Masculine.
    Masculine,
    /// Feminine.
    Feminine,
    /// The word serves for both.
    Common,
}

/// Classes of titles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TitleClass {
    /// Forms of address: "M.", "Mrs".
    Civil,
    /// Heads of states, governments, organisations, companies.
    Head,
    /// Ministers, members of parliament, diplomats, officials.
    Office,
    /// Spokespersons.
    Speaker,
    /// Ranks.
    Army,
    /// Police ranks.
    Police,
    /// Prosecutors, judges, lawyers.
    Justice,
    /// Scholars, experts, physicians.
    Science,
    /// Clergy.
    Church,
    /// Journalists, writers, artists.
    Media,
    /// Any other profession or relation.
    Other,
}

/// Classes of documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentClass {
    /// Somebody says something with it: "the report says" means its author.
    Publication,
    /// It binds those who made it or are under it: treaty, law, contract, verdict.
    Law,
    /// Book, film, list.
    Work,
}

struct Lexicon {
    titles: BTreeMap<String, Title>,
    bodies: BTreeMap<String, &'static str>,
    documents: BTreeMap<String, DocumentClass>,
    groups: BTreeSet<String>,
}

fn lexicon(lang: Lang) -> &'static Lexicon {
    static FR: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::read("fr"));
    static EN: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::read("en"));
    if lang == Lang::En { &EN } else { &FR }
}

impl Lexicon {
    fn read(code: &str) -> Self {
        let mut titles: BTreeMap<String, Title> = BTreeMap::new();
        for [lang, gender, class, names] in rows(TITLES) {
            if lang != code {
                continue;
            }
            let gender = match gender {
                "m" => Gender::Masculine,
                "f" => Gender::Feminine,
                _ => Gender::Common,
            };
            for item in items(names) {
                let class = title_class(class);
                titles
                    .entry(fold(item))
                    .and_modify(|t| {
                        if t.gender != gender {
                            t.gender = Gender::Common;
                        }
                    })
                    .or_insert(Title { gender, class });
            }
        }
        let mut bodies = BTreeMap::new();
        for [lang, class, names] in rows(BODY_HEADS) {
            if lang == code {
                items(names).for_each(|i| _ = bodies.entry(fold(i)).or_insert(class));
            }
        }
        let mut documents = BTreeMap::new();
        for [lang, class, names] in rows(DOCUMENT_HEADS) {
            let class = match class {
                "publication" => DocumentClass::Publication,
                "law" => DocumentClass::Law,
                _ => DocumentClass::Work,
            };
            if lang == code {
                items(names).for_each(|i| _ = documents.entry(fold(i)).or_insert(class));
            }
        }
        let groups = rows(GROUP_HEADS).filter(|[lang, _]| *lang == code).flat_map(|[_, names]| items(names)).map(fold);
        Self { titles, bodies, documents, groups: groups.collect() }
    }
}

fn title_class(word: &str) -> TitleClass {
    match word {
        "civil" => TitleClass::Civil,
        "head" => TitleClass::Head,
        "office" => TitleClass::Office,
        "speaker" => TitleClass::Speaker,
        "army" => TitleClass::Army,
        "police" => TitleClass::Police,
        "justice" => TitleClass::Justice,
        "science" => TitleClass::Science,
        "church" => TitleClass::Church,
        "media" => TitleClass::Media,
        _ => TitleClass::Other,
    }
}

/// The title that these words are (one word or a phrase, singular or a plain plural in -s).
pub fn title(words: &str, lang: Lang) -> Option<Title> {
    look_up(words, |key| lexicon(lang).titles.get(key).copied().or_else(|| learned(key, lang)))
}

/// Branches of learning that no list holds in full: "hydrologue", "glaciologist".
fn learned(key: &str, lang: Lang) -> Option<Title> {
    let endings: &[&str] = if lang == Lang::En { &["ologist", "ographer"] } else { &["ologue", "ologiste", "ographe"] };
    let one_word = !key.contains(' ')
        && !matches!(
            key,
            "dialogue" | "catalogue" | "orthographe" | "paragraphe" | "autographe" | "prologue" | "apologue"
        );
    (one_word && endings.iter().any(|e| key.ends_with(e)))
        .then_some(Title { gender: Gender::Common, class: TitleClass::Science })
}

/// The class of body that is headed by this word or phrase (lemma or form): `command`, `army`, `intelligence`, `government`,
/// `local`, `place` (no body: a region, a town), `parliament`, `police`, `rescue`, `justice`, `health`, `union`, `party`, `think-tank`, `education`,
/// `agency`, `company`, `aid`, `media`, `armed`, `sport`, `church`.
pub fn body_head(words: &str, lang: Lang) -> Option<&'static str> {
    look_up(words, |key| lexicon(lang).bodies.get(key).copied())
}

/// The class of document that is headed by this word or phrase ("communiqué", "report").
pub fn document_head(words: &str, lang: Lang) -> Option<DocumentClass> {
    look_up(words, |key| lexicon(lang).documents.get(key).copied())
}

/// This word names members of a group of people ("experts", "witnesses").
pub fn group_head(words: &str, lang: Lang) -> bool {
    look_up(words, |key| lexicon(lang).groups.contains(key).then_some(())).is_some()
}

/// What a word or phrase heads, whatever it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// As [`document_head`].
    pub document: Option<DocumentClass>,
    /// As [`title`].
    pub title: Option<Title>,
    /// As [`body_head`].
    pub body: Option<&'static str>,
    /// As [`group_head`].
    pub group: bool,
}

/// All that a word or phrase may head, for the price of one: the words are folded once.
pub fn head(words: &str, lang: Lang) -> Head {
    let (key, lexicon) = (fold(words), lexicon(lang));
    Head {
        document: look_up_folded(&key, |key| lexicon.documents.get(key).copied()),
        title: look_up_folded(&key, |key| lexicon.titles.get(key).copied().or_else(|| learned(key, lang))),
        body: look_up_folded(&key, |key| lexicon.bodies.get(key).copied()),
        group: look_up_folded(&key, |key| lexicon.groups.contains(key).then_some(())).is_some(),
    }
}

fn look_up<T>(words: &str, find: impl Fn(&str) -> Option<T>) -> Option<T> {
    look_up_folded(&fold(words), find)
}

/// Looks up folded words, then without plural endings.
fn look_up_folded<T>(key: &str, find: impl Fn(&str) -> Option<T>) -> Option<T> {
    if let Some(found) = find(key) {
        return Some(found);
    }
    if let Some(stem) = key.strip_suffix("men") {
        return find(&format!("{stem}man"));
    }
    if let Some(stem) = key.strip_suffix("ies") {
        return find(&format!("{stem}y"));
    }
    if let Some(stem) = key.strip_suffix("aux") {
        return find(&format!("{stem}al"));
    }
    key.strip_suffix(['s', 'x']).and_then(&find).or_else(|| key.strip_suffix("es").and_then(&find))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_a_word_heads_is_what_each_question_says() {
        let french = ["communiqués", "le ministre", "ministères", "experts", "généraux", "hydrologue", "rivière", ""];
        let english = ["report", "the ministers", "agencies", "firemen", "glaciologist", "witnesses", "river", "-"];
        let both = french.map(|w| (w, Lang::Fr)).into_iter().chain(english.map(|w| (w, Lang::En)));
        let mut headed = 0;
        for (words, lang) in both {
            let head = head(words, lang);
            assert_eq!(head.document, document_head(words, lang), "{words}");
            assert_eq!(head.title, title(words, lang), "{words}");
            assert_eq!(head.body, body_head(words, lang), "{words}");
            assert_eq!(head.group, group_head(words, lang), "{words}");
            let any = head.document.is_some() || head.title.is_some() || head.body.is_some() || head.group;
            headed += usize::from(any);
        }
        assert!(headed >= 10, "{headed}: only rivers and marks head nothing");
    }
}
