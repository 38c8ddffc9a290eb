//! A store in memory: for tests, for measuring, and for grouping reports that are kept nowhere.

use std::{collections::BTreeMap, convert::Infallible};

use rustc_hash::FxHashMap;

use super::{Features, Key, Placement, Posting, ReportId, StoryId, StreamStore, Target};

/// Reports under one posting that are kept: more are never asked for.
const POSTED: usize = 64;

/// Reports, their stories and the way from keys to reports, in memory.
#[derive(Debug, Clone, Default)]
pub struct MemoryStore {
    reports: FxHashMap<ReportId, (Box<[u8]>, StoryId)>,
    stories: BTreeMap<StoryId, StoryOf>,
    frequencies: FxHashMap<Key, u32>,
    posted: FxHashMap<Posting, Vec<ReportId>>,
    /// Where the stories went that ended.
    merged: FxHashMap<StoryId, StoryId>,
    next: i64,
}

#[derive(Debug, Clone, Default)]
struct StoryOf {
    /// In the order in which they came to the store.
    members: Vec<ReportId>,
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
            let mut members = s.members.clone();
            members.sort_unstable();
            members
        };
        self.stories.iter().map(|(id, s)| (*id, sorted(s))).collect()
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
        if let Some(r) = self.reports.get_mut(&report) {
            let left = std::mem::replace(&mut r.1, story);
            self.take_out(report, left);
        }
        self.stories.entry(story).or_default().members.push(report);
    }

    fn take_out(&mut self, report: ReportId, story: StoryId) {
        if let Some(s) = self.stories.get_mut(&story) {
            s.members.retain(|m| *m != report);
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

    fn posted(&self, posting: Posting, most: usize) -> Result<Vec<ReportId>, Infallible> {
        Ok(self.posted.get(&posting).map(|p| p.iter().rev().take(most).copied().collect()).unwrap_or_default())
    }

    fn report(&self, report: ReportId) -> Result<Option<(Features, StoryId)>, Infallible> {
        let Some((bytes, story)) = self.reports.get(&report) else { return Ok(None) };
        Ok(Features::from_bytes(bytes).ok().map(|f| (f, *story)))
    }

    fn size(&self, story: StoryId) -> Result<usize, Infallible> {
        Ok(self.stories.get(&story).map_or(0, |s| s.members.len()))
    }

    fn members(&self, story: StoryId, most: usize) -> Result<Vec<ReportId>, Infallible> {
        Ok(self.stories.get(&story).map(|s| s.members.iter().rev().take(most).copied().collect()).unwrap_or_default())
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
            for report in ended.members {
                self.put(report, m.into);
            }
            self.merged.insert(m.from, m.into);
        }
        let story = resolve(placement.story);
        let bytes = features.to_bytes().into_boxed_slice();
        if self.reports.insert(report, (bytes, story)).is_none() {
            for k in features.keys() {
                *self.frequencies.entry(k.key).or_insert(0) += 1;
            }
        }
        let s = self.stories.entry(story).or_default();
        s.members.push(report);
        if s.follows.is_none() {
            s.follows = placement.follows.filter(|f| *f != story);
        }
        for posting in &placement.postings {
            let posted = self.posted.entry(*posting).or_default();
            if posted.len() == POSTED {
                posted.remove(0);
            }
            posted.push(report);
        }
        Ok(story)
    }
}
