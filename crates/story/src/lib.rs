//! Claims of many reports to quantities, relations and copies.

mod story;

use recoupe_claims::Claims;
use recoupe_reading::Doc;
pub use story::*;

/// One report with its claims.
#[derive(Debug, Clone)]
pub struct Read {
    /// The document.
    pub doc: Doc,
    /// Its claims.
    pub claims: Claims,
}

/// Reconciles reports. The result does not depend on anything but the reports.
pub fn reconcile(_reads: &[Read]) -> Story {
    Story::default()
}
