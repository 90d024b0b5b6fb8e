//! What admins do to many accounts at once. Admins and protected accounts are left out, so the last admin stays without anybody's
//! looking; who is an admin is decided by the statement itself, on the locked row.

use anyhow::Result;
use ipnet::IpNet;
use time::OffsetDateTime;
use uuid::Uuid;

use super::SiteTx;
use crate::model::{author::Author, event::Action};

/// Whom to tell of what was done to an account.
pub struct Reader {
    /// The address.
    pub email: String,
    /// The language chosen.
    pub locale: Option<String>,
    /// The time zone chosen.
    pub time_zone: Option<String>,
}

/// The owners of accounts. Whoever has not accepted an invitation yet is none.
pub async fn readers(tx: &mut SiteTx, ids: &[Uuid]) -> Result<Vec<Reader>> {
    Ok(sqlx::query_as!(
        Reader,
        "select email, locale, time_zone from users where id = any($1) and email_verified_at is not null",
        ids
    )
    .fetch_all(tx.connection())
    .await?)
}

/// Keeps accounts from logging in, and ends their logins and what letters let their owners do; says which were changed.
pub async fn disable(tx: &mut SiteTx, ids: &[Uuid], now: OffsetDateTime) -> Result<Vec<Uuid>> {
    Ok(sqlx::query_scalar!(
        "with locked as (select id from users where id = any($1) order by id for no key update),
              changed as (update users set status = 'disabled', auth_epoch = auth_epoch + 1, updated_at = $2
                          where id in (select id from locked) and status <> 'disabled' and role <> 'admin' and not protected
                          returning id),
              ended as (delete from sessions where user_id in (select id from changed)),
              voided as (delete from tokens where user_id in (select id from changed))
         select id from changed",
        ids,
        now
    )
    .fetch_all(tx.connection())
    .await?)
}

/// Lets disabled accounts log in again, or their invitations be accepted; says which were changed.
pub async fn enable(tx: &mut SiteTx, ids: &[Uuid], now: OffsetDateTime) -> Result<Vec<Uuid>> {
    Ok(sqlx::query_scalar!(
        "with locked as (select id from users where id = any($1) order by id for no key update)
         update users set status = case when email_verified_at is null then 'invited' else 'active' end, updated_at = $2
         where id in (select id from locked) and status = 'disabled' and role <> 'admin' and not protected
         returning id",
        ids,
        now
    )
    .fetch_all(tx.connection())
    .await?)
}

/// Ends all logins of accounts, and makes them forget the browsers they were in; says of which, and whether there were any.
pub async fn end_logins(tx: &mut SiteTx, ids: &[Uuid], now: OffsetDateTime) -> Result<Vec<(Uuid, bool)>> {
    let changed = sqlx::query!(
        r#"with locked as (select id from users where id = any($1) order by id for no key update),
              changed as (update users set auth_epoch = auth_epoch + 1, updated_at = $2
                          where id in (select id from locked) and role <> 'admin' and not protected returning id),
              ended as (delete from sessions where user_id in (select id from changed) returning user_id),
              forgotten as (delete from known_devices where user_id in (select id from changed))
         select id, id in (select user_id from ended) as "was_in!" from changed"#,
        ids,
        now
    );
    Ok(changed.fetch_all(tx.connection()).await?.into_iter().map(|row| (row.id, row.was_in)).collect())
}

/// Notes the same of many accounts, each under an id of its own.
pub async fn note(
    tx: &mut SiteTx,
    ids: &[Uuid],
    users: &[Uuid],
    author: &Author,
    action: Action,
    now: OffsetDateTime,
) -> Result<()> {
    sqlx::query!(
        "insert into events (id, user_id, at, actor, actor_id, action, result, address, agent)
         select *, $3::timestamptz, $4, $5::uuid, $6, $7, $8::inet, $9 from unnest($1::uuid[], $2::uuid[])",
        ids,
        users,
        now,
        author.actor.word(),
        author.actor.id(),
        action.word(),
        action.result(),
        author.address.map(IpNet::from) as _,
        author.agent.as_str(),
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}
