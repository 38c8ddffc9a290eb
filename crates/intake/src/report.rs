//! The report: one article, one version, as it was published.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

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
    /// What was odd about the input (another charset, an unreadable date); the report stands all the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
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
            warnings: Vec::new(),
        }
    }
}

/// First 16 hexadecimal digits of the SHA-256 of name, NUL, text.
pub(crate) fn identifier(name: &str, text: &str) -> String {
    let digest = Sha256::new().chain_update(name).chain_update([0]).chain_update(text).finalize();
    hex(&digest[..8])
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
