//! Dates as the text gives them, and what they mean once an anchor is known.

mod events;
mod find;
mod interval;
mod publication;
#[cfg(test)]
mod tests;
mod when;

pub use events::events;
pub(crate) use find::{Dated, dated_words, find, is_date_word, is_month};
pub use interval::{Interval, Precision};
pub use publication::{bound_publication, dateline};
pub use when::{Part, Season, Toward, Unit, When, WhenExpr};
