//! JSON in and out. What is no JSON object, or does not fit to the last field, is refused rather than guessed at.

use std::sync::{Arc, LazyLock};

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{error::Refusal, input::WrongField};

/// An object of `application/json`.
pub struct Json<T>(pub T);

/// A document that is made when somebody first reads it: it costs a start more than all else together.
pub type LazyDocument = Arc<LazyLock<Value, Box<dyn FnOnce() -> Value + Send>>>;

/// What cannot be read.
#[derive(Debug, PartialEq, Eq)]
enum Misread {
    /// The body as a whole.
    Body,
    /// One field.
    Field(WrongField),
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        // A form on another site's page can send any other type without asking first (cross-site request forgery).
        if !is_json(request.headers()) {
            return Err(Refusal::MediaType.into_response());
        }
        let body = Bytes::from_request(request, state).await.map_err(IntoResponse::into_response)?;
        read(&body).map(Self).map_err(IntoResponse::into_response)
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

impl IntoResponse for Misread {
    fn into_response(self) -> Response {
        match self {
            Self::Body => Refusal::MalformedJson.into_response(),
            Self::Field(field) => field.into_response(),
        }
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let mut kinds = headers.get_all(header::CONTENT_TYPE).iter();
    let (Some(kind), None) = (kinds.next(), kinds.next()) else { return false };
    let mut parts = kind.to_str().unwrap_or_default().split(';').map(str::trim);
    parts.next().is_some_and(|kind| kind.eq_ignore_ascii_case("application/json"))
        && parts.all(|parameter| matches!(&*parameter.to_ascii_lowercase(), "charset=utf-8" | "charset=\"utf-8\""))
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Misread> {
    // A list would be taken for an object without names.
    let is_object = body.trim_ascii_start().starts_with(b"{");
    if !is_object || holds_nul(body) {
        return Err(Misread::Body);
    }
    let mut reader = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        // serde_json takes a number where a word was expected for an error of syntax.
        let is_json = error.inner().is_data() || serde_json::from_slice::<Value>(body).is_ok();
        if is_json { Misread::Field(WrongField::of(&error)) } else { Misread::Body }
    })?;
    reader.end().map_err(|_| Misread::Body)?;
    Ok(value)
}

/// Whether a text holds the one character that Postgres cannot store. JSON allows it in escaped form only.
fn holds_nul(body: &[u8]) -> bool {
    let mut rest = body;
    while let Some(at) = rest.iter().position(|byte| *byte == b'\\') {
        if rest[at..].starts_with(b"\\u0000") {
            return true;
        }
        rest = rest.get(at + 2..).unwrap_or_default();
    }
    false
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use serde::Deserialize;

    use super::*;
    use crate::model::problem::Code;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only reading is tested")]
    struct Outer {
        name: String,
        inner: Option<Inner>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only reading is tested")]
    struct Inner {
        count: u8,
    }

    #[test]
    fn the_field_that_does_not_fit_is_named() {
        for (body, field, code) in [
            ("{}", "name", Code::Missing),
            (r#"{"name":"a","name":"b"}"#, "name", Code::Repeated),
            (r#"{"name":"a","role":"admin"}"#, "role", Code::Unknown),
            (r#"{"name":7}"#, "name", Code::Malformed),
            (r#"{"name":"a","inner":{}}"#, "inner.count", Code::Missing),
            (r#"{"name":"a","inner":{"count":256}}"#, "inner.count", Code::Malformed),
            (r#"{"name":"a","inner":{"count":1,"count":2}}"#, "inner.count", Code::Repeated),
            (r#"{"name":"a","inner":{"role":1}}"#, "inner.role", Code::Unknown),
        ] {
            let misread = read::<Outer>(body.as_bytes()).unwrap_err();
            assert_eq!(misread, Misread::Field(WrongField { field: field.to_owned(), code }), "{body}");
        }
    }

    #[test]
    fn what_is_no_object_is_malformed() {
        let bodies: [&[u8]; 10] = [
            b"",
            b"null",
            b"[\"a\"]",
            b"\"a\"",
            b"{",
            b"{\"name\":\"a\"}}",
            b"{\"name\":\"\xff\"}",
            b"{\"name\":\"\\ud800\"}",
            b"{\"name\":\"a\\u0000\"}",
            b"{\"name\":\"a\0\"}",
        ];
        for body in bodies {
            assert_eq!(read::<Outer>(body).unwrap_err(), Misread::Body, "{}", String::from_utf8_lossy(body));
        }
        assert!(read::<Outer>(br#"{"name":"a\\u0000"}"#).is_ok(), "a backslash and letters");
    }

    #[test]
    fn only_json_counts_as_json() {
        let is = |kind: &'static str| is_json(&HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static(kind))]));
        assert!(is("application/json") && is("Application/JSON; charset=UTF-8") && is("application/json;charset=\"utf-8\""));
        for kind in
            ["", "text/plain", "text/json", "application/jsonp", "application/problem+json", "application/json; charset=latin1"]
        {
            assert!(!is(kind), "{kind}");
        }
    }
}
