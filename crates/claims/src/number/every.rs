//! Every number that is written, those that are no quantity too, each with the reason why.

use super::exclude::{self, Excluded};
use super::{Quantity, Read, Text, fraction, is_article, part, range, read_at};

/// A number as written, and why it is no quantity of a report, if it is none.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Written {
    pub(crate) quantity: Quantity,
    pub(crate) excluded: Option<Excluded>,
}

/// Reads all numbers of a text but those in codes; `dated` tells words that are part of a date.
pub(crate) fn every(text: &Text<'_>, dated: &[bool]) -> Vec<Written> {
    let mut blocked = exclude::scan(text);
    blocked.add_dates(text, dated);
    let (mut plain, mut others) = (Vec::new(), Vec::new());
    let mut i = 0;
    while i < text.words.len() {
        let why = blocked.why(i);
        blocked.open(why);
        if why == Some(Excluded::Code) {
            i += 1;
            continue;
        }
        let bare = fraction::bare(text, i);
        let read = match &bare {
            Some(share) => part(text, share, &blocked),
            None => read_at(text, i, &blocked),
        };
        match read {
            Read::Quantity(mut quantity, end) => {
                if why == Some(Excluded::Age) {
                    // "three years old": all the words of the age.
                    let last = (end..text.words.len()).find(|k| blocked.why(*k) != why).unwrap_or(text.words.len());
                    let end = text.span(i, last).end;
                    quantity.measure.end = quantity.measure.end.max(end);
                    quantity.outer.end = quantity.outer.end.max(end);
                }
                let excluded = why
                    .or(bare.map(|_| Excluded::BareFraction))
                    .or_else(|| is_article(text, &quantity, i).then_some(Excluded::Article));
                match excluded {
                    None => plain.push(*quantity),
                    Some(_) => others.push(Written { quantity: *quantity, excluded }),
                }
                i = end.max(i + 1);
            }
            Read::Overflow(end) | Read::Skip(end) => i = end.max(i + 1),
        }
    }
    range::share_units(text, &mut plain);
    let plain = range::merge_bounds(text, plain);
    let mut all: Vec<Written> = plain.into_iter().map(|quantity| Written { quantity, excluded: None }).collect();
    all.extend(others);
    all.sort_by_key(|w| w.quantity.span.start);
    all
}
