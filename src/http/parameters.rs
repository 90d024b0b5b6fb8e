//! OAuth's parameters, from an address or from a form. What is not text is refused; what is unknown is left alone.

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Request},
    http::{header, request::Parts},
    response::{IntoResponse, Response},
};

use super::error::Refusal;
use crate::model::parameters::Parameters;

/// The parameters after the question mark.
pub struct Asked(pub Parameters);

/// The parameters of a form.
pub struct Sent(pub Parameters);

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        Parameters::read(parts.uri.query().unwrap_or_default().as_bytes()).map(Self).ok_or(Refusal::BadRequest)
    }
}

impl<S: Send + Sync> FromRequest<S> for Sent {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let is_form =
            kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded"));
        let body = Bytes::from_request(request, state).await.map_err(IntoResponse::into_response)?;
        // Nothing at all needs no type.
        let read = (is_form || body.is_empty()).then(|| Parameters::read(&body)).flatten();
        read.map(Self).ok_or_else(|| Refusal::BadRequest.into_response())
    }
}
