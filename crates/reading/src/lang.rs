//! Which language a text is in: French, English, another one, or too little to tell.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::{Lang, lexicon::Sections};

/// Shorter texts are told by function words alone: the character model guesses wildly below this many letters.
const MODEL_MIN_LETTERS: usize = 60;

pub(crate) static FR_FUNCTION_WORDS: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| Sections::parse(include_str!("fr/function_words.txt")).set(""));
pub(crate) static EN_FUNCTION_WORDS: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| Sections::parse(include_str!("en/function_words.txt")).set(""));

static FR_COMMON_WORDS: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| Sections::parse(include_str!("fr/common_words.txt")).set(""));
static EN_COMMON_WORDS: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| Sections::parse(include_str!("en/common_words.txt")).set(""));

/// French words that Spanish, Italian, Portuguese, Catalan or Romanian have too.
const SHARED_WITH_ROMANCE: [&str; 46] = [
    "il", "l'", "d'", "c'", "s'", "un'", "ma", "ne", "lui", "mai", "due", "con", "de", "la", "que", "en", "se", "un",
    "si", "me", "te", "tu", "a", "ni", "y", "entre", "es", "les", "le", "des", "son", "sur", "tres", "contra", "par",
    "per", "ou", "sa", "ton", "bien", "mes", "dos", "e", "tout", "plus", "dans",
];

/// English words that German, Dutch, Italian or Spanish have too.
const SHARED_WITH_GERMANIC: [&str; 30] = [
    "in",
    "an",
    "so",
    "was",
    "am",
    "also",
    "will",
    "of",
    "is",
    "he",
    "me",
    "we",
    "had",
    "under",
    "over",
    "no",
    "do",
    "all",
    "man",
    "war",
    "die",
    "at",
    "as",
    "has",
    "more",
    "april",
    "august",
    "september",
    "november",
    "it",
];

/// Evidence in a text for each language.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Evidence {
    letters: usize,
    words: usize,
    fr: usize,
    /// French words that no other Romance language has.
    fr_only: usize,
    en: usize,
    /// English words that no other Germanic language has, nor Italian or Spanish.
    en_only: usize,
    accents: usize,
    model: Option<Lang>,
}

/// Weighs a text. Linear in its length.
pub(crate) fn weigh(text: &str) -> Evidence {
    let mut e = Evidence::default();
    for word in words(text) {
        e.words += 1;
        e.letters += word.chars().count();
        let lower = word.to_lowercase().replace('\u{2019}', "'");
        e.accents += usize::from(lower.contains(['é', 'è', 'ê', 'à', 'ç', 'œ', 'û', 'ô', 'î', 'ù']));
        let fr = is_french(&lower) || FR_COMMON_WORDS.contains(lower.as_str());
        let en = EN_FUNCTION_WORDS.contains(lower.as_str()) || EN_COMMON_WORDS.contains(lower.as_str());
        e.fr += usize::from(fr && !en);
        e.fr_only += usize::from(fr && !en && !SHARED_WITH_ROMANCE.contains(&lower.as_str()));
        e.en += usize::from(en && !fr);
        e.en_only += usize::from(en && !fr && !SHARED_WITH_GERMANIC.contains(&lower.as_str()));
    }
    if e.letters >= MODEL_MIN_LETTERS {
        e.model = Some(match whichlang::detect_language(head(text, 4_000)) {
            whichlang::Lang::Fra => Lang::Fr,
            whichlang::Lang::Eng => Lang::En,
            _ => Lang::Other,
        });
    }
    e
}

/// The language of a block; `None` where the text is too short or too mixed to tell (it then takes the document's).
pub(crate) fn of_block(e: Evidence) -> Option<Lang> {
    let words = e.words.max(1);
    match e.model {
        Some(Lang::Other) => {
            // Names and numbers mislead the model: function words overrule it.
            if e.fr_only * 6 >= words && e.fr > 2 * e.en {
                Some(Lang::Fr)
            } else if e.en_only * 6 >= words && e.en > 2 * e.fr {
                Some(Lang::En)
            } else if (e.fr_only + e.en_only) * 6 < words && e.words >= 8 {
                Some(Lang::Other)
            } else {
                None
            }
        }
        Some(lang) => {
            let (own, other) = if lang == Lang::Fr { (e.fr, e.en) } else { (e.en, e.fr) };
            if own >= other {
                Some(lang)
            } else if other >= own + 2 {
                Some(if lang == Lang::Fr { Lang::En } else { Lang::Fr })
            } else {
                None
            }
        }
        None => {
            let (fr, en) = (e.fr + e.accents.min(2), e.en);
            if fr >= 2 && fr > 2 * en {
                Some(Lang::Fr)
            } else if en >= 2 && en > 2 * fr {
                Some(Lang::En)
            } else {
                None
            }
        }
    }
}

/// The language most of the text is in; `None` if it cannot be told at all.
pub(crate) fn of_document<'a>(blocks: impl Iterator<Item = &'a Evidence>) -> Option<Lang> {
    let (mut fr, mut en, mut other, mut sum_fr, mut sum_en) = (0, 0, 0, 0, 0);
    for e in blocks {
        match of_block(*e) {
            Some(Lang::Fr) => fr += e.letters,
            Some(Lang::En) => en += e.letters,
            Some(Lang::Other) => other += e.letters,
            None => {}
        }
        sum_fr += e.fr + e.accents;
        sum_en += e.en;
    }
    match (fr, en, other) {
        (0, 0, 0) if sum_fr == sum_en => None,
        (0, 0, 0) => Some(if sum_fr > sum_en { Lang::Fr } else { Lang::En }),
        _ if other > fr + en => Some(Lang::Other),
        _ if fr == en => Some(if sum_fr >= sum_en { Lang::Fr } else { Lang::En }),
        _ => Some(if fr > en { Lang::Fr } else { Lang::En }),
    }
}

fn is_french(lower: &str) -> bool {
    if FR_FUNCTION_WORDS.contains(lower) {
        return true;
    }
    // "l'avion": the elided article tells.
    lower.find('\'').is_some_and(|i| i > 0 && i <= 8 && FR_FUNCTION_WORDS.contains(&lower[..=i]))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    // A compound is one word: the second half of a hyphenated name tells nothing.
    let inner = |c: char| c.is_alphabetic() || matches!(c, '\'' | '\u{2019}' | '-');
    text.split(move |c: char| !inner(c)).map(|w| w.trim_matches(['-', '\''])).filter(|w| !w.is_empty())
}

/// At most `max` bytes from the front, cut at a character boundary.
fn head(text: &str, max: usize) -> &str {
    &text[..text.floor_char_boundary(max)]
}
