//! What happened to the portal as a whole. What is about a site that goes on is told in that site's own record, too.

use anyhow::Result;
use ipnet::IpNet;
use serde_json::Value;
use sqlx::{PgConnection, QueryBuilder};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    PlatformTx, SiteTx,
    audit::{self, PlatformRow},
};
use crate::model::{
    audit::{PlatformEntry, Wanted},
    author::Author,
    event::Action,
};

/// Something to be noted.
pub struct NewPlatformEvent<'a> {
    /// Its id.
    pub id: Uuid,
    /// Whose doing it is.
    pub author: &'a Author,
    /// What happened.
    pub action: Action,
    /// The site that it happened to, and its short name.
    pub site: Option<(Uuid, &'a str)>,
    /// Whether the site's own record tells of it, too.
    pub in_site: bool,
    /// What only this kind of event has to tell. Never a secret.
    pub details: Option<Value>,
}

/// Notes it. There is no way to change it.
pub async fn insert(tx: &mut PlatformTx, event: &NewPlatformEvent<'_>, now: OffsetDateTime) -> Result<()> {
    write(tx.connection(), event, now).await
}

/// As `insert`, from within the site that it is about.
pub async fn insert_from_site(tx: &mut SiteTx, event: &NewPlatformEvent<'_>, now: OffsetDateTime) -> Result<()> {
    write(tx.connection(), event, now).await
}

async fn write(connection: &mut PgConnection, event: &NewPlatformEvent<'_>, now: OffsetDateTime) -> Result<()> {
    let author = event.author;
    sqlx::query!(
        "with told as (insert into platform_events (id, at, actor, actor_id, action, result, site, slug, address, agent, details)
                       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11))
         insert into events (site_id, id, at, actor, actor_id, action, result, address, agent, details)
         select $7::uuid, $1, $2, $3, $4, $5, $6, $9, $10, $11 where $12",
        event.id,
        now,
        author.actor.word(),
        author.actor.id(),
        event.action.word(),
        event.action.result(),
        event.site.map(|(id, _)| id),
        event.site.map(|(_, slug)| slug),
        author.address.map(IpNet::from) as _,
        author.agent.as_str(),
        event.details,
        event.in_site && event.site.is_some(),
    )
    .execute(connection)
    .await?;
    Ok(())
}

const SELECT: &str =
    "select id, at, actor, actor_id, action, result, null::uuid as user_id, site as target, address, agent, details, slug
from platform_events where true";

/// The newest of those wanted.
pub async fn page(tx: &mut PlatformTx, wanted: &Wanted, most: i64) -> Result<Vec<PlatformEntry>> {
    let mut query = QueryBuilder::new(SELECT);
    if let Some(slug) = &wanted.site {
        query.push(" and slug = ").push_bind(slug);
    }
    audit::filter(&mut query, wanted, most);
    let rows: Vec<PlatformRow> = query.build_query_as().persistent(false).fetch_all(tx.connection()).await?;
    Ok(rows.into_iter().map(PlatformEntry::from).collect())
}

/// One entry.
pub async fn find(tx: &mut PlatformTx, id: Uuid) -> Result<Option<PlatformEntry>> {
    let mut query = QueryBuilder::new(SELECT);
    let row: Option<PlatformRow> =
        query.push(" and id = ").push_bind(id).build_query_as().fetch_optional(tx.connection()).await?;
    Ok(row.map(PlatformEntry::from))
}
