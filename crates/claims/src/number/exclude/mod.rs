//! Numbers that are no figures: clock times, ages, phone numbers, addresses, labels, scores, names, list numbers, years.
//!
//! Dates are found by [`crate::date`]. What needs syntax ("les deux" as a pronoun, "un" as an article) is left to
//! [`crate::figure`].

mod age;
mod clock;
mod codes;
mod function_words;
mod names;

use std::collections::BTreeSet;

use smol_str::SmolStr;

use super::{Text, atom};
use crate::lexicon::{Phrases, fold, rows};
use crate::unit;

use age::age;
use clock::clock;
use codes::{list_number, ordinal, pair, run_of_numbers};
pub(crate) use function_words::is_function_word;
use names::{address, back_reference, day_of_month, label, year};

/// The word lists of one language.
pub(crate) struct Lists {
    idioms: Phrases<()>,
    label: BTreeSet<SmolStr>,
    street: Phrases<()>,
    backref: BTreeSet<SmolStr>,
    pub(crate) change: BTreeSet<SmolStr>,
    duration: BTreeSet<SmolStr>,
    score: BTreeSet<SmolStr>,
    sport: BTreeSet<SmolStr>,
}

impl Lists {
    pub(crate) fn load(source: &'static str) -> Self {
        let set = |class: &str| {
            rows(source)
                .filter(|r| r[0] == class)
                .flat_map(|r| r.get(1).copied().unwrap_or("").split('|'))
                .map(|w| fold(w.trim()))
                .collect()
        };
        let phrases = |class: &'static str| Phrases::of_rows(source, move |r| (r[0] == class).then_some(()));
        Self {
            idioms: phrases("idiom"),
            label: rows(source)
                .filter(|r| r[0] == "label")
                .flat_map(|r| r.get(1).copied().unwrap_or("").split('|'))
                .map(|w| SmolStr::new(w.trim()))
                .collect(),
            street: phrases("street"),
            backref: set("backref"),
            change: set("change"),
            duration: set("duration"),
            score: set("score"),
            sport: set("sport"),
        }
    }
}

/// For each word, whether it belongs to something that is no figure.
pub(crate) fn scan(text: &Text<'_>) -> Vec<bool> {
    let mut blocked = vec![false; text.words.len()];
    let mut i = 0;
    let sporting = text.words.iter().any(|w| text.tables.exclusions.sport.contains(&w.fold));
    let mut clock_before = false;
    while i < text.words.len() {
        if let Some((len, ())) = text.tables.exclusions.idioms.at(&text.words, i)
            && !unit_follows(text, i + len)
        {
            block(&mut blocked, i, i + len);
            i += len;
            continue;
        }
        if let Some(end) = run_of_numbers(text, i).or_else(|| ordinal(text, i)).or_else(|| list_number(text, i)) {
            block(&mut blocked, i, end);
            i = end;
            continue;
        }
        let atom::Result::Atom(a) = atom::at(text, i) else {
            i += 1;
            continue;
        };
        if let Some((first, end)) = clock(text, &a, clock_before) {
            block(&mut blocked, first, end);
            clock_before = true;
            i = end.max(i + 1);
            continue;
        }
        clock_before = clock_before && a.first < i + 2;
        if let Some(end) = pair(text, &a, sporting)
            .or_else(|| age(text, &a))
            .or_else(|| address(text, &a))
            .or_else(|| label(text, &a))
            .or_else(|| year(text, &a))
            .or_else(|| day_of_month(text, &a))
            .or_else(|| back_reference(text, &a))
        {
            block(&mut blocked, a.first, end);
            i = end.max(i + 1);
            continue;
        }
        i = a.end.max(i + 1);
    }
    blocked
}

fn block(blocked: &mut [bool], first: usize, end: usize) {
    let end = end.min(blocked.len());
    if first < end {
        blocked[first..end].fill(true);
    }
}

/// "les 27 %" is no name though "les 27" is.
fn unit_follows(text: &Text<'_>, at: usize) -> bool {
    text.word(at.wrapping_sub(1)).is_some_and(|w| w.is_digits()) && unit::symbol(text, at).is_some()
        || text.word(at).is_some_and(|w| {
            w.glued
                && (w.is("%")
                    || w.is("-")
                        && text.word(at + 1).is_some_and(|n| n.glued && text.tables.cardinals.contains_key(&n.fold)))
        })
}
