//! The clean text of a block: typography normalised, damage repaired, with the way back to the original.
//!
//! Detectors look at the original and propose [`Edit`]s; [`apply`] makes the clean text and the offset map from them.
//! Nothing else writes clean text, so that every clean byte has an origin.

mod characters;
mod debris;
mod glue;
mod numbers;
mod typography;
mod words;

use std::borrow::Cow;

use smol_str::SmolStr;

pub(crate) use words::Vocabulary;

use crate::quotes::{self, Mark};
use crate::{OffsetMap, Repair, Span};

/// A place that is read otherwise than printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Edit {
    /// Original span; empty where something is put in.
    pub span: Span,
    /// How it is read.
    pub reads: Cow<'static, str>,
    /// Code of the repair and the stretch to show it on; `None` for mere typography, which is not reported.
    pub repair: Option<(&'static str, Span)>,
}

impl Edit {
    /// A difference that is not worth reporting.
    pub(crate) fn typography(start: usize, end: usize, reads: &'static str) -> Self {
        Self { span: Span::new(start, end), reads: Cow::Borrowed(reads), repair: None }
    }

    /// A repair, reported on `shown`, which holds `span`.
    pub(crate) fn repair(span: Span, reads: impl Into<Cow<'static, str>>, kind: &'static str, shown: Span) -> Self {
        Self { span, reads: reads.into(), repair: Some((kind, shown)) }
    }
}

/// All edits that the stretch `span` of the original needs, in any order.
pub(crate) fn edits(original: &str, span: Span, vocabulary: &Vocabulary) -> Vec<Edit> {
    let text = &original[span.start..span.end];
    let marks = quotes::marks(text);
    let closing: Vec<usize> = marks.iter().filter(|m| m.sign == '’').map(|m| span.start + m.span.start).collect();
    let mut edits = Vec::new();
    typography::edits(original, span, &closing, &mut edits);
    characters::edits(text, span.start, &mut edits);
    numbers::edits(text, span.start, vocabulary, &mut edits);
    words::edits(text, span.start, vocabulary, &mut edits);
    glue::edits(text, span.start, &marks, &mut edits);
    edits
}

/// Damage in a clean paragraph that is only marked: what was lost cannot be told. Spans are relative to the paragraph.
pub(crate) fn debris(paragraph: &str, marks: &[Mark]) -> Vec<Span> {
    debris::spans(paragraph, marks)
}

/// Appends the clean reading of `original[span]` to `clean`. `edits` lie inside `span`; of two that overlap the earlier
/// one, then the longer one is made.
pub(crate) fn apply(
    original: &str,
    span: Span,
    mut edits: Vec<Edit>,
    clean: &mut String,
    map: &mut OffsetMap,
    repairs: &mut Vec<Repair>,
) {
    edits.sort_by_key(|e| (e.span.start, std::cmp::Reverse(e.span.end)));
    let mut at = span.start;
    let mut put_in = None;
    for edit in edits {
        let again = edit.span.is_empty() && put_in == Some(edit.span.start);
        if edit.span.start < at || edit.span.end > span.end || again {
            continue;
        }
        copy(original, Span::new(at, edit.span.start), clean, map);
        let start = clean.len();
        clean.push_str(&edit.reads);
        if clean.len() > start {
            map.push(Span::new(start, clean.len()), edit.span, false);
        }
        if let Some((kind, shown)) = edit.repair {
            let before = original.get(shown.start..edit.span.start).unwrap_or_default();
            let after = original.get(edit.span.end..shown.end).unwrap_or_default();
            let reads = format!("{before}{}{after}", edit.reads);
            repairs.push(Repair { span: shown, kind: SmolStr::new_static(kind), reads: Some(reads) });
        }
        put_in = edit.span.is_empty().then_some(edit.span.start);
        at = edit.span.end;
    }
    copy(original, Span::new(at, span.end), clean, map);
}

fn copy(original: &str, span: Span, clean: &mut String, map: &mut OffsetMap) {
    if span.is_empty() {
        return;
    }
    let start = clean.len();
    clean.push_str(&original[span.start..span.end]);
    map.push(Span::new(start, clean.len()), span, true);
}

/// Compiles a pattern of this crate.
fn regex(pattern: &str) -> regex::Regex {
    regex::Regex::new(pattern).expect("the pattern is fixed and valid")
}
