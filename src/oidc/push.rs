//! `/oauth2/par` (RFC 9126)

use axum::{
    Json,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

use super::error::refuse;
use crate::{
    flows::{
        Visit,
        oidc::{client_authentication::Presented, push},
    },
    http::{error::Fault, parameters::Sent},
};

/// Takes a request in.
pub async fn submit(visit: Visit, headers: HeaderMap, Sent(parameters): Sent) -> Result<Response, Fault> {
    let presented = match Presented::read(headers.get(header::AUTHORIZATION).map(HeaderValue::as_bytes), &parameters) {
        Ok(presented) => presented,
        Err(error) => return Ok(refuse(error)),
    };
    Ok(match push::submit(&visit, &presented, &parameters).await? {
        Ok(pushed) => {
            let body = json!({ "request_uri": pushed.request_uri, "expires_in": pushed.expires_in.whole_seconds() });
            (StatusCode::CREATED, Json(body)).into_response()
        }
        Err(error) => refuse(error),
    })
}
