//! Blocks: stretches of the original with one function each.
//!
//! Lines are joined where a break is accidental ([`lines`]), cut where one line holds several things ([`pieces`]), known by
//! their form ([`furniture`]) and then by their place among the others.

mod furniture;
mod lines;
mod parts;
mod pieces;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::lexicon::Sections;
use crate::{BlockKind, Doc, Span};
pub(crate) use lines::{announces_number, grouping};
pub(crate) use parts::cut_parts;
use pieces::Live;

/// A block before its language and sentences are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RawBlock {
    /// Original span, without blank ends.
    pub span: Span,
    /// Its function.
    pub kind: BlockKind,
    /// Why.
    pub reason: Option<&'static str>,
}

static GIVEN_NAMES: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| Sections::parse(include_str!("../given_names.txt")).set(""));

static OUTLET_WORDS: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| Sections::parse(include_str!("../outlets.txt")).set(""));
/// "…, mardi 4 mai 2031", "… - May 4, 2031" at the end of a line.
static ENDS_IN_DATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:,| [-–—|]) (?:(?:le )?(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|monday|tuesday|wednesday|thursday|friday|saturday|sunday),? )?(?:(?:1er|[0-9]{1,2}(?:st|nd|rd|th)?) \p{L}+\.?(?: [0-9]{4})?|\p{L}+ [0-9]{1,2},? [0-9]{4}|[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4})$")
        .expect("the pattern is fixed and valid")
});

/// Longest title or heading, in characters.
const MAX_TITLE: usize = 200;

/// Cuts a text into blocks and tells those that show their function by their form.
pub(crate) fn cut(text: &str) -> Vec<RawBlock> {
    let lines = lines::join(text, &lines::lines(text));
    let live = Live::of(text, &lines);
    let mut blocks = Vec::with_capacity(lines.len());
    for (i, &span) in lines.iter().enumerate() {
        if is_table_row(text, &lines, i) {
            blocks.push(RawBlock { span, kind: BlockKind::Paragraph, reason: Some("table") });
            continue;
        }
        match furniture::of_line(&text[span.start..span.end]) {
            Some(known) => blocks.push(RawBlock { span, kind: known.kind, reason: Some(known.reason) }),
            None => blocks.extend(pieces::pieces(text, span, live)),
        }
    }
    blocks
}

/// A row of a table: the line above or below has as many bars.
fn is_table_row(text: &str, lines: &[Span], i: usize) -> bool {
    let bars = |s: &Span| text[s.start..s.end].bytes().filter(|&b| b == b'|').take(40).count();
    let own = bars(&lines[i]);
    let near = |j: Option<usize>| j.and_then(|j| lines.get(j)).is_some_and(|s| bars(s) == own);
    own >= 2 && (near(i.checked_sub(1)) || near(Some(i + 1)))
}

