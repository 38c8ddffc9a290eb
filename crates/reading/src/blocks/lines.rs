//! Lines of a text, and which of them belong together.

use std::sync::LazyLock;

use regex::Regex;

use crate::Span;
use crate::lang::{EN_FUNCTION_WORDS, FR_FUNCTION_WORDS};

/// A line that is not blank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Line {
    /// Without blank ends.
    pub span: Span,
    /// A blank line stands before it (or it is the first).
    pub gap: bool,
}

/// The lines of a text that are not blank, in order.
pub(crate) fn lines(text: &str) -> Vec<Line> {
    let mut found: Vec<Line> = Vec::new();
    let mut start = 0;
    let mut breaks = 2;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if is_break(c) {
            push(text, start, at, &mut breaks, &mut found);
            start = at + c.len_utf8();
            if c == '\r' && chars.next_if(|&(_, c)| c == '\n').is_some() {
                start += 1;
            }
            breaks += 1;
        }
    }
    push(text, start, text.len(), &mut breaks, &mut found);
    found
}

fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{FEFF}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{00AD}')
}

fn push(text: &str, start: usize, end: usize, breaks: &mut usize, found: &mut Vec<Line>) {
    let span = trim(text, Span::new(start, end));
    if !span.is_empty() {
        found.push(Line { span, gap: *breaks >= 2 });
        *breaks = 0;
    }
}

/// The span without blank ends.
pub(crate) fn trim(text: &str, span: Span) -> Span {
    let front = text[span.start..span.end].trim_start_matches(is_blank);
    let start = span.end - front.len();
    Span::new(start, start + front.trim_end_matches(is_blank).len())
}

/// Puts lines together that a hard wrap, a broken number or a stray break has torn apart.
pub(crate) fn join(text: &str, lines: &[Line]) -> Vec<Span> {
    let evidence = Evidence::of(text, lines);
    let mut joined: Vec<Span> = Vec::new();
    let mut before: Option<Span> = None;
    for line in lines {
        match (before, joined.last_mut()) {
            (Some(before), Some(block)) if evidence.belongs(text, before, line) => block.end = line.span.end,
            _ => joined.push(line.span),
        }
        before = Some(line.span);
    }
    joined
}

/// What the whole text tells about its line breaks.
struct Evidence {
    /// Columns of a hard-wrapped text.
    width: Option<usize>,
    /// Thousands are grouped with dots (or commas) in this text.
    dots: bool,
    commas: bool,
}

static GROUPED_BY_DOT: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?:^|[^\d.,])[1-9]\d{0,2}(?:\.\d{3})+(?:[^\d.,]|[.,]?\s|$)"));
static GROUPED_BY_COMMA: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?:^|[^\d.,])[1-9]\d{0,2}(?:,\d{3})+(?:[^\d.,]|[.,]?\s|$)"));
static NUMBER_HEAD: LazyLock<Regex> = LazyLock::new(|| regex(r"(?:^|[\s(«“\x22])([1-9]\d{0,2})([.,])$"));
static NUMBER_TAIL: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^\d{3}(?:[.,\u{a0}\u{202f} ]\d{3})*(?:\s+\p{Ll}|[.,;:)]|\s*[%€$]|\s*$)"));

impl Evidence {
    fn of(text: &str, lines: &[Line]) -> Self {
        Self {
            width: wrap_width(text, lines),
            dots: GROUPED_BY_DOT.is_match(text),
            commas: GROUPED_BY_COMMA.is_match(text),
        }
    }

    /// Whether a line goes on where the one before stopped.
    fn belongs(&self, text: &str, before: Span, line: &Line) -> bool {
        let (head, tail) = (&text[before.start..before.end], &text[line.span.start..line.span.end]);
        if let Some(number) = NUMBER_HEAD.captures(tail_of(head, 12)) {
            return self.splits_number(head, &number, tail);
        }
        let small = tail.starts_with(char::is_lowercase);
        if small && !line.gap && torn_word(head) {
            return true;
        }
        if let Some(width) = self.width
            && !line.gap
        {
            // The first word of this line would not have fitted on the one before: the wrap put it here.
            let word = tail.split_whitespace().next().map_or(0, |w| w.chars().count());
            let length = head.chars().count();
            return length + 1 + word > width || small && length * 4 > width * 3;
        }
        small && breaks_off(head)
    }

