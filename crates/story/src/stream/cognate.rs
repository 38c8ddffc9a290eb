//! One form for words that French and English share.
//!
//! Most words of the news that both languages have come from Latin and differ in their endings and in a few letters:
//! "gouvernement"/"government", "attaque"/"attack", "hôpital"/"hospital". The form is a light stem of both. It need not be a
//! word, and it need not be right for every pair: a word that does not meet its cognate still meets itself.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Endings of both languages, longest first; what is left must keep [`LEAST`] letters.
const ENDINGS: [&str; 76] = [
    "izations", "isations", "ciations", "tiations", "ization", "isation", "ciation", "tiation", "ements", "ations",
    "itions", "icals", "ement", "ation", "ition", "iques", "ities", "ments", "ances", "ences", "aires", "aries",
    "ories", "oires", "ismes", "istes", "ateurs", "ators", "eurs", "euse", "ateur", "ator", "ique", "ical", "ment",
    "ance", "ence", "ency", "ancy", "aire", "arie", "oire", "isme", "iste", "able", "ible", "elle", "ises", "izes",
    "iser", "izer", "ates", "ions", "ites", "ate", "ite", "ity", "ety", "ize", "ise", "ing", "ion", "ies", "ism",
    "ist", "ary", "ory", "eur", "eux", "ous", "ive", "ics", "ic", "al", "el", "ed",
];
/// Short endings, taken off after the others.
const SHORT: [&str; 8] = ["er", "ir", "re", "or", "if", "es", "e", "s"];
/// Letters that must be left.
const LEAST: usize = 4;

/// The form that a word shares with its cognate in the other language: "manifestation" and "manifestations", "président" and
/// "president". Takes one word in lower case, accents as written; short words and numbers come back folded.
pub fn cognate(word: &str) -> String {
    let folded = circumflex(word);
    let mut stem = folded.as_str();
    if let Some(rest) = strip(stem, &ENDINGS) {
        stem = rest;
    }
    if let Some(rest) = strip(stem, &SHORT) {
        stem = rest;
    }
    // "attaquer", "attack"; "marcher", "march": the letters alone, doubled ones once.
    let stem = spelled_alike(stem);
    if stem.len() < 2 { folded } else { stem }
}

/// The word in plain letters. A circumflex mostly stands for an s that English kept ("forêt", "hôpital", "île"), and "-ée" is
/// its "-y" ("armée", "entrée").
fn circumflex(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("ées").or(word.strip_suffix("ée")).filter(|s| s.chars().count() > 2) {
        return circumflex(stem) + "y";
    }
    let mut out = String::with_capacity(word.len() + 1);
    for c in word.nfd().flat_map(char::to_lowercase) {
        match c {
            '\u{302}' => out.push('s'),
            c if is_combining_mark(c) => {}
            'œ' => out.push_str("oe"),
            'æ' => out.push_str("ae"),
            'ß' => out.push_str("ss"),
            c if c.is_alphanumeric() => out.push(c),
            _ => {}
        }
    }
    out
}

fn strip<'a>(word: &'a str, endings: &[&str]) -> Option<&'a str> {
    endings.iter().filter_map(|e| word.strip_suffix(e)).find(|rest| rest.chars().count() >= LEAST)
}

/// Spellings of one sound in both languages, in one way.
fn spelled_alike(stem: &str) -> String {
    const PAIRS: [(&str, &str); 9] = [
        ("que", "k"),
        ("qu", "k"),
        ("ck", "k"),
        ("ph", "f"),
        ("ou", "o"),
        ("th", "t"),
        ("y", "i"),
        ("c", "k"),
        ("oe", "e"),
    ];
    let mut out = String::with_capacity(stem.len());
    let mut rest = stem;
    while let Some(c) = rest.chars().next() {
        let (put, used) = match PAIRS.iter().find(|(from, _)| rest.starts_with(from)) {
            Some((from, to)) => (to.chars().next().unwrap_or(c), from.len()),
            None => (c, c.len_utf8()),
        };
        if !out.ends_with(put) {
            out.push(put);
        }
        rest = &rest[used..];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cognates_meet() {
        let pairs = [
            ("gouvernement", "government"),
            ("attaque", "attack"),
            ("hôpital", "hospital"),
            ("forêt", "forest"),
            ("président", "president"),
            ("élection", "election"),
            ("économique", "economic"),
            ("économie", "economy"),
            ("université", "university"),
            ("militaire", "military"),
            ("appartement", "apartment"),
            ("victoire", "victory"),
            ("terrorisme", "terrorism"),
            ("explosion", "explosion"),
            ("négociation", "negotiation"),
            ("catastrophe", "catastrophe"),
            ("évacuer", "evacuate"),
            ("accuser", "accuse"),
            ("système", "system"),
            ("électrique", "electrical"),
            ("sénateur", "senator"),
            ("armée", "army"),
        ];
        let apart: Vec<_> = pairs.iter().map(|(fr, en)| (cognate(fr), cognate(en))).filter(|(f, e)| f != e).collect();
        assert!(apart.is_empty(), "{apart:?}");
    }

    #[test]
    fn different_words_stay_apart() {
        for (a, b) in
            [("parti", "part"), ("mort", "mortar"), ("port", "porte-avions"), ("navire", "naval"), ("loi", "lot")]
        {
            assert_ne!(cognate(a), cognate(b), "{a} {b}");
        }
    }

    #[test]
    fn any_word_has_a_form() {
        for word in ["", "e", "es", "œ", "ée", "2024", "ß", "日本", "e\u{301}e\u{302}"] {
            let once = cognate(word);
            assert!(once.len() <= word.len() * 2 + 1, "{word} {once}");
        }
    }
}
