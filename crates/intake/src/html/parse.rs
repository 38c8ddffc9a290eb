//! Markup to a tree: a reader of tag soup that never fails and is linear in its input.
//!
//! It follows the tokenizer of the HTML standard (attributes, raw text, comments, character references by `htmlize`) and the
//! parts of its tree construction that change which text stands in which block: elements without end tags (`p`, `li`, `td`
//! …), scopes of end tags, misnested formatting. It leaves out what does not: foster parenting, the adoption agency's
//! copies, the insertion modes of frames. A parser of the whole standard took all the time that a page may cost
//! (html5ever: 1.5 ms a page of 146 KB, measured; this one: about a tenth).

use memchr::{memchr, memmem};

use super::dom::{Attribute, Dom, Id, Node, mark};
use super::tag::Tag;

/// Deepest nesting that is kept; what is deeper becomes a child of the node at this depth, as in browsers.
const MAX_DEPTH: usize = 512;

/// Reads a page. Inputs over 4 GiB are cut.
pub(crate) fn parse(source: &str) -> Dom<'_> {
    let source = &source[..source.floor_char_boundary(u32::MAX as usize - 1)];
    let mut parser = Parser {
        source,
        at: 0,
        dom: Dom { source, nodes: Vec::with_capacity(source.len() / 64 + 8), attributes: Vec::new() },
        open: Vec::with_capacity(64),
        unclosed: Vec::new(),
    };
    parser.dom.nodes.push(Node { tag: Tag::Other, parent: 0, end: 0, from: 0, to: 0, name: (0, 0), marks: 0 });
    parser.open.push(0);
    parser.run();
    close_ends(&mut parser.dom);
    parser.dom
}

/// Sets the end of every subtree.
fn close_ends(dom: &mut Dom<'_>) {
    for id in (0..dom.nodes.len()).rev() {
        let end = dom.nodes[id].end.max(offset(id) + 1);
        dom.nodes[id].end = end;
        let parent = dom.nodes[id].parent as usize;
        dom.nodes[parent].end = dom.nodes[parent].end.max(end);
    }
}

struct Parser<'s> {
    source: &'s str,
    at: usize,
    dom: Dom<'s>,
    /// Open elements, outermost first.
    open: Vec<Id>,
    /// Raw-text elements that have no end tag from here on.
    unclosed: Vec<Tag>,
}

impl<'s> Parser<'s> {
    fn run(&mut self) {
        let bytes = self.source.as_bytes();
        let mut text = 0;
        while let Some(found) = memchr(b'<', &bytes[self.at..]) {
            let tag = self.at + found;
            let next = bytes.get(tag + 1).copied().unwrap_or(0);
            let closing = next == b'/' && bytes.get(tag + 2).is_some_and(u8::is_ascii_alphabetic);
            if !(next.is_ascii_alphabetic() || closing || matches!(next, b'!' | b'?' | b'/')) {
                self.at = tag + 1;
                continue;
            }
            self.text(text, tag);
            self.at = tag + 1;
            if next.is_ascii_alphabetic() {
                self.start_tag();
            } else if closing {
                self.at += 1;
                self.end_tag();
            } else {
                self.skip_declaration();
            }
            text = self.at;
        }
        self.text(text, bytes.len());
    }

    /// `<!-- … -->`, `<!doctype …>`, `<?xml …>`, `</ …>`.
    fn skip_declaration(&mut self) {
        let rest = &self.source.as_bytes()[self.at..];
        let length = if let Some(comment) = rest.strip_prefix(b"!--") {
            if comment.starts_with(b">") || comment.starts_with(b"->") {
                memchr(b'>', rest).map(|end| end + 1)
            } else {
                end_of_comment(comment).map(|end| 3 + end)
            }
        } else {
            memchr(b'>', rest).map(|end| end + 1)
        };
        self.at += length.unwrap_or(rest.len());
    }

    fn name(&mut self) -> (usize, usize) {
        let bytes = self.source.as_bytes();
        let from = self.at;
        while bytes.get(self.at).is_some_and(|b| !b.is_ascii_whitespace() && !matches!(b, b'/' | b'>')) {
            self.at += 1;
        }
        (from, self.at)
    }

    fn start_tag(&mut self) {
        let (from, to) = self.name();
        let tag = Tag::named(&self.source.as_bytes()[from..to]);
        let first = self.dom.attributes.len();
        let Some(self_closing) = self.attributes() else {
            // A tag that the end of the page cuts is no tag.
            self.dom.attributes.truncate(first);
            return;
        };
        if self.is_ignored(tag) {
            self.dom.attributes.truncate(first);
            return;
        }
        self.make_room(tag);
        let attributes = (offset(first), offset(self.dom.attributes.len()));
        let id = self.add(tag, attributes, (offset(from), offset(to)));
        if tag.is_raw() {
            self.raw_text(tag, id, (from, to));
            return;
        }
        let empty = tag.is_void() || self_closing && self.in_foreign(tag);
        if !empty && self.open.len() < MAX_DEPTH {
            self.open.push(id);
        }
    }

