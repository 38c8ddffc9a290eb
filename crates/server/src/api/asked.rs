//! What is asked for: parameters and bodies, refused with a problem where they cannot be read.

use axum::{
    extract::{FromRequest, FromRequestParts, Json, Path, Query, Request, rejection::JsonRejection},
    http::request::Parts,
};
use jiff::{Timestamp, civil::Date};
use serde::de::DeserializeOwned;

use crate::problem::{Code, Problem, Result};

/// Items of a page where the request does not say.
const USUAL: u32 = 50;
/// Items of a page at most.
pub(crate) const MOST: u32 = 200;
/// The longest words of a search, in bytes.
const WORDS: usize = 500;

/// Parameters after the question mark.
pub(crate) struct Asked<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        let query = Query::<T>::from_request_parts(parts, state).await;
        query
            .map(|Query(asked)| Self(asked))
            .map_err(|refused| Problem::new(Code::BadParameter, reason(&refused.body_text())))
    }
}

/// The variable part of a path.
pub(crate) struct Named<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Named<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        let path = Path::<T>::from_request_parts(parts, state).await;
        path.map(|Path(name)| Self(name))
            .map_err(|refused| Problem::new(Code::BadParameter, reason(&refused.body_text())))
    }
}

/// A body in JSON.
pub(crate) struct Sent<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Sent<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        match Json::<T>::from_request(request, state).await {
            Ok(Json(sent)) => Ok(Self(sent)),
            Err(JsonRejection::MissingJsonContentType(_)) => Err(Code::NotJson.into()),
            Err(JsonRejection::BytesRejection(refused)) if refused.status().as_u16() == 413 => {
                Err(Code::TooLarge.into())
            }
            Err(refused) => Err(Problem::new(Code::BadBody, reason(&refused.body_text()))),
        }
    }
}

/// What serde says, without the words that axum puts in front.
fn reason(text: &str) -> String {
    text.rsplit_once("string: ").or_else(|| text.split_once("type: ")).map_or(text, |(_, reason)| reason).to_owned()
}

/// How many items: 1 to 200.
pub(crate) fn limit(asked: Option<u32>) -> Result<usize> {
    match asked.unwrap_or(USUAL) {
        n @ 1..=MOST => Ok(n as usize),
        n => Err(Problem::new(Code::BadParameter, format!("limit is {n}, not a number from 1 to {MOST}"))),
    }
}

/// A day or a moment, in the form that the ledger compares by.
pub(crate) fn moment(name: &str, asked: Option<&str>) -> Result<Option<String>> {
    let Some(text) = asked else { return Ok(None) };
    if let Ok(moment) = text.parse::<Timestamp>() {
        let seconds = Timestamp::from_second(moment.as_second()).unwrap_or(moment);
        return Ok(Some(seconds.to_string()));
    }
    day(name, asked)
}

/// A day.
pub(crate) fn day(name: &str, asked: Option<&str>) -> Result<Option<String>> {
    let parse = |text: &str| {
        let whole = text.len() == 10;
        let day = text.parse::<Date>().ok().filter(|_| whole);
        day.map(|day| day.to_string())
            .ok_or_else(|| Problem::new(Code::BadParameter, format!("{name} is no day such as 2031-03-04")))
    };
    asked.map(parse).transpose()
}

/// Words of a search, not too many.
pub(crate) fn words(name: &str, asked: Option<String>) -> Result<String> {
    let words = asked.unwrap_or_default();
    match words.len() {
        0..=WORDS => Ok(words),
        _ => Err(Problem::new(Code::BadParameter, format!("{name} is longer than {WORDS} bytes"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read() {
        assert_eq!(moment("since", Some("2031-03-04")), Ok(Some("2031-03-04".into())));
        assert_eq!(moment("since", Some("2031-03-04T06:00:00.5+01:00")), Ok(Some("2031-03-04T05:00:00Z".into())));
        for bad in ["", "yesterday", "2031-13-01", "20310304", "2031-03-04 nonsense"] {
            assert!(moment("since", Some(bad)).is_err(), "{bad}");
        }
        assert_eq!(limit(Some(200)), Ok(200));
        assert!(limit(Some(0)).is_err() && limit(Some(201)).is_err());
    }
}
