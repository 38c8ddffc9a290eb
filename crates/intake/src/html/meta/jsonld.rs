//! schema.org in JSON-LD: every shape that pages have it in.
//!
//! One object, an array, an `@graph`; references by `@id`; values that are strings, objects or lists of either; and JSON
//! that is broken in the ways that templates break it.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::html::dom::{Dom, unescaped};
use crate::html::tag::Tag;

/// What the JSON-LD of a page says of its report.
#[derive(Debug, Default)]
pub(crate) struct Article {
    pub title: Option<String>,
    pub authors: Vec<String>,
    pub publisher: Option<String>,
    pub section: Option<String>,
    pub language: Option<String>,
    pub published: Option<String>,
    pub modified: Option<String>,
    pub url: Option<String>,
    pub credits: Vec<String>,
    pub corrections: Vec<String>,
    pub free: Option<bool>,
    pub body: Option<String>,
    pub description: Option<String>,
    /// The name of the site.
    pub site: Option<String>,
}

/// Deepest nesting that is looked into.
const MAX_DEPTH: usize = 24;

/// Reads all JSON-LD of a page.
pub(crate) fn read(dom: &Dom<'_>) -> Article {
    let mut documents = Vec::new();
    for script in dom.all(Tag::Script) {
        let json_ld = |kind: &str| kind.trim().to_ascii_lowercase().starts_with("application/ld+json");
        if dom.raw_attribute(script, "type").is_some_and(json_ld) {
            documents.extend(parse(dom.raw_content(script)));
        }
    }
    let graph = Graph::of(&documents);
    let mut article = Article::default();
    // The best kind of node first; a page about a report often has a node for the page too.
    let mut nodes: Vec<&Map<String, Value>> = graph.top.iter().copied().filter(|n| rank(n) < OTHER).collect();
    nodes.sort_by_key(|n| rank(n));
    // Several articles are a list of teasers; the report is the one with a body or the first one.
    if let Some(main) = nodes.iter().position(|n| rank(n) == 0 && n.contains_key("articleBody")) {
        nodes[..=main].rotate_right(1);
    }
    let mut seen_article = false;
    for node in nodes {
        let is_article = rank(node) <= 1;
        if is_article && seen_article {
            continue;
        }
        seen_article |= is_article;
        graph.fill(node, &mut article);
    }
    for node in &graph.top {
        if is_a(node, &["WebSite", "NewsMediaOrganization"]) && article.site.is_none() {
            article.site = graph.name(&Value::Object((*node).clone()), 0);
        }
    }
    article
}

/// Rank of what is no report.
const OTHER: u8 = 5;

/// How near a node is to being the report: an article, another work, a page, anything else.
fn rank(node: &Map<String, Value>) -> u8 {
    let kinds = types(node);
    let is = |endings: &[&str]| kinds.iter().any(|k| endings.iter().any(|e| k.ends_with(e)));
    if is(&["Article", "BlogPosting", "Posting", "Report"]) {
        0
    } else if is(&["VideoObject", "PodcastEpisode", "Recipe", "CreativeWork", "Review", "Event", "Question", "Dataset"])
    {
        2
    } else if is(&["WebPage", "ItemPage", "AboutPage", "FAQPage"]) {
        3
    } else if node.contains_key("datePublished") {
        // Whatever it is, it was published on that day.
        4
    } else {
        OTHER
    }
}

