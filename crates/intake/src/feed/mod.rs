//! Feeds, sitemaps and lists of feeds.
//!
//! An entry that holds a text is a report; one that holds only an address is a [`Link`](crate::Link), for whoever fetches pages.

mod date;
mod entry;
mod json;
mod model;
mod sitemap;
mod spaces;
mod syndication;

use serde_json::Value;

pub(crate) use date::moment;
pub(crate) use json::is_feed;
pub use model::{About, Category, Date, Entry, Feed, Person, Reference, Text, TextKind};

use crate::member::Steps;
use crate::xml::{self, Tree};
use crate::{Hints, IntakeErrorKind as Kind};
use syndication::Context;

/// Reads a feed in XML: RSS, Atom or CDF. The charset and the address that its addresses are relative to are those of `hints`,
/// unless it tells its own.
///
/// # Example
///
/// ```
/// use recoupe_intake::{Hints, feed};
///
/// let rss = b"<rss><channel><title>Le Courrier</title><item><title>Crue \xc3\xa0 Verlay</title></item></channel></rss>";
/// let feed = feed::parse(rss, &Hints::default()).unwrap();
/// assert_eq!(feed.entries[0].title.as_ref().unwrap().value, "Crue à Verlay");
/// ```
pub fn parse(bytes: &[u8], hints: &Hints) -> Result<Feed, Kind> {
    let tree = xml::parse(bytes.to_vec(), hints)?;
    if is_syndication(&tree) {
        return Ok(syndication::read(&tree, &context(hints)));
    }
    Err(Kind::UnknownXml { root: tree.root.name })
}

fn is_syndication(tree: &Tree) -> bool {
    let name = tree.root.name.to_ascii_lowercase();
    matches!(name.as_str(), "rss" | "rdf" | "feed" | "entry" | "channel")
}

fn context(hints: &Hints) -> Context {
    let language = hints.metadata.language.as_ref().map(|told| told.value.clone());
    Context::new(hints.url.as_deref(), language)
}

/// What an XML document lists.
pub(crate) fn members(bytes: Vec<u8>, hints: &Hints) -> Result<Steps, Kind> {
    let tree = xml::parse(bytes, hints)?;
    let context = context(hints);
    match tree.root.name.to_ascii_lowercase().as_str() {
        _ if is_syndication(&tree) => Ok(entry::steps(syndication::read(&tree, &context))),
        "urlset" | "sitemapindex" => Ok(entry::links(sitemap::sitemap(&tree.root, &context), tree.broken)),
        "opml" => Ok(entry::links(sitemap::opml(&tree.root, &context), tree.broken)),
        _ => Err(Kind::UnknownXml { root: tree.root.name }),
    }
}

/// The entries of a JSON Feed.
pub(crate) fn json_members(value: &Value, hints: &Hints) -> Steps {
    entry::steps(json::read(value, &context(hints)))
}
