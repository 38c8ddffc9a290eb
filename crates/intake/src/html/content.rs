//! Which blocks are the report.
//!
//! Each block speaks for or against the elements around it, in words; the container of the report is reached from the root by
//! going into the child that holds most (the idea of Readability's candidates, on sums instead of damped scores). Inside it,
//! cards of other reports, link lists and lines that name themselves are left out; what stands between the title and the
//! container and reads like text is its standfirst.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::blocks::{Block, Out, Page, Set};
use super::dom::{Dom, Id};
use super::lines::{self, Line};
use super::names::Roles;
use super::tag::Tag;
use crate::PartKind;

/// A block of the report.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kept {
    /// Its number in [`Page::blocks`].
    pub block: usize,
    /// Its function.
    pub kind: PartKind,
}

/// The share of the worth of an element that one child must hold for the container to be looked for in it.
const HOLDS: f64 = 0.8;

/// Selects the blocks of the report. `title` is what metadata gives.
pub(crate) fn select(dom: &Dom<'_>, page: &mut Page, title: Option<&str>) -> Vec<Kept> {
    drop_cards(dom, page);
    let values: Vec<f64> = page.blocks.iter().map(|b| value(b, page)).collect();
    let container = article_of(dom, page, &values, title, container(dom, page, &values));
    let container = marked_body(dom, page, &values, container);
    let end = dom.end(container);
    let first = page.blocks.partition_point(|b| b.nodes.0 < container);
    let last = page.blocks.partition_point(|b| b.nodes.0 < end);
    let prose = |i: &usize| values[*i] > 0.0;
    let first_prose = (first..last).find(prose).unwrap_or(last);
    let last_prose = (first..last).rev().find(prose).unwrap_or(first);
    let heading = heading(page, title, last_prose);
    let mut kept = Vec::new();
    if let Some(heading) = heading.filter(|&h| h < first) {
        for i in heading + 1..first {
            if page.blocks[i].out.is_some() {
                continue;
            }
            if page.blocks[i].set == Set::Caption {
                kept.push(Kept { block: i, kind: PartKind::Caption });
            } else if is_standfirst(page, i) {
                kept.push(Kept { block: i, kind: PartKind::Standfirst });
            }
        }
    }
    let prose_before = sums(values.iter().map(|v| v.max(0.0)));
    let words_before = sums(page.blocks.iter().map(|b| u64::from(b.words)));
    let mut skipping: Option<Id> = None;
    let repeated = repeated(page, first..last);
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    let mut announced = false;
    for i in first..last {
        let block = &page.blocks[i];
        let text = &page.text[block.text.clone()];
        if skipping.is_some_and(|end| block.nodes.0 < end) {
            continue;
        }
        if block.out.is_some() && is_notice(block, text) {
            kept.push(Kept { block: i, kind: PartKind::Notice });
            continue;
        }
        // Pages repeat captions, pull quotes and whole paragraphs for small screens; what stands there more often is a schedule
        // or a table, and is meant.
        if block.out.is_none() && repeated.contains(text) && !seen.insert(text) {
            continue;
        }
        if block.out.is_some() || Some(i) == heading {
            continue;
        }
        let says = lines::of(text);
        let linked = f64::from(block.linked) / f64::from(block.words.max(1));
        if let Some(line) = says
            && drops(line, block, linked, i < first_prose, text)
        {
            if i > first_prose && heads_list(line, block) {
                // What follows it, up to the end of what it stands in, is its list.
                let around = section(dom, page, i, container);
                let rest = i + 1..page.blocks.partition_point(|b| b.nodes.0 < around).clamp(i + 1, last);
                let prose = prose_before[rest.end] - prose_before[rest.start];
                let words = words_before[rest.end] - words_before[rest.start];
                let total = prose_before[last] - prose_before[first];
                // A line among paragraphs is followed by paragraphs, unless it stands above a list.
                let most = if matches!(block.set, Set::Heading(_)) { 0.15 * total } else { 0.0 };
                if (prose < most || prose == 0.0) && words > 0 {
                    skipping = Some(around);
                }
            }
            if says == Some(Line::Byline) {
                kept.push(Kept { block: i, kind: PartKind::Byline });
            }
            continue;
        }
        if linked > 0.8 && block.words < 30 && !matches!(block.set, Set::Cell) {
            continue;
        }
        if i < first_prose && matches!(block.set, Set::Paragraph) && is_byline(text) {
            kept.push(Kept { block: i, kind: PartKind::Byline });
            continue;
        }
        let mut kind = kind(block, text, says, i < first_prose);
        // "Correction" as a heading: what follows it is the notice.
        if announced && matches!(kind, PartKind::Paragraph | PartKind::ListItem) {
            kind = PartKind::Notice;
        }
        announced = says == Some(Line::Correction) && block.words <= 3;
        kept.push(Kept { block: i, kind });
    }
    // Notices stand below the report too, in its footer.
    let behind = last..page.blocks.len().min(last + BEHIND);
    kept.extend(behind.filter(|&i| is_notice(&page.blocks[i], &page.text[page.blocks[i].text.clone()])).map(notice));
    kept
}

