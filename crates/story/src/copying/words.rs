//! A text as words that can be compared: one hash a word, and what each word is worth as evidence of copying.

use std::sync::LazyLock;

use recoupe_reading::{BlockKind, Doc, Span};

use crate::text::fold;

/// Words of one gram: what fingerprints are hashes of.
pub(crate) const GRAM: usize = 8;
/// Bits of a fingerprint: few enough to be short in a file, enough for some hundred million reports' fingerprints.
pub(crate) const BITS: u32 = 48;
/// Longest quotation, in words: marks further apart are no pair.
const MOST_QUOTED: usize = 400;

/// The word is a name: a capital inside the sentence.
const NAME: u8 = 1;
/// The word is a number in digits.
const NUMBER: u8 = 2;
/// The word stands inside quotation marks.
const QUOTED: u8 = 4;
/// The word belongs to a text that its outlet prints everywhere.
const FURNITURE: u8 = 8;
/// The word is the first of its line.
const LINE: u8 = 16;

/// A word of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) hash: u64,
    start: u32,
    len: u32,
    marks: u8,
}

impl Word {
    /// Where it stands, in the text that was scanned.
    pub(crate) fn span(&self) -> Span {
        Span::new(self.start as usize, self.start as usize + self.len as usize)
    }

    /// It is evidence of copying by itself: no name, no number, not quoted (whoever reports what was said uses the same
    /// words), not furniture.
    pub(crate) fn plain(&self) -> bool {
        self.marks & (NAME | NUMBER | QUOTED | FURNITURE) == 0
    }

    pub(crate) fn quoted(&self) -> bool {
        self.marks & QUOTED != 0
    }

    pub(crate) fn furniture(&self) -> bool {
        self.marks & FURNITURE != 0
    }

    pub(crate) fn begins_line(&self) -> bool {
        self.marks & LINE != 0
    }

    pub(crate) fn mark_furniture(&mut self) {
        self.marks |= FURNITURE;
    }
}

/// The words of the text that is analysed, with spans of the clean text.
pub(crate) fn of_clean(doc: &Doc) -> Vec<Word> {
    let mut words = Vec::with_capacity(doc.clean.len() / 6);
    scan(&doc.clean, Span::new(0, doc.clean.len()), &mut words);
    words
}

/// The words of stretches of a text, with spans of that text. Stretches that lie outside it or cut a letter are passed
/// over.
pub(crate) fn of_stretches(text: &str, stretches: &[Span]) -> Vec<Word> {
    let mut words = Vec::with_capacity(stretches.iter().map(|s| s.len()).sum::<usize>().min(text.len()) / 6);
    for stretch in stretches {
        scan(text, *stretch, &mut words);
    }
    words
}

/// The stretches of a report's text that are compared: all but boilerplate, author lines and captions (agencies' pictures
/// carry their captions into reports of others).
pub(crate) fn prose(doc: &Doc) -> Vec<Span> {
    let mut prose: Vec<Span> = Vec::new();
    let mut open = false;
    for block in &doc.blocks {
        let counts = !matches!(block.kind, BlockKind::Boilerplate | BlockKind::Byline | BlockKind::Caption);
        match prose.last_mut() {
            Some(last) if counts && open => *last = last.cover(block.span),
            _ if counts => prose.push(block.span),
            _ => {}
        }
        open = counts;
    }
    prose
}

/// Appends the words of one stretch.
fn scan(text: &str, stretch: Span, words: &mut Vec<Word>) {
    let Some(part) = text.get(stretch.start..stretch.end) else { return };
    // Offsets are kept in 32 bits: no report has four gigabytes.
    if u32::try_from(stretch.end).is_err() {
        return;
    }
    let common = COMMON.as_slice();
    let mut state = State { quotes: Quotes::default(), sentence_start: true, marks: LINE, word: None };
    let bytes = part.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let offset = stretch.start + at;
        // Most letters are ASCII: they are told by a table, without decoding.
        if let Some(&letter) = ASCII.get(usize::from(byte)) {
            at += 1;
            if letter == 0 {
                state.end_word(offset, words);
                state.mark(char::from(byte), words);
                continue;
            }
            let (upper, digit) = (byte.is_ascii_uppercase(), byte.is_ascii_digit());
            let word = state.word(offset, upper, digit);
            let mut hash = fnv(word.hash, letter);
            while let Some(&next) = bytes.get(at).and_then(|b| ASCII.get(usize::from(*b))).filter(|l| **l != 0) {
                hash = fnv(hash, next);
                at += 1;
            }
            word.hash = hash;
            continue;
        }
        let Some(c) = part[at..].chars().next() else { break };
        at += c.len_utf8();
        match Letter::of(c, common) {
            // Marks alone are no word.
            Some(Letter::Unseen) if state.word.is_none() => {}
            Some(letter) => {
                let first = state.word.is_none();
                let word = state.word(offset, first && c.is_uppercase(), first && c.is_numeric());
                word.hash = letter.hash(word.hash);
            }
            None => {
                state.end_word(offset, words);
                state.mark(c, words);
            }
        }
    }
    state.end_word(stretch.end, words);
}

