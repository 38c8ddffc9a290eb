//! Words torn apart: hyphens at line ends, tokenised clitics ("a-t - il", "l' avion", "do n't").

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::{Edit, regex};
use crate::Span;

/// What the whole text shows of its own habits.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    /// Thousands are grouped with dots.
    pub dots: bool,
    /// Thousands are grouped with commas.
    pub commas: bool,
    /// Words with and without hyphens, lower case; gathered only where a line ends in a hyphen.
    words: BTreeSet<String>,
}

static AT_LINE_END: LazyLock<Regex> =
    LazyLock::new(|| regex(r"([\p{L}'’]+)(-[ \t\u{a0}]*\r?\n\s*|\u{AD}[ \t]*\r?\n\s*)(\p{Ll}[\p{L}]*)"));
static WORD: LazyLock<Regex> = LazyLock::new(|| regex(r"\p{L}+(?:-\p{L}+)*"));
/// Places where a tokeniser's spaces are sure to be wrong.
static TORN: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)\b(?:\p{L}+(-t ?- ?)(?:il|elle|on|ils|elles)|(?:celui|celle|ceux|celles)( ?- )(?:ci|là)|rendez( - )vous|c['’]est( - )à( - )dire|peut( - )être|(?:c|d|j|l|m|n|s|t|qu|jusqu|lorsqu|puisqu|quoiqu)['’]( )\p{L}+|\p{L}+( )n['’]t\b|\p{L}+( )['’](?:s|re|ve|ll|d|m)\b)",
    )
});
/// First parts after which a hyphen belongs to the word.
const COMPOUND_HEADS: [&str; 40] = [
    "après", "arrière", "avant", "anti", "celle", "celles", "celui", "ceux", "chef", "contre", "demi", "est", "ex",
    "grand", "haut", "lui", "elle", "mi", "micro", "mini", "nord", "ouest", "peut", "porte", "pro", "quasi", "rendez",
    "semi", "sous", "sud", "vice", "co", "non", "self", "well", "north", "south", "east", "west", "re",
];

impl Vocabulary {
    /// Looks at a whole text.
    pub(crate) fn of(text: &str) -> Self {
        let (dots, commas) = crate::blocks::grouping(text);
        let words = if AT_LINE_END.is_match(text) {
            WORD.find_iter(text).map(|w| w.as_str().to_lowercase()).collect()
        } else {
            BTreeSet::new()
        };
        Self { dots, commas, words }
    }

    /// Whether the hyphen between the two parts belongs to the word.
    fn keeps_hyphen(&self, head: &str, tail: &str) -> bool {
        let (head, tail) = (head.to_lowercase(), tail.to_lowercase());
        if self.words.contains(&format!("{head}{tail}")) {
            return false;
        }
        self.words.contains(&format!("{head}-{tail}"))
            || COMPOUND_HEADS.contains(&head.as_str())
            || matches!(
                tail.as_str(),
                "il" | "elle" | "on" | "ils" | "elles" | "je" | "nous" | "vous" | "ci" | "là" | "même" | "mêmes" | "t"
            )
    }
}

pub(super) fn edits(text: &str, at: usize, vocabulary: &Vocabulary, edits: &mut Vec<Edit>) {
    for found in AT_LINE_END.captures_iter(text) {
        let (Some(head), Some(torn), Some(tail)) = (found.get(1), found.get(2), found.get(3)) else { continue };
        let soft = torn.as_str().starts_with('\u{AD}');
        let reads = if !soft && vocabulary.keeps_hyphen(head.as_str(), tail.as_str()) { "-" } else { "" };
        let span = Span::new(at + torn.start(), at + torn.end());
        edits.push(Edit::repair(span, reads, "hyphenation", Span::new(at + head.start(), at + tail.end())));
    }
    // Only one space in front can be wrong, so that a cheap test spares most texts the search.
    if !text.contains(" -")
        && !text.contains("- ")
        && !text.contains("' ")
        && !text.contains("’ ")
        && !text.contains(" n'")
        && !text.contains(" '")
        && !text.contains(" ’")
    {
        return;
    }
    for found in TORN.captures_iter(text) {
        let Some(all) = found.get(0) else { continue };
        for torn in found.iter().skip(1).flatten() {
            let reads = match torn.as_str() {
                " " => "",
                t if t.starts_with("-t") || t.starts_with("-T") => "-t-",
                _ => "-",
            };
            if torn.as_str() != reads {
                let span = Span::new(at + torn.start(), at + torn.end());
                edits.push(Edit::repair(span, reads, "split-word", Span::new(at + all.start(), at + all.end())));
            }
        }
    }
}
