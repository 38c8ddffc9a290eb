//! Runs of words that two texts share, and what they are worth as evidence that one has the other's words.

use std::collections::BTreeMap;

use super::words::{GRAM, Word};

/// One fingerprint is kept in each window of this many positions where texts are compared word by word.
pub(crate) const WINDOW: usize = 4;
/// A run shorter than this is a phrase, not a copy; a longer one has a fingerprint in common for certain.
pub(crate) const LEAST_RUN: usize = GRAM + WINDOW - 1;
/// A run this short counts beside a longer one from which a small edit parts it.
const LEAST_REST: usize = 4;
/// Words that an edit inside a copied passage puts in, leaves out or replaces at most.
const MOST_EDITED: usize = 4;

/// Words that two texts share in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Run {
    /// First word in the one text.
    pub(crate) a: usize,
    /// First word in the other.
    pub(crate) b: usize,
    /// Words.
    pub(crate) len: usize,
}

/// Extends seeds, in order, to longest runs without overlaps in either text; in text order.
pub(crate) fn extend(a: &[Word], b: &[Word], seeds: &[(usize, usize)]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for &(x, y) in seeds {
        if runs.iter().rev().take(8).any(|r| x >= r.a && x < r.a + r.len && y >= r.b && x - r.a == y - r.b) {
            continue;
        }
        let before = a[..x].iter().rev().zip(b[..y].iter().rev()).take_while(|(v, w)| v.hash == w.hash).count();
        let len = before + shared(&a[x..], &b[y..]);
        if len >= LEAST_RUN {
            runs.push(Run { a: x - before, b: y - before, len });
        }
    }
    // Longest first, then whatever does not overlap it.
    runs.sort_unstable_by_key(|r| (usize::MAX - r.len, r.a, r.b));
    runs.dedup();
    let mut kept: Vec<Run> = Vec::new();
    let mut taken = (BTreeMap::new(), BTreeMap::new());
    for run in runs {
        let free = |map: &BTreeMap<usize, usize>, at: usize| {
            map.range(..at + run.len).next_back().is_none_or(|(from, len)| at >= from + len)
        };
        if free(&taken.0, run.a) && free(&taken.1, run.b) {
            taken.0.insert(run.a, run.len);
            taken.1.insert(run.b, run.len);
            kept.push(run);
        }
    }
    kept.sort_unstable();
    kept
}

/// Words that two texts share from their start.
fn shared(a: &[Word], b: &[Word]) -> usize {
    a.iter().zip(b).take_while(|(v, w)| v.hash == w.hash).count()
}

/// Goes on from each run over small edits, in both directions, as long as the same words follow: each run becomes a passage of
/// runs.
pub(crate) fn over_edits(a: &[Word], b: &[Word], runs: &[Run]) -> Vec<Vec<Run>> {
    let mut free = (vec![true; a.len()], vec![true; b.len()]);
    let take = |free: &mut (Vec<bool>, Vec<bool>), run: &Run| {
        free.0[run.a..run.a + run.len].fill(false);
        free.1[run.b..run.b + run.len].fill(false);
    };
    runs.iter().for_each(|run| take(&mut free, run));
    let mut passages = Vec::with_capacity(runs.len());
    for run in runs {
        let mut passage = vec![*run];
        let (mut x, mut y) = (run.a + run.len, run.b + run.len);
        while let Some(after) = after_edit((a.len() - x, b.len() - y), |i, j| {
            a[x + i].hash == b[y + j].hash && free.0[x + i] && free.1[y + j]
        }) {
            let next = Run { a: x + after.a, b: y + after.b, len: after.len };
            take(&mut free, &next);
            passage.push(next);
            (x, y) = (next.a + next.len, next.b + next.len);
        }
        let (mut x, mut y) = (run.a, run.b);
        while let Some(before) =
            after_edit((x, y), |i, j| a[x - 1 - i].hash == b[y - 1 - j].hash && free.0[x - 1 - i] && free.1[y - 1 - j])
        {
            (x, y) = (x - before.a - before.len, y - before.b - before.len);
            let next = Run { a: x, b: y, len: before.len };
            take(&mut free, &next);
            passage.push(next);
        }
        passages.push(passage);
    }
    passages
}

/// The words that both texts go on with after an edit of a few words, given how many words are left and whether two of them
/// are the same.
fn after_edit(left: (usize, usize), same: impl Fn(usize, usize) -> bool) -> Option<Run> {
    // Least edited first: one word replaced, then longer edits.
    for edited in 1..=2 * MOST_EDITED {
        for x in edited.saturating_sub(MOST_EDITED)..=edited.min(MOST_EDITED) {
            let y = edited - x;
            let most = left.0.saturating_sub(x).min(left.1.saturating_sub(y));
            let len = (0..most).take_while(|i| same(x + i, y + i)).count();
            if len >= LEAST_REST {
                return Some(Run { a: x, b: y, len });
            }
        }
    }
    None
}

/// What a shared passage is worth as evidence of copying, in words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Evidence {
    /// Words outside quotation marks.
    pub(crate) told: usize,
    /// Those and the quoted ones that count.
    pub(crate) all: usize,
}

/// Words of a shared passage that count as evidence: all of one that is more than names and numbers, none of a list of names. A
/// quotation counts as far as the words around it are shared as well: whoever reports what was said has those.
pub(crate) fn evidence<'a>(passage: impl IntoIterator<Item = &'a Word>) -> Evidence {
    let (mut plain, mut told, mut quoted) = (0, 0, 0);
    for word in passage.into_iter().filter(|w| !w.furniture()) {
        plain += usize::from(word.plain());
        quoted += usize::from(word.quoted());
        told += usize::from(!word.quoted());
    }
    if plain * 2 > told && plain >= GRAM {
        Evidence { told, all: told + quoted.min(2 * told) }
    } else {
        Evidence::default()
    }
}
