//! What changed, as a list and as it comes.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    extract::State,
    http::{HeaderMap, HeaderName, Uri},
    response::{
        Response, Sse,
        sse::{Event, KeepAlive},
    },
};
use futures_util::Stream;
use recoupe_ledger::{Change, Ledger, Since};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    List,
    asked::{self, Asked},
    stories::Both,
};
use crate::{
    App, cursor, events,
    problem::{Code, Problem, Refused, Result, Unchanged},
    written,
};

const LIST: &str = "changes";

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ChangesQuery {
    /// From this day (2031-03-04), or this moment (RFC 3339), on.
    since: Option<String>,
    /// Of this story.
    story: Option<String>,
    /// How many.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// Where the list goes on: `next` of the page before.
    cursor: Option<String>,
}

/// A change.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Told {
    /// Grows with each change.
    number: i64,
    /// When the ledger learned of it.
    #[schema(format = DateTime)]
    at: String,
    /// `report`, `version`, `added`, `changed`, `corrected`, `withdrawn`, `updated`, `revised`, `contradicted`, `denied`, `merged`, `split`, `decided`.
    kind: &'static str,
    /// The story.
    #[schema(required)]
    story: Option<String>,
    /// The report.
    #[schema(required)]
    report: Option<String>,
    /// The figure.
    #[schema(required)]
    figure: Option<String>,
    /// The earlier figure.
    #[schema(required)]
    other: Option<String>,
    /// In words.
    told: Both,
}

impl From<Change> for Told {
    fn from(change: Change) -> Self {
        let Change { number, at, kind, story, report, figure, other, told } = change;
        Self { number, at, kind: kind.word(), story, report, figure, other, told: told.into() }
    }
}

/// Lists changes, oldest first
#[utoipa::path(get, path = "/api/v1/changes", tag = "changes", params(ChangesQuery), responses(
    (status = 200, description = "A page of changes", body = List<Told>),
    Unchanged, Refused,
))]
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    uri: Uri,
    Asked(query): Asked<ChangesQuery>,
) -> Result<Response> {
    let limit = asked::limit(query.limit)?;
    let since = asked::moment("since", query.since.as_deref())?;
    let number = match &query.cursor {
        Some(cursor) => {
            let [number] = cursor::read(LIST, cursor)?;
            Some(cursor::number(&number)?)
        }
        None => None,
    };
    let listed = async {
        let look = move |ledger: &Ledger| {
            let (at, story) = (since.as_deref(), query.story.as_deref());
            ledger.changes(&Since { at, number, story, limit: Some(limit + 1) })
        };
        let mut changes = app.readers.ask(look).await?;
        let more = changes.len() > limit;
        changes.truncate(limit);
        let next = changes.last().filter(|_| more).map(|change| cursor::write(LIST, &[&change.number.to_string()]));
        Ok(List { items: changes.into_iter().map(Told::from).collect(), next })
    };
    written::list(&app, &headers, &uri, listed).await
}

/// Sends changes as they come (server-sent events): event `change`, id its number, data as in the list
///
/// Without `Last-Event-ID` only what comes from now on is sent.
#[utoipa::path(get, path = "/api/v1/events", tag = "changes", params(
    ("Last-Event-ID" = Option<i64>, Header, description = "The number of the last change that the client has"),
), responses(
    (status = 200, description = "Changes, one an event", body = String, content_type = "text/event-stream"),
    Refused,
))]
pub(crate) async fn events(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>> {
    let after = match headers.get(HeaderName::from_static("last-event-id")) {
        Some(id) => {
            let number = id.to_str().ok().and_then(|id| id.parse::<i64>().ok()).filter(|n| *n >= 0);
            number.ok_or_else(|| Problem::new(Code::BadParameter, "Last-Event-ID is no number of a change"))?
        }
        None => app.readers.ask(|ledger| ledger.last_change()).await?,
    };
    let stream = events::stream(app, after)?;
    Ok(Sse::new(stream).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))))
}
