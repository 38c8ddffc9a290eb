//! Quotation marks: which opens, which closes, what they enclose.

use crate::Span;

/// What a quotation mark does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// It opens.
    Open,
    /// It closes.
    Close,
}

/// A quotation mark in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mark {
    /// Where it stands.
    pub span: Span,
    /// The mark.
    pub sign: char,
    /// What it does.
    pub role: Role,
}

/// A quotation within one paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Enclosed {
    /// With its marks.
    pub span: Span,
    /// 0 for the outermost.
    pub depth: usize,
    /// Its closing mark was found.
    pub closed: bool,
}

/// Finds the quotation marks of a paragraph and tells what each does.
///
/// Guillemets and curly marks say it themselves. A straight mark says it by its neighbours: after a space or a bracket
/// and before a letter it opens, after a letter or a full stop and before a space or punctuation it closes; glued between
/// the two, it closes if one is open, else it opens.
pub(crate) fn marks(text: &str) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut straight_open = false;
    let mut single_open = false;
    let mut before = ' ';
    let mut chars = text.char_indices().peekable();
    while let Some((at, sign)) = chars.next() {
        let after = chars.peek().map_or(' ', |&(_, c)| c);
        let role = match sign {
            '«' | '“' | '‹' => Some(Role::Open),
            // German and Polish open low.
            '„' => Some(Role::Open),
            '»' | '”' | '›' => Some(Role::Close),
            '"' => {
                let role = straight_role(before, after, straight_open);
                straight_open = role == Role::Open;
                Some(role)
            }
            '‘' if !before.is_alphanumeric() && after.is_alphanumeric() => {
                single_open = true;
                Some(Role::Open)
            }
            '’' if single_open && !before.is_whitespace() && !after.is_alphanumeric() => {
                single_open = false;
                Some(Role::Close)
            }
            _ => None,
        };
        if let Some(role) = role {
            marks.push(Mark { span: Span::new(at, at + sign.len_utf8()), sign, role });
        }
        before = sign;
    }
    marks
}

fn straight_role(before: char, after: char, open: bool) -> Role {
    let space_before =
        before.is_whitespace() || matches!(before, '(' | '[' | '\'' | '\u{2019}' | '-' | '–' | '—' | ':' | '/');
    let end_after = after.is_whitespace()
        || matches!(after, ',' | '.' | ';' | ':' | '!' | '?' | ')' | ']' | '…' | '-' | '–' | '—' | '/');
    match (space_before, end_after) {
        (true, false) => Role::Open,
        (false, true) => Role::Close,
        _ if open => Role::Close,
        _ => Role::Open,
    }
}

/// The quotations of one paragraph, and the marks that found no partner in it.
#[derive(Debug, Default)]
pub(crate) struct Enclosure {
    /// In order of their start; of two that start together the longer first.
    pub quotes: Vec<Enclosed>,
    /// Closing marks that close nothing here.
    pub unopened: Vec<Mark>,
}

/// Pairs the marks of one paragraph of `len` bytes. Linear in the number of marks, however deep they nest.
pub(crate) fn enclose(marks: &[Mark], len: usize) -> Enclosure {
    let mut found: Vec<Enclosed> = Vec::new();
    let mut unopened = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for (i, mark) in marks.iter().enumerate() {
        match mark.role {
            Role::Open => open.push(i),
            Role::Close => {
                // The usual case is the top of the stack; otherwise look a few marks down, so that a lost inner mark does
                // not unbalance the rest, without making a thousand stray marks quadratic.
                let Some(up) = open.iter().rev().take(4).position(|&o| fits(marks[o].sign, mark.sign)) else {
                    unopened.push(*mark);
                    continue;
                };
                let at = open.len() - 1 - up;
                for &lost in &open[at + 1..] {
                    found.push(unclosed(marks, lost, mark.span.start));
                }
                found.push(Enclosed { span: marks[open[at]].span.cover(mark.span), depth: 0, closed: true });
                open.truncate(at);
            }
        }
    }
    for &lost in &open {
        found.push(unclosed(marks, lost, len));
    }
    found.sort_by_key(|e| (e.span.start, std::cmp::Reverse(e.span.end)));
    set_depths(&mut found);
    Enclosure { quotes: found, unopened }
}

/// A quotation that is not closed ends where its surroundings do, or before the next mark of its kind: a mark is lost more
/// often than a quotation holds another of the same kind.
fn unclosed(marks: &[Mark], lost: usize, end: usize) -> Enclosed {
    let next = marks.get(lost + 1).filter(|m| m.role == Role::Open && m.sign == marks[lost].sign && m.span.start < end);
    let end = next.map_or(end, |m| m.span.start);
    Enclosed { span: Span::new(marks[lost].span.start, end), depth: 0, closed: false }
}

fn set_depths(quotes: &mut [Enclosed]) {
    let mut ends: Vec<usize> = Vec::new();
    for quote in quotes {
        while ends.last().is_some_and(|&end| end <= quote.span.start) {
            ends.pop();
        }
        quote.depth = ends.len();
        ends.push(quote.span.end);
    }
}

/// Whether a closing mark can belong to an opening one.
pub(crate) fn fits(open: char, close: char) -> bool {
    matches!(
        (open, close),
        ('«', '»') | ('‹', '›') | ('“' | '„', '”' | '“') | ('"', '"') | ('‘', '’') | ('“', '"') | ('"', '”')
    )
}
