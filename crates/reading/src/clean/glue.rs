//! Sentences and quotations glued together: "…en 2031.Un accord…", "…des pertes".Le préfet…", "a dit:«Oui»".

use super::Edit;
use crate::Span;
use crate::quotes::{Mark, Role};

/// What follows the dot of a domain or a file, not of a sentence.
const AFTER_DOTS: [&str; 30] = [
    "com", "fr", "org", "net", "eu", "uk", "io", "gov", "edu", "ch", "ru", "cn", "tv", "int", "pdf", "doc", "docx",
    "jpg", "png", "html", "htm", "php", "js", "asp", "aspx", "xls", "zip", "exe", "biz", "info",
];

/// Longest look around a place, in bytes.
const NEAR: usize = 60;

pub(super) fn edits(text: &str, at: usize, marks: &[Mark], edits: &mut Vec<Edit>) {
    let mut next_mark = 0;
    // The character before, and the one before a run of full stops.
    let (mut before, mut before_run) = (' ', ' ');
    let mut chars = text.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let end = i + c.len_utf8();
        let after = chars.peek().map(|&(_, c)| c);
        while marks.get(next_mark).is_some_and(|m| m.span.start < i) {
            next_mark += 1;
        }
        if before != '.' || c != '.' {
            before_run = before;
        }
        let mark = marks.get(next_mark).filter(|m| m.span.start == i);
        let follows = marks.get(next_mark + usize::from(mark.is_some())).filter(|m| m.span.start == end);
        if let Some(after) = after {
            let gap = match mark {
                Some(mark) => after_mark(mark, before, after),
                None if matches!(c, '.' | '!' | '?' | '…') => after_stop(text, i, end, before_run, after, follows),
                None if opens_glued(c, follows) => Some("glued-quote"),
                None => None,
            };
            if let Some(kind) = gap {
                let shown = Span::new(at + i, at + end + after.len_utf8());
                edits.push(Edit::repair(Span::new(at + end, at + end), " ", kind, shown));
            }
        }
        before = c;
    }
}

/// A closing mark directly before a word.
fn after_mark(mark: &Mark, before: char, after: char) -> Option<&'static str> {
    if mark.role != Role::Close || !(after.is_alphanumeric() || matches!(after, '«' | '“' | '(')) {
        return None;
    }
    Some(if matches!(before, '.' | '!' | '?' | '…') && !after.is_lowercase() {
        "glued-sentence"
    } else {
        "glued-quote"
    })
}

/// A word or a colon directly before an opening mark; an elided word ("l'«accord»") is meant so.
fn opens_glued(c: char, follows: Option<&Mark>) -> bool {
    follows.is_some_and(|m| m.role == Role::Open && m.sign != '‘')
        && (c.is_alphanumeric() || matches!(c, ':' | ',' | ';' | ')' | '%'))
}

/// A full stop directly before the next sentence.
fn after_stop(
    text: &str,
    start: usize,
    end: usize,
    before: char,
    after: char,
    follows: Option<&Mark>,
) -> Option<&'static str> {
    let sentence = Some("glued-sentence");
    let word_before = before.is_lowercase()
        || before.is_ascii_digit()
        || matches!(before, '"' | '»' | '”' | ')' | ']' | '%' | '€' | '’' | '\'');
    let acronym = before.is_uppercase() && acronym_before(&text[..start]);
    if !(word_before || acronym) || in_address(text, start) {
        return None;
    }
    if let Some(mark) = follows {
        return if mark.role == Role::Open { sentence } else { None };
    }
    if after == '(' || after == '¿' {
        return sentence;
    }
    let word: &str = head_word(&text[end..]);
    if after.is_ascii_digit() {
        // "morts.12": a long word before; "art.12" and decimals stay.
        let letters = text[..start].chars().rev().take_while(|c| c.is_alphabetic()).count();
        return if letters >= 5 && !word.is_empty() { sentence } else { None };
    }
    if !after.is_uppercase() || AFTER_DOTS.contains(&word.to_lowercase().as_str()) {
        return None;
    }
    let mut rest = text[end..].chars().skip(1);
    let second = rest.next();
    let starts_word = match second {
        Some(c) if c.is_alphabetic() => true,
        Some('\'' | '\u{2019}') => true,
        // "A Paris", "I said": one letter, but not "plan B.C" nor a numbered "3.A".
        Some(' ') => !before.is_ascii_digit() || ends_in_year(&text[..start]),
        Some('.') => text[..start].chars().rev().take_while(|c| c.is_alphabetic()).count() >= 4,
        _ => false,
    };
    if starts_word { sentence } else { None }
}

/// Two or more capitals without dots stand here ("l'ONU"), so that the dot is not part of the acronym.
fn acronym_before(text: &str) -> bool {
    let mut letters = text.chars().rev().take_while(|c| c.is_alphanumeric() || *c == '.');
    let (Some(a), Some(b)) = (letters.next(), letters.next()) else { return false };
    a.is_uppercase()
        && (b.is_uppercase() || b.is_lowercase() || b.is_ascii_digit())
        && letters.take(10).all(|c| c != '.')
}

/// Four digits and no more.
fn ends_in_year(text: &str) -> bool {
    text.chars().rev().take_while(char::is_ascii_digit).take(5).count() == 4
}

/// The stop lies in a web address, an e-mail address or a path.
fn in_address(text: &str, stop: usize) -> bool {
    let from = text.ceil_char_boundary(stop.saturating_sub(NEAR));
    let to = text.floor_char_boundary((stop + NEAR).min(text.len()));
    let head = text[from..stop].rsplit(char::is_whitespace).next().unwrap_or_default();
    let tail = text[stop..to].split(char::is_whitespace).next().unwrap_or_default();
    let address = |s: &str| s.contains("://") || s.contains("www.") || s.contains('@') || s.contains('\\');
    address(head) || address(tail) && !tail.contains(['"', '«', '\'', '\u{2019}'])
}

fn head_word(text: &str) -> &str {
    let near = &text[..text.floor_char_boundary(NEAR)];
    let end = near.find(|c: char| !c.is_alphanumeric()).unwrap_or(near.len());
    &near[..end]
}
