//! What the program prints: the lines of `recoupe read --format jsonl` that the scorer needs.

use std::collections::BTreeMap;

use anyhow::Context;
use serde::Deserialize;

use crate::gold::rows::Span;

/// A predicted speaker.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Speaker {
    pub(crate) name: Option<String>,
    pub(crate) start: Option<usize>,
    pub(crate) end: Option<usize>,
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
}

/// A predicted value: only its bounds are compared.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
pub(crate) struct Value {
    pub(crate) lo: Option<f64>,
    pub(crate) hi: Option<f64>,
}

/// The words that say what is counted.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(crate) struct Counted {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// A predicted figure.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Figure {
    report: String,
    pub(crate) start: usize,
    pub(crate) end: usize,
    #[serde(default)]
    pub(crate) text: String,
    #[serde(default)]
    pub(crate) value: Value,
    pub(crate) unit: Option<String>,
    pub(crate) counted: Option<Counted>,
    pub(crate) speaker: Option<Speaker>,
    pub(crate) certainty: Option<String>,
    pub(crate) quantity: Option<String>,
}

/// A predicted statement.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Statement {
    report: String,
    pub(crate) source: Vec<Span>,
    pub(crate) cue: Vec<Span>,
    pub(crate) content: Vec<Span>,
    pub(crate) kind: Option<String>,
    pub(crate) stance: Option<String>,
    pub(crate) speaker: Option<Speaker>,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Line {
    Report {
        id: String,
        path: String,
    },
    Figure(Figure),
    Statement(Statement),
    #[serde(other)]
    Other,
}

/// The predictions of one document.
#[derive(Debug, Default)]
pub(crate) struct Document {
    pub(crate) figures: Vec<Figure>,
    pub(crate) statements: Vec<Statement>,
}

impl Document {
    /// What the reader claims of a document, without the story.
    pub(crate) fn of_claims(doc: &recoupe_reading::Doc, claims: &recoupe_claims::Claims) -> Self {
        let speaker = |s: &recoupe_claims::Speaker| Speaker {
            name: Some(s.name.clone()),
            start: s.span.map(|x| x.start),
            end: s.span.map(|x| x.end),
            aliases: s.aliases.clone(),
        };
        let spans = |all: &[recoupe_reading::Span]| all.iter().map(|s| (s.start, s.end)).collect();
        let word = |shown: String| Some(shown.to_lowercase());
        let figures = claims.figures.iter().map(|f| Figure {
            report: doc.report.id.clone(),
            start: f.span.start,
            end: f.span.end,
            text: doc.quote(f.span).to_owned(),
            value: Value { lo: f.value.lo, hi: f.value.hi },
            unit: f.unit.as_ref().map(ToString::to_string),
            counted: f.counted.map(|c| Counted { start: c.start, end: c.end }),
            speaker: f.speaker.as_ref().map(speaker),
            certainty: word(format!("{:?}", f.certainty)),
            quantity: None,
        });
        let statements = claims.statements.iter().map(|s| Statement {
            report: doc.report.id.clone(),
            source: spans(&s.source),
            cue: spans(&s.cue),
            content: spans(&s.content),
            kind: word(format!("{:?}", s.kind)),
            stance: word(format!("{:?}", s.stance)),
            speaker: s.speaker.as_ref().map(speaker),
        });
        Self { figures: figures.collect(), statements: statements.collect() }
    }
}

/// Predictions by the base name of the report's path.
pub(crate) fn parse(lines: &str) -> anyhow::Result<BTreeMap<String, Document>> {
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let mut documents: BTreeMap<String, Document> = BTreeMap::new();
    for (i, line) in lines.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let line: Line =
            serde_json::from_str(line).with_context(|| format!("line {} of the program's output", i + 1))?;
        let of = |report: &str| {
            names.get(report).cloned().with_context(|| format!("no report {report} before line {}", i + 1))
        };
        match line {
            Line::Report { id, path } => {
                let name = path.rsplit('/').next().unwrap_or(&path).to_owned();
                documents.entry(name.clone()).or_default();
                names.insert(id, name);
            }
            Line::Figure(figure) => documents.entry(of(&figure.report)?).or_default().figures.push(figure),
            Line::Statement(statement) => {
                documents.entry(of(&statement.report)?).or_default().statements.push(statement);
            }
            Line::Other => {}
        }
    }
    Ok(documents)
}
