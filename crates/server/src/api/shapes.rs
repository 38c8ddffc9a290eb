//! The shapes of `recoupe-dossier` (schema 1) as the OpenAPI document tells them. The types themselves stand in that crate, which
//! knows nothing of OpenAPI; a test compares these with what a server sends, field by field.

use utoipa::ToSchema;

/// Everything that the reports of a story say together: `recoupe dossier`, schema 1.
#[derive(ToSchema)]
#[expect(dead_code, reason = "a description; what is sent is recoupe_dossier::wire::Dossier")]
pub(crate) struct Dossier {
    /// Version of the shapes: 1.
    schema: u32,
    /// The story: id, title, first and last day.
    story: StoryHead,
    /// How this was made: version of the program and of its rules, SHA-256 of the inputs.
    generated: Generated,
    /// The policy by which one value of a quantity is picked; left out where none is.
    #[schema(value_type = Object, required = false)]
    policy: (),
    /// The reports, with their texts.
    reports: Vec<Report>,
    /// Who speaks, across the reports.
    speakers: Vec<Named>,
    /// Comparable figures, grouped.
    quantities: Vec<Quantity>,
    /// All figures of all reports.
    figures: Vec<Figure>,
    /// Numbers that the reports' words settle without printing them; left out where there are none.
    #[schema(value_type = Vec<Object>, required = false)]
    implied: (),
    /// What each report gives as the number of people killed, wounded, missing; left out where there is none.
    #[schema(value_type = Vec<Object>, required = false)]
    tolls: (),
    /// All statements of all reports.
    statements: Vec<Statement>,
    /// Dated events.
    #[schema(value_type = Vec<Object>)]
    timeline: (),
    /// Denials and refusals.
    #[schema(value_type = Vec<Object>)]
    denials: (),
    /// Text that reports share.
    #[schema(value_type = Vec<Object>)]
    copies: (),
    /// What could not be read, dated, attributed, compared.
    #[schema(value_type = Vec<Object>)]
    gaps: (),
}

/// The story as a whole.
#[derive(ToSchema)]
#[expect(dead_code, reason = "a description")]
pub(crate) struct StoryHead {
    /// Its identifier.
    id: String,
    /// Its title.
    title: String,
    /// First day that it speaks of.
    #[schema(required, format = Date)]
    from: Option<String>,
    /// Last day.
    #[schema(required, format = Date)]
    to: Option<String>,
}

/// How a dossier was made.
#[derive(ToSchema)]
#[expect(dead_code, reason = "a description")]
pub(crate) struct Generated {
    /// Version of the program.
    version: String,
    /// Version of its rules.
    rules: String,
    /// SHA-256 over the texts' SHA-256.
    inputs_sha256: String,
}

/// A report: one article in one version.
#[derive(ToSchema)]
#[expect(dead_code, reason = "a description")]
pub(crate) struct Report {
    /// Its identifier.
    id: String,
    /// Where it came from.
    path: String,
    /// Its title.
    #[schema(required)]
    title: Option<String>,
    /// The outlet that published it.
    #[schema(required)]
    outlet: Option<String>,
    /// Authors.
    authors: Vec<String>,
    /// The language most of the text is in.
    language: String,
    /// SHA-256 of the text.
    text_sha256: String,
    /// The days it may have been published on, and who says so.
    #[schema(required)]
    published: Option<Days>,
    /// The likely days, inside `published`; left out where nothing narrows.
    likely: Option<Days>,
    /// Stretches of the text, each with its function.
    #[schema(value_type = Vec<Object>)]
    blocks: (),
    /// What was read otherwise than printed.
    #[schema(value_type = Vec<Object>)]
    repairs: (),
    /// Its address.
    #[schema(value_type = String, required = false)]
    url: (),
    /// Family of publishers.
    #[schema(value_type = String, required = false)]
    publisher: (),
    /// Agencies credited.
    #[schema(value_type = Vec<String>, required = false)]
    agencies: (),
    /// The report that this is a later version of.
    #[schema(value_type = String, required = false)]
    version_of: (),
    /// The text that all offsets count in.
    text: String,
}

/// The days that a date may be, both ends included; `null` is open.
#[derive(ToSchema)]
#[expect(dead_code, reason = "a description")]
pub(crate) struct Days {
    /// First possible day.
    #[schema(required, format = Date)]
    from: Option<String>,
    /// Last possible day.
    #[schema(required, format = Date)]
    to: Option<String>,
    /// How precisely the text speaks.
    precision: String,
}

/// Somebody, by name.
#[derive(ToSchema)]
#[expect(dead_code, reason = "a description")]
pub(crate) struct Named {
    /// Name.
    name: String,
    /// The speaker across reports.
    #[schema(required = false)]
    entity: Option<String>,
}

/// An interval; `null` is open.
#[derive(ToSchema)]
#[expect(dead_code, reason = "a description")]
pub(crate) struct Interval {
    /// Lower bound.
    #[schema(required)]
    lo: Option<f64>,
    /// Upper bound.
    #[schema(required)]
    hi: Option<f64>,
    /// The lower bound is excluded, or there is none.
    lo_open: bool,
    /// The upper bound is excluded, or there is none.
    hi_open: bool,
    /// "environ".
    approx: bool,
    /// "des milliers".
    vague: bool,
    /// Place value of the last digit that is not zero.
    granularity: f64,
}

