//! Words and word lists: the cheap tokens that numbers and dates are read from, and the tables they are looked up in.
//!
//! Numbers and dates have their own small tokens, because the model's tokens cut "1 100", "170mm" and "vingt-deux" in
//! different ways in different places.

use std::hash::BuildHasher;

use recoupe_reading::Span;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use smol_str::{SmolStr, SmolStrBuilder};

/// Values by folded word. Only looked up in, never walked, so that its order cannot be seen.
pub(crate) type WordMap<T> = FxHashMap<SmolStr, T>;

/// Folded words; only looked up in, never walked.
pub(crate) type WordSet = FxHashSet<SmolStr>;

/// A run of letters, a run of digits, or one other character.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word<'a> {
    /// As written.
    pub(crate) text: &'a str,
    /// Byte span in the text that was cut.
    pub(crate) span: Span,
    /// Lower case, without accents, elision undone ("d'" is "de"): what word lists are matched with.
    pub(crate) fold: SmolStr,
    /// What it is made of.
    pub(crate) kind: WordKind,
    /// Nothing stands between it and the word before.
    pub(crate) glued: bool,
    /// Which bit of a set of marks stands for `fold`.
    mark: u16,
}

/// What a word is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WordKind {
    Letters,
    Digits,
    Mark,
}

impl Word<'_> {
    pub(crate) fn is(&self, fold: &str) -> bool {
        self.fold == fold
    }

    pub(crate) fn is_letters(&self) -> bool {
        self.kind == WordKind::Letters
    }

    pub(crate) fn is_digits(&self) -> bool {
        self.kind == WordKind::Digits
    }

    /// Starts with a capital letter.
    pub(crate) fn is_capital(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }
}

/// Cuts text into words; spans count from `offset`.
pub(crate) fn words(text: &str, offset: usize) -> Vec<Word<'_>> {
    let mut out: Vec<Word<'_>> = Vec::new();
    let mut chars = text.char_indices().peekable();
    let mut last_end = usize::MAX;
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() {
            continue;
        }
        let mut end = start + c.len_utf8();
        let kind = if c.is_ascii_digit() {
            while let Some(&(i, d)) = chars.peek() {
                if !d.is_ascii_digit() {
                    break;
                }
                end = i + 1;
                chars.next();
            }
            WordKind::Digits
        } else if is_letter(c) {
            while let Some(&(i, d)) = chars.peek() {
                if !(is_letter(d) || matches!(d, '²' | '³' | '\u{0301}' | '\u{0300}' | '\u{0302}')) {
                    break;
                }
                end = i + d.len_utf8();
                chars.next();
            }
            if let Some(&(i, d)) = chars.peek()
                && matches!(d, '\'' | '’')
                && !possessive(&text[i + d.len_utf8()..])
            {
                end = i + d.len_utf8();
                chars.next();
            }
            WordKind::Letters
        } else {
            WordKind::Mark
        };
        let piece = &text[start..end];
        let fold = fold(piece);
        out.push(Word {
            text: piece,
            span: Span::new(offset + start, offset + end),
            mark: mark_of(&fold),
            fold,
            kind,
            glued: last_end == start,
        });
        last_end = end;
    }
    out
}

/// Behind an apostrophe: the English "'s", which is no part of the word before it.
fn possessive(rest: &str) -> bool {
    let mut chars = rest.chars();
    matches!(chars.next(), Some('s' | 'S')) && !chars.next().is_some_and(|c| is_letter(c) || c == '\'')
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || c == 'µ'
}

