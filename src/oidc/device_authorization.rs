//! `/oauth2/device_authorization` (RFC 8628 §3.1)

use axum::{
    Json,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

use super::error::{refuse, refuse_for};
use crate::{
    flows::{
        Visit,
        oidc::{
            client_authentication::Presented,
            device_authorization::{self, Outcome},
        },
    },
    http::{error::Fault, parameters::Sent},
};

/// Hands out codes (§3.2).
pub async fn submit(visit: Visit, headers: HeaderMap, Sent(parameters): Sent) -> Result<Response, Fault> {
    let presented = match Presented::read(headers.get(header::AUTHORIZATION).map(HeaderValue::as_bytes), &parameters) {
        Ok(presented) => presented,
        Err(error) => return Ok(refuse(error)),
    };
    Ok(match device_authorization::submit(&visit, &presented, &parameters).await? {
        Outcome::Begun(begun) => Json(json!({
            "device_code": begun.device_code.reveal(),
            "user_code": begun.user_code.shown(),
            "verification_uri": begun.verification_uri,
            "verification_uri_complete": begun.verification_uri_complete,
            "expires_in": begun.expires_in.whole_seconds(),
            "interval": begun.interval.whole_seconds(),
        }))
        .into_response(),
        Outcome::Refused(error) => refuse(error),
        Outcome::TooMany(wait) => refuse_for(wait),
    })
}
