//! A page to its blocks: runs of text between the borders of block elements, each with what its place says of it.

use std::ops::Range;

use super::dom::{Dom, Id, is_blank, is_blank_byte, push_folded};
use super::names::{self, Phrase, Reader, Roles};
use super::tag::Tag;

/// A run of text.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    /// Its text, in [`Page::text`].
    pub text: Range<usize>,
    /// The block element around it.
    pub element: Id,
    /// The first and the last text node.
    pub nodes: (Id, Id),
    /// What it is set as.
    pub set: Set,
    /// What the names around it say.
    pub roles: Roles,
    /// Words.
    pub words: u32,
    /// Words in links.
    pub linked: u32,
    /// Why it is left out, if it is.
    pub out: Option<Out>,
}

/// How a block is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Set {
    Paragraph,
    Heading(u8),
    Item,
    Cell,
    Caption,
    Quote,
    Preformatted,
}

/// Why an element is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Out {
    /// It is never text: scripts, forms' controls, drawings.
    Code,
    /// It is not shown.
    Hidden,
    /// `<nav>`, `<footer>`, `<aside>` …
    Element,
    /// Its name says so.
    Named,
    /// It leads to another report.
    Card,
}

/// A page cut into blocks.
#[derive(Debug)]
pub(crate) struct Page {
    pub text: String,
    pub blocks: Vec<Block>,
    /// For each element, the roles that its own names tell.
    pub own: Vec<Roles>,
}

/// What a node has from the elements around it.
#[derive(Debug, Clone, Copy)]
struct State {
    out: Option<Out>,
    roles: Roles,
    linked: bool,
    block: u32,
    set: Set,
}

/// Shortest text, in bytes, that is weighed as running text.
const PROSE: usize = 60;

/// The share of a page's running text above which a phrase on its elements means nothing.
const MOST: f64 = 0.5;

/// Whether elements are left out for what their names say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Names {
    Heeded,
    Ignored,
}

/// Cuts a page.
pub(crate) fn cut(dom: &Dom<'_>, names: Names) -> Page {
    let prose = Prose::of(dom);
    let own = roles(dom, &prose);
    let mut states: Vec<State> = Vec::with_capacity(dom.len());
    let root = State { out: None, roles: Roles::default(), linked: false, block: 0, set: Set::Paragraph };
    let mut cutter =
        Cutter { text: String::with_capacity(dom.source.len() / 8), blocks: Vec::new(), open: None, breaks: 0 };
    for (id, &roles) in own.iter().enumerate() {
        let node = dom.node(id);
        let mut state = if id == 0 { root } else { states[node.parent as usize] };
        if node.tag == Tag::Text {
            states.push(state);
            if state.out != Some(Out::Code) {
                cutter.text(dom, id, &state);
            }
            continue;
        }
        if state.out != Some(Out::Code) {
            enter(dom, id, roles, &prose, names, &mut state);
            if node.tag == Tag::Br {
                cutter.line_break();
            } else if !node.tag.is_inline() {
                cutter.flush();
            }
        }
        states.push(state);
    }
    cutter.flush();
    let mut page = Page { text: cutter.text, blocks: cutter.blocks, own };
    join_rows(dom, &mut page);
    page
}

/// Most words of a cell of a table; what has more is laid out in a table.
const CELL: u32 = 25;

