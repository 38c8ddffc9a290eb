//! The story: what many reports claim together.

use recoupe_claims::{Certainty, FigureKind, Role, Stance, Value, date::Interval};
use recoupe_reading::{EntityKind, Span};
use serde::{Deserialize, Serialize};

/// Everything that the reports given say together. Reports are in the order of the input slice; every list is in a
/// deterministic order that does not depend on it beyond that.
#[derive(Debug, Clone, Default)]
pub struct Story {
    /// Stable identifier, from the reports' texts.
    pub id: String,
    /// A title: the most telling title among the reports.
    pub title: String,
    /// First and last day that the story speaks of.
    pub period: Option<Interval>,
    /// One per input, same order.
    pub reports: Vec<ReportView>,
    /// Who speaks, across the reports.
    pub speakers: Vec<StorySpeaker>,
    /// Comparable figures, grouped.
    pub quantities: Vec<Quantity>,
    /// Numbers that follow from the words of the reports, in the order of time of the reports; never values of a quantity.
    pub computed: Vec<Computed>,
    /// What each report gives as the number of people killed, wounded, missing.
    pub tolls: Vec<Toll>,
    /// All statements of all reports with what linking adds.
    pub statements: Vec<StatementView>,
    /// Copied passages between reports.
    pub copies: Vec<Copy>,
    /// Dated events, merged.
    pub timeline: Vec<TimelineEntry>,
    /// Denials and refusals.
    pub denials: Vec<Denial>,
    /// What could not be read, dated, attributed, compared.
    pub gaps: Vec<Gap>,
    /// The policy under which [`Quantity::best`] was filled.
    pub policy: Option<crate::BestPolicy>,
}

/// What the story knows of a report beyond the report itself.
#[derive(Debug, Clone)]
pub struct ReportView {
    /// Days it may have been published on, after bounding by the text and by the other reports.
    pub published: Interval,
    /// The likely days, inside `published`; the same where nothing narrows it. Used for the order of reports only, never to
    /// date an event.
    pub likely: Interval,
    /// Who says so.
    pub basis: DateBasis,
    /// The outlet, or `None`.
    pub outlet: Option<String>,
    /// Publisher family (from the owners table, else the outlet itself).
    pub publisher: Option<String>,
    /// Agencies credited.
    pub agencies: Vec<String>,
    /// This report is a later version of that one (same outlet).
    pub version_of: Option<usize>,
}

/// Where a report's date comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DateBasis {
    /// The user.
    Given,
    /// Metadata.
    Metadata,
    /// The report's own text.
    Text,
    /// The text together with other reports.
    Inferred,
}

/// Index of a figure: report, then figure in its claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FigureRef {
    /// Index of the report.
    pub report: usize,
    /// Index into its claims' figures.
    pub figure: usize,
}

/// Index of a statement: report, then statement in its claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct StatementRef {
    /// Index of the report.
    pub report: usize,
    /// Index into its claims' statements.
    pub statement: usize,
}

/// A speaker across reports.
#[derive(Debug, Clone)]
pub struct StorySpeaker {
    /// Stable identifier, a slug of the name.
    pub entity: String,
    /// Fullest name.
    pub name: String,
    /// The name to print: a state in the language of the reader, the parts of a joint speaker one by one; anybody else as
    /// the texts give the name.
    pub shown: Bilingual,
    /// All other names that a report gives or that acronym and spelling prove.
    pub aliases: Vec<String>,
    /// Words that were linked to this speaker by description only ("the spy agency"): probable, not certain.
    pub described_as: Vec<String>,
    /// State (ISO code), publisher or own family; `None` = unknown.
    pub family: Option<String>,
    /// What it is.
    pub kind: EntityKind,
    /// For a joint speaker: indexes of its parts in [`Story::speakers`].
    pub parts: Vec<usize>,
    /// No report names it; it is known by a description only.
    pub by_description: bool,
}

/// A group of comparable figures.
#[derive(Debug, Clone)]
pub struct Quantity {
    /// Stable identifier, a slug of what is counted.
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
    /// It is of another event than the one that the reports tell: an earlier one, a separate one, many counted together.
    pub apart: bool,
    /// Its figures in order of time, then text.
    pub figures: Vec<FigureView>,
    /// How they relate; also relations to figures of other quantities that a reader would otherwise compare.
    pub relations: Vec<Relation>,
    /// Lowest–highest and who stands behind it.
    pub summary: Summary,
    /// One value, only under a policy that the user chose ([`crate::Options::best`]).
    pub best: Option<Best>,
}

/// A value picked by a policy of the user, never by the program.
#[derive(Debug, Clone, PartialEq)]
pub struct Best {
    /// The figure picked.
    pub figure: FigureRef,
    /// Its value.
    pub value: Value,
    /// The policy, to be printed beside it.
    pub policy: crate::BestPolicy,
}

/// A figure with what the story adds to it.
#[derive(Debug, Clone)]
pub struct FigureView {
    /// Which.
    pub figure: FigureRef,
    /// Origin: index into [`Story::speakers`]; `None` = the outlet itself.
    pub origin: Option<usize>,
    /// Relays: indexes into [`Story::speakers`].
    pub via: Vec<usize>,
    /// When it was said.
    pub said_on: Interval,
    /// What moment it speaks of.
    pub as_of: Interval,
    /// The value.
    pub value: Value,
    /// The certainty.
    pub certainty: Certainty,
    /// The speaker is a party to the matter.
    pub party: bool,
    /// It adds an origin: neither a relay or repeat of another figure, nor copied, nor derived, nor unattributed.
    pub independent: bool,
    /// Superseded, corrected, withdrawn.
    pub state: Option<FigureState>,
}