/// Most blocks behind the container of a report in which its notices are looked for.
const BEHIND: usize = 12;

fn notice(block: usize) -> Kept {
    Kept { block, kind: PartKind::Notice }
}

/// Whether a block that is not in the running text is a notice of correction: a sentence that says so, shown, and no link to another report's.
fn is_notice(block: &Block, text: &str) -> bool {
    let shown = !matches!(block.out, Some(Out::Code | Out::Hidden | Out::Card));
    let other = block.roles.any(Roles::COMMENTS | Roles::RELATED | Roles::NAVIGATION);
    shown
        && !other
        && block.words >= 8
        && block.linked * 2 <= block.words
        && ends_sentence(text)
        && lines::of(text) == Some(Line::Correction)
}

/// The longer texts that stand in a report exactly twice.
fn repeated(page: &Page, blocks: Range<usize>) -> FxHashSet<&str> {
    let mut counts: FxHashMap<&str, u32> = FxHashMap::default();
    for block in page.blocks[blocks].iter().filter(|b| b.out.is_none() && b.words >= 8) {
        *counts.entry(&page.text[block.text.clone()]).or_default() += 1;
    }
    counts.into_iter().filter(|(_, count)| *count == 2).map(|(text, _)| text).collect()
}

fn kind(block: &Block, text: &str, says: Option<Line>, before_prose: bool) -> PartKind {
    match says {
        Some(Line::Correction) if block.words > 3 && !matches!(block.set, Set::Heading(_)) => return PartKind::Notice,
        _ if block.roles.any(Roles::NOTICE) && block.words > 3 && block.set == Set::Paragraph => {
            return PartKind::Notice;
        }
        Some(Line::Caption) if block.words <= 40 && block.set == Set::Paragraph => return PartKind::Caption,
        _ if block.words <= 80 && matches!(block.set, Set::Paragraph | Set::Item) && lines::ends_in_credit(text) => {
            return PartKind::Caption;
        }
        _ => {}
    }
    match block.set {
        Set::Paragraph if before_prose && block.roles.any(Roles::STANDFIRST) => PartKind::Standfirst,
        Set::Paragraph | Set::Preformatted => PartKind::Paragraph,
        Set::Heading(_) => PartKind::Heading,
        Set::Item => PartKind::ListItem,
        Set::Cell => PartKind::TableRow,
        Set::Caption => PartKind::Caption,
        Set::Quote => PartKind::Quote,
    }
}

/// Whether a line that names itself is left out (or is a byline).
fn drops(line: Line, block: &Block, linked: f64, before_prose: bool, text: &str) -> bool {
    let words = block.words;
    match line {
        Line::Correction | Line::Caption => false,
        Line::Byline => before_prose && words <= 25 && block.set != Set::Item || words <= 6 && has_date(text),
        Line::Newsletter | Line::Paywall | Line::Cookies | Line::Copyright | Line::Comments => words <= 45,
        Line::Related | Line::Share | Line::Advert | Line::About => {
            words <= 25 && (linked >= 0.3 || !text.ends_with(['.', '!', '»', '”']) || words <= 3) || linked > 0.5
        }
    }
}

fn heads_list(line: Line, block: &Block) -> bool {
    matches!(line, Line::Related | Line::Comments | Line::About | Line::Newsletter) && block.words <= 8
}

/// The sum of what stands before each place of a list.
fn sums<T: Copy + Default + std::ops::Add<Output = T>>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut sum = T::default();
    let before = values.map(|value| {
        sum = sum + value;
        sum
    });
    std::iter::once(T::default()).chain(before).collect()
}

/// The end of the smallest element around a heading that holds more than the heading.
fn section(dom: &Dom<'_>, page: &Page, heading: usize, container: Id) -> Id {
    let next = page.blocks.get(heading + 1).map_or(usize::MAX, |b| b.nodes.0);
    let mut at = page.blocks[heading].element;
    while at != container && at != 0 && next >= dom.end(at) {
        at = dom.parent(at);
    }
    dom.end(at)
}

