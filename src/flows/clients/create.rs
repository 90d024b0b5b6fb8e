//! Registers a client. If it proves itself by a secret, it gets its first one along.

use anyhow::{Context, Result};
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    changes::{ClientChanges, blank},
    changes_of, note, secrets,
};
use crate::{
    flows::{administration::Admin, site_changes::Change},
    model::{
        client_record::ClientRecord,
        event::Action,
        oauth_client::{Authentication, Kind},
        problem::{Code, Field, Problem},
    },
    store,
};

/// The most that a site may have. Of two at once that would be the last, both may pass.
const MOST: i64 = 200;

/// A client to be registered; whatever is left out is as safe as its kind can be.
#[derive(Debug, Deserialize, ToSchema, clap::Args)]
#[serde(deny_unknown_fields)]
pub struct NewClient {
    /// Its name for people.
    #[arg(long)]
    #[schema(example = "Acme Shop")]
    pub name: String,
    /// Where it runs: web (on a server, with a secret), spa (in a browser), native (on a device), device (on one without a browser) or machine (for itself).
    #[arg(long)]
    pub kind: Kind,
    /// Where people come back to after logging in, letter by letter; once for each address. Devices without a browser and machines have none.
    #[arg(long = "redirect-uri")]
    #[serde(default)]
    #[schema(example = json!(["https://shop.acme.example/callback"]))]
    pub redirect_uris: Vec<String>,
    /// Where people may go after logging out, letter by letter; once for each address.
    #[arg(long = "post-logout-redirect-uri")]
    #[serde(default)]
    #[schema(example = json!(["https://shop.acme.example/"]))]
    pub post_logout_redirect_uris: Vec<String>,
    /// Where it is told that somebody has logged out.
    #[arg(long)]
    #[schema(example = "https://shop.acme.example/logged-out")]
    pub backchannel_logout_uri: Option<String>,
    /// The scopes that it may ask for, once for each; for people openid, profile, email and offline_access unless given.
    #[arg(long = "scope")]
    #[schema(example = json!(["openid", "profile", "email", "offline_access"]))]
    pub scopes: Option<Vec<String>>,
    /// How it proves who it is, if not as is usual for its kind: secret, private_key_jwt or none.
    #[arg(long)]
    pub auth: Option<Authentication>,
    /// Its public keys, if it proves itself by a signature, as a JSON Web Key Set.
    #[arg(long)]
    #[schema(value_type = Option<Object>)]
    pub jwks: Option<Value>,
    /// Whether its codes need a proof of who asked for them (PKCE), which they do unless this says otherwise.
    #[arg(long)]
    pub require_pkce: Option<bool>,
    /// It is the site's own, so nobody is asked whether it may know them.
    #[arg(long)]
    #[serde(default)]
    pub first_party: bool,
    /// Its own home page.
    // `--home-url` is a setting of the portal.
    #[arg(id = "home", long)]
    #[schema(example = "https://shop.acme.example/")]
    pub home_url: Option<String>,
    /// Its terms of use.
    #[arg(long)]
    #[schema(example = "https://shop.acme.example/terms")]
    pub terms_url: Option<String>,
    /// Its privacy notice.
    #[arg(long)]
    #[schema(example = "https://shop.acme.example/privacy")]
    pub privacy_url: Option<String>,
}

/// What came of it.
pub enum Outcome {
    /// It is registered.
    Created {
        /// As it is now.
        client: Box<ClientRecord>,
        /// Its first secret, which nobody will see again, if it proves itself by one.
        secret: Option<SecretString>,
    },
    /// Something has to be put right first.
    Problems(Vec<Problem>),
}

/// Registers it.
pub async fn submit(admin: &Admin, given: NewClient) -> Result<Outcome> {
    let id = admin.visit.app.random.id(admin.visit.now);
    submit_as(admin, id, given).await?.context("a new id is taken")
}

/// Registers it under this id; `None` when that was done before.
pub async fn submit_as(admin: &Admin, id: Uuid, given: NewClient) -> Result<Option<Outcome>> {
    let visit = &admin.visit;
    let nothing = blank(id, given.kind, visit.now);
    let mut client = nothing.clone();
    let problems = given.into_changes().apply(&mut client);
    if !problems.is_empty() {
        return Ok(Some(Outcome::Problems(problems)));
    }
    let mut tx = visit.begin().await?;
    if store::client_records::count(&mut tx).await? >= MOST {
        return Ok(Some(Outcome::Problems(vec![Problem::numbered(Field::Form, Code::TooManyClients, MOST.unsigned_abs())])));
    }
    if !store::oauth_clients::insert(&mut tx, &client).await? {
        return Ok(None);
    }
    let secret = match client.auth {
        Authentication::Secret => Some(secrets::make(admin, &mut tx, client.id, visit.app.random.id(visit.now), None).await?.1),
        Authentication::None | Authentication::PrivateKeyJwt => None,
    };
    note(admin, &mut tx, client.id, Action::ClientCreated, changes_of(&nothing, &client)?).await?;
    let Some(record) = store::client_records::find(&mut tx, client.id).await? else {
        anyhow::bail!("a client has gone while it was registered")
    };
    tx.commit().await?;
    Ok(Some(Outcome::Created { client: Box::new(record), secret }))
}

impl NewClient {
    fn into_changes(self) -> ClientChanges {
        let set = |given: Option<String>| given.map(Change::Set);
        ClientChanges {
            name: Some(self.name),
            redirect_uris: Some(self.redirect_uris),
            post_logout_redirect_uris: Some(self.post_logout_redirect_uris),
            backchannel_logout_uri: set(self.backchannel_logout_uri),
            scopes: self.scopes,
            auth: self.auth,
            jwks: self.jwks.map(Change::Set),
            require_pkce: self.require_pkce,
            first_party: Some(self.first_party),
            home_url: set(self.home_url),
            terms_url: set(self.terms_url),
            privacy_url: set(self.privacy_url),
            status: None,
        }
    }
}
