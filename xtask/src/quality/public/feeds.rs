//! feedparser's suite of well-formed feeds: each file says in a comment what a reader must find in it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use recoupe_intake::feed::{self, About, Category, Date, Entry, Feed, Person, Reference, Text, TextKind};
use recoupe_intake::{Basis, Hints, Metadata, Moment, Told};
use serde_json::{Map, Value, json};

use super::{PublicSet, Row};
use expectation::{Expectation, Literal};

mod expectation;

const ABOUT: &str = "\
The suite of feedparser (github.com/kurtmckee/feedparser, BSD-2-Clause): `feedparser/tests/wellformed`, as in its repository. Each \
file is a feed with a Python expression over what a reader must find; a file counts as met if all of its expression holds on what \
`recoupe_intake::feed::parse` gives. Mapped: feedparser's names (`tagline`, `description`, `modified` … for one field each); the \
address and the fields of HTTP that a file's comment gives, as the hints of the envelope; moments compared in UTC. A value that is \
markup is compared as the words that a reader sees: reports keep no markup. Left out, as reports use nothing of them: files that \
expect nothing (`1`); rights, generators, images, icons, clouds, text inputs, licences, comments, contributors, ratings, expiry, \
chapters, places, sizes, `version`, `guidislink`, HTTP caching; elements that no format defines. Left out too is the \
cleaning of markup (`sanitize`), which is what `html::report` does for pages and entries alike.";

/// The set.
pub(crate) const SET: PublicSet =
    PublicSet { name: "feeds", folder: "feedparser/tests/wellformed", about: ABOUT, measure };

/// Fields of a feed, an entry or a source that a report uses, by feedparser's names.
const USED: [&str; 40] = [
    "title",
    "title_detail",
    "subtitle",
    "subtitle_detail",
    "tagline",
    "tagline_detail",
    "description",
    "id",
    "guid",
    "link",
    "links",
    "author",
    "author_detail",
    "authors",
    "publisher",
    "publisher_detail",
    "language",
    "tags",
    "category",
    "published",
    "published_parsed",
    "updated",
    "updated_parsed",
    "modified",
    "modified_parsed",
    "summary",
    "summary_detail",
    "content",
    "created",
    "created_parsed",
    "source",
    "enclosures",
    "date",
    "date_parsed",
    "issued",
    "issued_parsed",
    "categories",
    "keywords",
    "description_detail",
    "href",
];

fn measure(folder: &Path) -> anyhow::Result<Vec<Row>> {
    let mut paths = Vec::new();
    files(folder, &mut paths)?;
    paths.sort();
    let mut tally = Tally::default();
    let mut left_out = 0_usize;
    for path in paths {
        let told = path.strip_prefix(folder).unwrap_or(&path).display().to_string();
        if told.starts_with("sanitize") {
            continue;
        }
        let bytes = fs::read(&path)?;
        let source = String::from_utf8_lossy(&bytes).replace('\0', "");
        let expected = expectation::of(&source);
        let Some(expected) = expected.filter(|e| e.iter().all(used)) else {
            left_out += 1;
            continue;
        };
        let hints = hints(&source, &told);
        let found = feed::parse(&bytes, &hints).map(|feed| value(&feed, &hints));
        match found {
            Ok(found) => {
                let failed = expected.iter().find(|part| !holds(part, &found));
                tally.count(failed.map(|part| {
                    let value = expectation::at(&found, &part.path).cloned().unwrap_or(Value::Null);
                    format!("{told}: {part:?}: {value}")
                }));
            }
            Err(error) => tally.count(Some(format!("{told}: {error}"))),
        }
    }
    anyhow::ensure!(tally.all > 0, "no expectation found below {}", folder.display());
    println!("    {left_out} files expect nothing, or only fields that reports do not use");
    Ok(vec![tally.row("expectations on the fields that reports use", "≥ 0.98")])
}

#[derive(Default)]
struct Tally {
    all: usize,
    errors: Vec<String>,
}

impl Tally {
    fn count(&mut self, error: Option<String>) {
        self.all += 1;
        self.errors.extend(error);
    }

    fn row(self, what: &str, beside: &'static str) -> Row {
        let met = self.all - self.errors.len();
        let score = met as f64 / self.all.max(1) as f64;
        Row { what: what.to_owned(), score, items: self.all, beside, errors: self.errors }
    }
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            files(&path, found)?;
        } else if path.extension().is_some_and(|e| e == "xml") {
            found.push(path);
        }
    }
    Ok(())
}

