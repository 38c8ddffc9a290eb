//! Dates as the text gives them, and what they mean once an anchor is known.

mod find;
mod interval;
mod when;

pub(crate) use find::{Dated, dated_words, find, is_date_word, is_month};
pub use interval::{Interval, Precision};
pub use when::{Part, Season, Toward, Unit, When, WhenExpr};