fn types(node: &Map<String, Value>) -> Vec<&str> {
    match node.get("@type").or_else(|| node.get("type")) {
        Some(Value::String(kind)) => vec![kind],
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn is_a(node: &Map<String, Value>, kinds: &[&str]) -> bool {
    types(node).iter().any(|t| kinds.contains(t))
}

/// The nodes of a page.
struct Graph<'v> {
    /// Nodes that stand for themselves, not as a value of another one.
    top: Vec<&'v Map<String, Value>>,
    /// All nodes that have an identifier and say something.
    named: BTreeMap<&'v str, &'v Map<String, Value>>,
}

impl<'v> Graph<'v> {
    fn of(documents: &'v [Value]) -> Self {
        let mut graph = Self { top: Vec::new(), named: BTreeMap::new() };
        for document in documents {
            graph.collect_top(document, 0);
            graph.collect_named(document, 0);
        }
        graph
    }

    fn collect_top(&mut self, value: &'v Value, depth: usize) {
        match value {
            Value::Array(values) if depth < MAX_DEPTH => values.iter().for_each(|v| self.collect_top(v, depth + 1)),
            Value::Object(node) if depth < MAX_DEPTH => {
                self.top.push(node);
                for key in ["@graph", "mainEntity", "mainEntityOfPage"] {
                    if let Some(inner @ (Value::Array(_) | Value::Object(_))) = node.get(key) {
                        self.collect_top(inner, depth + 1);
                    }
                }
            }
            _ => {}
        }
    }

    fn collect_named(&mut self, value: &'v Value, depth: usize) {
        match value {
            Value::Array(values) if depth < MAX_DEPTH => values.iter().for_each(|v| self.collect_named(v, depth + 1)),
            Value::Object(node) if depth < MAX_DEPTH => {
                if let Some(id) = node.get("@id").and_then(Value::as_str).filter(|_| node.len() > 1) {
                    self.named.entry(id).or_insert(node);
                }
                node.values().for_each(|v| self.collect_named(v, depth + 1));
            }
            _ => {}
        }
    }

    /// Fills what is not told yet from a node.
    fn fill(&self, node: &'v Map<String, Value>, article: &mut Article) {
        let text = |key: &str| node.get(key).and_then(|v| text_of(v, 0));
        let or = |own: &mut Option<String>, other: Option<String>| {
            if own.is_none() {
                *own = other;
            }
        };
        or(&mut article.title, text("headline").or_else(|| text("name")).or_else(|| text("alternativeHeadline")));
        or(
            &mut article.published,
            text("datePublished").or_else(|| text("dateCreated")).or_else(|| text("uploadDate")),
        );
        or(&mut article.modified, text("dateModified"));
        or(&mut article.section, text("articleSection"));
        or(&mut article.language, node.get("inLanguage").and_then(Self::language));
        or(&mut article.url, text("url").or_else(|| node.get("mainEntityOfPage").and_then(Self::address)));
        or(&mut article.body, text("articleBody"));
        or(&mut article.description, text("description"));
        or(&mut article.publisher, node.get("publisher").and_then(|v| self.name(v, 0)));
        if article.authors.is_empty() {
            for key in ["author", "creator"] {
                if let Some(value) = node.get(key) {
                    self.names(value, 0, &mut article.authors);
                }
                if !article.authors.is_empty() {
                    break;
                }
            }
        }
        for key in ["sourceOrganization", "creditText", "copyrightHolder", "provider"] {
            if let Some(value) = node.get(key) {
                self.names(value, 0, &mut article.credits);
            }
        }
        if let Some(value) = node.get("correction") {
            Self::corrections(value, &mut article.corrections);
        }
        article.free = article.free.or_else(|| node.get("isAccessibleForFree").and_then(boolean));
    }

    /// The name of a person or a body.
    fn name(&self, value: &Value, depth: usize) -> Option<String> {
        let mut names = Vec::new();
        self.names(value, depth, &mut names);
        names.into_iter().next()
    }

    fn names(&self, value: &Value, depth: usize, names: &mut Vec<String>) {
        match value {
            Value::String(name) => {
                let name = clean(name);
                // An address is an identifier, not a name.
                if !name.is_empty() && !name.starts_with("http") && !name.starts_with('#') && !names.contains(&name) {
                    names.push(name);
                }
            }
            Value::Array(values) if depth < MAX_DEPTH => values.iter().for_each(|v| self.names(v, depth + 1, names)),
            Value::Object(node) if depth < MAX_DEPTH => {
                let known = node.get("@id").and_then(Value::as_str).and_then(|id| self.named.get(id)).copied();
                let name = node.get("name").or_else(|| known?.get("name"));
                if let Some(name) = name {
                    self.names(name, depth + 1, names);
                } else if let (Some(given), Some(family)) =
                    (node.get("givenName").and_then(Value::as_str), node.get("familyName").and_then(Value::as_str))
                {
                    names.push(clean(&format!("{given} {family}")));
                }
            }
            _ => {}
        }
    }

    fn language(value: &Value) -> Option<String> {
        match value {
            Value::Object(node) => ["alternateName", "name", "@id"].iter().find_map(|k| text_of(node.get(*k)?, 0)),
            _ => text_of(value, 0),
        }
    }

    fn address(value: &Value) -> Option<String> {
        let text = match value {
            Value::String(text) => Some(text.as_str()),
            Value::Object(node) => node.get("@id").or_else(|| node.get("url")).and_then(Value::as_str),
            _ => None,
        };
        text.map(clean).filter(|t| t.starts_with("http"))
    }

    fn corrections(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Array(values) => values.iter().for_each(|v| found.extend(Self::text_of_comment(v))),
            value => found.extend(Self::text_of_comment(value)),
        }
    }

    fn text_of_comment(value: &Value) -> Option<String> {
        match value {
            Value::Object(node) => ["text", "description", "name"].iter().find_map(|k| text_of(node.get(*k)?, 0)),
            value => text_of(value, 0),
        }
    }
}

