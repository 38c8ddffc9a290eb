//! Bytes and paths to reports.
//!
//! [`gather`] turns what a user names (files, folders, patterns, `-` for standard input) into [`Report`]s, one bad input at
//! a time reported and none fatal. Formats: plain text, JSON Lines and JSON with the field names of news-please.

mod decode;
mod discover;
mod error;
mod gather;
mod json;
mod metadata;
mod report;

pub use error::{IntakeError, IntakeErrorKind};
pub use gather::{Gather, Options, gather};
pub use metadata::{Basis, Metadata, Moment, NotAMoment, Told};
pub use report::{Hints, Part, PartKind, Published, PublishedBasis, Report, Warning};
