//! Claims of many reports to quantities, relations and copies.

mod options;
mod story;

pub use options::{BestPolicy, Options};
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

/// Reconciles reports with the default options. The result does not depend on anything but the reports.
pub fn reconcile(reads: &[Read]) -> Story {
    reconcile_with(reads, &Options::default())
}

/// Reconciles reports.
pub fn reconcile_with(_reads: &[Read], options: &Options) -> Story {
    Story { policy: options.best.clone(), ..Story::default() }
}
