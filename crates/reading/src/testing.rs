//! Helpers for tests of this and later rooms (feature `testing`).

use std::sync::OnceLock;

use recoupe_pipeline::{Iob, Pos, Token, store};

use crate::{Annotator, Models};

/// Splits words, numbers and punctuation, without syntax: each sentence's first token is its root. For tests that need
/// blocks, sentences, offsets or quotations but no model.
#[derive(Debug, Clone, Copy, Default)]
pub struct Words;

impl Annotator for Words {
    fn annotate(&self, text: &str, sentence_starts: &[usize]) -> Vec<Token> {
        let mut tokens: Vec<Token> = Vec::new();
        let mut root = 0;
        let mut starts = sentence_starts.iter().peekable();
        let mut chars = text.char_indices().peekable();
        while let Some((start, first)) = chars.next() {
            if first.is_whitespace() {
                continue;
            }
            let mut end = start + first.len_utf8();
            while first.is_alphanumeric()
                && let Some(&(at, c)) = chars.peek()
                && (c.is_alphanumeric() || c == '-')
            {
                end = at + c.len_utf8();
                chars.next();
            }
            // An elided word keeps its apostrophe ("l'", "qu'").
            if first.is_alphabetic()
                && let Some(&(at, '\'')) = chars.peek()
            {
                end = at + 1;
                chars.next();
            }
            let mut sent_start = tokens.is_empty();
            while starts.next_if(|&&s| s <= start).is_some() {
                sent_start = true;
            }
            if sent_start {
                root = tokens.len();
            }
            let numeric = first.is_ascii_digit();
            tokens.push(Token {
                start,
                end,
                space_after: text[end..].starts_with(' '),
                pos: if numeric {
                    Pos::Num
                } else if first.is_alphabetic() {
                    Pos::X
                } else {
                    Pos::Punct
                },
                tag: "".into(),
                morph: "".into(),
                lemma: text[start..end].to_lowercase().into(),
                head: root,
                dep: if root == tokens.len() { "ROOT".into() } else { "dep".into() },
                sent_start,
                ent_type: "".into(),
                ent_iob: Iob::O,
            });
        }
        tokens
    }
}

/// [`Words`] for both languages.
pub fn words() -> Models {
    Models { fr: Some(Box::new(Words)), en: Some(Box::new(Words)) }
}

/// The installed models of both languages, loaded once a process.
///
/// # Panics
/// When a model is missing: run `make models`.
pub fn models() -> &'static Models {
    static MODELS: OnceLock<Models> = OnceLock::new();
    MODELS.get_or_init(|| {
        let load = |lang| store::load(lang).unwrap_or_else(|e| panic!("no model for {lang} ({e}): run `make models`"));
        Models::of_pipelines(Some(load("fr")), Some(load("en")))
    })
}
