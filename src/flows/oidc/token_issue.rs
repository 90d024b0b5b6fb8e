//! Making the tokens that were granted. Outside of any transaction, because a key may have to be looked up, or made.

use anyhow::Result;
use secrecy::{ExposeSecret, SecretString};
use time::Duration;

use crate::{
    flows::{Visit, access_token, keys},
    model::{
        access_token::{self as token, Grant},
        id_token::IdToken,
        oauth_client::Client,
        refresh_token::{Keeps, RefreshToken},
        scope::{self, OPENID},
    },
    store::oauth_grants::Held,
};

/// What a client was granted.
pub struct Granted {
    /// What it may do with the next access token.
    pub scopes: Vec<String>,
    /// What it holds of a person; nothing when it acts for itself.
    pub held: Option<Held>,
    /// For the next tokens.
    pub refresh: Option<RefreshToken>,
    /// Whether these are the first tokens. Later ID tokens do not repeat what the client sent along with its request.
    pub is_new: bool,
}

/// What a client gets.
pub struct Issued {
    /// For calls.
    pub access_token: SecretString,
    /// How long it lasts.
    pub expires_in: Duration,
    /// For the next tokens.
    pub refresh_token: Option<SecretString>,
    /// Who the person is.
    pub id_token: Option<SecretString>,
    /// What the access token lets the client do.
    pub scope: String,
}

/// Makes them.
pub async fn issue(visit: &Visit, client: &Client, granted: Granted) -> Result<Issued> {
    let Granted { scopes, held, refresh, is_new } = granted;
    let scope = scopes.join(" ");
    let grant = Grant {
        subject: held.as_ref().map_or(client.id, |held| held.person.id),
        session: held.as_ref().map(|held| held.session),
        role: None,
        client: Some(token::Client { id: client.id, grant: held.as_ref().map(|held| held.id), scope: &scope }),
    };
    let minted = access_token::mint(visit, &grant).await?;
    let id_token = match held.filter(|_| scope::has(&scopes, OPENID)) {
        Some(held) => {
            let id_token = IdToken {
                user: held.person.id,
                client: client.id,
                session: held.session,
                authenticated_at: held.authenticated_at,
                nonce: held.nonce.as_deref().filter(|_| is_new),
                access_token: minted.token.expose_secret(),
                claims: held.person.claims(&scopes),
            };
            Some(id_token.sign(&*keys::signer(visit).await?, &visit.site.base.url(""), visit.now)?)
        }
        None => None,
    };
    let reveal = |token: RefreshToken| token.reveal(Keeps::Grant, &visit.app.seal, &visit.app.random, visit.site.id);
    Ok(Issued {
        access_token: minted.token,
        expires_in: minted.expires_in,
        refresh_token: refresh.map(reveal).transpose()?,
        id_token,
        scope,
    })
}
