//! What attributes and scripts say about the words of a page, and the names under its title.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::dates::{self, Order};
use super::tags::fold;
use super::{seen, within};
use crate::html::blocks::{Out, Page};
use crate::html::content::Kept;
use crate::html::dom::Dom;
use crate::html::names::{Roles, entries};
use crate::html::tag::Tag;
use crate::{Basis, Moment, Told};

/// What microdata and RDFa say, as written, in the order of the page.
#[derive(Debug, Default)]
pub(super) struct Attributes {
    pub published: Vec<String>,
    pub modified: Vec<String>,
    pub authors: Vec<String>,
}

/// Most values of one kind that are read: a page that has more is a list.
const MOST: usize = 40;

/// Reads `itemprop`, `property` and `rel` outside of comments and cards.
pub(super) fn attributes(dom: &Dom<'_>, page: &Page) -> Attributes {
    let mut found = Attributes::default();
    for id in 1..dom.len() {
        let property = dom.raw_attribute(id, "itemprop").or_else(|| dom.raw_attribute(id, "property"));
        let is_author = dom
            .raw_attribute(id, "rel")
            .is_some_and(|r| r.split_ascii_whitespace().any(|r| r.eq_ignore_ascii_case("author")));
        // hAtom: `<abbr class="published" title="2031-03-04">`.
        if dom.tag(id) == Tag::Abbr || dom.tag(id) == Tag::Span {
            let classes = dom.raw_attribute(id, "class").unwrap_or_default();
            if let Some(title) = dom.attribute(id, "title").filter(|t| t.bytes().any(|b| b.is_ascii_digit())) {
                if classes.split_ascii_whitespace().any(|c| c == "published") {
                    found.published.push(fold(&title));
                } else if classes.split_ascii_whitespace().any(|c| c == "updated") {
                    found.modified.push(fold(&title));
                }
            }
        }
        let full = found.published.len().max(found.modified.len()).max(found.authors.len()) >= MOST;
        if property.is_none() && !is_author || full {
            continue;
        }
        if within(dom, page, id, Roles::COMMENTS | Roles::RELATED) {
            continue;
        }
        let value = || {
            let told = ["content", "datetime", "title"]
                .iter()
                .find_map(|a| dom.attribute(id, a))
                .filter(|v| !v.trim().is_empty());
            told.map_or_else(|| dom.text_of(id), |v| fold(&v))
        };
        let name = property.unwrap_or_default().to_ascii_lowercase();
        // RDFa names several terms: "dc:date dc:created".
        let terms = || name.split_ascii_whitespace();
        if terms()
            .any(|term| matches!(term, "dc:date" | "dc:created" | "dc:issued" | "dcterms:issued" | "dcterms:created"))
        {
            found.published.push(value());
            continue;
        }
        match terms().next_back().and_then(|term| term.rsplit(':').next()).unwrap_or_default() {
            "datepublished" | "datecreated" | "dateposted" | "dtreviewed" => found.published.push(value()),
            "datemodified" | "dateupdated" => found.modified.push(value()),
            "author" | "creator" => {
                let named = (id + 1..dom.end(id))
                    .take(100)
                    .find(|&n| dom.raw_attribute(n, "itemprop").is_some_and(|p| p.eq_ignore_ascii_case("name")));
                found.authors.push(
                    named.map_or_else(value, |n| {
                        dom.attribute(n, "content").map_or_else(|| dom.text_of(n), |v| fold(&v))
                    }),
                );
            }
            _ if is_author && dom.tag(id) == Tag::A => found.authors.push(dom.text_of(id)),
            _ => {}
        }
    }
    found
}

/// Keys of data in scripts that tell the date of publication, the plainest first.
static KEYS: LazyLock<Vec<Finder<'static>>> =
    LazyLock::new(|| entries(include_str!("../lexicon/script-keys.txt")).map(|(_, key)| Finder::new(key)).collect());