    fn splits_number(&self, head: &str, number: &regex::Captures<'_>, tail: &str) -> bool {
        if !NUMBER_TAIL.is_match(tail) {
            return false;
        }
        let alone = head.len() <= number[1].len() + 1;
        let grouped = if &number[2] == "." { self.dots } else { self.commas };
        let cue = head[..head.len() - number[1].len() - 1].split_whitespace().next_back().is_some_and(announces_number);
        // A list number stands alone; otherwise the text's own habit, or the word before, must speak for it.
        !alone && (grouped || cue)
    }
}

/// Whether a text groups thousands with dots, with commas.
pub(crate) fn grouping(text: &str) -> (bool, bool) {
    (GROUPED_BY_DOT.is_match(text), GROUPED_BY_COMMA.is_match(text))
}

/// Words after which a number must come.
pub(crate) fn announces_number(word: &str) -> bool {
    let lower = word.to_lowercase();
    matches!(
        lower.as_str(),
        "de" | "d'environ"
            | "environ"
            | "quelque"
            | "moins"
            | "jusqu'à"
            | "à"
            | "les"
            | "des"
            | "près"
            | "than"
            | "about"
            | "nearly"
            | "some"
            | "around"
            | "least"
            | "to"
            | "over"
            | "approximately"
            | "of"
            | "almost"
    )
}

/// A word is divided at the end of the line.
fn torn_word(line: &str) -> bool {
    line.strip_suffix(['-', '\u{AD}']).is_some_and(|l| l.ends_with(char::is_alphabetic))
}

/// A line that cannot be the end of anything: a comma, or a word that must go on.
fn breaks_off(line: &str) -> bool {
    if line.ends_with(',') {
        return line.chars().count() > 40;
    }
    let word = line.rsplit(|c: char| c.is_whitespace()).next().unwrap_or_default();
    if !word.ends_with(|c: char| c.is_alphabetic() || c == '\'') {
        return false;
    }
    let lower = word.to_lowercase().replace('\u{2019}', "'");
    let long = line.chars().count() > 60;
    // A full line that stops at a plain word goes on; a short one may be a heading.
    long || (line.split_whitespace().count() > 3
        && (FR_FUNCTION_WORDS.contains(lower.as_str()) || EN_FUNCTION_WORDS.contains(lower.as_str())))
}

/// The columns at which a text is wrapped, if it is: lines of one paragraph are about equally long and stop in the middle of
/// sentences.
fn wrap_width(text: &str, lines: &[Line]) -> Option<usize> {
    let mut inner = 0;
    let mut torn = 0;
    let mut lengths = Vec::new();
    for pair in lines.windows(2) {
        if pair[1].gap {
            continue;
        }
        let head = &text[pair[0].span.start..pair[0].span.end];
        let tail = &text[pair[1].span.start..pair[1].span.end];
        inner += 1;
        let ends = head.ends_with(['.', '!', '?', '…', '»', '"', '”', ':', ')']);
        torn += usize::from(!ends && tail.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit()));
        lengths.push(head.chars().count());
    }
    if torn < 2 || torn * 3 < inner {
        return None;
    }
    lengths.sort_unstable();
    // The longest lines set the width; a stray long one does not.
    let width = lengths[lengths.len() - 1 - lengths.len() / 20];
    (30..=140).contains(&width).then_some(width)
}

/// At most the last `max` bytes, cut at a character boundary.
fn tail_of(text: &str, max: usize) -> &str {
    &text[text.ceil_char_boundary(text.len().saturating_sub(max))..]
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is fixed and valid")
}
