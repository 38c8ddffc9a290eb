//! JSON Feed 1.0 and 1.1 (jsonfeed.org).

use serde_json::{Map, Value};

use super::date::moment;
use super::model::{About, Category, Date, Entry, Feed, Person, Reference, Text, TextKind};
use super::syndication::Context;

/// Whether a JSON value is a feed.
pub(crate) fn is_feed(value: &Value) -> bool {
    value.get("version").and_then(Value::as_str).is_some_and(|version| version.contains("jsonfeed.org/version"))
}

/// Reads a feed.
pub(super) fn read(value: &Value, context: &Context) -> Feed {
    let Value::Object(fields) = value else { return Feed::default() };
    let about = About {
        title: string(fields, "title").map(plain),
        subtitle: string(fields, "description").map(plain),
        id: string(fields, "feed_url").map(|url| context.resolve(&url)),
        links: string(fields, "home_page_url")
            .map(|url| link(context.resolve(&url), "alternate"))
            .into_iter()
            .collect(),
        authors: authors(fields, context),
        language: string(fields, "language"),
        ..About::default()
    };
    let items = fields.get("items").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let entries = items.iter().filter_map(Value::as_object).map(|item| entry(item, &about, context)).collect();
    Feed { about, entries, broken: false }
}

fn entry(item: &Map<String, Value>, about: &About, context: &Context) -> Entry {
    let mut links: Vec<Reference> = Vec::new();
    links.extend(string(item, "url").map(|url| link(context.resolve(&url), "alternate")));
    links.extend(string(item, "external_url").map(|url| link(context.resolve(&url), "related")));
    for attachment in item.get("attachments").and_then(Value::as_array).into_iter().flatten() {
        let Some(fields) = attachment.as_object() else { continue };
        let Some(url) = string(fields, "url") else { continue };
        let media = string(fields, "mime_type");
        let title = string(fields, "title");
        links.push(Reference { media, title, ..link(context.resolve(&url), "enclosure") });
    }
    let base = string(item, "url");
    let html = string(item, "content_html").map(|value| Text { value, kind: TextKind::Html, base, language: None });
    let authors = authors(item, context);
    let tags = item.get("tags").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    Entry {
        title: string(item, "title").map(plain),
        // Identifiers are strings; numbers are met.
        id: item
            .get("id")
            .and_then(|id| id.as_str().map(str::to_owned).or_else(|| id.as_i64().map(|id| id.to_string()))),
        links,
        summary: string(item, "summary").map(plain),
        contents: html.into_iter().chain(string(item, "content_text").map(plain)).collect(),
        authors: if authors.is_empty() { about.authors.clone() } else { authors },
        categories: tags.map(|term| Category { term: term.to_owned(), ..Category::default() }).collect(),
        published: string(item, "date_published").map(date),
        updated: string(item, "date_modified").map(date),
        language: string(item, "language").or_else(|| about.language.clone()),
        ..Entry::default()
    }
}

/// `authors` of 1.1, `author` of 1.0.
fn authors(fields: &Map<String, Value>, context: &Context) -> Vec<Person> {
    let several = fields.get("authors").and_then(Value::as_array).into_iter().flatten();
    let found = several.chain(fields.get("author")).filter_map(Value::as_object).map(|author| Person {
        name: string(author, "name"),
        email: None,
        url: string(author, "url").map(|url| context.resolve(&url)),
    });
    let mut people: Vec<Person> = Vec::new();
    found.for_each(|person| {
        if !people.contains(&person) {
            people.push(person);
        }
    });
    people
}

fn string(fields: &Map<String, Value>, name: &str) -> Option<String> {
    fields.get(name)?.as_str().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

fn plain(value: String) -> Text {
    Text { value, ..Text::default() }
}

fn link(href: String, rel: &str) -> Reference {
    Reference { href, rel: rel.to_owned(), ..Reference::default() }
}

fn date(text: String) -> Date {
    Date { moment: moment(&text), text }
}
