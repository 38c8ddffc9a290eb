//! The dossier as data.

use crate::wire::Dossier;

/// The dossier as indented JSON with a final line break.
///
/// # Errors
///
/// None that a dossier can cause: the error is serde's.
pub fn pretty(dossier: &Dossier) -> serde_json::Result<String> {
    Ok(serde_json::to_string_pretty(dossier)? + "\n")
}
