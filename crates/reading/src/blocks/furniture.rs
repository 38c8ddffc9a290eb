//! The furniture of a page: lines that match known forms (adverts, forms, bylines, credits), by language.

use std::sync::LazyLock;

use regex::{Regex, RegexSet, RegexSetBuilder};

use crate::BlockKind;
use crate::lexicon::Sections;

/// Longer lines are prose.
const MAX_LINE: usize = 700;

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Furniture {
    pub kind: BlockKind,
    pub reason: &'static str,
}

/// A person's name as a byline gives it.
const NAME: &str = r"(?-i:(?:\p{Lu}[\p{L}\p{M}.'’-]*)(?: (?:(?:d[eiu]|des|la|le|l'|van|von|der|den|ter|al|el|bin|ben|da|dos|y|ibn|Mc|O')|d'\p{Lu}[\p{L}\p{M}'-]*|\p{Lu}[\p{L}\p{M}.'’-]*)){0,5})";

static AGENCY: LazyLock<String> = LazyLock::new(|| {
    let names = Sections::parse(include_str!("../agencies.txt"));
    let all: Vec<&str> = names.set("").into_iter().collect();
    format!("(?-i:(?:{}))", all.join("|"))
});

struct Forms {
    set: RegexSet,
    meanings: Vec<Furniture>,
}

static FORMS: LazyLock<Forms> = LazyLock::new(|| {
    let mut patterns = Vec::new();
    let mut meanings = Vec::new();
    for data in [include_str!("../fr/furniture.txt"), include_str!("../en/furniture.txt")] {
        for (section, entries) in Sections::parse(data).iter() {
            let (kind, reason) = section.split_once('/').expect("each section is `kind/reason`");
            let kind = match kind {
                "boilerplate" => BlockKind::Boilerplate,
                "byline" => BlockKind::Byline,
                "caption" => BlockKind::Caption,
                "heading" => BlockKind::Heading,
                other => unreachable!("the word lists name an unknown kind {other}"),
            };
            for entry in entries {
                patterns.push(format!("^(?:{})$", entry.replace("%NAME%", NAME).replace("%AGENCY%", &AGENCY)));
                meanings.push(Furniture { kind, reason });
            }
        }
    }
    let set = RegexSetBuilder::new(patterns).case_insensitive(true).size_limit(1 << 27).build();
    Forms { set: set.expect("the word lists hold valid patterns"), meanings }
});

static SPACES: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\s+").expect("the pattern is fixed and valid"));

/// What a whole line is, if it has a known form. Of several forms the first in the order of [`rank`] counts.
pub(crate) fn of_line(line: &str) -> Option<Furniture> {
    if line.len() > MAX_LINE {
        return None;
    }
    let plain = plain(line);
    if plain.is_empty() {
        // "***", "- - -", "…"
        return Some(Furniture { kind: BlockKind::Boilerplate, reason: "separator" });
    }
    let found = FORMS.set.matches(&plain).into_iter().map(|i| FORMS.meanings[i]);
    found.min_by_key(|f| rank(f.kind))
}

/// Forms that say more go first.
fn rank(kind: BlockKind) -> u8 {
    match kind {
        BlockKind::Byline => 0,
        BlockKind::Caption => 1,
        BlockKind::Boilerplate => 2,
        BlockKind::Title | BlockKind::Heading | BlockKind::Paragraph => 3,
    }
}

/// The line as the patterns want it.
fn plain(line: &str) -> String {
    let straight = line.replace(['\u{2019}', '\u{02BC}'], "'");
    let spaced = SPACES.replace_all(&straight, " ");
    let front = spaced.trim_start_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '•' | '·' | '*' | '-' | '–' | '—' | '►' | '▶' | '»' | '>' | '→' | '|' | '#' | '_' | '=' | '~'
            )
    });
    front
        .trim_end_matches(|c: char| {
            c.is_whitespace()
                || matches!(
                    c,
                    '.' | ':' | '!' | '…' | '>' | '|' | '→' | '»' | '▼' | '↓' | '_' | '~' | '*' | '-' | '–' | '—'
                ) && !keeps(front, c)
        })
        .to_owned()
}

/// "1 × 1 =" needs its sign, "Nom *" its star.
fn keeps(line: &str, c: char) -> bool {
    c == '*' && line.chars().filter(|&c| c == '*').count() == 1 && line.starts_with(char::is_alphanumeric)
}

/// A regular expression for the name of a news agency.
pub(crate) fn agency_pattern() -> &'static str {
    &AGENCY
}
