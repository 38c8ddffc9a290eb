//! Quantities over time.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderMap, Uri},
    response::Response,
};
use recoupe_ledger::{Point, ReportLine, Search, Series};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    List,
    asked::{self, Asked},
    search,
    stories::Both,
};
use crate::{
    App, cursor,
    problem::{Refused, Result, Unchanged},
    written,
};

const LIST: &str = "figures";

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct FiguresQuery {
    /// What the figures are about; words as for a search.
    #[param(max_length = 500)]
    about: Option<String>,
    /// A story, by its identifier.
    story: Option<String>,
    /// How many.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// Where the list goes on: `next` of the page before.
    cursor: Option<String>,
}

/// A quantity of a story, followed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Followed {
    /// The story's identifier.
    story: String,
    /// The story's title.
    title: String,
    /// What is counted.
    label: Both,
    /// Lowest and highest bound; `null` is open.
    bounds: (Option<f64>, Option<f64>),
    /// Independent origins.
    origins: usize,
    /// Families of origins.
    families: usize,
    /// `confirmed`, `fair`, `weak`, `contested`, `unattributed`, `withdrawn`.
    state: String,
    /// Its values in the order of time.
    points: Vec<Value>,
}

/// One value of a series.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Value {
    /// The figure's identifier.
    id: String,
    /// First and last day of what it speaks of, else of when it was said.
    days: (Option<String>, Option<String>),
    /// The number as printed.
    words: String,
    /// Its bounds; `null` is open.
    value: (Option<f64>, Option<f64>),
    /// Its origin; `null`: the outlet itself.
    #[schema(required)]
    origin: Option<String>,
    /// How sure the wording is.
    certainty: String,
    /// Superseded, corrected, withdrawn.
    #[schema(required)]
    state: Option<String>,
    /// It adds an origin.
    independent: bool,
    /// The origin is a party to the matter.
    party: bool,
    /// Where it stands.
    report: Place,
}

/// A report, as lists show it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Place {
    /// Its identifier.
    id: String,
    /// Outlet.
    #[schema(required)]
    outlet: Option<String>,
    /// Title.
    #[schema(required)]
    title: Option<String>,
    /// Address or path.
    place: String,
    /// When it was published.
    #[schema(required)]
    published: Option<String>,
}

impl From<ReportLine> for Place {
    fn from(line: ReportLine) -> Self {
        let ReportLine { id, outlet, title, place, published } = line;
        Self { id, outlet, title, place, published }
    }
}

impl From<Series> for Followed {
    fn from(series: Series) -> Self {
        let Series { story, title, label, bounds, origins, families, state, points } = series;
        let points = points.into_iter().map(Value::from).collect();
        Self { story, title, label: label.into(), bounds, origins, families, state, points }
    }
}

impl From<Point> for Value {
    fn from(point: Point) -> Self {
        let Point { id, days, words, value, origin, certainty, state, independent, party, report } = point;
        Self { id, days, words, value, origin, certainty, state, independent, party, report: report.into() }
    }
}

/// Follows quantities over time: those whose figures answer, the best first
#[utoipa::path(get, path = "/api/v1/figures", tag = "claims", params(FiguresQuery), responses(
    (status = 200, description = "A page of quantities", body = List<Followed>),
    Unchanged, Refused,
))]
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    uri: Uri,
    Asked(query): Asked<FiguresQuery>,
) -> Result<Response> {
    let offset = match &query.cursor {
        Some(cursor) => {
            let [offset] = cursor::read(LIST, cursor)?;
            cursor::number::<u32>(&offset)? as usize
        }
        None => 0,
    };
    let search = Search {
        text: asked::words("about", query.about)?,
        kind: Some("figure".to_owned()),
        story: query.story,
        limit: asked::limit(query.limit)? + 1,
        offset,
        ..Search::default()
    };
    let followed = async {
        let (search, found) =
            app.readers.ask(move |ledger| ledger.follow(&search).map(|found| (search, found))).await?;
        Ok(search::page(LIST, &search, found, Followed::from))
    };
    written::list(&app, &headers, &uri, followed).await
}
