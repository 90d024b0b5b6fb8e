//! What happened, for people to look up.

use std::net::IpAddr;

use anyhow::Result;
use ipnet::IpNet;
use time::OffsetDateTime;
use uuid::Uuid;

use super::SiteTx;
use crate::model::event::{Action, Event};

/// Something to be noted.
pub struct NewEvent<'a> {
    /// Its id.
    pub id: Uuid,
    /// Whose account it concerns, if any.
    pub user: Option<Uuid>,
    /// What happened.
    pub action: Action,
    /// From where.
    pub address: IpAddr,
    /// The browser's own description.
    pub agent: &'a str,
}

/// Notes it. There is no way to change or remove it from within the site.
pub async fn insert(tx: &mut SiteTx, event: &NewEvent<'_>, now: OffsetDateTime) -> Result<()> {
    sqlx::query!(
        "insert into events (id, at, user_id, action, address, agent) values ($1, $2, $3, $4, $5, $6)",
        event.id,
        now,
        event.user,
        event.action.word(),
        IpNet::from(event.address) as _,
        event.agent,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// What happened to an account, the latest first.
pub async fn recent(tx: &mut SiteTx, user: Uuid, most: i64) -> Result<Vec<Event>> {
    struct Row {
        action: String,
        at: OffsetDateTime,
        address: IpNet,
        agent: String,
    }
    let rows = sqlx::query_as!(
        Row,
        r#"select action, at, address as "address: IpNet", agent from events where user_id = $1 order by id desc limit $2"#,
        user,
        most,
    );
    let event = |row: Row| Event { action: row.action, at: row.at, address: row.address.addr(), agent: row.agent };
    Ok(rows.fetch_all(tx.connection()).await?.into_iter().map(event).collect())
}
