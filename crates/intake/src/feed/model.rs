//! What a feed says, whatever its format.

use crate::Moment;

/// A feed: RSS 0.9x to 2.0 and RDF, Atom 0.3 and 1.0, CDF, JSON Feed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Feed {
    /// What it says of itself.
    pub about: About,
    /// Its entries, in its order.
    pub entries: Vec<Entry>,
    /// Whether it breaks off or is cut.
    pub broken: bool,
}

/// A feed, as it or an entry that was taken from it tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// Its name.
    pub title: Option<Text>,
    /// A line about it.
    pub subtitle: Option<Text>,
    /// An identifier that does not change.
    pub id: Option<String>,
    /// Its pages.
    pub links: Vec<Reference>,
    /// Who writes it.
    pub authors: Vec<Person>,
    /// Who publishes it.
    pub publisher: Option<Person>,
    /// Its language, a BCP 47 tag.
    pub language: Option<String>,
    /// Its sections.
    pub categories: Vec<Category>,
    /// When it was published.
    pub published: Option<Date>,
    /// When it last changed.
    pub updated: Option<Date>,
}

/// An entry of a feed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// Its title.
    pub title: Option<Text>,
    /// An identifier that does not change.
    pub id: Option<String>,
    /// Its pages and enclosures.
    pub links: Vec<Reference>,
    /// Its beginning, or a line about it.
    pub summary: Option<Text>,
    /// Its whole text; several where it is told in several forms or languages.
    pub contents: Vec<Text>,
    /// Who wrote it.
    pub authors: Vec<Person>,
    /// Who publishes it.
    pub publisher: Option<Person>,
    /// Its sections and keywords.
    pub categories: Vec<Category>,
    /// When it was published.
    pub published: Option<Date>,
    /// When it last changed.
    pub updated: Option<Date>,
    /// A date of which the format does not say what happened then (`dc:date`).
    pub dated: Option<Date>,
    /// When it was written.
    pub created: Option<Date>,
    /// The feed that it was taken from: its true publisher.
    pub source: Option<Box<About>>,
    /// What is said of its pictures and films.
    pub captions: Vec<Text>,
    /// Its language, a BCP 47 tag.
    pub language: Option<String>,
}

/// A text of a feed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    /// The text, or its markup.
    pub value: String,
    /// How it is written.
    pub kind: TextKind,
    /// Its language, a BCP 47 tag.
    pub language: Option<String>,
    /// The address that the addresses in it are relative to.
    pub base: Option<String>,
}

/// How a text is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TextKind {
    /// Words.
    #[default]
    Plain,
    /// Words with the markup of HTML.
    Html,
    /// Words with the markup of XHTML.
    Xhtml,
}

/// A link of a feed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reference {
    /// Its address, resolved.
    pub href: String,
    /// What lies there: `alternate`, `enclosure`, `self`, `via` …
    pub rel: String,
    /// Its media type.
    pub media: Option<String>,
    /// Its title.
    pub title: Option<String>,
}

/// Somebody.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// The name.
    pub name: Option<String>,
    /// The address for mail.
    pub email: Option<String>,
    /// The page.
    pub url: Option<String>,
}

/// A section or keyword.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Category {
    /// The word.
    pub term: String,
    /// The list that it is of.
    pub scheme: Option<String>,
    /// The word for readers.
    pub label: Option<String>,
}

/// A date as it is written, and read where it can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Date {
    /// As written.
    pub text: String,
    /// The moment; `None` where the words cannot be read.
    pub moment: Option<Moment>,
}

/// The page among links: `alternate`, HTML before other types.
pub(super) fn page(links: &[Reference]) -> Option<&Reference> {
    let pages = || links.iter().filter(|link| link.rel == "alternate");
    pages().find(|link| link.media.as_deref().is_none_or(|media| media.contains("html"))).or_else(|| pages().next())
}

impl About {
    /// The address of its page.
    pub fn link(&self) -> Option<&str> {
        page(&self.links).map(|link| link.href.as_str())
    }
}

impl Entry {
    /// The address of its page.
    pub fn link(&self) -> Option<&str> {
        page(&self.links).map(|link| link.href.as_str())
    }
}
