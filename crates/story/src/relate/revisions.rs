//! Numbers that a text replaces by others in one breath: "le bilan ramené de 27 à 24 morts", "24 dead, not 27".

use std::collections::BTreeMap;

use recoupe_reading::Span;

use super::{Entry, cues};
use crate::{
    FigureRef, Read,
    text::{entries, fold, has_words},
    value,
};

/// Words between a new number and the older one that it replaces.
const INSTEAD: &str = concat!(include_str!("../fr/instead.txt"), "\n", include_str!("../en/instead.txt"));
/// Prepositions before the older and before the newer number ("de 27 à 24", "from 27 to 24").
const FROM_TO: [(&str, &str); 2] = [("de", "a"), ("from", "to")];

/// The older figure that each figure replaces by the words of its own sentence.
pub(crate) fn revisions(reads: &[Read], group: &[Entry]) -> BTreeMap<FigureRef, FigureRef> {
    let mut by_sentence: BTreeMap<(usize, usize), Vec<&Entry>> = BTreeMap::new();
    for e in group.iter().filter(|e| !e.measure) {
        let sentence = reads[e.at.report].claims.figures[e.at.figure].sentence;
        by_sentence.entry((e.at.report, sentence)).or_default().push(e);
    }
    let mut found = BTreeMap::new();
    for ((report, _), mut figures) in by_sentence {
        figures.sort_by_key(|e| e.at.figure);
        for pair in figures.windows(2) {
            let [a, b] = pair else { continue };
            if a.origin != b.origin || value::same_number(&a.value, &b.value) {
                continue;
            }
            match order(&reads[report], a, b) {
                Some(Order::FirstIsOlder) => found.insert(b.at, a.at),
                Some(Order::SecondIsOlder) => found.insert(a.at, b.at),
                None => None,
            };
        }
    }
    found
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    FirstIsOlder,
    SecondIsOlder,
}

fn order(read: &Read, a: &Entry, b: &Entry) -> Option<Order> {
    let figures = &read.claims.figures;
    let (x, y) = (figures[a.at.figure].span, figures[b.at.figure].span);
    let before = word_before(read, x)?;
    let last = word_before(read, y)?;
    if FROM_TO.contains(&(before.as_str(), last.as_str())) {
        return Some(Order::FirstIsOlder);
    }
    let between = fold(read.doc.report.text.get(x.end..y.start)?);
    let instead = entries(INSTEAD).any(|w| has_words(&between, &fold(w)));
    let corrects = a.correction && cues::corrects(&read.doc, figures[b.at.figure].sentence);
    // Without a word of correction, a number with a date of its own is a value of that day and not one taken back.
    (instead && (corrects || !b.times.dated && near(&between))).then_some(Order::SecondIsOlder)
}

/// "24 dead, not 27": only a few words lie between.
fn near(between: &str) -> bool {
    between.split_whitespace().count() <= 6
}

/// The word before a span, folded; empty at the start of the text.
fn word_before(read: &Read, span: Span) -> Option<String> {
    let before = read.doc.report.text.get(..span.start)?;
    Some(fold(before.split_whitespace().next_back().unwrap_or("")))
}
