//! Copies in a growing collection: which reports have whose words.
//!
//! Of each report a [`CopyPrint`] is kept: fingerprints of its word sequences, by winnowing. An index ([`CopyIndex`]) leads
//! from a fingerprint to the reports that hold it, so that [`search`] names the reports a new one may share text with,
//! without looking at the others; [`compare`] then reads two texts word by word. [`kinship`] says what a shared text makes of
//! two reports: versions of one article, a copy, a passage.
//!
//! ```
//! use recoupe_story::copying::{CopyIndex, CopyKind, CopyPrint, CopyText, MemoryIndex, compare, search};
//!
//! let first = "The dam above the town broke on Sunday after two days of rain. Some three hundred people were brought \
//!     to the schools of the valley, where they spent the night.";
//! let second = format!("Our correspondent reports from the valley. {first}");
//! let mut index = MemoryIndex::default();
//! index.insert(1, &CopyPrint::plain(first, 0).0).unwrap();
//!
//! let (print, mut text) = CopyPrint::plain(&second, 0);
//! let found = search(&print, &index).unwrap();
//! text.leave_out(&print, &found.furniture);
//! assert_eq!(found.candidates[0].report, 1);
//! let copied = compare(&text, &CopyText::plain(first)).unwrap();
//! assert_eq!(copied.kind, CopyKind::Near);
//! ```

mod compare;
mod index;
mod kinship;
mod print;
pub(crate) mod runs;
mod search;
pub(crate) mod words;

pub(crate) use compare::LEAST_SHARE;
pub use compare::{Copied, CopyKind, CopyText, compare};
pub use index::{CopyIndex, Holder, MOST_HOLDERS, MemoryIndex};
pub(crate) use kinship::VERSION_SHARE;
pub use kinship::{Kinship, Provenance, address, kinship};
pub use print::{CopyPrint, Fingerprint};
pub use search::{Candidate, Found, search};

/// The rules by which prints are made. It changes when they do.
pub const VERSION: u32 = 1;

/// The key under which an index knows an outlet; never 0.
pub fn outlet_key(outlet: &str) -> u64 {
    crate::text::slug(outlet).bytes().fold(1, |hash, b| words::mixed(hash ^ u64::from(b))).max(1) >> 1 | 1
}
