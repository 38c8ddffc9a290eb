//! How alike two reports are.

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::{Features, Key, KeyClass, StreamStore, Weighted};

/// So many imagined reports stand behind the prior frequencies.
const PRIOR_REPORTS: f32 = 300.0;

/// Different keys that placing a report has to do with, about.
const KEYS: usize = 448;

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

/// How rare each key is among the reports of a store, looked up once a key; keys are numbered as they come.
pub(crate) struct Rarity<'a, S: ?Sized> {
    store: &'a S,
    reports: f32,
    /// Only looked up in.
    numbers: FxHashMap<Key, u32>,
    weights: Vec<f32>,
}

impl<'a, S: StreamStore + ?Sized> Rarity<'a, S> {
    pub(crate) fn new(store: &'a S) -> Result<Self, S::Error> {
        let reports = store.reports()? as f32;
        let numbers = FxHashMap::with_capacity_and_hasher(KEYS, FxBuildHasher);
        Ok(Self { store, reports, numbers, weights: Vec::with_capacity(KEYS) })
    }

    /// The features as a vector of unit length, key by key.
    pub(crate) fn vector(&mut self, features: &Features) -> Result<Vector, S::Error> {
        Ok(self.vectors([features])?.pop().unwrap_or_default())
    }

    /// The vectors of several: the store is asked once for all keys that are new.
    pub(crate) fn vectors<'f>(&mut self, all: impl IntoIterator<Item = &'f Features>) -> Result<Vec<Vector>, S::Error> {
        let (mut missing, known) = (Vec::new(), self.weights.len());
        let mut number = |key: &Weighted| {
            *self.numbers.entry(key.key).or_insert_with(|| {
                missing.push(key.key);
                (known + missing.len() - 1) as u32
            })
        };
        let numbered = |features: &Features| features.keys().iter().map(|k| (number(k), k.frequency())).collect();
        let mut vectors: Vec<Vector> = all.into_iter().map(numbered).map(|entries| Vector { entries }).collect();
        for (key, frequency) in missing.iter().zip(self.store.frequencies(&missing)?) {
            self.weights.push(self.weight(*key, frequency));
        }
        // A store that answers short knows nothing of the rest.
        self.weights.resize(self.numbers.len(), 0.0);
        for Vector { entries } in &mut vectors {
            entries.iter_mut().for_each(|(key, weight)| *weight *= self.weights[*key as usize]);
            let length = entries.iter().map(|e| e.1 * e.1).sum::<f32>().sqrt();
            if length > 0.0 {
                entries.iter_mut().for_each(|e| e.1 /= length);
            }
        }
        Ok(vectors)
    }

    fn weight(&self, key: Key, frequency: u32) -> f32 {
        let class = key.class();
        let share = (frequency as f32 + PRIOR_REPORTS * class.prior()) / (self.reports + PRIOR_REPORTS);
        // A key in every report tells nothing.
        class.weight() * (1.0 / share.min(1.0)).ln()
    }
}

/// Numbers of keys ([`Rarity::vector`]) with their weights, of unit length; in rising order of the key.
#[derive(Debug, Clone, Default)]
pub(crate) struct Vector {
    pub(crate) entries: Vec<(u32, f32)>,
}

/// One vector that others are held against.
pub(crate) struct Probe {
    weights: Vec<f32>,
}

impl Probe {
    pub(crate) fn new(vector: &Vector) -> Self {
        let most = vector.entries.iter().map(|e| e.0 as usize + 1).max().unwrap_or(0);
        let mut weights = vec![0.0; most];
        vector.entries.iter().for_each(|(key, weight)| weights[*key as usize] = *weight);
        Self { weights }
    }

    /// The cosine of the angle between the two.
    pub(crate) fn cosine(&self, other: &Vector) -> f32 {
        other.entries.iter().map(|(key, weight)| self.weights.get(*key as usize).map_or(0.0, |w| w * weight)).sum()
    }
}

/// The cosines between all vectors: a symmetric matrix, row by row. Goes through the keys, so that it costs what the vectors
/// share, not what they have.
pub(crate) fn cosines(vectors: &[&Vector]) -> Vec<f32> {
    let n = vectors.len();
    let entries = || vectors.iter().flat_map(|v| &v.entries);
    // The holders of each key one after the other: where those of each end.
    let mut ends = vec![0_u32; entries().map(|e| e.0 as usize + 2).max().unwrap_or(0)];
    entries().for_each(|e| ends[e.0 as usize + 1] += 1);
    for key in 1..ends.len() {
        ends[key] += ends[key - 1];
    }
    let mut holders = vec![(0_u32, 0.0_f32); entries().count()];
    for (at, vector) in vectors.iter().enumerate() {
        for (key, weight) in &vector.entries {
            let next = &mut ends[*key as usize];
            holders[*next as usize] = (at as u32, *weight);
            *next += 1;
        }
    }
    let mut matrix = vec![0.0; n * n];
    let mut from = 0;
    for end in ends {
        let same = &holders[from..end as usize];
        from = end as usize;
        for (nth, (i, own)) in same.iter().enumerate() {
            let row = &mut matrix[*i as usize * n..][..n];
            same[nth..].iter().for_each(|(j, other)| row[*j as usize] += own * other);
        }
    }
    for i in 0..n {
        for j in 0..i {
            matrix[i * n + j] = matrix[j * n + i];
        }
    }
    matrix
}

/// What the days between two reports leave of their likeness: 1 on one day and where a day is not known, falling towards [`LEFT`].
pub(crate) fn in_time(a: Option<i32>, b: Option<i32>) -> f32 {
    let (Some(a), Some(b)) = (a, b) else { return 1.0 };
    let days = a.abs_diff(b) as f32;
    LEFT + (1.0 - LEFT) / (1.0 + days / HALF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cosines_are_those_of_each_pair() {
        let of = |entries: &[(u32, f32)]| Vector { entries: entries.to_vec() };
        let vectors = [of(&[(0, 0.6), (1, 0.8)]), of(&[(1, 0.6), (3, 0.8)]), of(&[]), of(&[(3, 1.0)])];
        let matrix = cosines(&vectors.iter().collect::<Vec<_>>());
        for (i, a) in vectors.iter().enumerate() {
            for (j, b) in vectors.iter().enumerate() {
                let alike = Probe::new(a).cosine(b);
                assert!((matrix[i * vectors.len() + j] - alike).abs() < 1e-6, "{i} {j}");
            }
        }
        assert!((matrix[1] - 0.48).abs() < 1e-6);
        assert_eq!(cosines(&[]), Vec::<f32>::new());
    }
}
