//! The reports that may have a report's words, and what of its words is printed everywhere.

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::{CopyIndex, CopyPrint, CopyText, Fingerprint, Holder, MOST_HOLDERS, words::GRAM};

/// Candidates at most.
const MOST_CANDIDATES: usize = 2 * MOST_HOLDERS;
/// Reports of any outlets that hold a fingerprint before it can be what everybody prints; as many are looked at.
const LEAST_EVERYWHERE: usize = 24;
/// Share of a report's fingerprints that such furniture is at most: more is a text that is copied much.
const MOST_FURNITURE: f64 = 0.25;
/// Pairs of those who print it that are looked at: are they alike?
const PAIRS: usize = 3;
/// Reports of one outlet that hold a fingerprint before it can be what the outlet prints everywhere.
const LEAST_REPEATED: usize = 8;
/// Share of a report's fingerprints above which those who hold one of them are copies or versions of it as a whole.
const SAME_ARTICLE: f64 = 0.5;
/// Fingerprints in a row, common to many, that are furniture: some twenty words.
const LEAST_FURNITURE: usize = 3;
/// Fingerprints in common that make a candidate: two sentences have more.
const LEAST_SHARED: usize = 2;
/// Words at most between two of them that belong to one passage.
const STRETCH: i64 = 40;
/// Words by which these may be nearer or farther in the other report: small edits between them.
const MOST_SHIFTED: i64 = 10;
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
    /// Those that may share text, most words first, then by number; 128 at most.
    pub candidates: Vec<Candidate>,
    /// Fingerprints, by their place in [`CopyPrint::fingerprints`], that are no words of this report but what its outlet, or
    /// everybody, prints under many: subscription lines, footers, terms of use.
    pub furniture: Vec<u32>,
}

/// The reports in an index that may share text with one. A report that is in the index itself is among them.
///
/// Costs a look-up a fingerprint, [`MOST_HOLDERS`] hits each at most: nothing grows with the index.
pub fn search<I: CopyIndex>(print: &CopyPrint, index: &I) -> Result<Found, I::Error> {
    let heads = Heads::of(print, index)?;
    let common = common(print, &heads, index)?;
    let hits = hits(print, &heads, &common, index)?;
    let mut candidates: Vec<Candidate> =
        hits.chunk_by(|a, b| a.report == b.report).filter_map(|hits| candidate(print, hits)).collect();
    let mut whole = Vec::new();
    if print.text != 0 {
        index.holders(print.text, MOST_HOLDERS, &mut whole)?;
    }
    for same in whole {
        // A text of names or of furniture has no fingerprint that counts; its double is found all the same.
        if !candidates.iter().any(|c| c.report == same.report) {
            candidates.push(Candidate { report: same.report, shared: 1, words: print.words });
        }
    }
    candidates.sort_unstable_by_key(|c| (u32::MAX - c.words, u32::MAX - c.shared, c.report));
    candidates.truncate(MOST_CANDIDATES);
    Ok(Found { candidates, furniture: stretches(&common) })
}

/// What is common over a stretch of text is furniture; a single fingerprint is a stock phrase, which leads to nobody but is
/// part of the report.
fn stretches(common: &[u32]) -> Vec<u32> {
    common.chunk_by(|a, b| a + 1 == *b).filter(|stretch| stretch.len() >= LEAST_FURNITURE).flatten().copied().collect()
}

/// The first holders of each of a report's fingerprints: as many as it takes to see what is printed everywhere.
struct Heads {
    holders: Vec<Holder>,
    /// Where those of each fingerprint end.
    ends: Vec<usize>,
    /// Fingerprints in common, by report; only looked up in.
    shared: FxHashMap<u64, u32>,
}

impl Heads {
    fn of<I: CopyIndex>(print: &CopyPrint, index: &I) -> Result<Self, I::Error> {
        let mut holders: Vec<Holder> = Vec::with_capacity(256);
        let mut ends = Vec::with_capacity(print.fingerprints.len());
        index.holders_of_all(&print.fingerprints, LEAST_EVERYWHERE, &mut holders, &mut ends)?;
        let mut shared = FxHashMap::with_capacity_and_hasher(holders.len(), FxBuildHasher);
        for holder in &holders {
            *shared.entry(holder.report).or_default() += 1;
        }
        Ok(Self { holders, ends, shared })
    }

    /// The fingerprints that others hold, by their place in the report, each with its first holders.
    fn each(&self) -> impl Iterator<Item = (u32, &[Holder])> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let ranges = starts.zip(&self.ends).enumerate().filter(|(_, (start, end))| start < *end);
        ranges.map(|(i, (start, end))| (i as u32, &self.holders[start..*end]))
    }

    fn at(&self, fingerprint: u32) -> &[Holder] {
        let i = fingerprint as usize;
        &self.holders[i.checked_sub(1).map_or(0, |before| self.ends[before])..self.ends[i]]
    }
}

/// A fingerprint of the report, by its place among them, that another holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Hit {
    report: u64,
    print: u32,
    at: u32,
}

