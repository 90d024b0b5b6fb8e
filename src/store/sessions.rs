//! Logins.

use anyhow::Result;
use ipnet::IpNet;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::SiteTx;
use crate::model::{
    session::{Device, Session},
    token::TokenHash,
    user::User,
};

/// How precisely it is known when somebody was last here.
const SEEN_PRECISION: Duration = Duration::minutes(1);

/// How many browsers an account knows at most; the one that was away longest is forgotten first.
const MOST_DEVICES: i64 = 10;

/// A login to be stored.
pub struct NewRow<'a> {
    /// Its id.
    pub id: Uuid,
    /// Whose it is.
    pub user: &'a User,
    /// The browser's secret.
    pub token: &'a TokenHash,
    /// Whether it outlives the browser's window.
    pub remember: bool,
    /// Where it came from.
    pub address: std::net::IpAddr,
    /// The network of that address.
    pub network: IpNet,
    /// The browser's own description.
    pub agent: &'a str,
    /// Until when it lasts without a visit.
    pub idle_until: OffsetDateTime,
    /// Until when it lasts at most.
    pub expires_at: OffsetDateTime,
    /// What the browser is known by from now on, if a browser keeps it.
    pub device: Option<&'a TokenHash>,
    /// What it was known by before.
    pub known_by: Option<&'a TokenHash>,
}

/// What is new about a login that has begun.
pub struct Begun {
    /// Whether the account knew neither the browser nor the network.
    pub is_new_device: bool,
}

/// Begins a login and notes it at its account, which it keeps from being deleted; nothing when the account was disabled or its
/// logins ended since its password was checked.
pub async fn insert(tx: &mut SiteTx, row: &NewRow<'_>, now: OffsetDateTime) -> Result<Option<Begun>> {
    let begun = sqlx::query!(
        r#"with noted as (
               update users set last_login_at = $8, delete_at = null
               where id = $2 and auth_epoch = $4 and status = 'active' and (delete_at is null or delete_at > $8)
               returning id, auth_epoch
           ), begun as (
               insert into sessions (id, user_id, token_hash, auth_epoch, remember, address, agent, created_at, seen_at, idle_until,
                                     expires_at, authenticated_at, device_hash)
               select $1, id, $3, auth_epoch, $5, $6, $7, $8, $8, $9, $10, $8, $11 from noted
           ), known as (
               update known_devices set token_hash = $11, seen_at = $8 from noted
               where user_id = noted.id and token_hash = $13 and $11::bytea is not null returning user_id
           ), learned as (
               insert into known_devices (user_id, token_hash, seen_at)
               select id, $11, $8 from noted where $11::bytea is not null and not exists (select from known)
           ), forgotten as (
               delete from known_devices where user_id in (select id from noted) and token_hash in (
                   select token_hash from known_devices where user_id = $2 order by seen_at desc offset $14
               ) and not exists (select from known)
           )
           select not (exists (select from known) or exists (
               select from events where user_id = $2 and action in ('logged_in', 'address_proven', 'new_device') and address <<= $12
           )) as "is_new_device!" from noted"#,
        row.id,
        row.user.id,
        row.token.as_ref(),
        row.user.auth_epoch,
        row.remember,
        IpNet::from(row.address) as _,
        row.agent,
        now,
        row.idle_until,
        row.expires_at,
        row.device.map(AsRef::as_ref),
        row.network as _,
        row.known_by.map(AsRef::as_ref),
        MOST_DEVICES - 1,
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(begun.map(|row| Begun { is_new_device: row.is_new_device }))
}

/// The login that a browser's secret stands for, if it still stands.
pub async fn find(tx: &mut SiteTx, token: &TokenHash, now: OffsetDateTime) -> Result<Option<Session>> {
    let row = sqlx::query!(
        "select s.id as session_id, s.remember, s.seen_at, case when not s.doubted then s.authenticated_at end as proven_at, u.id,
                u.email, u.name, u.username, u.locale, u.time_zone, u.delete_at, u.auth_epoch, u.created_at, u.last_login_at
         from sessions s join users u on u.site_id = s.site_id and u.id = s.user_id
         where s.token_hash = $1 and s.expires_at > $2 and s.idle_until > $2 and s.auth_epoch = u.auth_epoch and u.status = 'active'",
        token.as_ref(),
        now,
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(|row| Session {
        id: row.session_id,
        remember: row.remember,
        proven_at: row.proven_at,
        is_due: row.seen_at + SEEN_PRECISION <= now,
        user: User {
            id: row.id,
            email: row.email,
            name: row.name,
            username: row.username,
            locale: row.locale,
            time_zone: row.time_zone,
            delete_at: row.delete_at,
            auth_epoch: row.auth_epoch,
            created_at: row.created_at,
            last_login_at: row.last_login_at,
        },
    }))
}

