//! `/.well-known/openid-configuration` (OpenID Connect Discovery 1.0 §4) and `/.well-known/oauth-authorization-server` (RFC 8414)

use axum::{
    Json,
    http::header,
    response::{IntoResponse, Response},
};

use crate::{
    flows::{Visit, oidc::metadata},
    http::error::Fault,
};

/// The same for everybody, and for a few minutes.
pub async fn show(visit: Visit) -> Result<Response, Fault> {
    let metadata = metadata::gather(&visit).await?;
    Ok(([(header::CACHE_CONTROL, "public, max-age=300")], Json(metadata)).into_response())
}
