//! `/oauth2/userinfo` (OpenID Connect Core §5.3)

use std::str;

use axum::{
    Json,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};

use super::error::{challenge, refuse_bearer};
use crate::{
    flows::{
        Visit,
        oidc::userinfo::{self, Outcome},
    },
    http::{
        bearer::bearer,
        error::Fault,
        parameters::{Asked, Sent},
    },
    model::oauth_error::ErrorCode,
};

/// With the token in the header. In the address it would end up in logs, so there it is refused (RFC 6750 §2.3).
pub async fn show(visit: Visit, headers: HeaderMap, Asked(parameters): Asked) -> Result<Response, Fault> {
    if parameters.one("access_token") != Ok(None) {
        return Ok(refuse_bearer(ErrorCode::InvalidRequest.because("The token belongs into the Authorization header.")));
    }
    tell(&visit, header_token(&headers)).await
}

/// With the token in the header or in the form, but not in both (RFC 6750 §2).
pub async fn submit(visit: Visit, headers: HeaderMap, Sent(parameters): Sent) -> Result<Response, Fault> {
    match (headers.contains_key(header::AUTHORIZATION), parameters.single("access_token")) {
        (true, Some(_)) => Ok(refuse_bearer(ErrorCode::InvalidRequest.because("The token was sent in more than one way."))),
        (false, Some(token)) => tell(&visit, Some(token)).await,
        (_, None) => tell(&visit, header_token(&headers)).await,
    }
}

async fn tell(visit: &Visit, token: Option<&str>) -> Result<Response, Fault> {
    let Some(token) = token else { return Ok(challenge()) };
    Ok(match userinfo::look(visit, token).await? {
        Outcome::Told(person) => Json(person).into_response(),
        Outcome::InvalidToken => refuse_bearer(ErrorCode::InvalidToken.because("The token counts no more, or never did.")),
        Outcome::InsufficientScope => refuse_bearer(ErrorCode::InsufficientScope.because("The token is not for openid.")),
    })
}

fn header_token(headers: &HeaderMap) -> Option<&str> {
    bearer(headers).and_then(|token| str::from_utf8(token).ok())
}
