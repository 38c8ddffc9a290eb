//! XML as the web writes it: read to a tree, whatever is wrong with it.
//!
//! Feeds are often not well formed: bare ampersands, entities of HTML, end tags that do not match, a cut end. What can be
//! read is kept; what stopped the reading is told beside it.

use std::collections::BTreeMap;

use encoding_rs::Encoding;
use quick_xml::Reader;
use quick_xml::escape::escape;
use quick_xml::events::{BytesStart, Event};

use crate::decode::decode;
use crate::format::HEAD;
use crate::{Hints, IntakeErrorKind as Kind};

/// Deepest elements kept; those below belong to their ancestor at this depth.
const DEEPEST: usize = 200;

/// Most namespaces that are declared at a time.
const MOST_SPACES: usize = 256;

/// An element with all that is in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Element {
    /// The name without its prefix.
    pub name: String,
    /// The namespace that its prefix stands for; the prefix itself where none is declared for it; empty for none.
    pub space: String,
    /// Names with their prefixes as written (`xml:lang`), values with entities resolved.
    pub attributes: Vec<(String, String)>,
    pub nodes: Vec<Node>,
}

/// What is in an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Node {
    Element(Element),
    /// Entities are resolved.
    Text(String),
}

/// A document as far as it could be read.
#[derive(Debug)]
pub(crate) struct Tree {
    pub root: Element,
    /// Whether it is cut or breaks off.
    pub broken: bool,
}

impl Element {
    /// The elements in it, in their order.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The value of an attribute, by its name with the prefix, in any case.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// All text in it and below, without markup, trimmed.
    pub(crate) fn text(&self) -> String {
        fn collect(element: &Element, text: &mut String) {
            for node in &element.nodes {
                match node {
                    Node::Text(piece) => text.push_str(piece),
                    Node::Element(element) => collect(element, text),
                }
            }
        }
        let mut text = String::new();
        collect(self, &mut text);
        text.trim().to_owned()
    }

    /// What is in it, as markup without namespaces.
    pub(crate) fn markup(&self) -> String {
        let mut out = String::new();
        self.write_nodes(&mut out);
        out.trim().to_owned()
    }

    fn write_nodes(&self, out: &mut String) {
        for node in &self.nodes {
            match node {
                Node::Text(text) => out.push_str(&escape(text)),
                Node::Element(element) => {
                    out.push('<');
                    out.push_str(&element.name);
                    for (name, value) in element.attributes.iter().filter(|(name, _)| !name.starts_with("xmlns")) {
                        out.push(' ');
                        out.push_str(name);
                        out.push_str("=\"");
                        out.push_str(&escape(value));
                        out.push('"');
                    }
                    // Elements that HTML closes by itself; an empty one of any other name must not swallow what follows.
                    const EMPTY: [&str; 8] = ["br", "hr", "img", "input", "link", "meta", "source", "wbr"];
                    if element.nodes.is_empty() && EMPTY.contains(&element.name.as_str()) {
                        out.push_str(" />");
                        continue;
                    }
                    out.push('>');
                    element.write_nodes(out);
                    out.push_str("</");
                    out.push_str(&element.name);
                    out.push('>');
                }
            }
        }
    }
}

/// Decodes and reads a document. The charset is that of the envelope, else that of the declaration, else a guess.
pub(crate) fn parse(bytes: Vec<u8>, hints: &Hints) -> Result<Tree, Kind> {
    let text = decoded(bytes, hints)?;
    let mut open = Open::default();
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}').trim_start());
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let broken = loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => open.start(&start),
            Ok(Event::Empty(start)) => {
                open.start(&start);
                let name = start.name().as_ref().to_owned();
                open.end(&name);
            }
            Ok(Event::End(end)) => open.end(end.name().as_ref()),
            Ok(Event::Text(piece)) => open.text(&piece.xml10_content()),
            Ok(Event::CData(piece)) => open.text(&piece.xml10_content()),
            Ok(Event::GeneralRef(name)) => {
                let value = open.entities.reference(&name.into_inner());
                open.text(&value);
            }
            Ok(Event::DocType(doctype)) => open.entities = Entities::of(&doctype.into_inner()),
            Ok(Event::Eof) => break open.stack.len() > 1,
            Ok(Event::Comment(_) | Event::Decl(_) | Event::PI(_)) => {}
            Err(_) => break true,
        }
    };
    open.finish().map(|root| Tree { root, broken }).ok_or(Kind::NotXml)
}

