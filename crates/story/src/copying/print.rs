//! What is kept of a report so that its copies are found later.

use recoupe_reading::{Doc, Span};
use serde::{Deserialize, Serialize};

use super::{
    CopyText,
    words::{self, GRAM, PASSED_OVER, Word},
};

/// One fingerprint is kept in each window of this many grams: texts that share `GRAM + SPARSE - 1` words in a row share one
/// for certain.
const SPARSE: usize = 8;
/// Fingerprints of one report at most; of a longer one (some 9,000 words) the smallest are kept, which are the same in any
/// two reports, so that long texts still meet.
const MOST_PRINTS: usize = 2048;
/// Words of a gram that must be more than names, numbers and quoted words.
const LEAST_PLAIN: usize = 4;

/// A hash of eight words in a row, and where they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Fingerprint {
    /// 48 bits.
    pub hash: u64,
    /// The first of the words, counted from the start of the report.
    pub at: u32,
}

impl Fingerprint {
    /// The upper 32 of the 48 bits: enough to tell the fingerprints of two reports apart.
    pub fn upper(&self) -> u32 {
        (self.hash >> (words::BITS - 32)) as u32
    }
}

/// What is kept of a report so that its copies are found later: fingerprints by winnowing. Its size is bounded, about
/// 90 fingerprints for a report of 400 words.
///
/// What was kept by another [`VERSION`](super::VERSION) of the rules is to be made again from the text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopyPrint {
    /// The rules it was made by.
    pub version: u32,
    /// Hash of all words, 48 bits: equal for texts that differ in case, accents, marks and spaces only. 0 for a text without words.
    pub text: u64,
    /// Words that were read.
    pub words: u32,
    /// In the order of the text.
    pub fingerprints: Vec<Fingerprint>,
    /// The outlet, as [`outlet_key`](super::outlet_key) has it; 0 where it is not known.
    pub outlet: u64,
    /// The stretches of the original text that were read (bytes); [`CopyText::again`] reads them again.
    pub prose: Vec<Span>,
}

impl CopyPrint {
    /// Of a report that was read, and the text that it was made of.
    pub fn of(doc: &Doc) -> (Self, CopyText) {
        let text = CopyText::of(doc);
        let outlet = crate::outlets::publisher(doc).outlet.map_or(0, |o| super::outlet_key(&o));
        (Self::new(&text, words::prose(doc), outlet), text)
    }

    /// Of a text that is nothing but prose, and the text that it was made of.
    pub fn plain(text: &str, outlet: u64) -> (Self, CopyText) {
        let ready = CopyText::plain(text);
        (Self::new(&ready, vec![Span::new(0, text.len())], outlet), ready)
    }

    fn new(text: &CopyText, prose: Vec<Span>, outlet: u64) -> Self {
        let words = text.list();
        let all = words.iter().fold(0, |hash, w| words::mixed(hash ^ w.hash).wrapping_add(1));
        Self {
            version: super::VERSION,
            text: all >> (64 - words::BITS),
            words: u32::try_from(words.len()).unwrap_or(u32::MAX),
            fingerprints: fingerprints(words, words::grams(words)),
            outlet,
            prose,
        }
    }
}

impl CopyPrint {
    /// All that an index keeps of the report: its fingerprints, and the hash of its whole text as one more.
    pub fn postings(&self) -> impl Iterator<Item = Fingerprint> {
        let whole = (self.text != 0).then_some(Fingerprint { hash: self.text, at: 0 });
        self.fingerprints.iter().copied().chain(whole)
    }
}

fn fingerprints(words: &[Word], mut grams: Vec<u64>) -> Vec<Fingerprint> {
    let mut plain = words.iter().take(GRAM - 1).filter(|w| w.plain()).count();
    for (gram, (first, last)) in grams.iter_mut().zip(words.iter().zip(words.iter().skip(GRAM - 1))) {
        plain += usize::from(last.plain());
        if plain < LEAST_PLAIN {
            *gram = PASSED_OVER;
        }
        plain -= usize::from(first.plain());
    }
    let mut picked = words::winnow(&grams, SPARSE);
    if picked.len() > MOST_PRINTS || may_repeat(&picked) {
        // A sentence that a report repeats is still one passage: the first place counts.
        picked.sort_unstable();
        picked.dedup_by_key(|p| p.0);
        picked.truncate(MOST_PRINTS);
        picked.sort_unstable_by_key(|p| p.1);
    }
    picked.into_iter().map(|(hash, at)| Fingerprint { hash, at }).collect()
}

/// Whether a hash may be there twice; `true` by chance for one report in some twenty of the usual length.
fn may_repeat(picked: &[(u64, u32)]) -> bool {
    let mut seen = [0_u64; 1024];
    picked.iter().any(|(hash, _)| {
        let (slot, bit) = (&mut seen[(hash >> 6) as usize & 1023], 1 << (hash & 63));
        let taken = *slot & bit != 0;
        *slot |= bit;
        taken
    })
}
