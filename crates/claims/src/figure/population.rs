//! Who or what is counted: classes of nouns that both languages share, and the comparable form.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use recoupe_reading::world::{self, NamedBy};
use recoupe_reading::{Doc, Lang, Pos};
use smol_str::SmolStr;

use super::tree::Tree;
use crate::claim::Population;
use crate::lexicon::{WordMap, WordSet, fold, rows};

/// A class of the lexicon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Class {
    pub(crate) name: SmolStr,
    pub(crate) human: bool,
}

struct Lexicon {
    classes: WordMap<Class>,
    things: WordSet,
}

fn lexicon(lang: Lang) -> &'static Lexicon {
    fn load(classes: &'static str, things: &'static str) -> Lexicon {
        let mut out = WordMap::default();
        for row in rows(classes) {
            let [name, human, forms] = row[..] else { continue };
            for form in forms.split('|').map(str::trim) {
                // The first class that lists a word has it.
                out.entry(fold(form)).or_insert_with(|| Class { name: name.into(), human: human == "person" });
            }
        }
        Lexicon { classes: out, things: rows(things).map(|r| fold(r[0])).collect() }
    }
    static FR: LazyLock<Lexicon> =
        LazyLock::new(|| load(include_str!("../fr/classes.tsv"), include_str!("../fr/things.txt")));
    static EN: LazyLock<Lexicon> =
        LazyLock::new(|| load(include_str!("../en/classes.tsv"), include_str!("../en/things.txt")));
    match lang {
        Lang::En => &EN,
        Lang::Fr | Lang::Other => &FR,
    }
}

/// The class of a noun phrase with this head, the longest entry first ("pièces d'artillerie", "police officers").
pub(crate) fn class_of(doc: &Doc, head: usize, phrase: &std::ops::Range<usize>) -> Option<Class> {
    let lang = doc.sentence_of(head).lang;
    let table = &lexicon(lang).classes;
    let singulars = |t: usize| {
        let token = &doc.tokens[t];
        let mut forms = vec![fold(&token.lower), fold(&token.lemma)];
        forms.extend(singular(&token.lower, lang));
        forms
    };
    // Several words: head first in French, head last in English.
    // A hyphenated word may be several tokens.
    let sentence = doc.sentence_of(head).tokens.clone();
    let mut end = phrase.end.max(head + 1);
    while doc.tokens.get(end).is_some_and(|t| t.lower == "-") && end + 2 <= sentence.end {
        end += 2;
    }
    let range = phrase.start.min(head)..end.min(sentence.end);
    // "passers-by": the plural stands in front of the hyphen.
    if lang == Lang::En
        && doc.tokens.get(head + 1).is_some_and(|t| t.lower == "-")
        && let Some(class) = table.get(&fold(doc.text_of_range(head..range.end)))
    {
        return Some(class.clone());
    }
    for len in (2..=6).rev() {
        let (first, last) =
            if lang == Lang::En { (head.checked_sub(len - 1), head + 1) } else { (Some(head), head + len) };
        let Some(first) = first.filter(|f| *f >= range.start) else { continue };
        if last > range.end {
            continue;
        }
        let text = fold(doc.text_of_range(first..last));
        if let Some(c) = table.get(&text) {
            return Some(c.clone());
        }
        let rest = if lang == Lang::En {
            fold(doc.text_of_range(first..last - 1))
        } else {
            fold(doc.text_of_range(first + 1..last))
        };
        for s in singulars(head) {
            let joined = if lang == Lang::En { format!("{rest} {s}") } else { format!("{s} {rest}") };
            if let Some(c) = table.get(joined.as_str()) {
                return Some(c.clone());
            }
        }
    }
    singulars(head).iter().find_map(|s| table.get(s)).cloned()
}

/// Possible singulars of a plural form.
fn singular(word: &str, lang: Lang) -> Vec<SmolStr> {
    let word = fold(word);
    let mut out = Vec::new();
    let mut push = |s: String| out.push(SmolStr::from(s));
    if lang == Lang::En {
        if let Some(stem) = word.strip_suffix("ies") {
            push(format!("{stem}y"));
        }
        if let Some(stem) = word.strip_suffix("ves") {
            push(format!("{stem}f"));
        }
        if let Some(stem) = word.strip_suffix("men") {
            push(format!("{stem}man"));
        }
        if let Some(stem) = word.strip_suffix("es") {
            push(stem.to_owned());
        }
        if let Some(stem) = word.strip_suffix('s') {
            push(stem.to_owned());
        }
    } else {
        if let Some(stem) = word.strip_suffix("aux") {
            push(format!("{stem}al"));
        }
        if let Some(stem) = word.strip_suffix("ees").or_else(|| word.strip_suffix("es")) {
            push(format!("{stem}e"));
            push(stem.to_owned());
        }
        if let Some(stem) = word.strip_suffix(['s', 'x']) {
            push(stem.to_owned());
        }
        // "aides-soignantes", "sapeurs-pompiers": both parts bend.
        if word.contains('-') {
            push(word.split('-').map(|p| p.strip_suffix(['s', 'x']).unwrap_or(p)).collect::<Vec<_>>().join("-"));
        }
    }
    out
}

