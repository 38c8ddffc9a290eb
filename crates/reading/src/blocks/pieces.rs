//! Pieces of one line that have a function of their own: metadata and datelines in front, headings and adverts in the
//! running line, agency credits at the end.

use std::sync::LazyLock;

use regex::Regex;

use super::RawBlock;
use super::furniture::agency_pattern;
use super::lines::trim;
use crate::{BlockKind, Span};

const MONTH: &str = r"(?:janvier|janv|février|févr|mars|avril|avr|mai|juin|juillet|juil|août|septembre|sept|octobre|oct|novembre|nov|décembre|déc|january|jan|february|feb|march|mar|april|apr|may|june|jun|july|jul|august|aug|september|october|november|december|dec)\.?";
const TIME: &str = r"[0-9]{1,2} ?(?:h|:|H) ?[0-9]{2}(?: ?(?:GMT|UTC|BST|CET|CEST|EST|EDT|ET|PST|PT|IST|[ap]\.?m\.?|\(heure de \p{Lu}\p{L}+\)|heure de \p{Lu}\p{L}+|heure locale|local time))?";

fn day() -> String {
    format!(
        r"(?:(?i:(?:[0-9]{{1,2}}(?:er|st|nd|rd|th)?(?: of)? {MONTH}|{MONTH} [0-9]{{1,2}}(?:st|nd|rd|th)?)(?:,? [0-9]{{4}})?|[0-9]{{1,2}}[/.-][0-9]{{1,2}}[/.-][0-9]{{2,4}}|[0-9]{{4}}-[0-9]{{2}}(?:-[0-9]{{2}})?))"
    )
}

/// "date 2031-05 …", "Publié le 3 mai 2031 à 14h32 …": keys and values glued to the text.
static METADATA: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"^(?:(?i:date|publié le|mis à jour le|modifié le|posté le|published|updated|posted|last updated|published on|updated on|pubdate|date_publish)\s*:?\s*{}(?:[ ,àatT|-]*{TIME})?\s*[-–—:|•.]*\s*)+(?-u:\s|$)",
        day()
    ))
});
/// "14h32 - ", "10:45 GMT: "
static TIME_STAMP: LazyLock<Regex> =
    LazyLock::new(|| regex(&format!(r"^\[?{TIME}\]?(?:\s*[-–—:|•>]+\s*|\.\s+|\s+|$)")));
/// "BRÉVANNE, 3 mai (AFP) - ", "BRÉVANNE (Pays-Haut), 3 mai (AFP) - ", "Verlay (Reuters) — ", "(AP) - "
static DATELINE: LazyLock<Regex> = LazyLock::new(|| {
    let agency = agency_pattern();
    // Letters without end instead of counted words keep the pattern small; `pieces` counts.
    let city = r"\p{Lu}[\p{L}.'’ -]+";
    let caps = r"\p{Lu}[\p{Lu}.'’ -]+\p{Lu}";
    let place = r"(?:, \p{Lu}[\p{L}.'’ -]+)?";
    let by = format!(r"\(\s*{agency}(?:(?:\s*[,/&-]|\s+(?:et|and|with|avec)\s)[^()]+)?\s*\)");
    // Before a dash any name in brackets is an agency or a district; without one only a known agency.
    let some = r"\(\s*\p{Lu}[^()]+\)";
    let day = day();
    let dash = r"\s*[-–—]+\s+";
    regex(&format!(
        r"^(?:{caps}{place}(?:{dash}|,?\s*{some}\s*[-–—]+\s*)|{city}{place}(?:\s*{some})?,? \(?{day}\)?(?:,?\s*{some})?\s*[-–—:]+\s+|{city}{place}\s*{some}\s*[-–—]+\s*|{city}{place}\s*{by}(?:\s*:\s+|\s+)|{by}{dash}|{agency}{dash})"
    ))
});
/// "- Un tournant -" between sentences.
static INLINE_HEADING: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?:^|[.!?…»”\x22)])[ \u{a0}]*([-–—][ \u{a0}][\p{Lu}0-9«“\x22][^.!\n–—]+?[ \u{a0}][-–—])"));
/// Adverts and the like glued into the running line.
static INLINE_FURNITURE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:^|[.!?…»”\x22)])\s*(PUBLICITÉ|PUBLICITE|ADVERTISEMENT|Advertisement|Publicité|La suite après (?:la|cette) publicité|Article continues below|(?i:à lire aussi|lire aussi|read also|read more)\s?:[^.!?…]+(?:[.!?…]|$))",
    )
});
/// "(AFP)", "(avec Reuters)" at the end of a paragraph.
static CREDIT: LazyLock<Regex> = LazyLock::new(|| {
    let agency = agency_pattern();
    regex(&format!(
        r"[.!?…»”\x22]\s*((?:[-–—/]\s*)?\(\s*(?i:avec|with|source\s?:|d'après|par|by)?\s*(?i:l'|les |the )?(?:{agency}|\p{{Lu}}{{2,6}}|(?i:agences))(?:(?:\s*[,/&-]|\s+(?:et|and|with|avec)\s)[^()]+)?\s*\)|[-–—/]\s*(?:avec |with )?{agency})\s*\.?$"
    ))
});

