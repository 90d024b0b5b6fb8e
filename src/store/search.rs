//! What the operator looks for in all sites at once.

use anyhow::Result;
use uuid::Uuid;

use super::PlatformTx;
use crate::model::found::{FoundClient, FoundSite, FoundUser};

/// The first sites that contain the words, those that are named exactly so before the others.
pub async fn sites(tx: &mut PlatformTx, words: &str, most: i64) -> Result<Vec<FoundSite>> {
    Ok(sqlx::query_as!(
        FoundSite,
        "select slug, name, domain from sites
         where position(lower($1) in lower(concat_ws(' ', name, slug, domain, login_host))) > 0 or id::text = lower($1)
         order by lower($1) in (slug, domain, login_host, lower(name)) desc, slug limit $2",
        words,
        most,
    )
    .fetch_all(tx.connection())
    .await?)
}

/// The accounts with this address.
pub async fn users_by_email(tx: &mut PlatformTx, email: &str, most: i64) -> Result<Vec<FoundUser>> {
    seek(tx, email).await?;
    Ok(sqlx::query_as!(
        FoundUser,
        r#"select u.id as "id!", u.email as "email!", s.slug, s.name as site
           from sites s join lateral (select id, email from users where site_id = s.id and email = $1) u on true
           order by s.slug limit $2"#,
        email,
        most,
    )
    .fetch_all(tx.connection())
    .await?)
}

/// The account with this id.
pub async fn users_by_id(tx: &mut PlatformTx, id: Uuid, most: i64) -> Result<Vec<FoundUser>> {
    seek(tx, &id.to_string()).await?;
    Ok(sqlx::query_as!(
        FoundUser,
        r#"select u.id as "id!", u.email as "email!", s.slug, s.name as site
           from sites s join lateral (select id, email from users where site_id = s.id and id = $1) u on true
           order by s.slug limit $2"#,
        id,
        most,
    )
    .fetch_all(tx.connection())
    .await?)
}

/// The app with this client id.
pub async fn clients_by_id(tx: &mut PlatformTx, id: Uuid, most: i64) -> Result<Vec<FoundClient>> {
    seek(tx, &id.to_string()).await?;
    Ok(sqlx::query_as!(
        FoundClient,
        r#"select c.id as "id!", c.name as "name!", s.slug, s.name as site
           from sites s join lateral (select id, name from oauth_clients where site_id = s.id and id = $1) c on true
           order by s.slug limit $2"#,
        id,
        most,
    )
    .fetch_all(tx.connection())
    .await?)
}

/// The wall opens for exactly this, until the transaction ends.
async fn seek(tx: &mut PlatformTx, sought: &str) -> Result<()> {
    sqlx::query_scalar!("select set_config('vestibule.sought', $1, true)", sought).fetch_one(tx.connection()).await?;
    Ok(())
}
