//! What mailed letters let their readers do.

use anyhow::Result;
use time::OffsetDateTime;
use uuid::Uuid;

use super::SiteTx;
use crate::model::{email::Email, mailed::MailedHashes, token::TokenHash};

/// How many wrong codes are one too many.
const MOST_WRONG_CODES: i32 = 3;

/// Lets the owner of `email` choose a new password, unless the account is missing or disabled, or a newer letter was asked
/// for; says whether it does.
pub async fn allow_reset(tx: &mut SiteTx, email: &str, hashes: &MailedHashes, asked_at: OffsetDateTime) -> Result<bool> {
    let allowed = sqlx::query!(
        "insert into tokens as t (user_id, purpose, sent_to, link_hash, link_expires_at, code_hash, code_expires_at, asked_at)
         select id, 'reset', email, $2, $3, $4, $5, $6 from users where email = $1 and status = 'active'
         on conflict (site_id, user_id, purpose) do update set
             sent_to = excluded.sent_to, link_hash = excluded.link_hash, link_expires_at = excluded.link_expires_at,
             code_hash = excluded.code_hash, code_expires_at = excluded.code_expires_at, asked_at = excluded.asked_at,
             wrong_codes = case when t.link_hash = excluded.link_hash then t.wrong_codes else 0 end
         where t.asked_at <= excluded.asked_at",
        email,
        hashes.link.as_ref(),
        hashes.link_expires_at,
        &hashes.code[..],
        hashes.code_expires_at,
        asked_at,
    )
    .execute(tx.connection())
    .await?;
    Ok(allowed.rows_affected() == 1)
}

/// What a link to choose a password is for.
pub struct ChoosePassword {
    /// Whose password it would be.
    pub email: String,
    /// Whether that accepts an invitation.
    pub accepts: bool,
}

/// A link to choose a password that was just used up.
pub struct Chosen {
    /// Whose password it is.
    pub user: Uuid,
    /// Whether that accepts an invitation.
    pub accepts: bool,
}

/// The account whose password a link lets its reader choose. Changes nothing.
pub async fn find_reset(tx: &mut SiteTx, link: &TokenHash, now: OffsetDateTime) -> Result<Option<ChoosePassword>> {
    Ok(sqlx::query_as!(
        ChoosePassword,
        r#"select t.sent_to as email, t.purpose = 'invitation' as "accepts!" from tokens t join users u on u.site_id = t.site_id and u.id = t.user_id
           where (t.purpose, u.status) in (('reset', 'active'), ('invitation', 'invited'))
             and t.link_hash = $1 and t.link_expires_at > $2 and u.email = t.sent_to"#,
        link.as_ref(),
        now,
    )
    .fetch_optional(tx.connection())
    .await?)
}

/// Uses up a link. Of any number at once, exactly one gets the account.
pub async fn take_reset_by_link(tx: &mut SiteTx, link: &TokenHash, now: OffsetDateTime) -> Result<Option<Chosen>> {
    Ok(sqlx::query_as!(
        Chosen,
        r#"delete from tokens t using users u
           where (t.purpose, u.status) in (('reset', 'active'), ('invitation', 'invited'))
             and t.link_hash = $1 and t.link_expires_at > $2 and u.site_id = t.site_id and u.id = t.user_id and u.email = t.sent_to
           returning t.user_id as user, t.purpose = 'invitation' as "accepts!""#,
        link.as_ref(),
        now,
    )
    .fetch_optional(tx.connection())
    .await?)
}

