//! Cases as data: reports with their claims written by hand, and what the story must say of them.
//!
//! A case is a TOML file; `tests/cases/README.md` explains it.

mod any_bounds;

use std::collections::BTreeMap;

use jiff::civil::Date;
use recoupe_claims::{
    Certainty, Claims, Derivation, Event, Figure, FigureKind, Per, Place, Population, Role, Speaker, Stance, Statement,
    StatementKind, Value,
    date::{Interval, Precision, When, WhenExpr},
    setting::{Apart, Setting},
};
use recoupe_intake::{Published, PublishedBasis, Report};
use recoupe_reading::{Entity, EntityKind, Lang, Options, Span, read, testing};
use recoupe_story::Read;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    pub(crate) about: String,
    #[serde(default, rename = "speaker")]
    pub(crate) speakers: Vec<SpeakerCase>,
    #[serde(rename = "report")]
    pub(crate) reports: Vec<ReportCase>,
    #[serde(default)]
    pub(crate) expect: Expect,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SpeakerCase {
    pub(crate) name: String,
    pub(crate) kind: EntityKind,
    #[serde(default)]
    pub(crate) countries: Vec<String>,
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
    #[serde(default)]
    pub(crate) by_description: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReportCase {
    pub(crate) id: String,
    pub(crate) outlet: Option<String>,
    pub(crate) published: Option<Date>,
    pub(crate) title: Option<String>,
    #[serde(default = "french")]
    pub(crate) lang: Lang,
    pub(crate) text: String,
    #[serde(default, rename = "figure")]
    pub(crate) figures: Vec<FigureCase>,
    #[serde(default, rename = "statement")]
    pub(crate) statements: Vec<StatementCase>,
    #[serde(default, rename = "event")]
    pub(crate) events: Vec<EventCase>,
}

fn french() -> Lang {
    Lang::Fr
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FigureCase {
    pub(crate) id: String,
    /// The number as the text has it; with `nth` where it stands there more than once.
    pub(crate) quote: String,
    #[serde(default)]
    pub(crate) nth: usize,
    pub(crate) value: String,
    #[serde(default = "person")]
    pub(crate) unit: String,
    /// What a rate is per.
    pub(crate) per: Option<String>,
    pub(crate) counted: Option<String>,
    pub(crate) head: Option<String>,
    #[serde(default)]
    pub(crate) classed: Option<bool>,
    #[serde(default)]
    pub(crate) countries: Vec<String>,
    #[serde(default)]
    pub(crate) modifiers: Vec<String>,
    pub(crate) role: Option<Role>,
    pub(crate) kind: Option<FigureKind>,
    pub(crate) place: Option<String>,
    pub(crate) place_country: Option<String>,
    pub(crate) period: Option<String>,
    pub(crate) as_of: Option<String>,
    pub(crate) said: Option<String>,
    pub(crate) speaker: Option<String>,
    #[serde(default)]
    pub(crate) via: Vec<String>,
    #[serde(default)]
    pub(crate) certainty: Option<Certainty>,
    pub(crate) part_of: Option<String>,
    pub(crate) share_of: Option<String>,
    pub(crate) computed_from: Option<String>,
    #[serde(default)]
    pub(crate) increment: bool,
    /// The wording sets it apart from the report's event.
    pub(crate) apart: Option<Apart>,
    /// The days of its event, as its clause gives them.
    pub(crate) event: Option<String>,
}

fn person() -> String {
    "person".to_owned()
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StatementCase {
    pub(crate) id: String,
    pub(crate) content: String,
    pub(crate) speaker: Option<String>,
    #[serde(default)]
    pub(crate) stance: Option<Stance>,
    pub(crate) said: Option<String>,
    pub(crate) nested_in: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EventCase {
    pub(crate) what: String,
    pub(crate) when: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Expect {
    /// All quantities, each as its figures' ids; left out: not checked.
    pub(crate) quantities: Option<Vec<Vec<String>>>,
    /// All relations, `earlier kind later`; left out: not checked.
    pub(crate) relations: Option<Vec<String>>,
    /// Words that a reason must hold: relation → words, in either language.
    #[serde(default)]
    pub(crate) reasons: BTreeMap<String, Vec<String>>,
    #[serde(default, rename = "summary")]
    pub(crate) summaries: Vec<SummaryCase>,
    /// Speakers that must be one, each as its names.
    #[serde(default)]
    pub(crate) same_speaker: Vec<Vec<String>>,
    #[serde(default)]
    pub(crate) other_speaker: Vec<Vec<String>>,
    /// Statement ids: denial → what it is about (all of them).
    #[serde(default)]
    pub(crate) denials: BTreeMap<String, Vec<String>>,
    /// Report ids: `earlier > later` copies.
    pub(crate) copies: Option<Vec<String>>,
    /// Report ids: later version → the one it follows.
    #[serde(default)]
    pub(crate) versions: BTreeMap<String, String>,
    /// Figure ids → state.
    #[serde(default)]
    pub(crate) states: BTreeMap<String, String>,
    /// Parties: figure ids, all of them.
    pub(crate) parties: Option<Vec<String>>,
    /// Codes of gaps that must be listed, with their number.
    #[serde(default)]
    pub(crate) gaps: BTreeMap<String, usize>,
    /// Dates of the timeline, `from..to words`, in order.
    pub(crate) timeline: Option<Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SummaryCase {
    /// A figure of the quantity.
    pub(crate) of: String,
    pub(crate) lo: Option<f64>,
    pub(crate) hi: Option<f64>,
    pub(crate) reports: Option<usize>,
    pub(crate) outlets: Option<usize>,
    pub(crate) origins: Option<usize>,
    pub(crate) families: Option<usize>,
    pub(crate) unknown: Option<usize>,
    pub(crate) state: Option<String>,
    pub(crate) flags: Option<usize>,
    pub(crate) label_fr: Option<String>,
    pub(crate) label_en: Option<String>,
}

/// The reads of a case, with the ids of figures and statements.
pub(crate) struct Built {
    pub(crate) reads: Vec<Read>,
    pub(crate) figures: BTreeMap<(usize, usize), String>,
    pub(crate) statements: BTreeMap<(usize, usize), String>,
}

/// Makes the reads.
pub(crate) fn build(case: &Case) -> Built {
    let mut built = Built { reads: Vec::new(), figures: BTreeMap::new(), statements: BTreeMap::new() };
    for (r, report) in case.reports.iter().enumerate() {
        let one = one(case, report);
        for (i, f) in report.figures.iter().enumerate() {
            built.figures.insert((r, i), f.id.clone());
        }
        // Explicit statements come after those of the figures.
        let first = one.claims.statements.len() - report.statements.len();
        for (i, s) in report.statements.iter().enumerate() {
            built.statements.insert((r, first + i), s.id.clone());
        }
        built.reads.push(one);
    }
    built
}

fn one(case: &Case, report: &ReportCase) -> Read {
    let mut raw = Report::plain(report.id.as_str(), report.text.clone());
    raw.outlet.clone_from(&report.outlet);
    raw.title.clone_from(&report.title);
    raw.published = report.published.map(|date| Published { date, basis: PublishedBasis::Given });
    let mut doc = read(raw, &testing::words(), &Options { lang: Some(report.lang) });
    // Who speaks is written by hand: the entities are those of the case.
    doc.entities = case
        .speakers
        .iter()
        .map(|s| Entity {
            name: s.name.clone(),
            aliases: s.aliases.clone(),
            kind: s.kind,
            country: (s.countries.len() == 1).then(|| s.countries[0].as_str().into()),
            mentions: Vec::new(),
        })
        .collect();
    let mut claims = Claims::default();
    for f in &report.figures {
        let figure = figure(case, report, f, &doc, &mut claims);
        claims.figures.push(figure);
    }
    for s in &report.statements {
        let content = find(&report.text, &s.content, 0);
        let nested_in = s.nested_in.as_ref().map(|id| {
            let n = report.statements.iter().position(|o| o.id == *id).expect("nested_in names a statement");
            claims.statements.len() - report.statements.iter().position(|o| o.id == s.id).expect("itself") + n
        });
        claims.statements.push(Statement {
            source: Vec::new(),
            cue: Vec::new(),
            content: vec![content],
            kind: StatementKind::Indirect,
            stance: s.stance.unwrap_or(Stance::Asserts),
            certainty: Certainty::Asserted,
            speaker: s.speaker.as_deref().map(|n| speaker(case, n)),
            via: Vec::new(),
            nested_in,
            said_on: s.said.as_deref().map(|d| when(d, content)),
            confidence: 1.0,
        });
    }
    for e in &report.events {
        let what = find(&report.text, &e.what, 0);
        claims.events.push(Event { when: when(&e.when, what), what, statement: None });
    }
    Read { doc, claims }
}

fn figure(case: &Case, report: &ReportCase, f: &FigureCase, doc: &recoupe_reading::Doc, claims: &mut Claims) -> Figure {
    let span = find(&report.text, &f.quote, f.nth);
    let token = doc.tokens.iter().position(|t| t.span.end > span.start).expect("a token at the figure");
    let sentence = doc.tokens[token].sentence;
    let sentence_span = doc.to_original(doc.sentences[sentence].clean);
    let index = |id: &String| {
        report.figures.iter().position(|o| o.id == *id).unwrap_or_else(|| panic!("{id} is no figure of {}", report.id))
    };
    let speaker_of = f.speaker.as_deref().map(|n| speaker(case, n));
    let statement = speaker_of.as_ref().map(|s| {
        claims.statements.push(Statement {
            source: Vec::new(),
            cue: Vec::new(),
            content: vec![sentence_span],
            kind: StatementKind::Indirect,
            stance: Stance::Asserts,
            certainty: f.certainty.unwrap_or(Certainty::Asserted),
            speaker: Some(s.clone()),
            via: f.via.iter().map(|n| speaker(case, n)).collect(),
            nested_in: None,
            said_on: f.said.as_deref().map(|d| when(d, span)),
            confidence: 1.0,
        });
        claims.statements.len() - 1
    });
    let derivation = if f.increment {
        Some(Derivation::Increment { base: None })
    } else if let Some(base) = &f.part_of {
        Some(Derivation::PartOf { base: Some(index(base)) })
    } else if let Some(base) = &f.share_of {
        Some(Derivation::Share { base: Some(index(base)) })
    } else {
        f.computed_from.as_ref().map(|base| Derivation::Computed { base: Some(index(base)) })
    };
    Figure {
        span,
        value: value(&f.value),
        unit: Some(f.unit.as_str().into()),
        per: f.per.as_deref().map(|of| Per { of: of.into(), number: 1.0, span }),
        counted: f.counted.as_deref().map(|c| find(&report.text, c, 0)),
        role: f.role,
        population: f.head.as_deref().map(|h| Population {
            head: h.into(),
            classed: f.classed.unwrap_or(true),
            countries: f.countries.iter().map(|c| c.as_str().into()).collect(),
            modifiers: f.modifiers.iter().map(|m| m.as_str().into()).collect(),
        }),
        place: f.place.as_ref().map(|p| Place {
            name: p.clone(),
            span,
            country: f.place_country.as_deref().map(Into::into),
            geonames: None,
            coordinates: None,
        }),
        kind: f.kind,
        period: f.period.as_deref().map(|d| when(d, span)),
        as_of: f.as_of.as_deref().map(|d| when(d, span)),
        speaker: speaker_of,
        via: f.via.iter().map(|n| speaker(case, n)).collect(),
        statement,
        certainty: f.certainty.unwrap_or(Certainty::Asserted),
        derivation,
        sentence,
        abstained: Vec::new(),
        confidence: 1.0,
        setting: Setting { apart: f.apart, when: f.event.as_deref().map(|d| when(d, span)) },
    }
}

fn speaker(case: &Case, name: &str) -> Speaker {
    let Some(entity) = case.speakers.iter().position(|s| s.name == name || s.aliases.iter().any(|a| a == name)) else {
        // A joint or unnamed speaker, known by its words only.
        return Speaker {
            name: name.to_owned(),
            span: None,
            entity: None,
            aliases: Vec::new(),
            countries: Vec::new(),
            by_description: false,
        };
    };
    let s = &case.speakers[entity];
    Speaker {
        name: name.to_owned(),
        span: None,
        entity: Some(entity),
        aliases: std::iter::once(&s.name).chain(&s.aliases).filter(|n| *n != name).cloned().collect(),
        countries: s.countries.iter().map(|c| c.as_str().into()).collect(),
        by_description: s.by_description,
    }
}

fn find(text: &str, quote: &str, nth: usize) -> Span {
    let at = text.match_indices(quote).nth(nth).unwrap_or_else(|| panic!("{quote:?} is not in {text:?}")).0;
    Span::new(at, at + quote.len())
}

/// `1100`, `~1100`, `>3000`, `>=1100`, `<500`, `<=12000`, `1000..3000`, `v2000` (an order of size).
fn value(s: &str) -> Value {
    let number = |s: &str| s.parse::<f64>().unwrap_or_else(|_| panic!("{s:?} is no number"));
    let mut v =
        Value { lo: None, hi: None, lo_open: false, hi_open: false, approx: false, vague: false, granularity: 1.0 };
    let printed = if let Some(n) = s.strip_prefix('~') {
        v.approx = true;
        (v.lo, v.hi) = (Some(number(n)), Some(number(n)));
        n
    } else if let Some(n) = s.strip_prefix(">=") {
        v.lo = Some(number(n));
        n
    } else if let Some(n) = s.strip_prefix('>') {
        (v.lo, v.lo_open) = (Some(number(n)), true);
        n
    } else if let Some(n) = s.strip_prefix("<=") {
        v.hi = Some(number(n));
        n
    } else if let Some(n) = s.strip_prefix('<') {
        (v.hi, v.hi_open) = (Some(number(n)), true);
        n
    } else if let Some(n) = s.strip_prefix('v') {
        (v.lo, v.vague) = (Some(number(n)), true);
        n
    } else if let Some((a, b)) = s.split_once("..") {
        (v.lo, v.hi) = (Some(number(a)), Some(number(b)));
        a
    } else {
        (v.lo, v.hi) = (Some(number(s)), Some(number(s)));
        s
    };
    let zeros = printed.len() - printed.trim_end_matches('0').len();
    v.granularity = if printed.contains('.') || printed == "0" { 1.0 } else { 10f64.powi(zeros as i32) };
    v
}

/// `2031-05-02` or `2031-05-02..2031-05-09`, either end may be left out.
fn when(s: &str, span: Span) -> When {
    let day = |s: &str| (!s.is_empty()).then(|| s.parse::<Date>().unwrap_or_else(|_| panic!("{s:?} is no day")));
    let (from, to) = match s.split_once("..") {
        Some((a, b)) => (day(a), day(b)),
        None => (day(s), day(s)),
    };
    let precision = if from == to { Precision::Day } else { Precision::Range };
    When { span, expr: WhenExpr::Absolute(Interval { from, to, precision, candidates: Vec::new() }) }
}
