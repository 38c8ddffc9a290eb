//! The clean text of a block: typography normalised, damage repaired, with the way back to the original.
//!
//! Detectors look at the original and propose [`Edit`]s; [`apply`] makes the clean text and the offset map from them.
//! Nothing else writes clean text, so that every clean byte has an origin.

mod typography;

pub(crate) use typography::typography;

use std::borrow::Cow;

use smol_str::SmolStr;

use crate::{OffsetMap, Repair, Span};

/// A place that is read otherwise than printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Edit {
    /// Original span; empty where something is put in.
    pub span: Span,
    /// How it is read.
    pub reads: Cow<'static, str>,
    /// Code of the repair; `None` for mere typography, which is not reported.
    pub kind: Option<&'static str>,
}

impl Edit {
    pub(crate) fn new(
        start: usize,
        end: usize,
        reads: impl Into<Cow<'static, str>>,
        kind: Option<&'static str>,
    ) -> Self {
        Self { span: Span::new(start, end), reads: reads.into(), kind }
    }
}

/// Appends the clean reading of `original[span]` to `clean`. `edits` lie inside `span`, in any order; of two that overlap
/// the earlier one, then the longer one is made.
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
    for edit in edits {
        if edit.span.start < at || edit.span.end > span.end {
            continue;
        }
        copy(original, Span::new(at, edit.span.start), clean, map);
        let start = clean.len();
        clean.push_str(&edit.reads);
        if clean.len() > start {
            map.push(Span::new(start, clean.len()), edit.span, false);
        }
        if let Some(kind) = edit.kind {
            repairs.push(Repair {
                span: edit.span,
                kind: SmolStr::new_static(kind),
                reads: Some(edit.reads.into_owned()),
            });
        }
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
