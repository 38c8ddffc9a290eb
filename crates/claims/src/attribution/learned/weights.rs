//! The weights: hashed features with small integers, in a compact file.
//!
//! Layout, all numbers little-endian or LEB128: the mark `RCAT1`; for the cues the number of features, then for each in
//! ascending order the gap to the one before and one byte; for the spans the transitions, then the same with [`LABELS`] bytes a
//! feature. A byte is a signed weight in units of [`UNIT`].

use super::chain::{self, LABELS, SEAMS};

/// What the file begins with.
const MARK: &[u8; 5] = b"RCAT1";

/// The logarithmic odds that a weight of 1 stands for.
pub(super) const UNIT: f32 = 1.0 / 32.0;

/// A trained model.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Model {
    cues: Table<1>,
    spans: Table<LABELS>,
    transitions: [[[i8; LABELS]; LABELS]; SEAMS],
}

/// The file is not one of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Malformed;

impl std::fmt::Display for Malformed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the weights are malformed: train them again")
    }
}

impl std::error::Error for Malformed {}

impl Model {
    /// A model of trained weights (logarithmic odds), rounded to `UNIT` units; features whose weights all round to zero are
    /// left out.
    pub fn new(
        cues: &[(u32, f32)],
        spans: &[(u32, [f32; LABELS])],
        transitions: &[[[f32; LABELS]; LABELS]; SEAMS],
    ) -> Self {
        Self {
            cues: Table::new(cues.iter().map(|&(key, w)| (key, [rounded(w)])).collect()),
            spans: Table::new(spans.iter().map(|(key, w)| (*key, w.map(rounded))).collect()),
            transitions: transitions.map(|matrix| matrix.map(|row| row.map(rounded))),
        }
    }

    /// Numbers of features: of the cues, of the spans.
    pub fn sizes(&self) -> (usize, usize) {
        (self.cues.rows().count(), self.spans.rows().count())
    }

    /// The probability that a token with these features carries an attribution.
    pub fn chance(&self, features: &[u32]) -> f32 {
        let [sum] = self.cues.sum(features);
        1.0 / (1.0 + (-(sum as f32) * UNIT).exp())
    }

    /// The best labels of a window.
    pub fn label(&self, features: &[Vec<u32>], seams: &[usize], cue: usize) -> Vec<u8> {
        let scores: Vec<[i32; LABELS]> = features.iter().map(|f| self.spans.sum(f)).collect();
        chain::best(&scores, &self.transitions, seams, cue)
    }

    /// The file.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = MARK.to_vec();
        self.cues.write(&mut out);
        out.extend(self.transitions.iter().flatten().flatten().map(|&w| w.cast_unsigned()));
        self.spans.write(&mut out);
        out
    }

    /// Reads the file.
    pub fn decode(file: &[u8]) -> Result<Self, Malformed> {
        let mut rest = file.strip_prefix(MARK).ok_or(Malformed)?;
        let cues = Table::read(&mut rest)?;
        let mut transitions = [[[0; LABELS]; LABELS]; SEAMS];
        for w in transitions.iter_mut().flatten().flatten() {
            let (&byte, tail) = rest.split_first().ok_or(Malformed)?;
            *w = byte.cast_signed();
            rest = tail;
        }
        let spans = Table::read(&mut rest)?;
        if rest.is_empty() { Ok(Self { cues, spans, transitions }) } else { Err(Malformed) }
    }
}

fn rounded(w: f32) -> i8 {
    (w / UNIT).round().clamp(-127.0, 127.0) as i8
}

/// Weights by feature: an open-addressing table of buckets, since the features are hashes already. The feature 0 stands for an
/// empty place and has no weight. A bucket is compared whole: whether a feature is known cannot be foreseen, and a branch on
/// it would cost more than the comparison.
///
/// The weights of a feature are bytes side by side, read as one number, so that all are summed at once (SWAR): each byte is the
/// weight plus [`BIAS`], one more behind them counts the features that were found. Even and odd bytes are summed apart, in lanes of 16 bits that
/// hold [`LANE`] bytes without a carry.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Table<const N: usize> {
    keys: Vec<[u32; BUCKET]>,
    /// `N` + 1 bytes for each key, and a last row that weighs nothing.
    weights: Vec<u8>,
}

/// Keys of a bucket.
const BUCKET: usize = 4;

/// What makes a weight a positive byte.
const BIAS: i32 = 128;

/// Bytes that a lane of 16 bits can sum.
const LANE: usize = 257;

/// The even bytes of a number.
const EVEN: u64 = 0x00ff_00ff_00ff_00ff;

impl<const N: usize> Default for Table<N> {
    fn default() -> Self {
        Self::new(Vec::new())
    }
}

impl<const N: usize> Table<N> {
    fn new(mut rows: Vec<(u32, [i8; N])>) -> Self {
        rows.retain(|(key, w)| *key != 0 && w.iter().any(|&w| w != 0));
        rows.sort_unstable();
        rows.dedup_by_key(|(key, _)| *key);
        const { assert!(N < 8, "a row is read as one number") };
        // At most three quarters of the places are taken, so that there is an empty one on every way. The table is kept
        // small: most of its cost is that it does not fit into the nearest cache.
        let buckets = (rows.len() * 4 / 3 / BUCKET + 1).next_power_of_two();
        let mut table = Self { keys: vec![[0; BUCKET]; buckets], weights: vec![0; (buckets * BUCKET + 1) * (N + 1)] };
        for (key, w) in rows {
            let mut bucket = key as usize & (buckets - 1);
            let free = loop {
                match table.keys[bucket].iter().position(|&k| k == 0) {
                    Some(free) => break free,
                    None => bucket = (bucket + 1) & (buckets - 1),
                }
            };
            table.keys[bucket][free] = key;
            let row = &mut table.weights[(bucket * BUCKET + free) * (N + 1)..][..=N];
            for (byte, w) in row.iter_mut().zip(w) {
                *byte = w.cast_unsigned() ^ 0x80;
            }
            row[N] = 1;
        }
        table
    }

