//! Lines of a text.

use crate::Span;

/// The lines that are not blank, without blank ends, in order.
pub(crate) fn lines(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        if is_break(c) {
            push(text, start, at, &mut found);
            start = at + c.len_utf8();
        }
    }
    push(text, start, text.len(), &mut found);
    found
}

fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn push(text: &str, start: usize, end: usize, found: &mut Vec<Span>) {
    let line = &text[start..end];
    let blank = |c: char| c.is_whitespace() || matches!(c, '\u{FEFF}' | '\u{200B}');
    let trimmed = line.trim_start_matches(blank);
    let start = end - trimmed.len();
    let trimmed = trimmed.trim_end_matches(blank);
    if !trimmed.is_empty() {
        found.push(Span::new(start, start + trimmed.len()));
    }
}
