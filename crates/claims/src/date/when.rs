//! A date expression in its text.

use jiff::civil::Date;
use recoupe_reading::Span;

use super::Interval;

/// A date expression, kept symbolic so that it can be resolved again when the report's own day becomes known better.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    /// Original span of the expression.
    pub span: Span,
    /// What it says.
    pub expr: WhenExpr,
}

/// What a date expression says. (The dates module extends this list.)
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhenExpr {
    /// Stands by itself, whatever the publication day.
    Absolute(Interval),
    /// The single day that the text anchors, for a start.
    Day(Date),
}
