//! An attribution as it is found, in tokens, before speakers are resolved and spans made.

use std::ops::Range;

use super::lexicon::Class;

/// Who says what, in tokens.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(crate) source: Vec<Range<usize>>,
    pub(crate) cue: Vec<Range<usize>>,
    pub(crate) content: Vec<Range<usize>>,
    pub(crate) class: Class,
    pub(crate) negated: bool,
    /// A token of the cue (of the content where there is no cue).
    pub(crate) anchor: usize,
    pub(crate) form: Form,
}

/// How the attribution is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Form {
    /// The cue stands before its content.
    Before,
    /// The cue stands behind or inside its content.
    Incise,
    /// "selon X".
    Preposition,
    /// "l'affirmation que".
    Noun,
    /// "X : « … »" without a verb of saying.
    Colon,
    /// A quotation without any cue.
    Standing,
    /// "…, citing X": who is cited by the one who tells it.
    Cited,
}

impl Found {
    /// "NAME: what is said", up to `end`: the colon is all the cue there is.
    pub(crate) fn labelled(source: Range<usize>, colon: usize, end: usize) -> Self {
        Self {
            source: vec![source],
            cue: Vec::new(),
            content: vec![colon + 1..end],
            class: Class::Say,
            negated: false,
            anchor: colon,
            form: Form::Colon,
        }
    }

    /// First token of the content.
    pub(crate) fn start(&self) -> usize {
        self.content.iter().map(|r| r.start).min().unwrap_or(self.anchor)
    }

    /// A content span holds the token.
    pub(crate) fn holds(&self, token: usize) -> bool {
        self.content.iter().any(|r| r.contains(&token))
    }
}