/// Makes the cells of each row of a table one block, and cells of tables that only lay out the page paragraphs.
fn join_rows(dom: &Dom<'_>, page: &mut Page) {
    let blocks = std::mem::take(&mut page.blocks);
    let mut at = 0;
    while at < blocks.len() {
        let place = place(dom, &blocks[at]);
        let row = place.map(|p| p.0);
        let same = |b: &&Block| row.is_some() && self::place(dom, b).map(|p| p.0) == row && b.out == blocks[at].out;
        let group = &blocks[at..at + blocks[at..].iter().take_while(same).count().max(1)];
        at += group.len();
        let cells =
            group.windows(2).filter(|pair| self::place(dom, &pair[0]) != self::place(dom, &pair[1])).count() + 1;
        if row.is_none() || cells == 1 || group.iter().any(|b| b.words > CELL) {
            page.blocks.extend(group.iter().cloned().map(|mut block| {
                block.set = if block.set == Set::Cell { Set::Paragraph } else { block.set };
                block
            }));
            continue;
        }
        let start = page.text.len();
        let mut before = None;
        for block in group {
            let cell = self::place(dom, block);
            match before {
                None => {}
                Some(last) if last == cell => page.text.push(' '),
                Some(_) => page.text.push_str(" | "),
            }
            before = Some(cell);
            page.text.extend_from_within(block.text.clone());
        }
        page.blocks.push(Block {
            text: start..page.text.len(),
            nodes: (group[0].nodes.0, group[group.len() - 1].nodes.1),
            words: group.iter().map(|b| b.words).sum(),
            linked: group.iter().map(|b| b.linked).sum(),
            ..group[0].clone()
        });
    }
}

/// The row and the cell of a table that a block stands in.
fn place(dom: &Dom<'_>, block: &Block) -> Option<(Id, Id)> {
    if block.set != Set::Cell {
        return None;
    }
    let around = || std::iter::once(block.element).chain(dom.ancestors(block.element)).take(12);
    let row = around().find(|&id| dom.tag(id) == Tag::Tr)?;
    let cell = around().find(|&id| matches!(dom.tag(id), Tag::Td | Tag::Th))?;
    Some((row, cell))
}

/// What the names of each element say. A phrase that stands on most of the page's running text says nothing there: pages are
/// built of "widgets", their body is a "newsletter post".
fn roles(dom: &Dom<'_>, prose: &Prose) -> Vec<Roles> {
    let mut names = Reader::default();
    let mut found: Vec<(Id, Phrase)> = Vec::new();
    for id in 1..dom.len() {
        if dom.tag(id) == Tag::Text {
            continue;
        }
        for attribute in ["class", "id"] {
            if let Some(name) = dom.raw_attribute(id, attribute) {
                found.extend(names.phrases(name).iter().map(|&p| (id, p)));
            }
        }
        if dom.tag(id) == Tag::Other {
            found.extend(names.phrases(dom.name(id)).iter().map(|&p| (id, p)));
        }
    }
    let mut covered = vec![0_u32; names::phrases()];
    let mut ends = vec![0; names::phrases()];
    for &(id, phrase) in &found {
        let p = usize::from(phrase);
        if id >= ends[p] {
            ends[p] = dom.end(id);
            covered[p] = covered[p].saturating_add(prose.within(dom, id));
        }
    }
    let most = prose.total() * MOST;
    let mut own = vec![Roles::default(); dom.len()];
    for (id, phrase) in found {
        let role = names::roles_of(phrase);
        let means =
            role.any(Roles::COMMENTS) || !role.any(Roles::FURNITURE) || f64::from(covered[usize::from(phrase)]) <= most;
        if means {
            own[id] |= role;
        }
    }
    for (id, own) in own.iter_mut().enumerate() {
        if dom.raw_attribute(id, "itemprop").is_some_and(|p| p.eq_ignore_ascii_case("articleBody")) {
            *own |= Roles::BODY | Roles::ARTICLE_BODY;
        }
    }
    own
}

