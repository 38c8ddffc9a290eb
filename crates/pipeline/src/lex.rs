//! Lexemes: what depends on a token's text alone.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::{hash::string_id, image::StringTable, pystr};

/// spaCy's `BASE_NORMS`: norms of punctuation and currency signs in every language.
static BASE_NORMS: &str = include_str!("../data/base_norms.tsv");

/// A distinct token text and its features.
#[derive(Debug, Clone)]
pub(crate) struct Lexeme {
    pub(crate) text: SmolStr,
    /// `str.lower()`.
    pub(crate) lower: SmolStr,
    pub(crate) orth: u64,
    pub(crate) norm: u64,
    pub(crate) prefix: u64,
    pub(crate) suffix: u64,
    pub(crate) shape: u64,
    pub(crate) is_space: bool,
}

impl Lexeme {
    /// Works out the features of a text; `norms` are the language's own norms, which come before the base norms.
    pub(crate) fn new(text: &str, norms: Option<&StringTable>) -> Lexeme {
        let orth = string_id(text);
        let lower = SmolStr::new(pystr::lower(text));
        let norm = match norms.and_then(|norms| norms.get(orth)).or_else(|| base_norm(text)) {
            Some(norm) => string_id(norm),
            None => string_id(&lower),
        };
        let prefix = text.char_indices().nth(1).map_or(text, |(i, _)| &text[..i]);
        let suffix = text.char_indices().rev().nth(2).map_or(text, |(i, _)| &text[i..]);
        Lexeme {
            lower,
            orth,
            norm,
            prefix: string_id(prefix),
            suffix: string_id(suffix),
            shape: string_id(&shape(text)),
            is_space: pystr::all_space(text),
            text: SmolStr::new(text),
        }
    }
}

fn base_norm(text: &str) -> Option<&'static str> {
    static TABLE: OnceLock<FxHashMap<&'static str, &'static str>> = OnceLock::new();
    TABLE.get_or_init(|| BASE_NORMS.lines().filter_map(|line| line.split_once('\t')).collect()).get(text).copied()
}

/// spaCy's word shape: `Xxxxx` for "Corée", runs cut after four.
fn shape(text: &str) -> String {
    if text.chars().nth(99).is_some() {
        return "LONG".into();
    }
    let mut shape = String::with_capacity(text.len());
    let mut last = None;
    let mut repeats = 0;
    for c in text.chars() {
        let class = if pystr::is_alpha(c) {
            if pystr::is_upper(c) { 'X' } else { 'x' }
        } else if pystr::is_digit(c) {
            'd'
        } else {
            c
        };
        if last == Some(class) {
            repeats += 1;
        } else {
            repeats = 0;
            last = Some(class);
        }
        if repeats < 4 {
            shape.push(class);
        }
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::*;

    /// text, then ids of norm, prefix, suffix and shape, as spaCy gives them.
    const VECTORS: &str = include_str!("../tests/data/lexemes.tsv");

    #[test]
    fn features_are_those_of_spacy() {
        for line in VECTORS.lines() {
            let fields: Vec<&str> = line.split('\t').collect();
            let lexeme = Lexeme::new(fields[0], None);
            let got = [lexeme.norm, lexeme.prefix, lexeme.suffix, lexeme.shape].map(|id| id.to_string());
            assert_eq!(got.as_slice(), &fields[1..5], "{line}");
        }
        assert!(VECTORS.lines().count() > 30);
    }

    #[test]
    fn shapes() {
        for (text, want) in
            [("Corée", "Xxxxx"), ("abcdefg", "xxxx"), ("100000", "dddd"), ("3,5²", "d,dd"), ("-----", "----"), ("", "")]
        {
            assert_eq!(shape(text), want);
        }
        assert_eq!(shape(&"é".repeat(99)), "xxxx");
        assert_eq!(shape(&"é".repeat(100)), "LONG");
    }
}
