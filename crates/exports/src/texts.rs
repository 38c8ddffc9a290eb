//! Passages of the reports, with positions in characters beside bytes.

use std::collections::BTreeMap;

use recoupe_dossier::wire::{Dossier, Figure, Range, Statement};

/// Characters that a quote carries before and after itself.
const AROUND: usize = 32;
/// Bytes between two counts of characters.
const STEP: usize = 256;

/// The texts of a dossier's reports.
pub(crate) struct Texts<'a>(BTreeMap<&'a str, Text<'a>>);

struct Text<'a> {
    text: &'a str,
    /// Characters that begin before every [`STEP`]th byte.
    counts: Vec<usize>,
}

/// A passage as the W3C's selectors name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Quote<'a> {
    /// The words as printed.
    pub(crate) exact: &'a str,
    /// What stands before them.
    pub(crate) prefix: &'a str,
    /// What stands after them.
    pub(crate) suffix: &'a str,
    /// Characters (Unicode code points) before the first.
    pub(crate) start: usize,
    /// Characters before the first one after it.
    pub(crate) end: usize,
}

impl<'a> Texts<'a> {
    pub(crate) fn new(dossier: &'a Dossier) -> Self {
        let texts = dossier.reports.iter().filter_map(|r| Some((r.id.as_str(), Text::new(r.text.as_deref()?))));
        Self(texts.collect())
    }

    /// The passage of a report between two bytes; nothing where the dossier has not got the text.
    pub(crate) fn quote(&self, report: &str, (start, end): Range) -> Option<Quote<'a>> {
        let text = self.0.get(report)?;
        let exact = text.text.get(start..end)?;
        let (before, after) = (&text.text[..start], &text.text[end..]);
        let prefix = before.char_indices().rev().nth(AROUND - 1).map_or(0, |(i, _)| i);
        let suffix = after.char_indices().nth(AROUND).map_or(after.len(), |(i, _)| i);
        Some(Quote {
            exact,
            prefix: &before[prefix..],
            suffix: &after[..suffix],
            start: text.characters(start),
            end: text.characters(end),
        })
    }

    /// The words of a report between two bytes, empty where the dossier has not got the text.
    pub(crate) fn words(&self, report: &str, (start, end): Range) -> &'a str {
        self.0.get(report).and_then(|t| t.text.get(start..end)).unwrap_or_default()
    }

    /// The sentence that a figure stands in, as printed; without one its own words.
    pub(crate) fn sentence(&self, figure: &'a Figure) -> &'a str {
        let sentence = figure.sentence.map_or((figure.start, figure.end), |s| (s.start, s.end));
        match self.words(&figure.report, sentence) {
            "" => &figure.text,
            words => words,
        }
    }
}

/// Where a statement's words stand: what is said; where a text leaves that out, the words that show that something is said.
pub(crate) fn ranges(statement: &Statement) -> &[Range] {
    [&statement.content, &statement.cue, &statement.source].into_iter().find(|r| !r.is_empty()).map_or(&[], |r| r)
}

impl<'a> Text<'a> {
    fn new(text: &'a str) -> Self {
        let mut counts = Vec::with_capacity(text.len() / STEP + 1);
        let mut count = 0;
        for piece in text.as_bytes().chunks(STEP) {
            counts.push(count);
            count += beginnings(piece);
        }
        Self { text, counts }
    }

    /// Characters before a byte.
    fn characters(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        // A text that ends on a step has no count of its own for its end.
        let step = (byte / STEP).min(self.counts.len().saturating_sub(1));
        self.counts.get(step).map_or(0, |before| before + beginnings(&self.text.as_bytes()[step * STEP..byte]))
    }
}

/// Bytes that begin a character.
fn beginnings(bytes: &[u8]) -> usize {
    bytes.iter().filter(|b| **b & 0b1100_0000 != 0b1000_0000).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn positions_count_characters(text in "(\\PC|\n|\u{1F600}|é){0,400}") {
            let counted = Text::new(&text);
            for (n, (byte, _)) in text.char_indices().chain([(text.len(), ' ')]).enumerate() {
                prop_assert_eq!(counted.characters(byte), n);
            }
        }
    }
}
