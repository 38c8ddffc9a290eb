//! Search over claims.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderMap, Uri},
    response::Response,
};
use recoupe_ledger::{Hit, Past, Search};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    List,
    asked::{self, Asked},
};
use crate::{
    App, cursor,
    problem::{Code, Problem, Refused, Result, Unchanged},
    written,
};

const LIST: &str = "search";
/// As deep as a list of hits goes: ranking is for the first pages.
const DEEPEST: usize = 10_000;

/// Figures or statements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    /// A figure.
    Figure,
    /// A statement.
    Statement,
}

/// How sure the wording is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Certainty {
    /// Asserted.
    Asserted,
    /// Hedged.
    Hedged,
    /// Possible.
    Possible,
    /// Denied.
    Denied,
}

/// What the speaker does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Stance {
    /// Asserts.
    Asserts,
    /// Denies.
    Denies,
    /// Neither.
    Neither,
    /// Asks.
    Asks,
    /// Orders.
    Orders,
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct SearchQuery {
    /// Words in any form, "words in this order", begin*, -without.
    #[param(max_length = 500)]
    q: Option<String>,
    /// Words of the speaker's name.
    #[param(max_length = 500)]
    speaker: Option<String>,
    /// What happened to those counted: killed, wounded, missing, …
    role: Option<String>,
    /// Figures or statements only.
    kind: Option<Kind>,
    /// Unit: person, item, percent, an ISO 4217 code, …
    unit: Option<String>,
    /// How sure the wording is.
    certainty: Option<Certainty>,
    /// What the speaker does.
    stance: Option<Stance>,
    /// Where: an ISO 3166-1 alpha-2 code.
    #[param(pattern = "^[A-Za-z]{2}$")]
    country: Option<String>,
    /// Outlet.
    outlet: Option<String>,
    /// A story, by its identifier.
    story: Option<String>,
    /// Said, or about, this day or later.
    #[param(format = Date)]
    from: Option<String>,
    /// Said, or about, this day or earlier.
    #[param(format = Date)]
    to: Option<String>,
    /// Figures that may be this or more.
    at_least: Option<f64>,
    /// Figures that may be this or less.
    at_most: Option<f64>,
    /// Also what no longer stands.
    past: Option<bool>,
    /// How many.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// Where the list goes on: `next` of the page before.
    cursor: Option<String>,
}

impl SearchQuery {
    /// The search, for a page of this list and one item more.
    pub(crate) fn search(self, list: &str) -> Result<Search> {
        let offset = match &self.cursor {
            Some(cursor) => {
                let [offset] = cursor::read(list, cursor)?;
                cursor::number(&offset)?
            }
            None => 0,
        };
        if offset > DEEPEST {
            return Err(Code::BadCursor.into());
        }
        let country = self.country.map(|code| code.to_ascii_uppercase());
        if country.as_ref().is_some_and(|code| code.len() != 2 || !code.bytes().all(|b| b.is_ascii_uppercase())) {
            return Err(Problem::new(Code::BadParameter, "country is no ISO 3166-1 alpha-2 code"));
        }
        if [self.at_least, self.at_most].into_iter().flatten().any(|n| !n.is_finite()) {
            return Err(Problem::new(Code::BadParameter, "at_least and at_most are numbers"));
        }
        Ok(Search {
            text: asked::words("q", self.q)?,
            speaker: self.speaker.map(|name| asked::words("speaker", Some(name))).transpose()?,
            kind: self.kind.map(|kind| word(kind, &[(Kind::Figure, "figure"), (Kind::Statement, "statement")])),
            role: self.role,
            unit: self.unit,
            certainty: self.certainty.map(|certainty| {
                word(
                    certainty,
                    &[
                        (Certainty::Asserted, "asserted"),
                        (Certainty::Hedged, "hedged"),
                        (Certainty::Possible, "possible"),
                        (Certainty::Denied, "denied"),
                    ],
                )
            }),
            stance: self.stance.map(|stance| {
                word(
                    stance,
                    &[
                        (Stance::Asserts, "asserts"),
                        (Stance::Denies, "denies"),
                        (Stance::Neither, "neither"),
                        (Stance::Asks, "asks"),
                        (Stance::Orders, "orders"),
                    ],
                )
            }),
            country,
            outlet: self.outlet,
            story: self.story,
            from: asked::day("from", self.from.as_deref())?,
            to: asked::day("to", self.to.as_deref())?,
            at_least: self.at_least,
            at_most: self.at_most,
            past: if self.past == Some(true) { Past::Included } else { Past::LeftOut },
            limit: asked::limit(self.limit)? + 1,
            offset,
            ..Search::default()
        })
    }
}

