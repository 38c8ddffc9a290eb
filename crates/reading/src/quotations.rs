//! Quotations of the document: those of each paragraph, and those that run over several.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use crate::quotes::{Enclosure, Mark, Role, fits};
use crate::{Diagnostic, Doc, Quote, Span};

/// A parsed paragraph of the clean text with its quotation marks.
pub(crate) struct Paragraph {
    at: usize,
    end: usize,
    enclosure: Enclosure,
    /// The mark that opens at the very start.
    opens_with: Option<Mark>,
}

impl Paragraph {
    /// `at..end` is the paragraph in the clean text; `marks` and what they enclose are relative to it.
    pub(crate) fn new(at: usize, end: usize, marks: &[Mark], enclosure: Enclosure) -> Self {
        // A dash or a bracket may stand before the mark.
        let opens_with = marks.first().filter(|m| m.role == Role::Open && m.span.start <= 4).copied();
        Self { at, end, enclosure, opens_with }
    }
}

/// Sets [`Doc::quotes`].
///
/// A quotation left open at the end of its paragraph goes on if the next paragraph opens with the same mark (running
/// quotation, each paragraph opens, only the last closes) or closes one that it never opened; else it ends with its
/// paragraph and a diagnostic says so.
pub(crate) fn append_quotes(doc: &mut Doc, paragraphs: &[Paragraph]) {
    let mut found: Vec<(Span, bool)> = Vec::new();
    let mut reopened: BTreeSet<Span> = BTreeSet::new();
    for (k, paragraph) in paragraphs.iter().enumerate() {
        let len = paragraph.end - paragraph.at;
        for quote in &paragraph.enclosure.quotes {
            let clean = shift(quote.span, paragraph.at);
            if reopened.contains(&clean) {
                // Part of a quotation that began in an earlier paragraph.
                continue;
            }
            if quote.closed || quote.span.end < len || quote.depth > 0 {
                found.push((clean, quote.closed));
                continue;
            }
            let sign = doc.clean[clean.start..].chars().next().unwrap_or('"');
            let (end, closed) = run_on(&paragraphs[k + 1..], sign, clean.end, &mut reopened);
            found.push((Span::new(clean.start, end), closed));
        }
    }
    found.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
    let mut ends: Vec<usize> = Vec::new();
    for (clean, closed) in found {
        while ends.last().is_some_and(|&end| end <= clean.start) {
            ends.pop();
        }
        let first = doc.tokens.partition_point(|t| t.clean.end <= clean.start);
        let end = doc.tokens.partition_point(|t| t.clean.start < clean.end);
        if first < end {
            doc.quotes.push(Quote { clean, first, end, depth: ends.len(), closed });
            if !closed {
                let span = doc.map.to_original(clean);
                let message = "this quotation is never closed; taken to end here".to_owned();
                doc.diagnostics.push(Diagnostic { span, code: SmolStr::new_static("unbalanced-quote"), message });
            }
        }
        ends.push(clean.end);
    }
}

/// Follows a quotation into the next paragraphs; gives its end and whether it is closed. `reopened` gets the
/// stretches that a mark repeated at the start of a paragraph encloses.
fn run_on(next: &[Paragraph], sign: char, mut end: usize, reopened: &mut BTreeSet<Span>) -> (usize, bool) {
    for paragraph in next {
        if let Some(mark) = paragraph.opens_with.filter(|m| m.sign == sign) {
            let Some(inner) = paragraph.enclosure.quotes.iter().find(|q| q.span.start == mark.span.start) else {
                break;
            };
            let clean = shift(inner.span, paragraph.at);
            reopened.insert(clean);
            end = clean.end;
            if inner.closed {
                return (end, true);
            }
            if clean.end < paragraph.end {
                break;
            }
        } else if let Some(close) = paragraph.enclosure.unopened.first().filter(|m| fits(sign, m.sign)) {
            return (paragraph.at + close.span.end, true);
        } else {
            break;
        }
    }
    (end, false)
}

fn shift(span: Span, at: usize) -> Span {
    Span::new(at + span.start, at + span.end)
}
