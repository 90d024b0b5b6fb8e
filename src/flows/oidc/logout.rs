//! A client sends a person here to log out (OpenID Connect RP-Initiated Logout 1.0). Only a client that shows whom it logged in,
//! and a way back that it registered, is taken at its word; anybody else has the person asked.

use anyhow::Result;
use uuid::Uuid;

use super::answer::extended;
use crate::{
    flows::{Visit, keys, session},
    model::{id_token::Hint, oauth_client::Client, parameters::Parameters, token::Token},
    store,
};

/// What comes next.
pub enum Outcome {
    /// The person is logged out, and goes back to the client.
    Left {
        /// Where to.
        href: String,
    },
    /// The person is asked first.
    Ask {
        /// The client that probably asked.
        client: Option<Uuid>,
    },
}

/// Logs out whoever is logged in in this browser, if the client may say so.
pub async fn submit(visit: &Visit, parameters: &Parameters, login: Option<&Token>) -> Result<Outcome> {
    let named = parameters.one("client_id");
    let claimed: Option<Uuid> = named.ok().flatten().and_then(|id| id.parse().ok());
    let Some(token) = parameters.single("id_token_hint") else { return Ok(Outcome::Ask { client: claimed }) };
    let ring = keys::ring(&visit.app, &visit.site).await?;
    let Some(hint) = Hint::open(&ring, token, &visit.site.base.url(""), visit.now) else {
        return Ok(Outcome::Ask { client: claimed });
    };
    let ask = Outcome::Ask { client: Some(hint.client) };
    let mut tx = visit.begin().await?;
    let client = store::oauth_clients::find(&mut tx, hint.client).await?.filter(Client::is_active);
    let session = match login {
        Some(token) => session::find_in(visit, &mut tx, token).await?,
        None => None,
    };
    drop(tx);
    let is_theirs = named == Ok(None) || claimed == Some(hint.client);
    let is_person = session.as_ref().is_none_or(|session| session.user.id == hint.user);
    let address = parameters.single("post_logout_redirect_uri");
    let back = client.zip(address).filter(|(client, address)| client.may_be_left_for(address)).map(|(_, address)| address);
    let Some(address) = back.filter(|_| is_theirs && is_person) else { return Ok(ask) };
    if let Some(token) = login {
        session::end(visit, token).await?;
    }
    let state = parameters.single("state").map(|state| ("state", state.to_owned()));
    let href = state.map_or_else(|| address.to_owned(), |state| extended(address, &[state]));
    Ok(Outcome::Left { href })
}

/// An app that people may go back to.
pub struct App {
    /// Its name.
    pub name: String,
    /// Its home page.
    pub home: String,
}

/// The app of this client id, if it has a home page.
pub async fn app(visit: &Visit, client: &str) -> Result<Option<App>> {
    let Ok(id) = client.parse() else { return Ok(None) };
    let mut tx = visit.begin().await?;
    let client = store::oauth_clients::find(&mut tx, id).await?.filter(Client::is_active);
    Ok(client.and_then(|client| Some(App { home: client.home_url?, name: client.name })))
}