/// The ledger's word for a choice.
fn word<T: PartialEq>(choice: T, words: &[(T, &str)]) -> String {
    words.iter().find(|(known, _)| *known == choice).map_or_else(String::new, |(_, word)| (*word).to_owned())
}

/// A page of what was found, one item more than asked for where there is more.
pub(crate) fn page<T, U>(list: &str, search: &Search, mut found: Vec<T>, item: impl Fn(T) -> U) -> List<U> {
    let limit = search.limit - 1;
    let more = found.len() > limit && search.offset + limit <= DEEPEST;
    found.truncate(limit);
    let next = more.then(|| cursor::write(list, &[&(search.offset + limit).to_string()]));
    List { items: found.into_iter().map(item).collect(), next }
}

/// A claim that was found.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Found {
    /// Its identifier: `<report>.F<n>` or `<report>.S<n>`.
    claim: String,
    /// `figure` or `statement`.
    kind: String,
    /// The report it stands in.
    report: String,
    /// Its outlet.
    #[schema(required)]
    outlet: Option<String>,
    /// Its title.
    #[schema(required)]
    title: Option<String>,
    /// The story.
    #[schema(required)]
    story: Option<String>,
    /// The sentence of a figure, all of a statement, as published.
    passage: Passage,
    /// Bytes within the passage's text of what answers the question.
    highlights: Vec<(usize, usize)>,
    /// Who says it; `null`: the outlet, or nobody that could be told.
    #[schema(required)]
    speaker: Option<String>,
    /// Bounds of a figure; `null` for a statement.
    #[schema(required)]
    value: Option<Bounds>,
    /// Unit of a figure.
    #[schema(required)]
    unit: Option<String>,
    /// What happened to those counted.
    #[schema(required)]
    role: Option<String>,
    /// How sure the wording is.
    certainty: String,
    /// When it was said.
    #[schema(required)]
    said_on: Option<SaidOn>,
    /// Why it no longer stands, if so.
    #[schema(required)]
    state: Option<String>,
}

/// Words of a report.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Passage {
    /// As published.
    pub(crate) text: String,
    /// First byte in the report's text.
    pub(crate) start: usize,
    /// After the last byte.
    pub(crate) end: usize,
}

/// Lowest and highest value; `null` is open.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Bounds {
    /// Lowest.
    #[schema(required)]
    lo: Option<f64>,
    /// Highest.
    #[schema(required)]
    hi: Option<f64>,
}

/// First and last day; `null` is open.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SaidOn {
    /// First.
    #[schema(required)]
    from: Option<String>,
    /// Last.
    #[schema(required)]
    to: Option<String>,
}

impl SaidOn {
    pub(crate) fn of((from, to): (Option<String>, Option<String>)) -> Option<Self> {
        (from.is_some() || to.is_some()).then_some(Self { from, to })
    }
}

impl From<Hit> for Found {
    fn from(hit: Hit) -> Self {
        let (start, end) = hit.passage;
        let value = (hit.kind == "figure").then_some(Bounds { lo: hit.value.0, hi: hit.value.1 });
        Self {
            claim: hit.id,
            kind: hit.kind,
            report: hit.report.id,
            outlet: hit.report.outlet,
            title: hit.report.title,
            story: hit.story,
            highlights: hit
                .highlights
                .into_iter()
                .map(|(s, e)| (s.saturating_sub(start), e.saturating_sub(start)))
                .collect(),
            passage: Passage { text: hit.words, start, end },
            speaker: hit.speaker,
            value,
            unit: hit.unit,
            role: hit.role,
            certainty: hit.certainty,
            said_on: SaidOn::of(hit.said),
            state: hit.state,
        }
    }
}

/// Finds claims: the best first by BM25, without words the newest first
#[utoipa::path(get, path = "/api/v1/search", tag = "claims", params(SearchQuery), responses(
    (status = 200, description = "A page of claims", body = List<Found>),
    Unchanged, Refused,
))]
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    uri: Uri,
    Asked(query): Asked<SearchQuery>,
) -> Result<Response> {
    let search = query.search(LIST)?;
    let found = async {
        let (search, hits) = app.readers.ask(move |ledger| ledger.search(&search).map(|hits| (search, hits))).await?;
        Ok(page(LIST, &search, hits, Found::from))
    };
    written::list(&app, &headers, &uri, found).await
}
