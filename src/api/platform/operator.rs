//! The operator, known by the master key in `X-API-Key`.

use std::sync::Arc;

use axum::{
    extract::FromRequestParts,
    http::{HeaderName, HeaderValue, request::Parts},
};

use crate::{
    api::{kind::Kind, problem::Refused},
    app::App,
    flows::operator::{self, Outcome},
    http::{client_address::client_address, visit::agent},
    model::author::Author,
};

const HEADER: HeaderName = HeaderName::from_static("x-api-key");

/// Proof that the operator asks, and from where.
pub struct Operator(pub Author);

impl FromRequestParts<Arc<App>> for Operator {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Refused> {
        prove(app, parts).await
    }
}

/// Whether the request has the header that only the operator sends.
#[must_use]
pub fn claims(parts: &Parts) -> bool {
    parts.headers.contains_key(HEADER)
}

/// Checks the key.
pub async fn prove(app: &App, parts: &Parts) -> Result<Operator, Refused> {
    let mut keys = parts.headers.get_all(HEADER).iter();
    let key = match (keys.next(), keys.next()) {
        (Some(key), None) => Some(HeaderValue::as_bytes(key)),
        _ => None,
    };
    let client = client_address(parts, &app.config.trusted_proxies);
    match operator::check(app, client, &agent(&parts.headers), key).await? {
        Outcome::Operator(author) => Ok(Operator(author)),
        Outcome::WrongKey => Err(Kind::ApiKeyInvalid.into()),
        Outcome::TooMany { wait } => Err(Refused::too_many(wait)),
    }
}
