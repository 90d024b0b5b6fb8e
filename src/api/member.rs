//! Whoever bears an access token. The signature is checked without the database; that its login still stands, with it, so that a
//! logout counts at once.

use std::str;

use axum::{extract::FromRequestParts, http::request::Parts};

use super::{kind::Kind, problem::Refused};
use crate::{
    flows::{self, Visit},
    http::bearer::bearer,
    model::session::Session,
};

/// Somebody with a login that stands.
pub struct Member(pub Session);

impl<S: Send + Sync> FromRequestParts<S> for Member {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refused> {
        let visit: &Visit = parts.extensions.get().ok_or(Kind::NotFound)?;
        let token = bearer(&parts.headers).and_then(|token| str::from_utf8(token).ok()).ok_or(Kind::TokenInvalid)?;
        let session = flows::session::find_by_token(visit, token).await?;
        Ok(Self(session.ok_or(Kind::TokenInvalid)?))
    }
}
