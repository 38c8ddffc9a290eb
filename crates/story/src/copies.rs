//! Copied passages: runs of words that two reports share.
//!
//! Winnowing (Schleimer, Wilkerson and Aiken, *Winnowing: local algorithms for document fingerprinting*, 2003) picks
//! fingerprints of word sequences; an inverted index finds the reports that share one, and each hit is extended to the
//! longest run. Time grows with the words and with the hits, not with the pairs of reports.

use std::collections::BTreeMap;

use recoupe_reading::{Doc, Span};

use crate::{
    Copy,
    copying::{
        LEAST_SHARE,
        runs::{self, Run, WINDOW},
        words::{self, Word},
    },
};

/// Reports that share one fingerprint and are compared with each other; beyond, only with the first.
const MOST_PAIRED: usize = 12;
/// A fingerprint in more than this share of a large collection is boilerplate.
const MOST_COMMON: f64 = 0.5;

/// All copies between reports, each pair once, in the order of `rank` (a permutation of the reports that does not
/// depend on the input order).
pub(crate) fn find(docs: &[&Doc], rank: &[usize], earlier: impl Fn(usize, usize) -> bool) -> Vec<Copy> {
    let words: Vec<Vec<Word>> = docs.iter().map(|d| words::of_clean(d)).collect();
    let mut index: BTreeMap<u64, Vec<(usize, usize)>> = BTreeMap::new();
    for &r in rank {
        for (hash, at) in words::winnow(&words::grams(&words[r]), WINDOW) {
            index.entry(hash).or_default().push((r, at as usize));
        }
    }
    let most = ((docs.len() as f64 * MOST_COMMON) as usize).max(MOST_PAIRED);
    let mut seeds: BTreeMap<(usize, usize), Vec<(usize, usize)>> = BTreeMap::new();
    let mut place = vec![0; docs.len()];
    for (p, &r) in rank.iter().enumerate() {
        place[r] = p;
    }
    for hits in index.values() {
        // One place a report: a sentence that a report repeats is still one passage.
        let mut firsts: Vec<(usize, usize)> = Vec::new();
        for hit in hits {
            if firsts.last().is_none_or(|f| f.0 != hit.0) {
                firsts.push(*hit);
            }
        }
        if firsts.len() < 2 || firsts.len() > most {
            continue;
        }
        let heads = if firsts.len() <= MOST_PAIRED { firsts.len() } else { 1 };
        for i in 0..heads {
            for j in i + 1..firsts.len() {
                let ((a, at_a), (b, at_b)) = (firsts[i], firsts[j]);
                seeds.entry((place[a], place[b])).or_default().push((at_a, at_b));
            }
        }
    }
    let mut copies = Vec::new();
    for ((pa, pb), mut at) in seeds {
        let (a, b) = (rank[pa], rank[pb]);
        at.sort_unstable();
        let runs = runs::extend(&words[a], &words[b], &at);
        let copied: usize = runs.iter().map(|r| runs::evidence(&words[a][r.a..r.a + r.len]).all).sum();
        let shorter = words[a].len().min(words[b].len());
        let share = if shorter == 0 { 0.0 } else { (copied as f64 / shorter as f64).min(1.0) };
        if share < LEAST_SHARE {
            continue;
        }
        let spans = |doc: &Doc, words: &[Word], start: usize, n: usize| {
            doc.to_original(words[start].span().cover(words[start + n - 1].span()))
        };
        let both = |r: &Run| (spans(docs[a], &words[a], r.a, r.len), spans(docs[b], &words[b], r.b, r.len));
        let mut runs: Vec<(Span, Span)> = runs.iter().map(both).collect();
        let (mut from, mut to) = (a, b);
        if earlier(b, a) {
            (from, to) = (b, a);
            for run in &mut runs {
                *run = (run.1, run.0);
            }
            runs.sort_by_key(|r| (r.0.start, r.1.start));
        }
        copies.push(Copy { from, to, share, runs });
    }
    copies
}
