//! Statements and figures.

use serde::{Deserialize, Serialize};

use super::{Certainty, Dates, FigureKind, FigureState, Implication, Range, Role, Stance, StatementKind, number};

/// Somebody other than the outlet says, writes, denies, asks, orders.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// `<report id>.S<number>`.
    pub id: String,
    /// The report it stands in.
    pub report: String,
    /// Who says it, as printed; empty if the text leaves it out.
    pub source: Vec<Range>,
    /// The words that show the attribution.
    pub cue: Vec<Range>,
    /// What is said.
    pub content: Vec<Range>,
    /// Direct, mixed, indirect.
    pub kind: StatementKind,
    /// Asserts, denies, neither, asks, orders.
    pub stance: Stance,
    /// How sure the wording is.
    pub certainty: Certainty,
    /// Who the source resolves to.
    pub speaker: Option<Speaker>,
    /// Who relays it, outermost last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub via: Vec<Relay>,
    /// The statement whose content holds this one.
    pub nested_in: Option<String>,
    /// When it was said.
    pub said_on: Option<Dates>,
    /// How likely it is read right, 0 to 1: of the reading, not of the claim.
    pub confidence: f64,
}

impl Statement {
    /// First byte of any of its spans.
    pub fn start(&self) -> usize {
        self.source.iter().chain(&self.cue).chain(&self.content).map(|r| r.0).min().unwrap_or_default()
    }
}

/// A quantity that a report states.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// `<report id>.F<number>`.
    pub id: String,
    /// The report it stands in.
    pub report: String,
    /// First byte.
    pub start: usize,
    /// After the last byte.
    pub end: usize,
    /// The number as printed, with its approximator, bound and unit word.
    pub text: String,
    /// The interval that the wording states.
    pub value: Value,
    /// `person`, `item`, `percent`, `times`, an ISO 4217 code or a unit symbol.
    pub unit: Option<String>,
    /// What it is counted per, where it is a rate ("3 morts par jour"); absent for what is no rate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per: Option<Per>,
    /// The words that say what is counted.
    pub counted: Option<Passage>,
    /// What happened to the people counted.
    pub role: Option<Role>,
    /// Whose or which, in a normal form (`soldier/KP`).
    pub population: Option<String>,
    /// Where.
    pub place: Option<Place>,
    /// Cumulative, flow, stock, measure, plan.
    pub kind: Option<FigureKind>,
    /// The period of a flow or a cumulative.
    pub period: Option<Dates>,
    /// The moment it speaks of.
    pub as_of: Option<Dates>,
    /// When it was said.
    pub said_on: Option<Dates>,
    /// Origin: the deepest asserter named; `null` = the outlet itself.
    pub speaker: Option<Speaker>,
    /// Who relays the origin, outermost last.
    pub via: Vec<Relay>,
    /// The innermost statement that holds it.
    pub statement: Option<String>,
    /// How sure the wording is.
    pub certainty: Certainty,
    /// The group of comparable figures it falls in, within the reports given.
    pub quantity: Option<String>,
    /// The origin is a party to the matter.
    pub party: bool,
    /// It adds an origin: neither a relay or repeat, nor copied, nor derived, nor unattributed.
    pub independent: bool,
    /// Superseded, corrected, withdrawn.
    pub state: Option<FigureState>,
    /// How it hangs on another figure of the same report.
    pub derivation: Option<Derivation>,
    /// The sentence it stands in.
    pub sentence: Option<Span>,
    /// Names of the fields that could not be told.
    pub abstained: Vec<String>,
    /// How likely it is read right, 0 to 1: of the reading, not of the claim.
    pub confidence: f64,
}

/// A number that a report's words settle without printing it: computed, never attributed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Implied {
    /// `<report id>.N<number>`.
    pub id: String,
    /// The report it follows from.
    pub report: String,
    /// The number.
    pub value: Value,
    /// As in [`Figure::unit`].
    pub unit: String,
    /// What happened to the people counted.
    pub role: Option<Role>,
    /// How it follows.
    pub how: Implication,
    /// The words that it follows from.
    pub passages: Vec<Passage>,
    /// Ids of the figures that it is computed from.
    pub figures: Vec<String>,
    /// The group of comparable figures that it may be set beside.
    pub quantity: Option<String>,
}

/// What a rate is counted per.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Per {
    /// A unit as in [`Figure::unit`], or a noun in a form of both languages (`person`, `share`), else as printed.
    pub of: String,
    /// So many of them: 1, or 100 000 in "pour 100 000 habitants".
    pub number: f64,
    /// The words that say so.
    pub words: Passage,
}

/// An interval in base units of the figure's unit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Value {
    /// Lower bound; `null` = unbounded.
    #[serde(serialize_with = "number::number_or_null")]
    pub lo: Option<f64>,
    /// Upper bound; `null` = unbounded.
    #[serde(serialize_with = "number::number_or_null")]
    pub hi: Option<f64>,
    /// The lower bound is excluded ("plus de") or there is none.
    pub lo_open: bool,
    /// The upper bound is excluded ("moins de") or there is none.
    pub hi_open: bool,
    /// "environ".
    pub approx: bool,
    /// "des milliers".
    pub vague: bool,
    /// Place value of the last non-zero digit as written.
    #[serde(serialize_with = "number::number")]
    pub granularity: f64,
}

/// Who speaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speaker {
    /// The name it resolves to in this report.
    pub name: String,
    /// First byte of the words that name it; `null` where no word does.
    pub start: Option<usize>,
    /// After the last byte.
    pub end: Option<usize>,
    /// The speaker across reports.
    pub entity: Option<String>,
    /// Other names in this report.
    pub aliases: Vec<String>,
    /// Resolved by description only: probable, not certain.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_description: bool,
}

/// Who relays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relay {
    /// The name in this report.
    pub name: String,
    /// The speaker across reports.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
}

/// A span with the words under it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// First byte.
    pub start: usize,
    /// After the last byte.
    pub end: usize,
    /// The words as printed.
    pub text: String,
}

/// A span.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// After the last byte.
    pub end: usize,
}

/// Where a figure holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// As the text names it.
    pub name: String,
    /// ISO 3166-1 alpha-2 code.
    pub country: Option<String>,
    /// Of a city that could be told: degrees, north positive.
    #[serde(default)]
    pub latitude: Option<f64>,
    /// Degrees, east positive.
    #[serde(default)]
    pub longitude: Option<f64>,
    /// Number in GeoNames of the city, or of the division of a state (that has no coordinates here).
    #[serde(default)]
    pub geonames: Option<u32>,
    /// First byte.
    pub start: usize,
    /// After the last byte.
    pub end: usize,
}

/// How a figure hangs on another figure of the same report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Derivation {
    /// The way it hangs on it.
    pub how: DerivationKind,
    /// The other figure; `null` where the text does not give it.
    pub base: Option<String>,
}

/// The way a figure hangs on another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DerivationKind {
    /// "un tiers de", "40 % de".
    Share,
    /// "d'entre eux".
    PartOf,
    /// "supplémentaires".
    Increment,
    /// "par jour", "sur la base de".
    Computed,
}