/// Lower case, without French accents, elision undone.
pub(crate) fn fold(text: &str) -> SmolStr {
    if text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) {
        return SmolStr::new(text);
    }
    let mut out = SmolStrBuilder::new();
    for c in text.chars() {
        match c {
            c if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            // Most letters are small already: to see that costs less than to make them so.
            c if push_plain(&mut out, c) => {}
            c => {
                for small in c.to_lowercase() {
                    if !push_plain(&mut out, small) {
                        out.push(small);
                    }
                }
            }
        }
    }
    let out = out.finish();
    match out.strip_suffix('\'') {
        Some("d" | "l" | "qu" | "n" | "s" | "m" | "t" | "c" | "j" | "jusqu" | "lorsqu" | "puisqu") => {
            let mut whole = SmolStrBuilder::new();
            whole.push_str(&out[..out.len() - 1]);
            whole.push('e');
            whole.finish()
        }
        _ => out,
    }
}

/// Adds a small letter without its accent, a mark as the one that stands for it; says whether it is one of those.
fn push_plain(out: &mut SmolStrBuilder, c: char) -> bool {
    match c {
        'à' | 'â' | 'ä' | 'á' | 'ã' | 'å' => out.push('a'),
        'é' | 'è' | 'ê' | 'ë' => out.push('e'),
        'î' | 'ï' | 'í' => out.push('i'),
        'ô' | 'ö' | 'ó' | 'ø' => out.push('o'),
        'û' | 'ù' | 'ü' | 'ú' => out.push('u'),
        'ç' => out.push('c'),
        'ñ' => out.push('n'),
        'œ' => out.push_str("oe"),
        'æ' => out.push_str("ae"),
        '’' => out.push('\''),
        '\u{0301}' | '\u{0300}' | '\u{0302}' | '\u{ad}' => {}
        '‑' | '‐' | '–' | '—' | '−' => out.push('-'),
        _ => return false,
    }
    true
}

/// Lines of a data file: fields between tabs, without comments (`#`) and blank lines.
pub(crate) fn rows(source: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    source
        .lines()
        .map(str::trim_end)
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
        .map(|l| l.split('\t').map(str::trim).collect())
}

/// Sequences of tokens with a value each, in the order of their list, found by their first token.
#[derive(Debug)]
pub(crate) struct Sequences<T> {
    entries: Vec<(Vec<SmolStr>, T)>,
    by_first: WordMap<Vec<usize>>,
}

impl<T> Sequences<T> {
    pub(crate) fn new(entries: Vec<(Vec<SmolStr>, T)>) -> Self {
        let mut by_first: WordMap<Vec<usize>> = WordMap::default();
        for (i, (words, _)) in entries.iter().enumerate() {
            if let Some(first) = words.first() {
                by_first.entry(first.clone()).or_default().push(i);
            }
        }
        Self { entries, by_first }
    }

    /// The sequences that begin with this token, each with its place in the list.
    pub(crate) fn from(&self, first: &str) -> impl Iterator<Item = (usize, &(Vec<SmolStr>, T))> {
        self.by_first.get(first).into_iter().flatten().map(|&i| (i, &self.entries[i]))
    }
}

/// A phrase with each choice of its slots: "{the/his} gun" is "the gun" and "his gun". A slot that is not closed is taken as written.
fn alternatives(phrase: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut rest = phrase;
    while let Some((before, slot, behind)) = rest
        .split_once('{')
        .and_then(|(before, slot)| slot.split_once('}').map(|(slot, behind)| (before, slot, behind)))
    {
        let choose = |head: &String| slot.split('/').map(move |choice| format!("{head}{before}{choice}")).collect();
        out = out.iter().flat_map::<Vec<String>, _>(choose).collect();
        rest = behind;
    }
    out.iter_mut().for_each(|phrase| phrase.push_str(rest));
    out
}

/// Phrases with a value each, matched word by word.
#[derive(Debug, Default)]
pub(crate) struct Phrases<T> {
    by_first: WordMap<Vec<(Vec<SmolStr>, T)>>,
    by_last: WordMap<Vec<(Vec<SmolStr>, T)>>,
    /// Marks of the first and of the last words: most words of a text are in no list, and one bit says so.
    firsts: Marks,
    lasts: Marks,
}

