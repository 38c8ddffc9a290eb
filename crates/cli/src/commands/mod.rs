//! One function a command.

pub(crate) mod completions;
pub(crate) mod dossier;
pub(crate) mod fetch;
pub(crate) mod ledger;
pub(crate) mod models;
pub(crate) mod read;
pub(crate) mod serve;
