//! Signups that wait for proof of their address.

use anyhow::Result;
use time::OffsetDateTime;
use uuid::Uuid;

use super::SiteTx;
use crate::model::{mailed::MailedHashes, token::TokenHash};

/// How many wrong codes are one too many.
const MOST_WRONG_CODES: i32 = 5;

/// A signup to be stored.
pub struct NewSignup<'a> {
    /// Its id.
    pub id: Uuid,
    /// The address, in canonical form.
    pub email: &'a str,
    /// The name, if one was given.
    pub name: Option<&'a str>,
    /// The name to log in by, if one was chosen.
    pub username: Option<&'a str>,
    /// The hash of the password chosen.
    pub password_hash: &'a str,
    /// The language of the mail.
    pub locale: &'a str,
    /// Where to go afterwards.
    pub return_to: Option<&'a str>,
    /// The version of the terms that was agreed to.
    pub terms_version: Option<&'a str>,
    /// The browser that signs up.
    pub browser: &'a TokenHash,
}

/// A signup as its own browser sees it.
pub struct Pending {
    /// Its id.
    pub id: Uuid,
    /// The address to be proven.
    pub email: String,
    /// When the last mail was asked for.
    pub mailed_at: OffsetDateTime,
    /// The language of the mail.
    pub locale: String,
    /// When the address was proven, here or in another browser.
    pub proven_at: Option<OffsetDateTime>,
    /// Where to go afterwards.
    pub return_to: Option<String>,
}

/// A signup as its mailed link sees it.
pub struct Linked {
    /// The address to be proven.
    pub email: String,
    /// The browser that signed up.
    pub browser: TokenHash,
    /// Whether the address was proven already.
    pub proven: bool,
    /// Where to go afterwards.
    pub return_to: Option<String>,
}

/// A signup whose address has just been proven, by this very statement.
pub struct Proven {
    /// The address.
    pub email: String,
    /// The name, if one was given.
    pub name: Option<String>,
    /// The name to log in by, if one was chosen.
    pub username: Option<String>,
    /// The hash of the password chosen at signup.
    pub password_hash: String,
    /// The language it was made in.
    pub locale: String,
    /// Where to go now.
    pub return_to: Option<String>,
    /// The version of the terms that was agreed to.
    pub terms_version: Option<String>,
}

/// What came of a code.
pub enum CodeTried {
    /// It was right: the address is proven.
    Right(Proven),
    /// It was wrong, and counted.
    Wrong,
    /// No code counts any more: too old, too many wrong ones, or the signup is gone.
    Closed,
}

/// Stores a signup. A newer one takes over the row of an older one for the same address, and voids its secrets.
pub async fn upsert(tx: &mut SiteTx, signup: &NewSignup<'_>, hashes: &MailedHashes, now: OffsetDateTime) -> Result<()> {
    sqlx::query!(
        "insert into signups (id, email, name, password_hash, locale, return_to, terms_version, browser_hash, link_hash, link_expires_at,
                              code_hash, code_expires_at, created_at, mailed_at, username)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13, $14)
         on conflict on constraint signups_email_key do update set
             id = excluded.id, name = excluded.name, password_hash = excluded.password_hash, locale = excluded.locale,
             return_to = excluded.return_to, terms_version = excluded.terms_version, browser_hash = excluded.browser_hash,
             link_hash = excluded.link_hash, link_expires_at = excluded.link_expires_at, code_hash = excluded.code_hash,
             code_expires_at = excluded.code_expires_at, wrong_codes = 0, created_at = excluded.created_at,
             mailed_at = excluded.mailed_at, username = excluded.username, proven_at = null",
        signup.id,
        signup.email,
        signup.name,
        signup.password_hash,
        signup.locale,
        signup.return_to,
        signup.terms_version,
        signup.browser.as_ref(),
        hashes.link.as_ref(),
        hashes.link_expires_at,
        &hashes.code[..],
        hashes.code_expires_at,
        now,
        signup.username,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Gives a waiting signup a new link and code, voiding the old ones, if none was mailed since `not_since`.
pub async fn renew(
    tx: &mut SiteTx,
    id: Uuid,
    hashes: &MailedHashes,
    not_since: OffsetDateTime,
    now: OffsetDateTime,
) -> Result<bool> {
    let renewed = sqlx::query!(
        "update signups set link_hash = $2, link_expires_at = $3, code_hash = $4, code_expires_at = $5, wrong_codes = 0, mailed_at = $6
         where id = $1 and proven_at is null and mailed_at <= $7",
        id,
        hashes.link.as_ref(),
        hashes.link_expires_at,
        &hashes.code[..],
        hashes.code_expires_at,
        now,
        not_since,
    )
    .execute(tx.connection())
    .await?;
    Ok(renewed.rows_affected() == 1)
}

