//! Honest intervals of days.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// All days that a date may be, both ends included; `None` is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interval {
    /// First possible day.
    pub from: Option<Date>,
    /// Last possible day.
    pub to: Option<Date>,
    /// How precisely the text speaks.
    pub precision: Precision,
    /// The only days that are possible, where the interval holds gaps ("lundi": one of two Mondays); sorted, else empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<Date>,
}

impl Interval {
    /// Nothing is known.
    pub const UNKNOWN: Self = Self { from: None, to: None, precision: Precision::Unknown, candidates: Vec::new() };

    /// One day.
    pub fn day(day: Date) -> Self {
        Self { from: Some(day), to: Some(day), precision: Precision::Day, candidates: Vec::new() }
    }

    /// The single day it is, if it is one.
    pub fn single(&self) -> Option<Date> {
        self.from.filter(|d| self.to == Some(*d))
    }
}

/// How precisely a text gives a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Precision {
    Day,
    Weekend,
    Week,
    Third,
    Month,
    Season,
    Year,
    Range,
    Vague,
    Unknown,
}
