//! A client gives back what it holds (RFC 7009). Whatever a token keeps going ends with it: the refresh tokens, and the access
//! tokens wherever the portal is asked about them.

use anyhow::Result;
use uuid::Uuid;

use super::client_authentication::{Presented, authenticate};
use crate::{
    flows::{Visit, access_token},
    model::{
        access_token::AccessToken,
        oauth_error::{ErrorCode, OAuthError},
        parameters::Parameters,
        refresh_token::{Keeps, RefreshToken},
    },
    store,
};

/// A token that somebody shows, whatever it is worth.
pub(super) enum Shown {
    /// A refresh token of what it keeps going.
    Refresh(RefreshToken),
    /// An access token that still lasts.
    Access(AccessToken),
    /// Nothing that this site has handed out to a client, or an access token that has expired.
    Unknown,
}

impl Shown {
    /// Reads it. Not to be called inside a transaction, because the keys may have to be looked up.
    pub(super) async fn read(visit: &Visit, token: &str) -> Result<Self> {
        if let Some(token) = RefreshToken::parse(token, Keeps::Grant, &visit.app.seal, visit.site.id) {
            return Ok(Self::Refresh(token));
        }
        Ok(access_token::verify_client_s(visit, token).await?.map_or(Self::Unknown, Self::Access))
    }
}

/// Whether a token was handed to this client.
pub(super) fn is_of(token: &AccessToken, client: Uuid) -> bool {
    token.client_id.parse() == Ok(client)
}

/// Ends what the token keeps going, if it is the client's own. What counts no more, or never did, is as good as given back (§2.2).
pub async fn submit(visit: &Visit, presented: &Presented, parameters: &Parameters) -> Result<Result<(), OAuthError>> {
    let Some(token) = parameters.single("token") else {
        return Ok(Err(ErrorCode::InvalidRequest.because("token is missing.")));
    };
    let shown = Shown::read(visit, token).await?;
    let (mut tx, client) = match authenticate(visit, presented).await? {
        Ok(authenticated) => authenticated,
        Err(error) => return Ok(Err(error)),
    };
    let grant = match shown {
        Shown::Refresh(token) => Some(token.kept),
        // What a client got for itself stands on nothing that could end before its time.
        Shown::Access(token) if is_of(&token, client.id) && token.grant.is_none() => {
            tx.commit().await?;
            return Ok(Err(ErrorCode::UnsupportedTokenType.because("A machine's access token lasts until it expires.")));
        }
        Shown::Access(token) if is_of(&token, client.id) => token.grant,
        Shown::Access(_) | Shown::Unknown => None,
    };
    if let Some(grant) = grant
        && store::oauth_grants::end(&mut tx, grant, client.id).await?
    {
        tracing::info!(site = %visit.site.slug, client = %visit.client.ip(), agent = visit.agent.as_str(), app = %client.id, %grant, "tokens given back");
    }
    // Also when nothing ended: a proof by signature counts once.
    tx.commit().await?;
    Ok(Ok(()))
}
