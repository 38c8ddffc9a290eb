//! What the page needs to know first.

use std::sync::Arc;

use axum::{
    Extension,
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    App, answer,
    auth::{Role, Who},
    problem::{Code, Problem, Refused, Result},
};

/// Who asks, and what may be done.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Session {
    /// Version of the program.
    version: &'static str,
    /// Version of the rules of reading.
    rules: &'static str,
    /// The ledger's file name.
    ledger: String,
    /// What the token, or being on this machine, allows.
    role: Role,
    /// To be sent as `X-CSRF-Token` with decisions.
    csrf: String,
    /// Decisions are taken from this session.
    review: bool,
    /// As the token's line names who asks.
    #[schema(required)]
    name: Option<String>,
}

/// Begins a session: a cookie, and the mark that decisions must carry
#[utoipa::path(get, path = "/api/v1/session", tag = "review", responses(
    (status = 200, description = "The session", body = Session),
    Refused,
))]
pub(crate) async fn get(
    State(app): State<Arc<App>>,
    Extension(who): Extension<Who>,
    headers: HeaderMap,
) -> Result<Response> {
    let (csrf, cookie) = app.doors.session(&headers)?;
    let session = Session {
        version: env!("CARGO_PKG_VERSION"),
        rules: recoupe_dossier::RULES,
        ledger: app.ledger_name.clone(),
        review: who.role == Role::Review,
        role: who.role,
        csrf,
        name: who.name,
    };
    // Never from a cache: the mark is the session's own.
    let mut response = answer::json(&HeaderMap::new(), &session)?;
    response.headers_mut().remove(header::ETAG);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(cookie) = cookie {
        let value = HeaderValue::try_from(cookie).map_err(|_| Problem::from(Code::Internal))?;
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
    Ok(response)
}
