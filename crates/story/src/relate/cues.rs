//! Words by which a text itself relates numbers.

use std::collections::BTreeMap;

use recoupe_reading::Doc;

use super::Entry;
use crate::{
    FigureRef, Read,
    link::Linked,
    text::{entries, fold, has_words},
    value,
};

const CONTRAST: &str = concat!(include_str!("../fr/contrast.tsv"), "\n", include_str!("../en/contrast.tsv"));
const CORRESPONDS: &str = concat!(include_str!("../fr/corresponds.txt"), "\n", include_str!("../en/corresponds.txt"));
const CORRECTIONS: &str = concat!(include_str!("../fr/corrections.txt"), "\n", include_str!("../en/corrections.txt"));

/// How far back the other number of "the toll is higher" may stand, in sentences.
const REACH: usize = 4;

/// Pairs of figures that a text sets against each other, with its words.
#[derive(Debug, Default)]
pub(crate) struct Contrasts {
    pairs: BTreeMap<(FigureRef, FigureRef), String>,
}

impl Contrasts {
    /// The words between two figures, in either order.
    pub(crate) fn between(&self, a: FigureRef, b: FigureRef) -> Option<&str> {
        self.pairs.get(&(a, b)).or_else(|| self.pairs.get(&(b, a))).map(String::as_str)
    }

    /// Reads the contrasts among the figures of one quantity.
    pub(crate) fn add(&mut self, reads: &[Read], group: &[Entry], linked: &Linked) {
        let mut by_report: BTreeMap<usize, Vec<&Entry>> = BTreeMap::new();
        for e in group {
            by_report.entry(e.at.report).or_default().push(e);
        }
        for (report, mut figures) in by_report {
            figures.sort_by_key(|e| e.at.figure);
            let doc = &reads[report].doc;
            let sentence = |e: &Entry| reads[report].claims.figures[e.at.figure].sentence;
            for (n, b) in figures.iter().enumerate().skip(1) {
                // The sentence before belongs to it where no other number of the quantity stands in it.
                let mut windows = vec![sentence(b)];
                if let Some(before) = sentence(b).checked_sub(1)
                    && sentence(figures[n - 1]) < before
                {
                    windows.push(before);
                }
                let Some((higher, words)) = windows.iter().find_map(|s| contrast_in(doc, *s)) else { continue };
                let other = figures[..n].iter().rev().find(|a| {
                    let apart = match (a.origin, b.origin) {
                        (Some(x), Some(y)) => !linked.same_origin(x, y),
                        (x, y) => x != y,
                    };
                    apart && sentence(b) - sentence(a) <= REACH && direction_fits(a, b, higher)
                });
                if let Some(a) = other {
                    self.pairs.insert((a.at, b.at), words);
                }
            }
        }
    }
}

/// Which way the second number lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    Higher,
    Lower,
    Any,
}

fn direction_fits(a: &Entry, b: &Entry, direction: Direction) -> bool {
    match (value::middle(&a.value), value::middle(&b.value)) {
        (Some(x), Some(y)) => match direction {
            Direction::Higher => y > x,
            Direction::Lower => y < x,
            Direction::Any => x != y,
        },
        _ => false,
    }
}

fn contrast_in(doc: &Doc, sentence: usize) -> Option<(Direction, String)> {
    let text = fold(sentence_text(doc, sentence)?);
    entries(CONTRAST).find_map(|line| {
        let (direction, words) = line.split_once('\t')?;
        let direction = match direction {
            "higher" => Direction::Higher,
            "lower" => Direction::Lower,
            _ => Direction::Any,
        };
        has_words(&text, &fold(words)).then(|| (direction, words.to_owned()))
    })
}

/// The words by which a sentence says that two numbers go together.
pub(crate) fn corresponds(doc: &Doc, sentence: usize) -> Option<String> {
    listed_in(doc, sentence, CORRESPONDS)
}

/// The sentence says that a number is corrected.
pub(crate) fn corrects(doc: &Doc, sentence: usize) -> bool {
    listed_in(doc, sentence, CORRECTIONS).is_some()
}

fn listed_in(doc: &Doc, sentence: usize, list: &'static str) -> Option<String> {
    let text = fold(sentence_text(doc, sentence)?);
    entries(list).find(|w| has_words(&text, &fold(w))).map(str::to_owned)
}

/// The clean text of a sentence.
pub(crate) fn sentence_text(doc: &Doc, sentence: usize) -> Option<&str> {
    let s = doc.sentences.get(sentence)?;
    doc.clean.get(s.clean.start..s.clean.end)
}
