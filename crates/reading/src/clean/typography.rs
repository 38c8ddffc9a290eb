//! Apostrophes, spaces and invisible characters: one way to write each, so that models and rules see one.

use super::Edit;
use crate::Span;

/// Edits that make apostrophes `'`, all spaces and line breaks one U+0020, and drop invisible characters.
///
/// A curly apostrophe that closes a single quotation (`closing`, ascending byte offsets) stays.
pub(super) fn edits(original: &str, span: Span, closing: &[usize], edits: &mut Vec<Edit>) {
    let text = &original[span.start..span.end];
    let mut chars = text.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let at = span.start + i;
        let end = at + c.len_utf8();
        match c {
            '\u{2019}' | '\u{02BC}' | '\u{2032}' | '\u{00B4}' | '\u{FF07}' if closing.binary_search(&at).is_err() => {
                edits.push(Edit::typography(at, end, "'"));
            }
            // Invisible: soft hyphen, zero-width characters, byte order mark, direction marks, other controls.
            '\u{00AD}'
            | '\u{200B}'..='\u{200F}'
            | '\u{2060}'
            | '\u{FEFF}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2066}'..='\u{2069}' => {
                edits.push(Edit::typography(at, end, ""));
            }
            c if c.is_whitespace() || c.is_control() => {
                let mut stop = end;
                while let Some(&(j, d)) = chars.peek() {
                    if !(d.is_whitespace() || d.is_control()) {
                        break;
                    }
                    stop = span.start + j + d.len_utf8();
                    chars.next();
                }
                if &original[at..stop] != " " {
                    edits.push(Edit::typography(at, stop, " "));
                }
            }
            _ => {}
        }
    }
}