/// A number that follows from the words of a report ([`recoupe_claims::implied`]), beside the quantity that it speaks of.
#[derive(Debug, Clone, PartialEq)]
pub struct Computed {
    /// Index of the report.
    pub report: usize,
    /// Index into its claims' implied numbers.
    pub implied: usize,
    /// Index into [`Story::quantities`]: what it may be compared with; `None` where no report prints a number of it.
    pub quantity: Option<usize>,
    /// As in [`Quantity::apart`].
    pub apart: bool,
    /// When its report said it.
    pub said_on: Interval,
}

/// The tolls that the reports give of what befell people, followed over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Toll {
    /// Killed, wounded or missing.
    pub role: Role,
    /// At most one a report, by the likely day of the report.
    pub values: Vec<TollValue>,
}

impl Toll {
    /// The last value that stands.
    pub fn latest(&self) -> Option<&TollValue> {
        self.values.iter().rev().find(|v| v.standing)
    }
}

/// The toll of one report.
#[derive(Debug, Clone, PartialEq)]
pub struct TollValue {
    /// Printed or computed.
    pub source: TollSource,
    /// The number.
    pub value: Value,
    /// The likely day of the report.
    pub said_on: Interval,
    /// Neither corrected nor withdrawn, nor only a report on some of those told of before.
    pub standing: bool,
}

/// Where a toll comes from: a reported and a computed number are never mixed up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TollSource {
    /// The report prints it.
    Figure(FigureRef),
    /// It follows from the report's words: an index of the report and one into its claims' implied numbers.
    Implied {
        /// Index of the report.
        report: usize,
        /// Index into its claims' implied numbers.
        implied: usize,
    },
}

/// What became of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FigureState {
    /// The same origin has given a newer value.
    Superseded,
    /// The same origin has lowered or corrected it.
    Corrected,
    /// The outlet or the origin has taken it back.
    Withdrawn,
}

/// How figure `to` relates to the earlier figure `from`.
#[derive(Debug, Clone)]
pub struct Relation {
    /// The earlier.
    pub from: FigureRef,
    /// The later.
    pub to: FigureRef,
    /// The first rule that holds.
    pub kind: RelationKind,
    /// Why, in both languages.
    pub reason: Bilingual,
}

/// The relations of the comparison rules, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are the rules'")]
pub enum RelationKind {
    Relay,
    Derived,
    Denies,
    NotComparable,
    Component,
    Restates,
    Update,
    RevisedDown,
    Agrees,
    Growth,
    Contradicts,
    Variant,
    Outlier,
}

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Bilingual {
    /// French.
    pub fr: String,
    /// English.
    pub en: String,
}

/// Lowest–highest of a quantity, and who stands behind it. Never an average.
#[derive(Debug, Clone)]
pub struct Summary {
    /// Lowest lower bound.
    pub lo: Option<f64>,
    /// Highest upper bound.
    pub hi: Option<f64>,
    /// Reports that give a value.
    pub reports: usize,
    /// Outlets.
    pub outlets: usize,
    /// Independent origins.
    pub origins: usize,
    /// Families of origins.
    pub families: usize,
    /// Figures whose origin is unknown.
    pub unknown_origins: usize,
    /// The state of the quantity.
    pub state: QuantityState,
    /// Breaches (part over whole, falling cumulative), said and not corrected.
    pub flags: Vec<Bilingual>,
}

/// How well a quantity stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum QuantityState {
    /// Two families or more, one of them no party.
    Confirmed,
    /// Two origins.
    Fair,
    /// One origin.
    Weak,
    /// A contradiction or a denial.
    Contested,
    /// Nobody named.
    Unattributed,
    /// Taken back.
    Withdrawn,
}

/// A statement with what linking adds.
#[derive(Debug, Clone)]
pub struct StatementView {
    /// Which.
    pub statement: StatementRef,
    /// Index into [`Story::speakers`].
    pub speaker: Option<usize>,
    /// When it was said.
    pub said_on: Interval,
}

/// Text that two reports share.
#[derive(Debug, Clone)]
pub struct Copy {
    /// The earlier or, if unknown, the first in order.
    pub from: usize,
    /// The other.
    pub to: usize,
    /// Share of the shorter report's words that stand in shared runs, 0–1.
    pub share: f64,
    /// Pairs of original spans (in `from`, in `to`).
    pub runs: Vec<(Span, Span)>,
}

/// A dated event; several reports may tell it.
#[derive(Debug, Clone)]
pub struct TimelineEntry {
    /// When, resolved.
    pub date: Interval,
    /// The passages that tell it.
    pub spans: Vec<ReportSpan>,
    /// It is a saying (and of which statement).
    pub said: Option<StatementRef>,
    /// It was computed from a duration that is still running ("for eight months"): the start of what this figure measures.
    pub start_of: Option<FigureRef>,
}

/// A span in a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ReportSpan {
    /// Index of the report.
    pub report: usize,
    /// Original span.
    pub span: Span,
}

/// A denial, a refusal, a silence.
#[derive(Debug, Clone)]
pub struct Denial {
    /// Who: index into [`Story::speakers`].
    pub speaker: Option<usize>,
    /// The statement.
    pub statement: StatementRef,
    /// Denies, or neither confirms nor denies.
    pub stance: Stance,
    /// The statements whose content it meets. A denial denies them; a refusal to comment is only silent on them.
    pub of: Vec<StatementRef>,
}

/// Something that the program could not tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// Where.
    pub at: ReportSpan,
    /// A stable code.
    pub code: String,
    /// Why, in both languages.
    pub why: Bilingual,
}
