//! The order of what was found: BM25 (Robertson, Zaragoza 2009) over the newest claims that answer.
//!
//! The index could rank by itself, but counts all claims that hold a word before it gives the first score: with a million claims a
//! common word took longer than a search may. Every claim that was found has every term that was asked for, so that the inverse document
//! frequencies, which those counts are for, would only weigh the terms of one question against each other; they are left out.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use rusqlite::Connection;

use crate::{Result, query::Query, search, words::Stems};

/// How soon more of the same word count no more.
const K1: f64 = 1.2;
/// How much a long passage counts against.
const B: f64 = 0.75;
/// Words of a usual passage: a sentence of a report.
const USUAL: f64 = 25.0;
/// How many passages are read; those behind them are in the order of their length, as if each term stood there once.
const READ: usize = 200;

/// A claim that answers: its row and its passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) claim: i64,
    pub(crate) version: i64,
    pub(crate) passage: (usize, usize),
}

/// Texts of versions that were looked up, so that each is unpacked once.
#[derive(Default)]
pub(crate) struct Texts(BTreeMap<i64, String>);

impl Texts {
    pub(crate) fn of(&mut self, db: &Connection, version: i64) -> Result<&str> {
        Ok(match self.0.entry(version) {
            Entry::Occupied(e) => e.into_mut(),
            Entry::Vacant(e) => e.insert(search::text(db, version)?),
        })
    }
}

/// Puts the best first; of equals the newest.
pub(crate) fn order(
    candidates: &mut [Candidate],
    query: &Query,
    db: &Connection,
    texts: &mut Texts,
    stems: &Stems,
) -> Result<()> {
    candidates.sort_by_key(|c| (c.passage.1.saturating_sub(c.passage.0), std::cmp::Reverse(c.claim)));
    let many = READ.min(candidates.len());
    let read = &mut candidates[..many];
    let mut scores = BTreeMap::new();
    for c in read.iter() {
        let passage = texts.of(db, c.version)?.get(c.passage.0..c.passage.1).unwrap_or_default();
        let (occurrences, length) = query.occurrences(passage, stems);
        scores.insert(c.claim, score(&occurrences, length));
    }
    let of = |c: &Candidate| scores.get(&c.claim).copied().unwrap_or_default();
    read.sort_by(|a, b| of(b).total_cmp(&of(a)).then(b.claim.cmp(&a.claim)));
    Ok(())
}

fn score(occurrences: &[usize], length: usize) -> f64 {
    let norm = K1 * (1.0 - B + B * length as f64 / USUAL);
    let each = |n: &usize| *n as f64 * (K1 + 1.0) / (*n as f64 + norm);
    // Words that stand outside of the passage (a name's other form) count once less than those in it: not at all.
    occurrences.iter().map(each).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_of_a_word_and_shorter_passages_come_first() {
        assert!(score(&[2], 20) > score(&[1], 20));
        assert!(score(&[1], 10) > score(&[1], 40));
        assert!(score(&[1, 1], 20) > score(&[1, 0], 20));
        assert!(score(&[3, 0], 20) < score(&[1, 1], 20), "all words rather than one of them often");
    }
}