/// As `renew`, for the signup of an address. Once more with the same letter, after its worker died, changes nothing.
pub async fn renew_by_email(
    tx: &mut SiteTx,
    email: &str,
    hashes: &MailedHashes,
    not_since: OffsetDateTime,
    now: OffsetDateTime,
) -> Result<bool> {
    let renewed = sqlx::query!(
        "update signups set link_hash = $2, link_expires_at = $3, code_hash = $4, code_expires_at = $5, wrong_codes = 0, mailed_at = $6
         where email = $1 and proven_at is null and (mailed_at <= $7 or link_hash = $2)",
        email,
        hashes.link.as_ref(),
        hashes.link_expires_at,
        &hashes.code[..],
        hashes.code_expires_at,
        now,
        not_since,
    )
    .execute(tx.connection())
    .await?;
    Ok(renewed.rows_affected() == 1)
}

/// Binds a waiting signup to another browser, one that has just shown the signup's password.
pub async fn rebind(tx: &mut SiteTx, id: Uuid, browser: &TokenHash, return_to: Option<&str>) -> Result<bool> {
    let bound = sqlx::query!(
        "update signups set browser_hash = $2, return_to = coalesce($3, return_to) where id = $1 and proven_at is null",
        id,
        browser.as_ref(),
        return_to
    )
    .execute(tx.connection())
    .await?;
    Ok(bound.rows_affected() == 1)
}

/// The signup that this browser began.
pub async fn find_pending(tx: &mut SiteTx, browser: &TokenHash, now: OffsetDateTime) -> Result<Option<Pending>> {
    Ok(sqlx::query_as!(
        Pending,
        "select id, email, mailed_at, locale, proven_at, return_to from signups where browser_hash = $1 and link_expires_at > $2",
        browser.as_ref(),
        now,
    )
    .fetch_optional(tx.connection())
    .await?)
}

/// The signup that a mailed link belongs to. Changes nothing.
pub async fn find_linked(tx: &mut SiteTx, link: &TokenHash, now: OffsetDateTime) -> Result<Option<Linked>> {
    let row = sqlx::query!(
        r#"select email, browser_hash, proven_at is not null as "proven!", return_to from signups
           where link_hash = $1 and link_expires_at > $2"#,
        link.as_ref(),
        now,
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.and_then(|row| {
        let browser = TokenHash(row.browser_hash.try_into().ok()?);
        Some(Linked { email: row.email, browser, proven: row.proven, return_to: row.return_to })
    }))
}

/// Proves an address by its mailed link. Of any number at once, exactly one gets the answer.
pub async fn prove_by_link(tx: &mut SiteTx, link: &TokenHash, now: OffsetDateTime) -> Result<Option<Proven>> {
    Ok(sqlx::query_as!(
        Proven,
        "update signups set proven_at = $2 where link_hash = $1 and proven_at is null and link_expires_at > $2
         returning email, name, username, password_hash, locale, return_to, terms_version",
        link.as_ref(),
        now,
    )
    .fetch_optional(tx.connection())
    .await?)
}

/// Proves an address by its mailed code, or counts a wrong try: one statement, so that no two tries slip through together.
pub async fn prove_by_code(tx: &mut SiteTx, browser: &TokenHash, code: &[u8; 32], now: OffsetDateTime) -> Result<CodeTried> {
    let tried = sqlx::query!(
        r#"update signups set wrong_codes = wrong_codes + (code_hash <> $2)::int, proven_at = case when code_hash = $2 then $3 end
           where browser_hash = $1 and proven_at is null and wrong_codes < $4 and code_expires_at > $3
           returning email, name, username, password_hash, locale, return_to, terms_version, proven_at is not null as "proven!""#,
        browser.as_ref(),
        &code[..],
        now,
        MOST_WRONG_CODES,
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(match tried {
        Some(row) if row.proven => CodeTried::Right(Proven {
            email: row.email,
            name: row.name,
            username: row.username,
            password_hash: row.password_hash,
            locale: row.locale,
            return_to: row.return_to,
            terms_version: row.terms_version,
        }),
        Some(_) => CodeTried::Wrong,
        None => CodeTried::Closed,
    })
}
