//! RSS 0.9x to 2.0, RSS 1.0 (RDF), Atom 0.3 and 1.0, and what is left of CDF, in one reader: their elements hardly clash, and
//! feeds mix them. Specifications: RSS 2.0.11, RSS 1.0, RFC 4287, Media RSS 1.5; what the wild does beside them as in
//! feedparser's documentation.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::date::moment;
use super::model::{About, Category, Date, Entry, Feed, Person, Reference, Text, TextKind};
use super::spaces::{Space, space};
use crate::xml::{Element, Node, Tree};

/// What an element takes from those around it.
#[derive(Debug, Clone)]
pub(super) struct Context {
    /// `xml:base`, resolved.
    pub base: Option<url::Url>,
    /// `xml:lang`.
    pub language: Option<String>,
    atom: bool,
}

impl Context {
    pub(super) fn new(base: Option<&str>, language: Option<String>) -> Self {
        Self { base: base.and_then(|base| url::Url::parse(base).ok()), language, atom: false }
    }

    fn inside(&self, element: &Element) -> Self {
        let mut inner = self.clone();
        if let Some(base) = element.attribute("xml:base") {
            inner.base = joined(self.base.as_ref(), base).or(inner.base);
        }
        // CDF has its own.
        if let Some(base) = element.attribute("base").filter(|_| element.name.eq_ignore_ascii_case("channel")) {
            inner.base = joined(self.base.as_ref(), base).or(inner.base);
        }
        if let Some(language) = element.attribute("xml:lang") {
            inner.language = filled(language.replace('_', "-"));
        }
        inner
    }

    /// An address told relative to the base; as it is, where it is none or there is no base.
    pub(super) fn resolve(&self, href: &str) -> String {
        let href = href.trim();
        match &self.base {
            Some(base) if url::Url::parse(href).is_err() => {
                base.join(href).map_or_else(|_| href.to_owned(), |url| url.to_string())
            }
            _ => href.to_owned(),
        }
    }
}

/// A base, if it is one of the web's.
fn joined(base: Option<&url::Url>, href: &str) -> Option<url::Url> {
    let url = match base {
        Some(base) => base.join(href.trim()).ok()?,
        None => url::Url::parse(href.trim()).ok()?,
    };
    matches!(url.scheme(), "http" | "https" | "ftp" | "file" | "tag" | "urn").then_some(url)
}

/// Reads a feed. `context` is what its envelope says.
pub(super) fn read(tree: &Tree, context: &Context) -> Feed {
    let mut root = tree.root.clone();
    let name = root.name.to_ascii_lowercase();
    // A namespace of its own for the format (drafts had several) means the format.
    if matches!(name.as_str(), "feed" | "entry" | "rss" | "channel") && space(&root.space) == Space::Other {
        let own = root.space.clone();
        rename(&mut root, &own);
    }
    let mut context = context.inside(&root);
    context.atom = matches!(name.as_str(), "feed" | "entry");
    let mut feed = Feed { broken: tree.broken, ..Feed::default() };
    match name.as_str() {
        "entry" => feed.entries.push(entry(&root, &context)),
        // CDF has no element around it.
        "channel" => level(&Element { nodes: vec![Node::Element(root)], ..Element::default() }, &context, &mut feed),
        _ => level(&root, &context, &mut feed),
    }
    if feed.about.language.is_none() {
        feed.about.language.clone_from(&context.language);
    }
    feed
}

/// Takes a namespace from all names in an element.
fn rename(element: &mut Element, own: &str) {
    if element.space == own {
        element.space.clear();
    }
    for node in &mut element.nodes {
        if let Node::Element(child) = node {
            rename(child, own);
        }
    }
}

