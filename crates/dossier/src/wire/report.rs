//! Reports.

use serde::{Deserialize, Serialize};

use super::{BlockKind, DateBasis, Dates, Lang};

/// A report: one article in one version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Stable identifier, unique within a call.
    pub id: String,
    /// Where it came from, as the user wrote it.
    pub path: String,
    /// Its title, from metadata or from the text.
    pub title: Option<String>,
    /// The outlet that published it.
    pub outlet: Option<String>,
    /// Authors that metadata names.
    pub authors: Vec<String>,
    /// The language most of the text is in.
    pub language: Lang,
    /// SHA-256 of the stored text, hexadecimal.
    pub text_sha256: String,
    /// When it was published; `null` where nothing bounds it.
    pub published: Option<PublishedOn>,
    /// The likely days, inside `published`, used to order reports and never to date an event; left out where nothing narrows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub likely: Option<Dates>,
    /// Stretches of the text, each with its function.
    pub blocks: Vec<Block>,
    /// What was read otherwise than printed.
    pub repairs: Vec<Repair>,
    /// Where it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Publisher family, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// Agencies credited.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agencies: Vec<String>,
    /// The report (its `id`) of the same outlet that this is a later version of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version_of: Option<String>,
    /// The stored text that all offsets count in; left out of `recoupe read` unless asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// Publication days, and who says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedOn {
    /// The days it may be.
    #[serde(flatten)]
    pub dates: Dates,
    /// Who says so.
    pub basis: DateBasis,
}

/// A stretch of the text with one function.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// First byte.
    pub start: usize,
    /// After the last byte.
    pub end: usize,
    /// Its function.
    pub kind: BlockKind,
    /// Why it is not prose (a short stable code).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Its language.
    pub language: Lang,
}

/// A place that was read otherwise than printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repair {
    /// First byte.
    pub start: usize,
    /// After the last byte.
    pub end: usize,
    /// The kind of damage (a short stable code).
    pub kind: String,
    /// How it was read; `null` where the damage is only marked.
    pub reads: Option<String>,
}