/// Letters and digits of ASCII in lower case; 0 for what ends a word.
const ASCII: [u8; 128] = {
    let mut table = [0; 128];
    let mut byte = 0;
    while byte < 128 {
        if (byte as u8).is_ascii_alphanumeric() {
            table[byte] = (byte as u8).to_ascii_lowercase();
        }
        byte += 1;
    }
    table
};

/// Where a scan stands.
struct State {
    quotes: Quotes,
    sentence_start: bool,
    /// What the next word is marked with.
    marks: u8,
    word: Option<Growing>,
}

struct Growing {
    start: usize,
    hash: u64,
    marks: u8,
}

impl State {
    /// The word that a letter belongs to; one that it begins is a name or a number by it.
    #[inline]
    fn word(&mut self, offset: usize, upper: bool, digit: bool) -> &mut Growing {
        let (marks, inside) = (self.marks, !self.sentence_start);
        self.word.get_or_insert_with(|| {
            let kind = if digit { NUMBER } else { u8::from(upper && inside) * NAME };
            Growing { start: offset, hash: FNV, marks: marks | kind }
        })
    }

    #[inline]
    fn end_word(&mut self, end: usize, words: &mut Vec<Word>) {
        if let Some(done) = self.word.take() {
            let len = (end - done.start) as u32;
            words.push(Word { hash: done.hash, start: done.start as u32, len, marks: done.marks });
            self.sentence_start = false;
            self.marks = 0;
        }
    }

    /// A character between words.
    #[inline]
    fn mark(&mut self, c: char, words: &mut [Word]) {
        match c {
            ' ' | ',' => {}
            '\n' => {
                self.sentence_start = true;
                self.marks = LINE;
                self.quotes.end_of_line();
            }
            '.' | '!' | '?' | ':' => self.sentence_start = true,
            '«' | '“' | '„' | '»' | '”' | '"' => {
                self.sentence_start |= matches!(c, '«' | '“' | '"');
                self.quotes.mark(c, words);
            }
            _ => {}
        }
    }
}

/// Quotation marks that are open.
#[derive(Default)]
struct Quotes {
    /// The first word inside, and the mark that ends it.
    open: Option<(usize, char)>,
}

impl Quotes {
    fn mark(&mut self, c: char, words: &mut [Word]) {
        match (self.open, c) {
            (Some((from, end)), c) if c == end => {
                self.open = None;
                if words.len() - from <= MOST_QUOTED {
                    words[from..].iter_mut().for_each(|w| w.marks |= QUOTED);
                }
            }
            (None, '«') => self.open = Some((words.len(), '»')),
            (None, '“' | '„') => self.open = Some((words.len(), '”')),
            (None, '"') => self.open = Some((words.len(), '"')),
            _ => {}
        }
    }

    /// Straight marks do not tell their sides: a pair stands on one line.
    fn end_of_line(&mut self) {
        if matches!(self.open, Some((_, '"'))) {
            self.open = None;
        }
    }
}

/// FNV-1a: small, stable over versions and machines.
const FNV: u64 = 0xcbf2_9ce4_8422_2325;

fn fnv(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
}

/// Letters of Western Europe as [`fold`] writes them, in UTF-8, ended by zeros; the others are folded when they come.
static COMMON: LazyLock<Vec<Option<[u8; 3]>>> = LazyLock::new(|| {
    (COMMON_FROM..COMMON_TO)
        .filter_map(char::from_u32)
        .map(|c| {
            let folded = fold(c.encode_utf8(&mut [0; 4]));
            let mut bytes = [0; 3];
            bytes.get_mut(..folded.len())?.copy_from_slice(folded.as_bytes());
            (c.is_alphanumeric() && !folded.is_empty()).then_some(bytes)
        })
        .collect()
});
const COMMON_FROM: u32 = 0xc0;
const COMMON_TO: u32 = 0x180;

