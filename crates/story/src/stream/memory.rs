//! A store in memory: for tests, for measuring, and for grouping reports that are kept nowhere.

use std::{
    collections::{BTreeSet, hash_map::Entry},
    convert::Infallible,
};

use rustc_hash::FxHashMap;

use super::{Features, Key, Placement, Posting, ReportId, StoryId, StreamStore, Target, place::HOLDERS, stretch};

/// Reports, their stories and the way from keys to reports, in memory.
#[derive(Debug, Clone, Default)]
pub struct MemoryStore {
    reports: FxHashMap<ReportId, Known>,
    stories: FxHashMap<StoryId, StoryOf>,
    frequencies: FxHashMap<Key, u32>,
    posted: FxHashMap<Posting, Held>,
    lists: Vec<Vec<ReportId>>,
    stretches: BTreeSet<i32>,
    /// Where the stories went that ended.
    merged: FxHashMap<StoryId, StoryId>,
    next: i64,
}

#[derive(Debug, Clone)]
struct Known {
    features: Box<[u8]>,
    story: StoryId,
    /// Reports that came before it.
    arrival: u32,
}

/// The reports under one posting: most have one.
#[derive(Debug, Clone, Copy)]
enum Held {
    One(ReportId),
    /// A list's place.
    Many(u32),
}

#[derive(Debug, Clone, Default)]
struct StoryOf {
    /// In the order in which they came to the store, whatever stories they were in before.
    members: Vec<(u32, ReportId)>,
    follows: Option<StoryId>,
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    /// The stories with their reports, stories and reports in rising order.
    pub fn stories(&self) -> Vec<(StoryId, Vec<ReportId>)> {
        let sorted = |s: &StoryOf| {
            let mut members: Vec<ReportId> = s.members.iter().map(|m| m.1).collect();
            members.sort_unstable();
            members
        };
        let mut stories: Vec<_> = self.stories.iter().map(|(id, s)| (*id, sorted(s))).collect();
        stories.sort_unstable();
        stories
    }

    /// The story that this one follows.
    pub fn follows(&self, story: StoryId) -> Option<StoryId> {
        let follows = self.stories.get(&story)?.follows?;
        let mut at = follows;
        while let Some(into) = self.merged.get(&at) {
            at = *into;
        }
        Some(at).filter(|f| *f != story)
    }

    fn put(&mut self, report: ReportId, story: StoryId) {
        let Some(known) = self.reports.get_mut(&report) else { return };
        let (left, arrival) = (std::mem::replace(&mut known.story, story), known.arrival);
        self.take_out(report, left);
        self.join(report, arrival, story);
    }

    fn join(&mut self, report: ReportId, arrival: u32, story: StoryId) {
        let members = &mut self.stories.entry(story).or_default().members;
        let at = members.partition_point(|m| m.0 < arrival);
        members.insert(at, (arrival, report));
    }

    /// Files a report; of those under one posting the last are kept, as many as are asked for.
    fn post(&mut self, posting: Posting, report: ReportId) {
        let held = match self.posted.entry(posting) {
            Entry::Vacant(free) => {
                free.insert(Held::One(report));
                return;
            }
            Entry::Occupied(held) => held.into_mut(),
        };
        match *held {
            Held::One(first) => {
                *held = Held::Many(u32::try_from(self.lists.len()).expect("fewer than 2³² lists"));
                self.lists.push(vec![first, report]);
            }
            Held::Many(list) => {
                let list = &mut self.lists[list as usize];
                if list.len() == HOLDERS {
                    list.remove(0);
                }
                list.push(report);
            }
        }
    }

    fn take_out(&mut self, report: ReportId, story: StoryId) {
        if let Some(s) = self.stories.get_mut(&story) {
            s.members.retain(|m| m.1 != report);
            if s.members.is_empty() {
                self.stories.remove(&story);
            }
        }
    }
}

impl StreamStore for MemoryStore {
    type Error = Infallible;

    fn reports(&self) -> Result<u64, Infallible> {
        Ok(self.reports.len() as u64)
    }

    fn frequencies(&self, keys: &[Key]) -> Result<Vec<u32>, Infallible> {
        Ok(keys.iter().map(|k| self.frequencies.get(k).copied().unwrap_or(0)).collect())
    }