/// The elements of a feed: those of RSS lie in `channel`, RSS 1.0 has its items beside it.
fn level(element: &Element, context: &Context, feed: &mut Feed) {
    for child in element.elements() {
        let inner = context.inside(child);
        match child.name.to_ascii_lowercase().as_str() {
            "item" | "entry" if core(child) => feed.entries.push(entry(child, &inner)),
            "channel" if core(child) => {
                // CDF says in attributes what others say in elements.
                if let Some(href) = child.attribute("href") {
                    feed.about.links.push(alternate(inner.resolve(href)));
                }
                if let Some(date) = child.attribute("lastmod") {
                    feed.about.updated = Some(date_of(date));
                }
                feed.about.language = feed.about.language.take().or_else(|| inner.language.clone());
                level(child, &inner, feed);
            }
            "items" if core(child) => level(child, &inner, feed),
            name => about(child, name, &inner, &mut feed.about),
        }
    }
}

fn core(element: &Element) -> bool {
    space(&element.space) == Space::Core
}

/// One element of what a feed says of itself.
fn about(element: &Element, name: &str, context: &Context, about: &mut About) {
    match (space(&element.space), name) {
        (Space::Core | Space::DublinCore, "title") if element_free(&about.title, element) => {
            about.title = Some(text(element, context, Guess::Title));
        }
        (Space::Core | Space::DublinCore, "description" | "subtitle" | "tagline" | "abstract")
            if element_free(&about.subtitle, element) =>
        {
            let guess = if matches!(name, "subtitle" | "tagline") { Guess::Title } else { Guess::Markup };
            about.subtitle = Some(text(element, context, guess));
        }
        (Space::Itunes, "subtitle" | "summary") if about.subtitle.is_none() => {
            about.subtitle = Some(text(element, context, Guess::Title));
        }
        (Space::Core, "id" | "guid") => about.id = filled(context.resolve_id(element)),
        (Space::Core, "link") => about.links.extend(link(element, context)),
        (Space::Core, "author") => about.authors.push(person(element, context)),
        (Space::Core, "managingeditor") | (Space::DublinCore | Space::Itunes, "author" | "creator") => {
            about.authors.push(person(element, context));
        }
        (Space::Core, "webmaster") | (Space::DublinCore, "publisher") | (Space::Itunes, "owner") => {
            about.publisher = Some(person(element, context));
        }
        (Space::Core | Space::DublinCore, "language") => about.language = filled(element.text().replace('_', "-")),
        (_, "category" | "subject" | "keywords") => categories(element, name, &mut about.categories),
        (Space::Core, "pubdate" | "published" | "issued") | (Space::DublinCoreTerms, "issued") => {
            about.published = Some(date(element));
        }
        (Space::Core, "lastbuilddate" | "updated" | "modified")
        | (Space::DublinCore, "date")
        | (Space::DublinCoreTerms, "modified") => about.updated = Some(date(element)),
        _ => {}
    }
}

/// Whether a value may be taken: from an element of the format itself always, from a borrowed one if there is none yet.
fn element_free(value: &Option<Text>, element: &Element) -> bool {
    value.is_none() || core(element)
}

fn entry(element: &Element, context: &Context) -> Entry {
    let mut entry = Entry { language: context.language.clone(), ..Entry::default() };
    let mut permanent = None;
    if let Some(href) = element.attribute("href") {
        entry.links.push(alternate(context.resolve(href)));
    }
    if let Some(date) = element.attribute("lastmod") {
        entry.updated = Some(date_of(date));
    }
    entry.id = element.attribute("rdf:about").map(|id| context.resolve(id));
    let mut media = Media::default();
    for child in element.elements() {
        let inner = context.inside(child);
        entry_field(child, &inner, &mut entry, &mut permanent, &mut media);
    }
    if entry.link().is_none()
        && let Some(link) = permanent
    {
        entry.links.push(alternate(link));
    }
    entry.title = entry.title.take().or(media.title);
    if entry.summary.is_none() && entry.contents.is_empty() {
        entry.summary = (!media.descriptions.is_empty()).then(|| media.descriptions.remove(0));
    }
    entry.captions = media.descriptions;
    entry
}

/// What Media RSS says of an entry's pictures and films.
#[derive(Default)]
struct Media {
    title: Option<Text>,
    descriptions: Vec<Text>,
}

