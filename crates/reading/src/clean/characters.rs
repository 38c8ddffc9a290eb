//! Characters that were decoded or escaped wrongly: mojibake, HTML entities and tags.

use std::sync::LazyLock;

use encoding_rs::WINDOWS_1252;
use regex::Regex;

use super::{Edit, regex};
use crate::Span;

static ENTITY: LazyLock<Regex> =
    LazyLock::new(|| regex(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z]{2,8}\d?));"));
static TAG: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)</?(p|br|div|span|a|b|i|em|strong|u|ul|ol|li|h[1-6]|blockquote|q|sup|sub|small|img|figure|figcaption|hr|table|tr|td|th)(?:\s[^<>]{0,400})?/?>",
    )
});
/// Runs that could be UTF-8 read as Windows-1252: each begins with what such a reading makes of a lead byte.
static MOJIBAKE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"[\u{C2}-\u{F4}\u{192}][\u{80}-\u{BF}\u{152}\u{153}\u{160}\u{161}\u{178}\u{17D}\u{17E}\u{192}\u{2C6}\u{2DC}\u{2013}\u{2014}\u{2018}-\u{201A}\u{201C}-\u{201E}\u{2020}-\u{2022}\u{2026}\u{2030}\u{2039}\u{203A}\u{20AC}\u{2122}]{1,3}",
    )
});

/// What marks a list item, a quoted line or a heading in front of a block.
static LEAD: LazyLock<Regex> = LazyLock::new(|| regex(r"^(?:#{1,6}|>+|[-*•▪►·●○■◆])[ \t\u{a0}]+"));
static MARKDOWN: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(\*\*|__)[^*_\n]+(\*\*|__)|(\[)[^\[\]\n]+(\]\(https?://[^()\s]*\))"));

pub(super) fn edits(text: &str, at: usize, edits: &mut Vec<Edit>) {
    if let Some(lead) = LEAD.find(text).filter(|m| m.end() < text.len()) {
        edits.push(Edit::typography(at, at + lead.end(), ""));
    }
    // "- Un tournant -": the dashes of a heading cut out of the running line.
    let dash = |c: char| matches!(c, '-' | '–' | '—');
    if let Some(inner) = text.strip_suffix(dash).filter(|t| t.starts_with(dash) && t.ends_with([' ', '\u{a0}'])) {
        let lead = text.chars().next().map_or(0, char::len_utf8);
        let start = text.len() - text[lead..].trim_start().len();
        let end = inner.trim_end().len();
        if start < end {
            edits.push(Edit::typography(at, at + start, ""));
            edits.push(Edit::typography(at + end, at + text.len(), ""));
        }
    }
    if text.contains("**") || text.contains("__") || text.contains("](") {
        for sign in MARKDOWN
            .captures_iter(text)
            .flat_map(|c| (1..=4).filter_map(|i| c.get(i).map(|m| m.range())).collect::<Vec<_>>())
        {
            edits.push(Edit::typography(at + sign.start, at + sign.end, ""));
        }
    }
    if text.contains('&') {
        for found in ENTITY.captures_iter(text) {
            let (Some(all), Some(reads)) = (found.get(0), entity(&found)) else { continue };
            let span = Span::new(at + all.start(), at + all.end());
            edits.push(Edit::repair(span, straight(reads), "html-entity", span));
        }
    }
    if text.contains('<') {
        for found in TAG.captures_iter(text) {
            let (Some(all), Some(name)) = (found.get(0), found.get(1)) else { continue };
            let inline = matches!(
                name.as_str().to_ascii_lowercase().as_str(),
                "span" | "a" | "b" | "i" | "em" | "strong" | "u" | "sup" | "sub" | "small" | "q"
            );
            let span = Span::new(at + all.start(), at + all.end());
            edits.push(Edit::repair(span, if inline { "" } else { " " }, "html-tag", span));
        }
    }
    for found in MOJIBAKE.find_iter(text) {
        if let Some(reads) = reread(found.as_str()) {
            // "Ã " lost its no-break space to a plain one elsewhere; here the bytes are all there.
            let span = Span::new(at + found.start(), at + found.start() + reads.1);
            edits.push(Edit::repair(span, straight(reads.0), "mojibake", span));
        }
    }
}

/// The first character that these characters are a wrong reading of, and how many bytes of them it takes.
fn reread(run: &str) -> Option<(char, usize)> {
    let mut bytes = Vec::with_capacity(4);
    let mut taken = 0;
    for c in run.chars() {
        let mut buffer = [0; 4];
        let (byte, _, lost) = WINDOWS_1252.encode(c.encode_utf8(&mut buffer));
        match (u32::from(c), byte.as_ref()) {
            // Windows-1252 leaves five bytes undefined; decoders pass them on as controls.
            (code @ 0x80..=0x9F, _) => bytes.push(u8::try_from(code).ok()?),
            (_, [byte]) if !lost => bytes.push(*byte),
            _ => return None,
        }
        taken += c.len_utf8();
        if let Ok(text) = std::str::from_utf8(&bytes) {
            let c = text.chars().next()?;
            let plausible = c.is_alphabetic() && u32::from(c) < 0x250
                || matches!(c, '\u{A0}'..='\u{BF}' | '\u{2010}'..='\u{203A}' | '€' | '™');
            return plausible.then_some((c, taken));
        }
    }
    None
}

fn entity(found: &regex::Captures<'_>) -> Option<char> {
    if let Some(decimal) = found.get(1) {
        return char::from_u32(decimal.as_str().parse().ok()?).filter(|c| !c.is_control());
    }
    if let Some(hex) = found.get(2) {
        return char::from_u32(u32::from_str_radix(hex.as_str(), 16).ok()?).filter(|c| !c.is_control());
    }
    Some(match found.get(3)?.as_str() {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" | "rsquo" | "lsquo" => '\'',
        "nbsp" | "thinsp" | "ensp" | "emsp" => ' ',
        "laquo" => '«',
        "raquo" => '»',
        "ldquo" => '“',
        "rdquo" => '”',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "euro" => '€',
        "pound" => '£',
        "deg" => '°',
        "times" => '×',
        "copy" => '©',
        "agrave" => 'à',
        "Agrave" => 'À',
        "acirc" => 'â',
        "ccedil" => 'ç',
        "Ccedil" => 'Ç',
        "eacute" => 'é',
        "Eacute" => 'É',
        "egrave" => 'è',
        "Egrave" => 'È',
        "ecirc" => 'ê',
        "euml" => 'ë',
        "icirc" => 'î',
        "iuml" => 'ï',
        "ocirc" => 'ô',
        "ouml" => 'ö',
        "oelig" => 'œ',
        "ugrave" => 'ù',
        "ucirc" => 'û',
        "uuml" => 'ü',
        _ => return None,
    })
}

/// The character as the clean text writes it.
fn straight(c: char) -> String {
    match c {
        '\u{2019}' | '\u{2018}' => "'".to_owned(),
        c if c.is_whitespace() => " ".to_owned(),
        '\u{AD}' => String::new(),
        c => c.to_string(),
    }
}
