//! States: names, capitals, peoples, seats of government, in French and English.

use smol_str::SmolStr;

/// What a word or phrase says of a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateMention {
    /// ISO 3166-1 alpha-2 code.
    pub country: SmolStr,
    /// How the state is named.
    pub by: NamedBy,
}

/// How a state is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NamedBy {
    /// By its name or a short form ("Corée du Sud", "South Korea", "Etats-Unis", "US").
    Name,
    /// By its capital, in any common spelling ("Kiev", "Kyiv").
    Capital,
    /// By the seat of its government or head of state ("Kremlin", "Maison Blanche", "Downing Street").
    Seat,
    /// By its people, as noun or adjective, any gender and number ("nord-coréennes", "South Korean").
    Demonym,
}
