//! From names to reports, one after the other, in bounded memory.

use std::collections::{BTreeMap, VecDeque};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use jiff::civil::Date;
use serde_json::Value;

use crate::decode::decode;
use crate::discover::{Source, sources};
use crate::{IntakeError, IntakeErrorKind as Kind, Published, PublishedBasis, Report, json};

/// What the user says about the inputs.
#[derive(Debug, Clone)]
pub struct Options {
    /// Publication day of all reports; goes before metadata.
    pub published: Option<Date>,
    /// Outlet of all reports; goes before metadata.
    pub outlet: Option<String>,
    /// Most bytes of one text. Larger ones are refused, after reading no more than that.
    pub max_text_bytes: u64,
}

impl Default for Options {
    /// 4 MiB: some 700,000 words, more than any report; a mistaken file is refused before it costs minutes.
    fn default() -> Self {
        Self { published: None, outlet: None, max_text_bytes: 4 << 20 }
    }
}

/// Opens everything that is named (files, folders, patterns, `-`) and yields its reports, sorted by path; the order of the
/// arguments does not matter, a file named twice is read once, a bad input does not stop the others.
///
/// Files ending in `.jsonl`, `.ndjson` or `.json` are JSON; standard input is JSON if it begins like it; all else is text.
pub fn gather<S: AsRef<str>>(names: &[S], options: &Options) -> Gather {
    Gather {
        sources: sources(names).into(),
        lines: None,
        ready: VecDeque::new(),
        seen: BTreeMap::new(),
        options: options.clone(),
    }
}

/// The reports of one call; see [`gather`].
pub struct Gather {
    sources: VecDeque<Source>,
    lines: Option<Lines>,
    ready: VecDeque<Result<Report, IntakeError>>,
    seen: BTreeMap<String, usize>,
    options: Options,
}

impl Iterator for Gather {
    type Item = Result<Report, IntakeError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(result) = self.ready.pop_front() {
                return Some(result.map(|report| self.finish(report)));
            }
            if let Some(lines) = &mut self.lines {
                match lines.next() {
                    Some(result) => self.ready.push_back(result),
                    None => self.lines = None,
                }
                continue;
            }
            match self.sources.pop_front()? {
                Source::Bad(error) => self.ready.push_back(Err(error)),
                Source::Stdin => self.open(Box::new(io::stdin()), "-", None),
                Source::File { path, shown } => match File::open(&path) {
                    Ok(file) => self.open(Box::new(file), &shown, Some(&path)),
                    Err(error) => self.ready.push_back(Err(Kind::from(error).at(&shown))),
                },
            }
        }
    }
}

/// How a source is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Text,
    Json,
    JsonLines,
}

impl Gather {
    /// Reads a source, or prepares it to be read line by line.
    fn open(&mut self, source: Box<dyn Read>, shown: &str, path: Option<&Path>) {
        let mut source = BufReader::with_capacity(64 * 1024, source);
        let name =
            path.and_then(Path::file_name).map_or_else(|| shown.to_owned(), |n| n.to_string_lossy().into_owned());
        let format = match source.fill_buf() {
            Ok(head) => format(head, path),
            Err(error) => return self.ready.push_back(Err(Kind::from(error).at(shown))),
        };
        let limit = self.options.max_text_bytes;
        match format {
            Format::JsonLines => {
                let lines = Lines { source, shown: shown.to_owned(), name, limit, number: 0, any: false };
                self.lines = Some(lines);
            }
            Format::Text => {
                let result = whole(&mut source, limit).map(|text| {
                    let mut report = Report::plain(&name, text.text);
                    shown.clone_into(&mut report.path);
                    report.warnings.extend(text.warning);
                    report
                });
                self.ready.push_back(result.map_err(|kind| kind.at(shown)));
            }
            Format::Json => match whole(&mut source, limit.saturating_mul(8)) {
                Ok(text) => self.ready.extend(values(text.text.trim_start_matches('\u{feff}'), shown, &name, limit)),
                Err(kind) => self.ready.push_back(Err(kind.at(shown))),
            },
        }
    }

    /// Adds what the user says and makes the identifier unique within this call.
    fn finish(&mut self, mut report: Report) -> Report {
        if let Some(date) = self.options.published {
            report.published = Some(Published { date, basis: PublishedBasis::Given });
        }
        if let Some(outlet) = &self.options.outlet {
            report.outlet = Some(outlet.clone());
        }
        let times = self.seen.entry(report.id.clone()).or_default();
        *times += 1;
        if *times > 1 {
            report.id = format!("{}{:04x}", report.id, times);
        }
        report
    }
}

