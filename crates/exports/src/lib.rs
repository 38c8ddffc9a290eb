//! The dossier in other people's formats.
//!
//! [`export`] takes a [`Dossier`] and gives the bytes of a file; it does no input or output, asks no clock and draws no random
//! number, so that the same dossier gives the same bytes. Every file says which version of the program and of its rules made
//! it and from which texts (SHA-256). `docs/exports.md` says what goes where in each format and what a format cannot hold.
//!
//! ```
//! use recoupe_exports::Format;
//! assert_eq!(Format::from_file_name("orval.stix.json"), Some(Format::Stix));
//! ```

mod annotations;
mod format;
mod ftm;
mod graphml;
mod ids;
mod jsonl;
pub mod parquet;
mod provenance;
mod ris;
mod schema_org;
mod stix;
mod table;
mod telling;
mod texts;
mod timeline;

pub use format::Format;
use recoupe_dossier::{Locale, csv, html, json, markdown, wire::Dossier};
use serde_json::{Map, Value};

/// Why a dossier could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// JSON.
    #[error("cannot write JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// Comma-separated values.
    #[error(transparent)]
    Csv(#[from] csv::CsvError),
    /// Columns.
    #[error("cannot write Parquet: {0}")]
    Parquet(#[from] ::parquet::errors::ParquetError),
}

/// The file of a dossier in a format; words that the program adds are in `locale`, what reports say stays as printed.
///
/// # Errors
///
/// Only where a writer refuses a value, which no text of a report can bring about.
pub fn export(dossier: &Dossier, format: Format, locale: Locale) -> Result<Vec<u8>, ExportError> {
    Ok(match format {
        // The page with its instruments, where it was there when the program was built.
        Format::Html => html::app_page(dossier, locale).unwrap_or_else(|| html::page(dossier, locale)).into_bytes(),
        Format::Json => json::pretty(dossier)?.into_bytes(),
        Format::Jsonl => jsonl::lines(dossier)?,
        Format::Markdown => markdown::document(dossier, locale).into_bytes(),
        Format::Csv => csv::table(dossier, locale)?.into_bytes(),
        Format::Parquet => table::parquet(dossier)?,
        Format::Annotations => pretty(&annotations::collection(dossier, locale))?,
        Format::Provenance => pretty(&provenance::document(dossier, locale))?,
        Format::SchemaOrg => pretty(&schema_org::dataset(dossier, locale))?,
        Format::Stix => pretty(&stix::bundle(dossier, locale))?,
        Format::Ftm => ftm::lines(dossier, locale)?,
        Format::Graphml => graphml::document(dossier, locale).into_bytes(),
        Format::Timeline => pretty(&timeline::timeline(dossier, locale))?,
        Format::Ris => ris::records(dossier, locale).into_bytes(),
    })
}

fn pretty(value: &Value) -> Result<Vec<u8>, ExportError> {
    let mut out = serde_json::to_vec_pretty(value)?;
    out.push(b'\n');
    Ok(out)
}

/// An object without the members that are `null`, empty strings or empty lists.
fn object<const N: usize>(members: [(&str, Value); N]) -> Value {
    let told = |v: &Value| match v {
        Value::Null => false,
        Value::String(s) => !s.is_empty(),
        Value::Array(a) => !a.is_empty(),
        _ => true,
    };
    Value::Object(members.into_iter().filter(|(_, v)| told(v)).map(|(k, v)| (k.to_owned(), v)).collect::<Map<_, _>>())
}

/// The name that the wire gives a variant without data (`revised_down`).
fn code(value: impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(name)) => name,
        _ => String::new(),
    }
}

/// A number as JSON: integral ones without a fraction.
fn number(value: Option<f64>) -> Value {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match value {
        #[expect(clippy::cast_possible_truncation, reason = "integral and below 2^53")]
        Some(v) if v.fract() == 0.0 && v.abs() < EXACT => Value::from(v as i64),
        Some(v) => Value::from(v),
        None => Value::Null,
    }
}
