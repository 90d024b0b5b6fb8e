//! Accounts that were made for somebody who has not agreed yet.

use std::collections::HashMap;

use anyhow::Result;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{SiteTx, users::USERNAME_KEY};
use crate::model::{token::TokenHash, user::Role};

/// Somebody who is invited.
pub struct NewInvited<'a> {
    /// The account's id, if it is a new one.
    pub id: Uuid,
    /// The address, in canonical form.
    pub email: &'a str,
    /// The name, if one was given.
    pub name: Option<&'a str>,
    /// The name to log in by, if one was given.
    pub username: Option<&'a str>,
    /// What the account may do, if that was said.
    pub role: Option<Role>,
}

/// What became of it.
pub enum Invited {
    /// There is an account now, which waits for its owner.
    New(Uuid),
    /// It was there and waited already. What was given has changed.
    Again(Uuid),
    /// The address has an account that does not wait for anybody.
    EmailTaken,
    /// Somebody else has the username. The transaction is spent.
    UsernameTaken,
}

/// Makes an account that waits for its owner, or finds the one that does.
pub async fn insert(tx: &mut SiteTx, user: &NewInvited<'_>, now: OffsetDateTime) -> Result<Invited> {
    let role = user.role.map(Role::word);
    let inserted = sqlx::query!(
        r#"insert into users as u (id, email, name, username, role, status, created_at, updated_at)
           values ($1, $2, $3, $4, coalesce($5, 'user'), 'invited', $6, $6)
           on conflict on constraint users_email_key do update set
               name = coalesce($3, u.name), username = coalesce($4, u.username), updated_at = $6,
               role = case when u.protected then u.role else coalesce($5, u.role) end
           where u.status = 'invited' and u.delete_at is null
           returning id, id = $1 as "is_new!""#,
        user.id,
        user.email,
        user.name,
        user.username,
        role,
        now,
    );
    match inserted.fetch_optional(tx.connection()).await {
        Ok(Some(row)) if row.is_new => Ok(Invited::New(row.id)),
        Ok(Some(row)) => Ok(Invited::Again(row.id)),
        Ok(None) => Ok(Invited::EmailTaken),
        Err(sqlx::Error::Database(error)) if error.constraint() == Some(USERNAME_KEY) => Ok(Invited::UsernameTaken),
        Err(error) => Err(error.into()),
    }
}

/// Lets the reader of a letter accept the invitation. Voids the letter before.
pub async fn allow(
    tx: &mut SiteTx,
    user: Uuid,
    email: &str,
    link: &TokenHash,
    expires_at: OffsetDateTime,
    now: OffsetDateTime,
) -> Result<()> {
    sqlx::query!(
        "insert into tokens (user_id, purpose, sent_to, link_hash, link_expires_at, asked_at) values ($1, 'invitation', $2, $3, $4, $5)
         on conflict (site_id, user_id, purpose) do update set
             sent_to = excluded.sent_to, link_hash = excluded.link_hash, link_expires_at = excluded.link_expires_at,
             asked_at = excluded.asked_at",
        user,
        email,
        link.as_ref(),
        expires_at,
        now,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Lets somebody who signs up instead, or forgot a password that was never chosen, accept the invitation that waits for this
/// address, however old its own letter is; says whether one does.
pub async fn allow_by_email(
    tx: &mut SiteTx,
    email: &str,
    link: &TokenHash,
    expires_at: OffsetDateTime,
    now: OffsetDateTime,
) -> Result<bool> {
    let waiting = sqlx::query_scalar!("select id from users where email = $1 and status = 'invited'", email);
    match waiting.fetch_optional(tx.connection()).await? {
        Some(user) => allow(tx, user, email, link, expires_at, now).await.map(|()| true),
        None => Ok(false),
    }
}

/// Accepts an invitation whose link was just used up: the address is proven, the account has a password and may log in.
pub async fn accept(tx: &mut SiteTx, user: Uuid, password_hash: &str, now: OffsetDateTime) -> Result<()> {
    sqlx::query!(
        "update users set password_hash = $2, status = 'active', email_verified_at = $3, auth_epoch = auth_epoch + 1, updated_at = $3
         where id = $1 and status = 'invited'",
        user,
        password_hash,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Until when invitations can be accepted, by account.
pub async fn open_until(tx: &mut SiteTx, users: &[Uuid]) -> Result<HashMap<Uuid, OffsetDateTime>> {
    let rows =
        sqlx::query!("select user_id, link_expires_at from tokens where purpose = 'invitation' and user_id = any($1)", users);
    Ok(rows.fetch_all(tx.connection()).await?.into_iter().map(|row| (row.user_id, row.link_expires_at)).collect())
}
