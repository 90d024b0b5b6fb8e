//! Changes to many accounts, while they are under way and for a while after.

use anyhow::{Context, Result};
use ipnet::IpNet;
use serde_json::Value;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{PlatformTx, SiteTx};
use crate::model::{
    bulk_change::{Act, BulkChange, Progress},
    client::{Agent, ClientAddress},
    event::Actor,
};

struct Row {
    id: Uuid,
    ordered_at: OffsetDateTime,
    admin_id: Option<Uuid>,
    address: IpNet,
    agent: String,
    act: String,
    whom: Value,
    total: i64,
    changed: i64,
    unchanged: i64,
    after: Uuid,
    ended_at: Option<OffsetDateTime>,
    stopped: bool,
}

impl TryFrom<Row> for BulkChange {
    type Error = anyhow::Error;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: row.id,
            act: Act::find(&row.act).context("an unknown act")?,
            whom: serde_json::from_value(row.whom)?,
            actor: row.admin_id.map_or(Actor::Operator, Actor::Admin),
            client: ClientAddress::new(row.address.addr()),
            agent: Agent::new(&row.agent),
            ordered_at: row.ordered_at,
            total: row.total,
            progress: Progress { changed: row.changed, unchanged: row.unchanged, after: row.after },
            ended_at: row.ended_at,
            stopped: row.stopped,
        })
    }
}

/// Takes an order down.
pub async fn insert(tx: &mut SiteTx, change: &BulkChange) -> Result<()> {
    sqlx::query!(
        "insert into bulk_changes (id, ordered_at, admin_id, address, agent, act, whom, total)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        change.id,
        change.ordered_at,
        change.actor.id(),
        IpNet::from(change.client.ip()) as _,
        change.agent.as_str(),
        change.act.word(),
        serde_json::to_value(&change.whom)?,
        change.total,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// One of them.
pub async fn find(tx: &mut SiteTx, id: Uuid) -> Result<Option<BulkChange>> {
    let row = sqlx::query_as!(
        Row,
        r#"select id, ordered_at, admin_id, address as "address: IpNet", agent, act, whom, total, changed, unchanged, after, ended_at,
                  stopped
           from bulk_changes where id = $1"#,
        id
    );
    row.fetch_optional(tx.connection()).await?.map(BulkChange::try_from).transpose()
}

/// Those that are under way, the oldest first.
pub async fn under_way(tx: &mut SiteTx) -> Result<Vec<BulkChange>> {
    let rows = sqlx::query_as!(
        Row,
        r#"select id, ordered_at, admin_id, address as "address: IpNet", agent, act, whom, total, changed, unchanged, after, ended_at,
                  stopped
           from bulk_changes where ended_at is null order by id"#
    );
    rows.fetch_all(tx.connection()).await?.into_iter().map(BulkChange::try_from).collect()
}

/// Takes one that is under way in hand, unless somebody else has it or it has ended.
pub async fn take(tx: &mut SiteTx, id: Uuid) -> Result<Option<BulkChange>> {
    let is_free =
        sqlx::query_scalar!("select id from bulk_changes where id = $1 and ended_at is null for update skip locked", id);
    match is_free.fetch_optional(tx.connection()).await? {
        Some(id) => find(tx, id).await,
        None => Ok(None),
    }
}

/// Notes how far one has come, and if that is the end of it.
pub async fn advance(tx: &mut SiteTx, id: Uuid, progress: Progress, ended_at: Option<OffsetDateTime>) -> Result<()> {
    sqlx::query!(
        "update bulk_changes set changed = $2, unchanged = $3, after = $4, ended_at = $5 where id = $1",
        id,
        progress.changed,
        progress.unchanged,
        progress.after,
        ended_at,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Ends one before it is done. One that has ended stays as it is.
pub async fn stop(tx: &mut SiteTx, id: Uuid, now: OffsetDateTime) -> Result<()> {
    sqlx::query!("update bulk_changes set ended_at = $2, stopped = true where id = $1 and ended_at is null", id, now)
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// The oldest that is under way of each site: the site's id, and its own.
pub async fn first_of_each_site(tx: &mut PlatformTx) -> Result<Vec<(Uuid, Uuid)>> {
    let rows =
        sqlx::query!("select distinct on (site_id) site_id, id from bulk_changes where ended_at is null order by site_id, id");
    Ok(rows.fetch_all(tx.connection()).await?.into_iter().map(|row| (row.site_id, row.id)).collect())
}
