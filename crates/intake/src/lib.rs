//! Bytes and paths to reports.

mod report;

pub use report::{Published, PublishedBasis, Report};
