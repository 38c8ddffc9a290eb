//! Bytes and paths to reports.
//!
//! [`gather`] turns what a user names (files, folders, patterns, `-` for standard input) into [`Report`]s, one bad input at
//! a time reported and none fatal. Formats: plain text, JSON Lines and JSON with the field names of news-please.

mod archive;
mod budget;
mod decode;
mod discover;
mod document;
mod error;
pub mod feed;
mod format;
mod gather;
pub mod html;
mod json;
mod member;
mod metadata;
mod open;
mod progress;
mod report;
pub mod robots;
#[cfg(feature = "web")]
pub mod web;
mod xml;

pub use error::{Damage, IntakeError, IntakeErrorKind};
pub use gather::{Gather, NotAPlace, Options, Place, gather, gather_member, members, tell_apart};
pub use member::{Link, Member, Skip};
pub use metadata::{Basis, Metadata, Moment, NotAMoment, Told};
pub use progress::{Fate, Outcome, Passed, Phase, Progress, Silent, Summary};
pub use report::{Hints, Part, PartKind, Published, PublishedBasis, Report, Warning};