/// A set of words that may say yes to a word that is not in it, never no to one that is.
#[derive(Debug, Default, Clone, Copy)]
struct Marks([u64; 16]);

impl Marks {
    fn add(&mut self, mark: u16) {
        self.0[usize::from(mark / 64 % 16)] |= 1 << (mark % 64);
    }

    fn may_hold(&self, mark: u16) -> bool {
        self.0[usize::from(mark / 64 % 16)] >> (mark % 64) & 1 == 1
    }
}

/// A number from 0 to 1023 for a folded word.
fn mark_of(fold: &str) -> u16 {
    let hash = FxBuildHasher.hash_one(fold);
    (hash >> 54) as u16
}

impl<T: Clone> Phrases<T> {
    pub(crate) fn new() -> Self {
        Self {
            by_first: WordMap::default(),
            by_last: WordMap::default(),
            firsts: Marks::default(),
            lasts: Marks::default(),
        }
    }

    pub(crate) fn add(&mut self, phrase: &str, value: T) {
        let folds: Vec<SmolStr> = words(phrase, 0).into_iter().map(|w| w.fold).collect();
        let (Some(first), Some(last)) = (folds.first().cloned(), folds.last().cloned()) else { return };
        self.firsts.add(mark_of(&first));
        self.lasts.add(mark_of(&last));
        for (table, key) in [(&mut self.by_first, first), (&mut self.by_last, last)] {
            let list = table.entry(key).or_default();
            let at = list.partition_point(|(p, _)| p.len() >= folds.len());
            list.insert(at, (folds.clone(), value.clone()));
        }
    }

    /// Phrases of a data file whose first field is a value and whose second holds the phrases, ` | ` between; `{a/b c}` in a
    /// phrase stands for any of its words.
    pub(crate) fn of_rows(source: &'static str, mut value: impl FnMut(&[&'static str]) -> Option<T>) -> Self {
        let mut out = Self::new();
        for row in rows(source) {
            if let (Some(v), Some(phrases)) = (value(&row), row.get(1)) {
                for p in phrases.split('|').flat_map(|p| alternatives(p.trim())) {
                    out.add(&p, v.clone());
                }
            }
        }
        out
    }

    /// The longest phrase that starts at word `i`: its length in words and its value.
    pub(crate) fn at(&self, words: &[Word<'_>], i: usize) -> Option<(usize, &T)> {
        let first = words.get(i).filter(|w| self.firsts.may_hold(w.mark))?;
        let list = self.by_first.get(&first.fold)?;
        list.iter()
            .find(|(p, _)| words.get(i..i + p.len()).is_some_and(|w| w.iter().zip(p).all(|(w, p)| w.fold == *p)))
            .map(|(p, v)| (p.len(), v))
    }

    /// The longest phrase whose last word is the one before `end`.
    pub(crate) fn before(&self, words: &[Word<'_>], end: usize) -> Option<(usize, &T)> {
        let last = words.get(end.checked_sub(1)?).filter(|w| self.lasts.may_hold(w.mark))?;
        let list = self.by_last.get(&last.fold)?;
        list.iter()
            .find(|(p, _)| {
                end.checked_sub(p.len())
                    .and_then(|s| words.get(s..end))
                    .is_some_and(|w| w.iter().zip(p).all(|(w, p)| w.fold == *p))
            })
            .map(|(p, v)| (p.len(), v))
    }

    /// Like [`Phrases::before`], with another reading of the last word ("des" as "de").
    pub(crate) fn before_as(&self, words: &[Word<'_>], end: usize, last: &str) -> Option<(usize, &T)> {
        let list = self.by_last.get(last)?;
        list.iter()
            .find(|(p, _)| {
                p.len() > 1
                    && end
                        .checked_sub(p.len())
                        .and_then(|s| words.get(s..end - 1))
                        .is_some_and(|w| w.iter().zip(p).all(|(w, p)| w.fold == *p))
            })
            .map(|(p, v)| (p.len(), v))
    }
}
