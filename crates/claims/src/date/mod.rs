//! Dates as the text gives them, and what they mean once an anchor is known.

mod events;
mod expressions;
mod feast;
mod find;
mod interval;
mod publication;
mod resolve;
#[cfg(test)]
mod tests;
mod timex;
mod told;
mod when;

pub(crate) use events::{events, in_doc};
pub use expressions::{Anchor, TimeExpression, time_expressions};
pub use feast::Feast;
pub(crate) use find::{Dated, dated_words, find, is_date_word, is_month};
pub use interval::{Interval, Precision};
pub(crate) use publication::bound_publication;
pub use publication::dateline;
pub use timex::TimexType;
pub use when::{Daytime, Inner, Part, Reference, Season, Share, Toward, Unit, When, WhenExpr};
