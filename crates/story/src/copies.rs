//! Copied passages: runs of words that two reports share.
//!
//! Winnowing (Schleimer, Wilkerson and Aiken, *Winnowing: local algorithms for document fingerprinting*, 2003) picks
//! fingerprints of word sequences; an inverted index finds the reports that share one, and each hit is extended to the
//! longest run. Time grows with the words and with the hits, not with the pairs of reports.

use std::collections::BTreeMap;

use recoupe_reading::{Doc, Span};

use crate::{Copy, text::fold};

/// Words of one fingerprint: a shared run of this many words is found for certain (with [`WINDOW`]).
const GRAM: usize = 8;
/// One fingerprint is kept in each window of this many positions.
const WINDOW: usize = 4;
/// A run shorter than this is a phrase, not a copy.
const LEAST_RUN: usize = GRAM + WINDOW - 1;
/// Share of the shorter report from which its text is a copy (rule O2).
const LEAST_SHARE: f64 = 0.2;
/// Reports that share one fingerprint and are compared with each other; beyond, only with the first.
const MOST_PAIRED: usize = 12;
/// A fingerprint in more than this share of a large collection is boilerplate.
const MOST_COMMON: f64 = 0.5;

/// A word of a report.
struct Word {
    hash: u64,
    clean: Span,
    /// It is a name (capital inside the sentence) and carries no evidence of copying by itself.
    name: bool,
}

/// All copies between reports, each pair once, in the order of `rank` (a permutation of the reports that does not
/// depend on the input order).
pub(crate) fn find(docs: &[&Doc], rank: &[usize], earlier: impl Fn(usize, usize) -> bool) -> Vec<Copy> {
    let words: Vec<Vec<Word>> = docs.iter().map(|d| words_of(d)).collect();
    let mut index: BTreeMap<u64, Vec<(usize, usize)>> = BTreeMap::new();
    for &r in rank {
        for (hash, at) in fingerprints(&words[r]) {
            index.entry(hash).or_default().push((r, at));
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
        let runs = extend(&words[a], &words[b], &at);
        let copied: usize = runs.iter().map(|r| evidence(&words[a][r.0..r.0 + r.2])).sum();
        let shorter = words[a].len().min(words[b].len());
        let share = if shorter == 0 { 0.0 } else { (copied as f64 / shorter as f64).min(1.0) };
        if share < LEAST_SHARE {
            continue;
        }
        let spans = |doc: &Doc, words: &[Word], start: usize, n: usize| {
            doc.to_original(words[start].clean.cover(words[start + n - 1].clean))
        };
        let mut runs: Vec<(Span, Span)> =
            runs.iter().map(|&(x, y, n)| (spans(docs[a], &words[a], x, n), spans(docs[b], &words[b], y, n))).collect();
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

/// Words of a run that count as evidence: all of a run that is more than names, none of a list of names.
fn evidence(run: &[Word]) -> usize {
    let plain = run.iter().filter(|w| !w.name).count();
    if plain * 2 > run.len() && plain >= GRAM { run.len() } else { 0 }
}

fn words_of(doc: &Doc) -> Vec<Word> {
    let mut words = Vec::new();
    let mut sentence_start = true;
    let mut start = None;
    let text = doc.clean.as_str();
    for (i, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if c.is_alphanumeric() {
            start.get_or_insert(i);
            continue;
        }
        if let Some(s) = start.take() {
            let word = &text[s..i];
            let name = !sentence_start && word.chars().next().is_some_and(char::is_uppercase);
            words.push(Word { hash: hash_word(&fold(word)), clean: Span::new(s, i), name });
            sentence_start = false;
        }
        if matches!(c, '.' | '!' | '?' | '\n' | ':' | '«' | '"' | '“') {
            sentence_start = true;
        }
    }
    words
}

/// FNV-1a: small, stable over versions and machines.
fn hash_word(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

/// The smallest hash of each window, with the position of its gram.
fn fingerprints(words: &[Word]) -> Vec<(u64, usize)> {
    let grams: Vec<u64> = words
        .windows(GRAM)
        .map(|g| {
            g.iter()
                .fold(0xcbf2_9ce4_8422_2325, |h, w| (h ^ w.hash).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23))
        })
        .collect();
    let mut out: Vec<(u64, usize)> = Vec::new();
    for (start, window) in grams.windows(WINDOW.min(grams.len().max(1))).enumerate() {
        let Some((offset, hash)) = window.iter().enumerate().min_by_key(|(i, h)| (**h, usize::MAX - i)) else {
            continue;
        };
        let picked = (*hash, start + offset);
        if out.last() != Some(&picked) {
            out.push(picked);
        }
    }
    out
}

/// Extends seeds to longest runs `(start in a, start in b, words)`, without overlaps in either report.
fn extend(a: &[Word], b: &[Word], seeds: &[(usize, usize)]) -> Vec<(usize, usize, usize)> {
    let mut runs: Vec<(usize, usize, usize)> = Vec::new();
    for &(x, y) in seeds {
        if runs.iter().rev().take(8).any(|r| x >= r.0 && x < r.0 + r.2 && y >= r.1 && x - r.0 == y - r.1) {
            continue;
        }
        let (mut s, mut t) = (x, y);
        while s > 0 && t > 0 && a[s - 1].hash == b[t - 1].hash {
            s -= 1;
            t -= 1;
        }
        let mut n = 0;
        while s + n < a.len() && t + n < b.len() && a[s + n].hash == b[t + n].hash {
            n += 1;
        }
        if n >= LEAST_RUN {
            runs.push((s, t, n));
        }
    }
    // Longest first, then whatever does not overlap it.
    runs.sort_unstable_by_key(|r| (usize::MAX - r.2, r.0, r.1));
    runs.dedup();
    let mut kept: Vec<(usize, usize, usize)> = Vec::new();
    let clash = |p: usize, n: usize, q: usize, m: usize| p < q + m && q < p + n;
    let mut taken = (BTreeMap::new(), BTreeMap::new());
    for run in runs {
        let free = |map: &BTreeMap<usize, usize>, at: usize| {
            map.range(..at + run.2).next_back().is_none_or(|(q, m)| !clash(at, run.2, *q, *m))
        };
        if free(&taken.0, run.0) && free(&taken.1, run.1) {
            taken.0.insert(run.0, run.2);
            taken.1.insert(run.1, run.2);
            kept.push(run);
        }
    }
    kept.sort_unstable();
    kept
}
