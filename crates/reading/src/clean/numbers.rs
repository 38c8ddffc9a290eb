//! Numbers torn apart ("1.⏎⏎100") and glued to their unit ("45MW").

use std::sync::LazyLock;

use regex::Regex;

use super::{Edit, Vocabulary, regex};
use crate::Span;

/// The digits before a group separator, the torn place, the groups after it.
static SPLIT: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(^|[\s(«“\x22])([1-9]\d{0,2})([.,][\s\u{a0}]+)(\d{3}(?:[.,\u{a0}\u{202f} ]\d{3})*)\b"));
/// Units that the models' tokenizers do not cut from their number.
static GLUED_UNIT: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:^|[\s(])((?:\d+[.,\u{a0}\u{202f} ])*\d+)((?:M|Mds?|k)€|(?:kW|MW|GW|TW|kWh|MWh|GWh|TWh|kV|ha|tonnes?|tons?|Mds?|mds|millions?|milliards?|euros?|dollars?|bn|mn|tn|hectares?|kilomètres?|kilom(?:et(?:er|re))s?|mètres?|met(?:er|re)s?|miles?|hommes|soldats|personnes|people|ans|years|jours|days|blessés|morts)\b)",
    )
});

pub(super) fn edits(text: &str, at: usize, vocabulary: &Vocabulary, edits: &mut Vec<Edit>) {
    for found in SPLIT.captures_iter(text) {
        let (Some(head), Some(torn), Some(tail)) = (found.get(2), found.get(3), found.get(4)) else { continue };
        if is_one_number(text, head.start(), torn.as_str(), tail.end(), vocabulary) {
            let span = Span::new(at + torn.start(), at + torn.end());
            edits.push(Edit::repair(span, " ", "split-number", Span::new(at + head.start(), at + tail.end())));
        }
    }
    for found in GLUED_UNIT.captures_iter(text) {
        let (Some(number), Some(unit)) = (found.get(1), found.get(2)) else { continue };
        let gap = at + unit.start();
        edits.push(Edit::repair(
            Span::new(gap, gap),
            " ",
            "glued-unit",
            Span::new(at + number.start(), at + unit.end()),
        ));
    }
}

/// A break inside a block was put together for good reason; a mere space needs the text's habit of grouping digits, a word
/// before that wants a number, and a word after that it counts.
fn is_one_number(text: &str, start: usize, torn: &str, end: usize, vocabulary: &Vocabulary) -> bool {
    if torn.contains(['\n', '\r']) {
        return true;
    }
    let grouped = if torn.starts_with('.') { vocabulary.dots } else { vocabulary.commas };
    let wanted = text[..start].split_whitespace().next_back().is_some_and(crate::blocks::announces_number);
    let rest = text[end..].trim_start();
    let counts = rest.len() < text[end..].len() && rest.starts_with(char::is_lowercase);
    grouped && wanted && counts
}
