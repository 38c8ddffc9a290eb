//! Answers as JSON with a fingerprint, so that what a client has already is not sent again.

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::problem::{Code, Problem, Result};

/// Fingerprint of what decides an answer. Weak: the same answer may be packed differently.
pub(crate) fn etag(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    format!("W/\"{}\"", BASE64.encode(&hash.finalize()[..16]))
}

/// Whether the client says that it has this answer (RFC 9110, 13.1.2: weak comparison).
pub(crate) fn has(headers: &HeaderMap, etag: &str) -> bool {
    let weak = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let ours = weak(etag);
    headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|tag| tag.trim() == "*" || weak(tag) == ours)
}

/// The answer, or only that nothing changed.
pub(crate) fn tagged(headers: &HeaderMap, etag: &str, media: &'static str, body: Bytes) -> Response {
    if has(headers, etag) {
        return unchanged(etag);
    }
    let mut response = Response::new(Body::from(body));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    tag(&mut response, etag);
    response
}

/// 304.
pub(crate) fn unchanged(etag: &str) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NOT_MODIFIED;
    tag(&mut response, etag);
    response
}

/// Whether the client takes answers in gzip.
pub(crate) fn takes_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    accepted.flat_map(|value| value.split(',')).any(|coding| {
        let (name, weight) = coding.trim().split_once(';').unwrap_or((coding.trim(), ""));
        let weight = weight.trim().strip_prefix("q=").map_or(Ok(1.0), str::parse::<f32>);
        name.trim().eq_ignore_ascii_case("gzip") && weight.is_ok_and(|weight| weight > 0.0)
    })
}

/// Says that an answer is packed.
pub(crate) fn packed(mut response: Response) -> Response {
    response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    response
}

fn tag(response: &mut Response, etag: &str) {
    if let Ok(value) = HeaderValue::from_str(etag) {
        response.headers_mut().insert(header::ETAG, value);
    }
    // Kept by the client alone, and asked for again each time.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
}

/// A value as JSON, tagged by its bytes.
pub(crate) fn json<T: Serialize>(headers: &HeaderMap, value: &T) -> Result<Response> {
    let body = serde_json::to_string(value).map_err(|_| Problem::from(Code::Internal))?;
    let etag = etag(&[&body]);
    Ok(tagged(headers, &etag, "application/json", body.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fingerprints_are_compared_weakly() {
        let ours = etag(&["a", "b"]);
        assert_ne!(ours, etag(&["ab", ""]));
        let mut headers = HeaderMap::new();
        assert!(!has(&headers, &ours));
        headers.insert(header::IF_NONE_MATCH, format!("\"other\", {}", ours.trim_start_matches("W/")).parse().unwrap());
        assert!(has(&headers, &ours));
        headers.insert(header::IF_NONE_MATCH, HeaderValue::from_static("*"));
        assert!(has(&headers, &ours));
    }
}
