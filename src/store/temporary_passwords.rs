//! Passwords that only let their accounts' owners choose others.

use anyhow::Result;
use time::OffsetDateTime;
use uuid::Uuid;

use super::SiteTx;
use crate::model::{email::Email, token::TokenHash, user::User};

/// Gives a locked account one, in place of whatever password it has, and ends every login by raising the epoch; `false` when the
/// account is protected.
pub async fn set(tx: &mut SiteTx, id: Uuid, hash: &str, until: OffsetDateTime, now: OffsetDateTime) -> Result<bool> {
    let set = sqlx::query!(
        "update users set password_hash = $2, temporary_until = $3, auth_epoch = auth_epoch + 1, updated_at = $4
         where id = $1 and not protected",
        id,
        hash,
        until,
        now
    );
    Ok(set.execute(tx.connection()).await?.rows_affected() == 1)
}

/// Whether an account has one that lasts for longer than this.
pub async fn lasts_beyond(tx: &mut SiteTx, id: Uuid, until: OffsetDateTime) -> Result<bool> {
    let found =
        sqlx::query_scalar!(r#"select exists (select from users where id = $1 and temporary_until > $2) as "found!""#, id, until);
    Ok(found.fetch_one(tx.connection()).await?)
}

/// The hash of the one that the account of an address has, if it has one, whether or not its time has passed.
pub async fn hash_at(tx: &mut SiteTx, email: &Email) -> Result<Option<String>> {
    let found =
        sqlx::query_scalar!("select password_hash from users where email = $1 and temporary_until is not null", email.as_str());
    Ok(found.fetch_optional(tx.connection()).await?.flatten())
}

/// Lets whoever has just given one choose another password; `false` when it counts no more. The account is held, so that a
/// password that is chosen meanwhile voids this, too.
pub async fn allow_choice(
    tx: &mut SiteTx,
    user: &User,
    link: &TokenHash,
    expires_at: OffsetDateTime,
    now: OffsetDateTime,
) -> Result<bool> {
    let allowed = sqlx::query!(
        "with held as (
             select id, email from users
             where id = $1 and auth_epoch = $2 and status = 'active' and temporary_until > $5 for no key update
         )
         insert into tokens (user_id, purpose, sent_to, link_hash, link_expires_at, asked_at)
         select id, 'reset', email, $3, $4, $5 from held
         on conflict (site_id, user_id, purpose) do update set
             sent_to = excluded.sent_to, link_hash = excluded.link_hash, link_expires_at = excluded.link_expires_at,
             code_hash = null, code_expires_at = null, asked_at = excluded.asked_at",
        user.id,
        user.auth_epoch,
        link.as_ref(),
        expires_at,
        now,
    );
    Ok(allowed.execute(tx.connection()).await?.rows_affected() == 1)
}
