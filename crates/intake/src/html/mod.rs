//! HTML pages to reports.

mod blocks;
mod charset;
mod content;
mod dom;
mod lines;
mod names;
mod parse;
mod tag;

use crate::{Hints, IntakeErrorKind, Metadata, Part, Report};

/// Reads a page.
pub fn report(bytes: &[u8], hints: &Hints) -> Result<Report, IntakeErrorKind> {
    let (source, warning) = charset::decode(bytes, hints.content_type.as_deref());
    let dom = parse::parse(&source);
    let mut page = blocks::cut(&dom);
    let title = dom.all(tag::Tag::Title).next().map(|t| dom.text_of(t));
    let kept = content::select(&dom, &mut page, title.as_deref());
    let mut text = String::new();
    let mut parts = Vec::new();
    for content::Kept { block, kind } in kept {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let start = text.len();
        text.push_str(&page.text[page.blocks[block].text.clone()]);
        parts.push(Part { start, end: text.len(), kind });
    }
    let mut report = Report::told(&hints.name, text, parts, Metadata::default());
    report.warnings.extend(warning);
    Ok(report)
}