/// Goes into an element.
fn enter(dom: &Dom<'_>, id: Id, own: Roles, prose: &Prose, names: Names, state: &mut State) {
    let tag = dom.tag(id);
    state.roles |= own;
    if !tag.is_inline() {
        state.block = u32::try_from(id).unwrap_or(u32::MAX);
    }
    state.set = match tag {
        Tag::H1 => Set::Heading(1),
        Tag::H2 => Set::Heading(2),
        Tag::H3 => Set::Heading(3),
        Tag::H4 => Set::Heading(4),
        Tag::H5 | Tag::H6 => Set::Heading(5),
        Tag::Li | Tag::Dt | Tag::Dd => Set::Item,
        Tag::Td | Tag::Th => Set::Cell,
        Tag::Figcaption | Tag::Caption => Set::Caption,
        Tag::Blockquote | Tag::Q => Set::Quote,
        Tag::Pre => Set::Preformatted,
        Tag::Ul | Tag::Ol | Tag::Table | Tag::Article | Tag::Section | Tag::Main => Set::Paragraph,
        _ => state.set,
    };
    if own.any(Roles::CAPTION) && matches!(state.set, Set::Paragraph | Set::Item) && prose.share(dom, id) < 0.3 {
        state.set = Set::Caption;
    }
    state.linked |= tag == Tag::A && dom.raw_attribute(id, "href").is_some();
    if state.out.is_some() && !is_code(tag) {
        return;
    }
    state.out = if is_code(tag) {
        Some(Out::Code)
    } else if is_hidden(dom, id) && prose.share(dom, id) < 0.5 {
        Some(Out::Hidden)
    } else if furniture(tag).is_some_and(|most| prose.share(dom, id) < most) {
        Some(Out::Element)
    } else if names == Names::Heeded && named(dom, id, own, prose) {
        Some(Out::Named)
    } else {
        None
    };
}

/// Whether the names of an element say that it is not the report.
fn named(dom: &Dom<'_>, id: Id, own: Roles, prose: &Prose) -> bool {
    if !own.any(Roles::FURNITURE) || own.any(Roles::BODY) || dom.tag(id) == Tag::Body {
        return false;
    }
    // A message of a network that the report quotes stands in an element with the network's name.
    let quotes = prose.quotes[dom.end(id)] > prose.quotes[id];
    let only_share = own.any(Roles::SHARE) && !own.any(Roles::COMMENTS | Roles::RELATED);
    let most = if own.any(Roles::COMMENTS) {
        0.95
    } else if own.any(Roles::RELATED | Roles::NAVIGATION) {
        0.6
    } else {
        0.3
    };
    !(quotes && only_share) && prose.share(dom, id) < most
}

fn is_code(tag: Tag) -> bool {
    use Tag::*;
    matches!(
        tag,
        Script
            | Style
            | Template
            | Svg
            | Math
            | Head
            | Iframe
            | Object
            | Embed
            | Canvas
            | Audio
            | Video
            | Select
            | Textarea
            | Button
            | Noframes
            | Noembed
            | Map
            | Noscript
            | Title
            | Option
            | Input
            | Dialog
    )
}

/// The share of a page's running text up to which an element is taken at its word that it is not the report.
fn furniture(tag: Tag) -> Option<f64> {
    use Tag::*;
    match tag {
        Nav | Menu => Some(0.7),
        Footer | Aside => Some(0.6),
        Form | Fieldset | Label => Some(0.3),
        _ => None,
    }
}

fn is_hidden(dom: &Dom<'_>, id: Id) -> bool {
    let has = |style: &str, word: &str| {
        style.as_bytes().windows(word.len()).any(|found| found.eq_ignore_ascii_case(word.as_bytes()))
    };
    let styled = |style: &str| {
        if !has(style, "display") && !has(style, "visibility") {
            return false;
        }
        let style: String = style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
        style.contains("display:none") || style.contains("visibility:hidden")
    };
    dom.raw_attribute(id, "hidden").is_some()
        || dom.raw_attribute(id, "aria-hidden").is_some_and(|v| v == "true")
        || dom.raw_attribute(id, "style").is_some_and(styled)
}

/// How much running text stands where, by the length of text nodes.
struct Prose {
    before: Vec<u32>,
    /// Quotations set apart before each node.
    quotes: Vec<u32>,
}

