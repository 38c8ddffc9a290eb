//! What a sentence takes for granted, whatever it says will be or is not: "le pont de 300 mètres sera repeint", "the trial of
//! the twelve arsonists will open", "il est mort il y a dix ans".

use std::ops::Range;

use recoupe_reading::Pos;

use super::{clause::Clause, lexicon::Kind};
use crate::unit;

/// The figure at these tokens is taken for granted.
pub(super) fn is(c: &Clause, tokens: Range<usize>, unit: Option<&str>) -> bool {
    if tokens.is_empty() {
        return false;
    }
    let time = unit.is_some_and(unit::is_time);
    if time && ago(c, &tokens) {
        return true;
    }
    // Measures of a known thing; a strike of three days, a rise of 5 % or a sum are what is planned themselves.
    let measure = unit.is_some_and(|u| {
        !time && !unit::is_currency(u) && ![unit::PERSON, unit::ITEM, unit::PERCENT, unit::TIMES].contains(&u)
    });
    let above =
        || c.nouns.iter().copied().filter(|n| !tokens.contains(n)).filter(|&n| c.doc.tokens[n].pos == Pos::Noun);
    if measure && above().any(|n| is_definite(c, n) && !c.is(Kind::Noun, n)) {
        return true;
    }
    // "les familles des sept marins": a definite count inside another noun phrase.
    let nested = above().any(|n| n < tokens.start && !c.is(Kind::Noun, n));
    if nested && is_definite(c, tokens.start) {
        return true;
    }
    parenthetic(c, &tokens) || above().chain(c.nouns.first().copied()).any(|n| is_definite(c, n) && told_already(c, n))
}

/// "il y a dix ans", "ten years ago".
fn ago(c: &Clause, tokens: &Range<usize>) -> bool {
    let from = tokens.start.saturating_sub(4).max(c.sentence.start);
    let in_front = (from..tokens.end).any(|k| {
        c.lower(k) == "il" && c.lower(k + 1) == "y" && c.lower(k + 2) == "a" && !matches!(c.lower(k + 3), "eu" | "été")
    });
    c.french && in_front || !c.french && (tokens.end..(tokens.end + 2).min(c.sentence.end)).any(|k| c.lower(k) == "ago")
}

/// "la somme, récoltée en mai, …", "the 30,000 euros raised in May": a past participle tells that it is there.
fn told_already(c: &Clause, noun: usize) -> bool {
    c.dependents(noun).any(|k| {
        let t = &c.doc.tokens[k];
        t.dep == "acl"
            && k > noun
            && t.has("VerbForm=Part")
            && (t.has("Tense=Past") || t.tag == "VBN")
            && ![Kind::Near, Kind::Passive].iter().any(|&kind| c.is(kind, k))
    })
}

/// "le bilan, de deux morts, …": between commas, with nothing but a preposition.
fn parenthetic(c: &Clause, tokens: &Range<usize>) -> bool {
    let front = tokens.start.checked_sub(2).filter(|f| *f >= c.sentence.start);
    let comma = |k: usize| c.lower(k) == ",";
    front.is_some_and(|f| comma(f) && matches!(c.lower(f + 1), "de" | "d'" | "of"))
        && (tokens.end..(tokens.end + 3).min(c.sentence.end)).any(comma)
}

/// A definite article, demonstrative or possessive goes with the token: before a number, or as the noun's determiner.
pub(super) fn is_definite(c: &Clause, token: usize) -> bool {
    const WORDS: [&str; 30] = [
        "le", "la", "les", "l'", "du", "des", "au", "aux", "ce", "cet", "cette", "ces", "son", "sa", "ses", "leur",
        "leurs", "notre", "nos", "votre", "vos", "the", "this", "that", "these", "those", "its", "their", "his", "her",
    ];
    let t = &c.doc.tokens[token];
    if t.pos == Pos::Noun || t.pos == Pos::Propn {
        let determiner = |k: usize| k < token && WORDS.contains(&c.lower(k)) && c.lower(k) != "des";
        return c.dependents(token).any(determiner);
    }
    token.checked_sub(1).is_some_and(|k| k >= c.sentence.start && WORDS.contains(&c.lower(k)))
}
