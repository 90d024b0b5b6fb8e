//! What happened at a site, for people to look up.

use std::net::IpAddr;

use anyhow::Result;
use ipnet::IpNet;
use serde_json::Value;
use time::OffsetDateTime;
use uuid::Uuid;

use super::SiteTx;
use crate::model::{
    audit::Place,
    event::{Action, Actor, Event},
};

/// Something to be noted.
pub struct NewEvent<'a> {
    /// Its id.
    pub id: Uuid,
    /// Whose account it concerns, if any.
    pub user: Option<Uuid>,
    /// Who did it.
    pub actor: Actor,
    /// What happened.
    pub action: Action,
    /// What it was done to, besides the account.
    pub target: Option<Uuid>,
    /// From where.
    pub address: IpAddr,
    /// The browser's own description.
    pub agent: &'a str,
    /// What only this kind of event has to tell. Never a secret.
    pub details: Option<Value>,
}

/// Notes it. There is no way to change or remove it from within the site.
pub async fn insert(tx: &mut SiteTx, event: &NewEvent<'_>, now: OffsetDateTime) -> Result<()> {
    sqlx::query!(
        "insert into events (id, at, user_id, actor, actor_id, action, result, target, address, agent, details)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        event.id,
        now,
        event.user,
        event.actor.word(),
        event.actor.id(),
        event.action.word(),
        event.action.result(),
        event.target,
        IpNet::from(event.address) as _,
        event.agent,
        event.details,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// What happened to an account before a place in its record, as its owner sees it, the latest first. Where an admin sat is not
/// the owner's business.
pub async fn of_account(tx: &mut SiteTx, user: Uuid, before: Place, most: i64) -> Result<Vec<Event>> {
    struct Row {
        id: Uuid,
        action: String,
        at: OffsetDateTime,
        address: Option<IpNet>,
        agent: String,
    }
    let rows = sqlx::query_as!(
        Row,
        r#"select id, action, at, case when actor in ('admin', 'operator') then null else address end as "address: IpNet",
                  case when actor in ('admin', 'operator') then '' else agent end as "agent!"
           from events where user_id = $1 and (at, id) < ($2, $3) order by at desc, id desc limit $4"#,
        user,
        before.at,
        before.id,
        most,
    );
    let event = |row: Row| Event {
        id: row.id,
        action: row.action,
        at: row.at,
        address: row.address.map(|net| net.addr()),
        agent: row.agent,
    };
    Ok(rows.fetch_all(tx.connection()).await?.into_iter().map(event).collect())
}
