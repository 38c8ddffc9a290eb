//! Stories and their dossiers.

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse as _, Response},
};
use recoupe_dossier::Locale;
use recoupe_exports::Format;
use recoupe_ledger::{Ledger, StoriesAsked, StoryItem, StoryPlace};
use recoupe_story::Bilingual;
use serde::{Deserialize, Serialize};
use utoipa::{
    IntoParams, PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, schema::Type},
};

use super::{
    List,
    asked::{self, Asked, Named},
    shapes,
};
use crate::{
    App, answer, cursor,
    problem::{Code, Problem, Refused, Result, Unchanged},
    written,
};

const LIST: &str = "stories";

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct StoriesQuery {
    /// Words: stories with a claim that answers, or with these words in their title.
    #[param(max_length = 500)]
    q: Option<String>,
    /// Changed on this day (2031-03-04), or at this moment (RFC 3339), or later.
    since: Option<String>,
    /// How many.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// Where the list goes on: `next` of the page before.
    cursor: Option<String>,
}

/// The same in both languages.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Both {
    /// French.
    fr: String,
    /// English.
    en: String,
}

impl From<Bilingual> for Both {
    fn from(told: Bilingual) -> Self {
        Self { fr: told.fr, en: told.en }
    }
}

/// A story in the list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StoryEntry {
    /// Its identifier.
    id: String,
    /// Its title.
    title: String,
    /// First day that it speaks of.
    #[schema(required, format = Date)]
    from: Option<String>,
    /// Last day that it speaks of.
    #[schema(required, format = Date)]
    to: Option<String>,
    /// What it is made of.
    counts: StoryCounts,
    /// The story that it takes up after a long time.
    #[schema(required)]
    follows: Option<String>,
    /// When it last changed.
    #[schema(format = DateTime)]
    changed_at: String,
    /// What changed last.
    #[schema(required)]
    last_change: Option<Both>,
}

/// What a story is made of.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StoryCounts {
    /// Reports, each in its current version.
    reports: usize,
    /// Outlets.
    outlets: usize,
    /// Independent origins of its figures.
    origins: usize,
    /// Figures whose origin is not known.
    unknown_origins: usize,
    /// Figures.
    figures: usize,
    /// Quantities whose values contradict one another.
    contested: usize,
}

impl From<StoryItem> for StoryEntry {
    fn from(item: StoryItem) -> Self {
        let StoryItem { line, figures, last_change, .. } = item;
        Self {
            id: line.id,
            title: line.title,
            from: line.days.0,
            to: line.days.1,
            counts: StoryCounts {
                reports: line.counts.reports,
                outlets: line.counts.outlets,
                origins: line.counts.origins,
                unknown_origins: line.counts.unknown_origins,
                figures,
                contested: line.counts.contested,
            },
            follows: line.follows,
            changed_at: line.updated,
            last_change: last_change.map(Both::from),
        }
    }
}

/// Lists stories, the last changed first
#[utoipa::path(get, path = "/api/v1/stories", tag = "stories", params(StoriesQuery), responses(
    (status = 200, description = "A page of stories", body = List<StoryEntry>),
    Unchanged, Refused,
))]
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    uri: Uri,
    Asked(query): Asked<StoriesQuery>,
) -> Result<Response> {
    let limit = asked::limit(query.limit)?;
    let since = asked::moment("since", query.since.as_deref())?;
    let about = asked::words("q", query.q)?;
    let after = query.cursor.as_deref().map(place).transpose()?;
    let listed = async {
        let look = move |ledger: &Ledger| {
            let since = since.as_deref();
            ledger.stories_page(&StoriesAsked { about: &about, since, after, limit: limit + 1 })
        };
        let mut items = app.readers.ask(look).await?;
        let more = items.len() > limit;
        items.truncate(limit);
        let next = items.last().filter(|_| more);
        let next = next.map(|item| cursor::write(LIST, &[&item.place.updated, &item.place.row.to_string()]));
        Ok(List { items: items.into_iter().map(StoryEntry::from).collect(), next })
    };
    written::list(&app, &headers, &uri, listed).await
}

fn place(cursor: &str) -> Result<StoryPlace> {
    let [updated, row] = cursor::read(LIST, cursor)?;
    Ok(StoryPlace { updated, row: cursor::number(&row)? })
}

/// A story that joined another one
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Moved {
    /// The identifier of the story that it joined.
    moved_to: String,
}

