//! Exports as tables (CSV, TSV) with the column names that JSON has: Media Cloud, news-please, GDELT-like lists.

use csv::{ByteRecord, ReaderBuilder};
use serde_json::{Map, Value};

use crate::decode::decode;
use crate::json;
use crate::member::{Container, Found, Step};
use crate::{Hints, IntakeErrorKind as Kind, Link};

/// The rows of a table.
pub(crate) struct Table {
    rows: csv::Reader<std::io::Cursor<Vec<u8>>>,
    columns: Vec<String>,
    name: String,
    done: bool,
}

impl Table {
    /// Reads the column names in the first line; the separator is the one that it has most of.
    pub(crate) fn new(bytes: Vec<u8>, hints: &Hints) -> Result<Self, Kind> {
        let text = decode(bytes)?.text;
        let text = text.trim_start_matches('\u{feff}');
        if text.trim().is_empty() {
            return Err(Kind::Empty);
        }
        let line = text.lines().next().unwrap_or_default();
        let separator = [b',', b';', b'\t'].into_iter().max_by_key(|&s| line.bytes().filter(|&b| b == s).count());
        let mut rows = ReaderBuilder::new()
            .delimiter(separator.unwrap_or(b','))
            .flexible(true)
            .from_reader(std::io::Cursor::new(text.as_bytes().to_vec()));
        let columns = rows.headers().map_err(|e| Kind::BadTable(e.to_string()))?;
        let columns: Vec<String> = columns.iter().map(|name| name.trim().to_lowercase()).collect();
        if !columns.iter().any(|name| json::is_known(name)) {
            return Err(Kind::BadTable("no column is called `text`, `title` or `url`".into()));
        }
        Ok(Self { rows, columns, name: hints.name.clone(), done: false })
    }
}

impl Container for Table {
    fn step(&mut self) -> Option<Step> {
        if self.done {
            return None;
        }
        let mut row = ByteRecord::new();
        match self.rows.read_byte_record(&mut row) {
            Ok(false) => None,
            Ok(true) => {
                let line = row.position().map_or(0, csv::Position::line);
                let mut fields = Map::new();
                for (column, value) in self.columns.iter().zip(row.iter()) {
                    let value = String::from_utf8_lossy(value).trim().to_owned();
                    if !value.is_empty() {
                        fields.entry(column).or_insert(Value::String(value));
                    }
                }
                Some(Step::new(format!(":{line}"), row_found(&Value::Object(fields), &self.name)))
            }
            Err(error) => {
                self.done = true;
                Some(Step::new("", Err(Kind::BadTable(error.to_string()))))
            }
        }
    }
}

/// A row without a text is a link: exports of Media Cloud hold none.
fn row_found(value: &Value, name: &str) -> Result<Found, Kind> {
    let url = value.get("url").or_else(|| value.get("link")).and_then(Value::as_str);
    match (json::report(value, name), url) {
        (Ok(report), _) => Ok(Found::Report(Box::new(report))),
        (Err(Kind::NoText | Kind::NotAReport), Some(url)) => {
            let hints = Hints { name: url.to_owned(), url: Some(url.to_owned()), ..Hints::default() };
            Ok(Found::Link(Link { url: url.to_owned(), hints }))
        }
        (Err(kind), _) => Err(kind),
    }
}
