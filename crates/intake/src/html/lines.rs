//! What a line says of itself by the words it begins with: lists by language.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::names::entries;

/// What a line is, if it is not the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Line {
    Related,
    Newsletter,
    Paywall,
    Share,
    Advert,
    Comments,
    Cookies,
    Copyright,
    About,
    Byline,
    Caption,
    Correction,
}

impl Line {
    fn named(section: &str) -> Option<Self> {
        Some(match section {
            "related" => Self::Related,
            "newsletter" => Self::Newsletter,
            "paywall" => Self::Paywall,
            "share" => Self::Share,
            "advert" => Self::Advert,
            "comments" => Self::Comments,
            "cookies" => Self::Cookies,
            "copyright" => Self::Copyright,
            "about" => Self::About,
            "byline" => Self::Byline,
            "caption" => Self::Caption,
            "correction" => Self::Correction,
            _ => return None,
        })
    }
}

struct Entry {
    phrase: &'static str,
    whole: bool,
    line: Line,
}

/// Phrases by their first word.
static LINES: LazyLock<FxHashMap<&'static str, Vec<Entry>>> = LazyLock::new(|| {
    let mut lines: FxHashMap<_, Vec<Entry>> = FxHashMap::default();
    let lists = [
        include_str!("lexicon/fr/lines.txt"),
        include_str!("lexicon/en/lines.txt"),
        include_str!("lexicon/de/lines.txt"),
        include_str!("lexicon/es/lines.txt"),
    ];
    for list in lists {
        for (section, entry) in entries(list) {
            let Some(line) = Line::named(section) else { continue };
            let (phrase, whole) = entry.strip_prefix('=').map_or((entry, false), |phrase| (phrase, true));
            lines.entry(first_word(phrase)).or_default().push(Entry { phrase, whole, line });
        }
    }
    lines
});

fn first_word(phrase: &str) -> &str {
    let end = phrase.char_indices().find(|(i, c)| *i > 0 && !c.is_alphanumeric()).map_or(phrase.len(), |(i, _)| i);
    &phrase[..end]
}

/// The longest phrase that a line begins with, or is.
pub(crate) fn of(line: &str) -> Option<Line> {
    let head = folded(line);
    let entries = LINES.get(first_word(&head))?;
    let begins = |e: &&Entry| {
        head.strip_prefix(e.phrase).is_some_and(|rest| {
            let rest = rest.trim_start_matches([' ', ':', '!', '.', '…', '»', '>', '→', ')']);
            if e.whole {
                rest.is_empty()
            } else {
                let ends_in_letter = e.phrase.ends_with(char::is_alphanumeric);
                !(ends_in_letter && head[e.phrase.len()..].starts_with(char::is_alphanumeric))
            }
        })
    };
    entries.iter().filter(begins).max_by_key(|e| e.phrase.len()).map(|e| e.line)
}

/// The head of a line in small letters, with straight apostrophes and plain spaces, without marks in front.
fn folded(line: &str) -> String {
    let start = line.trim_start_matches(|c: char| {
        matches!(c, '-' | '–' | '—' | '•' | '*' | '|' | '▶' | '►' | '▸') || c.is_whitespace()
    });
    let mut head = String::with_capacity(64);
    for c in start.chars().take(60) {
        match c {
            '\u{2019}' | '\u{2018}' => head.push('\''),
            c if c.is_whitespace() => {
                if !head.ends_with(' ') {
                    head.push(' ');
                }
            }
            c => head.extend(c.to_lowercase()),
        }
    }
    head.truncate(head.trim_end().len());
    head
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_phrase_tells() {
        assert_eq!(of("Lire aussi : le pont de Verlay rouvre"), Some(Line::Related));
        assert_eq!(of("LIRE AUSSI"), Some(Line::Related));
        assert_eq!(of("Abonnez-vous à notre lettre"), Some(Line::Newsletter));
        assert_eq!(of("Rectificatif : le bilan est de 12 blessés."), Some(Line::Correction));
        assert_eq!(of("Comments"), Some(Line::Comments));
    }

    #[test]
    fn words_that_only_begin_alike_do_not() {
        for line in [
            "Parmi les blessés",
            "Commentary on the vote",
            "Advertisers left",
            "Publicités interdites dès lundi",
            "Lectures",
            "",
        ] {
            assert_eq!(of(line), None, "{line}");
        }
    }
}
