//! Every number that is written, those that are no quantity too, each with the reason why.

use super::exclude::{self, Excluded};
use super::{Quantity, Read, Text, is_article, range, read_at};

/// A number as written, and why it is no quantity of a report, if it is none.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Written {
    pub(crate) quantity: Quantity,
    pub(crate) excluded: Option<Excluded>,
}

/// Reads all numbers of a text; `dated` tells words that are part of a date.
pub(crate) fn every(text: &Text<'_>, dated: &[bool]) -> Vec<Written> {
    let mut blocked = exclude::scan(text);
    blocked.add_dates(dated);
    let (mut found, mut reasons) = (Vec::new(), Vec::new());
    let mut i = 0;
    while i < text.words.len() {
        let why = blocked.why(i);
        blocked.open(why);
        match read_at(text, i, &blocked) {
            Read::Quantity(mut quantity, end) => {
                if why == Some(Excluded::Age) {
                    // "three years old": all the words of the age.
                    let last = (end..text.words.len()).find(|k| blocked.why(*k) != why).unwrap_or(text.words.len());
                    quantity.measure.end = quantity.measure.end.max(text.span(i, last).end);
                }
                reasons.push(why.or_else(|| is_article(text, &quantity, i).then_some(Excluded::Article)));
                found.push(quantity);
                i = end.max(i + 1);
            }
            Read::Overflow(end) | Read::Skip(end) => i = end.max(i + 1),
        }
    }
    range::share_units(text, &mut found);
    found.into_iter().zip(reasons).map(|(quantity, excluded)| Written { quantity, excluded }).collect()
}
