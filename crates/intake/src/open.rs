//! One input of any format: a report, or a container of more.

use std::io::Read as _;

use crate::archive::{Arc, Packing, Records, Stream, Taking, Tar, Warc, Zip};
use crate::decode::{Decoded, decode};
use crate::document::{docx, eml, pdf, rtf, table::Table};
use crate::format::{Format, HEAD, format};
use crate::gather::At;
use crate::json::{self, Lines};
use crate::member::{Container, Content, Found, Step, Steps};
use crate::{Hints, IntakeErrorKind as Kind, Report, Warning, feed, html};

/// Archives in archives that are opened.
const DEEPEST: u8 = 6;

/// An input that was opened.
pub(crate) enum Opened {
    /// One report, still as bytes.
    Leaf(Box<Leaf>),
    /// More inputs.
    Container(Box<dyn Container>),
}

/// The bytes of one report, which need no other to be read.
pub(crate) struct Leaf {
    pub format: Format,
    pub bytes: Vec<u8>,
    pub hints: Hints,
    /// Where the whole report lies, if these bytes are only its beginning.
    pub page: Option<String>,
}

impl Leaf {
    /// Reads the report, refused when its text has more than `limit` bytes.
    pub(crate) fn read(self, limit: u64) -> Result<Report, Kind> {
        let url = self.hints.url.clone();
        let report = match self.format {
            Format::Html => html::report(&self.bytes, &self.hints)?,
            Format::Pdf => pdf::report(&self.bytes, &self.hints)?,
            Format::Rtf => rtf::report(&self.bytes, &self.hints)?,
            _ => {
                let text = text(self.bytes)?;
                let mut report = Report::told(&self.hints.name, text.text, Vec::new(), self.hints.metadata);
                report.warnings.extend(text.warning);
                report
            }
        };
        let mut report = report;
        if let Some(page) = self.page {
            let message = format!("holds the beginning only; the whole report lies at {page}");
            report.warnings.push(Warning { code: "beginning".into(), message });
        }
        // Where a page was read from is its address, unless it tells another.
        report.url = report.url.or(url);
        if report.text.len() as u64 > limit { Err(Kind::TooLarge { limit }) } else { Ok(report) }
    }
}

impl Opened {
    fn container(container: impl Container + 'static) -> Self {
        Self::Container(Box::new(container))
    }
}

/// How inputs are opened.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reader {
    /// Most bytes of one text.
    pub max_text_bytes: u64,
    /// Where in the input to begin; archives of records only.
    pub offset: u64,
}

impl Reader {
    /// Reads an input, or prepares it to be read step by step.
    pub(crate) fn open(self, mut content: Content, hints: &Hints, at: &At) -> Result<Opened, Kind> {
        if at.depth > DEEPEST {
            return Err(Kind::TooDeep { deepest: DEEPEST });
        }
        let head = content.head(HEAD)?;
        let format = format(&head, hints);
        match format {
            Format::Packed => {
                let packing = Packing::of(&head).unwrap_or_else(|| Packing::named(&hints.name));
                self.packed(content, packing, hints, at)
            }
            Format::Warc | Format::Arc => {
                Ok(self.records(Stream::open(content, Packing::None, self.offset, at.budget.clone())?, format))
            }
            Format::JsonLines => Ok(Opened::container(Lines::new(content, &hints.name, self.max_text_bytes))),
            Format::Zip => self.zip(content, hints, at),
            Format::Tar => Ok(Opened::container(Tar::new(content, self.taking(at)))),
            _ => self.whole(content, format, hints),
        }
    }

    /// The records of an archive. A page may be eight times as long as the text in it.
    fn records(self, stream: Stream, format: Format) -> Opened {
        let limit = self.max_text_bytes.saturating_mul(8);
        match format {
            Format::Arc => Opened::container(Records::new(stream, Arc { limit }, limit)),
            _ => Opened::container(Records::new(stream, Warc { limit }, limit)),
        }
    }

