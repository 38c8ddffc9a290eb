//! The rows of `*-figures.jsonl` and `*-statements.jsonl`. Offsets are bytes into the UTF-8 text.

use serde::{Deserialize, Serialize};

/// A half-open span of bytes.
pub(crate) type Span = (usize, usize);

/// An annotated figure.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct FigureRow {
    pub(crate) id: String,
    pub(crate) doc: String,
    pub(crate) number: String,
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) lo: Option<f64>,
    pub(crate) hi: Option<f64>,
    pub(crate) approx: bool,
    pub(crate) vague: bool,
    pub(crate) unit: Option<String>,
    pub(crate) counted: Option<String>,
    pub(crate) counted_start: Option<usize>,
    pub(crate) counted_end: Option<usize>,
    pub(crate) role: Option<String>,
    pub(crate) speaker: Option<String>,
    pub(crate) speaker_start: Option<usize>,
    pub(crate) speaker_end: Option<usize>,
    pub(crate) via: Vec<String>,
    pub(crate) certainty: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) note: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) measure: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) speaker_alt: Option<String>,
}

/// An annotated statement.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct StatementRow {
    pub(crate) id: String,
    pub(crate) doc: String,
    pub(crate) source: Vec<Span>,
    pub(crate) cue: Vec<Span>,
    pub(crate) content: Vec<Span>,
    pub(crate) kind: String,
    pub(crate) stance: String,
    pub(crate) speaker: Option<String>,
    pub(crate) nested_in: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) note: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) speaker_alt: Option<String>,
}

/// Reads a file of rows.
pub(crate) fn read<T: for<'de> Deserialize<'de>>(path: &std::path::Path) -> anyhow::Result<Vec<T>> {
    use anyhow::Context;
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(i, line)| serde_json::from_str(line).with_context(|| format!("{}:{}", path.display(), i + 1)))
        .collect()
}