/// Most words of a dateline or of metadata in front of the text.
const MAX_PREFIX: usize = 14;
/// Most bytes of a heading or of a link in the running line, of a credit at its end.
const MAX_CUT: usize = 180;

/// Cuts one line (or joined lines) into its pieces, in order; together they cover all that is not blank.
pub(crate) fn pieces(text: &str, span: Span, live: Live) -> Vec<RawBlock> {
    let mut found = Vec::new();
    let mut rest = span;
    for (pattern, reason) in [(&*METADATA, "metadata"), (&*TIME_STAMP, "time-stamp"), (&*DATELINE, "dateline")] {
        let line = &text[rest.start..rest.end];
        if reason == "time-stamp" && !time_stamp_fits(line, live) {
            continue;
        }
        // A prefix is short; the pattern need not see the rest.
        let head = &line[..line.floor_char_boundary(220)];
        if let Some(prefix) = pattern.find(head)
            && prefix.end() < line.len()
            && prefix.as_str().split_whitespace().count() <= MAX_PREFIX
            && line[prefix.end()..].trim_start().starts_with(|c: char| !c.is_lowercase() && c != ',')
        {
            piece(text, Span::new(rest.start, rest.start + prefix.end()), BlockKind::Byline, Some(reason), &mut found);
            rest = trim(text, Span::new(rest.start + prefix.end(), rest.end));
        }
    }
    let tail = text.ceil_char_boundary(rest.end.saturating_sub(MAX_CUT).max(rest.start));
    let credit = CREDIT.captures(&text[tail..rest.end]).and_then(|c| c.get(1));
    let end = credit.map_or(rest.end, |c| tail + c.start());
    running(text, Span::new(rest.start, end), &mut found);
    if credit.is_some() {
        piece(text, Span::new(end, rest.end), BlockKind::Byline, Some("agency"), &mut found);
    }
    found
}

/// Whether time stamps head the entries of this text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Live {
    /// Several lines begin with one.
    Yes,
    /// At most one line does.
    No,
}

impl Live {
    /// Looks at the lines of a text.
    pub(crate) fn of(text: &str, lines: &[Span]) -> Self {
        let stamped = lines.iter().filter(|s| TIME_STAMP.is_match(&text[s.start..s.end])).take(2).count();
        if stamped >= 2 { Self::Yes } else { Self::No }
    }
}

/// A single "14h32 …" needs a separator to be a stamp: "20 h 30 précises" is prose.
fn time_stamp_fits(line: &str, live: Live) -> bool {
    live == Live::Yes
        || TIME_STAMP
            .find(line)
            .is_some_and(|m| m.as_str().trim_end().ends_with(['-', '–', '—', ':', '|', '•', '>', ']']))
}

/// Cuts headings and adverts out of a running line.
fn running(text: &str, span: Span, found: &mut Vec<RawBlock>) {
    let line = &text[span.start..span.end];
    let headings = INLINE_HEADING
        .captures_iter(line)
        .filter_map(|c| c.get(1))
        .filter(|m| m.len() <= MAX_CUT && is_heading(m.as_str(), &line[m.end()..]) && heads(line, m.end()))
        .map(|m| (m.range(), BlockKind::Heading, "inline-heading"));
    let adverts = INLINE_FURNITURE
        .captures_iter(line)
        .filter_map(|c| c.get(1))
        .filter(|m| m.len() <= MAX_CUT && (heads(line, m.end()) || m.as_str().contains(':')))
        .map(|m| (m.range(), BlockKind::Boilerplate, if m.as_str().contains(':') { "related" } else { "advert" }));
    let mut cuts: Vec<_> = headings.chain(adverts).collect();
    cuts.sort_by_key(|(range, ..)| (range.start, range.end));
    let mut at = 0;
    for (range, kind, reason) in cuts {
        if range.start < at {
            continue;
        }
        piece(text, Span::new(span.start + at, span.start + range.start), BlockKind::Paragraph, None, found);
        piece(text, Span::new(span.start + range.start, span.start + range.end), kind, Some(reason), found);
        at = range.end;
    }
    piece(text, Span::new(span.start + at, span.end), BlockKind::Paragraph, None, found);
}

/// The same dash on both sides; "– Vous venez ? – Oui." is talk.
fn is_heading(cut: &str, rest: &str) -> bool {
    let inner = cut.trim_matches(['-', '–', '—', ' ', '\u{a0}']);
    let talk = inner.ends_with(['?', '!', ',']) && rest.starts_with(char::is_whitespace);
    cut.chars().next() == cut.chars().next_back() && !talk
}

/// What follows a heading in the running line begins anew.
fn heads(line: &str, at: usize) -> bool {
    let next = line[at..].trim_start().chars().next();
    next.is_none_or(|c| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '"' | '«' | '“' | '(' | '\'' | '‘'))
}

fn piece(text: &str, span: Span, kind: BlockKind, reason: Option<&'static str>, found: &mut Vec<RawBlock>) {
    let span = trim(text, span);
    if !span.is_empty() {
        found.push(RawBlock { span, kind, reason });
    }
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is fixed and valid")
}
