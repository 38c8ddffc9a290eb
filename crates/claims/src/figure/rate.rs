//! What a figure is counted per.

use std::ops::Range;

use recoupe_reading::Doc;

use super::counted::Counted;
use crate::claim::Per;
use crate::number::{Quantity, Text, rate};
use crate::unit;

/// Where the rate right behind a measure ends, in the clean text.
pub(super) fn ends(text: &Text<'_>, q: &Quantity, unit: &str) -> Option<usize> {
    let at = text.words.partition_point(|w| w.span.end <= q.span.end);
    rate::next_to(text, at, unit::is_currency(unit)).map(|r| text.span(r.first, r.end).end)
}

/// The rate that is told behind a quantity or behind what it counts; its span is of the clean text.
pub(super) fn of(
    doc: &Doc,
    text: &Text<'_>,
    q: &Quantity,
    unit: Option<&str>,
    counted: Option<&Counted>,
    tokens: &Range<usize>,
) -> Option<Per> {
    let clean = |t: usize| doc.tokens.get(t).map(|t| t.clean.end);
    let behind = counted
        .filter(|c| c.tokens.start + 1 >= tokens.end && c.tokens.end > tokens.end)
        .and_then(|c| clean(c.tokens.end - 1));
    let money = unit.is_some_and(unit::is_currency);
    let word = |end: usize| text.words.partition_point(|w| w.span.end <= end);
    // "The 300 workers meet every week": they are told of before, and no rate.
    let definite = tokens.start.checked_sub(1).is_some_and(|b| {
        matches!(
            doc.tokens[b].lower.as_str(),
            "les" | "ces" | "ses" | "leurs" | "the" | "these" | "those" | "its" | "their" | "all"
        )
    });
    let near = |end: usize| {
        let at = word(end);
        let found = rate::next_to(text, at, money);
        found.or_else(|| (!definite && unit != Some(unit::PERCENT)).then(|| rate::behind(text, at, money)).flatten())
    };
    let found =
        rate::next_to(text, word(q.span.end), money).or_else(|| behind.and_then(near)).or_else(|| near(q.span.end));
    if let Some(found) = found {
        return Some(Per { of: found.of, number: found.number, span: text.span(found.first, found.end) });
    }
    // "b/d": the symbol itself.
    let (of, end) = q.per.clone()?;
    Some(Per { of, number: 1.0, span: recoupe_reading::Span::new(q.measure.start, end) })
}