/// What leads to other reports, by report and place: what is common left out.
fn hits<I: CopyIndex>(print: &CopyPrint, heads: &Heads, common: &[u32], index: &I) -> Result<Vec<Hit>, I::Error> {
    let mut hits: Vec<Hit> = Vec::new();
    let mut all = Vec::new();
    let leading = heads.each().filter(|(i, _)| common.binary_search(i).is_err());
    let more = heads.each().any(|(i, own)| own.len() == LEAST_EVERYWHERE && common.binary_search(&i).is_err());
    for (i, own) in leading {
        let hit = |h: &Holder| Hit { report: h.report, print: i, at: h.at };
        if own.len() < LEAST_EVERYWHERE {
            // Of most reports a stock phrase is all that they share.
            let telling = |h: &&Holder| more || print.words < SHORT || heads.shared[&h.report] > 1;
            hits.extend(own.iter().filter(telling).map(hit));
        } else {
            all.clear();
            index.holders(print.fingerprints[i as usize].hash, MOST_HOLDERS, &mut all)?;
            hits.extend(all.iter().map(hit));
        }
    }
    hits.sort_unstable();
    Ok(hits)
}

fn candidate(print: &CopyPrint, hits: &[Hit]) -> Option<Candidate> {
    if hits.len() < LEAST_SHARED && print.words >= SHORT {
        return None;
    }
    let (mut words, mut stretches) = (0, 0);
    let mut before: Option<(&Hit, u32)> = None;
    for hit in hits {
        let at = print.fingerprints[hit.print as usize].at;
        let gram = GRAM as u32;
        if let Some((b, at_b)) = before {
            let (own, other) = (i64::from(at - at_b), i64::from(hit.at) - i64::from(b.at));
            stretches += usize::from(own <= STRETCH && (own - other).abs() <= MOST_SHIFTED);
        }
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
    let enough = stretches > 0 || print.words < SHORT;
    enough.then(|| Candidate { report: hits[0].report, shared: hits.len() as u32, words })
}

/// Fingerprints that many hold who have little else in common with the report: the same outlet's other reports, or very
/// many who have little in common with each other either.
fn common<I: CopyIndex>(print: &CopyPrint, heads: &Heads, index: &I) -> Result<Vec<u32>, I::Error> {
    let mut common: Vec<(u32, Printed)> = Vec::new();
    for (i, own) in heads.each().filter(|(_, own)| own.len() >= LEAST_REPEATED) {
        let outlet = majority(own);
        let of_outlet = |h: &&Holder| h.outlet != 0 && h.outlet == outlet;
        let repeated = own.iter().filter(of_outlet).count();
        let by = match own.len() {
            n if repeated >= LEAST_REPEATED && repeated * 2 > n => Printed::ByOne,
            n if n >= LEAST_EVERYWHERE => Printed::ByMany,
            _ => continue,
        };
        let among = own.iter().filter(|h| by == Printed::ByMany || of_outlet(h));
        let (count, in_common) = among.fold((0, 0), |(n, sum), h| (n + 1, sum + heads.shared[&h.report] as usize));
        let limit = if by == Printed::ByOne { SAME_ARTICLE } else { MOST_FURNITURE };
        if (in_common as f64) < limit * (count * print.fingerprints.len()) as f64 {
            common.push((i, by));
        }
    }
    let mut left = Vec::with_capacity(common.len());
    for stretch in common.chunk_by(|a, b| a.0 + 1 == b.0 && a.1 == b.1) {
        let middle = stretch[stretch.len() / 2];
        // A single fingerprint is a stock phrase, whoever says it.
        if middle.1 == Printed::ByOne || stretch.len() == 1 || !went_round(print, heads.at(middle.0), index)? {
            left.extend(stretch.iter().map(|(i, _)| *i));
        }
    }
    Ok(left)
}

/// Who prints what many hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Printed {
    ByOne,
    ByMany,
}

/// Whether those who hold a fingerprint have more in common than this report has with them: a passage of a text that was taken
/// up by many. What stands under any report is held by reports that are not alike.
fn went_round<I: CopyIndex>(print: &CopyPrint, holders: &[Holder], index: &I) -> Result<bool, I::Error> {
    let mut own: Vec<u32> = print.fingerprints.iter().map(Fingerprint::upper).collect();
    own.sort_unstable();
    let half = holders.len() / 2;
    let (mut held, mut others, mut alike) = (Vec::new(), Vec::new(), 0);
    for pair in 0..PAIRS {
        let (a, b) = (holders[pair * half / PAIRS], holders[half + pair * half / PAIRS]);
        if a.outlet == 0 || a.outlet != b.outlet {
            held.clear();
            others.clear();
            index.held_by(a.report, &mut held)?;
            index.held_by(b.report, &mut others)?;
            held.sort_unstable();
            let both = |f: &&u32| held.binary_search(f).is_ok() && own.binary_search(f).is_err();
            let both = others.iter().filter(both).count();
            alike += usize::from(both > 0 && both as f64 >= MOST_FURNITURE * held.len().min(others.len()) as f64);
        }
        // Most of them are, or cannot be any more.
        if alike > PAIRS / 2 || alike + PAIRS - 1 - pair <= PAIRS / 2 {
            break;
        }
    }
    Ok(alike > PAIRS / 2)
}

/// The outlet of more than half of them, if there is one (Boyer and Moore's vote); else any.
fn majority(holders: &[Holder]) -> u64 {
    let (mut outlet, mut votes) = (0, 0_usize);
    for holder in holders {
        match votes {
            0 => (outlet, votes) = (holder.outlet, 1),
            _ if holder.outlet == outlet => votes += 1,
            _ => votes -= 1,
        }
    }
    outlet
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