/// Tells title, headings, author lines, link lists and comment sections by what stands around them. `title` is the title
/// that metadata gives.
pub(crate) fn place(text: &str, blocks: &mut [RawBlock], title: Option<&str>) {
    let line = |b: &RawBlock| &text[b.span.start..b.span.end];
    let prose: Vec<bool> = blocks.iter().map(|b| b.kind == BlockKind::Paragraph && is_prose(line(b))).collect();
    let first_prose = prose.iter().position(|&p| p).unwrap_or(blocks.len());
    let after_report = |i: &usize| *i > first_prose && blocks[*i].reason == Some("comment-form");
    let report_end = (0..blocks.len()).find(after_report).unwrap_or(blocks.len());
    let last_prose = prose[..report_end].iter().rposition(|&p| p).unwrap_or(0);
    let mut titled = false;
    let mut links = 0_usize;
    let mut comments = false;
    for i in 0..blocks.len() {
        let block = &blocks[i];
        let own = &text[block.span.start..block.span.end];
        match block.kind {
            BlockKind::Boilerplate => {
                let heads_list = block.reason == Some("related") && own.chars().count() <= 40;
                links = if !heads_list {
                    0
                } else if i > last_prose {
                    usize::MAX
                } else {
                    1
                };
                comments |= block.reason == Some("comment-form") && first_prose < i;
                continue;
            }
            BlockKind::Paragraph if comments => {
                // Readers' comments are not the report.
                let prose_follows = prose[i..].iter().filter(|&&p| p).count();
                if i > first_prose && (prose_follows * 2 < prose.iter().filter(|&&p| p).count() || !prose[i]) {
                    set(&mut blocks[i], BlockKind::Boilerplate, "comments");
                    continue;
                }
            }
            BlockKind::Paragraph => {}
            // "DIRECT. Crue …" in front is the title.
            BlockKind::Heading if !titled && i < first_prose => {
                blocks[i].kind = BlockKind::Title;
                titled = true;
                continue;
            }
            _ => continue,
        }
        if prose[i] {
            links = 0;
            let reason = opening(own);
            if reason.is_some() {
                blocks[i].reason = reason;
            }
            continue;
        }
        if links > 0 {
            links -= 1;
            set(&mut blocks[i], BlockKind::Boilerplate, "related");
            continue;
        }
        let heads_title = !titled
            && i < first_prose
            && blocks.get(i + 1).is_some_and(|next| next.kind != BlockKind::Boilerplate && !prose[i + 1]);
        if heads_title && is_masthead(own)
            || titled && i < first_prose && ENDS_IN_DATE.is_match(own) && names_outlet(own)
        {
            set(&mut blocks[i], BlockKind::Byline, "masthead");
            continue;
        }
        if block.reason == Some("table") {
            continue;
        }
        if let Some(reason) = opening(own) {
            blocks[i].reason = Some(reason);
            continue;
        }
        let is_title = title.is_some_and(|t| t.trim() == own);
        if !is_title && is_author(own) && (i < first_prose || i > last_prose || has_capital_surname(own)) {
            set(&mut blocks[i], BlockKind::Byline, "author");
        } else if is_title || (!titled && i < first_prose && own.chars().count() <= MAX_TITLE) {
            titled = true;
            blocks[i].kind = BlockKind::Title;
        } else if own.chars().count() <= MAX_TITLE && !is_item(own) && own.chars().any(char::is_alphabetic) {
            blocks[i].kind = BlockKind::Heading;
        }
    }
}

fn set(block: &mut RawBlock, kind: BlockKind, reason: &'static str) {
    block.kind = kind;
    block.reason = Some(reason);
}

/// Running text ends like a sentence, or is too long for anything else.
fn is_prose(line: &str) -> bool {
    let untagged = line.rfind('<').filter(|_| line.ends_with('>')).map_or(line, |tag| line[..tag].trim_end());
    let core = untagged.trim_end_matches(['»', '"', '”', '’', ')', ']', ' ', '\u{a0}', '\u{202f}']);
    let words = line.split_whitespace().count();
    let sentence =
        core.ends_with(['.', '…', ';']) && !core.ends_with("...") || core.ends_with(['!', '?']) && words > 12;
    let trailing = core.ends_with("...") && words > 8;
    let cut = line.chars().count() > MAX_TITLE;
    let leads = core.ends_with([':', ',']) && words > 8;
    (sentence || trailing) && words > 2 || cut || leads
}

/// The name of the outlet, alone or with the day.
fn is_masthead(line: &str) -> bool {
    let words = line.split_whitespace().count();
    words <= 12 && ENDS_IN_DATE.is_match(line) && !line.contains(['«', '"', '“', ':'])
        || words <= 6 && names_outlet(line) && !line.contains(['«', '"', '“', ':', '?', '!'])
}

/// The outlet that a line of the report names as its own ("Le Courrier du Nord - samedi 8 novembre"), without the date; `None`
/// where no such line stands in the report or its words are not those of an outlet's name.
pub fn masthead(doc: &Doc) -> Option<&str> {
    let line = doc.blocks.iter().find(|b| b.reason.as_deref() == Some("masthead"))?;
    let line = doc.report.text.get(line.span.start..line.span.end).filter(|l| names_outlet(l))?;
    let name = ENDS_IN_DATE.find(line).map_or(line, |date| &line[..date.start()]);
    let name = name.trim_matches(|c: char| !c.is_alphanumeric());
    (!name.is_empty()).then_some(name)
}

/// Words of outlets' names, and no small ones but articles.
fn names_outlet(line: &str) -> bool {
    let name = ENDS_IN_DATE.find(line).map_or(line, |date| &line[..date.start()]);
    let mut words = name.split(|c: char| !(c.is_alphanumeric() || c == '-')).filter(|w| !w.is_empty());
    let small = |w: &str| {
        matches!(w, "l" | "d" | "de" | "du" | "des" | "la" | "le" | "les" | "en" | "of" | "and" | "et" | "the")
    };
    let known = name.split(|c: char| !c.is_alphanumeric()).any(|w| OUTLET_WORDS.contains(w));
    // A last word like "mosan" may be small.
    let smalls = words.clone().filter(|w| w.starts_with(char::is_lowercase) && !small(w)).count();
    known && smalls <= 1 && words.next().is_some_and(|w| w.starts_with(|c: char| !c.is_lowercase()) || small(w))
}

