//! DOCX (ECMA-376, WordprocessingML): paragraphs, headings, lists and tables in their order; changes that were struck out are
//! left out, those proposed are kept.

use super::Parts;
use crate::archive::Zip;
use crate::xml::{self, Element, Node};
use crate::{Basis, Hints, IntakeErrorKind as Kind, Metadata, Moment, PartKind, Report, Told};

const DOCUMENT: &str = "word/document.xml";

/// The document in an archive; `None` if the archive is none.
pub(crate) fn report(archive: &mut Zip, hints: &Hints) -> Option<Result<Report, Kind>> {
    let document = archive.file(DOCUMENT)?;
    let properties = archive.file("docProps/core.xml").and_then(Result::ok);
    Some(document.and_then(|document| read(document, properties, hints)))
}

fn read(document: Vec<u8>, properties: Option<Vec<u8>>, hints: &Hints) -> Result<Report, Kind> {
    let tree = xml::parse(document, &Hints::default())?;
    let mut parts = Parts::default();
    for body in tree.root.elements().filter(|element| element.name == "body") {
        blocks(body, &mut parts);
    }
    if parts.text.is_empty() {
        return Err(Kind::Empty);
    }
    let told = properties.and_then(|bytes| xml::parse(bytes, &Hints::default()).ok());
    let metadata = told.map(|tree| metadata(&tree.root)).unwrap_or_default();
    Ok(Report::told(&hints.name, parts.text, parts.parts, hints.metadata.clone().or(metadata)))
}

fn blocks(element: &Element, parts: &mut Parts) {
    for child in element.elements() {
        match child.name.as_str() {
            "p" => {
                let mut text = String::new();
                runs(child, &mut text);
                parts.push(kind(child), &text);
            }
            "tbl" => {
                for row in child.elements().filter(|row| row.name == "tr") {
                    let cells: Vec<String> = row.elements().filter(|cell| cell.name == "tc").map(cell).collect();
                    parts.push(PartKind::TableRow, &cells.join(" | "));
                }
            }
            // Wrappers: content controls, changes, text boxes.
            "sdt" | "sdtContent" | "ins" | "moveTo" | "customXml" | "smartTag" => blocks(child, parts),
            _ => {}
        }
    }
}

fn cell(element: &Element) -> String {
    let mut parts = Parts::default();
    blocks(element, &mut parts);
    parts.text.replace("\n\n", " ")
}

/// By the style: its identifier is English or of the writer's language.
fn kind(paragraph: &Element) -> PartKind {
    let Some(properties) = paragraph.elements().find(|e| e.name == "pPr") else { return PartKind::Paragraph };
    let style = properties.elements().find(|e| e.name == "pStyle").and_then(|style| style.attribute("w:val"));
    let style = style.unwrap_or_default().to_lowercase();
    let heads = |names: &[&str]| names.iter().any(|name| style.starts_with(name));
    match () {
        () if heads(&["title", "titre"]) && !style.ends_with(|c: char| c.is_ascii_digit()) => PartKind::Title,
        () if heads(&["subtitle", "soustitre", "sous-titre", "chapo"]) => PartKind::Standfirst,
        () if heads(&["heading", "titre"]) => PartKind::Heading,
        () if heads(&["caption", "legende", "légende"]) => PartKind::Caption,
        () if heads(&["quote", "citation", "intensequote"]) => PartKind::Quote,
        () if heads(&["list", "liste", "paragraphedeliste"]) || properties.elements().any(|e| e.name == "numPr") => {
            PartKind::ListItem
        }
        () => PartKind::Paragraph,
    }
}

fn runs(element: &Element, text: &mut String) {
    for child in element.elements() {
        match child.name.as_str() {
            "t" => child.nodes.iter().for_each(|node| {
                if let Node::Text(piece) = node {
                    text.push_str(piece);
                }
            }),
            "tab" => text.push('\t'),
            "br" | "cr" => text.push('\n'),
            "noBreakHyphen" => text.push('\u{2011}'),
            // Struck out, moved away, the codes of fields, the text for programs that cannot draw.
            "del" | "moveFrom" | "instrText" | "Fallback" | "pPr" | "rPr" => {}
            _ => runs(child, text),
        }
    }
}

fn metadata(properties: &Element) -> Metadata {
    let field = |name: &str| {
        let text = properties.elements().find(|e| e.name == name)?.text();
        (!text.is_empty()).then_some(text)
    };
    let told = |text: String| Told::new(text, Basis::DocumentProperties);
    let modified = field("modified").and_then(|text| text.parse::<Moment>().ok());
    Metadata {
        title: field("title").map(told),
        authors: field("creator").map(told).into_iter().collect(),
        language: field("language").map(told),
        modified: modified.map(|moment| Told::new(moment, Basis::DocumentProperties)),
        ..Metadata::default()
    }
}
