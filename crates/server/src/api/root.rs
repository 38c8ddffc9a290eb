//! What stands at the root: health, metrics, the OpenAPI document, its reference page, and the page for all other paths.

use std::sync::Arc;

use axum::{
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, HeaderValue, Method, Uri, header},
    response::{IntoResponse as _, Response},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    App, answer,
    problem::{Code, Problem, Refused, Result, Unchanged},
};

/// All is well.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Health {
    /// `ok`.
    status: &'static str,
    /// Version of the program.
    version: &'static str,
}

/// Says that the server answers and its ledger can be read; needs no token
#[utoipa::path(get, path = "/healthz", tag = "server", responses(
    (status = 200, description = "All is well", body = Health),
    Refused,
))]
pub(crate) async fn health(State(app): State<Arc<App>>) -> Result<Response> {
    app.readers.ask(|ledger| ledger.last_change()).await?;
    Ok(axum::Json(Health { status: "ok", version: env!("CARGO_PKG_VERSION") }).into_response())
}

/// Counters and histograms, as Prometheus reads them (OpenMetrics)
#[utoipa::path(get, path = "/metrics", tag = "server", responses(
    (status = 200, description = "The metrics", body = String, content_type = "application/openmetrics-text"),
    Refused,
))]
pub(crate) async fn metrics(State(app): State<Arc<App>>) -> Result<Response> {
    let text = app.metrics.text().map_err(|_| Problem::from(Code::Internal))?;
    let media = HeaderValue::from_static("application/openmetrics-text; version=1.0.0; charset=utf-8");
    Ok(([(header::CONTENT_TYPE, media)], text).into_response())
}

/// This document
#[utoipa::path(get, path = "/openapi.json", tag = "server", responses(
    (status = 200, description = "OpenAPI 3.1", body = serde_json::Value),
    Unchanged, Refused,
))]
pub(crate) async fn openapi(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    let etag = answer::etag(&["openapi", env!("CARGO_PKG_VERSION"), &app.openapi.len().to_string()]);
    answer::tagged(&headers, &etag, "application/json", app.openapi.clone())
}

/// The reference page.
pub(crate) async fn reference(State(app): State<Arc<App>>) -> Response {
    html(app.reference.html.clone(), &app.reference.policy)
}

/// Every other path: the page, which reads the path itself.
pub(crate) async fn page(State(app): State<Arc<App>>, method: Method, uri: Uri) -> Result<Response> {
    let path = uri.path();
    if !matches!(method, Method::GET | Method::HEAD) {
        return Err(Code::BadMethod.into());
    }
    let last = path.rsplit('/').next().unwrap_or_default();
    if path.starts_with("/api/") || last.contains('.') {
        return Err(Code::NoRoute.into());
    }
    Ok(html(Bytes::from_static(app.page.html.as_bytes()), &app.page.policy))
}

fn html(body: Bytes, policy: &HeaderValue) -> Response {
    let mut response = Response::new(Body::from(body));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CONTENT_SECURITY_POLICY, policy.clone());
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}