/// A group of comparable figures.
#[derive(ToSchema)]
#[expect(dead_code, reason = "a description")]
pub(crate) struct Quantity {
    /// Its identifier.
    id: String,
    /// In words.
    label: super::stories::Both,
    /// Unit.
    #[schema(required)]
    unit: Option<String>,
    /// Whose or which.
    #[schema(required)]
    population: Option<String>,
    /// What happened to those counted.
    #[schema(required)]
    role: Option<String>,
    /// Where.
    #[schema(required)]
    place: Option<String>,
    /// Cumulative, flow, stock, measure, plan.
    #[schema(required)]
    kind: Option<String>,
    /// Identifiers of its figures in order of time.
    figures: Vec<String>,
    /// How its figures relate, and why.
    relations: Vec<Relation>,
    /// Lowest–highest and who stands behind it.
    #[schema(value_type = Object)]
    summary: (),
    /// One value, only under a policy.
    #[schema(value_type = Object, required = false)]
    best: (),
}

/// How figure `to` relates to the earlier figure `from`.
#[derive(ToSchema)]
#[expect(dead_code, reason = "a description")]
pub(crate) struct Relation {
    /// The earlier figure.
    from: String,
    /// The later figure.
    to: String,
    /// `relay`, `derived`, `denies`, `component`, `restates`, `update`, `revised_down`, `agrees`, `growth`, `contradicts`, `variant`, `outlier`, `not_comparable`.
    kind: String,
    /// Why.
    reason: super::stories::Both,
}

/// A quantity that a report states.
#[derive(ToSchema)]
#[expect(dead_code, reason = "a description")]
pub(crate) struct Figure {
    /// `<report>.F<number>`.
    id: String,
    /// The report it stands in.
    report: String,
    /// First byte.
    start: usize,
    /// After the last byte.
    end: usize,
    /// The number as printed.
    text: String,
    /// The interval that the wording states.
    value: Interval,
    /// `person`, `item`, `percent`, an ISO 4217 code, …
    #[schema(required)]
    unit: Option<String>,
    /// What it is counted per, where it is a rate.
    #[schema(value_type = Object, required = false)]
    per: (),
    /// The words that say what is counted.
    #[schema(required)]
    counted: Option<super::search::Passage>,
    /// What happened to those counted.
    #[schema(required)]
    role: Option<String>,
    /// Whose or which.
    #[schema(required)]
    population: Option<String>,
    /// Where.
    #[schema(value_type = Option<Object>, required)]
    place: (),
    /// Cumulative, flow, stock, measure, plan.
    #[schema(required)]
    kind: Option<String>,
    /// The period of a flow or a cumulative.
    #[schema(required)]
    period: Option<Days>,
    /// The moment it speaks of.
    #[schema(required)]
    as_of: Option<Days>,
    /// When it was said.
    #[schema(required)]
    said_on: Option<Days>,
    /// Origin; `null`: the outlet itself.
    #[schema(required)]
    speaker: Option<Named>,
    /// Who relays the origin, outermost last.
    via: Vec<Named>,
    /// The innermost statement that holds it.
    #[schema(required)]
    statement: Option<String>,
    /// How sure the wording is.
    certainty: String,
    /// The group of comparable figures it falls in.
    #[schema(required)]
    quantity: Option<String>,
    /// The origin is a party to the matter.
    party: bool,
    /// It adds an origin.
    independent: bool,
    /// Superseded, corrected, withdrawn.
    #[schema(required)]
    state: Option<String>,
    /// How it hangs on another figure of the report.
    #[schema(value_type = Option<Object>, required)]
    derivation: (),
    /// The sentence it stands in.
    #[schema(value_type = Option<Object>, required)]
    sentence: (),
    /// Names of the fields that could not be told.
    abstained: Vec<String>,
    /// How likely it is read right, 0 to 1.
    confidence: f64,
}

/// Somebody other than the outlet says, denies, asks, orders.
#[derive(ToSchema)]
#[expect(dead_code, reason = "a description")]
pub(crate) struct Statement {
    /// `<report>.S<number>`.
    id: String,
    /// The report it stands in.
    report: String,
    /// Who says it, as byte ranges.
    source: Vec<(usize, usize)>,
    /// The words that show the attribution.
    cue: Vec<(usize, usize)>,
    /// What is said.
    content: Vec<(usize, usize)>,
    /// Direct, mixed, indirect.
    kind: String,
    /// Asserts, denies, neither, asks, orders.
    stance: String,
    /// How sure the wording is.
    certainty: String,
    /// Who the source resolves to.
    #[schema(required)]
    speaker: Option<Named>,
    /// Who relays it, outermost last.
    #[schema(value_type = Vec<Named>, required = false)]
    via: (),
    /// The statement whose content holds this one.
    #[schema(required)]
    nested_in: Option<String>,
    /// When it was said.
    #[schema(required)]
    said_on: Option<Days>,
    /// How likely it is read right, 0 to 1.
    confidence: f64,
}
