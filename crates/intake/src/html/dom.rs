//! A page as a tree, in one array in document order: the subtree of a node is the stretch up to its end, parents stand
//! before children, so that every pass over the page is a loop.
//!
//! The tree is built by [`super::parse`].

use std::borrow::Cow;

use super::tag::Tag;

/// Index of a node. 0 is the root, an element without a name around the whole page.
pub(crate) type Id = usize;

/// A page.
#[derive(Debug)]
pub(crate) struct Dom<'s> {
    pub(super) source: &'s str,
    pub(super) nodes: Vec<Node>,
    pub(super) attributes: Vec<Attribute>,
}

/// An element or a text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Node {
    /// What it is.
    pub tag: Tag,
    /// The element around it; the root's is the root.
    pub parent: u32,
    /// After the last node of its subtree.
    pub end: u32,
    /// Text: its bytes in the source. Element: its attributes.
    pub(super) from: u32,
    pub(super) to: u32,
    /// Element: its name in the source.
    pub(super) name: (u32, u32),
    /// Element: the [`mark`]s of the names of its attributes.
    pub(super) marks: u32,
}

/// One bit for the name of an attribute in any letter case: that an element has none of this name is mostly seen by it.
pub(super) fn mark(name: &[u8]) -> u32 {
    let first = name.first().map_or(0, u8::to_ascii_lowercase);
    1 << ((usize::from(first) + 5 * name.len()) % 32)
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Attribute {
    pub(super) name: (u32, u32),
    pub(super) value: (u32, u32),
}

impl<'s> Dom<'s> {
    /// The number of nodes.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(crate) fn node(&self, id: Id) -> &Node {
        &self.nodes[id]
    }

    pub(crate) fn tag(&self, id: Id) -> Tag {
        self.nodes[id].tag
    }

    pub(crate) fn parent(&self, id: Id) -> Id {
        self.nodes[id].parent as usize
    }

    /// After the last node of the subtree of `id`.
    pub(crate) fn end(&self, id: Id) -> Id {
        self.nodes[id].end as usize
    }

    /// The nodes around `id`, innermost first, the root last.
    pub(crate) fn ancestors(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        let mut at = id;
        std::iter::from_fn(move || {
            (at != 0).then(|| {
                at = self.parent(at);
                at
            })
        })
    }

    /// The children of `id`, in order.
    pub(crate) fn children(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        let end = self.end(id);
        let mut next = id + 1;
        std::iter::from_fn(move || {
            (next < end).then(|| {
                let child = next;
                next = self.end(child);
                child
            })
        })
    }

    /// The elements of one name, in order.
    pub(crate) fn all(&self, tag: Tag) -> impl Iterator<Item = Id> + '_ {
        (0..self.len()).filter(move |&id| self.tag(id) == tag)
    }

    /// The bytes of a text node as written, of an element nothing.
    pub(crate) fn raw_text(&self, id: Id) -> &'s str {
        let node = &self.nodes[id];
        if node.tag == Tag::Text { self.slice((node.from, node.to)) } else { "" }
    }

    /// The characters of a text node, character references read.
    pub(crate) fn text(&self, id: Id) -> Cow<'s, str> {
        unescaped(self.raw_text(id))
    }

    /// All text below `id`, blanks folded, without scripts and styles.
    pub(crate) fn text_of(&self, id: Id) -> String {
        let mut text = String::new();
        let mut at = id;
        while at < self.end(id) {
            match self.tag(at) {
                Tag::Script | Tag::Style | Tag::Template | Tag::Svg => at = self.end(at),
                Tag::Text => {
                    push_folded(&mut text, &self.text(at));
                    at += 1;
                }
                tag => {
                    if !tag.is_inline() && !text.is_empty() && !text.ends_with(' ') {
                        text.push(' ');
                    }
                    at += 1;
                }
            }
        }
        text.truncate(text.trim_end().len());
        text
    }

    /// The bytes inside an element whose content is text (`<script>`), as written.
    pub(crate) fn raw_content(&self, id: Id) -> &'s str {
        if id + 1 < self.end(id) { self.raw_text(id + 1) } else { "" }
    }

    /// The name of an element, as written.
    pub(crate) fn name(&self, id: Id) -> &'s str {
        self.slice(self.nodes[id].name)
    }

    /// The value of an attribute, its name in small letters; empty where it has none.
    pub(crate) fn attribute(&self, id: Id, name: &str) -> Option<Cow<'s, str>> {
        self.raw_attribute(id, name).map(unescaped)
    }

    /// As [`Self::attribute`], character references as written.
    #[inline]
    pub(crate) fn raw_attribute(&self, id: Id, name: &str) -> Option<&'s str> {
        let node = &self.nodes[id];
        if node.tag == Tag::Text || node.marks & mark(name.as_bytes()) == 0 {
            return None;
        }
        self.find_attribute(node, name)
    }

    fn find_attribute(&self, node: &Node, name: &str) -> Option<&'s str> {
        let own = &self.attributes[node.from as usize..node.to as usize];
        // Most names are of another length, which is seen without looking at the page.
        let fits = |a: &&Attribute| (a.name.1 - a.name.0) as usize == name.len();
        let named = own.iter().filter(fits).find(|a| self.slice(a.name).eq_ignore_ascii_case(name));
        named.map(|a| self.slice(a.value))
    }

    /// The attributes of an element, names and values as written.
    pub(crate) fn raw_attributes(&self, id: Id) -> impl Iterator<Item = (&'s str, &'s str)> {
        let node = &self.nodes[id];
        let own = if node.tag == Tag::Text { &[] } else { &self.attributes[node.from as usize..node.to as usize] };
        own.iter().map(|a| (self.slice(a.name), self.slice(a.value)))
    }

    fn slice(&self, (from, to): (u32, u32)) -> &'s str {
        self.source.get(from as usize..to as usize).unwrap_or_default()
    }
}