impl Prose {
    fn of(dom: &Dom<'_>) -> Self {
        let mut before = Vec::with_capacity(dom.len() + 1);
        let mut sum = 0_u32;
        let mut quotes = Vec::with_capacity(dom.len() + 1);
        let mut quoted = 0_u32;
        let mut silent = 0;
        for id in 0..dom.len() {
            before.push(sum);
            quotes.push(quoted);
            let tag = dom.tag(id);
            if is_code(tag) || tag == Tag::A {
                silent = silent.max(dom.end(id));
            }
            quoted += u32::from(tag == Tag::Blockquote);
            if tag == Tag::Text && id >= silent {
                let length = dom.raw_text(id).len();
                if length >= PROSE {
                    sum = sum.saturating_add(u32::try_from(length).unwrap_or(u32::MAX));
                }
            }
        }
        before.push(sum);
        quotes.push(quoted);
        Self { before, quotes }
    }

    fn within(&self, dom: &Dom<'_>, id: Id) -> u32 {
        self.before[dom.end(id)] - self.before[id]
    }

    fn total(&self) -> f64 {
        f64::from(self.before.last().copied().unwrap_or(0))
    }

    /// The share of the page's running text that stands in an element.
    fn share(&self, dom: &Dom<'_>, id: Id) -> f64 {
        f64::from(self.within(dom, id)) / self.total().max(1.0)
    }
}

/// The number of words; scripts that do not part them have some two characters a word.
fn words(text: &str) -> u32 {
    let wide = |c: char| matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}');
    if text.is_ascii() {
        let begins = |(before, byte): (u8, u8)| is_space(before) && !is_space(byte);
        let before = std::iter::once(b' ').chain(text.bytes());
        let words = before.zip(text.bytes()).filter(|&pair| begins(pair)).count();
        return u32::try_from(words).unwrap_or(u32::MAX);
    }
    let parted = text.split_whitespace().count();
    let unparted = text.chars().filter(|&c| wide(c)).count() / 2;
    u32::try_from(parted.max(unparted)).unwrap_or(u32::MAX)
}

/// Whether a byte of ASCII is white space of Unicode.
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | 0x09..=0x0d)
}

struct Cutter {
    text: String,
    blocks: Vec<Block>,
    open: Option<Block>,
    breaks: u8,
}

impl Cutter {
    fn text(&mut self, dom: &Dom<'_>, id: Id, state: &State) {
        let raw = dom.raw_text(id);
        let element = state.block as usize;
        if self.open.as_ref().is_some_and(|open| open.element != element) {
            self.flush();
        }
        if raw.bytes().all(is_blank_byte) {
            if self.open.is_some() && self.breaks == 0 && !self.text.ends_with([' ', '\n']) {
                self.text.push(' ');
            }
            return;
        }
        if self.breaks > 0 {
            self.end_line();
        }
        let at = self.text.len();
        let open = self.open.get_or_insert(Block {
            text: at..at,
            element,
            nodes: (id, id),
            set: state.set,
            roles: state.roles,
            words: 0,
            linked: 0,
            out: state.out,
        });
        let decoded = dom.text(id);
        let fresh = self.text.len() == open.text.start || self.text.ends_with(['\n', ' ']);
        let decoded = if fresh { decoded.trim_start_matches(is_blank) } else { &decoded };
        push_folded(&mut self.text, decoded);
        open.nodes.1 = id;
        // A word that goes on over a border of elements counts twice; for weighing that is near enough.
        let words = words(decoded);
        open.words = open.words.saturating_add(words);
        if state.linked {
            open.linked = open.linked.saturating_add(words);
        }
    }

    /// A `<br>`: one breaks the line, two end the block.
    fn line_break(&mut self) {
        if self.open.is_some() {
            self.breaks = self.breaks.saturating_add(1);
        }
    }

    fn end_line(&mut self) {
        if self.breaks > 1 {
            self.flush();
        } else {
            let end = self.text.trim_end_matches(is_blank).len();
            self.text.truncate(end);
            self.text.push('\n');
        }
        self.breaks = 0;
    }

    fn flush(&mut self) {
        self.breaks = 0;
        let Some(mut block) = self.open.take() else { return };
        let end = block.text.start + self.text[block.text.start..].trim_end().len();
        self.text.truncate(end);
        block.text.end = end;
        let start = end - self.text[block.text.start..end].trim_start().len();
        block.text.start = start;
        if start < end {
            self.blocks.push(block);
        }
    }
}