    /// Reads attributes up to the end of the tag and says whether it closes itself; `None` at the end of the page.
    fn attributes(&mut self) -> Option<bool> {
        let bytes = self.source.as_bytes();
        let blank = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_whitespace);
        loop {
            while blank(self.at) || bytes.get(self.at) == Some(&b'/') {
                self.at += 1;
            }
            match bytes.get(self.at) {
                None => return None,
                Some(b'>') => {
                    self.at += 1;
                    return Some(bytes[self.at - 2] == b'/');
                }
                Some(_) => {}
            }
            let from = self.at;
            self.at += 1;
            while bytes.get(self.at).is_some_and(|b| !b.is_ascii_whitespace() && !matches!(b, b'/' | b'>' | b'=')) {
                self.at += 1;
            }
            let name = (offset(from), offset(self.at));
            while blank(self.at) {
                self.at += 1;
            }
            let mut value = (0, 0);
            if bytes.get(self.at) == Some(&b'=') {
                self.at += 1;
                while blank(self.at) {
                    self.at += 1;
                }
                value = self.value()?;
            }
            self.dom.attributes.push(Attribute { name, value });
        }
    }

    fn value(&mut self) -> Option<(u32, u32)> {
        let bytes = self.source.as_bytes();
        let quote = *bytes.get(self.at)?;
        if matches!(quote, b'"' | b'\'') {
            let from = self.at + 1;
            let to = from + memchr(quote, &bytes[from..])?;
            self.at = to + 1;
            return Some((offset(from), offset(to)));
        }
        let from = self.at;
        while bytes.get(self.at).is_some_and(|b| !b.is_ascii_whitespace() && *b != b'>') {
            self.at += 1;
        }
        Some((offset(from), offset(self.at)))
    }

    /// The text of a raw-text element up to its end tag; where there is none, up to the next tag.
    fn raw_text(&mut self, tag: Tag, id: Id, (from, to): (usize, usize)) {
        let bytes = self.source.as_bytes();
        let name = &bytes[from..to];
        let start = self.at;
        let end = if self.unclosed.contains(&tag) { None } else { end_of_raw(&bytes[start..], name) };
        let (text, after) = match end {
            Some((text, after)) => (start + text, start + after),
            None => {
                self.unclosed.push(tag);
                let text = match tag {
                    Tag::Script | Tag::Style => bytes.len(),
                    _ => memchr(b'<', &bytes[start..]).map_or(bytes.len(), |n| start + n),
                };
                (text, text)
            }
        };
        self.at = after;
        if text > start {
            self.dom.nodes.push(Node {
                tag: Tag::Text,
                parent: offset(id),
                end: 0,
                from: offset(start),
                to: offset(text),
                name: (0, 0),
                marks: 0,
            });
        }
    }

    fn end_tag(&mut self) {
        let (from, to) = self.name();
        let bytes = self.source.as_bytes();
        let tag = Tag::named(&bytes[from..to]);
        match memchr(b'>', &bytes[self.at..]) {
            Some(end) => self.at += end + 1,
            None => self.at = bytes.len(),
        }
        match tag {
            Tag::Br => {
                self.add(Tag::Br, (0, 0), (offset(from), offset(to)));
            }
            // What follows them belongs to the page all the same.
            Tag::Html | Tag::Body => {}
            _ => self.close(tag, &self.source[from..to]),
        }
    }

    /// Closes the innermost open element of this name, and what is open in it.
    fn close(&mut self, tag: Tag, name: &str) {
        let mut past_block = false;
        for i in (1..self.open.len()).rev() {
            let open = self.dom.nodes[self.open[i]].tag;
            let same = open == tag && (tag != Tag::Other || self.dom.name(self.open[i]).eq_ignore_ascii_case(name));
            if same || tag.is_heading() && open.is_heading() {
                if tag.is_formatting() && past_block {
                    // `<b><p></b>`: the block stays open.
                    self.open.remove(i);
                } else {
                    self.open.truncate(i);
                }
                return;
            }
            let stays = match tag {
                Tag::Table | Tag::Template => open == Tag::Template,
                Tag::Tr | Tag::Tbody | Tag::Thead | Tag::Tfoot => matches!(open, Tag::Table | Tag::Template),
                _ => open.bounds_scope(),
            };
            if stays {
                return;
            }
            past_block |= !open.is_inline();
        }
    }

    /// A second `<html>` or `<body>`.
    fn is_ignored(&self, tag: Tag) -> bool {
        matches!(tag, Tag::Html | Tag::Body | Tag::Head)
            && self.open[1..].iter().any(|&id| self.dom.nodes[id].tag == tag || self.dom.nodes[id].tag == Tag::Body)
    }

    fn in_foreign(&self, tag: Tag) -> bool {
        matches!(tag, Tag::Svg | Tag::Math)
            || self.open.iter().rev().take(16).any(|&id| matches!(self.dom.nodes[id].tag, Tag::Svg | Tag::Math))
    }

    /// Closes what the start of an element closes.
    fn make_room(&mut self, tag: Tag) {
        use Tag::*;
        let head = |tag: Tag| matches!(tag, Base | Link | Meta | Noscript | Script | Style | Template | Title);
        if !head(tag) && self.top() == Head {
            self.open.pop();
        }
        if tag.closes_paragraph() {
            self.close_within(&[P], &[Button]);
        }
        match tag {
            Li => self.close_within(&[Li], &[Ul, Ol, Menu, Dir]),
            Dd | Dt => self.close_within(&[Dd, Dt], &[Dl]),
            Option | Optgroup => self.close_within(&[Option], &[Select]),
            Tr => self.close_row(&[Tr]),
            Td | Th => self.close_row(&[Td, Th]),
            Tbody | Thead | Tfoot => self.close_row(&[Tbody, Thead, Tfoot, Caption, Colgroup]),
            A => self.close_within(&[A], &[]),
            _ if tag.is_heading() && self.top().is_heading() => {
                self.open.pop();
            }
            _ => {}
        }
    }

    fn top(&self) -> Tag {
        self.open.last().map_or(Tag::Other, |&id| self.dom.nodes[id].tag)
    }

    /// Closes the innermost of these elements unless one of `bounds`, or the end of a scope, stands in between. A search goes
    /// no further up than blocks that hold such elements do in practice, which also keeps it short.
    fn close_within(&mut self, tags: &[Tag], bounds: &[Tag]) {
        for i in (1..self.open.len()).rev().take(32) {
            let open = self.dom.nodes[self.open[i]].tag;
            if tags.contains(&open) {
                self.open.truncate(i);
                return;
            }
            let block = !open.is_inline() && !matches!(open, Tag::Div | Tag::P | Tag::Address | Tag::Other);
            if bounds.contains(&open) || open.bounds_scope() || block && !matches!(tags, [Tag::P]) {
                return;
            }
        }
    }

    /// Closes up to a part of a table, inside the innermost table.
    fn close_row(&mut self, tags: &[Tag]) {
        for i in (1..self.open.len()).rev() {
            let open = self.dom.nodes[self.open[i]].tag;
            if matches!(open, Tag::Table | Tag::Template) {
                return;
            }
            if tags.contains(&open) {
                self.open.truncate(i);
                return;
            }
            if matches!(tags, [Tag::Td, Tag::Th]) && open == Tag::Tr {
                return;
            }
        }
    }

    fn text(&mut self, from: usize, to: usize) {
        if from >= to {
            return;
        }
        let blank = self.source.as_bytes()[from..to].iter().all(u8::is_ascii_whitespace);
        if !blank && self.top() == Tag::Head {
            self.open.pop();
        }
        let parent = self.open.last().copied().unwrap_or(0);
        self.dom.nodes.push(Node {
            tag: Tag::Text,
            parent: offset(parent),
            end: 0,
            from: offset(from),
            to: offset(to),
            name: (0, 0),
            marks: 0,
        });
    }

    fn add(&mut self, tag: Tag, (from, to): (u32, u32), name: (u32, u32)) -> Id {
        let parent = self.open.last().copied().unwrap_or(0);
        let bytes = self.source.as_bytes();
        let own = &self.dom.attributes[from as usize..to as usize];
        let marks = own.iter().fold(0, |marks, a| marks | mark(&bytes[a.name.0 as usize..a.name.1 as usize]));
        self.dom.nodes.push(Node { tag, parent: offset(parent), end: 0, from, to, name, marks });
        self.dom.nodes.len() - 1
    }
}

/// Where a comment ends, past its `-->` or `--!>`.
fn end_of_comment(comment: &[u8]) -> Option<usize> {
    let plain = memmem::find(comment, b"-->").map(|n| n + 3);
    let bang = || memmem::find(&comment[..plain.unwrap_or(comment.len())], b"--!>").map(|n| n + 4);
    bang().or(plain)
}

/// Where a raw text ends, and where what follows its end tag begins.
fn end_of_raw(bytes: &[u8], name: &[u8]) -> Option<(usize, usize)> {
    for at in memmem::find_iter(bytes, b"</") {
        let after = at + 2 + name.len();
        let named = bytes.get(at + 2..after).is_some_and(|found| found.eq_ignore_ascii_case(name));
        if named && bytes.get(after).is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/')) {
            return Some((at, memchr(b'>', &bytes[after..]).map_or(bytes.len(), |n| after + n + 1)));
        }
    }
    None
}

/// Offsets and node numbers fit: the source is cut to less than 4 GiB, and a node takes at least one byte of it.
fn offset(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
