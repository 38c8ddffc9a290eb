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

    /// Appends the reports that hold a fingerprint, in the order in which they were inserted.
    fn holders(&self, fingerprint: u64, found: &mut Vec<Holder>) -> Result<(), Self::Error>;
}

/// An index in memory, some 25 bytes a fingerprint.
#[derive(Debug, Clone, Default)]
pub struct MemoryIndex {
    /// Most fingerprints have one holder, who stands here; the others lead to a list. Only looked up in.
    postings: FxHashMap<u64, Posting>,
    lists: Vec<Vec<Place>>,
    reports: Vec<Known>,
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
        match self.reports.get_mut(slot as usize) {
            Some(old) => *old = known,
            None => self.reports.push(known),
        }
        for fingerprint in print.postings() {
            self.post(fingerprint, slot);
        }
        Ok(())
    }

    fn remove(&mut self, report: u64, print: &CopyPrint) -> Result<(), Infallible> {
        let Some(slot) = self.slots.remove(&report) else { return Ok(()) };
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

    fn holders(&self, fingerprint: u64, found: &mut Vec<Holder>) -> Result<(), Infallible> {
        let Some(posting) = self.postings.get(&fingerprint) else { return Ok(()) };
        let places =
            if posting.slot == MANY { &self.lists[posting.at as usize] } else { std::slice::from_ref(posting) };
        found.extend(places.iter().map(|p| {
            let Known { report, outlet } = self.reports[p.slot as usize];
            Holder { report, outlet, at: p.at }
        }));
        Ok(())
    }
}