fn entry_field(
    element: &Element,
    context: &Context,
    entry: &mut Entry,
    permanent: &mut Option<String>,
    media: &mut Media,
) {
    let name = element.name.to_ascii_lowercase();
    match (space(&element.space), name.as_str()) {
        (Space::Core | Space::DublinCore, "title") if element_free(&entry.title, element) => {
            entry.title = Some(text(element, context, Guess::Title));
        }
        (Space::Core, "description" | "abstract") => summary(entry, text(element, context, Guess::Markup)),
        (Space::Core, "summary") => summary(entry, text(element, context, Guess::Title)),
        (Space::DublinCore, "description") if entry.summary.is_none() => {
            entry.summary = Some(text(element, context, Guess::Markup));
        }
        (Space::Itunes, "summary" | "subtitle") if entry.summary.is_none() => {
            entry.summary = Some(text(element, context, Guess::Title));
        }
        (Space::Core, "content") if element.attribute("src").is_none() => {
            entry.contents.push(text(element, context, Guess::Title));
        }
        (Space::Content, "encoded") | (Space::Core, "fullitem" | "content_encoded" | "prodlink") => {
            entry.contents.push(text(element, context, Guess::Markup));
        }
        (Space::Xhtml | Space::Core, "body" | "div") => {
            let value = element.markup();
            let base = context.base.as_ref().map(url::Url::to_string);
            entry.contents.push(Text { value, kind: TextKind::Xhtml, language: context.language.clone(), base });
        }
        (Space::Core, "id") => entry.id = filled(context.resolve_id(element)),
        (Space::Core, "guid") => {
            let id = element.text();
            let is_link =
                element.attribute("ispermalink").is_none_or(|told| !told.trim().eq_ignore_ascii_case("false"));
            if is_link && url::Url::parse(&context.resolve(&id)).is_ok() {
                *permanent = Some(context.resolve(&id));
            }
            entry.id = filled(id);
        }
        (Space::Core, "link") => entry.links.extend(link(element, context)),
        (Space::Core, "enclosure") => {
            let href = element.attribute("url").or_else(|| element.attribute("href")).map(|href| context.resolve(href));
            entry.links.extend(href.map(|href| Reference { rel: "enclosure".into(), ..typed(element, href) }));
        }
        (Space::Core | Space::DublinCore | Space::Itunes, "author" | "creator" | "managingeditor") => {
            entry.authors.push(person(element, context));
        }
        (Space::DublinCore, "publisher") | (Space::Core, "webmaster") | (Space::Itunes, "owner") => {
            entry.publisher = Some(person(element, context));
        }
        (Space::Core | Space::DublinCore, "language") => entry.language = filled(element.text()),
        (_, "category" | "subject" | "keywords") => categories(element, &name, &mut entry.categories),
        (Space::Core, "pubdate" | "published" | "issued") | (Space::DublinCoreTerms, "issued") => {
            entry.published = Some(date(element));
        }
        (Space::Core, "updated" | "modified" | "lastbuilddate") | (Space::DublinCoreTerms, "modified") => {
            entry.updated = Some(date(element));
        }
        (Space::Core | Space::DublinCoreTerms, "created") => entry.created = Some(date(element)),
        (Space::DublinCore, "date") => entry.dated = Some(date(element)),
        (Space::Core, "source") => entry.source = Some(Box::new(source(element, context))),
        (Space::Media, name) => media_field(element, name, context, media),
        _ => {}
    }
}

/// A second summary is the whole text: feeds give both in elements of the same meaning.
fn summary(entry: &mut Entry, text: Text) {
    match &entry.summary {
        Some(_) if !text.value.is_empty() => entry.contents.push(text),
        Some(_) => {}
        None => entry.summary = Some(text),
    }
}

fn media_field(element: &Element, name: &str, context: &Context, media: &mut Media) {
    match name {
        "title" if media.title.is_none() => media.title = Some(text(element, context, Guess::Title)),
        "description" | "text" => {
            let text = text(element, context, Guess::Title);
            if !text.value.is_empty() && !media.descriptions.iter().any(|own| own.value == text.value) {
                media.descriptions.push(text);
            }
        }
        "group" | "content" => {
            for child in element.elements().filter(|child| space(&child.space) == Space::Media) {
                let context = context.inside(child);
                match child.name.to_ascii_lowercase().as_str() {
                    // The title of a picture is not that of the report.
                    "title" if name == "content" => {}
                    name => media_field(child, name, &context, media),
                }
            }
        }
        _ => {}
    }
}

