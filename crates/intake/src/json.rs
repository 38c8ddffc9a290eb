//! Reports in JSON, with the field names of news-please and the usual others.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Read as _};

use serde_json::{Map, Value};

use crate::decode::decode;
use crate::feed::moment;
use crate::member::{Container, Content, Found, Step};
use crate::{Basis, IntakeErrorKind as Kind, Metadata, Report, Told, Warning};

/// The reports of a JSON text: an object, an array of objects, or objects one after the other.
pub(crate) fn values(text: &str, name: &str) -> Values {
    let mut found = VecDeque::new();
    let mut bad = None;
    for value in serde_json::Deserializer::from_str(text).into_iter::<Value>() {
        match value {
            Ok(Value::Array(items)) => found.extend(items),
            Ok(value) => found.push_back(value),
            Err(error) => bad = Some(Kind::BadJson(error.to_string())),
        }
    }
    if found.is_empty() && bad.is_none() {
        bad = Some(Kind::NotAReport);
    }
    Values { single: found.len() == 1, found, bad, number: 0, name: name.to_owned() }
}

/// The elements of a JSON text, then what ended it.
pub(crate) struct Values {
    found: VecDeque<Value>,
    bad: Option<Kind>,
    single: bool,
    number: u64,
    name: String,
}

impl Container for Values {
    fn step(&mut self) -> Option<Step> {
        let Some(value) = self.found.pop_front() else {
            return self.bad.take().map(|kind| Step::new("", Err(kind)));
        };
        self.number += 1;
        let place = if self.single { String::new() } else { format!("#{}", self.number) };
        Some(Step::new(place, report(&value, &self.name).map(|r| Found::Report(Box::new(r)))))
    }
}

/// A JSON Lines input, read one line at a time.
pub(crate) struct Lines {
    source: BufReader<Content>,
    name: String,
    limit: u64,
    number: u64,
    any: bool,
}

impl Lines {
    /// Refuses lines whose text may have more than `limit` bytes.
    pub(crate) fn new(source: Content, name: &str, limit: u64) -> Self {
        let source = BufReader::with_capacity(64 * 1024, source);
        Self { source, name: name.to_owned(), limit, number: 0, any: false }
    }

    fn report(&self, line: Vec<u8>) -> Result<Found, Kind> {
        let decoded = decode(line)?;
        let text = decoded.text.trim_start_matches('\u{feff}');
        let value: Value = serde_json::from_str(text).map_err(|e| Kind::BadJson(e.to_string()))?;
        let mut report = report(&value, &self.name)?;
        report.warnings.extend(decoded.warning);
        Ok(Found::Report(Box::new(report)))
    }

    fn at(&self, found: Result<Found, Kind>) -> Option<Step> {
        Some(Step::new(format!(":{}", self.number), found))
    }
}

impl Container for Lines {
    fn step(&mut self) -> Option<Step> {
        loop {
            self.number += 1;
            let mut line = Vec::new();
            // Escapes make JSON up to six times longer than the text it holds.
            let limit = self.limit.saturating_mul(6).saturating_add(1 << 16);
            let read = (&mut self.source).take(limit).read_until(b'\n', &mut line);
            match read {
                Ok(0) if self.any => return None,
                Ok(0) => {
                    self.any = true;
                    return Some(Step::new("", Err(Kind::Empty)));
                }
                Ok(n) if n as u64 == limit && line.last() != Some(&b'\n') => {
                    self.any = true;
                    if let Err(error) = self.source.skip_until(b'\n') {
                        return self.at(Err(error.into()));
                    }
                    return self.at(Err(Kind::TooLarge { limit: self.limit }));
                }
                Ok(_) if line.trim_ascii().is_empty() => continue,
                Ok(_) => {
                    self.any = true;
                    return self.at(self.report(line));
                }
                Err(error) => {
                    // A failing disk gives the same error for ever: say it once.
                    self.any = true;
                    self.source = BufReader::new(Content::Pipe(Box::new(io::empty())));
                    return self.at(Err(error.into()));
                }
            }
        }
    }
}

/// Whether a field is one that reports are made of.
pub(crate) fn is_known(field: &str) -> bool {
    ["maintext", "text", "content", "body", "title", "headline", "url", "link"].contains(&field)
}

