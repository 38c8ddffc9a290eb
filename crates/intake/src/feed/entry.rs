//! The entries of a feed as members.

use super::model::{Entry, Feed, Text, TextKind};
use crate::member::{self, Content, Found, Step, Steps};
use crate::{Basis, Hints, IntakeErrorKind as Kind, Link, Metadata, Told};

/// Each entry as a page, or as a link where it holds no text; last, whether the feed breaks off.
pub(super) fn steps(feed: Feed) -> Steps {
    let outlet = feed.about.title.as_ref().map(words).filter(|name| !name.is_empty());
    let mut steps = Steps::default();
    for (at, entry) in feed.entries.iter().enumerate() {
        let found = found(entry, outlet.as_deref(), &feed);
        steps.push_back(Step::new(format!("#{}", at + 1), found));
    }
    end(steps, feed.entries.is_empty(), feed.broken)
}

/// Each address as a link.
pub(super) fn links(links: Vec<Link>, broken: bool) -> Steps {
    let empty = links.is_empty();
    let step = |(at, link)| Step::new(format!("#{}", at + 1), Ok(Found::Link(link)));
    end(links.into_iter().enumerate().map(step).collect(), empty, broken)
}

fn end(mut steps: Steps, empty: bool, broken: bool) -> Steps {
    if broken {
        steps.push_back(Step::new("", Err(Kind::BrokenXml)));
    } else if empty {
        steps.push_back(Step::new("", Err(Kind::NoEntries)));
    }
    steps
}

fn found(entry: &Entry, outlet: Option<&str>, feed: &Feed) -> Result<Found, Kind> {
    let link = entry.link().map(str::to_owned);
    let metadata = metadata(entry, outlet, feed);
    // Without an address the identifier of the entry names it: reports with the same words stay apart.
    let name = link.clone().or_else(|| entry.id.clone()).unwrap_or_default();
    let hints = Hints { name, url: link.clone(), content_type: Some("text/html; charset=utf-8".into()), metadata };
    let content =
        entry.contents.iter().max_by_key(|text| (text.value.len(), std::cmp::Reverse(text.kind == TextKind::Plain)));
    let page = if content.is_none() { link } else { None };
    match content.or(entry.summary.as_ref()).filter(|text| !text.value.is_empty()) {
        Some(text) => {
            let bytes = document(entry, text).into_bytes();
            Ok(Found::Member(member::Entry { content: Content::bytes(bytes), hints, page }))
        }
        None => match page {
            Some(url) => Ok(Found::Link(Link { url, hints })),
            None => Err(Kind::NoText),
        },
    }
}

fn metadata(entry: &Entry, outlet: Option<&str>, feed: &Feed) -> Metadata {
    let told = |text: String| Told::new(text, Basis::Feed);
    let moment = |date: &Option<super::Date>| date.as_ref()?.moment.map(|moment| Told::new(moment, Basis::Feed));
    // An entry that was taken from another feed belongs to that one.
    let source =
        entry.source.as_ref().and_then(|source| source.title.as_ref()).map(words).filter(|name| !name.is_empty());
    let authors = if entry.authors.is_empty() && source.is_none() { &feed.about.authors } else { &entry.authors };
    let language = entry.language.as_ref().or(feed.about.language.as_ref());
    let publisher = entry.publisher.as_ref().and_then(|publisher| publisher.name.clone());
    Metadata {
        title: entry.title.as_ref().map(words).filter(|title| !title.is_empty()).map(told),
        authors: authors.iter().filter_map(|author| author.name.clone()).map(told).collect(),
        outlet: source.clone().or_else(|| outlet.map(str::to_owned)).map(told),
        publisher: source.or(publisher).map(told),
        section: entry.categories.first().map(|c| told(c.label.clone().unwrap_or_else(|| c.term.clone()))),
        language: language.cloned().map(told),
        published: moment(&entry.published).or_else(|| moment(&entry.dated)).or_else(|| moment(&entry.created)),
        modified: moment(&entry.updated),
        canonical: entry.link().map(|link| told(link.to_owned())),
        ..Metadata::default()
    }
}

/// A page of an entry: its title, its text, the captions of its pictures.
fn document(entry: &Entry, text: &Text) -> String {
    let mut page = String::from("<!DOCTYPE html><html><head><meta charset=\"utf-8\"></head><body><article>");
    let title = entry.title.as_ref().map(words).filter(|title| !title.is_empty());
    if let Some(title) = title {
        page.push_str("<h1>");
        page.push_str(&escaped(&title));
        page.push_str("</h1>");
    }
    match text.kind {
        TextKind::Plain => {
            for paragraph in text.value.split("\n\n").map(str::trim).filter(|p| !p.is_empty()) {
                page.push_str("<p>");
                page.push_str(&escaped(paragraph));
                page.push_str("</p>");
            }
        }
        TextKind::Html | TextKind::Xhtml if text.value.contains("<p") => page.push_str(&text.value),
        TextKind::Html | TextKind::Xhtml => {
            page.push_str("<p>");
            page.push_str(&text.value);
            page.push_str("</p>");
        }
    }
    for caption in entry.captions.iter().filter(|caption| caption.value != text.value) {
        page.push_str("<figure><figcaption>");
        page.push_str(&escaped(&words(caption)));
        page.push_str("</figcaption></figure>");
    }
    page.push_str("</article></body></html>");
    page
}

/// A short text without its markup.
pub(super) fn words(text: &Text) -> String {
    if text.kind == TextKind::Plain {
        return text.value.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let mut out = String::new();
    let mut rest = text.value.as_str();
    while let Some((before, tag)) = rest.split_once('<') {
        out.push_str(before);
        match tag.split_once('>') {
            // A sign, not a tag: "3 < 4".
            _ if !tag.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!')) => {
                out.push('<');
                rest = tag;
            }
            Some((_, behind)) => rest = behind,
            None => rest = "",
        }
    }
    out.push_str(rest);
    htmlize::unescape(out).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
