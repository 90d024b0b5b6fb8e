//! An admin tries a client out: the whole way as a person goes it, with a page of the dashboard in the client's place. What the client
//! would be told is shown, and then given back.

use anyhow::{Context, Result};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use secrecy::ExposeSecret;
use serde_json::Value;
use uuid::Uuid;

use super::{answer::extended, token_exchange, token_issue};
use crate::{
    flows::{Visit, administration::Admin},
    model::{oauth_client::Client, parameters::Parameters, pkce, token::Token},
    store,
};

/// What came of it.
pub enum Outcome {
    /// What the client would be told.
    Told(Box<Told>),
    /// What the client would be told is wrong.
    Refused {
        /// In one word.
        error: String,
        /// In a sentence.
        description: String,
    },
    /// No try of this client's.
    Unknown,
}

/// What the client would be told.
pub struct Told {
    /// The scopes that it got.
    pub scope: String,
    /// How long its access token would last, in seconds.
    pub expires_in: i64,
    /// What its ID token says.
    pub id_token: Option<String>,
    /// What it would be told of the person.
    pub person: String,
}

/// Where the dashboard answers in a client's place: below the portal for the operator, and below the site for its admins.
#[must_use]
pub fn addresses(visit: &Visit, client: Uuid) -> [String; 2] {
    let portal = visit.app.config.public_url.as_str().trim_end_matches('/');
    let slug = &visit.site.slug;
    [
        format!("{portal}/admin/sites/{slug}/clients/{client}/test/answer"),
        visit.site.base.url(&format!("/admin/clients/{client}/test/answer")),
    ]
}

/// Whether a client may be answered there: where it has registered, or at the dashboard, which shows the answer to admins and hands
/// the code to nobody.
#[must_use]
pub fn may_be_answered_at(visit: &Visit, client: &Client, address: &str) -> bool {
    client.may_be_answered_at(address) || addresses(visit, client.id).iter().any(|own| own == address)
}

/// Where the browser has to go, to come back to `address`.
pub fn begin(admin: &Admin, client: &Client, address: &str) -> Result<String> {
    let visit = &admin.visit;
    let verifier = Token::new(&visit.app.random).reveal();
    let challenge = pkce::challenge(&verifier).context("a token is no verifier")?;
    let sealed = visit.app.seal.seal(&visit.app.random, &context(visit, client.id), verifier.as_bytes())?;
    let parameters = [
        ("response_type", "code".to_owned()),
        ("client_id", client.id.to_string()),
        ("redirect_uri", address.to_owned()),
        ("scope", client.scopes.join(" ")),
        ("state", URL_SAFE_NO_PAD.encode(sealed)),
        ("code_challenge", challenge),
        ("code_challenge_method", "S256".to_owned()),
    ];
    Ok(extended(&visit.site.base.url("/oauth2/authorize"), &parameters))
}

/// The answer, at the `address` that `begin` was told.
pub async fn finish(admin: &Admin, client: &Client, parameters: &Parameters, address: &str) -> Result<Outcome> {
    let visit = &admin.visit;
    if let Some(error) = parameters.single("error") {
        let description = parameters.single("error_description").unwrap_or_default().to_owned();
        return Ok(Outcome::Refused { error: error.to_owned(), description });
    }
    let Some(verifier) = parameters.single("state").and_then(|state| opened(visit, client.id, state)) else {
        return Ok(Outcome::Unknown);
    };
    let exchange =
        [("code", parameters.single("code").unwrap_or_default()), ("redirect_uri", address), ("code_verifier", &verifier)];
    let exchange = Parameters::of(exchange.map(|(name, value)| (name.to_owned(), value.to_owned())).into());
    let mut tx = visit.begin().await?;
    let granted = token_exchange::by_code(visit, &mut tx, client, &exchange).await?;
    let held = match &granted {
        Ok(granted) => granted.held.as_ref(),
        Err(_) => None,
    };
    let person = held.map(|held| serde_json::to_value(held.person.claims(&held.scopes))).transpose()?.unwrap_or_default();
    // Nobody keeps what was only tried.
    if let Some(held) = held {
        store::oauth_grants::end(&mut tx, held.id, client.id).await?;
    }
    tx.commit().await?;
    let granted = match granted {
        Ok(granted) => granted,
        Err(error) => {
            return Ok(Outcome::Refused { error: error.code.word().to_owned(), description: error.description.to_owned() });
        }
    };
    let issued = token_issue::issue(visit, client, granted).await?;
    Ok(Outcome::Told(Box::new(Told {
        scope: issued.scope,
        expires_in: issued.expires_in.whole_seconds(),
        id_token: issued.id_token.and_then(|token| said(token.expose_secret())),
        person: format!("{person:#}"),
    })))
}

fn opened(visit: &Visit, client: Uuid, state: &str) -> Option<String> {
    String::from_utf8(visit.app.seal.open(&context(visit, client), &URL_SAFE_NO_PAD.decode(state).ok()?)?).ok()
}

fn context(visit: &Visit, client: Uuid) -> String {
    format!("try {} {client}", visit.site.id)
}

/// What a token says, in lines. It was made a moment ago, so nobody need check it.
fn said(token: &str) -> Option<String> {
    let claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(token.split('.').nth(1)?).ok()?).ok()?;
    Some(format!("{claims:#}"))
}
