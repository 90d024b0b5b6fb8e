//! `/.well-known/jwks.json`: the public keys that check the site's tokens (RFC 7517).

use axum::{
    Json,
    http::header,
    response::{IntoResponse, Response},
};

use crate::{
    flows::{Visit, keys},
    http::error::Fault,
};

/// As `application/json`, which every library takes, rather than `application/jwk-set+json`, which some do not know.
pub async fn show(visit: Visit) -> Result<Response, Fault> {
    let published = keys::jwks(&visit).await?;
    let headers = [(header::CACHE_CONTROL, format!("public, max-age={}", published.cache_time.whole_seconds()))];
    Ok((headers, Json(published.keys)).into_response())
}
