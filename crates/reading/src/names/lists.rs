//! Word lists of this room.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use crate::{
    Lang, Pos, Token,
    world::{Gender, TitleClass, fold},
};

const SPEECH: &str = include_str!("../../data/names/speech.tsv");
const GIVEN: &str = include_str!("../../data/names/given_names.tsv");
const SURNAMES_FIRST: &str = include_str!("../../data/names/surnames_first.tsv");
const GENERAL_TITLES: &str = include_str!("../../data/names/general_titles.tsv");
const GENERAL_BODIES: &str = include_str!("../../data/names/general_bodies.txt");
const ADDRESSES: &str = include_str!("../../data/names/addresses.tsv");
const SMALL_WORDS: &str = include_str!("../../data/names/small_words.tsv");

fn rows(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    text.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t'))
}

/// The token is a verb of saying, by its lemma or, since lemmas may be wrong ("indique" for "indiquer"), by its form.
pub(super) fn says(token: &Token, lang: Lang) -> bool {
    let verbs = forms_of_saying(lang);
    matches!(token.pos, Pos::Verb | Pos::Aux) && (verbs.contains(&*token.lemma) || verbs.contains(&*token.lower))
}

/// Lemmas and forms of the verbs of saying.
pub(crate) fn forms_of_saying(lang: Lang) -> &'static BTreeSet<String> {
    static FR: LazyLock<BTreeSet<String>> = LazyLock::new(|| verbs("fr"));
    static EN: LazyLock<BTreeSet<String>> = LazyLock::new(|| verbs("en"));
    if lang == Lang::En { &EN } else { &FR }
}

/// Lemmas, and the forms of the third person of regular verbs.
fn verbs(code: &str) -> BTreeSet<String> {
    const ER: [&str; 14] =
        ["e", "ent", "ait", "aient", "a", "èrent", "era", "eront", "erait", "eraient", "é", "ée", "és", "ées"];
    let lemmas = rows(SPEECH).filter(|(l, _)| *l == code).flat_map(|(_, v)| v.split('|'));
    lemmas
        .flat_map(|lemma| {
            let stem = lemma.strip_suffix("er").filter(|_| code == "fr");
            let forms = stem.into_iter().flat_map(|stem| ER.iter().map(move |e| format!("{stem}{e}")));
            let irregular = if code == "fr" { irregular(lemma) } else { &[] };
            forms.chain(irregular.iter().map(|f| (*f).to_owned())).chain([lemma.to_owned()])
        })
        .collect()
}

/// Forms of the third person that the rule for "-er" does not give.
fn irregular(lemma: &str) -> &'static [&'static str] {
    match lemma {
        "dire" => &["dit", "disent", "disait", "disaient", "dirent", "dira", "dirait"],
        "écrire" => &["écrit", "écrivent", "écrivait", "écrivit"],
        "répondre" => &["répond", "répondent", "répondait", "répondit", "répondu"],
        "croire" => &["croit", "croient", "croyait", "croyaient"],
        "soutenir" => &["soutient", "soutiennent", "soutenait", "soutenaient", "soutenu"],
        "prétendre" => &["prétend", "prétendent", "prétendait", "prétendaient"],
        "admettre" => &["admet", "admettent", "admettait", "admis"],
        "reconnaître" => &["reconnaît", "reconnaissent", "reconnaissait", "reconnu"],
        "avertir" => &["avertit", "avertissent", "averti"],
        "prévenir" => &["prévient", "préviennent", "prévenu"],
        "craindre" => &["craint", "craignent", "craignait", "craignaient"],
        "promettre" => &["promet", "promettent", "promis"],
        "prédire" => &["prédit", "prédisent"],
        "poursuivre" => &["poursuit", "poursuivent", "poursuivait", "poursuivi"],
        "conclure" => &["conclut", "concluent", "conclu"],
        "démentir" => &["dément", "démentent", "démentait", "démenti"],
        "rappeler" => &["rappelle", "rappellent", "rappellera"],
        "espérer" => &["espère", "espèrent"],
        "révéler" => &["révèle", "révèlent"],
        "suggérer" => &["suggère", "suggèrent"],
        "considérer" => &["considère", "considèrent"],
        "relever" => &["relève", "relèvent"],
        "annoncer" => &["annonçait", "annonçaient", "annonça"],
        _ => &[],
    }
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

/// A particle of a family name, folded: "de", "ben".
pub(super) fn is_particle(word: &str) -> bool {
    static WORDS: LazyLock<BTreeSet<&str>> = LazyLock::new(|| small_words("particle"));
    WORDS.contains(word)
}

/// A word that gives no letter to an acronym, folded: "de", "of".
pub(super) fn is_small(word: &str) -> bool {
    static WORDS: LazyLock<BTreeSet<&str>> = LazyLock::new(|| small_words("small"));
    WORDS.contains(word)
}

fn small_words(kind: &str) -> BTreeSet<&'static str> {
    rows(SMALL_WORDS).filter(|(k, _)| *k == kind).flat_map(|(_, words)| words.split('|')).collect()
}

/// The professions that a form of address tells, as folded words with their class: "Me" is an "avocat" or "avocate".
pub(super) fn professions(address: &str) -> impl Iterator<Item = (&'static str, TitleClass)> + use<> {
    let address = fold(address);
    let rows = ADDRESSES.lines().filter(|l| !l.starts_with('#'));
    let row = rows.map(|l| l.split('\t').collect::<Vec<_>>()).find(|f| f[0].split('|').any(|w| w == address));
    let class = row.as_ref().and_then(|f| f.get(1)).map_or(TitleClass::Other, |c| class_named(c));
    row.and_then(|f| f.get(2).copied()).into_iter().flat_map(|w| w.split('|')).map(move |w| (w, class))
}

fn class_named(word: &str) -> TitleClass {
    match word {
        "justice" => TitleClass::Justice,
        "science" => TitleClass::Science,
        "church" => TitleClass::Church,
        _ => TitleClass::Other,
    }
}

/// A general word for a body, folded: it takes up one that was only described ("a rights group … the organisation").
pub(super) fn is_general_body(head: &str) -> bool {
    static WORDS: LazyLock<BTreeSet<&str>> =
        LazyLock::new(|| GENERAL_BODIES.lines().filter(|l| !l.starts_with('#')).flat_map(|l| l.split('|')).collect());
    WORDS.contains(head)
}

/// A general word for a person may stand for a title of this class: "le magistrat" for a prosecutor named before.
pub(super) fn stands_for(head: &str, class: TitleClass) -> bool {
    static WORDS: LazyLock<BTreeSet<(&str, &str)>> = LazyLock::new(|| {
        rows(GENERAL_TITLES)
            .flat_map(|(words, classes)| words.split('|').flat_map(move |w| classes.split('|').map(move |c| (w, c))))
            .collect()
    });
    let class = match class {
        TitleClass::Head => "head",
        TitleClass::Office => "office",
        TitleClass::Speaker => "speaker",
        TitleClass::Army => "army",
        TitleClass::Police => "police",
        TitleClass::Justice => "justice",
        TitleClass::Science => "science",
        TitleClass::Church => "church",
        TitleClass::Media => "media",
        TitleClass::Civil | TitleClass::Other => return false,
    };
    WORDS.contains(&(head, class))
}
