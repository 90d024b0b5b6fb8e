//! Clients as those who administer their site see and change them.

use anyhow::Result;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    SiteTx,
    oauth_clients::{self, Row, client},
};
use crate::model::{
    client_record::{ClientRecord, SecretRecord},
    oauth_client::Client,
    paging::Paging,
};

struct SecretRow {
    client_id: Uuid,
    id: Uuid,
    hint: String,
    created_at: OffsetDateTime,
    expires_at: Option<OffsetDateTime>,
    last_used_at: Option<OffsetDateTime>,
}

/// One page of the clients whose name or id contains the words, by name, and how many there are in all.
pub async fn page(tx: &mut SiteTx, search: Option<&str>, paging: Paging) -> Result<(Vec<ClientRecord>, i64)> {
    let total = sqlx::query_scalar!(
        r#"select count(*) as "count!" from oauth_clients
           where $1::text is null or position(lower($1) in lower(concat_ws(' ', name, id))) > 0"#,
        search
    )
    .fetch_one(tx.connection())
    .await?;
    let rows = sqlx::query_as!(
        Row,
        "select id, kind, name, logo, redirect_uris, post_logout_redirect_uris, backchannel_logout_uri, scopes, auth, jwks, require_pkce,
                first_party, home_url, terms_url, privacy_url, status, created_at, updated_at
         from oauth_clients
         where $1::text is null or position(lower($1) in lower(concat_ws(' ', name, id))) > 0
         order by lower(name), id limit $2 offset $3",
        search,
        paging.per_page,
        paging.offset()
    );
    let clients: Vec<Client> = rows.fetch_all(tx.connection()).await?.into_iter().map(client).collect::<Result<_>>()?;
    let ids: Vec<Uuid> = clients.iter().map(|client| client.id).collect();
    let secrets = secrets(tx, &ids).await?;
    Ok((clients.into_iter().map(|client| record(client, &secrets)).collect(), total))
}

/// One client.
pub async fn find(tx: &mut SiteTx, id: Uuid) -> Result<Option<ClientRecord>> {
    let Some(client) = oauth_clients::find(tx, id).await? else { return Ok(None) };
    Ok(Some(record(client, &secrets(tx, &[id]).await?)))
}

async fn secrets(tx: &mut SiteTx, clients: &[Uuid]) -> Result<Vec<SecretRow>> {
    let rows = sqlx::query_as!(
        SecretRow,
        "select client_id, id, hint, created_at, expires_at, last_used_at from oauth_client_secrets
         where client_id = any($1) order by created_at desc, id desc",
        clients
    );
    Ok(rows.fetch_all(tx.connection()).await?)
}

fn record(client: Client, secrets: &[SecretRow]) -> ClientRecord {
    let own = secrets.iter().filter(|secret| secret.client_id == client.id);
    let known = |secret: &SecretRow| SecretRecord {
        id: secret.id,
        hint: secret.hint.clone(),
        created_at: secret.created_at,
        expires_at: secret.expires_at,
        last_used_at: secret.last_used_at,
    };
    let known = own.map(known).collect();
    ClientRecord::new(client, known)
}

/// A client, which nobody else changes before this transaction ends.
pub async fn lock(tx: &mut SiteTx, id: Uuid) -> Result<Option<Client>> {
    let locked = sqlx::query_scalar!("select id from oauth_clients where id = $1 for update", id);
    match locked.fetch_optional(tx.connection()).await? {
        Some(id) => oauth_clients::find(tx, id).await,
        None => Ok(None),
    }
}

/// Writes a client that was locked before. Its kind and when it was registered stay.
pub async fn save(tx: &mut SiteTx, client: &Client) -> Result<()> {
    sqlx::query!(
        "update oauth_clients set name = $2, redirect_uris = $3, post_logout_redirect_uris = $4, backchannel_logout_uri = $5,
                scopes = $6, auth = $7, jwks = $8, require_pkce = $9, first_party = $10, home_url = $11, terms_url = $12,
                privacy_url = $13, status = $14, updated_at = $15, logo = $16
         where id = $1",
        client.id,
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
        client.updated_at,
        client.logo.as_ref().map(serde_json::to_value).transpose()?,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Ends whatever a client holds of people, and what it has asked of them.
pub async fn end_grants(tx: &mut SiteTx, id: Uuid) -> Result<()> {
    sqlx::query!(
        "with asked as (delete from oauth_requests where client_id = $1),
              waiting as (delete from oauth_device_codes where client_id = $1)
         delete from oauth_grants where client_id = $1",
        id
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Removes a client. Whatever belongs to it goes by its foreign keys.
pub async fn delete(tx: &mut SiteTx, id: Uuid) -> Result<()> {
    sqlx::query!("delete from oauth_clients where id = $1", id).execute(tx.connection()).await?;
    Ok(())
}

/// Takes all of a client's secrets away.
pub async fn delete_secrets(tx: &mut SiteTx, client: Uuid) -> Result<()> {
    sqlx::query!("delete from oauth_client_secrets where client_id = $1", client).execute(tx.connection()).await?;
    Ok(())
}

/// How many clients the site has.
pub async fn count(tx: &mut SiteTx) -> Result<i64> {
    Ok(sqlx::query_scalar!(r#"select count(*) as "count!" from oauth_clients"#).fetch_one(tx.connection()).await?)
}

/// Takes a secret away, and says what was known of it.
pub async fn delete_secret(tx: &mut SiteTx, client: Uuid, id: Uuid) -> Result<Option<String>> {
    let gone =
        sqlx::query_scalar!("delete from oauth_client_secrets where client_id = $1 and id = $2 returning hint", client, id);
    Ok(gone.fetch_optional(tx.connection()).await?)
}
