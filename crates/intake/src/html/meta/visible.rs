//! What a reader of the page sees: dates beside the title, names under it; and what attributes say about such words.

use std::sync::LazyLock;

use super::dates::{self, Order};
use super::tags::fold;
use super::within;
use crate::html::blocks::{Block, Out, Page, Set};
use crate::html::content::Kept;
use crate::html::dom::{Dom, Id};
use crate::html::names::{Roles, entries};
use crate::html::tag::Tag;
use crate::{Basis, Moment, PartKind, Told};

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
        let name = property.unwrap_or_default().rsplit(':').next().unwrap_or_default().to_ascii_lowercase();
        match name.as_str() {
            "datepublished" | "datecreated" => found.published.push(value()),
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

/// Dates that stand on the page.
#[derive(Debug, Default)]
pub(super) struct Dates {
    /// Said to be of publication.
    pub published: Option<Told<Moment>>,
    /// Not said to be of anything, but marked up as a date right beside the title.
    pub close: Option<Told<Moment>>,
    /// Not said to be of anything, but where the date of publication stands.
    pub near: Option<Told<Moment>>,
    /// Said to be of a change.
    pub modified: Option<Told<Moment>>,
}

/// What the words before a date say of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Label {
    Published,
    Modified,
}

static LABELS: LazyLock<Vec<(Label, &'static str)>> = LazyLock::new(|| {
    let labels = entries(include_str!("../lexicon/dates.txt"));
    labels
        .map(|(section, phrase)| (if section == "modified" { Label::Modified } else { Label::Published }, phrase))
        .collect()
});

/// A date on the page.
struct Found {
    moment: Moment,
    basis: Basis,
    label: Option<Label>,
    /// How far it is from where the date of publication is expected; smaller is better.
    distance: usize,
}

/// Most blocks between the title and its date.
const NEAR: usize = 12;

/// Most blocks between the title and a date that is marked up as one and belongs to it without doubt.
const CLOSE: usize = 3;

/// Finds the dates of a page.
pub(super) fn dates(dom: &Dom<'_>, page: &Page, kept: &[Kept], order: Order) -> Dates {
    let title = title_block(page, kept);
    let end = kept.last().map_or(title, |k| k.block);
    let mut found = Vec::new();
    for (i, block) in page.blocks.iter().enumerate() {
        if block.roles.any(Roles::COMMENTS | Roles::RELATED) || block.out == Some(Out::Card) {
            continue;
        }
        let distance = if i >= title && i <= title + NEAR {
            i - title
        } else if i < title && i + 6 >= title {
            NEAR + (title - i)
        } else if i > end && i <= end + 8 {
            2 * NEAR + (i - end)
        } else {
            100 + i.abs_diff(title)
        };
        in_block(page, block, order, distance, &mut found);
    }
    in_time_elements(dom, page, title, order, &mut found);
    let best = |label: Option<Label>, within: usize| {
        let fits = found.iter().filter(|f| f.label == label && f.distance <= within);
        fits.min_by_key(|f| f.distance).map(|f| Told::new(f.moment, f.basis))
    };
    Dates {
        published: best(Some(Label::Published), 2 * NEAR + 8),
        close: best(None, CLOSE),
        near: best(None, 3 * NEAR)
            .or_else(|| best(Some(Label::Published), usize::MAX))
            .or_else(|| best(None, usize::MAX)),
        modified: best(Some(Label::Modified), 2 * NEAR + 8),
    }
}

/// The block of the title: the last `<h1>` up to the first paragraph that is kept, or the first block that is kept.
fn title_block(page: &Page, kept: &[Kept]) -> usize {
    let first = kept.iter().find(|k| k.kind == PartKind::Paragraph).or(kept.first()).map_or(0, |k| k.block);
    let heading = (0..=first.min(page.blocks.len().saturating_sub(1)))
        .rev()
        .find(|&i| page.blocks.get(i).is_some_and(|b| b.set == Set::Heading(1)));
    heading.unwrap_or(kept.first().map_or(0, |k| k.block))
}

/// The dates of a short block, or at the head of a longer one that says what date it is.
fn in_block(page: &Page, block: &Block, order: Order, distance: usize, found: &mut Vec<Found>) {
    let text = &page.text[block.text.clone()];
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return;
    }
    let head = &text[..text.floor_char_boundary(240)];
    let mut from = 0;
    while let Some((at, moment)) = dates::find(&head[from..], order) {
        let before = &head[from..from + at];
        let label = label(before);
        // A date in running text is of what the report tells.
        if label.is_some() && before.chars().count() <= 60 || block.words <= 16 {
            let named = usize::from(!block.roles.any(Roles::DATE)) * 4;
            found.push(Found {
                moment,
                basis: Basis::Text,
                label,
                distance: distance + named + usize::from(block.words > 16) * 3,
            });
        } else if block.words > 16 && from == 0 && before.chars().count() <= 30 && distance <= 2 * NEAR {
            // "VERLAY, 4 mars 2031 – Le pont …": the day of the dateline.
            found.push(Found { moment, basis: Basis::Text, label: None, distance: distance + NEAR });
        }
        from += at + 6;
        while !head.is_char_boundary(from) {
            from += 1;
        }
        // On past the digits of the date just read.
        from += head[from..]
            .find(|c: char| !c.is_ascii_digit() && !matches!(c, '-' | '/' | '.' | ':'))
            .unwrap_or(head.len() - from);
    }
}

