//! One report: its text, its claims, its versions and what they say otherwise.

use std::sync::Arc;

use axum::{extract::State, http::HeaderMap, response::Response};
use recoupe_dossier::wire;
use recoupe_ledger::{KeptReport, VersionDifference, VersionLine};
use serde::Serialize;
use utoipa::ToSchema;

use super::{asked::Named, shapes};
use crate::{
    App, answer,
    problem::{Refused, Result, Unchanged},
    written,
};

/// A report with everything that was read in it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReportPage {
    /// The report with its text; schema 1.
    #[schema(value_type = shapes::Report)]
    report: wire::Report,
    /// Its statements in text order.
    #[schema(value_type = Vec<shapes::Statement>)]
    statements: Vec<wire::Statement>,
    /// Its figures in text order.
    #[schema(value_type = Vec<shapes::Figure>)]
    figures: Vec<wire::Figure>,
    /// All versions of the report, oldest first.
    versions: Vec<Version>,
    /// What each version says otherwise than the one before.
    differences: Vec<Difference>,
    /// The story that it is in.
    #[schema(required)]
    story: Option<String>,
}

/// A version of a report.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Version {
    /// Its identifier.
    version: String,
    /// Counted from 1.
    number: u32,
    /// When it was published, as far as it says: a day or a moment.
    #[schema(required)]
    published: Option<String>,
    /// When it was modified, as far as it says.
    #[schema(required)]
    modified: Option<String>,
    /// When the ledger got it.
    #[schema(format = DateTime)]
    added_at: String,
    /// It is the report's current text.
    stands: bool,
    /// `superseded`, `corrected`, `withdrawn`.
    #[schema(required)]
    state: Option<String>,
    /// Why.
    #[schema(required)]
    cause: Option<String>,
}

impl From<VersionLine> for Version {
    fn from(v: VersionLine) -> Self {
        let VersionLine { version, number, published, modified, added_at, stands, state, cause } = v;
        Self { version, number, published, modified, added_at, stands, state, cause }
    }
}

/// What a version says otherwise than the one before; figures by their identifiers.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Difference {
    /// The version before.
    from: String,
    /// The version after.
    to: String,
    /// Figures in both, said the same: before and after.
    kept: Vec<(String, String)>,
    /// The same thing by the same speaker, another value or another certainty: before and after.
    changed: Vec<(String, String)>,
    /// Figures that came.
    added: Vec<String>,
    /// Figures that went.
    withdrawn: Vec<String>,
}

impl From<VersionDifference> for Difference {
    fn from(d: VersionDifference) -> Self {
        let VersionDifference { from, to, kept, changed, added, withdrawn } = d;
        Self { from, to, kept, changed, added, withdrawn }
    }
}

/// A report, or an earlier version of it, with its claims
#[utoipa::path(get, path = "/api/v1/reports/{id}", tag = "reports", params(("id" = String, Path, description = "The report, or one of its versions")), responses(
    (status = 200, description = "The report", body = ReportPage),
    Unchanged, Refused,
))]
pub(crate) async fn one(State(app): State<Arc<App>>, headers: HeaderMap, Named(id): Named<String>) -> Result<Response> {
    let (kept, alone) = app
        .readers
        .ask(move |ledger| {
            let kept = ledger.report(&id)?;
            // A version that no longer stands is in no dossier: it is read for itself.
            let alone = match kept.stands && kept.story.is_some() {
                true => None,
                false => Some(kept.alone()),
            };
            Ok((kept, alone))
        })
        .await?;
    let (report, statements, figures) = match (&kept.story, alone) {
        (_, Some(lines)) => parts(lines),
        (Some(story), None) => of_dossier(&app, &kept, story).await?,
        (None, None) => parts(Vec::new()),
    };
    let Some(report) = report else { return Err(crate::problem::Code::UnknownReport.into()) };
    let page = ReportPage {
        report,
        statements,
        figures,
        versions: kept.versions.into_iter().map(Version::from).collect(),
        differences: kept.differences.into_iter().map(Difference::from).collect(),
        story: kept.story,
    };
    answer::json(&headers, &page)
}

type Parts = (Option<wire::Report>, Vec<wire::Statement>, Vec<wire::Figure>);

/// The report as its story has it: dated, linked and judged beside the others.
async fn of_dossier(app: &App, kept: &KeptReport, story: &str) -> Result<Parts> {
    let (_, dossier) = written::dossier_now(app, story).await?;
    let id = &kept.read.doc.report.id;
    Ok((
        dossier.reports.into_iter().find(|r| r.id == *id),
        dossier.statements.into_iter().filter(|s| s.report == *id).collect(),
        dossier.figures.into_iter().filter(|f| f.report == *id).collect(),
    ))
}

fn parts(lines: Vec<wire::Line>) -> Parts {
    let (mut report, mut statements, mut figures) = (None, Vec::new(), Vec::new());
    for line in lines {
        match line {
            wire::Line::Report(line) => report = Some(line.report),
            wire::Line::Statement(statement) => statements.push(statement),
            wire::Line::Figure(figure) => figures.push(figure),
        }
    }
    (report, statements, figures)
}