/// The feed that an entry was taken from: in Atom its own elements, in RSS its name and address.
fn source(element: &Element, context: &Context) -> About {
    let mut source = About::default();
    for child in element.elements() {
        about(child, &child.name.to_ascii_lowercase(), &context.inside(child), &mut source);
    }
    if source.title.is_none() {
        source.title = Some(text(element, context, Guess::Title)).filter(|title| !title.value.is_empty());
    }
    if let Some(url) = element.attribute("url") {
        source.links.push(alternate(context.resolve(url)));
    }
    source
}

/// What a text is taken for where the element does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Guess {
    /// Words; in RSS markup if they look like it.
    Title,
    /// Markup.
    Markup,
}

fn text(element: &Element, context: &Context, guess: Guess) -> Text {
    let declared = element.attribute("type").map(|told| told.trim().to_ascii_lowercase());
    let mode = element.attribute("mode").map(|told| told.trim().to_ascii_lowercase());
    let kind = match declared.as_deref() {
        Some("text" | "plain" | "text/plain") => TextKind::Plain,
        Some("html" | "text/html" | "text/x-html") => TextKind::Html,
        Some("xhtml" | "application/xhtml+xml") => TextKind::Xhtml,
        Some(told) if told.ends_with("+xml") || told.ends_with("/xml") => TextKind::Xhtml,
        _ if guess == Guess::Markup && !context.atom => TextKind::Html,
        _ => TextKind::Plain,
    };
    // Atom 0.3 says so; Atom 1.0 means it by a media type that is neither text nor XML.
    let packed = mode.as_deref() == Some("base64")
        || mode.is_none()
            && kind == TextKind::Plain
            && declared.as_deref().is_some_and(|told| told.contains('/') && !told.starts_with("text/"));
    let inline = element.elements().next().is_some();
    let mut value = if kind == TextKind::Xhtml || inline && mode.as_deref() != Some("escaped") {
        element.markup()
    } else {
        element.text()
    };
    if packed {
        let bytes: Vec<u8> = value.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
        if let Some(unpacked) = BASE64.decode(bytes).ok().and_then(|bytes| String::from_utf8(bytes).ok()) {
            value = unpacked;
        }
    }
    let marked = inline || (packed || !context.atom) && looks_like_markup(&value);
    let kind = if kind == TextKind::Plain && marked { TextKind::Html } else { kind };
    let base = context.base.as_ref().map(url::Url::to_string);
    Text { value, kind, language: context.language.clone(), base }
}

/// Whether words hold an end tag or a reference, and no tag that HTML has not.
fn looks_like_markup(value: &str) -> bool {
    const TAGS: &str = " a abbr acronym address article aside b big blockquote br button caption center cite code col dd del dfn \
        dir div dl dt em figcaption figure footer font form h1 h2 h3 h4 h5 h6 header hr i iframe img ins kbd label li main map mark \
        nav ol p picture pre q s samp section small source span strike strong sub sup table tbody td tfoot th thead time tr tt u ul \
        var video wbr ";
    let mut sign = false;
    for (at, _) in value.match_indices('<') {
        let inner = &value[at + 1..];
        let closing = inner.starts_with('/');
        let name: String =
            inner.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).take(12).collect();
        if name.is_empty() {
            continue;
        }
        if !TAGS.contains(&format!(" {} ", name.to_ascii_lowercase())) {
            return false;
        }
        sign |= closing;
    }
    sign || value.match_indices('&').any(|(at, _)| {
        let name = value[at + 1..].bytes().take(32).position(|b| b == b';').map(|end| &value[at..at + end + 2]);
        name.is_some_and(|name| htmlize::unescape(name) != name)
    })
}

impl Context {
    /// Identifiers are resolved where they are relative addresses; nothing else of them is changed.
    fn resolve_id(&self, element: &Element) -> String {
        self.resolve(&element.text())
    }
}