    /// The weights of a feature; 0 if it is not known.
    fn get(&self, key: u32) -> u64 {
        let mask = self.keys.len() - 1;
        let mut bucket = key as usize & mask;
        loop {
            let keys = &self.keys[bucket];
            let hits = (0..BUCKET).fold(0, |hits, i| hits | u32::from(keys[i] == key) << i);
            // A full bucket without the key is rare: the key may stand in the next one.
            if hits == 0 && keys[BUCKET - 1] != 0 {
                bucket = (bucket + 1) & mask;
                continue;
            }
            let found = bucket * BUCKET + hits.trailing_zeros() as usize % BUCKET;
            return self.row(if hits == 0 { self.keys.len() * BUCKET } else { found });
        }
    }

    /// The bytes of a row as a number.
    fn row(&self, at: usize) -> u64 {
        let mut bytes = [0; 8];
        bytes[..=N].copy_from_slice(&self.weights[at * (N + 1)..][..=N]);
        u64::from_le_bytes(bytes)
    }

    fn sum(&self, features: &[u32]) -> [i32; N] {
        let mut out = [0; N];
        for chunk in features.chunks(LANE) {
            let (mut even, mut odd) = (0, 0);
            for &f in chunk {
                let w = self.get(f);
                even += w & EVEN;
                odd += w >> 8 & EVEN;
            }
            let lane = |i: usize| i32::from((if i.is_multiple_of(2) { even } else { odd } >> (i / 2 * 16)) as u16);
            let found = lane(N);
            for (i, sum) in out.iter_mut().enumerate() {
                *sum += lane(i) - BIAS * found;
            }
        }
        out
    }

    fn rows(&self) -> impl Iterator<Item = (u32, [i8; N])> {
        let rows = self.keys.as_flattened().iter().enumerate().filter(|(_, key)| **key != 0);
        rows.map(|(at, key)| {
            let bytes = self.row(at).to_le_bytes();
            (*key, std::array::from_fn(|i| (bytes[i] ^ 0x80).cast_signed()))
        })
    }

    fn write(&self, out: &mut Vec<u8>) {
        let mut rows: Vec<(u32, [i8; N])> = self.rows().collect();
        rows.sort_unstable();
        write_number(rows.len() as u32, out);
        let mut before = 0;
        for (key, w) in rows {
            write_number(key - before, out);
            out.extend(w.map(i8::cast_unsigned));
            before = key;
        }
    }

    fn read(rest: &mut &[u8]) -> Result<Self, Malformed> {
        let count = read_number(rest)?;
        let mut rows = Vec::new();
        let mut key = 0u32;
        for _ in 0..count {
            key = key.checked_add(read_number(rest)?).ok_or(Malformed)?;
            let (bytes, tail) = rest.split_first_chunk::<N>().ok_or(Malformed)?;
            rows.push((key, bytes.map(u8::cast_signed)));
            *rest = tail;
        }
        Ok(Self::new(rows))
    }
}

/// LEB128.
fn write_number(mut n: u32, out: &mut Vec<u8>) {
    while n >= 128 {
        out.push(n as u8 & 127 | 128);
        n >>= 7;
    }
    out.push(n as u8);
}

fn read_number(rest: &mut &[u8]) -> Result<u32, Malformed> {
    let mut n = 0u32;
    for shift in (0..32).step_by(7) {
        let (&byte, tail) = rest.split_first().ok_or(Malformed)?;
        *rest = tail;
        n |= u32::from(byte & 127) << shift;
        if byte < 128 {
            return Ok(n);
        }
    }
    Err(Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_survives_its_file() {
        let transitions = [[[0.5; LABELS]; LABELS]; SEAMS];
        let spans: Vec<(u32, [f32; LABELS])> =
            (1..500u32).map(|i| (i.wrapping_mul(0x9e37_79b9), [i as f32 / 100.0; LABELS])).collect();
        let model = Model::new(&[(7, 1.0), (9, 0.001), (u32::MAX, -9.0)], &spans, &transitions);
        assert_eq!(model.sizes().0, 2, "a weight that rounds to nothing is left out");
        assert_eq!(Model::decode(&model.encode()), Ok(model.clone()));
        assert!(model.chance(&[7, 5]) > 0.7 && model.chance(&[u32::MAX]) < 0.1);
        assert!((model.chance(&[]) - 0.5).abs() < 1e-6);
    }

    #[test]
    fn broken_files_are_refused() {
        let file = Model::new(&[(7, 1.0)], &[], &[[[0.0; LABELS]; LABELS]; SEAMS]).encode();
        assert_eq!(Model::decode(&[]), Err(Malformed));
        assert_eq!(Model::decode(&file[..file.len() - 1]), Err(Malformed));
        let mut longer = file.clone();
        longer.push(0);
        assert_eq!(Model::decode(&longer), Err(Malformed));
    }
}
