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

/// Words that say that a report was changed, before the day of the change or before what was changed.
const UPDATES: [&str; 9] = [
    "mise à jour",
    "mis à jour",
    "màj",
    "maj",
    "actualisation",
    "update",
    "updated",
    "aktualisierung",
    "actualización",
];

/// "Mise à jour (4 mars, 12 h) : le bilan a été ramené à douze blessés.": a sentence behind the words and a mark; not "Mise à jour : 4 mars
/// 2031 à 12:05".
fn tells_update(line: &str, head: &str) -> bool {
    if !UPDATES.iter().any(|words| head.trim_start_matches(['[', '(']).starts_with(words)) {
        return false;
    }
    let begin = &line[..line.floor_char_boundary(90)];
    // Not the colon of a time of day.
    let is_mark = |&(at, c): &(usize, char)| {
        matches!(c, ':' | '–' | '—') && !begin[at + c.len_utf8()..].starts_with(|c: char| c.is_ascii_digit())
    };
    let Some((mark, _)) = begin.char_indices().find(is_mark) else { return false };
    let said = line[mark..].trim_start_matches([':', '–', '—', ' ', '\u{a0}', ']', ')']);
    let words = said.split_whitespace().filter(|word| !word.bytes().any(|b| b.is_ascii_digit())).count();
    words >= 5 && said.trim_end_matches([']', ')', ' ']).ends_with(['.', '!', '?', '»', '”'])
}

/// What credits of pictures are told by, in small letters.
const PICTURES: [&str; 22] = [
    "photo",
    "foto",
    "getty",
    "image",
    "courtesy",
    "handout",
    "via ap",
    "/ap)",
    "shutterstock",
    "istock",
    "picture",
    "archives",
    "crédit",
    "credit",
    "capture d'écran",
    "screenshot",
    "screengrab",
    "/afp)",
    "/reuters)",
    "/epa)",
    "/dpa)",
    "illustration",
];

/// Whether a line ends as captions do: "(AP Photo/A. Morin)", "(A. Morin/AFP)", "Photo: A. Morin, AP".
pub(crate) fn ends_in_credit(line: &str) -> bool {
    let line = line.trim_end();
    let tail = match line.strip_suffix(')').or_else(|| line.strip_suffix(").")).and_then(|inside| inside.rfind('(')) {
        Some(open) => &line[open..],
        None => return false,
    };
    let tail = tail.trim_end_matches('.').replace('\u{2019}', "'").to_lowercase();
    tail.split_whitespace().count() <= 12 && PICTURES.iter().any(|mark| tail.contains(mark))
}

fn first_word(phrase: &str) -> &str {
    let end = phrase.char_indices().find(|(i, c)| *i > 0 && !c.is_alphanumeric()).map_or(phrase.len(), |(i, _)| i);
    &phrase[..end]
}

/// The longest phrase that a line begins with, or is.
pub(crate) fn of(line: &str) -> Option<Line> {
    let head = folded(line);
    if tells_update(line, &head) {
        return Some(Line::Correction);
    }
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
                if head.as_bytes().last() != Some(&b' ') {
                    head.push(' ');
                }
            }
            c if c.is_ascii() => head.push(c.to_ascii_lowercase()),
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
    fn updates_tell_what_was_changed() {
        assert_eq!(of("Mise à jour : le bilan a été ramené à douze blessés."), Some(Line::Correction));
        assert_eq!(of("[MÀJ 12 h] – La préfecture a corrigé le nombre des évacués."), Some(Line::Correction));
        assert_eq!(of("Update (4 March): the council has lowered its count to twelve."), Some(Line::Correction));
        assert_eq!(of("Mise à jour : 4 mars 2031 à 12:05"), Some(Line::Byline));
        assert_eq!(of("Mis à jour le 4 mars 2031"), Some(Line::Byline));
        assert_ne!(of("Updated figures show that twelve people were hurt."), Some(Line::Correction));
    }

    #[test]
    fn captions_end_in_credits() {
        assert!(ends_in_credit("The bridge at Verlay on Friday. (AP Photo/Odile Marsac)"));
        assert!(ends_in_credit("Le pont de Verlay, vendredi. (Odile Marsac/AFP)"));
        assert!(ends_in_credit("Le pont de Verlay (photo d’archives)."));
        assert!(!ends_in_credit("Le pont de Verlay a rouvert vendredi. (AFP)"));
        assert!(!ends_in_credit("Le pont de Verlay a rouvert vendredi (photo interdite) à midi."));
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