    /// What is packed in gzip or zstd: an archive of records or of files, or a single file.
    fn packed(self, content: Content, packing: Packing, hints: &Hints, at: &At) -> Result<Opened, Kind> {
        let mut stream = Stream::open(content, packing, self.offset, at.budget.clone())?;
        let name = hints.name.strip_suffix(".gz").or_else(|| hints.name.strip_suffix(".zst"));
        let name = name.unwrap_or(&hints.name).to_owned();
        // The type was that of the packed bytes.
        let hints = Hints { name, content_type: None, ..hints.clone() };
        // A first member that is damaged tells nothing: then the name does.
        let first = stream.next_member().transpose();
        stream.need(HEAD);
        let ending = hints.name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        match (format(stream.ready(), &hints), ending.as_str()) {
            (Format::Arc, _) => Ok(self.records(stream, Format::Arc)),
            (Format::Warc, _) => Ok(self.records(stream, Format::Warc)),
            (_, "arc") if first.is_err() || stream.ready().is_empty() => Ok(self.records(stream, Format::Arc)),
            (_, "warc") if first.is_err() || stream.ready().is_empty() => Ok(self.records(stream, Format::Warc)),
            _ => {
                first?;
                let inner = At { depth: at.depth + 1, ..at.clone() };
                self.open(Content::Pipe(Box::new(stream)), &hints, &inner)
            }
        }
    }

    fn taking(self, at: &At) -> Taking {
        Taking { limit: self.max_text_bytes.saturating_mul(8), budget: at.budget.clone() }
    }

    /// The files of an archive, or the document that the archive is.
    fn zip(self, content: Content, hints: &Hints, at: &At) -> Result<Opened, Kind> {
        let mut archive = Zip::open(content, self.taking(at))?;
        match docx::report(&mut archive, hints) {
            Some(report) => {
                let step = Step::new("", report.map(|report| Found::Report(Box::new(report))));
                Ok(Opened::container(Steps::from([step])))
            }
            None => Ok(Opened::container(archive)),
        }
    }

    /// Formats that are held in memory as a whole.
    fn whole(self, content: Content, format: Format, hints: &Hints) -> Result<Opened, Kind> {
        let limit = self.max_text_bytes;
        match format {
            Format::Json => {
                // Escapes make JSON up to six times longer than the text it holds.
                let text = text(bytes(content, limit.saturating_mul(8))?)?;
                let text = text.text.trim_start_matches('\u{feff}');
                Ok(match serde_json::from_str::<serde_json::Value>(text) {
                    Ok(value) if feed::is_feed(&value) => Opened::container(feed::json_members(&value, hints)),
                    _ => Opened::container(json::values(text, &hints.name)),
                })
            }
            Format::Xml => Ok(Opened::container(feed::members(bytes(content, limit.saturating_mul(8))?, hints)?)),
            Format::Eml => Ok(Opened::container(eml::members(&bytes(content, limit.saturating_mul(8))?, hints)?)),
            Format::Csv => Ok(Opened::container(Table::new(bytes(content, limit.saturating_mul(8))?, hints)?)),
            Format::Text => self.leaf(content, format, hints, limit),
            // Markup, pictures and fonts make a document longer than its text.
            _ => self.leaf(content, format, hints, limit.saturating_mul(8)),
        }
    }
}

impl Reader {
    fn leaf(self, content: Content, format: Format, hints: &Hints, limit: u64) -> Result<Opened, Kind> {
        Ok(Opened::Leaf(Box::new(Leaf { format, bytes: bytes(content, limit)?, hints: hints.clone(), page: None })))
    }
}

/// All bytes, refused when there are more than `limit`.
fn bytes(content: Content, limit: u64) -> Result<Vec<u8>, Kind> {
    let mut bytes = match content {
        Content::Bytes(bytes) if bytes.position() == 0 => bytes.into_inner(),
        content => {
            let mut bytes = Vec::new();
            content.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
            bytes
        }
    };
    if bytes.len() as u64 > limit {
        // Say what it is rather than how large, where that is known.
        bytes.truncate(64 * 1024);
        decode(bytes)?;
        return Err(Kind::TooLarge { limit });
    }
    Ok(bytes)
}

/// A whole text; refused when there is nothing in it.
fn text(bytes: Vec<u8>) -> Result<Decoded, Kind> {
    let decoded = decode(bytes)?;
    if decoded.text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').is_empty() {
        return Err(Kind::Empty);
    }
    Ok(decoded)
}