fn decoded(bytes: Vec<u8>, hints: &Hints) -> Result<String, Kind> {
    let label = hints.content_type.as_deref().and_then(|t| parameter(t, "charset"));
    let label = label.or_else(|| declared(&bytes));
    if std::str::from_utf8(&bytes).is_err()
        && let Some(encoding) = label.and_then(|label| Encoding::for_label(label.trim().as_bytes()))
        && encoding != encoding_rs::UTF_8
    {
        return Ok(encoding.decode(&bytes).0.into_owned());
    }
    decode(bytes).map(|decoded| decoded.text)
}

/// A parameter of a media type.
pub(crate) fn parameter(content_type: &str, name: &str) -> Option<String> {
    content_type.split(';').skip(1).find_map(|part| {
        let (key, value) = part.split_once('=')?;
        key.trim().eq_ignore_ascii_case(name).then(|| value.trim().trim_matches(['"', '\'']).to_owned())
    })
}

/// The encoding in the declaration, where that can be read as ASCII.
fn declared(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]);
    let declaration = head.trim_start_matches('\u{feff}').trim_start().strip_prefix("<?xml")?.split("?>").next()?;
    let value = declaration.split("encoding").nth(1)?.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split(quote).next().map(str::to_owned)
}

/// The elements that are open, the outermost first.
struct Open {
    stack: Vec<(String, Element)>,
    /// Prefixes with their namespaces and the depth that declares them.
    spaces: Vec<(usize, String, String)>,
    entities: Entities,
    /// Elements open below the deepest that is kept.
    below: usize,
}

impl Default for Open {
    fn default() -> Self {
        // The first is a frame around the document.
        let stack = vec![(String::new(), Element::default())];
        Self { stack, spaces: Vec::new(), entities: Entities::default(), below: 0 }
    }
}

impl Open {
    fn start(&mut self, start: &BytesStart<'_>) {
        if self.stack.len() > DEEPEST {
            self.below += 1;
            return;
        }
        let full = start.name().as_ref().to_owned();
        let mut attributes = Vec::new();
        for attribute in start.html_attributes().with_checks(false).flatten() {
            let name = attribute.key.as_ref().to_owned();
            let value = self.entities.resolve(&attribute.value);
            let depth = self.stack.len();
            if name == "xmlns" {
                self.spaces.push((depth, String::new(), value.clone()));
            } else if let Some(prefix) = name.strip_prefix("xmlns:") {
                self.spaces.push((depth, prefix.to_owned(), value.clone()));
            }
            attributes.push((name, value));
        }
        self.spaces.truncate(MOST_SPACES);
        let (prefix, name) = full.split_once(':').unwrap_or(("", &full));
        let space = self.spaces.iter().rev().find(|(_, own, _)| own == prefix);
        let space = space.map_or(prefix, |(_, _, space)| space).to_owned();
        let element = Element { name: name.to_owned(), space, attributes, nodes: Vec::new() };
        self.stack.push((full, element));
    }

    fn end(&mut self, name: &str) {
        if self.below > 0 {
            self.below -= 1;
            return;
        }
        // An end tag ends what it names, and all that is open in it; one that names nothing open is passed over.
        if let Some(place) = self.stack.iter().rposition(|(open, _)| open.eq_ignore_ascii_case(name))
            && place > 0
        {
            while self.stack.len() > place {
                self.close();
            }
        }
    }

    fn close(&mut self) {
        let Some((_, element)) = self.stack.pop() else { return };
        let depth = self.stack.len();
        while self.spaces.last().is_some_and(|(own, _, _)| *own >= depth) {
            self.spaces.pop();
        }
        if let Some((_, parent)) = self.stack.last_mut() {
            parent.nodes.push(Node::Element(element));
        }
    }

    fn text(&mut self, piece: &str) {
        let Some((_, element)) = self.stack.last_mut() else { return };
        match element.nodes.last_mut() {
            Some(Node::Text(text)) => text.push_str(piece),
            _ => element.nodes.push(Node::Text(piece.to_owned())),
        }
    }

    /// The root element.
    fn finish(mut self) -> Option<Element> {
        while self.stack.len() > 1 {
            self.close();
        }
        let (_, frame) = self.stack.pop()?;
        frame.nodes.into_iter().find_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }
}

/// The entities that a document declares.
struct Entities {
    values: BTreeMap<String, String>,
    /// Bytes that they may still grow to: documents made to burst refer to long ones without end.
    left: usize,
}

impl Default for Entities {
    fn default() -> Self {
        Self { values: BTreeMap::new(), left: 1 << 20 }
    }
}

