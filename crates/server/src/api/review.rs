//! The review queue, and decisions.

use std::sync::Arc;

use axum::{
    Extension, Json,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
};
use recoupe_dossier::wire;
use recoupe_ledger::{Action, Consequence, Decision, Fix, Ranked, ReviewLine, Why};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    List,
    asked::{self, Asked, Sent},
    search::Passage,
    shapes,
};
use crate::{
    App, answer,
    auth::{Role, Who},
    cursor,
    problem::{Code, Problem, Refused, Result, Unchanged},
    written,
};

const LIST: &str = "review";
/// The longest reason, in bytes.
const WHY: usize = 2000;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ReviewQuery {
    /// Of this story.
    story: Option<String>,
    /// How many.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// Where the list goes on: `next` of the page before.
    cursor: Option<String>,
}

/// A figure that a person should look at.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Review {
    /// The figure as its story has it; schema 1.
    #[schema(value_type = shapes::Figure)]
    figure: wire::Figure,
    /// The report it stands in.
    report: ReviewReport,
    /// The story.
    #[schema(required)]
    story: Option<String>,
    /// Its sentence, as published.
    passage: Passage,
    /// Why it is put up: `low_confidence`, `contested`, `sets_bound`, `decision_review`.
    #[schema(value_type = Vec<String>)]
    why: Vec<Why>,
    /// How likely it is read right, 0 to 1.
    confidence: f64,
    /// What hangs on it, the least first: `alone`, `shared`, `bound`, `contested`, `decision`.
    #[schema(value_type = String)]
    consequence: Consequence,
    /// The decision that waits for another look, because its passage changed.
    #[schema(required)]
    decision: Option<Decided>,
}

/// A report in the queue.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReviewReport {
    /// Its identifier.
    id: String,
    /// Its title.
    #[schema(required)]
    title: Option<String>,
    /// Its outlet.
    #[schema(required)]
    outlet: Option<String>,
    /// Where it was read from.
    path: String,
    /// Its address.
    #[schema(required)]
    url: Option<String>,
}

/// A decision, as it is kept.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Decided {
    /// Its number.
    number: i64,
    /// When.
    #[schema(format = DateTime)]
    at: String,
    /// `accept`, `fix`, `reject`.
    action: String,
    /// Why.
    why: String,
    /// By whom, where it is known.
    #[schema(required)]
    by: Option<String>,
    /// The report it was made of.
    report: String,
    /// The words it was made of.
    exact: String,
    /// The fields put right.
    #[schema(required)]
    set: Option<std::collections::BTreeMap<String, String>>,
    /// `active`, `review`, `replaced`.
    state: String,
    /// Why it is up for review.
    #[schema(required)]
    cause: Option<String>,
}

impl From<Decision> for Decided {
    fn from(decision: Decision) -> Self {
        let Decision { number, at, action, why, by, report, exact, fix, state, cause } = decision;
        let set = fix.and_then(|fix| serde_json::from_str(&fix).ok());
        Self { number, at, action, why, by, report, exact, set, state, cause }
    }
}

/// Lists figures that a person should look at: those first whose wrong reading would do the most harm
#[utoipa::path(get, path = "/api/v1/review", tag = "review", params(ReviewQuery), responses(
    (status = 200, description = "A page of figures", body = List<Review>),
    Unchanged, Refused,
))]
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Asked(query): Asked<ReviewQuery>,
) -> Result<Response> {
    let limit = asked::limit(query.limit)?;
    let after = query.cursor.as_deref().map(place).transpose()?;
    let ranked = app.queue.get(&app, query.story).await?;
    let decided = app.queue.decided();
    // The list moves under whoever reads it: it goes on behind what was shown, wherever that is now.
    let begin = after.map_or(0, |(harm, row)| {
        ranked.partition_point(|r| r.harm().total_cmp(&harm).is_gt() || (r.harm() == harm && r.row >= row))
    });
    let end = ranked.len().min(begin + limit + decided.len());
    let window: Vec<Ranked> = ranked.get(begin..end).unwrap_or_default().to_vec();
    let lines = app.readers.ask(move |ledger| ledger.review_lines(&window)).await?;
    let shown: Vec<(Ranked, ReviewLine)> =
        lines.into_iter().filter(|(_, line)| !decided.contains(&line.figure)).take(limit).collect();
    let last = shown.last().map(|(r, _)| cursor::write(LIST, &[&r.harm().to_bits().to_string(), &r.row.to_string()]));
    // Their dossiers are made side by side.
    let items = futures_util::future::try_join_all(shown.into_iter().map(|(_, line)| item(&app, line))).await?;
    let items: Vec<Review> = items.into_iter().flatten().collect();
    let next = last.filter(|_| end < ranked.len());
    answer::json(&headers, &List { items, next })
}

