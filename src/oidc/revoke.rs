//! `/oauth2/revoke` (RFC 7009)

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::error::refuse;
use crate::{
    flows::{
        Visit,
        oidc::{client_authentication::Presented, revoke},
    },
    http::{error::Fault, parameters::Sent},
};

/// Takes a token back.
pub async fn submit(visit: Visit, headers: HeaderMap, Sent(parameters): Sent) -> Result<Response, Fault> {
    let presented = match Presented::read(headers.get(header::AUTHORIZATION).map(HeaderValue::as_bytes), &parameters) {
        Ok(presented) => presented,
        Err(error) => return Ok(refuse(error)),
    };
    Ok(match revoke::submit(&visit, &presented, &parameters).await? {
        Ok(()) => StatusCode::OK.into_response(),
        Err(error) => refuse(error),
    })
}
