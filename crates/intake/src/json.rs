//! Reports in JSON, with the field names of news-please and the usual others.

use jiff::civil::Date;
use serde_json::{Map, Value};

use crate::report::identifier;
use crate::{IntakeErrorKind as Kind, Published, PublishedBasis, Report, Warning};

/// Reads one report. `path` is what the report's place is called, `name` the file's name.
pub(crate) fn report(value: &Value, path: &str, name: &str) -> Result<Report, Kind> {
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
    let url = first(fields, &["url", "link"]);
    let mut report = Report::plain(name, text);
    if let Some(url) = &url {
        report.id = identifier(url, &report.text);
    }
    path.clone_into(&mut report.path);
    report.title = title;
    report.outlet = first(fields, &["outlet", "source_domain", "publisher", "source", "domain"]);
    report.url = url;
    report.authors = authors(fields.get("authors").or_else(|| fields.get("author")));
    report.language = first(fields, &["language", "lang"]);
    if let Some(date) = first(fields, &["date_publish", "published", "date_published", "published_at", "date"]) {
        match day(&date) {
            Some(date) => report.published = Some(Published { date, basis: PublishedBasis::Metadata }),
            None => report.warnings.push(Warning {
                code: "bad-date".into(),
                message: format!("the publication date {date:?} cannot be read; expected YYYY-MM-DD"),
            }),
        }
    }
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

/// The calendar day as written, in the writer's own time zone.
fn day(text: &str) -> Option<Date> {
    let digits = text.trim().get(..10).unwrap_or(text.trim());
    digits.parse().ok().or_else(|| Date::strptime("%Y%m%d", digits.get(..8)?).ok())
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
        let report = report(&value, "lot.jsonl:1", "lot.jsonl").expect("is a report");
        assert_eq!(report.text, "Crue à Verlay\n\nLe pont est fermé.");
        assert_eq!(report.outlet.as_deref(), Some("exemple.example"));
        assert_eq!(report.authors, ["A. Morin"]);
        assert_eq!(report.published.map(|p| p.date.to_string()).as_deref(), Some("2031-03-04"));
        assert_eq!(report.path, "lot.jsonl:1");
    }

    #[test]
    fn a_title_at_the_front_is_not_repeated() {
        let value = json!({"title": "Crue", "text": "Crue\n\nLe pont est fermé.", "date": "hier"});
        let report = report(&value, "a.json", "a.json").expect("is a report");
        assert_eq!(report.text, "Crue\n\nLe pont est fermé.");
        assert_eq!(report.warnings[0].code, "bad-date");
    }

    #[test]
    fn other_shapes_are_refused() {
        assert!(matches!(report(&json!([1]), "a", "a"), Err(Kind::NotAReport)));
        assert!(matches!(report(&json!({"x": 1}), "a", "a"), Err(Kind::NotAReport)));
        assert!(matches!(report(&json!({"title": "T", "text": " "}), "a", "a"), Err(Kind::NoText)));
        assert!(matches!(report(&json!({"title": "T"}), "a", "a"), Err(Kind::NoText)));
    }

    #[test]
    fn days_in_many_forms() {
        for text in ["2031-03-04", "2031-03-04T23:59:00+05:00", "20310304", " 2031-03-04 00:00:00 "] {
            assert_eq!(day(text).map(|d| d.to_string()).as_deref(), Some("2031-03-04"), "{text}");
        }
        assert_eq!(day("04/03/2031"), None);
    }
}