/// What a character beyond ASCII adds to the word that it stands in.
enum Letter {
    Common([u8; 3]),
    Rare(char),
    /// A mark over the letter before, a soft hyphen, a joiner: inside the word, and nothing of it.
    Unseen,
}

impl Letter {
    /// `None`: the character ends a word.
    fn of(c: char, common: &[Option<[u8; 3]>]) -> Option<Self> {
        let at = u32::from(c).checked_sub(COMMON_FROM);
        if let Some(Some(bytes)) = at.and_then(|at| common.get(at as usize)) {
            return Some(Self::Common(*bytes));
        }
        // Typographic marks, the most common of what is left.
        if matches!(c, '\u{a0}' | '«' | '»' | '\u{2010}'..='\u{205f}') {
            return None;
        }
        if c.is_alphanumeric() {
            return Some(Self::Rare(c));
        }
        let unseen = matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}');
        (unseen || unicode_normalization::char::is_combining_mark(c)).then_some(Self::Unseen)
    }

    fn hash(&self, hash: u64) -> u64 {
        match self {
            Self::Common(bytes) => bytes.iter().take_while(|b| **b != 0).fold(hash, |h, b| fnv(h, *b)),
            Self::Rare(c) => fold(c.encode_utf8(&mut [0; 4])).bytes().fold(hash, fnv),
            Self::Unseen => hash,
        }
    }
}

/// Hashes of the grams of a text; that at `i` is of the words from `i`. None where the text is shorter than a gram.
///
/// A polynomial of the words' hashes (Karp and Rabin, 1987), so that each gram costs two multiplications, then mixed so that
/// the smallest hash of a window is a fair pick.
pub(crate) fn grams(words: &[Word]) -> Vec<u64> {
    let mut out = Vec::with_capacity(words.len().saturating_sub(GRAM - 1));
    out.extend(each_gram(words));
    out
}

/// The same, one after the other.
pub(crate) fn each_gram(words: &[Word]) -> impl Iterator<Item = u64> {
    const BASE: u64 = 0x9e37_79b9_7f4a_7c15;
    const LEAVES: u64 = BASE.wrapping_pow(GRAM as u32);
    let (first, rest) = words.split_at(words.len().min(GRAM - 1));
    let start = first.iter().fold(0_u64, |sum, w| sum.wrapping_mul(BASE).wrapping_add(w.hash));
    rest.iter().enumerate().scan(start, move |sum, (i, word)| {
        let gone = i.checked_sub(1).map_or(0, |gone| words[gone].hash);
        *sum = sum.wrapping_mul(BASE).wrapping_add(word.hash).wrapping_sub(gone.wrapping_mul(LEAVES));
        Some(mixed(*sum) >> (64 - BITS))
    })
}

/// The finalizer of MurmurHash3.
pub(crate) fn mixed(mut x: u64) -> u64 {
    x = (x ^ (x >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    x = (x ^ (x >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    x ^ (x >> 33)
}

/// A gram that no window picks.
pub(crate) const PASSED_OVER: u64 = u64::MAX;

/// Winnowing (Schleimer, Wilkerson and Aiken, *Winnowing: local algorithms for document fingerprinting*, 2003): of each
/// window of grams the smallest hash, the last of equals, with its position. Texts that share `GRAM + window - 1` words in a
/// row share a pick.
pub(crate) fn winnow(grams: &[u64], window: usize) -> Vec<(u64, u32)> {
    let window = window.min(grams.len()).max(1);
    let mut picked: Vec<(u64, u32)> = Vec::with_capacity(grams.len() * 2 / (window + 1) + 1);
    let mut least = usize::MAX;
    for end in window..=grams.len() {
        let start = end - window;
        if least < start || least == usize::MAX {
            // The pick left the window: look through it again.
            least = start;
            for i in start..end {
                if grams[i] <= grams[least] {
                    least = i;
                }
            }
        } else if grams[end - 1] <= grams[least] {
            least = end - 1;
        } else {
            continue;
        }
        if grams[least] != PASSED_OVER {
            picked.push((grams[least], least as u32));
        }
    }
    picked
}

#[cfg(test)]
mod tests;
