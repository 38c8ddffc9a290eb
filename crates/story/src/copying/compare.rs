//! Two texts, word by word: what they share, and what that makes of them.

use std::sync::OnceLock;

use recoupe_reading::{Doc, Span};
use serde::{Deserialize, Serialize};

use super::{
    CopyPrint,
    runs::{self, Evidence, Run, WINDOW},
    words::{self, GRAM, Word},
};

/// Share of the shorter report from which its text is a copy (rule O2).
pub(crate) const LEAST_SHARE: f64 = 0.2;
/// Words in common, quotations aside, that make a passage, however long the reports are: two sentences or so. A fifth of a
/// short report is no more than a stock phrase or two: it counts from here on as well.
pub(crate) const LEAST_PASSAGE: usize = 28;
/// Words in a row, small edits apart, that a passage has at least: the same, said once, not here and there.
const LEAST_STRETCH: usize = 20;
/// Share from which the words in common may be fewer.
const MOST_OF_IT: f64 = 0.5;
/// Share of either report from which nothing of weight was left out.
const NEARLY_ALL: f64 = 0.8;

/// A text made ready for comparison: words with their places.
///
/// # Example
///
/// ```
/// use recoupe_story::copying::{CopyKind, CopyText, compare};
///
/// let agency = "The river left its bed during the night and took two bridges with it before the rescue \
///     workers could clear the lower part of the town. Nobody was hurt.";
/// let daily = format!("Nobody was hurt by the flood, says the mayor. {agency} Schools stay closed until Monday.");
/// let copy = compare(&CopyText::plain(agency), &CopyText::plain(&daily)).unwrap();
/// assert_eq!(copy.kind, CopyKind::Cut);
/// assert!(daily[copy.runs[0].1.start..].starts_with("The river left its bed"));
/// ```
#[derive(Debug, Clone)]
pub struct CopyText {
    words: Vec<Word>,
    /// Made when they are asked for.
    seeds: OnceLock<Seeds>,
}

impl CopyText {
    /// A report that was read: boilerplate, author lines and captions are left out. Spans are of the original text.
    pub fn of(doc: &Doc) -> Self {
        Self::new(words::of_stretches(&doc.report.text, &words::prose(doc)))
    }

    /// A text that is nothing but prose.
    pub fn plain(text: &str) -> Self {
        Self::new(words::of_stretches(text, &[Span::new(0, text.len())]))
    }

    /// A report that was read before: its original text and the print that was made of it then.
    pub fn again(text: &str, print: &CopyPrint) -> Self {
        Self::new(words::of_stretches(text, &print.prose))
    }

    fn new(words: Vec<Word>) -> Self {
        Self { words, seeds: OnceLock::new() }
    }

    fn seeds(&self) -> &Seeds {
        self.seeds.get_or_init(|| Seeds::new(words::winnow(&words::grams(&self.words), WINDOW)))
    }

    /// Number of words.
    pub fn words(&self) -> usize {
        self.words.len()
    }

    pub(super) fn list(&self) -> &[Word] {
        &self.words
    }

    pub(super) fn list_mut(&mut self) -> &mut [Word] {
        &mut self.words
    }
}

/// What two texts with words in common are to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CopyKind {
    /// The same words from the first to the last.
    Exact,
    /// Nearly all of each stands in the other: a few words were changed, or a paragraph added.
    Near,
    /// Nearly all of one stands in the other, which has more: the one was cut, or the other grew.
    Cut,
    /// A good part of the shorter stands in the other (rule O2).
    Part,
    /// A passage stands in both; most of either is its own.
    Passage,
}

/// What two texts share.
#[derive(Debug, Clone, PartialEq)]
pub struct Copied {
    /// What that makes of them.
    pub kind: CopyKind,
    /// Words in shared passages that count as evidence of copying, in either text.
    pub words: usize,
    /// Their share of the words of the first and of the second text, 0–1; what both outlets print everywhere is left out.
    pub shares: (f64, f64),
    /// Pairs of spans with the same words (in the first, in the second), in the order of the first. Every run is in words; a
    /// small edit parts two runs.
    pub runs: Vec<(Span, Span)>,
}

impl Copied {
    /// The share of the shorter text.
    pub fn share(&self) -> f64 {
        self.shares.0.max(self.shares.1)
    }
}

/// What two texts share, where it is evidence that one has the other's words: long passages that are more than names,
/// numbers and quotations, and of a good part of the shorter text or of two sentences at least. `None` where it is not.
///
/// Time is linear in the words and in the shared fingerprints.
pub fn compare(a: &CopyText, b: &CopyText) -> Option<Copied> {
    if same_words(&a.words, &b.words) { exact(a, b) } else { from_seeds(a, b, &seeds(a, b)) }
}