/// The block that is the title: the `<h1>` or heading that says what metadata says, or else the last `<h1>` before the text.
fn heading(page: &Page, title: Option<&str>, before: usize) -> Option<usize> {
    let candidates = || (0..page.blocks.len().min(before + 1)).filter(|&i| page.blocks[i].out != Some(Out::Code));
    if let Some(title) = title {
        let says = |i: &usize| same_title(&page.text[page.blocks[*i].text.clone()], title);
        let headings =
            candidates().filter(|&i| matches!(page.blocks[i].set, Set::Heading(_)) || page.blocks[i].words >= 3);
        if let Some(found) = headings.rev().find(says) {
            return Some(found);
        }
    }
    candidates().rev().find(|&i| page.blocks[i].set == Set::Heading(1))
}

/// Whether a line says what a title says: equal in letters, or the title with the outlet's name behind or before it.
pub(crate) fn same_title(line: &str, title: &str) -> bool {
    if line.len() > 4 * title.len() || title.len() > 4 * line.len() {
        return false;
    }
    // Nearly all lines are other ones from the first letters and from the last.
    let begins = letters(line).take(4).eq(letters(title).take(4));
    if !begins && !letters(line).rev().take(4).eq(letters(title).rev().take(4)) {
        return false;
    }
    let (line, title): (String, String) = (letters(line).collect(), letters(title).collect());
    !line.is_empty()
        && (line == title
            || line.len() >= 15
                && title.len() * 3 < line.len() * 5
                && (title.starts_with(&line) || title.ends_with(&line)))
}

/// The letters and digits of a text, small.
fn letters(text: &str) -> impl DoubleEndedIterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

fn is_standfirst(page: &Page, i: usize) -> bool {
    let block = &page.blocks[i];
    let text = &page.text[block.text.clone()];
    if block.linked * 2 > block.words
        || !matches!(block.set, Set::Paragraph | Set::Heading(2..) | Set::Item)
        || lines::of(text).is_some()
    {
        return false;
    }
    block.words >= 8
        && (ends_sentence(text) || block.roles.any(Roles::STANDFIRST) || block.words >= 12)
        && !is_byline(text)
}

/// Names, dates, numbers of minutes and the like: few words, no sentence.
fn is_byline(text: &str) -> bool {
    let words = text.split_whitespace().count();
    words <= 14 && has_date(text) && !text.trim_end().ends_with(['.', '!', '?', '…'])
        || words <= 2 && !ends_sentence(text)
}

/// Digits as dates and times have them.
fn has_date(text: &str) -> bool {
    let runs: Vec<usize> = text.split(|c: char| !c.is_ascii_digit()).map(str::len).filter(|&n| n > 0).collect();
    runs.contains(&4) && text.contains("20") || runs.len() >= 3 || text.contains(':') && runs.len() >= 2
}

/// How much a block speaks for the element that holds it, in words.
fn value(block: &Block, page: &Page) -> f64 {
    if block.out.is_some() {
        return 0.0;
    }
    let words = f64::from(block.words);
    let linked = f64::from(block.linked) / words.max(1.0);
    let text = &page.text[block.text.clone()];
    if linked > 0.5 {
        return -words.min(20.0);
    }
    match block.set {
        Set::Heading(_) | Set::Caption => 0.0,
        _ if block.words >= 10 && ends_sentence(text) || block.words >= 25 => words * (1.0 - linked),
        _ => -2.0,
    }
}

pub(crate) fn ends_sentence(text: &str) -> bool {
    let core = text.trim_end_matches(['»', '"', '”', '’', '\'', ')', ']', ' ', '\u{a0}', '\u{202f}']);
    core.ends_with(['.', '!', '?', '…', ':', ';', '。', '！', '？'])
}

/// The element whose blocks are worth the most.
fn container(dom: &Dom<'_>, page: &Page, values: &[f64]) -> Id {
    let mut sums = vec![0.0_f64; dom.len()];
    for (block, value) in page.blocks.iter().zip(values) {
        sums[block.element] += value;
    }
    for id in (1..dom.len()).rev() {
        let sum = sums[id];
        sums[dom.parent(id)] += sum;
    }
    // Down from the root as long as one child holds most.
    let mut at = 0;
    loop {
        let best = dom.children(at).filter(|&c| dom.tag(c) != Tag::Text).max_by(|&a, &b| sums[a].total_cmp(&sums[b]));
        match best {
            Some(child) if sums[child] > 0.0 && sums[child] >= HOLDS * sums[at] && !is_leaf(dom.tag(child)) => {
                at = child
            }
            _ => return at,
        }
    }
}

/// The share of the text of a container that an element marked as the body of the article must hold to be believed.
const MARKED: f64 = 0.35;

