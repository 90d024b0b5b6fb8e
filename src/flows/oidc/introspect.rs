//! A client asks whether a token of its own still counts (RFC 7662). Of any other it hears no more than that it does not.

use anyhow::Result;
use serde::Serialize;
use uuid::Uuid;

use super::{
    client_authentication::{Presented, authenticate},
    revoke::{Shown, is_of},
};
use crate::{
    flows::Visit,
    model::{
        oauth_client::{Authentication, Client},
        oauth_error::{ErrorCode, OAuthError},
        parameters::Parameters,
    },
    store::{self, SiteTx, oauth_grants::Held},
};

/// What is told of a token (§2.2).
#[derive(Debug, Default, Serialize)]
pub struct Told {
    active: bool,
    #[serde(flatten)]
    more: Option<More>,
}

/// What is told only of one that counts.
#[derive(Debug, Serialize)]
struct More {
    iss: String,
    sub: Uuid,
    client_id: Uuid,
    scope: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    username: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    token_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    aud: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    exp: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    iat: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    jti: Option<Uuid>,
}

/// Looks the token up. Whoever cannot prove who it is gets no answer: a public client's id is no secret (§2.1).
pub async fn look(visit: &Visit, presented: &Presented, parameters: &Parameters) -> Result<Result<Told, OAuthError>> {
    let Some(token) = parameters.single("token") else {
        return Ok(Err(ErrorCode::InvalidRequest.because("token is missing.")));
    };
    let shown = Shown::read(visit, token).await?;
    let (mut tx, client) = match authenticate(visit, presented).await? {
        Ok((_, client)) if client.auth == Authentication::None => {
            return Ok(Err(ErrorCode::InvalidClient.because("Only clients that prove who they are may ask.")));
        }
        Ok(authenticated) => authenticated,
        Err(error) => return Ok(Err(error)),
    };
    let more = find(visit, &mut tx, &client, &shown).await?;
    tx.commit().await?;
    Ok(Ok(Told { active: more.is_some(), more }))
}

async fn find(visit: &Visit, tx: &mut SiteTx, client: &Client, shown: &Shown) -> Result<Option<More>> {
    let told = |sub: Uuid, scope: String, username: Option<String>| More {
        iss: visit.site.base.url(""),
        sub,
        client_id: client.id,
        scope,
        username,
        token_type: None,
        aud: None,
        exp: None,
        iat: None,
        jti: None,
    };
    let of = |held: Held, scope: String| told(held.person.id, scope, held.person.username);
    match shown {
        Shown::Refresh(token) => {
            let held = store::oauth_grants::find_by_refresh(tx, token.kept, client.id, &token.hash(), visit.now).await?;
            Ok(held.map(|held| (held.scopes.join(" "), held)).map(|(scope, held)| of(held, scope)))
        }
        Shown::Access(token) if is_of(token, client.id) => {
            let scope = token.scope.clone().unwrap_or_default();
            let more = match token.grant {
                Some(grant) => {
                    let held = store::oauth_grants::find(tx, grant, client.id, token.subject, visit.now).await?;
                    held.map(|held| of(held, scope))
                }
                None => Some(told(client.id, scope, None)),
            };
            Ok(more.map(|more| More {
                token_type: Some("Bearer"),
                aud: Some(token.audience.clone()),
                exp: Some(token.expires_at.unix_timestamp()),
                iat: Some(token.issued_at.unix_timestamp()),
                jti: Some(token.id),
                ..more
            }))
        }
        Shown::Access(_) | Shown::Unknown => Ok(None),
    }
}
