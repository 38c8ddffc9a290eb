//! The dossier: what many reports claim together.

use serde::{Deserialize, Serialize};

use super::{
    Bilingual, Dates, EntityKind, Figure, FigureKind, Implied, QuantityState, Range, RelationKind, Report, Role,
    Stance, Statement, Value, number,
};

/// Everything that the reports given say together. All exports are made from this and nothing else.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dossier {
    /// [`super::SCHEMA`].
    pub schema: u32,
    /// The story.
    pub story: StoryHead,
    /// How this was made.
    pub generated: Generated,
    /// The policy under which [`Quantity::best`] was filled; none by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<Policy>,
    /// The reports, with their texts.
    pub reports: Vec<Report>,
    /// Who speaks, across the reports.
    pub speakers: Vec<StorySpeaker>,
    /// Comparable figures, grouped.
    pub quantities: Vec<Quantity>,
    /// All figures of all reports.
    pub figures: Vec<Figure>,
    /// Numbers that the reports' words settle without printing them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub implied: Vec<Implied>,
    /// What each report gives as the number of people killed, wounded, missing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tolls: Vec<Toll>,
    /// All statements of all reports.
    pub statements: Vec<Statement>,
    /// Dated events.
    pub timeline: Vec<Event>,
    /// Denials and refusals.
    pub denials: Vec<Denial>,
    /// Text that reports share.
    pub copies: Vec<Copy>,
    /// What could not be read, dated, attributed, compared.
    pub gaps: Vec<Gap>,
}

/// The story as a whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoryHead {
    /// Stable identifier, from the reports' texts.
    pub id: String,
    /// The most telling title among the reports.
    pub title: String,
    /// First day that the story speaks of.
    pub from: Option<jiff::civil::Date>,
    /// Last day.
    pub to: Option<jiff::civil::Date>,
}

/// How a dossier was made: the same input and version give the same bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Generated {
    /// Version of the program.
    pub version: String,
    /// Version of the rules of reading and reconciling.
    pub rules: String,
    /// SHA-256 over the sorted `text_sha256` of all reports, one a line.
    pub inputs_sha256: String,
}

/// A speaker across reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StorySpeaker {
    /// Stable identifier.
    pub entity: String,
    /// Fullest name.
    pub name: String,
    /// The name to print, where it is not `name` in both languages: states in the language of the reader.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown: Option<Bilingual>,
    /// All other names.
    pub aliases: Vec<String>,
    /// Words that were linked to this speaker by description only: probable, not certain.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub described_as: Vec<String>,
    /// State (ISO 3166-1 alpha-2 code), publisher or own family; `null` = not known.
    pub family: Option<String>,
    /// What it is.
    pub kind: EntityKind,
    /// For a joint speaker: the entities it is made of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<String>,
    /// No report names it; it is known by a description only.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_description: bool,
}

/// A group of comparable figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Quantity {
    /// Stable identifier.
    pub id: String,
    /// In words.
    pub label: Bilingual,
    /// Unit.
    pub unit: Option<String>,
    /// Population in its normal form.
    pub population: Option<String>,
    /// Role.
    pub role: Option<Role>,
    /// Place.
    pub place: Option<String>,
    /// Kind.
    pub kind: Option<FigureKind>,
    /// Ids of its figures in order of time, then text.
    pub figures: Vec<String>,
    /// How its figures relate to each other and to figures that a reader would compare them with.
    pub relations: Vec<Relation>,
    /// Lowest–highest and who stands behind it.
    pub summary: Summary,
    /// One value, only under a policy that the user chose ([`Dossier::policy`]).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub best: Option<Best>,
}

/// The tolls of what befell people, followed over time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Toll {
    /// Killed, wounded or missing.
    pub role: Role,
    /// At most one a report, in the order of time.
    pub values: Vec<TollValue>,
}

/// The toll of one report: `figure` where it prints the number, `implied` where it follows from its words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TollValue {
    /// Id of the figure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figure: Option<String>,
    /// Id of the implied number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub implied: Option<String>,
    /// The number.
    pub value: Value,
    /// The likely day of the report.
    pub said_on: Option<Dates>,
    /// Neither corrected nor withdrawn, nor only a report on some of those told of before.
    pub standing: bool,
}

/// The value that the user's policy picks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Best {
    /// Id of the figure picked.
    pub figure: String,
    /// Its value.
    pub value: Value,
}

/// How the user wants one value of a quantity to be picked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "rule", content = "sources")]
pub enum Policy {
    /// The lowest value stated.
    Lower,
    /// The latest value of the first of these sources that gives one.
    PrioritySource(Vec<String>),
    /// The latest value of this source only.
    LatestOf(String),
}

/// How figure `to` relates to the earlier figure `from`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relation {
    /// Id of the earlier figure.
    pub from: String,
    /// Id of the later figure.
    pub to: String,
    /// The first rule that holds.
    pub kind: RelationKind,
    /// Why.
    pub reason: Bilingual,
}

/// Lowest–highest of a quantity; never an average.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Lowest lower bound; `null` = unbounded.
    #[serde(serialize_with = "number::number_or_null")]
    pub lo: Option<f64>,
    /// Highest upper bound; `null` = unbounded.
    #[serde(serialize_with = "number::number_or_null")]
    pub hi: Option<f64>,
    /// Reports that give a value.
    pub reports: usize,
    /// Outlets.
    pub outlets: usize,
    /// Independent origins.
    pub origins: usize,
    /// Families of origins.
    pub families: usize,
    /// Figures whose origin is not known.
    pub unknown_origins: usize,
    /// How well it stands.
    pub state: QuantityState,
    /// Breaches (part over whole, falling cumulative): said, not corrected.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<Bilingual>,
}

/// Something that happened or was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// When.
    pub date: Dates,
    /// The passage that tells it, as printed.
    pub what: String,
    /// All passages that tell it.
    pub spans: Vec<ReportSpan>,
    /// The statement whose saying this is; `null` for what happened.
    pub said: Option<String>,
    /// The figure (a duration still running) that the date was computed from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_of: Option<String>,
}

/// A span in a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportSpan {
    /// The report's id.
    pub report: String,
    /// First byte.
    pub start: usize,
    /// After the last byte.
    pub end: usize,
}

/// A denial, a refusal, a silence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Denial {
    /// Who: a speaker's entity.
    pub speaker: Option<String>,
    /// The statement's id.
    pub statement: String,
    /// Denies, or neither confirms nor denies.
    pub stance: Stance,
    /// Ids of the statements that it denies.
    pub of: Vec<String>,
}

/// Text that two reports share.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Copy {
    /// Id of the earlier report.
    pub from: String,
    /// Id of the other.
    pub to: String,
    /// Share of the shorter report's words that stand in shared runs, 0–1.
    #[serde(serialize_with = "number::number")]
    pub share: f64,
    /// The shared runs.
    pub runs: Vec<SharedRun>,
}

/// One shared run of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedRun {
    /// Byte range in the earlier report.
    pub from: Range,
    /// Byte range in the other.
    pub to: Range,
}

/// Something that the program could not tell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// The report's id.
    pub report: String,
    /// First byte.
    pub start: usize,
    /// After the last byte.
    pub end: usize,
    /// A short stable code.
    pub code: String,
    /// Why.
    pub why: Bilingual,
}