fn used(part: &Expectation) -> bool {
    let names: Vec<&str> = part.path.iter().filter_map(|step| step.as_str()).collect();
    match names.first() {
        Some(&("feed" | "entries")) => {
            // A line about an entry beside its summary, and when a feed was made, are of no use.
            let own = if names[0] == "feed" { "created" } else { "subtitle" };
            let field = names.get(1).is_some_and(|name| USED.contains(name) && !name.starts_with(own));
            // Of a field's parts: what a source says is judged as what a feed says.
            let parts = names[1..].iter().skip(1).all(|name| {
                USED.contains(name)
                    || ["value", "type", "base", "name", "email", "url", "rel", "term", "scheme", "label"]
                        .contains(name)
            });
            field && parts && !matches!(&part.wanted, Literal::Map(map) if map.contains_key("length"))
        }
        _ => false,
    }
}

/// The envelope that the comment of a file gives, as feedparser's own test server does.
fn hints(source: &str, told: &str) -> Hints {
    let header = |name: &str| {
        let line = source.lines().find(|line| {
            line.trim_start().strip_prefix("Header:").is_some_and(|rest| rest.trim().to_lowercase().starts_with(name))
        })?;
        line.split_once("Header:")?.1.split_once(':').map(|(_, value)| value.trim().to_owned())
    };
    let served = told.contains("http").then(|| format!("http://127.0.0.1:8097/tests/wellformed/{told}"));
    let url = served.map(|served| match header("content-location:") {
        Some(place) if place.contains("://") => place,
        Some(place) if place.starts_with('/') => format!("http://127.0.0.1:8097{place}"),
        Some(place) => served.rsplit_once('/').map_or(place.clone(), |(folder, _)| format!("{folder}/{place}")),
        None => served,
    });
    let language = header("content-language:").filter(|_| told.contains("http"));
    let metadata =
        Metadata { language: language.map(|language| Told::new(language, Basis::HttpHeader)), ..Metadata::default() };
    let content_type = header("content-type:").filter(|_| told.contains("http"));
    Hints { name: told.to_owned(), url, content_type, metadata }
}

fn holds(part: &Expectation, found: &Value) -> bool {
    let value = expectation::at(found, &part.path);
    let same = match (&part.wanted, value) {
        (Literal::Present, value) => value.is_some_and(|value| !value.is_null()),
        (Literal::None, value) => value.is_none_or(Value::is_null),
        (wanted, Some(value)) => wanted.is(value, &visible),
        (_, None) => false,
    };
    same != part.negated
}

