//! `/oauth2/token` (RFC 6749 §3.2)

use axum::{
    Json,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;

use super::error::refuse;
use crate::{
    flows::{
        Visit,
        oidc::{
            client_authentication::Presented,
            token::{self},
            token_issue::Issued,
        },
    },
    http::{error::Fault, parameters::Sent},
};

/// RFC 6749 §5.1, OpenID Connect Core §3.1.3.3.
#[derive(Serialize)]
struct Body<'a> {
    access_token: &'a str,
    token_type: &'static str,
    expires_in: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id_token: Option<&'a str>,
    scope: &'a str,
}

/// Hands out tokens.
pub async fn submit(visit: Visit, headers: HeaderMap, Sent(parameters): Sent) -> Result<Response, Fault> {
    let presented = match Presented::read(headers.get(header::AUTHORIZATION).map(HeaderValue::as_bytes), &parameters) {
        Ok(presented) => presented,
        Err(error) => return Ok(refuse(error)),
    };
    Ok(match token::submit(&visit, &presented, &parameters).await? {
        Ok(issued) => hand_out(&issued),
        Err(error) => refuse(error),
    })
}

fn hand_out(issued: &Issued) -> Response {
    let body = Body {
        access_token: issued.access_token.expose_secret(),
        token_type: "Bearer",
        expires_in: issued.expires_in.whole_seconds(),
        refresh_token: issued.refresh_token.as_ref().map(SecretString::expose_secret),
        id_token: issued.id_token.as_ref().map(SecretString::expose_secret),
        scope: &issued.scope,
    };
    ([(header::PRAGMA, "no-cache")], Json(body)).into_response()
}
