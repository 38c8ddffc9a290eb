//! The reports that may have a report's words, and what of its words is printed everywhere.

use super::{CopyIndex, CopyPrint, CopyText, Holder, MOST_HOLDERS, words::GRAM};

/// Candidates at most.
const MOST_CANDIDATES: usize = MOST_HOLDERS;
/// Reports of one outlet that hold a fingerprint before it can be what the outlet prints everywhere.
const LEAST_REPEATED: usize = 8;
/// Share of a report's fingerprints above which those who hold one of them are copies or versions of it as a whole.
const SAME_ARTICLE: f64 = 0.5;
/// Fingerprints in common that make a candidate: two sentences have more.
const LEAST_SHARED: u32 = 2;
/// In a report of fewer words one fingerprint in common may be a fifth of it.
const SHORT: u32 = 60;

/// A report that may share text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// The report, by its number in the index.
    pub report: u64,
    /// Fingerprints in common, furniture left out.
    pub shared: u32,
    /// Words that these cover, about; a lower bound of what is shared where nothing was edited.
    pub words: u32,
}

/// What an index says of a report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Those that may share text, most words first, then by number; 64 at most.
    pub candidates: Vec<Candidate>,
    /// Fingerprints, by their place in [`CopyPrint::fingerprints`], that are no words of this report but what its outlet, or
    /// everybody, prints under many: subscription lines, footers, terms of use.
    pub furniture: Vec<u32>,
}

/// The reports in an index that may share text with one. A report that is in the index itself is among them.
///
/// Costs a look-up a fingerprint, [`MOST_HOLDERS`] hits each at most: nothing grows with the index.
pub fn search<I: CopyIndex>(print: &CopyPrint, index: &I) -> Result<Found, I::Error> {
    let mut holders: Vec<Holder> = Vec::new();
    let mut ends = Vec::with_capacity(print.fingerprints.len());
    for fingerprint in &print.fingerprints {
        index.holders(fingerprint.hash, &mut holders)?;
        ends.push(holders.len());
    }
    let mut hits: Vec<Hit> = Vec::with_capacity(holders.len());
    let mut start = 0;
    for (i, end) in ends.iter().enumerate() {
        hits.extend(holders[start..*end].iter().map(|h| Hit { report: h.report, print: i as u32, at: h.at }));
        start = *end;
    }
    hits.sort_unstable();
    let furniture = furniture(print, &holders, &ends, &hits);
    let mut candidates: Vec<Candidate> =
        hits.chunk_by(|a, b| a.report == b.report).filter_map(|hits| candidate(print, hits, &furniture)).collect();
    let mut whole = Vec::new();
    if print.text != 0 {
        index.holders(print.text, &mut whole)?;
    }
    for same in whole {
        // A text of names or of furniture has no fingerprint that counts; its double is found all the same.
        if !candidates.iter().any(|c| c.report == same.report) {
            candidates.push(Candidate { report: same.report, shared: 1, words: print.words });
        }
    }
    candidates.sort_unstable_by_key(|c| (u32::MAX - c.words, u32::MAX - c.shared, c.report));
    candidates.truncate(MOST_CANDIDATES);
    Ok(Found { candidates, furniture })
}

/// A fingerprint of the report, by its place among them, that another holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Hit {
    report: u64,
    print: u32,
    at: u32,
}

fn candidate(print: &CopyPrint, hits: &[Hit], furniture: &[u32]) -> Option<Candidate> {
    let (mut shared, mut words) = (0, 0);
    let mut before: Option<(&Hit, u32)> = None;
    for hit in hits {
        if furniture.binary_search(&hit.print).is_ok() {
            continue;
        }
        shared += 1;
        let at = print.fingerprints[hit.print as usize].at;
        let gram = GRAM as u32;
        // On with the same words: all between the two fingerprints is shared as well.
        words += match before {
            Some((b, at_b)) if b.print + 1 == hit.print && at.wrapping_sub(at_b) == hit.at.wrapping_sub(b.at) => {
                at - at_b
            }
            Some((_, at_b)) => gram.min(at - at_b),
            None => gram,
        };
        before = Some((hit, at));
    }
    let enough = shared >= LEAST_SHARED || shared == 1 && print.words < SHORT;
    enough.then_some(Candidate { report: hits[0].report, shared, words })
}

/// Fingerprints that many hold who have little else in common with the report: the same outlet's other reports, or as many
/// as an index keeps.
fn furniture(print: &CopyPrint, holders: &[Holder], ends: &[usize], hits: &[Hit]) -> Vec<u32> {
    let mut furniture = Vec::new();
    let mut start = 0;
    for (i, end) in ends.iter().enumerate() {
        let own = &holders[start..*end];
        start = *end;
        if own.len() < LEAST_REPEATED {
            continue;
        }
        let outlet = most_frequent(own);
        let of_outlet = |h: &&Holder| h.outlet != 0 && Some(h.outlet) == outlet;
        let repeated = own.iter().filter(of_outlet).count();
        let everywhere = own.len() >= MOST_HOLDERS;
        let of_one = repeated >= LEAST_REPEATED && repeated * 2 >= own.len();
        if !everywhere && !of_one {
            continue;
        }
        let among: Vec<&Holder> = if of_one { own.iter().filter(of_outlet).collect() } else { own.iter().collect() };
        let in_common: usize = among.iter().map(|h| shared_with(hits, h.report)).sum();
        let all = among.len() * print.fingerprints.len();
        if (in_common as f64) < SAME_ARTICLE * all as f64 {
            furniture.push(i as u32);
        }
    }
    furniture
}

fn most_frequent(holders: &[Holder]) -> Option<u64> {
    let mut outlets: Vec<u64> = holders.iter().map(|h| h.outlet).filter(|o| *o != 0).collect();
    outlets.sort_unstable();
    let most = outlets.chunk_by(|a, b| a == b).max_by_key(|same| (same.len(), same[0]))?;
    Some(most[0])
}

fn shared_with(hits: &[Hit], report: u64) -> usize {
    let from = hits.partition_point(|h| h.report < report);
    hits[from..].partition_point(|h| h.report == report)
}

impl CopyText {
    /// Marks as furniture what stands under and between these fingerprints of the text's own print, and lines that are
    /// mostly of it. It is no evidence of copying from then on, and not counted among the words.
    pub fn leave_out(&mut self, print: &CopyPrint, furniture: &[u32]) {
        let mut before: Option<u32> = None;
        for &i in furniture {
            let Some(own) = print.fingerprints.get(i as usize) else { continue };
            let next_to = before.is_some_and(|b| b + 1 == i);
            let from = match i.checked_sub(1).and_then(|b| print.fingerprints.get(b as usize)) {
                Some(b) if next_to => (b.at as usize + GRAM).min(own.at as usize),
                _ => own.at as usize,
            };
            let words = self.list_mut();
            let end = (own.at as usize + GRAM).min(words.len());
            words[from.min(end)..end].iter_mut().for_each(super::words::Word::mark_furniture);
            before = Some(i);
        }
        if before.is_some() {
            self.whole_lines();
        }
    }

    fn whole_lines(&mut self) {
        let words = self.list_mut();
        let mut start = 0;
        while start < words.len() {
            let len = 1 + words[start + 1..].iter().take_while(|w| !w.begins_line()).count();
            let line = &mut words[start..start + len];
            if line.iter().filter(|w| w.furniture()).count() * 2 >= len {
                line.iter_mut().for_each(super::words::Word::mark_furniture);
            }
            start += len;
        }
    }
}
