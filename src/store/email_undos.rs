//! What letters to an account's old address let their readers do.

use anyhow::Result;
use time::OffsetDateTime;
use uuid::Uuid;

use super::SiteTx;
use crate::model::token::TokenHash;

/// A link that still counts.
pub struct Undo {
    /// The old address.
    pub email: String,
    /// Whether the account has another one by now.
    pub changed: bool,
}

/// A link that has just been used up.
pub struct Taken {
    /// Whose account it is.
    pub user: Uuid,
    /// The old address.
    pub email: String,
}

/// Gives every link of an account more time, so that who had it first can speak last.
pub async fn prolong(tx: &mut SiteTx, user: Uuid, expires_at: OffsetDateTime) -> Result<()> {
    sqlx::query!("update email_undos set expires_at = greatest(expires_at, $2) where user_id = $1", user, expires_at)
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// Voids the links to an address whose owner has just taken charge of the account.
pub async fn void(tx: &mut SiteTx, user: Uuid, email: &str) -> Result<()> {
    sqlx::query!("delete from email_undos where user_id = $1 and email = $2", user, email).execute(tx.connection()).await?;
    Ok(())
}

/// The addresses, besides the present one, that can still take an account back.
pub async fn addresses(tx: &mut SiteTx, user: Uuid, now: OffsetDateTime) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar!(
        "select distinct e.email from email_undos e join users u on u.site_id = e.site_id and u.id = e.user_id
         where e.user_id = $1 and e.expires_at > $2 and e.email <> u.email",
        user,
        now
    )
    .fetch_all(tx.connection())
    .await?)
}

/// Allows it, and gives those before as much time.
pub async fn insert(
    tx: &mut SiteTx,
    user: Uuid,
    email: &str,
    link: &TokenHash,
    expires_at: OffsetDateTime,
    now: OffsetDateTime,
) -> Result<()> {
    sqlx::query!(
        "with before as (update email_undos set expires_at = greatest(expires_at, $5) where user_id = $2)
         insert into email_undos (link_hash, user_id, email, asked_at, expires_at) values ($1, $2, $3, $4, $5)",
        link.as_ref(),
        user,
        email,
        now,
        expires_at
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// What a link would do. Changes nothing.
pub async fn find(tx: &mut SiteTx, link: &TokenHash, now: OffsetDateTime) -> Result<Option<Undo>> {
    Ok(sqlx::query_as!(
        Undo,
        r#"select e.email, e.email <> u.email as "changed!" from email_undos e join users u on u.site_id = e.site_id and u.id = e.user_id
           where e.link_hash = $1 and e.expires_at > $2 and u.status = 'active'"#,
        link.as_ref(),
        now
    )
    .fetch_optional(tx.connection())
    .await?)
}

/// Uses up a link, and every later one of its account: whoever had the address first has the last word.
pub async fn take(tx: &mut SiteTx, link: &TokenHash, now: OffsetDateTime) -> Result<Option<Taken>> {
    Ok(sqlx::query_as!(
        Taken,
        "with taken as (
             delete from email_undos e using users u
             where e.link_hash = $1 and e.expires_at > $2 and u.site_id = e.site_id and u.id = e.user_id and u.status = 'active'
             returning e.user_id, e.email, e.asked_at
         ), later as (
             delete from email_undos e using taken where e.user_id = taken.user_id and e.asked_at >= taken.asked_at and e.link_hash <> $1
         )
         select user_id as user, email from taken",
        link.as_ref(),
        now
    )
    .fetch_optional(tx.connection())
    .await?)
}