/// The login of this id, if it is the account's and still stands.
pub async fn find_by_id(tx: &mut SiteTx, id: Uuid, user: Uuid, now: OffsetDateTime) -> Result<Option<Session>> {
    let row = sqlx::query!(
        "select s.remember, s.seen_at, case when not s.doubted then s.authenticated_at end as proven_at, u.email, u.name,
                u.username, u.locale, u.time_zone, u.delete_at, u.auth_epoch, u.created_at, u.last_login_at
         from sessions s join users u on u.site_id = s.site_id and u.id = s.user_id
         where s.id = $1 and u.id = $2 and s.expires_at > $3 and s.idle_until > $3 and s.auth_epoch = u.auth_epoch
           and u.status = 'active'",
        id,
        user,
        now,
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(|row| Session {
        id,
        remember: row.remember,
        proven_at: row.proven_at,
        is_due: row.seen_at + SEEN_PRECISION <= now,
        user: User {
            id: user,
            email: row.email,
            name: row.name,
            username: row.username,
            locale: row.locale,
            time_zone: row.time_zone,
            delete_at: row.delete_at,
            auth_epoch: row.auth_epoch,
            created_at: row.created_at,
            last_login_at: row.last_login_at,
        },
    }))
}

/// Notes that somebody is here.
pub async fn touch(tx: &mut SiteTx, id: Uuid, idle_until: OffsetDateTime, now: OffsetDateTime) -> Result<()> {
    sqlx::query!("update sessions set seen_at = $2, idle_until = $3 where id = $1", id, now, idle_until)
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// Notes that the password was given once more, and gives the login a new secret; says until when it lasts, or nothing when it
/// has ended meanwhile.
pub async fn renew(tx: &mut SiteTx, id: Uuid, token: &TokenHash, now: OffsetDateTime) -> Result<Option<OffsetDateTime>> {
    Ok(sqlx::query_scalar!(
        "update sessions s set token_hash = $2, authenticated_at = $3, doubted = false from users u
         where s.id = $1 and u.site_id = s.site_id and u.id = s.user_id and s.auth_epoch = u.auth_epoch returning s.expires_at",
        id,
        token.as_ref(),
        now
    )
    .fetch_optional(tx.connection())
    .await?)
}

/// Ends all logins of an account.
pub async fn end_all(tx: &mut SiteTx, user: Uuid) -> Result<()> {
    sqlx::query!("delete from sessions where user_id = $1", user).execute(tx.connection()).await?;
    Ok(())
}

/// The logins of an account that stand, the latest visit first.
pub async fn list(tx: &mut SiteTx, user: Uuid, now: OffsetDateTime) -> Result<Vec<Device>> {
    struct Row {
        id: Uuid,
        agent: String,
        address: IpNet,
        created_at: OffsetDateTime,
        seen_at: OffsetDateTime,
    }
    let rows = sqlx::query_as!(
        Row,
        r#"select s.id, s.agent, s.address as "address: IpNet", s.created_at, s.seen_at
           from sessions s join users u on u.site_id = s.site_id and u.id = s.user_id
           where s.user_id = $1 and s.auth_epoch = u.auth_epoch and s.expires_at > $2 and s.idle_until > $2
           order by s.seen_at desc, s.id limit 100"#,
        user,
        now,
    );
    let device = |row: Row| Device {
        id: row.id,
        agent: row.agent,
        address: row.address.addr(),
        created_at: row.created_at,
        seen_at: row.seen_at,
    };
    Ok(rows.fetch_all(tx.connection()).await?.into_iter().map(device).collect())
}

/// Ends one login of an account, which forgets its browser; `false` when it has none of this id.
pub async fn end_one(tx: &mut SiteTx, user: Uuid, id: Uuid) -> Result<bool> {
    let ended = sqlx::query_scalar!(
        "with ended as (delete from sessions where user_id = $1 and id = $2 returning id, device_hash),
              forgotten as (delete from known_devices k using ended where k.user_id = $1 and k.token_hash = ended.device_hash)
         select id from ended",
        user,
        id
    );
    Ok(ended.fetch_optional(tx.connection()).await?.is_some())
}

/// From now on an account's other logins have to prove themselves before anything sensitive.
pub async fn doubt_others(tx: &mut SiteTx, user: Uuid, kept: Uuid) -> Result<()> {
    sqlx::query!("update sessions set doubted = true where user_id = $1 and id <> $2", user, kept)
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// Whether a login still stands, at the beginning of a transaction that acts on it: nothing can end it before the transaction
/// does.
pub async fn hold(tx: &mut SiteTx, id: Uuid) -> Result<bool> {
    let held = sqlx::query!(
        "select from users u join sessions s on s.site_id = u.site_id and s.user_id = u.id
         where s.id = $1 and s.auth_epoch = u.auth_epoch and u.status = 'active' for no key update of u",
        id
    );
    Ok(held.fetch_optional(tx.connection()).await?.is_some())
}

/// Ends all logins of an account but one, and forgets their browsers: that one goes on under a higher epoch, which leaves every
/// other behind.
pub async fn end_others(tx: &mut SiteTx, user: Uuid, kept: Uuid) -> Result<()> {
    sqlx::query!(
        "with raised as (update users set auth_epoch = auth_epoch + 1 where id = $1 returning auth_epoch),
              ended as (delete from sessions where user_id = $1 and id <> $2),
              forgotten as (delete from known_devices where user_id = $1 and token_hash is distinct from
                                (select device_hash from sessions where id = $2))
         update sessions set auth_epoch = raised.auth_epoch from raised where user_id = $1 and id = $2",
        user,
        kept,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Ends a login, and says whose it was.
pub async fn end(tx: &mut SiteTx, token: &TokenHash) -> Result<Option<Uuid>> {
    let ended = sqlx::query_scalar!("delete from sessions where token_hash = $1 returning user_id", token.as_ref());
    Ok(ended.fetch_optional(tx.connection()).await?)
}
