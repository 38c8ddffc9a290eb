//! The public wire types of the contract, and their exporters.
//!
//! [`lines`] and [`dossier`] turn what the rooms before found into the public shapes of [`wire`]; every exporter works
//! from a [`wire::Dossier`] alone, so that a dossier read back from JSON gives the same page.

mod convert;
pub mod csv;
pub mod html;
mod index;
pub mod json;
mod locale;
pub mod markdown;
pub mod plain;
pub mod terminal;
pub mod told;
pub mod typography;
pub mod ucdp;
pub mod view;
pub mod wire;
pub mod words;

pub use convert::{Text, dossier, dossier_numbered, lines};
pub use locale::Locale;

/// Version of the rules of reading and reconciling: raised when the same text may give other claims.
pub const RULES: &str = "6";
