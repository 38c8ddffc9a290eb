//! HTML pages to reports: charset, tree, blocks, the report among them, and what the page says about it.

mod blocks;
mod charset;
mod content;
mod dom;
mod lines;
mod meta;
mod names;
mod parse;
mod phrases;
mod tag;

use crate::document::Parts;
use crate::{Hints, IntakeErrorKind, Metadata, PartKind, Report};
use blocks::{Names, Page};
use content::Kept;
use dom::Dom;

/// Reads a page: its text with the function of each stretch, and its metadata. What `hints` say fills what the page does
/// not.
///
/// # Errors
///
/// [`IntakeErrorKind::NoText`] where the page holds no text that could be a report.
pub fn report(bytes: &[u8], hints: &Hints) -> Result<Report, IntakeErrorKind> {
    let (source, warning) = charset::decode(bytes, hints.content_type.as_deref());
    let dom = parse::parse(&source);
    let head = meta::Head::of(&dom);
    let (page, kept) = find(&dom, head.title.as_ref().map(|t| t.value.as_str()));
    let mut text = Parts::default();
    let untold = |text: &Parts| text.parts.iter().all(|part| part.kind == PartKind::Title);
    if let Some(title) = &head.title {
        text.push(PartKind::Title, &title.value);
    }
    let told = head.body().filter(|body| says_more(body, &page, &kept));
    if let Some(body) = told {
        for line in body.lines() {
            text.push(PartKind::Paragraph, line);
        }
    } else {
        for &Kept { block, kind } in &kept {
            text.push(kind, &page.text[page.blocks[block].text.clone()]);
        }
    }
    if untold(&text)
        && let Some(description) = head.description()
    {
        text.push(PartKind::Standfirst, description);
    }
    if untold(&text) {
        return Err(IntakeErrorKind::NoText);
    }
    let metadata = head.metadata(&dom, &page, &kept, hints);
    let mut report = Report::told(&hints.name, text.text, text.parts, metadata);
    report.warnings.extend(warning);
    Ok(report)
}

/// Reads what a page says about its report, also where it holds no text of it.
pub fn metadata(bytes: &[u8], hints: &Hints) -> Metadata {
    let (source, _) = charset::decode(bytes, hints.content_type.as_deref());
    let dom = parse::parse(&source);
    let head = meta::Head::of(&dom);
    let (page, kept) = find(&dom, head.title.as_ref().map(|t| t.value.as_str()));
    head.metadata(&dom, &page, &kept, hints)
}

/// Fewest words of a report that is believed to be the whole of it.
const FEW: u32 = 60;

/// The blocks of the report. Where heeding the names of elements leaves next to nothing, names lied: once more without.
fn find(dom: &Dom<'_>, title: Option<&str>) -> (Page, Vec<Kept>) {
    let words = |page: &Page, kept: &[Kept]| kept.iter().map(|k| page.blocks[k.block].words).sum::<u32>();
    let mut page = blocks::cut(dom, Names::Heeded);
    let kept = content::select(dom, &mut page, title);
    let found = words(&page, &kept);
    if found < FEW {
        let mut whole = blocks::cut(dom, Names::Ignored);
        let all = content::select(dom, &mut whole, title);
        if words(&whole, &all) > 3 * found.max(20) {
            return (whole, all);
        }
    }
    (page, kept)
}

/// Whether the text in JSON-LD is the report and what was found on the page is not: scripts put the report into the page.
fn says_more(body: &str, page: &Page, kept: &[Kept]) -> bool {
    let prose = kept.iter().filter(|k| matches!(k.kind, PartKind::Paragraph | PartKind::ListItem | PartKind::Quote));
    let found: usize = prose.map(|k| page.blocks[k.block].text.len()).sum();
    body.len() >= 200 && body.len() > 2 * found
}