impl Entities {
    /// Those of a document type, those in them not resolved.
    fn of(doctype: &str) -> Self {
        let declarations = doctype.split("<!ENTITY").skip(1).take(1000);
        let declared = declarations.filter_map(|declaration| {
            let (name, rest) = declaration.trim_start().split_once(char::is_whitespace)?;
            let rest = rest.trim_start();
            let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            Some((name.to_owned(), htmlize::unescape(rest[1..].split(quote).next()?).into_owned()))
        });
        Self { values: declared.collect(), ..Self::default() }
    }

    /// What `&name;` stands for; itself, if nothing.
    fn reference(&mut self, name: &str) -> String {
        match self.values.get(name).filter(|value| value.len() <= self.left) {
            Some(value) => {
                self.left -= value.len();
                value.clone()
            }
            None => htmlize::unescape(format!("&{name};")).into_owned(),
        }
    }

    /// The value of an attribute with its references resolved.
    fn resolve(&mut self, value: &str) -> String {
        if self.values.is_empty() {
            return htmlize::unescape_attribute(value).into_owned();
        }
        let mut out = String::new();
        let mut rest = value;
        while let Some((before, behind)) = rest.split_once('&') {
            out.push_str(before);
            // No name is longer.
            let end = behind.bytes().take(40).position(|b| b == b';');
            match end {
                Some(end) => {
                    out.push_str(&self.reference(&behind[..end]));
                    rest = &behind[end + 1..];
                }
                None => {
                    out.push('&');
                    rest = behind;
                }
            }
        }
        out + rest
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn root(text: &str) -> Element {
        parse(text.as_bytes().to_vec(), &Hints::default()).expect("is XML").root
    }

    #[test]
    fn names_spaces_and_entities() {
        let root = root(
            "<?xml version='1.0'?><!DOCTYPE r [<!ENTITY lieu 'Verlay'>]>\
             <r xmlns='urn:a' xmlns:b='urn:b'><b:t c='&lieu; &eacute;t&#233;'>&lieu; &amp; l&rsquo;eau &inconnue;</b:t><d xmlns=''/></r>",
        );
        assert_eq!((root.name.as_str(), root.space.as_str()), ("r", "urn:a"));
        let elements: Vec<_> = root.elements().collect();
        assert_eq!((elements[0].name.as_str(), elements[0].space.as_str()), ("t", "urn:b"));
        assert_eq!(elements[0].attribute("c"), Some("Verlay été"));
        assert_eq!(elements[0].text(), "Verlay & l’eau &inconnue;");
        assert_eq!(elements[1].space, "");
    }

    #[test]
    fn damage_is_read_over() {
        let tree = parse(b"<r><a>Un & deux</b><c>trois".to_vec(), &Hints::default()).expect("is XML");
        assert!(tree.broken);
        assert_eq!(tree.root.text(), "Un & deuxtrois");
        assert!(matches!(parse(b"rien".to_vec(), &Hints::default()), Err(Kind::NotXml)));
    }

    #[test]
    fn charsets() {
        let hints = Hints { content_type: Some("text/xml; charset=\"iso-8859-1\"".into()), ..Hints::default() };
        assert_eq!(parse(b"<r>\xe9t\xe9</r>".to_vec(), &hints).expect("is XML").root.text(), "été");
        let declared = b"<?xml version='1.0' encoding='windows-1251'?><r>\xcc\xe8\xf0</r>";
        assert_eq!(parse(declared.to_vec(), &Hints::default()).expect("is XML").root.text(), "Мир");
    }

    #[test]
    fn markup_is_written_back() {
        let markup = root("<r xmlns:h='x'><h:div>a &lt; b<br/><h:i title='&quot;'>c</h:i><p/></h:div></r>").markup();
        assert_eq!(markup, "<div>a &lt; b<br /><i title=\"&quot;\">c</i><p></p></div>");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        #[test]
        fn any_text_is_read_or_refused(text in "(<|>|</|/>|<!\\[CDATA\\[|\\]\\]>|<!--|-->|&|;|&#|'|\"| |=|a|b:|xmlns:b|é|<!DOCTYPE|\\[|<!ENTITY){0,60}") {
            if let Ok(tree) = parse(text.clone().into_bytes(), &Hints::default()) {
                tree.root.markup();
                tree.root.text();
            }
        }

        #[test]
        fn depth_costs_nothing(depth in 0_usize..3000) {
            let text = "<a>".repeat(depth) + "x" + &"</a>".repeat(depth);
            if let Ok(tree) = parse(text.into_bytes(), &Hints::default()) {
                prop_assert_eq!(tree.root.text(), "x");
            }
        }
    }
}
