//! Documents and messages to reports.

pub(crate) mod docx;
pub(crate) mod eml;
pub(crate) mod pdf;
pub(crate) mod rtf;
pub(crate) mod table;

use crate::{Part, PartKind};

/// A text that grows by parts, with a blank line between them.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    pub text: String,
    pub parts: Vec<Part>,
}

impl Parts {
    /// Adds a part; one of blanks only is left out.
    pub(crate) fn push(&mut self, kind: PartKind, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let start = self.text.len();
        self.text.push_str(text);
        self.parts.push(Part { start, end: self.text.len(), kind });
    }
}
