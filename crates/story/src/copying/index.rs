//! From a fingerprint to the reports that hold it.

use std::convert::Infallible;

use rustc_hash::FxHashMap;

use super::{CopyPrint, Fingerprint};

/// Reports that an index keeps under one fingerprint, those that came first: what more reports hold is a text that went
/// everywhere, and each of its later copies is found through the first.
pub const MOST_HOLDERS: usize = 64;

/// A report that holds a fingerprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holder {
    /// The report, by the number under which it was inserted.
    pub report: u64,
    /// Its outlet ([`CopyPrint::outlet`]).
    pub outlet: u64,
    /// Where the fingerprint stands in it ([`Fingerprint::at`]).
    pub at: u32,
}

/// An inverted index of fingerprints, in memory or on disk.
///
/// One row is kept for each of a report's [`CopyPrint::postings`], [`MOST_HOLDERS`] under one fingerprint. Inserting and
/// looking up cost the same however large the index is, but for what its own search by fingerprint costs.
pub trait CopyIndex {
    /// What may go wrong.
    type Error;

    /// Adds a report.
    fn insert(&mut self, report: u64, print: &CopyPrint) -> Result<(), Self::Error>;

    /// Takes a report out, given the print that was inserted: a new version has come, or the rules have changed.
    fn remove(&mut self, report: u64, print: &CopyPrint) -> Result<(), Self::Error>;

    /// Appends the reports that hold a fingerprint, in the order in which they were inserted, `most` at most.
    fn holders(&self, fingerprint: u64, most: usize, found: &mut Vec<Holder>) -> Result<(), Self::Error>;

    /// [`holders`](Self::holders) of one fingerprint after the other; where those of each end goes into `ends`.
    fn holders_of_all(
        &self,
        fingerprints: &[Fingerprint],
        most: usize,
        found: &mut Vec<Holder>,
        ends: &mut Vec<usize>,
    ) -> Result<(), Self::Error> {
        for fingerprint in fingerprints {
            self.holders(fingerprint.hash, most, found)?;
            ends.push(found.len());
        }
        Ok(())
    }

    /// Appends the upper 32 of the 48 bits of a report's fingerprints, in any order; none of a report that is not there.
    fn held_by(&self, report: u64, found: &mut Vec<u32>) -> Result<(), Self::Error>;
}

/// An index in memory, some 30 bytes a fingerprint.
#[derive(Debug, Clone, Default)]
pub struct MemoryIndex {
    /// Most fingerprints have one holder, who stands here; the others lead to a list. Only looked up in.
    postings: FxHashMap<u64, Posting>,
    lists: Vec<Vec<Place>>,
    reports: Vec<Known>,
    /// What each report holds.
    held: Vec<Box<[u32]>>,
    /// Slots of reports, only looked up in.
    slots: FxHashMap<u64, u32>,
}

#[derive(Debug, Clone, Copy)]
struct Known {
    report: u64,
    outlet: u64,
}

/// A slot of `reports` and a place in that report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    slot: u32,
    at: u32,
}

/// A place, or a list's number where the slot is [`MANY`].
type Posting = Place;

const MANY: u32 = u32::MAX;

impl MemoryIndex {
    /// Number of reports.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Without a report.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    fn places<'a>(&'a self, posting: &'a Posting) -> &'a [Place] {
        if posting.slot == MANY { &self.lists[posting.at as usize] } else { std::slice::from_ref(posting) }
    }

    fn append(&self, posting: &Posting, most: usize, found: &mut Vec<Holder>) {
        found.extend(self.places(posting).iter().take(most).map(|p| {
            let Known { report, outlet } = self.reports[p.slot as usize];
            Holder { report, outlet, at: p.at }
        }));
    }

    fn post(&mut self, fingerprint: Fingerprint, slot: u32) {
        let place = Place { slot, at: fingerprint.at };
        let posting = match self.postings.entry(fingerprint.hash) {
            std::collections::hash_map::Entry::Vacant(free) => {
                free.insert(place);
                return;
            }
            std::collections::hash_map::Entry::Occupied(taken) => taken.into_mut(),
        };
        if posting.slot != MANY {
            let list =
                u32::try_from(self.lists.len()).expect("fewer lists than fingerprints of fewer than 2³² reports");
            self.lists.push(vec![*posting]);
            *posting = Posting { slot: MANY, at: list };
        }
        let list = &mut self.lists[posting.at as usize];
        if list.len() < MOST_HOLDERS && list.iter().all(|p| p.slot != slot) {
            list.push(place);
        }
    }
}

impl CopyIndex for MemoryIndex {
    type Error = Infallible;

    fn insert(&mut self, report: u64, print: &CopyPrint) -> Result<(), Infallible> {
        let next = u32::try_from(self.reports.len()).expect("fewer than 2³² reports");
        let slot = *self.slots.entry(report).or_insert(next);
        let known = Known { report, outlet: print.outlet };
        let held = print.fingerprints.iter().map(Fingerprint::upper).collect();
        match self.reports.get_mut(slot as usize) {
            Some(old) => {
                *old = known;
                self.held[slot as usize] = held;
            }
            None => {
                self.reports.push(known);
                self.held.push(held);
            }
        }
        for fingerprint in print.postings() {
            self.post(fingerprint, slot);
        }
        Ok(())
    }

    fn remove(&mut self, report: u64, print: &CopyPrint) -> Result<(), Infallible> {
        let Some(slot) = self.slots.remove(&report) else { return Ok(()) };
        self.held[slot as usize] = Box::default();
        for fingerprint in print.postings() {
            match self.postings.get(&fingerprint.hash) {
                Some(p) if p.slot == MANY => self.lists[p.at as usize].retain(|p| p.slot != slot),
                Some(p) if p.slot == slot => {
                    self.postings.remove(&fingerprint.hash);
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn holders(&self, fingerprint: u64, most: usize, found: &mut Vec<Holder>) -> Result<(), Infallible> {
        if let Some(posting) = self.postings.get(&fingerprint) {
            self.append(posting, most, found);
        }
        Ok(())
    }

    /// One after the other each look-up would wait for memory; in rounds the processor has many of them under way at a time.
    fn holders_of_all(
        &self,
        fingerprints: &[Fingerprint],
        most: usize,
        found: &mut Vec<Holder>,
        ends: &mut Vec<usize>,
    ) -> Result<(), Infallible> {
        let postings: Vec<Option<Posting>> = fingerprints.iter().map(|f| self.postings.get(&f.hash).copied()).collect();
        let lengths = postings.iter().flatten().map(|p| self.places(p).len().min(most));
        found.reserve(lengths.sum());
        for posting in &postings {
            if let Some(posting) = posting {
                self.append(posting, most, found);
            }
            ends.push(found.len());
        }
        Ok(())
    }

    fn held_by(&self, report: u64, found: &mut Vec<u32>) -> Result<(), Infallible> {
        if let Some(slot) = self.slots.get(&report) {
            found.extend_from_slice(&self.held[*slot as usize]);
        }
        Ok(())
    }
}
