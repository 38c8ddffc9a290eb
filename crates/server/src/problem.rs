//! What the server refuses: problem details (RFC 9457) with stable codes.

use axum::response::{IntoResponse, Response};
use recoupe_ledger::LedgerError;
use serde::Serialize;
use utoipa::{IntoResponses, ToSchema};

/// One entry of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// Stable, for programs.
    pub code: &'static str,
    /// HTTP status.
    pub status: u16,
    /// For people; the same for each occurrence.
    pub title: &'static str,
    /// What to do about it.
    pub hint: &'static str,
}

macro_rules! catalogue {
    ($($name:ident = $code:literal, $status:literal, $title:literal, $hint:literal;)*) => {
        /// The codes. They are never renamed; new ones may come.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Code { $(#[doc = $title] $name),* }

        impl Code {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// What the catalogue says of it.
            pub fn kind(self) -> Kind {
                match self {
                    $(Self::$name => Kind { code: $code, status: $status, title: $title, hint: $hint }),*
                }
            }
        }
    };
}

catalogue! {
    BadParameter = "bad-parameter", 400, "a parameter cannot be read", "see the detail, and the reference at /api";
    BadCursor = "bad-cursor", 400, "the cursor is not one that this list gave", "begin the list anew, without a cursor";
    BadQuery = "bad-query", 400, "the words of a search cannot be read", "say what should be found, not only what should not";
    BadBody = "bad-body", 400, "the body of the request cannot be read", "send the JSON that the reference at /api describes";
    NoToken = "no-token", 401, "a token is needed", "send `Authorization: Bearer TOKEN`, or the token as the password";
    BadToken = "bad-token", 401, "the token is not known", "ask whoever runs the server for a token";
    NotAllowed = "not-allowed", 403, "this needs the role review", "use a token with the role review";
    ReadOnly = "read-only", 403, "this server takes no decisions", "start it without --read-only";
    Forged = "forged", 403, "the request does not carry the mark of its session", "send X-CSRF-Token from GET /api/v1/session, with its cookie";
    OtherOrigin = "other-origin", 403, "the request comes from a page of another origin", "ask from the server's own page, or without a browser";
    OtherHost = "other-host", 421, "the request names a host that this server is not", "use the address that the server printed when it started";
    UnknownStory = "unknown-story", 404, "no story has this identifier", "GET /api/v1/stories lists them";
    UnknownReport = "unknown-report", 404, "no report has this identifier", "stories and searches name them";
    UnknownFigure = "unknown-figure", 404, "no figure has this identifier", "dossiers and searches name them";
    UnknownFormat = "unknown-format", 404, "there is no export of this name", "see the list at /api";
    NoRoute = "no-route", 404, "there is nothing at this path", "see the list at /api";
    BadMethod = "bad-method", 405, "the path does not take this method", "see the list at /api";
    TooLarge = "too-large", 413, "the body of the request is too large", "send less";
    NotJson = "not-json", 415, "the body of the request is not JSON", "send Content-Type: application/json";
    BadFix = "bad-fix", 422, "the decision cannot be applied", "see the detail";
    TooMany = "too-many", 429, "too many requests from this address", "wait as long as Retry-After says";
    Internal = "internal", 500, "the server failed", "report the request id to whoever runs the server";
    Damaged = "damaged", 500, "the ledger is damaged", "run `recoupe check`";
    Outdated = "outdated", 503, "the report was read by another version of the program", "run `recoupe reread`";
    Busy = "busy", 503, "another program writes to the ledger", "try again as Retry-After says; nothing was lost";
    Full = "full", 507, "the disk is full, or the ledger cannot be written to", "make room; nothing was written";
    TooSlow = "too-slow", 503, "the answer took too long and was given up", "ask for less";
    TooManyStreams = "too-many-streams", 503, "too many streams of events are open", "close some, or try again later";
}

/// A refusal on its way out. The outermost layer writes it, with the request's id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Which.
    pub code: Code,
    /// What is wrong this time.
    pub detail: String,
    /// Seconds to wait, where waiting helps.
    pub retry_after: Option<u64>,
}

/// What an API function gives.
pub(crate) type Result<T, E = Problem> = std::result::Result<T, E>;

/// A problem (RFC 9457, `application/problem+json`).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ProblemDetails {
    /// A relative address in the reference: `/api#problem-<code>`.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// The same for each occurrence of the code.
    pub(crate) title: String,
    /// The HTTP status.
    pub(crate) status: u16,
    /// What is wrong this time, and what to do.
    pub(crate) detail: String,
    /// Stable, for programs; the reference lists all.
    pub(crate) code: String,
    /// Names this request in the server's messages.
    pub(crate) request_id: String,
}

