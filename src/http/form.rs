//! A form's fields. What is not UTF-8, or names a field twice, is refused rather than guessed at.

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::header,
    response::{IntoResponse, Response},
};
use serde::de::DeserializeOwned;

use super::error::Refusal;

/// The fields of `application/x-www-form-urlencoded`.
pub struct Form<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Form<T> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let is_form =
            kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded"));
        // A button without fields sends no type.
        let is_empty = kind.is_empty();
        let body = Bytes::from_request(request, state).await.map_err(IntoResponse::into_response)?;
        let is_text = percent_encoding::percent_decode(&body).decode_utf8().is_ok();
        if !is_text || !(is_form || (is_empty && body.is_empty())) {
            return Err(Refusal::BadRequest.into_response());
        }
        serde_urlencoded::from_bytes(&body).map(Self).map_err(|_| Refusal::BadRequest.into_response())
    }
}
