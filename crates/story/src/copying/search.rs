//! The reports that may have a report's words, and what of its words is printed everywhere.

use std::{cell::LazyCell, ops::Range};

use super::{CopyIndex, CopyPrint, CopyText, Fingerprint, Holder, MOST_HOLDERS, words::GRAM};

/// Candidates at most.
const MOST_CANDIDATES: usize = 2 * MOST_HOLDERS;
/// Reports of any outlets that hold a fingerprint before it can be what everybody prints; as many are looked at.
const LEAST_EVERYWHERE: usize = 24;
/// Share of the fingerprints of two reports that both have beyond such furniture: less is chance.
const ALIKE: f64 = 0.25;
/// Pairs of those who print it are looked at, are they alike? until so many more are than are not, or the other way round. The
/// reports of one event come together, so that one pair may be alike by chance.
const LEAD: i32 = 3;
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
    /// For each holder, how many fingerprints its report and this one have in common.
    shared: Vec<u32>,
}

impl Heads {
    fn of<I: CopyIndex>(print: &CopyPrint, index: &I) -> Result<Self, I::Error> {
        let mut holders: Vec<Holder> = Vec::with_capacity(256);
        let mut ends = Vec::with_capacity(print.fingerprints.len());
        index.holders_of_all(&print.fingerprints, LEAST_EVERYWHERE, &mut holders, &mut ends)?;
        let shared = tally(&holders);
        Ok(Self { holders, ends, shared })
    }

    /// The fingerprints that others hold, by their place in the report, each with where its first holders stand.
    fn each(&self) -> impl Iterator<Item = (u32, Range<usize>)> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let ranges = starts.zip(&self.ends).enumerate().filter(|(_, (start, end))| start < *end);
        ranges.map(|(i, (start, end))| (i as u32, start..*end))
    }

    fn at(&self, fingerprint: u32) -> &[Holder] {
        let i = fingerprint as usize;
        &self.holders[i.checked_sub(1).map_or(0, |before| self.ends[before])..self.ends[i]]
    }
}

/// How often the report of each holder is among the holders: a table of open addressing, at most half full, of the first holder
/// of each report, who counts for all.
fn tally(holders: &[Holder]) -> Vec<u32> {
    const FREE: u32 = u32::MAX;
    let bits = (holders.len().max(8) * 2).next_power_of_two().trailing_zeros();
    let mut firsts = vec![FREE; 1 << bits];
    let mut counts = vec![0_u32; holders.len()];
    let mut first_of = Vec::with_capacity(holders.len());
    for (i, holder) in holders.iter().enumerate() {
        // Fibonacci hashing: the upper bits of the product.
        let mut slot = (holder.report.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - bits)) as usize;
        while firsts[slot] != FREE && holders[firsts[slot] as usize].report != holder.report {
            slot = (slot + 1) & ((1 << bits) - 1);
        }
        if firsts[slot] == FREE {
            firsts[slot] = i as u32;
        }
        counts[firsts[slot] as usize] += 1;
        first_of.push(firsts[slot]);
    }
    first_of.into_iter().map(|first| counts[first as usize]).collect()
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
    let leading: Vec<_> = heads.each().filter(|(i, _)| common.binary_search(i).is_err()).collect();
    // Who holds what is cut off here may share more than these heads tell.
    let more = leading.iter().any(|(_, own)| own.len() == LEAST_EVERYWHERE);
    for (i, own) in leading {
        let hit = |h: &Holder| Hit { report: h.report, print: i, at: h.at };
        if own.len() < LEAST_EVERYWHERE {
            // Of most reports a stock phrase is all that they share.
            let telling = |shared: u32| more || print.words < SHORT || shared > 1;
            let each = heads.holders[own.clone()].iter().zip(&heads.shared[own]);
            hits.extend(each.filter(|(_, shared)| telling(**shared)).map(|(h, _)| hit(h)));
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
    for (i, range) in heads.each().filter(|(_, own)| own.len() >= LEAST_REPEATED) {
        let (own, shared) = (&heads.holders[range.clone()], &heads.shared[range]);
        let outlet = majority(own);
        let of_outlet = |h: &&Holder| h.outlet != 0 && h.outlet == outlet;
        let repeated = own.iter().filter(of_outlet).count();
        let by = match own.len() {
            n if repeated >= LEAST_REPEATED && repeated * 2 > n => Printed::ByOne,
            n if n >= LEAST_EVERYWHERE => Printed::ByMany,
            _ => continue,
        };
        let among = own.iter().zip(shared).filter(|(h, _)| by == Printed::ByMany || of_outlet(h));
        let (count, in_common) = among.fold((0, 0), |(n, sum), (_, shared)| (n + 1, sum + *shared as usize));
        if (in_common as f64) < SAME_ARTICLE * (count * print.fingerprints.len()) as f64 {
            common.push((i, by));
        }
    }
    let mut left = Vec::with_capacity(common.len());
    let own = LazyCell::new(|| {
        let mut own: Vec<u32> = print.fingerprints.iter().map(Fingerprint::upper).collect();
        own.sort_unstable();
        own
    });
    for stretch in common.chunk_by(|a, b| a.0 + 1 == b.0 && a.1 == b.1) {
        let middle = stretch[stretch.len() / 2];
        // A single fingerprint is a stock phrase, whoever says it.
        if middle.1 == Printed::ByOne || stretch.len() == 1 || !went_round(&own, heads.at(middle.0), index)? {
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

/// Whether a passage that many hold is of a text that was taken up by them: they have more in common than this report has with
/// them, or it is most of what they are. What stands under any report is a small part of reports that are not alike.
fn went_round<I: CopyIndex>(own: &[u32], holders: &[Holder], index: &I) -> Result<bool, I::Error> {
    let (one, other) = holders.split_at(holders.len() / 2);
    let (mut held, mut others) = (Vec::new(), Vec::new());
    let mut lead = 0_i32;
    for (a, b) in one.iter().zip(other).filter(|(a, b)| a.outlet == 0 || a.outlet != b.outlet) {
        held.clear();
        others.clear();
        index.held_by(a.report, &mut held)?;
        index.held_by(b.report, &mut others)?;
        held.sort_unstable();
        let (mut both, mut beyond) = (0, 0);
        for f in others.iter().filter(|f| held.binary_search(f).is_ok()) {
            both += 1;
            beyond += usize::from(own.binary_search(f).is_err());
        }
        let shorter = held.len().min(others.len()) as f64;
        let alike = beyond > 0 && beyond as f64 >= ALIKE * shorter || both as f64 >= SAME_ARTICLE * shorter;
        lead += if alike { 1 } else { -1 };
        if lead.abs() == LEAD {
            break;
        }
    }
    Ok(lead > 0)
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