fn filled(text: String) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn alternate(href: String) -> Reference {
    Reference { href, rel: "alternate".into(), ..Reference::default() }
}

fn typed(element: &Element, href: String) -> Reference {
    Reference {
        href,
        rel: String::new(),
        media: element.attribute("type").and_then(|media| filled(media.to_owned())),
        title: element.attribute("title").and_then(|title| filled(title.to_owned())),
    }
}

fn link(element: &Element, context: &Context) -> Option<Reference> {
    let href = element.attribute("href").map(str::to_owned).or_else(|| filled(element.text()))?;
    let rel = element.attribute("rel").map_or("alternate", str::trim);
    // Relations may be written as addresses of the registry.
    let rel = rel.strip_prefix("http://www.iana.org/assignments/relation/").unwrap_or(rel);
    Some(Reference { rel: rel.to_owned(), ..typed(element, context.resolve(&href)) })
}

fn person(element: &Element, context: &Context) -> Person {
    let child = |names: &[&str]| {
        let found = element.elements().find(|child| names.iter().any(|name| child.name.eq_ignore_ascii_case(name)))?;
        filled(found.text())
    };
    if element.elements().next().is_none() {
        return named(&element.text());
    }
    let url = child(&["uri", "url", "homepage"]).map(|url| context.resolve(&url));
    Person { name: child(&["name"]), email: child(&["email"]), url }
}

/// `me@example.org (Name)`, `Name <me@example.org>`, `Name (me@example.org)`, or one of both.
fn named(text: &str) -> Person {
    let is_address = |c: char| c.is_ascii_alphanumeric() || "._%+-@!#$&'*/=?^`{|}~".contains(c);
    let email = text.split(|c: char| !is_address(c)).find(|word| {
        word.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.') && !host.contains('@'))
    });
    let Some(email) = email else { return Person { name: filled(text.to_owned()), ..Person::default() } };
    let rest = text.replacen(email, "", 1).replace("()", "").replace("<>", "").replace("&lt;&gt;", "");
    let name = rest.trim().trim_start_matches("mailto:").trim();
    let name = name.strip_prefix('(').and_then(|name| name.strip_suffix(')')).unwrap_or(name);
    Person { name: filled(name.to_owned()), email: Some(email.to_owned()), url: None }
}

fn categories(element: &Element, name: &str, found: &mut Vec<Category>) {
    let space = space(&element.space);
    let mut add = |category: Category| {
        if !category.term.is_empty()
            && !found.iter().any(|own| own.term == category.term && own.scheme == category.scheme)
        {
            found.push(category);
        }
    };
    if name == "keywords" {
        if space == Space::Itunes {
            let text = element.text();
            let separator = if text.contains(',') { ',' } else { ' ' };
            for term in text.split(separator).map(str::trim) {
                add(Category { term: term.to_owned(), scheme: Some("http://www.itunes.com/".into()), label: None });
            }
        }
        return;
    }
    let scheme = match space {
        Space::Itunes => Some("http://www.itunes.com/".to_owned()),
        Space::Media => element.attribute("scheme").map_or_else(
            || Some("http://search.yahoo.com/mrss/category_schema".to_owned()),
            |scheme| Some(scheme.to_owned()),
        ),
        Space::Other => return,
        _ => element.attribute("scheme").or_else(|| element.attribute("domain")).map(str::to_owned),
    };
    let own_text = || element.elements().next().is_none().then(|| element.text());
    let term = match space {
        Space::Itunes => element.attribute("text").map(str::to_owned),
        _ => element.attribute("term").map(str::to_owned).or_else(own_text),
    };
    let label = element.attribute("label").map(str::to_owned);
    add(Category { term: term.unwrap_or_default().trim().to_owned(), scheme, label });
    for child in element.elements() {
        categories(child, &child.name.to_ascii_lowercase(), found);
    }
}

fn date(element: &Element) -> Date {
    date_of(&element.text())
}

fn date_of(text: &str) -> Date {
    Date { text: text.trim().to_owned(), moment: moment(text) }
}