/// The date of publication in the data of a page that its scripts build, where nothing else says it.
pub(super) fn in_scripts(dom: &Dom<'_>, order: Order, fits: impl Fn(&Moment) -> bool) -> Option<Moment> {
    let scripts: Vec<&str> = dom.all(Tag::Script).map(|id| dom.raw_content(id)).filter(|s| !s.is_empty()).collect();
    KEYS.iter().find_map(|key| {
        let values = scripts.iter().filter_map(|script| value_of(script, key));
        values.filter_map(|value| dates::moment(value, order)).find(&fits)
    })
}

/// The value behind `"key":"…"`, also where the quotation marks are escaped, or behind `key = "…"`.
fn value_of<'s>(script: &'s str, key: &Finder<'_>) -> Option<&'s str> {
    let at = key.find(script.as_bytes())? + key.needle().len();
    let rest = script.get(at..)?.trim_start_matches(['\\', '"', '\'', ']']).trim_start();
    let rest = rest.strip_prefix(':').or_else(|| rest.strip_prefix('='))?.trim_start();
    let before = rest.len();
    let rest = rest.trim_start_matches(['\\', '"', '\'']);
    // A comma ends a number, but stands in dates between quotation marks.
    let quoted = rest.len() < before;
    let end = rest.find(|c| matches!(c, '"' | '\'' | '\\' | '}' | '\n' | ';') || c == ',' && !quoted)?;
    rest.get(..end).filter(|v| v.len() <= 40)
}

/// The names in a value: "Par Odile Marsac et A. Morin", "Odile Marsac, Le Relais".
pub(super) fn names(value: &str) -> Vec<String> {
    let text = fold(value);
    let mut rest = text.as_str();
    for lead in ["Par ", "par ", "PAR ", "By ", "by ", "BY ", "De ", "Von ", "von "] {
        rest = rest.strip_prefix(lead).unwrap_or(rest);
    }
    if rest.starts_with("http")
        || rest.starts_with('/')
        || rest.starts_with('@')
        || rest.contains("://")
        || rest.chars().count() > 120
    {
        return Vec::new();
    }
    let parts = rest
        .split([',', ';', '|'])
        .flat_map(|p| p.split(" et "))
        .flat_map(|p| p.split(" and "))
        .flat_map(|p| p.split(" & "));
    let names = parts.map(|p| p.trim().trim_matches(|c: char| matches!(c, '.' | '-' | '–' | '(' | ')' | ':')).trim());
    names
        .filter(|n| {
            n.chars().filter(|c| c.is_alphabetic()).count() >= 2
                && !n.contains('@')
                && n.split_whitespace().count() <= 6
        })
        .map(str::to_owned)
        .collect()
}

/// The author that a byline of the page names: "Par Odile Marsac", "By Odile Marsac".
pub(super) fn byline(page: &Page, kept: &[Kept], title: Option<&str>) -> Vec<Told<String>> {
    let title = seen::title_block(page, kept, title);
    let near = page.blocks.iter().skip(title).take(seen::NEAR).filter(|b| b.words <= 20 && b.out != Some(Out::Card));
    for block in near {
        let text = &page.text[block.text.clone()];
        for lead in ["Par ", "PAR ", "By ", "BY "] {
            let Some(rest) = text.strip_prefix(lead) else { continue };
            let end = rest.find(['\n', '|', '•', '·', '–', '—', '(']).unwrap_or(rest.len());
            let line = rest[..end]
                .split([','])
                .take_while(|p| !p.bytes().any(|b| b.is_ascii_digit()))
                .collect::<Vec<_>>()
                .join(",");
            let line = line.split(" le ").next().unwrap_or_default();
            let found: Vec<String> = names(line)
                .into_iter()
                .filter(|n| n.starts_with(char::is_uppercase) && !n.bytes().any(|b| b.is_ascii_digit()))
                .collect();
            if !found.is_empty() {
                return found.into_iter().map(|n| Told::new(n, Basis::Text)).collect();
            }
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_without_their_furniture() {
        assert_eq!(names("Par Odile Marsac et A. Morin"), ["Odile Marsac", "A. Morin"]);
        assert_eq!(names("By Odile Marsac, Le Relais"), ["Odile Marsac", "Le Relais"]);
        assert!(names("https://a.example/auteur/1").is_empty());
        assert!(names("redaction@a.example").is_empty());
    }
}