/// The refusals of an operation, for the OpenAPI document.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "a description; what is sent is a Problem")]
pub(crate) enum Refused {
    /// Refused
    #[response(status = "4XX", content_type = "application/problem+json")]
    Asked(ProblemDetails),
    /// Failed
    #[response(status = "5XX", content_type = "application/problem+json")]
    Failed(ProblemDetails),
}

/// What If-None-Match names is still so
#[derive(IntoResponses)]
#[response(status = 304)]
pub(crate) struct Unchanged;

impl Problem {
    /// A problem with what is wrong this time.
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        let retry_after = matches!(code, Code::Busy | Code::TooSlow | Code::TooManyStreams).then_some(2);
        Self { code, detail: detail.into(), retry_after }
    }

    /// As it is written.
    pub(crate) fn details(&self, request_id: &str) -> ProblemDetails {
        let kind = self.code.kind();
        ProblemDetails {
            kind: format!("/api#problem-{}", kind.code),
            title: kind.title.to_owned(),
            status: kind.status,
            detail: match self.detail.is_empty() {
                true => kind.hint.to_owned(),
                false => format!("{}; {}", self.detail, kind.hint),
            },
            code: kind.code.to_owned(),
            request_id: request_id.to_owned(),
        }
    }
}

impl From<Code> for Problem {
    fn from(code: Code) -> Self {
        Self::new(code, "")
    }
}

/// The one place that says what an error of the ledger is over HTTP.
impl From<LedgerError> for Problem {
    fn from(error: LedgerError) -> Self {
        let code = match &error {
            LedgerError::Unknown { what: "story", .. } => Code::UnknownStory,
            LedgerError::Unknown { what: "report", .. } => Code::UnknownReport,
            LedgerError::Unknown { .. } => Code::UnknownFigure,
            LedgerError::BadQuery(_) => Code::BadQuery,
            LedgerError::BadFix(_) => Code::BadFix,
            LedgerError::Busy => Code::Busy,
            LedgerError::Interrupted => Code::TooSlow,
            LedgerError::Outdated => Code::Outdated,
            LedgerError::Full | LedgerError::ReadOnly { .. } => Code::Full,
            LedgerError::Damaged(_) | LedgerError::NotALedger { .. } | LedgerError::Missing { .. } => Code::Damaged,
            _ => Code::Internal,
        };
        // What went wrong inside (paths, SQL) is for whoever runs the server.
        let detail = match &error {
            LedgerError::Unknown { what, name, .. } => format!("no {what} is called {name}"),
            LedgerError::BadQuery(_) => String::new(),
            LedgerError::BadFix(why) => why.clone(),
            _ => String::new(),
        };
        if matches!(code, Code::Internal | Code::Damaged | Code::Full) {
            crate::say(&error.to_string());
        }
        Self::new(code, detail)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = Response::new(axum::body::Body::empty());
        *response.status_mut() = axum::http::StatusCode::from_u16(self.code.kind().status)
            .unwrap_or(axum::http::StatusCode::INTERNAL_SERVER_ERROR);
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn codes_are_unique_and_told() {
        let codes: BTreeSet<&str> = Code::ALL.iter().map(|c| c.kind().code).collect();
        assert_eq!(codes.len(), Code::ALL.len());
        for code in Code::ALL {
            let Kind { code, status, title, hint } = code.kind();
            assert!((400..600).contains(&status) && !title.is_empty() && !hint.is_empty(), "{code}");
            assert!(!title.ends_with('.') && !hint.ends_with('.'), "{code}");
        }
    }

    #[test]
    fn the_docs_list_every_code_with_its_status() {
        let docs = include_str!("../../../docs/server.md");
        for code in Code::ALL {
            let Kind { code, status, title, .. } = code.kind();
            let row = format!("| `{code}` | {status} | {title} |");
            assert!(docs.contains(&row), "docs/server.md lacks: {row}");
        }
    }

    #[test]
    fn what_went_wrong_inside_is_not_told_outside() {
        let error = LedgerError::ReadOnly { path: "/home/somebody/l.recoupe".into() };
        let told = Problem::from(error).details("r1");
        assert_eq!((told.code.as_str(), told.status), ("full", 507));
        assert!(!told.detail.contains("somebody"), "{}", told.detail);
    }
}
