//! The public shapes (schema 1): what `recoupe read` prints a line of, and what `recoupe dossier` writes.
//!
//! Offsets are byte offsets into the report's stored UTF-8 text, `start` included, `end` excluded. Unknown is `null`.
//! Fields may be added at any time; renaming or removing one needs a new [`SCHEMA`].

mod claim;
mod number;
mod report;
mod story;

pub use claim::*;
pub use recoupe_claims::date::Precision;
pub use recoupe_claims::implied::Implication;
pub use recoupe_claims::{Certainty, FigureKind, Role, Stance, StatementKind};
pub use recoupe_reading::{BlockKind, EntityKind, Lang};
pub use recoupe_story::{Bilingual, DateBasis, FigureState, QuantityState, RelationKind};
pub use report::*;
use serde::{Deserialize, Serialize};
pub use story::*;

/// Version of the shapes in this module.
pub const SCHEMA: u32 = 1;

/// One line of `recoupe read --format jsonl`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
#[expect(clippy::large_enum_variant, reason = "most lines are figures, the largest; a box each would save nothing")]
pub enum Line {
    /// A report; its statements and figures follow.
    Report(ReportLine),
    /// A statement.
    Statement(Statement),
    /// A figure.
    Figure(Figure),
}

/// A report with the schema it is written in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReportLine {
    /// [`SCHEMA`].
    pub schema: u32,
    /// The report.
    #[serde(flatten)]
    pub report: Report,
}

/// A byte range, written as `[start, end]`.
pub type Range = (usize, usize);

/// The days that a date may be, both ends included; `null` is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dates {
    /// First possible day, ISO 8601.
    pub from: Option<jiff::civil::Date>,
    /// Last possible day, ISO 8601.
    pub to: Option<jiff::civil::Date>,
    /// How precisely the text speaks.
    pub precision: Precision,
    /// The only days possible, where the interval holds gaps ("lundi": one of two Mondays).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<jiff::civil::Date>,
}
