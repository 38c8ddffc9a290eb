//! The ledger under bad luck and under load: `cargo xtask crash`, `cargo xtask scale`.

pub(crate) mod crash;
mod reports;
pub(crate) mod scale;
