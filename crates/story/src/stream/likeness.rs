//! How alike two reports are.

use rustc_hash::FxHashMap;

use super::{Features, Key, KeyClass, StreamStore};

/// So many imagined reports stand behind the prior frequencies.
const PRIOR_REPORTS: f32 = 300.0;

/// What is left of the likeness of two reports that lie very far apart: an old matter that is told anew is the same matter.
const LEFT: f32 = 0.5;
/// After so many days half of what time takes is taken.
const HALF: f32 = 45.0;

impl KeyClass {
    /// The share of reports that have a key of this class, as a guess before any report was seen.
    fn prior(self) -> f32 {
        match self {
            Self::NameWord => 0.005,
            Self::Name => 0.002,
            Self::Place => 0.004,
            Self::Country => 0.03,
            Self::Term => 0.011,
            Self::Figure => 0.004,
            Self::Day => 0.01,
        }
    }

    /// How much a key of this class tells of the story, beside its rarity.
    fn weight(self) -> f32 {
        match self {
            Self::NameWord => 2.0,
            Self::Name => 1.8,
            Self::Place => 1.3,
            Self::Country => 0.65,
            Self::Term => 0.85,
            Self::Figure => 0.7,
            Self::Day => 0.9,
        }
    }
}

/// How rare each key is among the reports of a store, looked up once a key.
pub(crate) struct Rarity<'a, S: ?Sized> {
    store: &'a S,
    reports: f32,
    known: FxHashMap<Key, f32>,
}

impl<'a, S: StreamStore + ?Sized> Rarity<'a, S> {
    pub(crate) fn new(store: &'a S) -> Result<Self, S::Error> {
        Ok(Self { store, reports: store.reports()? as f32, known: FxHashMap::default() })
    }

    /// The features as a vector of unit length.
    pub(crate) fn vector(&mut self, features: &Features) -> Result<Vector, S::Error> {
        let missing: Vec<Key> = features.keys().iter().map(|k| k.key).filter(|k| !self.known.contains_key(k)).collect();
        for (key, frequency) in missing.iter().zip(self.store.frequencies(&missing)?) {
            self.known.insert(*key, self.weight(*key, frequency));
        }
        let weigh = |key| self.known.get(&key).copied().unwrap_or(0.0);
        let mut entries: Vec<(Key, f32)> =
            features.keys().iter().map(|k| (k.key, k.frequency() * weigh(k.key))).collect();
        let length = entries.iter().map(|e| e.1 * e.1).sum::<f32>().sqrt();
        if length > 0.0 {
            entries.iter_mut().for_each(|e| e.1 /= length);
        }
        Ok(Vector { entries })
    }

    fn weight(&self, key: Key, frequency: u32) -> f32 {
        let class = key.class();
        let share = (frequency as f32 + PRIOR_REPORTS * class.prior()) / (self.reports + PRIOR_REPORTS);
        // A key in every report tells nothing.
        class.weight() * (1.0 / share.min(1.0)).ln()
    }
}

/// Keys with their weights, of unit length; in rising order of the key.
#[derive(Debug, Clone)]
pub(crate) struct Vector {
    pub(crate) entries: Vec<(Key, f32)>,
}

impl Vector {
    /// The cosine of the angle between two.
    pub(crate) fn cosine(&self, other: &Self) -> f32 {
        let (a, b) = (&self.entries, &other.entries);
        let (mut i, mut j, mut sum) = (0, 0, 0.0);
        while i < a.len() && j < b.len() {
            match a[i].0.cmp(&b[j].0) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => {
                    sum += a[i].1 * b[j].1;
                    (i, j) = (i + 1, j + 1);
                }
            }
        }
        sum
    }
}

/// What the days between two reports leave of their likeness: 1 on one day and where a day is not known, falling towards [`LEFT`].
pub(crate) fn in_time(a: Option<i32>, b: Option<i32>) -> f32 {
    let (Some(a), Some(b)) = (a, b) else { return 1.0 };
    let days = a.abs_diff(b) as f32;
    LEFT + (1.0 - LEFT) / (1.0 + days / HALF)
}
