//! The codes of devices that wait for a person's answer (RFC 8628). What they get for it is in `oauth_grants`.

use std::net::IpAddr;

use anyhow::{Context, Result};
use ipnet::IpNet;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::SiteTx;
use crate::model::token::TokenHash;

/// How many of one client's may wait at once. Whoever makes up devices fills no more of the table than this.
const MOST_WAITING: i64 = 10_000;
/// By how much the time between two questions grows when a device asks too soon (§3.5).
const SLOWER_BY: Duration = Duration::seconds(5);
/// What is forgiven of it, since questions are on their way for longer at one time than at another.
const FORGIVEN: Duration = Duration::seconds(1);

/// Codes for a device.
pub struct NewDeviceCode<'a> {
    /// The client.
    pub client: Uuid,
    /// What it may know or do, if a person allows it.
    pub scopes: &'a [String],
    /// The code that the device keeps.
    pub device: &'a TokenHash,
    /// The code that it shows.
    pub user: &'a [u8; 32],
    /// From where it asked.
    pub address: IpAddr,
    /// How long it has to wait between two questions.
    pub interval: Duration,
    /// Their end.
    pub expires_at: OffsetDateTime,
}

/// A device that waits for a person's answer.
pub struct Waiting {
    /// The client.
    pub client: Uuid,
    /// What it wants to know or do.
    pub scopes: Vec<String>,
    /// From where it asked.
    pub address: IpAddr,
    /// When it asked.
    pub asked_at: OffsetDateTime,
}

/// A device that has its answer.
pub struct Answered {
    /// The code that it keeps.
    pub device: TokenHash,
    /// Until when it may fetch what it was allowed.
    pub expires_at: OffsetDateTime,
}

/// Where a device's request stands, when it asks.
pub enum Polled {
    /// Nobody has answered yet.
    Waiting,
    /// Nor that, and it should have waited for longer.
    Hasty,
    /// A person said yes.
    Allowed,
    /// A person said no.
    Denied,
    /// Its time is over.
    Expired,
}

/// Stores codes; `false` when the client has too many that wait, or when by a rare chance the shown one is there already.
pub async fn insert(tx: &mut SiteTx, new: &NewDeviceCode<'_>, now: OffsetDateTime) -> Result<bool> {
    let inserted = sqlx::query!(
        "insert into oauth_device_codes (device_hash, user_hash, client_id, scopes, address, created_at, expires_at, interval_seconds,
                                         due_at)
         select $1, $2, $3, $4, $5, $6, $7, $8, $6
         where (select count(*) from oauth_device_codes where client_id = $3 and expires_at > $6) < $9
         on conflict (site_id, user_hash) do nothing",
        new.device.as_ref(),
        &new.user[..],
        new.client,
        new.scopes,
        IpNet::from(new.address) as _,
        now,
        new.expires_at,
        seconds(new.interval),
        MOST_WAITING,
    );
    Ok(inserted.execute(tx.connection()).await?.rows_affected() == 1)
}

/// The device that shows this code and waits for an answer.
pub async fn find(tx: &mut SiteTx, user_code: &[u8; 32], now: OffsetDateTime) -> Result<Option<Waiting>> {
    let row = sqlx::query!(
        r#"select client_id, scopes, address as "address: IpNet", created_at from oauth_device_codes
           where user_hash = $1 and allowed is null and expires_at > $2"#,
        &user_code[..],
        now
    );
    let waiting = row.fetch_optional(tx.connection()).await?.map(|row| Waiting {
        client: row.client_id,
        scopes: row.scopes,
        address: row.address.addr(),
        asked_at: row.created_at,
    });
    Ok(waiting)
}

/// Notes a person's answer. Of any number at once, one counts.
pub async fn answer(
    tx: &mut SiteTx,
    user_code: &[u8; 32],
    user: Uuid,
    agreed: bool,
    now: OffsetDateTime,
) -> Result<Option<Answered>> {
    let row = sqlx::query!(
        "update oauth_device_codes set allowed = $3, user_id = $2 where user_hash = $1 and allowed is null and expires_at > $4
         returning device_hash, expires_at",
        &user_code[..],
        user,
        agreed,
        now
    );
    let Some(row) = row.fetch_optional(tx.connection()).await? else { return Ok(None) };
    let device = TokenHash(row.device_hash.try_into().ok().context("a hash of another length is stored")?);
    Ok(Some(Answered { device, expires_at: row.expires_at }))
}

/// What this person answered before, and the client that was answered.
pub async fn answered_before(tx: &mut SiteTx, user_code: &[u8; 32], user: Uuid) -> Result<Option<(Uuid, bool)>> {
    let answered = sqlx::query!(
        r#"select client_id, allowed as "allowed!" from oauth_device_codes where user_hash = $1 and user_id = $2"#,
        &user_code[..],
        user
    );
    Ok(answered.fetch_optional(tx.connection()).await?.map(|row| (row.client_id, row.allowed)))
}

/// Notes that a device asks; nothing when the code is none of this client's. One statement, so that of two questions at once one
/// came too soon.
pub async fn poll(tx: &mut SiteTx, device: &TokenHash, client: Uuid, now: OffsetDateTime) -> Result<Option<Polled>> {
    let row = sqlx::query!(
        r#"update oauth_device_codes
           set hasty = due_at > $3, interval_seconds = interval_seconds + case when due_at > $3 then $4 else 0 end,
               due_at = $3 + (interval_seconds + case when due_at > $3 then $4 else 0 end - $5) * interval '1 s'
           where device_hash = $1 and client_id = $2
           returning allowed, hasty, expires_at > $3 as "stands!""#,
        device.as_ref(),
        client,
        now,
        seconds(SLOWER_BY),
        seconds(FORGIVEN),
    );
    Ok(row.fetch_optional(tx.connection()).await?.map(|row| match (row.stands, row.allowed) {
        (false, _) => Polled::Expired,
        (true, Some(true)) => Polled::Allowed,
        (true, Some(false)) => Polled::Denied,
        (true, None) if row.hasty => Polled::Hasty,
        (true, None) => Polled::Waiting,
    }))
}

fn seconds(duration: Duration) -> i32 {
    i32::try_from(duration.whole_seconds()).unwrap_or(i32::MAX)
}
