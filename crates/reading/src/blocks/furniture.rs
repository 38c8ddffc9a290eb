//! The furniture of a page: lines that match known forms (adverts, forms, bylines, credits), by language.

use std::sync::{LazyLock, OnceLock};

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

/// An acronym that may be an agency's.
const ACRONYM: &str = r"(?-i:\p{Lu}{2,6})";

static AGENCY: LazyLock<String> = LazyLock::new(|| {
    let names = Sections::parse(include_str!("../agencies.txt"));
    let all: Vec<&str> = names.set("").into_iter().collect();
    format!("(?-i:(?:{}))", all.join("|"))
});

/// A form: what it means, and its exact pattern, compiled when a line first comes close.
struct Form {
    meaning: Furniture,
    pattern: &'static str,
    exact: OnceLock<Regex>,
}

impl Form {
    fn is_match(&self, line: &str) -> bool {
        let exact = self.exact.get_or_init(|| {
            let pattern =
                self.pattern.replace("%NAME%", NAME).replace("%AGENCY%", &AGENCY).replace("%ACRONYM%", ACRONYM);
            Regex::new(&format!("(?i)^(?:{pattern})$")).expect("the word lists hold valid patterns")
        });
        exact.is_match(line)
    }
}

/// All forms. Most lines have none, so a set of looser patterns, small and quick to build, goes first: lower case, any
/// number of characters for a bounded number, anything for a name.
struct Forms {
    loose: RegexSet,
    forms: Vec<Form>,
}

static FORMS: LazyLock<Forms> = LazyLock::new(|| {
    let mut loose = Vec::new();
    let mut forms = Vec::new();
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
            for &pattern in entries {
                loose.push(format!("^(?:{})$", loosen(pattern)));
                forms.push(Form { meaning: Furniture { kind, reason }, pattern, exact: OnceLock::new() });
            }
        }
    }
    let loose = RegexSetBuilder::new(loose)
        .size_limit(1 << 26)
        .dfa_size_limit(1 << 25)
        .build()
        .expect("the word lists hold valid patterns");
    Forms { loose, forms }
});

fn loosen(pattern: &str) -> String {
    static BOUNDED: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\.\{\d+,\d*\}").expect("the pattern is fixed and valid"));
    let open =
        pattern.replace("%NAME%", ".+").replace("%AGENCY%", ".+").replace("%ACRONYM%", ".+").replace(r"\d", "[0-9]");
    BOUNDED.replace_all(&open, ".*").into_owned()
}

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
    let close = FORMS.loose.matches(&plain.to_lowercase());
    let found = close.into_iter().map(|i| &FORMS.forms[i]).filter(|f| f.is_match(&plain)).map(|f| f.meaning);
    found.min_by_key(rank)
}

/// Forms that say more go first.
fn rank(form: &Furniture) -> u8 {
    match form.kind {
        _ if form.reason == "copyright" => 0,
        BlockKind::Byline => 1,
        BlockKind::Caption => 2,
        BlockKind::Boilerplate => 3,
        BlockKind::Title | BlockKind::Heading | BlockKind::Paragraph => 4,
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
