//! Lists of addresses: sitemaps (sitemaps.org 0.9, with Google's news extension), their indexes, OPML 1.0 and 2.0.

use super::date::moment;
use super::syndication::Context;
use crate::xml::Element;
use crate::{Basis, Hints, Link, Metadata, Told};

/// The pages of a sitemap, or the sitemaps of an index.
pub(super) fn sitemap(root: &Element, context: &Context) -> Vec<Link> {
    let entries = root.elements().filter(|e| matches!(e.name.as_str(), "url" | "sitemap"));
    entries.filter_map(|entry| page(entry, context)).collect()
}

fn page(entry: &Element, context: &Context) -> Option<Link> {
    let url = context.resolve(&child(entry, "loc")?);
    let told = |text: String| Told::new(text, Basis::Feed);
    let modified = child(entry, "lastmod").and_then(|date| moment(&date)).map(|m| Told::new(m, Basis::Feed));
    let mut metadata = Metadata { modified, ..Metadata::default() };
    if let Some(news) = entry.elements().find(|e| e.name == "news") {
        metadata.title = child(news, "title").map(told);
        metadata.published =
            child(news, "publication_date").and_then(|d| moment(&d)).map(|m| Told::new(m, Basis::Feed));
        if let Some(publication) = news.elements().find(|e| e.name == "publication") {
            metadata.outlet = child(publication, "name").map(told);
            metadata.language = child(publication, "language").map(told);
        }
        metadata.paywall = child(news, "access").map(|_| Told::new(true, Basis::Feed));
    }
    Some(Link { hints: Hints { name: url.clone(), url: Some(url.clone()), content_type: None, metadata }, url })
}

fn child(element: &Element, name: &str) -> Option<String> {
    let found = element.elements().find(|e| e.name.eq_ignore_ascii_case(name))?.text();
    Some(found).filter(|text| !text.is_empty())
}

/// The feeds of a list, in its order, those of all its groups.
pub(super) fn opml(root: &Element, context: &Context) -> Vec<Link> {
    let mut links = Vec::new();
    // The tree is bounded in depth, see `xml`.
    outlines(root, context, &mut links);
    links
}

fn outlines(element: &Element, context: &Context, links: &mut Vec<Link>) {
    for child in element.elements() {
        let address = child.attribute("xmlUrl").or_else(|| child.attribute("url"));
        if let Some(url) = address.map(|url| context.resolve(url)).filter(|url| !url.is_empty()) {
            let name = child.attribute("title").or_else(|| child.attribute("text"));
            let outlet = name.map(|name| Told::new(name.trim().to_owned(), Basis::Feed));
            let language = child.attribute("language").map(|tag| Told::new(tag.trim().to_owned(), Basis::Feed));
            let metadata = Metadata { outlet, language, ..Metadata::default() };
            links.push(Link {
                hints: Hints { name: url.clone(), url: Some(url.clone()), content_type: None, metadata },
                url,
            });
        }
        outlines(child, context, links);
    }
}