fn label(before: &str) -> Option<Label> {
    let before = before.to_lowercase().replace('\u{2019}', "'");
    let ends = |phrase: &str| {
        before.rmatch_indices(phrase).find_map(|(at, _)| {
            let bounded = !before[..at].ends_with(char::is_alphanumeric)
                && !before[at + phrase.len()..].starts_with(char::is_alphanumeric);
            bounded.then_some((at + phrase.len(), phrase.len()))
        })
    };
    LABELS
        .iter()
        .filter_map(|(label, phrase)| Some((ends(phrase)?, *label)))
        .max_by_key(|(place, _)| *place)
        .map(|(_, label)| label)
}

/// `<time>`: its `datetime`, or its words.
fn in_time_elements(dom: &Dom<'_>, page: &Page, title: usize, order: Order, found: &mut Vec<Found>) {
    let title_node = page.blocks.get(title).map_or(0, |b| b.nodes.0);
    for (n, id) in dom.all(Tag::Time).enumerate().take(200) {
        if within(dom, page, id, Roles::COMMENTS | Roles::RELATED) {
            continue;
        }
        let value = dom.attribute(id, "datetime").map_or_else(|| dom.text_of(id), |v| fold(&v));
        let Some(moment) = dates::moment(&value, order) else { continue };
        let names: String = [id, dom.parent(id)]
            .iter()
            .flat_map(|&e| [dom.raw_attribute(e, "class"), dom.raw_attribute(e, "itemprop")])
            .flatten()
            .collect::<Vec<_>>()
            .join(" ");
        let names = names.to_ascii_lowercase();
        let label = if names.contains("updat") || names.contains("modif") || names.contains("maj") {
            Some(Label::Modified)
        } else if dom.raw_attribute(id, "pubdate").is_some()
            || names.contains("publi")
            || names.contains("posted")
            || names.contains("entry-date")
        {
            Some(Label::Published)
        } else {
            label(&words_before(page, id)).or_else(|| label_of_text(dom, id))
        };
        let named =
            names.contains("date") || names.contains("datum") || names.contains("time") || names.contains("fecha");
        let distance = n + if id >= title_node { 0 } else { NEAR / 2 } + if named { 0 } else { 2 };
        found.push(Found { moment, basis: Basis::TimeElement, label, distance });
    }
}

/// The words of its block before an element.
fn words_before(page: &Page, id: Id) -> String {
    let i = page.blocks.partition_point(|b| b.nodes.1 < id);
    let Some(block) = page.blocks.get(i).filter(|b| b.nodes.0 < id) else { return String::new() };
    let text = &page.text[block.text.clone()];
    text[..text.floor_char_boundary(40)].split(|c: char| c.is_ascii_digit()).next().unwrap_or_default().to_owned()
}

fn label_of_text(dom: &Dom<'_>, id: Id) -> Option<Label> {
    let text = dom.text_of(id);
    label(text.split(|c: char| c.is_ascii_digit()).next().unwrap_or_default())
}

/// Keys of data in scripts that tell the date of publication.
const KEYS: [&str; 10] = [
    "datePublished",
    "publishedAt",
    "published_at",
    "publishedDate",
    "publishDate",
    "publish_date",
    "publicationDate",
    "publication_date",
    "firstPublished",
    "published_time",
];

/// The date of publication in the data of a page that its scripts build, where nothing else says it.
pub(super) fn in_scripts(dom: &Dom<'_>, order: Order) -> Option<Moment> {
    KEYS.iter().find_map(|key| {
        let scripts = dom.all(Tag::Script).map(|id| dom.raw_content(id));
        scripts.filter_map(|script| value_of(script, key)).find_map(|value| dates::moment(value, order))
    })
}

/// The value behind `"key":"…"`, also where the quotation marks are escaped.
fn value_of<'s>(script: &'s str, key: &str) -> Option<&'s str> {
    let at = memchr::memmem::find(script.as_bytes(), key.as_bytes())? + key.len();
    let rest = script.get(at..)?.trim_start_matches(['\\', '"', '\'']).trim_start().strip_prefix(':')?.trim_start();
    let rest = rest.trim_start_matches(['\\', '"', '\'']);
    rest.get(..rest.find(['"', '\'', '\\', ',', '}'])?).filter(|v| v.len() <= 40)
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
pub(super) fn byline(page: &Page, kept: &[Kept]) -> Vec<Told<String>> {
    let title = title_block(page, kept);
    let near = page.blocks.iter().skip(title).take(NEAR).filter(|b| b.words <= 20 && b.out != Some(Out::Card));
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

    #[test]
    fn the_last_label_before_a_date_tells() {
        assert_eq!(label("Publié le"), Some(Label::Published));
        assert_eq!(label("Publié hier, mis à jour le"), Some(Label::Modified));
        assert_eq!(label("Last updated on"), Some(Label::Modified));
        assert_eq!(label("Verlay,"), None);
        assert_eq!(label("Standing on"), None);
    }
}