/// A text, or the first of several; of an object its value or name.
fn text_of(value: &Value, depth: usize) -> Option<String> {
    let text = match value {
        Value::String(text) => clean(text),
        Value::Number(number) => number.to_string(),
        Value::Array(values) if depth < MAX_DEPTH => return values.iter().find_map(|v| text_of(v, depth + 1)),
        Value::Object(node) if depth < MAX_DEPTH => {
            return ["@value", "name", "text"].iter().find_map(|k| text_of(node.get(*k)?, depth + 1));
        }
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// Character references read, blanks folded; markup that some pages leave in is no text.
fn clean(text: &str) -> String {
    let text = unescaped(text);
    let mut clean = String::with_capacity(text.len());
    for line in text.lines() {
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        if !line.is_empty() {
            if !clean.is_empty() {
                clean.push('\n');
            }
            clean.push_str(&line);
        }
    }
    clean
}

fn boolean(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(value) => Some(*value),
        Value::String(text) => match text.rsplit('/').next()?.trim().to_ascii_lowercase().as_str() {
            "true" | "yes" | "1" => Some(true),
            "false" | "no" | "0" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// The values of a script: JSON, JSON after mending, or what single fields can be made out.
fn parse(script: &str) -> Vec<Value> {
    let text =
        script.trim().trim_start_matches("<!--").trim_start_matches("//<![CDATA[").trim_start_matches("<![CDATA[");
    let text = text.trim_end_matches("-->").trim_end_matches("]]>").trim_end_matches("//").trim();
    let stream = |text: &str| -> Result<Vec<Value>, serde_json::Error> {
        serde_json::Deserializer::from_str(text).into_iter::<Value>().collect()
    };
    if let Ok(values) = stream(text) {
        return values;
    }
    stream(&mended(text)).unwrap_or_else(|_| fields(text).into_iter().collect())
}

/// JSON with the usual damage undone: raw line ends in strings, escapes that JSON has not, commas before a closing bracket,
/// comments, a semicolon at the end.
fn mended(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut in_string = false;
    while let Some(c) = chars.next() {
        if in_string {
            match c {
                '"' => in_string = false,
                '\\' => {
                    match chars.next() {
                        Some(e @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u')) => out.extend(['\\', e]),
                        Some(other) => out.push(other),
                        None => {}
                    }
                    continue;
                }
                '\n' => {
                    out.push_str("\\n");
                    continue;
                }
                c if c.is_control() => {
                    out.push(' ');
                    continue;
                }
                _ => {}
            }
            out.push(c);
            continue;
        }
        match c {
            '"' => {
                in_string = true;
                out.push(c);
            }
            ']' | '}' => {
                let kept = out.trim_end().trim_end_matches(',').len();
                if out[kept..].contains(',') {
                    out.truncate(kept);
                }
                out.push(c);
            }
            '/' if chars.peek() == Some(&'*') => {
                let mut last = ' ';
                for c in chars.by_ref().skip(1) {
                    if last == '*' && c == '/' {
                        break;
                    }
                    last = c;
                }
            }
            ';' => {}
            c => out.push(c),
        }
    }
    out
}

/// The fields that matter, looked for one by one in JSON that cannot be read.
fn fields(text: &str) -> Option<Value> {
    let mut node = Map::new();
    for key in ["datePublished", "dateModified", "headline", "articleSection", "inLanguage", "isAccessibleForFree"] {
        let quoted = format!("\"{key}\"");
        let Some(at) = text.find(&quoted) else { continue };
        let rest = text[at + quoted.len()..].trim_start();
        let Some(rest) = rest.strip_prefix(':').map(str::trim_start).and_then(|r| r.strip_prefix('"')) else {
            continue;
        };
        let Some(end) = rest.find('"') else { continue };
        node.insert(key.to_owned(), Value::String(rest[..end].to_owned()));
    }
    if node.is_empty() || !text.contains("Article") && !text.contains("Posting") {
        return None;
    }
    node.insert("@type".to_owned(), Value::String("Article".to_owned()));
    Some(Value::Object(node))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::parse::parse as page;

    fn article(json: &str) -> Article {
        read(&page(&format!("<script type='application/ld+json'>{json}</script>")))
    }

    #[test]
    fn one_object_an_array_a_graph() {
        let node = r#"{"@type": "NewsArticle", "headline": "Crue à Verlay", "datePublished": "2031-03-04"}"#;
        for json in [
            node.to_owned(),
            format!("[{{\"@type\": \"BreadcrumbList\"}}, {node}]"),
            format!(
                "{{\"@context\": \"https://schema.org\", \"@graph\": [{{\"@type\": \"WebSite\", \"name\": \"Le Relais\"}}, {node}]}}"
            ),
            format!("{{\"@type\": \"WebPage\", \"name\": \"Page\", \"mainEntity\": {node}}}"),
            format!("{node}\n{{\"@type\": \"Organization\"}}"),
        ] {
            let article = article(&json);
            assert_eq!(article.title.as_deref(), Some("Crue à Verlay"), "{json}");
            assert_eq!(article.published.as_deref(), Some("2031-03-04"), "{json}");
        }
    }

    #[test]
    fn people_in_every_shape() {
        for author in [
            r#""A. Morin""#,
            r#"{"@type": "Person", "name": "A. Morin"}"#,
            r#"[{"@type": "Person", "name": ["A. Morin"]}]"#,
            r##"{"@id": "#morin"}"##,
            r#"{"givenName": "A.", "familyName": "Morin"}"#,
        ] {
            let json = format!(
                r##"{{"@graph": [{{"@type": ["NewsArticle", "Article"], "author": {author}}}, {{"@id": "#morin", "name": "A. Morin"}}]}}"##
            );
            assert_eq!(article(&json).authors, ["A. Morin"], "{author}");
        }
    }

    #[test]
    fn broken_json_is_mended() {
        for json in [
            "<!-- {\"@type\": \"NewsArticle\", \"headline\": \"Crue\",} -->",
            "{\"@type\": \"NewsArticle\", \"headline\": \"Crue\", \"description\": \"deux\nlignes\"};",
            "{\"@type\": \"NewsArticle\", /* titre */ \"headline\": \"Crue\", \"x\": [1, 2,],}",
            "{\"@type\": \"NewsArticle\", \"headline\": \"Crue\", \"description\": \"l\\'été\"}",
            "{\"@type\": \"NewsArticle\", \"headline\": \"Crue\", \"description\": \"un \"mot\" dit\"}",
        ] {
            assert_eq!(article(json).title.as_deref(), Some("Crue"), "{json}");
        }
    }

    #[test]
    fn flags_and_references() {
        let found = article(
            r#"{"@type": "Article", "isAccessibleForFree": "False", "headline": "L&#39;&eacute;t&eacute;", "mainEntityOfPage": {"@id": "https://a.example/1"}, "correction": [{"@type": "CorrectionComment", "text": "Le bilan est de 12."}]}"#,
        );
        assert_eq!(found.free, Some(false));
        assert_eq!(found.title.as_deref(), Some("L'été"));
        assert_eq!(found.url.as_deref(), Some("https://a.example/1"));
        assert_eq!(found.corrections, ["Le bilan est de 12."]);
    }

    #[test]
    fn what_is_no_report_says_nothing() {
        let found = article(
            r#"[{"@type": "Organization", "name": "Le Relais"}, {"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "headline": "Autre"}]}]"#,
        );
        assert!(found.title.is_none() && found.publisher.is_none());
    }
}