fn format(head: &[u8], path: Option<&Path>) -> Format {
    let extension = path.and_then(Path::extension).and_then(|e| e.to_str()).map(str::to_ascii_lowercase);
    let wide = head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]);
    match extension.as_deref() {
        Some("json") => return Format::Json,
        Some("jsonl" | "ndjson") => return if wide { Format::Json } else { Format::JsonLines },
        _ if path.is_some() => return Format::Text,
        _ => {}
    }
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    let line = text.split(|&b| b == b'\n').next().unwrap_or_default();
    let cut = line.len() == text.len();
    match text.first() {
        Some(b'{') if cut || serde_json::from_slice::<Value>(line).is_ok() => Format::JsonLines,
        Some(b'{') if text[1..].trim_ascii_start().starts_with(b"\"") => Format::Json,
        Some(b'[') if text[1..].trim_ascii_start().starts_with(b"{") => Format::Json,
        _ => Format::Text,
    }
}

/// A whole source as text, refused when it has more than `limit` bytes.
fn whole(source: &mut impl Read, limit: u64) -> Result<crate::decode::Decoded, Kind> {
    let mut bytes = Vec::new();
    source.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        // Say what it is rather than how large, where that is known.
        bytes.truncate(64 * 1024);
        decode_head(bytes)?;
        return Err(Kind::TooLarge { limit });
    }
    let decoded = decode(bytes)?;
    if decoded.text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').is_empty() {
        return Err(Kind::Empty);
    }
    Ok(decoded)
}

fn decode_head(bytes: Vec<u8>) -> Result<(), Kind> {
    decode(bytes).map(|_| ())
}

/// The reports of a JSON text: an object, an array of objects, or objects one after the other.
fn values(text: &str, shown: &str, name: &str, limit: u64) -> Vec<Result<Report, IntakeError>> {
    let mut found = Vec::new();
    let mut stream = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    for value in &mut stream {
        match value {
            Ok(Value::Array(items)) => found.extend(items),
            Ok(value) => found.push(value),
            Err(error) => {
                let bad = Kind::BadJson(error.to_string()).at(shown);
                return reports(&found, shown, name, limit).chain([Err(bad)]).collect();
            }
        }
    }
    if found.is_empty() {
        return vec![Err(Kind::NotAReport.at(shown))];
    }
    reports(&found, shown, name, limit).collect()
}

fn reports<'a>(
    values: &'a [Value],
    shown: &'a str,
    name: &'a str,
    limit: u64,
) -> impl Iterator<Item = Result<Report, IntakeError>> + 'a {
    values.iter().enumerate().map(move |(i, value)| {
        let item = if values.len() > 1 { format!("#{}", i + 1) } else { String::new() };
        let place = format!("{shown}{item}");
        json::report(value, &place, name).and_then(|r| fits(r, limit)).map_err(|kind| kind.at_item(shown, &item))
    })
}

fn fits(report: Report, limit: u64) -> Result<Report, Kind> {
    if report.text.len() as u64 > limit { Err(Kind::TooLarge { limit }) } else { Ok(report) }
}

/// A JSON Lines source, read one line at a time.
struct Lines {
    source: BufReader<Box<dyn Read>>,
    shown: String,
    name: String,
    limit: u64,
    number: u64,
    any: bool,
}

impl Lines {
    fn next(&mut self) -> Option<Result<Report, IntakeError>> {
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
                    return Some(Err(Kind::Empty.at(&self.shown)));
                }
                Ok(n) if n as u64 == limit && line.last() != Some(&b'\n') => {
                    self.any = true;
                    if let Err(error) = self.source.skip_until(b'\n') {
                        return Some(Err(self.fail(error.into())));
                    }
                    let kind = Kind::TooLarge { limit: self.limit };
                    return Some(Err(self.fail(kind)));
                }
                Ok(_) if line.trim_ascii().is_empty() => continue,
                Ok(_) => {
                    self.any = true;
                    return Some(self.report(line).map_err(|kind| self.fail(kind)));
                }
                Err(error) => {
                    // A failing disk gives the same error for ever: say it once.
                    self.any = true;
                    self.source = BufReader::new(Box::new(io::empty()));
                    return Some(Err(self.fail(error.into())));
                }
            }
        }
    }

    fn report(&self, line: Vec<u8>) -> Result<Report, Kind> {
        let decoded = decode(line)?;
        let text = decoded.text.trim_start_matches('\u{feff}');
        let value: Value = serde_json::from_str(text).map_err(|e| Kind::BadJson(e.to_string()))?;
        let place = format!("{}:{}", self.shown, self.number);
        let mut report = fits(json::report(&value, &place, &self.name)?, self.limit)?;
        report.warnings.extend(decoded.warning);
        Ok(report)
    }

    fn fail(&self, kind: Kind) -> IntakeError {
        kind.at_item(&self.shown, &format!(":{}", self.number))
    }
}
