//! The record of what happened at a site, for its admins. Read by key and never by offset: the place of a page is the time and
//! id of the last entry before it, so each page costs the same, and none is shown twice when new ones come in.

use anyhow::Result;
use ipnet::IpNet;
use serde_json::Value;
use sqlx::{FromRow, Postgres, QueryBuilder};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{PlatformTx, SiteTx};
use crate::model::audit::{Acting, By, Entry, PlatformEntry, Wanted};

#[derive(FromRow)]
pub(super) struct Row {
    id: Uuid,
    at: OffsetDateTime,
    actor: String,
    actor_id: Option<Uuid>,
    action: String,
    result: String,
    user_id: Option<Uuid>,
    target: Option<Uuid>,
    address: Option<IpNet>,
    agent: String,
    details: Option<Value>,
}

const SELECT: &str =
    "select id, at, actor, actor_id, action, result, user_id, target, address, agent, details from events where true";

/// The newest of them.
pub async fn page(tx: &mut SiteTx, wanted: &Wanted, most: i64) -> Result<Vec<Entry>> {
    let mut query = QueryBuilder::new(SELECT);
    if let Some(id) = wanted.user {
        query.push(" and user_id = ").push_bind(id);
    }
    if let Some(id) = wanted.client {
        query.push(" and target = ").push_bind(id);
    }
    filter(&mut query, wanted, most);
    // Planned for what is asked, not for what is usual: how rare it is decides which index is best.
    let rows: Vec<Row> = query.build_query_as().persistent(false).fetch_all(tx.connection()).await?;
    Ok(rows.into_iter().map(Entry::from).collect())
}

/// One of them.
pub async fn find(tx: &mut SiteTx, id: Uuid) -> Result<Option<Entry>> {
    let mut query = QueryBuilder::new(SELECT);
    let row: Option<Row> = query.push(" and id = ").push_bind(id).build_query_as().fetch_optional(tx.connection()).await?;
    Ok(row.map(Entry::from))
}

/// An entry, and the site that it happened at.
#[derive(FromRow)]
pub(super) struct PlatformRow {
    #[sqlx(flatten)]
    entry: Row,
    slug: Option<String>,
}

/// The newest logins of all sites, those that were refused included.
pub async fn logins(tx: &mut PlatformTx, wanted: &Wanted, most: i64) -> Result<Vec<PlatformEntry>> {
    let mut query = QueryBuilder::new(
        "select * from (select e.id, e.at, e.actor, e.actor_id, e.action, e.result, e.user_id, e.target, e.address, e.agent, e.details,
                               s.slug from events e join sites s on s.id = e.site_id
                        where e.action in ('logged_in', 'new_device', 'login_refused')) as logins where true",
    );
    if let Some(slug) = &wanted.site {
        query.push(" and slug = ").push_bind(slug);
    }
    filter(&mut query, wanted, most);
    let rows: Vec<PlatformRow> = query.build_query_as().persistent(false).fetch_all(tx.connection()).await?;
    Ok(rows.into_iter().map(PlatformEntry::from).collect())
}

/// What a site's record and the operator's have in common: filters, order and size.
pub(super) fn filter(query: &mut QueryBuilder<'_, Postgres>, wanted: &Wanted, most: i64) {
    match &wanted.actor {
        Some(Acting::Kind(kind)) => drop(query.push(" and actor = ").push_bind(kind.clone())),
        Some(Acting::Id(id)) => drop(query.push(" and actor_id = ").push_bind(*id)),
        None => {}
    }
    if let Some(action) = &wanted.action {
        query.push(" and action = ").push_bind(action.clone());
    }
    if let Some(result) = &wanted.result {
        query.push(" and result = ").push_bind(result.clone());
    }
    if let Some(address) = wanted.address {
        query.push(" and address = ").push_bind(IpNet::from(address));
    }
    if let Some(from) = wanted.from {
        query.push(" and at >= ").push_bind(from);
    }
    if let Some(to) = wanted.to {
        query.push(" and at < ").push_bind(to);
    }
    if let Some(place) = wanted.after {
        query.push(" and (at, id) < (").push_bind(place.at).push(", ").push_bind(place.id).push(")");
    }
    query.push(" order by at desc, id desc limit ").push_bind(most);
}

impl From<Row> for Entry {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            at: row.at,
            actor: By { kind: row.actor, id: row.actor_id },
            action: row.action,
            result: row.result,
            user_id: row.user_id,
            target: row.target,
            ip: row.address.map(|net| net.addr()),
            user_agent: row.agent,
            details: row.details,
        }
    }
}

impl From<PlatformRow> for PlatformEntry {
    fn from(row: PlatformRow) -> Self {
        Self { entry: Entry::from(row.entry), slug: row.slug }
    }
}
