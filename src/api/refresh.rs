//! `/api/auth/refresh`

use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{kind::Kind, problem::Refused, session::Session};
use crate::{
    flows::{
        Visit,
        refresh::{self, Outcome},
    },
    http::json::Json,
};

/// A login to be kept going.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Refresh)]
pub struct Body {
    #[schema(value_type = String)]
    refresh_token: SecretString,
}

/// Trade a refresh token for the next pair.
///
/// Each is good for one use. Within ten seconds a token that was used is answered with the same next one, for programs whose
/// answer got lost; later it ends the login, because there must be a copy.
#[utoipa::path(post, path = "/api/auth/refresh", tag = "Login", operation_id = "refresh", request_body = Body,
    responses((status = 200, body = Session), (status = 401, description = "`token_invalid`, `token_reused`"),
    (status = 429, description = "`too_many_attempts`")))]
pub async fn submit(visit: Visit, Json(body): Json<Body>) -> Result<Session, Refused> {
    match refresh::submit(&visit, body.refresh_token.expose_secret()).await? {
        Outcome::Refreshed(tokens) => Ok((*tokens).into()),
        Outcome::Reused => Err(Kind::TokenReused.into()),
        Outcome::Invalid => Err(Kind::TokenInvalid.into()),
        Outcome::TooMany(wait) => Err(Refused::too_many(wait)),
    }
}
