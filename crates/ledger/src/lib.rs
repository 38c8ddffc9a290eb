//! The ledger: everything that was read, kept in one SQLite file.
//!
//! A [`Ledger`] takes reports as they come ([`Ledger::add`]): the same text twice is one report, another text at the same address
//! is a new version of it. Claims are rows that point into the text of their version; nothing is deleted, what no longer holds
//! says since when and why. Reports fall into stories, and [`Ledger::settle`] reconciles those that changed and writes down what
//! changed. What people decide ([`Ledger::decide`]) is data too, anchored by its passage.
//!
//! The ledger analyses nothing: reading, claims and reconciliation are the rooms before it. It asks no clock: moments are
//! arguments.

mod backup;
mod changes;
mod check;
mod content;
mod copied;
mod copies;
mod decisions;
mod difference;
mod error;
mod file;
mod follow;
mod grouping;
mod index;
mod pages;
mod query;
mod rank;
mod reread;
mod review;
mod rows;
mod search;
mod stories;
mod time;
mod transfer;
mod versions;
mod words;

pub use changes::{Change, ChangeKind, Since};
pub use check::Checked;
pub use copied::{CopiesAsked, CopyLine, CopyOrder, SharedPassage};
pub use decisions::{Action, Decision, Fix};
pub use difference::Difference;
pub use error::{LedgerError, Result};
pub use file::{Access, Interrupter, Ledger};
pub use follow::{Point, Series};
pub use pages::{KeptReport, KeptText, StoriesAsked, StoryHead, StoryItem, StoryPlace, VersionDifference, VersionLine};
pub use reread::{Unread, Which};
pub use review::{Consequence, Ranked, ReviewLine, Why};
pub use search::{Hit, Past, ReportLine, Search};
pub use stories::{Counts, Reconciled, StoryLine};
pub use transfer::{Cell, EXPORT_SCHEMA, FIGURE_COLUMNS, Kept, KeptDecision, Kind, Line, Sighting, read_line};
pub use versions::Added;
