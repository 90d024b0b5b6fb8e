//! A client's secrets. Several may be good at once, so that one can be replaced without a pause; each is shown once.

use anyhow::{Context, Result};
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::json;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use super::note;
use crate::{
    flows::administration::Admin,
    model::{
        client_record::SecretRecord,
        event::Action,
        oauth_client::{Authentication, Secret},
        problem::{Code, Field, Problem},
        token::Token,
    },
    store::{self, SiteTx},
};

/// The most that a client may have.
const MOST: usize = 10;
/// How many characters are shown of a secret.
const HINT: usize = 4;

/// A secret to be made.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSecret {
    /// When it ends; never unless given.
    #[serde(default, with = "time::serde::rfc3339::option")]
    pub expires_at: Option<OffsetDateTime>,
}

/// What came of it.
pub enum Outcome {
    /// There is another one.
    Added {
        /// What stays known of it.
        record: SecretRecord,
        /// The secret, which nobody will see again.
        secret: SecretString,
    },
    /// Something has to be put right first.
    Problem(Problem),
    /// There is no such client.
    Missing,
}

/// Makes another secret.
pub async fn add(admin: &Admin, client: Uuid, given: &NewSecret) -> Result<Outcome> {
    let id = admin.visit.app.random.id(admin.visit.now);
    add_as(admin, client, id, given).await?.context("a new id is taken")
}

/// Makes another secret under this id; `None` when that was done before.
pub async fn add_as(admin: &Admin, client: Uuid, id: Uuid, given: &NewSecret) -> Result<Option<Outcome>> {
    let problem = |problem| Ok(Some(Outcome::Problem(problem)));
    if given.expires_at.is_some_and(|end| end <= admin.visit.now) {
        return problem(Problem::new(Field::ExpiresAt, Code::OutOfRange));
    }
    let mut tx = admin.visit.begin().await?;
    let Some(found) = store::client_records::lock(&mut tx, client).await? else { return Ok(Some(Outcome::Missing)) };
    if found.auth != Authentication::Secret {
        return problem(Problem::new(Field::Auth, Code::NotAllowed));
    }
    let before = store::oauth_clients::secrets(&mut tx, client).await?;
    if before.iter().any(|secret| secret.id == id) {
        return Ok(None);
    }
    if before.len() >= MOST {
        return problem(Problem::numbered(Field::Form, Code::TooManySecrets, MOST as u64));
    }
    let (record, secret) = make(admin, &mut tx, client, id, given.expires_at).await?;
    let details = json!({ "after": { "secret": record.id, "hint": record.hint, "expires_at": record.expires_at } });
    note(admin, &mut tx, client, Action::ClientSecretAdded, details).await?;
    tx.commit().await?;
    Ok(Some(Outcome::Added { record, secret }))
}

/// Takes a secret away; `false` when the client has none of this id. It is worth nothing from this moment on.
pub async fn revoke(admin: &Admin, client: Uuid, secret: Uuid) -> Result<bool> {
    let mut tx = admin.visit.begin().await?;
    let Some(hint) = store::client_records::delete_secret(&mut tx, client, secret).await? else { return Ok(false) };
    let details = json!({ "before": { "secret": secret, "hint": hint } });
    note(admin, &mut tx, client, Action::ClientSecretRevoked, details).await?;
    tx.commit().await?;
    Ok(true)
}

/// A fresh secret, and what stays known of it.
pub(super) async fn make(
    admin: &Admin,
    tx: &mut SiteTx,
    client: Uuid,
    id: Uuid,
    expires_at: Option<OffsetDateTime>,
) -> Result<(SecretRecord, SecretString)> {
    let visit = &admin.visit;
    let token = Token::new(&visit.app.random);
    let text = token.reveal();
    let secret = Secret {
        id,
        hash: token.hash(),
        hint: text[text.len() - HINT..].to_owned(),
        created_at: visit.now,
        expires_at,
        last_used_at: None,
    };
    store::oauth_clients::add_secret(tx, client, &secret).await?;
    Ok((secret.into(), text.into()))
}
