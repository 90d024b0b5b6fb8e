//! `/oauth2/introspect` (RFC 7662)

use axum::{
    Json,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};

use super::error::refuse;
use crate::{
    flows::{
        Visit,
        oidc::{client_authentication::Presented, introspect},
    },
    http::{error::Fault, parameters::Sent},
};

/// Says whether a token counts.
pub async fn submit(visit: Visit, headers: HeaderMap, Sent(parameters): Sent) -> Result<Response, Fault> {
    let presented = match Presented::read(headers.get(header::AUTHORIZATION).map(HeaderValue::as_bytes), &parameters) {
        Ok(presented) => presented,
        Err(error) => return Ok(refuse(error)),
    };
    Ok(match introspect::look(&visit, &presented, &parameters).await? {
        Ok(told) => Json(told).into_response(),
        Err(error) => refuse(error),
    })
}