    fn posted(&self, posting: Posting, most: usize, found: &mut Vec<ReportId>) -> Result<(), Infallible> {
        match self.posted.get(&posting) {
            Some(Held::One(report)) => found.push(*report),
            Some(Held::Many(list)) => found.extend(self.lists[*list as usize].iter().rev().take(most)),
            None => {}
        }
        Ok(())
    }

    /// One after the other each look-up would wait for memory; in rounds the processor has many of them under way at a time.
    fn posted_under(
        &self,
        postings: &[(Posting, usize)],
        found: &mut Vec<ReportId>,
        ends: &mut Vec<usize>,
    ) -> Result<(), Infallible> {
        let held: Vec<Option<Held>> = postings.iter().map(|(p, _)| self.posted.get(p).copied()).collect();
        let most = |held: &Held| match held {
            Held::One(_) => 1,
            Held::Many(list) => self.lists[*list as usize].len(),
        };
        found.reserve(held.iter().flatten().map(most).sum());
        for (held, (_, most)) in held.into_iter().zip(postings) {
            match held {
                Some(Held::One(report)) => found.push(report),
                Some(Held::Many(list)) => found.extend(self.lists[list as usize].iter().rev().take(*most)),
                None => {}
            }
            ends.push(found.len());
        }
        Ok(())
    }

    fn has_stretch(&self, stretch: i32) -> Result<bool, Infallible> {
        Ok(self.stretches.contains(&stretch))
    }

    fn report(&self, report: ReportId) -> Result<Option<(Features, StoryId)>, Infallible> {
        let Some(known) = self.reports.get(&report) else { return Ok(None) };
        Ok(Features::from_bytes(&known.features).ok().map(|f| (f, known.story)))
    }

    /// In rounds, as [`posted_under`](Self::posted_under).
    fn reports_of(&self, reports: &[ReportId]) -> Result<Vec<Option<(Features, StoryId)>>, Infallible> {
        let known: Vec<Option<&Known>> = reports.iter().map(|report| self.reports.get(report)).collect();
        let read = |known: &Known| Some((Features::from_bytes(&known.features).ok()?, known.story));
        Ok(known.into_iter().map(|known| known.and_then(read)).collect())
    }

    fn size(&self, story: StoryId) -> Result<usize, Infallible> {
        Ok(self.stories.get(&story).map_or(0, |s| s.members.len()))
    }

    fn members(&self, story: StoryId, most: usize) -> Result<Vec<ReportId>, Infallible> {
        Ok(self
            .stories
            .get(&story)
            .map(|s| s.members.iter().rev().take(most).map(|m| m.1).collect())
            .unwrap_or_default())
    }

    fn commit(&mut self, report: ReportId, features: &Features, placement: &Placement) -> Result<StoryId, Infallible> {
        let first = self.next;
        self.next += i64::try_from(placement.founded).unwrap_or(0);
        let resolve = |t: Target| match t {
            Target::Known(id) => id,
            Target::New(n) => StoryId(first + i64::try_from(n).unwrap_or(0)),
        };
        for m in &placement.moves {
            self.put(m.report, resolve(m.to));
        }
        for m in &placement.merges {
            let ended = self.stories.remove(&m.from).unwrap_or_default();
            for (_, report) in ended.members {
                self.put(report, m.into);
            }
            self.merged.insert(m.from, m.into);
        }
        let story = resolve(placement.story);
        let arrival = u32::try_from(self.reports.len()).expect("fewer than 2³² reports");
        let bytes = features.to_bytes().into_boxed_slice();
        self.stretches.insert(stretch(features.day));
        if self.reports.insert(report, Known { features: bytes, story, arrival }).is_none() {
            for k in features.keys() {
                *self.frequencies.entry(k.key).or_insert(0) += 1;
            }
        }
        self.join(report, arrival, story);
        if let Some(s) = self.stories.get_mut(&story).filter(|s| s.follows.is_none()) {
            s.follows = placement.follows.filter(|f| *f != story);
        }
        for posting in &placement.postings {
            self.post(*posting, report);
        }
        Ok(story)
    }
}