fn place(cursor: &str) -> Result<(f64, i64)> {
    let [harm, row] = cursor::read(LIST, cursor)?;
    Ok((f64::from_bits(cursor::number(&harm)?), cursor::number(&row)?))
}

/// The line with the figure as its story has it; none where the story changed in between.
async fn item(app: &App, line: ReviewLine) -> Result<Option<Review>> {
    let Some(story) = line.story else { return Ok(None) };
    let (head, dossier) = written::dossier_now(app, &story).await?;
    let figure = dossier.figures.into_iter().find(|f| f.id == line.figure);
    Ok(figure.map(|figure| Review {
        figure,
        report: ReviewReport {
            id: line.report.id,
            title: line.report.title,
            outlet: line.report.outlet,
            path: line.path,
            url: line.url,
        },
        story: Some(head.id),
        passage: Passage { text: line.words, start: line.passage.0, end: line.passage.1 },
        why: line.why,
        confidence: line.confidence,
        consequence: line.consequence,
        decision: line.decision.map(Decided::from),
    }))
}

/// What is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Choice {
    /// It is read right.
    Accept,
    /// It is read wrong; `set` says what is right.
    Fix,
    /// It is no figure, or not to be used.
    Reject,
}

/// A decision to keep.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Deciding {
    /// The figure's identifier.
    figure: String,
    /// What is decided.
    action: Choice,
    /// Why.
    #[schema(min_length = 1, max_length = 2000)]
    why: String,
    /// With `fix`: what is right, at least one field.
    set: Option<Right>,
}

/// What is right.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Right {
    /// `1200`, `1000..1500`, `1000..`, `..1500`.
    value: Option<String>,
    /// Unit.
    unit: Option<String>,
    /// What happened to those counted.
    role: Option<String>,
    /// How sure the wording is.
    certainty: Option<String>,
    /// Who says it; empty: the outlet itself.
    speaker: Option<String>,
    /// Where.
    place: Option<String>,
    /// A day, or two with `..` between.
    as_of: Option<String>,
}

impl Right {
    fn fix(self) -> Result<Fix> {
        let Self { value, unit, role, certainty, speaker, place, as_of } = self;
        let fields = [
            ("value", value),
            ("unit", unit),
            ("role", role),
            ("certainty", certainty),
            ("speaker", speaker),
            ("place", place),
            ("as_of", as_of),
        ];
        let pairs: Vec<String> =
            fields.into_iter().filter_map(|(name, value)| Some(format!("{name}={}", value?))).collect();
        Ok(Fix::parse(pairs.iter().map(String::as_str))?)
    }
}

/// Keeps a decision of a figure, with its reason; role `review`
///
/// A browser's request carries `X-CSRF-Token` from `GET /api/v1/session` and that answer's cookie; a request with a bearer token
/// needs neither.
#[utoipa::path(post, path = "/api/v1/decisions", tag = "review", request_body = Deciding, params(
    ("X-CSRF-Token" = Option<String>, Header, description = "From GET /api/v1/session"),
), responses(
    (status = 201, description = "The decision is kept and its story reconciled again", body = Decided),
    Refused,
))]
pub(crate) async fn decide(
    State(app): State<Arc<App>>,
    Extension(who): Extension<Who>,
    headers: HeaderMap,
    Sent(deciding): Sent<Deciding>,
) -> Result<Response> {
    if !app.doors.decides() {
        return Err(Code::ReadOnly.into());
    }
    if who.role != Role::Review {
        return Err(Code::NotAllowed.into());
    }
    app.doors.genuine(&who, &headers)?;
    let Deciding { figure, action, why, set } = deciding;
    if why.trim().is_empty() || why.len() > WHY {
        return Err(Problem::new(Code::BadBody, format!("why is empty or longer than {WHY} bytes")));
    }
    let action = match (action, set) {
        (Choice::Accept, None) => Action::Accept,
        (Choice::Reject, None) => Action::Reject,
        (Choice::Fix, Some(right)) => Action::Fix(right.fix()?),
        (Choice::Fix, None) => return Err(Problem::new(Code::BadBody, "fix needs set")),
        (_, Some(_)) => return Err(Problem::new(Code::BadBody, "only fix takes set")),
    };
    let at = (app.now)();
    let about = figure.clone();
    let (decision, number) = app
        .writer
        .write(move |ledger| {
            let decision = ledger.decide(&figure, &action, &why, who.name.as_deref(), at)?;
            if let Some(story) = ledger.story_of(&decision.report)? {
                ledger.settle_story(&story, at)?;
            }
            Ok((decision, ledger.last_change()?))
        })
        .await?;
    app.metrics.decisions.inc();
    app.queue.decide(about);
    app.events.tell(number);
    Ok((StatusCode::CREATED, Json(Decided::from(decision))).into_response())
}
