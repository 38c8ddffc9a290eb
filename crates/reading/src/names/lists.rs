//! Word lists of this room.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use crate::{
    Lang,
    world::{Gender, fold},
};

const SPEECH: &str = include_str!("../../data/names/speech.tsv");
const GIVEN: &str = include_str!("../../data/names/given_names.tsv");
const SURNAMES_FIRST: &str = include_str!("../../data/names/surnames_first.tsv");

fn rows(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    text.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t'))
}

/// The lemma is a verb of saying.
pub(super) fn says(lemma: &str, lang: Lang) -> bool {
    static FR: LazyLock<BTreeSet<String>> = LazyLock::new(|| verbs("fr"));
    static EN: LazyLock<BTreeSet<String>> = LazyLock::new(|| verbs("en"));
    (if lang == Lang::En { &EN } else { &FR }).contains(lemma)
}

fn verbs(code: &str) -> BTreeSet<String> {
    rows(SPEECH).filter(|(l, _)| *l == code).flat_map(|(_, v)| v.split('|')).map(str::to_owned).collect()
}

/// The gender of a given name; `None` if the word is none that we know.
pub(super) fn given_name(word: &str) -> Option<Gender> {
    static NAMES: LazyLock<BTreeMap<String, Gender>> = LazyLock::new(|| {
        let mut all = BTreeMap::new();
        for (gender, names) in rows(GIVEN) {
            let gender = match gender {
                "m" => Gender::Masculine,
                "f" => Gender::Feminine,
                _ => Gender::Common,
            };
            for name in names.split('|') {
                let slot = all.entry(fold(name)).or_insert(gender);
                if *slot != gender {
                    *slot = Gender::Common;
                }
            }
        }
        all
    });
    let key = fold(word);
    // A compound takes the gender of its first part: "Jean-Marie".
    NAMES.get(&key).or_else(|| NAMES.get(key.split(' ').next()?)).copied()
}

/// A family name of a language in which it stands before the given name.
pub(super) fn stands_first(word: &str) -> bool {
    static NAMES: LazyLock<BTreeSet<String>> =
        LazyLock::new(|| rows(SURNAMES_FIRST).flat_map(|(_, v)| v.split('|')).map(fold).collect());
    NAMES.contains(&fold(word))
}
