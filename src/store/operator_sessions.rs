//! The operator's logins at the dashboard, and the links that begin one.

use std::net::IpAddr;

use anyhow::Result;
use ipnet::IpNet;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::PlatformTx;
use crate::model::{operator_session::OperatorSession, token::TokenHash};

/// How precisely it is known when the operator was last here.
const SEEN_PRECISION: Duration = Duration::minutes(1);

/// A login to be stored.
pub struct NewRow<'a> {
    /// Its id.
    pub id: Uuid,
    /// The browser's secret.
    pub token: &'a TokenHash,
    /// What the master key leaves behind.
    pub key_mark: &'a [u8; 32],
    /// Where it came from.
    pub address: IpAddr,
    /// The browser's own description.
    pub agent: &'a str,
    /// Until when it lasts without a visit.
    pub idle_until: OffsetDateTime,
    /// Until when it lasts at most.
    pub expires_at: OffsetDateTime,
}

/// Begins a login.
pub async fn insert(tx: &mut PlatformTx, row: &NewRow<'_>, now: OffsetDateTime) -> Result<()> {
    sqlx::query!(
        "insert into operator_sessions (id, token_hash, key_mark, address, agent, created_at, seen_at, proven_at, idle_until, expires_at)
         values ($1, $2, $3, $4, $5, $6, $6, $6, $7, $8)",
        row.id,
        row.token.as_ref(),
        &row.key_mark[..],
        IpNet::from(row.address) as _,
        row.agent,
        now,
        row.idle_until,
        row.expires_at,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// The login that a browser's secret stands for, if it still stands and rests on one of the present keys.
pub async fn find(
    tx: &mut PlatformTx,
    token: &TokenHash,
    key_marks: &[Vec<u8>],
    now: OffsetDateTime,
) -> Result<Option<OperatorSession>> {
    let row = sqlx::query!(
        r#"select id, proven_at, created_at, expires_at, seen_at, address as "address: IpNet" from operator_sessions
           where token_hash = $1 and key_mark = any($2) and expires_at > $3 and idle_until > $3"#,
        token.as_ref(),
        key_marks,
        now,
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(|row| OperatorSession {
        id: row.id,
        proven_at: row.proven_at,
        created_at: row.created_at,
        expires_at: row.expires_at,
        address: row.address.addr(),
        is_due: row.seen_at + SEEN_PRECISION <= now,
    }))
}

/// Notes a visit.
pub async fn touch(tx: &mut PlatformTx, id: Uuid, idle_until: OffsetDateTime, now: OffsetDateTime) -> Result<()> {
    sqlx::query!("update operator_sessions set seen_at = $2, idle_until = $3 where id = $1", id, now, idle_until)
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// Makes a login fresh under a new secret; `false` when it has ended meanwhile.
pub async fn renew(
    tx: &mut PlatformTx,
    id: Uuid,
    token: &TokenHash,
    key_mark: &[u8; 32],
    idle_until: OffsetDateTime,
    now: OffsetDateTime,
) -> Result<bool> {
    let renewed = sqlx::query!(
        "update operator_sessions set token_hash = $2, key_mark = $3, proven_at = $4, seen_at = $4, idle_until = $5
         where id = $1 and expires_at > $4 and idle_until > $4",
        id,
        token.as_ref(),
        &key_mark[..],
        now,
        idle_until,
    )
    .execute(tx.connection())
    .await?;
    Ok(renewed.rows_affected() == 1)
}

/// Ends the login of this secret.
pub async fn end(tx: &mut PlatformTx, token: &TokenHash) -> Result<bool> {
    let ended = sqlx::query!("delete from operator_sessions where token_hash = $1", token.as_ref());
    Ok(ended.execute(tx.connection()).await?.rows_affected() == 1)
}

/// Stores a link.
pub async fn insert_link(
    tx: &mut PlatformTx,
    token: &TokenHash,
    key_mark: &[u8; 32],
    expires_at: OffsetDateTime,
    now: OffsetDateTime,
) -> Result<()> {
    sqlx::query!(
        "insert into operator_links (token_hash, key_mark, created_at, expires_at) values ($1, $2, $3, $4)",
        token.as_ref(),
        &key_mark[..],
        now,
        expires_at,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Uses a link up; what it leaves is the mark of the key that it stood for. Of several uses at once one succeeds.
pub async fn take_link(
    tx: &mut PlatformTx,
    token: &TokenHash,
    key_marks: &[Vec<u8>],
    now: OffsetDateTime,
) -> Result<Option<Vec<u8>>> {
    let used = sqlx::query_scalar!(
        "delete from operator_links where token_hash = $1 and key_mark = any($2) and expires_at > $3 returning key_mark",
        token.as_ref(),
        key_marks,
        now,
    );
    Ok(used.fetch_optional(tx.connection()).await?)
}

/// Whether a link would still do.
pub async fn has_link(tx: &mut PlatformTx, token: &TokenHash, key_marks: &[Vec<u8>], now: OffsetDateTime) -> Result<bool> {
    let found = sqlx::query_scalar!(
        r#"select exists (select from operator_links where token_hash = $1 and key_mark = any($2) and expires_at > $3) as "found!""#,
        token.as_ref(),
        key_marks,
        now,
    );
    Ok(found.fetch_one(tx.connection()).await?)
}