fn from_seeds(a: &CopyText, b: &CopyText, seeds: &[(usize, usize)]) -> Option<Copied> {
    let found = runs::extend(&a.words, &b.words, seeds);
    if found.is_empty() {
        return None;
    }
    let passages = runs::over_edits(&a.words, &b.words, &found);
    let mut kept: Vec<Run> = Vec::new();
    let (mut total, mut longest) = (Evidence::default(), 0);
    for passage in &passages {
        let worth = runs::evidence(passage.iter().flat_map(|r| &a.words[r.a..r.a + r.len]));
        if worth.all > 0 {
            kept.extend(passage);
            total = Evidence { told: total.told + worth.told, all: total.all + worth.all };
            longest = longest.max(worth.told);
        }
    }
    // What the one outlet prints everywhere is no words of the report; in the other it is known where it is shared.
    let furniture =
        found.iter().map(|r| a.words[r.a..r.a + r.len].iter().filter(|w| w.furniture()).count()).sum::<usize>();
    let own = a.words.iter().filter(|w| !w.furniture()).count();
    let sizes = (own, b.words.len().saturating_sub(furniture));
    let share = |of: usize| if of == 0 { 0.0 } else { (total.all as f64 / of as f64).min(1.0) };
    let shares = (share(sizes.0), share(sizes.1));
    let kind = kind(total, longest, shares)?;
    kept.sort_unstable();
    let runs = kept.iter().map(|r| (span(&a.words, r.a, r.len), span(&b.words, r.b, r.len))).collect();
    Some(Copied { kind, words: total.all, shares, runs })
}

fn span(words: &[Word], from: usize, len: usize) -> Span {
    words[from].span().cover(words[from + len - 1].span())
}

fn same_words(a: &[Word], b: &[Word]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(v, w)| v.hash == w.hash)
}

/// The same words from end to end need no weighing, but a line that the outlet prints everywhere is no report.
fn exact(a: &CopyText, b: &CopyText) -> Option<Copied> {
    let words = a.words.iter().filter(|w| !w.furniture()).count();
    (words >= GRAM).then(|| Copied {
        kind: CopyKind::Exact,
        words,
        shares: (1.0, 1.0),
        runs: vec![(span(&a.words, 0, a.words.len()), span(&b.words, 0, b.words.len()))],
    })
}

fn kind(total: Evidence, longest: usize, shares: (f64, f64)) -> Option<CopyKind> {
    let (most, least) = (shares.0.max(shares.1), shares.0.min(shares.1));
    let passage = total.told >= LEAST_PASSAGE && longest >= LEAST_STRETCH;
    if least >= NEARLY_ALL {
        Some(CopyKind::Near)
    } else if most >= NEARLY_ALL {
        Some(CopyKind::Cut)
    } else if most >= MOST_OF_IT && total.told >= LEAST_STRETCH || most >= LEAST_SHARE && passage {
        Some(CopyKind::Part)
    } else {
        passage.then_some(CopyKind::Passage)
    }
}

/// The fingerprints of a text by their hashes, each with the first place that has it: a table of open addressing, at most half
/// full, that is made once and asked for each word of other texts.
#[derive(Debug, Clone)]
struct Seeds {
    /// Hash and place; [`FREE`] where there is none.
    slots: Vec<(u64, u32)>,
    /// The hash's upper bits are the slot.
    shift: u32,
}

/// A place that no text has.
const FREE: u32 = u32::MAX;

impl Seeds {
    fn new(picked: Vec<(u64, u32)>) -> Self {
        let bits = (picked.len().max(8) * 2).next_power_of_two().trailing_zeros();
        let mut seeds = Self { slots: vec![(0, FREE); 1 << bits], shift: words::BITS - bits };
        for (hash, at) in picked {
            let slot = seeds.slot(hash);
            if seeds.slots[slot].1 == FREE {
                seeds.slots[slot] = (hash, at);
            }
        }
        seeds
    }

    /// Where a hash stands, or would.
    fn slot(&self, hash: u64) -> usize {
        let last = self.slots.len() - 1;
        let mut slot = (hash >> self.shift) as usize & last;
        while self.slots[slot].1 != FREE && self.slots[slot].0 != hash {
            slot = (slot + 1) & last;
        }
        slot
    }
}

/// Where the words of one begin that stand in the other as well: its fingerprints, each with the first place in the other; in order.
fn seeds(a: &CopyText, b: &CopyText) -> Vec<(usize, usize)> {
    let own = a.seeds();
    let mut found = vec![false; own.slots.len()];
    let mut shared = Vec::new();
    for (at, gram) in words::each_gram(&b.words).enumerate() {
        let slot = own.slot(gram);
        let place = own.slots[slot].1;
        if place != FREE && !std::mem::replace(&mut found[slot], true) {
            shared.push((place as usize, at));
        }
    }
    shared.sort_unstable();
    shared
}