/// The words of markup.
fn visible(markup: &str) -> String {
    let page = format!("<!DOCTYPE html><html><body><article><p>{markup}</p></article></body></html>");
    let text = recoupe_intake::html::report(page.as_bytes(), &Hints::default()).map(|r| r.text).unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A feed with feedparser's names.
fn value(feed: &Feed, hints: &Hints) -> Value {
    let entries: Vec<Value> = feed.entries.iter().map(entry).collect();
    let mut about = about(&feed.about);
    if let (None, Some(language)) = (&feed.about.language, &hints.metadata.language) {
        about.insert("language".into(), json!(language.value));
    }
    json!({"feed": about, "entries": entries})
}

fn about(about: &About) -> Map<String, Value> {
    let mut map = Map::new();
    text(&mut map, &["title"], about.title.as_ref());
    text(&mut map, &["subtitle", "tagline", "description"], about.subtitle.as_ref());
    common(&mut map, about.id.as_deref(), &about.links, &about.authors, about.publisher.as_ref(), &about.categories);
    put(&mut map, &["language"], about.language.as_deref());
    put(&mut map, &["link", "href"], about.link());
    date(&mut map, &["published", "issued"], about.published.as_ref());
    date(&mut map, &["updated", "modified", "date"], about.updated.as_ref());
    map
}

fn entry(entry: &Entry) -> Value {
    let mut map = Map::new();
    text(&mut map, &["title"], entry.title.as_ref());
    // feedparser takes the whole text for the summary where there is none.
    text(&mut map, &["summary", "description"], entry.summary.as_ref().or(entry.contents.first()));
    common(&mut map, entry.id.as_deref(), &entry.links, &entry.authors, entry.publisher.as_ref(), &entry.categories);
    put(&mut map, &["link"], entry.link());
    put(&mut map, &["language"], entry.language.as_deref());
    date(&mut map, &["published", "issued"], entry.published.as_ref());
    date(&mut map, &["updated", "modified", "date"], entry.updated.as_ref().or(entry.dated.as_ref()));
    date(&mut map, &["created"], entry.created.as_ref());
    let contents: Vec<Value> = entry.contents.iter().map(detail).collect();
    map.insert("content".into(), json!(contents));
    if let Some(source) = &entry.source {
        map.insert("source".into(), Value::Object(self::about(source)));
    }
    Value::Object(map)
}

fn common(
    map: &mut Map<String, Value>,
    id: Option<&str>,
    links: &[Reference],
    authors: &[Person],
    publisher: Option<&Person>,
    categories: &[Category],
) {
    put(map, &["id", "guid"], id);
    let link = |link: &Reference| {
        let mut map = Map::new();
        put(&mut map, &["href", "url"], Some(&link.href));
        put(&mut map, &["rel"], Some(&link.rel));
        // What feedparser takes a link of no type for.
        let page = match link.rel.as_str() {
            "alternate" => Some("text/html"),
            "self" => Some("application/atom+xml"),
            _ => None,
        };
        put(&mut map, &["type"], link.media.as_deref().or(page));
        put(&mut map, &["title"], link.title.as_deref());
        Value::Object(map)
    };
    map.insert("links".into(), links.iter().map(link).collect());
    map.insert("enclosures".into(), links.iter().filter(|l| l.rel == "enclosure").map(link).collect());
    map.insert("authors".into(), authors.iter().map(person).collect());
    for (name, person_told) in [("author", authors.last()), ("publisher", publisher)] {
        if let Some(told) = person_told {
            map.insert(format!("{name}_detail"), person(told));
            let line = match (&told.name, &told.email) {
                (Some(name), Some(email)) => Some(format!("{name} ({email})")),
                (name, email) => name.clone().or_else(|| email.clone()),
            };
            put(map, &[name], line.as_deref());
        }
    }
    let tags: Vec<Value> =
        categories.iter().map(|c| json!({"term": c.term, "scheme": c.scheme, "label": c.label})).collect();
    put(map, &["category"], categories.first().map(|c| c.term.as_str()));
    map.insert("tags".into(), json!(tags));
}

fn person(person: &Person) -> Value {
    json!({"name": person.name, "email": person.email, "url": person.url, "href": person.url})
}

fn text(map: &mut Map<String, Value>, names: &[&str], told: Option<&Text>) {
    let Some(told) = told else { return };
    for name in names {
        map.insert((*name).to_owned(), detail(told)["value"].clone());
        map.insert(format!("{name}_detail"), detail(told));
    }
}

/// Markup is marked, so that it can be compared as words.
fn detail(told: &Text) -> Value {
    let (media, value) = match told.kind {
        TextKind::Plain => ("text/plain", json!(told.value)),
        TextKind::Html => ("text/html", json!({"markup": told.value})),
        TextKind::Xhtml => ("application/xhtml+xml", json!({"markup": told.value})),
    };
    json!({"value": value, "type": media, "language": told.language, "base": told.base})
}

fn put(map: &mut Map<String, Value>, names: &[&str], told: Option<&str>) {
    for name in names.iter().filter(|_| told.is_some()) {
        map.insert((*name).to_owned(), json!(told));
    }
}

fn date(map: &mut Map<String, Value>, names: &[&str], told: Option<&Date>) {
    let Some(told) = told else { return };
    for name in names {
        map.insert((*name).to_owned(), json!(told.text));
        map.insert(format!("{name}_parsed"), told.moment.map_or(Value::Null, |moment| json!(utc(moment))));
    }
}

/// Year, month, day, hour, minute, second, weekday from Monday, day of the year, no summer time: Python's `time.struct_time`.
fn utc(moment: Moment) -> Vec<i32> {
    let at = moment.day.to_datetime(moment.time.unwrap_or_default());
    let shift = moment.offset.map_or(0, jiff::tz::Offset::seconds);
    let at = at.checked_sub(jiff::SignedDuration::from_secs(i64::from(shift))).unwrap_or(at);
    let weekday = at.weekday().to_monday_zero_offset();
    [
        i32::from(at.year()),
        i32::from(at.month()),
        i32::from(at.day()),
        i32::from(at.hour()),
        i32::from(at.minute()),
        i32::from(at.second()),
        i32::from(weekday),
        i32::from(at.day_of_year()),
        0,
    ]
    .to_vec()
}