/// Whether the noun names people.
pub(crate) fn is_human(doc: &Doc, head: usize, phrase: &std::ops::Range<usize>) -> bool {
    if super::role::is_decree(doc, head) {
        return false;
    }
    if let Some(class) = class_of(doc, head, phrase) {
        return class.human;
    }
    let token = &doc.tokens[head];
    let lang = doc.sentence_of(head).lang;
    if super::role::of_noun(doc, head).is_some() {
        return true;
    }
    let demonym = world::state(doc.text_of(head)).is_some_and(|s| s.by == NamedBy::Demonym);
    if demonym
        && (doc.text_of(head).starts_with(char::is_uppercase) || token.pos == Pos::Noun || token.pos == Pos::Propn)
    {
        return true;
    }
    // Peoples and townspeople that no table has: "1,9 million de Gazaouis", "300 Nordistes".
    let capital = doc.text_of(head).starts_with(char::is_uppercase);
    let people = ["ais", "ois", "ouis", "iens", "iennes", "ains", "aines", "eens", "istes", "iotes", "ards", "andes"];
    if lang != Lang::En && capital && people.iter().any(|s| fold(&token.lower).ends_with(s)) {
        return true;
    }
    let things = &lexicon(lang).things;
    let word = fold(&token.lower);
    let mut forms = singular(&token.lower, lang);
    forms.push(word.clone());
    if forms.iter().any(|f| things.contains(f)) {
        return false;
    }
    let ends =
        |suffixes: &[&str]| forms.iter().any(|f| suffixes.iter().any(|s| f.len() > s.len() + 2 && f.ends_with(s)));
    if lang == Lang::En {
        ends(&[
            "ist", "ian", "man", "woman", "eer", "goer", "maker", "keeper", "worker", "holder", "owner", "seeker",
            "player",
        ])
    } else {
        ends(&[
            "iste", "ien", "ienne", "eur", "euse", "logue", "crate", "phile", "nautes", "naute", "trice", "ais", "aise",
        ]) && token.pos != Pos::Adj
    }
}

/// The comparable form: class or lemma of the head, states named by its modifiers, other modifiers.
pub(crate) fn of(doc: &Doc, tree: &Tree, head: usize, phrase: &std::ops::Range<usize>) -> Population {
    let class = class_of(doc, head, phrase);
    let mut countries: BTreeSet<SmolStr> = BTreeSet::new();
    let mut modifiers: BTreeSet<SmolStr> = BTreeSet::new();
    let mut seen: BTreeSet<usize> = phrase.clone().filter(|t| *t != head).collect();
    for &kid in tree.kids(head) {
        let of =
            tree.kids(kid).iter().any(|c| matches!(doc.tokens[*c].lower.as_str(), "de" | "d'" | "du" | "des" | "of"));
        if doc.tokens[kid].dep == "nmod" && !of {
            continue;
        }
        if matches!(doc.tokens[kid].dep.as_str(), "amod" | "nmod" | "compound" | "nounmod" | "appos" | "poss" | "acl") {
            seen.insert(kid);
        }
    }
    for t in seen {
        let token = &doc.tokens[t];
        let text = doc.text_of(t);
        match world::state(text) {
            Some(s) => {
                countries.insert(s.country);
                continue;
            }
            None => {
                let several = world::states_of_compound(text);
                if !several.is_empty() {
                    countries.extend(several);
                    continue;
                }
            }
        }
        let inside = phrase.contains(&t);
        let content = matches!(token.pos, Pos::Adj | Pos::Noun | Pos::Propn)
            || token.pos == Pos::Verb && token.dep != "acl:relcl";
        let number = token.lower.chars().any(|c| c.is_ascii_digit());
        // The class says the noun's own words already ("pièces d'artillerie").
        let said = class.as_ref().is_some_and(|c| {
            lexicon(doc.sentence_of(t).lang).classes.get(&fold(&token.lemma)).is_some_and(|o| o.name == c.name)
        });
        if content
            && inside
            && !number
            && !said
            && super::role::of_noun(doc, t).is_none()
            && !EMPTY.contains(&fold(&token.lemma).as_str())
        {
            let own = class_of(doc, t, &(t..t + 1)).map_or_else(|| fold(&token.lemma), |c| c.name);
            modifiers.insert(own);
        }
    }
    let demonym = world::state(doc.text_of(head)).filter(|s| s.by == NamedBy::Demonym && class.is_none());
    let (name, classed) = match (&class, &demonym) {
        (Some(c), _) => (c.name.clone(), true),
        (None, Some(s)) => {
            countries.insert(s.country.clone());
            ("person".into(), true)
        }
        (None, None) => (fold(&doc.tokens[head].lemma), false),
    };
    Population {
        head: name,
        classed,
        countries: countries.into_iter().collect(),
        modifiers: modifiers.into_iter().collect(),
    }
}

/// Modifiers that narrow nothing.
const EMPTY: [&str; 22] = [
    "autre",
    "premier",
    "dernier",
    "nouveau",
    "tel",
    "même",
    "meme",
    "seul",
    "total",
    "supplementaire",
    "other",
    "first",
    "last",
    "new",
    "such",
    "same",
    "more",
    "additional",
    "further",
    "total",
    "entier",
    "propre",
];