/// The element inside the container that microdata marks as the body of the article, where there is one and it holds enough.
fn marked_body(dom: &Dom<'_>, page: &Page, values: &[f64], container: Id) -> Id {
    let marked = |id: &Id| page.own[*id].any(Roles::ARTICLE_BODY);
    let Some(body) = (container..dom.end(container)).find(marked) else { return container };
    if (dom.end(body)..dom.end(container)).any(|id| marked(&id)) {
        return container;
    }
    let worth = |id: Id| -> f64 {
        let first = page.blocks.partition_point(|b| b.nodes.0 < id);
        let last = page.blocks.partition_point(|b| b.nodes.0 < dom.end(id));
        values[first..last.max(first)].iter().map(|v| v.max(0.0)).sum()
    };
    if worth(body) >= MARKED * worth(container) && worth(body) > 0.0 { body } else { container }
}

/// Where a page goes on with other articles below the one that it is about, the first of them is the container.
fn article_of(dom: &Dom<'_>, page: &Page, values: &[f64], title: Option<&str>, container: Id) -> Id {
    let Some(title) = title else { return container };
    let inside =
        |b: &&Block| b.nodes.0 >= container && b.nodes.0 < dom.end(container) && matches!(b.set, Set::Heading(_));
    let heading = page.blocks.iter().filter(inside).find(|b| same_title(&page.text[b.text.clone()], title));
    let Some(heading) = heading else { return container };
    let outer =
        dom.ancestors(heading.element).take_while(|&a| a != container).filter(|&a| dom.tag(a) == Tag::Article).last();
    let Some(article) = outer else { return container };
    let worth = |from: Id, to: Id| -> f64 {
        let first = page.blocks.partition_point(|b| b.nodes.0 < from);
        let last = page.blocks.partition_point(|b| b.nodes.0 < to);
        values[first..last.max(first)].iter().map(|v| v.max(0.0)).sum()
    };
    let own = worth(article, dom.end(article));
    let others: f64 = {
        let mut sum = 0.0;
        let mut id = dom.end(article);
        while id < dom.end(container) {
            if dom.tag(id) == Tag::Article {
                sum += worth(id, dom.end(id));
                id = dom.end(id);
            } else {
                id += 1;
            }
        }
        sum
    };
    let rest = worth(container, dom.end(container)) - own;
    if own > 60.0 && others > 0.8 * rest { article } else { container }
}

fn is_leaf(tag: Tag) -> bool {
    matches!(tag, Tag::P | Tag::Li | Tag::Blockquote | Tag::Pre | Tag::Td | Tag::Ul | Tag::Ol)
}

/// What stands below an element, in words.
#[derive(Debug, Clone, Copy, Default)]
struct Weight {
    words: u32,
    linked: u32,
    /// A heading that is a link.
    titled: bool,
}

/// Leaves out cards that lead to other reports: three or more alike beside each other, each with a linked heading or little
/// more than a link.
fn drop_cards(dom: &Dom<'_>, page: &mut Page) {
    let mut weights = vec![Weight::default(); dom.len()];
    for block in page.blocks.iter().filter(|b| b.out.is_none()) {
        let weight = &mut weights[block.element];
        weight.words += block.words;
        weight.linked += block.linked;
        weight.titled |=
            matches!(block.set, Set::Heading(_)) && block.linked * 10 >= block.words * 8 && block.words >= 3;
    }
    for id in (1..dom.len()).rev() {
        let below = weights[id];
        let weight = &mut weights[dom.parent(id)];
        weight.words += below.words;
        weight.linked += below.linked;
        weight.titled |= below.titled;
    }
    let total = weights[0].words;
    let card = |id: Id| {
        let w = weights[id];
        w.words > 0 && w.words <= 90 && (w.titled || w.linked >= 4 && w.linked * 2 >= w.words)
    };
    let mut cards: Vec<(Id, Id)> = Vec::new();
    for id in 0..dom.len() {
        let leaf = dom.tag(id) == Tag::Text || is_leaf(dom.tag(id)) && !matches!(dom.tag(id), Tag::Ul | Tag::Ol);
        if leaf || weights[id].words == 0 {
            continue;
        }
        let children: Vec<Id> = dom.children(id).filter(|&c| weights[c].words > 0).collect();
        let is_card = |c: &&Id| card(**c);
        let count = children.iter().filter(is_card).count();
        let words: u32 = children.iter().filter(is_card).map(|&c| weights[c].words).sum();
        let titled = children.iter().filter(is_card).filter(|&&c| weights[c].titled).count();
        if count >= 3 && count * 10 >= children.len() * 6 && titled * 2 >= count && words * 2 < total {
            cards.extend(children.iter().filter(is_card).map(|&c| (c, dom.end(c))));
        }
    }
    for &(from, to) in &cards {
        let first = page.blocks.partition_point(|b| b.nodes.0 < from);
        for block in page.blocks[first..].iter_mut().take_while(|b| b.nodes.0 < to) {
            block.out = block.out.or(Some(Out::Card));
        }
    }
}