/// The dossier of a story: the shapes of `recoupe dossier`, schema 1
#[utoipa::path(get, path = "/api/v1/stories/{id}", tag = "stories", params(("id" = String, Path, description = "The story")), responses(
    (status = 200, description = "The dossier", body = shapes::Dossier),
    (status = 301, description = "The story joined another one; Location leads there", body = Moved),
    Unchanged, Refused,
))]
pub(crate) async fn one(State(app): State<Arc<App>>, headers: HeaderMap, Named(id): Named<String>) -> Result<Response> {
    let head = written::head(&app, &id).await?;
    if head.id != id {
        return moved(&head.id, "");
    }
    let etag = written::etag(&head);
    if answer::has(&headers, &etag) {
        return Ok(answer::unchanged(&etag));
    }
    written::dossier(&app, &head).await?.answer(&headers)
}

fn moved(to: &str, rest: &str) -> Result<Response> {
    let location =
        HeaderValue::try_from(format!("/api/v1/stories/{to}{rest}")).map_err(|_| Problem::from(Code::Internal))?;
    let body = axum::Json(Moved { moved_to: to.to_owned() });
    Ok((StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, location)], body).into_response())
}

/// Language of labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Lang {
    /// French.
    Fr,
    /// English.
    En,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ExportQuery {
    /// Language of labels; by default what Accept-Language prefers.
    lang: Option<Lang>,
}

/// The names of the formats, as the OpenAPI document lists them. The page's own list is held against this one in `web/e2e`.
enum FormatName {}

impl PartialSchema for FormatName {
    fn schema() -> RefOr<Schema> {
        let told: Vec<String> = Format::ALL.iter().map(|f| format!("`{}`: {}", f.name(), f.about())).collect();
        ObjectBuilder::new()
            .schema_type(Type::String)
            .enum_values(Some(Format::ALL.map(Format::name)))
            .description(Some(told.join("; ")))
            .into()
    }
}

impl ToSchema for FormatName {}

/// The dossier of a story as a file
#[utoipa::path(get, path = "/api/v1/stories/{id}/export/{format}", tag = "stories", params(
    ("id" = String, Path, description = "The story"),
    ("format" = inline(FormatName), Path, description = "The format: docs/exports.md says what each holds"),
    ExportQuery,
), responses(
    // The media type is the format's own: docs/exports.md.
    (status = 200, description = "The file, in the format's media type", content_type = "*/*"),
    (status = 301, description = "The story joined another one; Location leads there", body = Moved),
    Unchanged, Refused,
))]
pub(crate) async fn export(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Named((id, format)): Named<(String, String)>,
    Asked(query): Asked<ExportQuery>,
) -> Result<Response> {
    let known = Format::from_name(&format);
    let known = known.ok_or_else(|| Problem::new(Code::UnknownFormat, format!("no export is called {format}")))?;
    let head = written::head(&app, &id).await?;
    if head.id != id {
        return moved(&head.id, &format!("/export/{}", known.name()));
    }
    let locale = locale(query.lang, &headers);
    let etag = answer::etag(&[&head.id, &head.revision, known.name(), locale.tag(), env!("CARGO_PKG_VERSION")]);
    if answer::has(&headers, &etag) {
        return Ok(answer::unchanged(&etag));
    }
    let dossier = written::read(written::dossier(&app, &head).await?).await?;
    let body = tokio::task::spawn_blocking(move || recoupe_exports::export(&dossier, known, locale)).await;
    let body = body.ok().and_then(Result::ok).map(Bytes::from).ok_or(Problem::from(Code::Internal))?;
    let mut response = answer::tagged(&headers, &etag, known.media_type(), body);
    // A file to be saved: shown in the browser it would be a page of this origin.
    let disposition = format!("attachment; filename=\"{}.{}\"", plain(&head.id), known.ending());
    if let Ok(value) = HeaderValue::try_from(disposition) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}

/// Letters and digits only.
fn plain(id: &str) -> String {
    id.chars().filter(char::is_ascii_alphanumeric).collect()
}

/// What is asked for, else what the browser prefers, else French.
fn locale(asked: Option<Lang>, headers: &HeaderMap) -> Locale {
    match asked {
        Some(Lang::Fr) => Locale::Fr,
        Some(Lang::En) => Locale::En,
        None => {
            let accepted =
                headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
            let mut tags = accepted.split(',').map(|tag| tag.trim().get(..2).unwrap_or_default().to_ascii_lowercase());
            match tags.find(|tag| tag == "fr" || tag == "en").as_deref() {
                Some("en") => Locale::En,
                _ => Locale::Fr,
            }
        }
    }
}
