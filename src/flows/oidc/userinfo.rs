//! A client asks who a person is, with the access token that it got.

use anyhow::Result;
use serde::Serialize;
use uuid::Uuid;

use crate::{
    flows::{Visit, access_token},
    model::{
        person,
        scope::{self, OPENID},
    },
    store,
};

/// What is told (OpenID Connect Core §5.3.2).
#[derive(Serialize)]
pub struct Told {
    sub: Uuid,
    #[serde(flatten)]
    claims: person::Claims,
}

/// What came of it.
pub enum Outcome {
    /// The person.
    Told(Box<Told>),
    /// The token counts no more, or never did.
    InvalidToken,
    /// The token is for something else.
    InsufficientScope,
}

/// Looks the person up.
pub async fn look(visit: &Visit, token: &str) -> Result<Outcome> {
    let Some(token) = access_token::verify_client_s(visit, token).await? else { return Ok(Outcome::InvalidToken) };
    let Some((grant, client)) = token.grant.zip(token.client_id.parse().ok()) else { return Ok(Outcome::InsufficientScope) };
    let mut tx = visit.begin().await?;
    let Some(held) = store::oauth_grants::find(&mut tx, grant, client, token.subject, visit.now).await? else {
        return Ok(Outcome::InvalidToken);
    };
    let scopes = scope::within(token.scope.as_deref().unwrap_or_default(), &held.scopes);
    if !scope::has(&scopes, OPENID) {
        return Ok(Outcome::InsufficientScope);
    }
    Ok(Outcome::Told(Box::new(Told { sub: held.person.id, claims: held.person.claims(&scopes) })))
}
