//! The routes: what can be asked, each declared once for the router and for the OpenAPI document.

pub(crate) mod asked;
pub(crate) mod changes;
pub(crate) mod figures;
pub(crate) mod reports;
pub(crate) mod review;
pub(crate) mod root;
pub(crate) mod search;
pub(crate) mod session;
pub(crate) mod shapes;
pub(crate) mod stories;

use std::sync::Arc;

use axum::{Router, extract::DefaultBodyLimit, routing};
use serde::Serialize;
use utoipa::{
    OpenApi, ToSchema,
    openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    App,
    problem::{Code, Problem, ProblemDetails},
};

/// Bytes of a decision; no other request has a body.
const BODY: usize = 16 * 1024;

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct List<T> {
    /// What was asked for, in the order of the list.
    pub(crate) items: Vec<T>,
    /// The cursor of the next page; `null` at the end.
    #[schema(required)]
    pub(crate) next: Option<String>,
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Recoupe",
        description = "Who says what, every figure with its bounds, how the figures of several reports relate. Offsets are bytes of a \
                       report's UTF-8 text, `start` included, `end` excluded. Unknown is `null`."
    ),
    components(schemas(ProblemDetails, search::Kind, search::Certainty, search::Stance, stories::Lang))
)]
struct Api;

/// The router and its document.
pub(crate) fn routes() -> (Router<Arc<App>>, utoipa::openapi::OpenApi) {
    let (router, mut document) = OpenApiRouter::with_openapi(Api::openapi())
        .routes(routes!(stories::list))
        .routes(routes!(stories::one))
        .routes(routes!(stories::export))
        .routes(routes!(reports::one))
        .routes(routes!(search::list))
        .routes(routes!(figures::list))
        .routes(routes!(changes::list))
        .routes(routes!(changes::events))
        .routes(routes!(review::list))
        .routes(routes!(review::decide))
        .routes(routes!(session::get))
        .routes(routes!(root::health))
        .routes(routes!(root::metrics))
        .routes(routes!(root::openapi))
        .split_for_parts();
    document.info.version = env!("CARGO_PKG_VERSION").to_owned();
    document.info.license = None;
    let components = document.components.get_or_insert_default();
    let scheme = |scheme| SecurityScheme::Http(HttpBuilder::new().scheme(scheme).build());
    components.add_security_scheme("bearer", scheme(HttpAuthScheme::Bearer));
    components.add_security_scheme("basic", scheme(HttpAuthScheme::Basic));
    // On the machine's own address nothing is asked for.
    let none: [&str; 0] = [];
    document.security = Some(vec![
        SecurityRequirement::default(),
        SecurityRequirement::new("bearer", none),
        SecurityRequirement::new("basic", none),
    ]);
    let router = router
        .route("/api", routing::get(root::reference))
        .fallback(root::page)
        .method_not_allowed_fallback(async || Problem::from(Code::BadMethod))
        .layer(DefaultBodyLimit::max(BODY));
    (router, document)
}
