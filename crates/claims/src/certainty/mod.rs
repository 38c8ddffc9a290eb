//! How sure a wording is: asserted, hedged (hearsay, presumption), possible (future, plan), denied.

use std::ops::Range;

use recoupe_reading::Doc;

use crate::Certainty;

/// The certainty of what stands at these tokens.
pub fn at(_doc: &Doc, _tokens: Range<usize>) -> Certainty {
    Certainty::Asserted
}

/// The certainty of a whole clause: that of its main verb.
pub(crate) fn of_clause(_doc: &Doc, _tokens: Range<usize>) -> Certainty {
    Certainty::Asserted
}
