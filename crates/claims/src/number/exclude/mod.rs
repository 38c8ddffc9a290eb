//! Numbers that are no figures: clock times, ages, phone numbers, addresses, labels, scores, names, list numbers, years.
//!
//! Dates are found by [`crate::date`]. What needs syntax ("les deux" as a pronoun, "un" as an article) is left to
//! [`crate::figure`].

mod age;
mod clock;
mod codes;
mod function_words;
mod names;

use smol_str::SmolStr;

use super::{Text, atom, digits};
use crate::lexicon::{Phrases, WordSet, fold, rows};
use crate::unit;

use age::age;
use clock::clock;
use codes::{list_number, ordinal, pair, run_of_numbers, web_address};
pub(crate) use function_words::is_function_word;
use names::{address, back_reference, day_of_month, label, year};

/// The word lists of one language.
pub(crate) struct Lists {
    idioms: Phrases<()>,
    label: WordSet,
    street: Phrases<()>,
    backref: WordSet,
    pub(crate) change: WordSet,
    duration: WordSet,
    score: WordSet,
    sport: WordSet,
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

/// Why a number that is written is no quantity of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Excluded {
    /// Part of a calendar date, a year or a day of the month.
    Date,
    /// A time of the day.
    Clock,
    /// How old somebody is, an age class.
    Age,
    /// A house number or a postal code.
    Address,
    /// Names or numbers a thing: "article 49", "ligne 4", "Apollo 11".
    Label,
    /// The result of a game, a pair of codes.
    Score,
    /// A rank.
    Ordinal,
    /// A number of a list, a phone number, a draw.
    Enumeration,
    /// "les deux pays": refers back, counts nothing new.
    BackReference,
    /// A fixed phrase or a name with a number in it.
    Idiom,
    /// "un", "une", "one" as an article or a pronoun.
    Article,
    /// A fraction of nothing that is named: "un cinquième" is as often a fifth one.
    BareFraction,
    /// Part of a code of letters and digits.
    Code,
}

/// What the words of a text belong to that is no quantity.
#[derive(Debug, Clone, Default)]
pub(crate) struct Blocked {
    why: Vec<Option<Excluded>>,
    /// Numbers of this sort are read all the same.
    open: Option<Excluded>,
}

impl Blocked {
    fn new(len: usize) -> Self {
        Self { why: vec![None; len], open: None }
    }

    fn block(&mut self, first: usize, end: usize, why: Excluded) {
        let end = end.min(self.why.len());
        if first < end {
            self.why[first..end].fill(Some(why));
        }
    }

    /// Adds the words of dates; "3/8 inch" is none.
    pub(crate) fn add_dates(&mut self, text: &Text<'_>, dated: &[bool]) {
        let mut i = 0;
        while let Some(d) = dated.get(i) {
            if let Some(fraction) = digits::measured_fraction(text, i) {
                i = fraction.end;
                continue;
            }
            if let Some(why) = self.why.get_mut(i).filter(|_| *d) {
                *why = Some(Excluded::Date);
            }
            i += 1;
        }
    }

    /// Why word `i` is no quantity's.
    pub(crate) fn why(&self, i: usize) -> Option<Excluded> {
        self.why.get(i).copied().flatten()
    }

    /// From now on numbers that are excluded for this reason are read as any other.
    pub(crate) fn open(&mut self, why: Option<Excluded>) {
        self.open = why;
    }

    /// One of the words `first..end` may not be read.
    pub(crate) fn any(&self, first: usize, end: usize) -> bool {
        self.why.get(first..end).is_some_and(|w| w.iter().any(|w| w.is_some() && *w != self.open))
    }
}

/// What the words belong to that is no figure.
pub(crate) fn scan(text: &Text<'_>) -> Blocked {
    let mut blocked = Blocked::new(text.words.len());
    let mut i = 0;
    let sporting = text.words.iter().any(|w| text.tables.exclusions.sport.contains(&w.fold));
    let mut clock_before = false;
    while i < text.words.len() {
        if let Some((len, ())) = text.tables.exclusions.idioms.at(&text.words, i)
            && !unit_follows(text, i + len)
        {
            blocked.block(i, i + len, Excluded::Idiom);
            i += len;
            continue;
        }
        if let Some(end) = web_address(text, i) {
            blocked.block(i, end, Excluded::Code);
            i = end;
            continue;
        }
        let enumerated = |end| (end, Excluded::Enumeration);
        if let Some((end, why)) = run_of_numbers(text, i)
            .map(enumerated)
            .or_else(|| ordinal(text, i).map(|end| (end, Excluded::Ordinal)))
            .or_else(|| list_number(text, i).map(enumerated))
        {
            blocked.block(i, end, why);
            i = end;
            continue;
        }
        let atom::Result::Atom(a) =
            (if text.tables.may_begin(&text.words[i]) { atom::at(text, i) } else { atom::Result::Nothing })
        else {
            i += 1;
            continue;
        };
        if let Some((first, end)) = clock(text, &a, clock_before) {
            blocked.block(first, end, Excluded::Clock);
            clock_before = true;
            i = end.max(i + 1);
            continue;
        }
        clock_before = clock_before && a.first < i + 2;
        let as_a = |why| move |end| (end, why);
        if let Some((end, why)) = pair(text, &a, sporting)
            .map(as_a(Excluded::Score))
            .or_else(|| age(text, &a).map(as_a(Excluded::Age)))
            .or_else(|| address(text, &a).map(as_a(Excluded::Address)))
            .or_else(|| label(text, &a).map(as_a(Excluded::Label)))
            .or_else(|| year(text, &a).map(as_a(Excluded::Date)))
            .or_else(|| day_of_month(text, &a).map(as_a(Excluded::Date)))
            .or_else(|| back_reference(text, &a).map(as_a(Excluded::BackReference)))
        {
            let first = if why == Excluded::Age { age::range_before(text, &a) } else { a.first };
            blocked.block(first, end, why);
            i = end.max(i + 1);
            continue;
        }
        i = a.end.max(i + 1);
    }
    blocked
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
