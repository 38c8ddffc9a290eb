//! Dates as the text gives them, and what they mean once an anchor is known.

mod interval;
mod when;

pub use interval::{Interval, Precision};
pub use when::{When, WhenExpr};
