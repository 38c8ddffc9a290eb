//! Offset map from the clean text to the original.

use crate::Span;
use serde::{Deserialize, Serialize};

/// Maps byte offsets of the clean text to byte offsets of the original: a list of runs, each either a verbatim copy
/// (same length on both sides) or a replacement (lengths may differ).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OffsetMap {
    runs: Vec<Run>,
}

/// One run: `clean` was read from `original`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Run {
    clean: Span,
    original: Span,
    verbatim: bool,
}

impl OffsetMap {
    /// Appends a run. Runs must be given in order of both texts; gaps in the original are text that was left out.
    pub fn push(&mut self, clean: Span, original: Span, verbatim: bool) {
        debug_assert!(!verbatim || clean.len() == original.len());
        if let Some(last) = self.runs.last_mut()
            && last.verbatim
            && verbatim
            && last.clean.end == clean.start
            && last.original.end == original.start
        {
            last.clean.end = clean.end;
            last.original.end = original.end;
            return;
        }
        self.runs.push(Run { clean, original, verbatim });
    }

    /// The smallest original span that the clean span was read from; a span inside a replacement gives the whole replaced
    /// stretch.
    pub fn to_original(&self, clean: Span) -> Span {
        let start = self.start_of(clean.start);
        if clean.is_empty() {
            return Span::new(start, start);
        }
        Span::new(start, self.end_of(clean.end).max(start))
    }

    fn start_of(&self, at: usize) -> usize {
        let i = self.runs.partition_point(|r| r.clean.end <= at);
        match self.runs.get(i) {
            Some(r) if r.verbatim && at >= r.clean.start => r.original.start + (at - r.clean.start),
            Some(r) => r.original.start,
            None => self.runs.last().map_or(at, |r| r.original.end),
        }
    }

    fn end_of(&self, at: usize) -> usize {
        let i = self.runs.partition_point(|r| r.clean.start < at);
        match i.checked_sub(1).map(|i| self.runs[i]) {
            Some(r) if r.verbatim && at <= r.clean.end => r.original.start + (at - r.clean.start),
            Some(r) => r.original.end,
            None => 0,
        }
    }
}
