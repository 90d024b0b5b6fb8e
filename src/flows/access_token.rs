//! Access tokens: made for a login, and believed or not.

use anyhow::Result;
use secrecy::SecretString;
use time::Duration;

use super::{Visit, keys};
use crate::model::access_token::{AccessToken, Grant};

/// A token for its receiver.
pub struct Minted {
    /// The token.
    pub token: SecretString,
    /// How long it lasts.
    pub expires_in: Duration,
}

/// Makes a token. Not to be called inside a transaction, because the key may have to be looked up, or made.
pub async fn mint(visit: &Visit, grant: &Grant<'_>) -> Result<Minted> {
    let app = &visit.app;
    let signer = keys::signer(visit).await?;
    let (id, expires_in) = (app.random.id(visit.now), app.config.lifetimes.access_token);
    let token = grant.sign(&signer, &visit.site.base.url(""), id, visit.now, expires_in)?;
    Ok(Minted { token, expires_in })
}

/// Reads a token that was made for the portal's own API; `None` for anything else. Whoever acts on it still has to see that its
/// login stands.
pub async fn verify(visit: &Visit, token: &str) -> Result<Option<AccessToken>> {
    let ring = keys::ring(&visit.app, &visit.site).await?;
    let issuer = visit.site.base.url("");
    Ok(AccessToken::open(&ring, token, &issuer, visit.now))
}

/// Reads a token that was made for one of the site's clients. Whoever acts on it still has to see that its grant stands.
pub async fn verify_client_s(visit: &Visit, token: &str) -> Result<Option<AccessToken>> {
    let ring = keys::ring(&visit.app, &visit.site).await?;
    Ok(AccessToken::open_client_s(&ring, token, &visit.site.base.url(""), visit.now))
}
