//! Clients and their secrets.

use anyhow::{Context, Result};
use serde_json::Value;
use time::{Duration, OffsetDateTime};
use url::Url;
use uuid::Uuid;

use super::SiteTx;
use crate::model::{
    oauth_client::{Client, Kind, Secret},
    redirect_uri,
    site::may_lead_to,
    token::TokenHash,
};

/// How precisely it is known when a secret was last used.
const USE_PRECISION: Duration = Duration::hours(1);

/// A client as it is stored. Its words are read by `client`.
pub(super) struct Row {
    pub(super) id: Uuid,
    pub(super) kind: String,
    pub(super) name: String,
    pub(super) logo: Option<Value>,
    pub(super) redirect_uris: Vec<String>,
    pub(super) post_logout_redirect_uris: Vec<String>,
    pub(super) backchannel_logout_uri: Option<String>,
    pub(super) scopes: Vec<String>,
    pub(super) auth: String,
    pub(super) jwks: Option<Value>,
    pub(super) require_pkce: bool,
    pub(super) first_party: bool,
    pub(super) home_url: Option<String>,
    pub(super) terms_url: Option<String>,
    pub(super) privacy_url: Option<String>,
    pub(super) status: String,
    pub(super) created_at: OffsetDateTime,
    pub(super) updated_at: OffsetDateTime,
}

/// A client, disabled or not.
pub async fn find(tx: &mut SiteTx, id: Uuid) -> Result<Option<Client>> {
    let row = sqlx::query_as!(
        Row,
        "select id, kind, name, logo, redirect_uris, post_logout_redirect_uris, backchannel_logout_uri, scopes, auth, jwks, require_pkce,
                first_party, home_url, terms_url, privacy_url, status, created_at, updated_at
         from oauth_clients where id = $1",
        id
    );
    row.fetch_optional(tx.connection()).await?.map(client).transpose()
}

/// What the site's clients are called, by name. There are a few hundred at most.
pub async fn names(tx: &mut SiteTx) -> Result<Vec<(Uuid, String)>> {
    let rows = sqlx::query!("select id, name from oauth_clients order by lower(name), id").fetch_all(tx.connection()).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// Registers a client; `false` when there is one with its id.
pub async fn insert(tx: &mut SiteTx, client: &Client) -> Result<bool> {
    let inserted = sqlx::query!(
        "insert into oauth_clients (id, kind, name, redirect_uris, post_logout_redirect_uris, backchannel_logout_uri, scopes, auth,
                                    jwks, require_pkce, first_party, home_url, terms_url, privacy_url, status, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
         on conflict do nothing",
        client.id,
        client.kind.word(),
        client.name,
        &client.redirect_uris,
        &client.post_logout_redirect_uris,
        client.backchannel_logout_uri,
        &client.scopes,
        client.auth.word(),
        client.jwks,
        client.require_pkce,
        client.first_party,
        client.home_url,
        client.terms_url,
        client.privacy_url,
        client.status.word(),
        client.created_at,
        client.updated_at,
    );
    Ok(inserted.execute(tx.connection()).await?.rows_affected() == 1)
}

/// Gives a client another secret.
pub async fn add_secret(tx: &mut SiteTx, client: Uuid, secret: &Secret) -> Result<()> {
    sqlx::query!(
        "insert into oauth_client_secrets (id, client_id, hash, hint, created_at, expires_at) values ($1, $2, $3, $4, $5, $6)",
        secret.id,
        client,
        secret.hash.as_ref(),
        secret.hint,
        secret.created_at,
        secret.expires_at,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// A client's secrets, expired or not, the newest first.
pub async fn secrets(tx: &mut SiteTx, client: Uuid) -> Result<Vec<Secret>> {
    let rows = sqlx::query!(
        "select id, hash, hint, created_at, expires_at, last_used_at from oauth_client_secrets where client_id = $1
         order by created_at desc, id desc",
        client
    );
    let rows = rows.fetch_all(tx.connection()).await?.into_iter();
    rows.map(|row| {
        Ok(Secret {
            id: row.id,
            hash: TokenHash(row.hash.try_into().ok().context("a hash of another length is stored")?),
            hint: row.hint,
            created_at: row.created_at,
            expires_at: row.expires_at,
            last_used_at: row.last_used_at,
        })
    })
    .collect()
}

/// Notes that a secret was used, at most once an hour.
pub async fn note_use(tx: &mut SiteTx, secret: &Secret, now: OffsetDateTime) -> Result<()> {
    if secret.last_used_at.is_some_and(|last| now < last + USE_PRECISION) {
        return Ok(());
    }
    sqlx::query!("update oauth_client_secrets set last_used_at = $2 where id = $1", secret.id, now)
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// Whether a single-page app of the site is served from this origin, whose scripts then may read what they ask for.
pub async fn has_origin(tx: &mut SiteTx, origin: &str) -> Result<bool> {
    let known = sqlx::query_scalar!(
        r#"select exists (
               select from oauth_clients c, unnest(c.redirect_uris) address
               where c.kind = 'spa' and c.status = 'active'
                 and (lower(address) = $1 or starts_with(lower(address), $1 || '/') or starts_with(lower(address), $1 || '?'))
           ) as "exists!""#,
        origin
    );
    Ok(known.fetch_one(tx.connection()).await?)
}

/// Reads a row's words.
pub(super) fn client(row: Row) -> Result<Client> {
    let strange = |word: String| anyhow::anyhow!("a client's row says what it cannot: {word}");
    let kind: Kind = row.kind.parse().map_err(strange)?;
    // What could not be registered leads nobody anywhere, however it came to be here.
    let addresses =
        |stored: Vec<String>| stored.into_iter().filter(|address| redirect_uri::check(address, kind).is_ok()).collect();
    let link = |stored: Option<String>| stored.filter(|link| Url::parse(link).is_ok_and(|url| may_lead_to(&url)));
    Ok(Client {
        id: row.id,
        kind,
        name: row.name,
        // One that cannot be read is left out; nobody has to stay outside for it.
        logo: row.logo.and_then(|logo| serde_json::from_value(logo).ok()),
        redirect_uris: addresses(row.redirect_uris),
        post_logout_redirect_uris: addresses(row.post_logout_redirect_uris),
        backchannel_logout_uri: row.backchannel_logout_uri,
        scopes: row.scopes,
        auth: row.auth.parse().map_err(strange)?,
        jwks: row.jwks,
        require_pkce: row.require_pkce,
        first_party: row.first_party,
        home_url: link(row.home_url),
        terms_url: link(row.terms_url),
        privacy_url: link(row.privacy_url),
        status: row.status.parse().map_err(strange)?,
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}