fn is_item(line: &str) -> bool {
    line.starts_with(['•', '-', '–', '*', '·', '▪', '►'])
        || line
            .split_once(['.', ')'])
            .is_some_and(|(n, rest)| n.len() <= 2 && n.bytes().all(|b| b.is_ascii_digit()) && rest.starts_with(' '))
}

/// Nothing but a person's name (or two), as an author's line gives it.
fn is_author(line: &str) -> bool {
    if line.len() > 80
        || line.chars().any(|c| c.is_ascii_digit() || matches!(c, ':' | ';' | '?' | '!' | '"' | '«' | '('))
    {
        return false;
    }
    let mut names = line
        .split([',', '&', '/', '|'])
        .flat_map(|p| p.split(" et "))
        .flat_map(|p| p.split(" and "))
        .map(str::trim)
        .filter(|n| !n.is_empty())
        .peekable();
    names.peek().is_some() && names.all(is_name)
}

fn is_name(name: &str) -> bool {
    // "Odile Marsac in Harlow", "Odile Marsac à Verlay"
    let placed = [" in ", " à ", " en ", " at "]
        .iter()
        .find_map(|p| name.split_once(p))
        .filter(|(_, place)| place.starts_with(char::is_uppercase));
    let name = placed.map_or(name, |(name, _)| name);
    let words: Vec<&str> = name.split_whitespace().collect();
    if !(2..=5).contains(&words.len()) {
        return false;
    }
    let particle = |w: &str| {
        matches!(
            w,
            "de" | "du"
                | "des"
                | "la"
                | "le"
                | "van"
                | "von"
                | "der"
                | "den"
                | "ter"
                | "al"
                | "el"
                | "ben"
                | "bin"
                | "da"
                | "dos"
                | "y"
                | "di"
                | "del"
        )
    };
    let capital = |w: &str| {
        w.starts_with(char::is_uppercase)
            && w.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '.' | '\'' | '\u{2019}'))
    };
    if !words.iter().all(|w| capital(w) || particle(w)) {
        return false;
    }
    let first = words[0].to_lowercase();
    let given = GIVEN_NAMES.contains(first.as_str())
        || first.split('-').next().is_some_and(|f| f.len() < first.len() && GIVEN_NAMES.contains(f));
    given || has_capital_surname(name) && words[0].chars().skip(1).any(char::is_lowercase)
}

/// "Odile MARSAC": the surname in capitals, the given name not.
fn has_capital_surname(name: &str) -> bool {
    let mut words = name.split_whitespace();
    let given = words.next().is_some_and(|w| w.chars().skip(1).any(char::is_lowercase));
    let surname = words
        .next_back()
        .is_some_and(|w| w.chars().filter(|c| c.is_alphabetic()).count() > 2 && w.chars().all(|c| !c.is_lowercase()));
    given && surname
}

/// What a paragraph announces of itself by its first words.
fn opening(line: &str) -> Option<&'static str> {
    let head: String = line.chars().take(40).collect::<String>().to_lowercase().replace('\u{2019}', "'");
    let starts = |words: &[&str]| words.iter().any(|w| head.starts_with(w));
    if starts(&[
        "correction :",
        "correction:",
        "correctif",
        "rectificatif",
        "erratum",
        "errata",
        "(correction",
        "[correction",
        "(corrects ",
        "(this story corrects",
        "(ce texte corrige",
        "clarification:",
        "corrected version",
        "précision :",
        "mea culpa",
    ]) {
        Some("correction")
    } else if starts(&[
        "mise à jour :",
        "mise à jour à",
        "actualisation :",
        "(actualis",
        "(mise à jour",
        "update:",
        "update :",
        "updates with",
        "(updates",
        "[update",
        "[mise à jour",
        "(adds ",
        "(ajoute ",
    ]) {
        Some("update")
    } else if starts(&[
        "ndlr",
        "(ndlr",
        "[ndlr",
        "note de la rédaction",
        "editor's note",
        "(editor's note",
        "note to readers",
        "à nos lecteurs",
        "cet article a été modifié",
        "this article was amended",
        "this story has been",
        "this article has been updated",
        "(this story has been",
        "(this article has been",
        "(cet article a été",
        "(cette dépêche",
        "(refiles",
        "(removes",
    ]) {
        Some("editors-note")
    } else {
        None
    }
}
