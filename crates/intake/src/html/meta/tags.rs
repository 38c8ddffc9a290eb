//! What `<meta>` and `<link>` elements say.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::Basis;
use crate::html::dom::Dom;
use crate::html::names::entries;
use crate::html::tag::Tag;

/// A field of the metadata.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Field {
    Title,
    Authors,
    Outlet,
    Publisher,
    Section,
    Language,
    Published,
    Modified,
    Canonical,
    Paywall,
}

struct Names {
    /// By their letters and digits: sites write `published_time`, `published-time`, `publishedTime`.
    known: FxHashMap<String, (usize, Field, Basis)>,
}

/// The letters and digits of a name, in small letters.
pub(super) fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_ascii_alphanumeric()).map(|c| c.to_ascii_lowercase()).collect()
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let mut known = FxHashMap::default();
    for (rank, (section, name)) in entries(include_str!("../lexicon/metatags.txt")).enumerate() {
        let (field, basis) = section.split_once('/').unwrap_or((section, ""));
        let field = match field {
            "title" => Field::Title,
            "authors" => Field::Authors,
            "outlet" => Field::Outlet,
            "publisher" => Field::Publisher,
            "section" => Field::Section,
            "language" => Field::Language,
            "modified" => Field::Modified,
            "canonical" => Field::Canonical,
            "paywall" => Field::Paywall,
            _ => Field::Published,
        };
        let basis = match basis {
            "open-graph" => Basis::OpenGraph,
            "dublin-core" => Basis::DublinCore,
            _ => Basis::Meta,
        };
        known.entry(letters(name)).or_insert((rank, field, basis));
    }
    Names { known }
});

/// The `<meta>` elements of a page that are known.
pub(super) struct Tags {
    /// Rank, field, vocabulary, value; by rank, then in the order of the page.
    found: Vec<(usize, Field, Basis, String)>,
    /// `<link rel=canonical>`.
    pub canonical: Option<String>,
    /// `<meta name=description>` or `og:description`.
    pub description: Option<String>,
    /// `<meta name=news_keywords>` and the like are not read; authors of `<link rel=author>` are names only where titled.
    pub html_language: Option<String>,
}

impl Tags {
    pub(super) fn of(dom: &Dom<'_>) -> Self {
        let mut tags = Self { found: Vec::new(), canonical: None, description: None, html_language: None };
        for id in 1..dom.len() {
            match dom.tag(id) {
                Tag::Meta => tags.meta(dom, id),
                Tag::Link => {
                    let rel = dom.raw_attribute(id, "rel").unwrap_or_default();
                    if rel.eq_ignore_ascii_case("canonical") && tags.canonical.is_none() {
                        tags.canonical =
                            dom.attribute(id, "href").map(|h| h.trim().to_owned()).filter(|h| !h.is_empty());
                    }
                }
                Tag::Html if tags.html_language.is_none() => {
                    let lang = dom.attribute(id, "lang").or_else(|| dom.attribute(id, "xml:lang"));
                    tags.html_language = lang.map(|l| l.trim().to_owned()).filter(|l| !l.is_empty());
                }
                _ => {}
            }
        }
        tags.found.sort_by_key(|(rank, ..)| *rank);
        tags
    }

    fn meta(&mut self, dom: &Dom<'_>, id: usize) {
        let Some(content) = dom.attribute(id, "content").map(|c| fold(&c)).filter(|c| !c.is_empty()) else { return };
        for attribute in ["property", "name", "itemprop", "http-equiv"] {
            let Some(name) = dom.raw_attribute(id, attribute) else { continue };
            let name = name.trim().to_ascii_lowercase();
            if matches!(name.as_str(), "description" | "og:description" | "twitter:description") {
                let longer = self.description.as_ref().is_none_or(|d| d.len() < content.len());
                if longer {
                    self.description = Some(content);
                }
                return;
            }
            if let Some(&(rank, field, basis)) = NAMES.known.get(&letters(&name)) {
                self.found.push((rank, field, basis, content));
                return;
            }
        }
    }

    /// All values of a field, best first.
    pub(super) fn all(&self, field: Field) -> impl Iterator<Item = (&str, Basis)> {
        self.found.iter().filter(move |f| f.1 == field).map(|(_, _, basis, value)| (value.as_str(), *basis))
    }
}

/// Blanks folded to single spaces.
pub(super) fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
