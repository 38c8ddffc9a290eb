//! The words that a thread has met: lexemes by text, and what is known of them.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::{image::StringTable, lex::Lexeme};

/// Words that are kept between texts, at most.
const LIMIT: usize = 60_000;

/// A word's number in [`Words`], and whether a space follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Form(u32);

impl Form {
    pub(crate) fn new(word: u32, space: bool) -> Form {
        Form(word * 2 + u32::from(space))
    }

    pub(crate) fn word(self) -> u32 {
        self.0 / 2
    }

    pub(crate) fn space(self) -> bool {
        !self.0.is_multiple_of(2)
    }

    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }

    /// The form, with a space.
    pub(crate) fn with_space(self) -> Form {
        Form(self.0 | 1)
    }

    /// The form, with the space taken as absent.
    pub(crate) fn without_space(self) -> Form {
        Form(self.0 & !1)
    }
}

/// Lexemes by text, and by text and norm where an exception gives the norm.
#[derive(Debug, Default)]
pub(crate) struct Words {
    by_text: FxHashMap<SmolStr, u32>,
    by_norm: FxHashMap<(u32, u64), u32>,
    lexemes: Vec<Lexeme>,
}

impl Words {
    /// The number of a word; `norm` is the id of an exception's norm, 0 if none.
    pub(crate) fn number(&mut self, text: &str, norm: u64, norms: Option<&StringTable>) -> u32 {
        let plain = match self.by_text.get(text) {
            Some(&number) => number,
            None => {
                let lexeme = Lexeme::new(text, norms);
                let number = self.lexemes.len() as u32;
                self.by_text.insert(lexeme.text.clone(), number);
                self.lexemes.push(lexeme);
                number
            }
        };
        if norm == 0 || self.lexemes[plain as usize].norm == norm {
            return plain;
        }
        *self.by_norm.entry((plain, norm)).or_insert_with(|| {
            let lexeme = Lexeme { norm, ..self.lexemes[plain as usize].clone() };
            self.lexemes.push(lexeme);
            self.lexemes.len() as u32 - 1
        })
    }

    pub(crate) fn lexeme(&self, number: u32) -> &Lexeme {
        &self.lexemes[number as usize]
    }

    /// Whether so many words are known that it is time to forget them all.
    pub(crate) fn is_full(&self) -> bool {
        self.lexemes.len() > LIMIT
    }
}
