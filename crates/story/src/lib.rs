//! Claims of many reports to quantities, relations and copies.
//!
//! The phases, in order: who speaks (`link`), copied passages (`copies`), dates (`dates`), quantities (`quantity`),
//! relations (`relate`), summaries (`summary`), then the timeline, the denials and the gaps. No phase averages, votes or
//! corrects: every value is kept, and what it means to the others is said.

mod computed;
mod content;
mod copies;
pub mod copying;
mod dates;
mod denials;
mod gaps;
mod link;
mod options;
mod outlets;
mod party;
mod quantity;
mod reconcile;
mod relate;
mod setting;
mod story;
pub mod stream;
mod summary;
mod text;
mod time;
mod timeline;
mod tolls;
mod units;
mod value;
mod words;

pub use gaps::{damage_words, furniture_words};
pub use options::{BestPolicy, Options};
pub use outlets::{Publisher, publisher};
use recoupe_claims::Claims;
use recoupe_reading::Doc;
pub use story::*;
pub use words::sign_before;

/// One report with its claims.
#[derive(Debug, Clone)]
pub struct Read {
    /// The document.
    pub doc: Doc,
    /// Its claims.
    pub claims: Claims,
}

/// Reconciles reports with the default options. The result does not depend on anything but the reports.
pub fn reconcile(reads: &[Read]) -> Story {
    reconcile_with(reads, &Options::default())
}

/// Reconciles reports.
pub fn reconcile_with(reads: &[Read], options: &Options) -> Story {
    reconcile::story(reads, options)
}
