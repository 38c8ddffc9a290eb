//! The report: one article, one version, as it was published.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::metadata::{Basis, Metadata};

/// One article in one version. All later annotation is byte spans into [`Report::text`], which is never edited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Stable identifier: hexadecimal, derived from the file name (or URL) and the text; unique within one call.
    pub id: String,
    /// Where it came from, as the user wrote it (`-` for standard input; `file.jsonl:12` for a line of JSONL).
    pub path: String,
    /// The title as metadata gives it (JSONL); plain text has none, `recoupe-reading` finds it as a block.
    pub title: Option<String>,
    /// The outlet's name or domain, from metadata or from the user.
    pub outlet: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// Bylines from metadata.
    pub authors: Vec<String>,
    /// ISO 639-1 code that metadata gives; a hint only.
    pub language: Option<String>,
    /// Publication day, from metadata or from the user; never from the clock or the file's time stamp.
    pub published: Option<Published>,
    /// The stored text: UTF-8, byte for byte as the file has it (decoded first where the file is not UTF-8).
    pub text: String,
    /// SHA-256 of `text`, hexadecimal.
    pub text_sha256: String,
    /// The functions of stretches of `text`, where the format tells them (HTML does): in text order, disjoint, on character
    /// boundaries. Empty where it does not; `recoupe-reading` then finds blocks by itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
    /// What the input says about the report, each value with where it was said; the fields above are filled from it.
    #[serde(default)]
    pub metadata: Metadata,
    /// What was odd about the input (another charset, an unreadable date); the report stands all the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
}

/// A stretch of the text whose function the format tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Byte offset of its start in [`Report::text`].
    pub start: usize,
    /// Byte offset of its end.
    pub end: usize,
    /// Its function.
    pub kind: PartKind,
}

/// What a stretch of a report is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartKind {
    /// The title of the report.
    Title,
    /// The paragraph under the title that sums the report up (chapô).
    Standfirst,
    /// Running text.
    Paragraph,
    /// A heading inside the text.
    Heading,
    /// An item of a list.
    ListItem,
    /// A row of a table, its cells separated by ` | `.
    TableRow,
    /// The caption of a picture or a table.
    Caption,
    /// A quotation set apart.
    Quote,
    /// Who wrote it, when and where.
    Byline,
    /// About the report, not of it: a correction, a note of the editors.
    Notice,
}

/// Something odd about an input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// A short stable code: `charset`, `charset-damage`, `bad-date`.
    pub code: String,
    /// One line, lower case, no final stop.
    pub message: String,
}

/// A publication day and who says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// The calendar day.
    pub date: Date,
    /// Its source.
    pub basis: PublishedBasis,
}

/// Who gives the publication day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PublishedBasis {
    /// The user (`--published`).
    Given,
    /// The file's metadata (`date_publish` …).
    Metadata,
}

impl Report {
    /// A report of plain text without metadata. `name` (a file name or URL) and the text give its identifier.
    pub fn plain(name: &str, text: String) -> Self {
        Self {
            id: identifier(name, &text),
            path: name.to_owned(),
            title: None,
            outlet: None,
            url: None,
            authors: Vec::new(),
            language: None,
            published: None,
            text_sha256: hex(&Sha256::digest(text.as_bytes())),
            text,
            parts: Vec::new(),
            metadata: Metadata::default(),
            warnings: Vec::new(),
        }
    }

    /// A report with parts and metadata, from which the plain fields are filled. `name` and the text give its identifier;
    /// the canonical address does where one is told.
    pub fn told(name: &str, text: String, parts: Vec<Part>, metadata: Metadata) -> Self {
        let mut report = Self::plain(name, text);
        if let Some(url) = &metadata.canonical {
            report.id = identifier(&url.value, &report.text);
        }
        report.parts = parts;
        report.title = metadata.title.as_ref().map(|t| t.value.clone());
        report.outlet = metadata.outlet.as_ref().or(metadata.publisher.as_ref()).map(|t| t.value.clone());
        report.url = metadata.canonical.as_ref().map(|t| t.value.clone());
        report.authors = metadata.authors.iter().map(|t| t.value.clone()).collect();
        report.language = metadata.language.as_ref().map(|t| t.value.clone());
        report.published = metadata.published.as_ref().map(|t| Published {
            date: t.value.day,
            basis: if t.basis == Basis::Given { PublishedBasis::Given } else { PublishedBasis::Metadata },
        });
        report.metadata = metadata;
        report
    }
}

/// What is known of an input beside its bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hints {
    /// What it is called: a file name, a place in an archive, an address. Part of the report's identifier.
    pub name: String,
    /// The address it was read from.
    pub url: Option<String>,
    /// The value of the HTTP header `Content-Type`, or the media type that the envelope gives.
    pub content_type: Option<String>,
    /// What the envelope says of the report (the entry of a feed, the header of a WARC record).
    pub metadata: Metadata,
}

/// First 16 hexadecimal digits of the SHA-256 of name, NUL, text.
pub(crate) fn identifier(name: &str, text: &str) -> String {
    let digest = Sha256::new().chain_update(name).chain_update([0]).chain_update(text).finalize();
    hex(&digest[..8])
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
