//! What a program gets when somebody is in.

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use secrecy::ExposeSecret;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{flows::refresh::Tokens, http::json::Json, model::user_record::UserRecord};

/// A login, and what it lets its program do (RFC 6749 §5.1).
#[derive(Serialize, ToSchema)]
pub struct Session {
    /// For calls, in `Authorization: Bearer …`.
    access_token: String,
    token_type: TokenType,
    /// How long the access token lasts, in seconds.
    #[schema(example = 600)]
    expires_in: i64,
    /// Good for one use.
    refresh_token: String,
    user: UserRecord,
}

/// How the access token is sent.
#[derive(Serialize, ToSchema)]
enum TokenType {
    /// As RFC 6750 has it.
    Bearer,
}

impl From<Tokens> for Session {
    fn from(tokens: Tokens) -> Self {
        Self {
            access_token: tokens.access_token.expose_secret().to_owned(),
            token_type: TokenType::Bearer,
            expires_in: tokens.expires_in.whole_seconds(),
            refresh_token: tokens.refresh_token.expose_secret().to_owned(),
            user: tokens.user,
        }
    }
}

impl IntoResponse for Session {
    fn into_response(self) -> Response {
        ([(header::CACHE_CONTROL, "no-store"), (header::PRAGMA, "no-cache")], Json(self)).into_response()
    }
}