/// Counts a try of a code, and says whose it is if it is right.
pub async fn try_reset_code(tx: &mut SiteTx, email: &Email, code: &[u8; 32], now: OffsetDateTime) -> Result<Option<Uuid>> {
    let tried = sqlx::query!(
        r#"update tokens t set wrong_codes = t.wrong_codes + (t.code_hash <> $2)::int,
                  code_expires_at = case when t.code_hash = $2 then $3 else t.code_expires_at end
           from users u
           where u.email = $1 and u.status = 'active' and t.site_id = u.site_id and t.user_id = u.id and t.purpose = 'reset'
             and t.sent_to = u.email and t.wrong_codes < $4 and t.code_expires_at > $3
           returning t.user_id, t.code_hash = $2 as "right!""#,
        email.as_str(),
        &code[..],
        now,
        MOST_WRONG_CODES,
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(tried.filter(|row| row.right).map(|row| row.user_id))
}

/// A change of address that waits for proof.
pub struct PendingEmail {
    /// The new address.
    pub email: String,
    /// When the last letter was asked for.
    pub asked_at: OffsetDateTime,
    /// Until when its link works.
    pub expires_at: OffsetDateTime,
}

/// Lets the reader of a letter to `email` move the account there. Voids the letter before.
pub async fn allow_email_change(
    tx: &mut SiteTx,
    user: Uuid,
    email: &str,
    link: &TokenHash,
    expires_at: OffsetDateTime,
    now: OffsetDateTime,
) -> Result<()> {
    sqlx::query!(
        "insert into tokens (user_id, purpose, sent_to, link_hash, link_expires_at, asked_at) values ($1, 'email_change', $2, $3, $4, $5)
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

/// Gives a change that waits a new link, voiding the old one, if none was mailed since `not_since`.
pub async fn renew_email_change(
    tx: &mut SiteTx,
    user: Uuid,
    link: &TokenHash,
    expires_at: OffsetDateTime,
    not_since: OffsetDateTime,
    now: OffsetDateTime,
) -> Result<bool> {
    let renewed = sqlx::query!(
        "update tokens set link_hash = $2, link_expires_at = $3, asked_at = $4
         where user_id = $1 and purpose = 'email_change' and link_expires_at > $4 and asked_at <= $5",
        user,
        link.as_ref(),
        expires_at,
        now,
        not_since,
    )
    .execute(tx.connection())
    .await?;
    Ok(renewed.rows_affected() == 1)
}

/// The change of address that an account waits for.
pub async fn pending_email(tx: &mut SiteTx, user: Uuid, now: OffsetDateTime) -> Result<Option<PendingEmail>> {
    Ok(sqlx::query_as!(
        PendingEmail,
        "select sent_to as email, asked_at, link_expires_at as expires_at from tokens
         where user_id = $1 and purpose = 'email_change' and link_expires_at > $2",
        user,
        now
    )
    .fetch_optional(tx.connection())
    .await?)
}

/// Gives up a change of address; `false` when none was waiting.
pub async fn cancel_email_change(tx: &mut SiteTx, user: Uuid) -> Result<bool> {
    let cancelled = sqlx::query!("delete from tokens where user_id = $1 and purpose = 'email_change'", user);
    Ok(cancelled.execute(tx.connection()).await?.rows_affected() == 1)
}

/// The address that a link moves its account to. Changes nothing.
pub async fn find_email_change(tx: &mut SiteTx, link: &TokenHash, now: OffsetDateTime) -> Result<Option<String>> {
    Ok(sqlx::query_scalar!(
        "select t.sent_to from tokens t join users u on u.site_id = t.site_id and u.id = t.user_id
         where t.purpose = 'email_change' and t.link_hash = $1 and t.link_expires_at > $2 and u.status = 'active'",
        link.as_ref(),
        now,
    )
    .fetch_optional(tx.connection())
    .await?)
}

/// Uses up a link to a new address. Of any number at once, exactly one gets the account and the address.
pub async fn take_email_change(tx: &mut SiteTx, link: &TokenHash, now: OffsetDateTime) -> Result<Option<(Uuid, String)>> {
    let taken = sqlx::query!(
        "delete from tokens t using users u
         where t.purpose = 'email_change' and t.link_hash = $1 and t.link_expires_at > $2
           and u.site_id = t.site_id and u.id = t.user_id and u.status = 'active'
         returning t.user_id, t.sent_to",
        link.as_ref(),
        now,
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(taken.map(|row| (row.user_id, row.sent_to)))
}

/// Lets the owner, who has just proven to be one, choose a new password.
pub async fn allow_reset_now(
    tx: &mut SiteTx,
    user: Uuid,
    email: &str,
    link: &TokenHash,
    expires_at: OffsetDateTime,
    now: OffsetDateTime,
) -> Result<()> {
    sqlx::query!(
        "insert into tokens (user_id, purpose, sent_to, link_hash, link_expires_at, asked_at) values ($1, 'reset', $2, $3, $4, $5)
         on conflict (site_id, user_id, purpose) do update set
             sent_to = excluded.sent_to, link_hash = excluded.link_hash, link_expires_at = excluded.link_expires_at,
             code_hash = null, code_expires_at = null, asked_at = excluded.asked_at",
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

/// Voids everything that letters let this account's owner do, but for taking the account back.
pub async fn void(tx: &mut SiteTx, user: Uuid) -> Result<()> {
    sqlx::query!("delete from tokens where user_id = $1", user).execute(tx.connection()).await?;
    Ok(())
}
