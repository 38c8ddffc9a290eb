//! The charset of a page: byte order mark, HTTP header, `<meta>`, and then a guess.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::Warning;
use crate::decode::{damaged, mostly_utf8};

/// How far into a page its `<meta>` is looked for. The standard says 1024 bytes; pages put scripts before it.
const PRESCAN: usize = 8192;

/// Decodes a page. `content_type` is the value of the HTTP header.
pub(super) fn decode<'b>(bytes: &'b [u8], content_type: Option<&str>) -> (Cow<'b, str>, Option<Warning>) {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return with(encoding, &bytes[mark..]);
    }
    let declared = content_type.and_then(of_content_type).or_else(|| declared(bytes));
    // What is valid UTF-8 with letters outside ASCII is UTF-8, whatever is declared: no other text looks like it.
    if declared.is_none_or(|d| d == UTF_8 || d.is_ascii_compatible())
        && let Ok(text) = std::str::from_utf8(bytes)
        && (declared.is_none_or(|d| d.is_single_byte() || d == UTF_8) || text.is_ascii())
    {
        return (Cow::Borrowed(text), None);
    }
    match declared {
        // A page cannot be UTF-16 and declare it in ASCII.
        Some(encoding) if encoding != UTF_8 && encoding != UTF_16BE && encoding != UTF_16LE => with(encoding, bytes),
        _ => {
            if let Some(decoded) = mostly_utf8(bytes) {
                return (Cow::Owned(decoded.text), decoded.warning);
            }
            let mut detector = chardetng::EncodingDetector::new();
            detector.feed(bytes, true);
            with(detector.guess(None, false), bytes)
        }
    }
}

fn with<'b>(encoding: &'static Encoding, bytes: &'b [u8]) -> (Cow<'b, str>, Option<Warning>) {
    let (text, malformed) = encoding.decode_without_bom_handling(bytes);
    if !malformed {
        return (text, None);
    }
    let named = damaged(encoding.name());
    if encoding == UTF_8
        && let Some(decoded) = mostly_utf8(bytes)
    {
        return (Cow::Owned(decoded.text), decoded.warning);
    }
    if encoding.is_single_byte() {
        // A byte that the charset leaves out: Windows-1252 gives every byte a character.
        let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
        return (text, Some(named));
    }
    (text, Some(named))
}

/// The charset in `text/html; charset=…`.
fn of_content_type(value: &str) -> Option<&'static Encoding> {
    let at = value.to_ascii_lowercase().find("charset")? + "charset".len();
    let rest = value.get(at..)?.trim_start().strip_prefix('=')?.trim_start();
    let label = rest.trim_start_matches(['"', '\'']);
    let end = label.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';' | ',')).unwrap_or(label.len());
    Encoding::for_label(&label.as_bytes()[..end])
}

/// The charset that a page declares: in `<meta charset>`, `<meta http-equiv>` or its XML declaration.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(PRESCAN)];
    if let Some(begin) = head.get(..5).filter(|begin| begin.eq_ignore_ascii_case(b"<?xml"))
        && let xml = small_ascii(&head[begin.len()..])
        && let Some(end) = xml.find("?>")
        && let Some(at) = xml[..end].find("encoding")
    {
        let label = xml[at + "encoding".len()..end].trim_start_matches([' ', '=', '"', '\'']);
        let end = label.find(['"', '\'', ' ']).unwrap_or(label.len());
        if let Some(encoding) = Encoding::for_label(&label.as_bytes()[..end]) {
            return Some(encoding);
        }
    }
    memchr::memchr_iter(b'<', head).find_map(|at| {
        let tag = head[at + 1..].get(..4).filter(|name| name.eq_ignore_ascii_case(b"meta")).map(|_| &head[at + 5..])?;
        of_content_type(&small_ascii(&tag[..memchr::memchr(b'>', tag).unwrap_or(tag.len())]))
    })
}

/// Bytes in small letters, those outside of ASCII as blanks.
fn small_ascii(bytes: &[u8]) -> String {
    bytes.iter().map(|&b| if b.is_ascii() { char::from(b.to_ascii_lowercase()) } else { ' ' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8], header: Option<&str>) -> String {
        decode(bytes, header).0.into_owned()
    }

    #[test]
    fn the_mark_goes_before_the_header_and_the_header_before_the_page() {
        assert_eq!(text(b"\xEF\xBB\xBF<p>\xC3\xA9t\xC3\xA9", Some("text/html; charset=latin1")), "<p>été");
        let page = b"<meta charset=windows-1251><p>\xE9t\xE9";
        assert_eq!(text(page, Some("text/html; charset=\"ISO-8859-1\"")), "<meta charset=windows-1251><p>été");
        assert!(text(page, None).ends_with("йtй"));
    }

    #[test]
    fn pages_that_declare_wrongly_are_read() {
        // Declared Latin-1, written UTF-8; declared UTF-8, written Latin-1.
        assert!(text("<meta charset='iso-8859-1'>déjà".as_bytes(), None).ends_with("déjà"));
        let page =
            [b"<meta charset=utf-8><p>".as_slice(), "Le maire a déclaré que l'été était fini.".as_bytes()].concat();
        assert!(text(&page, None).ends_with("fini."));
        let latin: Vec<u8> =
            "<meta charset=utf-8><p>Le café était fermé après l'été".chars().map(|c| c as u8).collect();
        assert!(text(&latin, None).contains("café était fermé après"));
    }

    #[test]
    fn wide_charsets() {
        let (bytes, ..) = encoding_rs::SHIFT_JIS
            .encode("<meta http-equiv=Content-Type content='text/html; charset=Shift_JIS'><p>記事");
        assert!(text(&bytes, None).ends_with("記事"));
        assert_eq!(text(b"\xFF\xFE<\0p\0>\0", None), "<p>");
    }
}
