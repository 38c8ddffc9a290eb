//! Damage that can be seen but not undone: fragments that a translation or a cut has left inside a quotation.

use crate::Span;
use crate::quotes::{Mark, enclose};

/// Spans of fragments in a clean paragraph: after a full stop inside a quotation, a dash glued to a small letter
/// ("… des compétences. -connaissance du terrain."): the end of a compound whose head is lost.
pub(super) fn spans(paragraph: &str, marks: &[Mark]) -> Vec<Span> {
    let mut found = Vec::new();
    if !paragraph.contains(". -") && !paragraph.contains(". –") {
        return found;
    }
    for quote in enclose(marks, paragraph.len()).quotes.iter().filter(|q| q.depth == 0) {
        let inside = &paragraph[quote.span.start..quote.span.end];
        let mut from = 0;
        while let Some(stop) = inside[from..].find(". ").map(|i| from + i) {
            from = stop + 2;
            let rest = &inside[from..];
            let Some(dash) = rest.chars().next().filter(|c| matches!(c, '-' | '–')) else { continue };
            if rest[dash.len_utf8()..].starts_with(char::is_lowercase) {
                let end = rest.find(['.', '!', '?', '…', '»', '”']).map_or(inside.len(), |i| from + i);
                found.push(Span::new(quote.span.start + from, quote.span.start + end));
            }
        }
    }
    found
}