/// Character references read.
pub(crate) fn unescaped(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'&', text.as_bytes()).is_some() { htmlize::unescape(text) } else { Cow::Borrowed(text) }
}

/// What HTML takes for blank: not the no-break space.
pub(crate) fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

/// Adds text with its blanks folded to one space; none where `text` is empty or ends with one.
pub(crate) fn push_folded(text: &mut String, more: &str) {
    let bytes = more.as_bytes();
    let mut at = 0;
    // Blanks are ASCII: cutting at them is cutting between characters.
    while at < bytes.len() {
        // Single spaces are as they should be already.
        let mut end = at;
        while end < bytes.len() && (!is_blank_byte(bytes[end]) || is_single(bytes, end, at)) {
            end += 1;
        }
        text.push_str(&more[at..end]);
        if end == bytes.len() {
            return;
        }
        if !text.is_empty() && !text.ends_with(' ') {
            text.push(' ');
        }
        at = end + 1;
        while at < bytes.len() && is_blank_byte(bytes[at]) {
            at += 1;
        }
    }
}

/// Whether a byte is a space between two that are not blank, the first of them at `from` or behind.
fn is_single(bytes: &[u8], at: usize, from: usize) -> bool {
    bytes[at] == b' ' && at > from && bytes.get(at + 1).is_some_and(|&next| !is_blank_byte(next))
}

/// As [`is_blank`].
pub(crate) fn is_blank_byte(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::parse::parse;

    #[test]
    fn blanks_fold_to_one_space() {
        for (text, more, expected) in [
            ("", "  le\n\t pont ", "le pont "),
            ("le ", " pont", "le pont"),
            ("le", " ", "le "),
            ("le", "\u{a0}pont  de\u{a0} \u{a0}Verlay", "le\u{a0}pont de\u{a0} \u{a0}Verlay"),
            ("", "\n", ""),
            ("a", "", "a"),
        ] {
            let mut folded = text.to_owned();
            push_folded(&mut folded, more);
            assert_eq!(folded, expected, "{text:?} and {more:?}");
        }
    }

    #[test]
    fn attributes_are_found_in_any_letter_case() {
        let dom = parse("<p CLASS=a data-Id='2' title>x");
        for (name, value) in [("class", Some("a")), ("data-id", Some("2")), ("title", Some("")), ("id", None)] {
            assert_eq!(dom.raw_attribute(1, name), value, "{name}");
        }
    }
}