/// Reads one report. `name` is the file's name.
pub(crate) fn report(value: &Value, name: &str) -> Result<Report, Kind> {
    let Value::Object(fields) = value else { return Err(Kind::NotAReport) };
    let body = first(fields, &["maintext", "text", "content", "body"]);
    let title = first(fields, &["title", "headline"]);
    let text = match (&title, body) {
        (_, None) if !["maintext", "text", "content", "body"].iter().any(|k| fields.contains_key(*k)) => {
            return Err(if title.is_some() { Kind::NoText } else { Kind::NotAReport });
        }
        (_, None) => return Err(Kind::NoText),
        (Some(title), Some(body)) if !body.trim_start().starts_with(title.trim()) => format!("{title}\n\n{body}"),
        (_, Some(body)) => body,
    };
    let told = |text: String| Told::new(text, Basis::Json);
    let mut warnings = Vec::new();
    let mut date = |names: &[&str]| {
        let written = first(fields, names)?;
        let read = moment(&written);
        if read.is_none() {
            warnings.push(Warning {
                code: "bad-date".into(),
                message: format!("the date {written:?} cannot be read; expected YYYY-MM-DD"),
            });
        }
        read.map(|moment| Told::new(moment, Basis::Json))
    };
    let published = date(&["date_publish", "publish_date", "published", "date_published", "published_at", "date"]);
    let modified = date(&["date_modify", "modified", "date_modified", "updated_at"]);
    let metadata = Metadata {
        title: title.map(told),
        authors: authors(fields.get("authors").or_else(|| fields.get("author"))).into_iter().map(told).collect(),
        outlet: first(fields, &["outlet", "source_domain", "media_name", "publisher", "source", "domain"]).map(told),
        section: first(fields, &["section"]).map(told),
        language: first(fields, &["language", "lang"]).map(told),
        canonical: first(fields, &["url", "link"]).map(told),
        published,
        modified,
        ..Metadata::default()
    };
    let mut report = Report::told(name, text, Vec::new(), metadata);
    report.warnings.extend(warnings);
    Ok(report)
}

/// The first of these fields that holds text.
fn first(fields: &Map<String, Value>, names: &[&str]) -> Option<String> {
    let texts = names.iter().filter_map(|name| fields.get(*name)?.as_str());
    texts.filter(|text| !text.trim().is_empty()).map(str::to_owned).next()
}

fn authors(value: Option<&Value>) -> Vec<String> {
    let names: Vec<&str> = match value {
        Some(Value::String(name)) => vec![name],
        Some(Value::Array(names)) => {
            names.iter().filter_map(|n| n.as_str().or_else(|| n.get("name")?.as_str())).collect()
        }
        _ => Vec::new(),
    };
    names.into_iter().map(str::trim).filter(|n| !n.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn news_please_fields() {
        let value = json!({
            "title": "Crue à Verlay", "maintext": "Le pont est fermé.", "url": "https://exemple.example/crue",
            "source_domain": "exemple.example", "date_publish": "2031-03-04 08:15:00", "authors": ["A. Morin", " "], "language": "fr"
        });
        let report = report(&value, "lot.jsonl").expect("is a report");
        assert_eq!(report.text, "Crue à Verlay\n\nLe pont est fermé.");
        assert_eq!(report.outlet.as_deref(), Some("exemple.example"));
        assert_eq!(report.authors, ["A. Morin"]);
        assert_eq!(report.published.map(|p| p.date.to_string()).as_deref(), Some("2031-03-04"));
    }

    #[test]
    fn a_title_at_the_front_is_not_repeated() {
        let value = json!({"title": "Crue", "text": "Crue\n\nLe pont est fermé.", "date": "hier"});
        let report = report(&value, "a.json").expect("is a report");
        assert_eq!(report.text, "Crue\n\nLe pont est fermé.");
        assert_eq!(report.warnings[0].code, "bad-date");
    }

    #[test]
    fn other_shapes_are_refused() {
        assert!(matches!(report(&json!([1]), "a"), Err(Kind::NotAReport)));
        assert!(matches!(report(&json!({"x": 1}), "a"), Err(Kind::NotAReport)));
        assert!(matches!(report(&json!({"title": "T", "text": " "}), "a"), Err(Kind::NoText)));
        assert!(matches!(report(&json!({"title": "T"}), "a"), Err(Kind::NoText)));
    }
}
