//! What admins do to many accounts at once. Admins and protected accounts are left out, so the last admin stays without anybody's
//! looking; who is an admin is decided by the statement itself, on the locked row.

use anyhow::Result;
use ipnet::IpNet;
use time::OffsetDateTime;
use uuid::Uuid;

use super::SiteTx;
use crate::model::{author::Author, event::Action};

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

/// Ends all logins of accounts, and makes them forget the browsers they were in; says of which.
pub async fn end_logins(tx: &mut SiteTx, ids: &[Uuid], now: OffsetDateTime) -> Result<Vec<Uuid>> {
    Ok(sqlx::query_scalar!(
        "with locked as (select id from users where id = any($1) order by id for no key update),
              changed as (update users set auth_epoch = auth_epoch + 1, updated_at = $2
                          where id in (select id from locked) and role <> 'admin' and not protected returning id),
              ended as (delete from sessions where user_id in (select id from changed)),
              forgotten as (delete from known_devices where user_id in (select id from changed))
         select id from changed",
        ids,
        now
    )
    .fetch_all(tx.connection())
    .await?)
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
