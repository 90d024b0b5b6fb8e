//! An admin has the same done to many accounts: to those that were ticked, or to all that a filter lets through. It is taken down,
//! begun at once and gone on with in steps (`steps`), so nobody has to wait, and nothing is lost if the portal stops.

pub mod steps;

use anyhow::Result;
use uuid::Uuid;

use super::administration::Admin;
use crate::{
    model::bulk_change::{Act, BulkChange, Progress, Whom},
    store::{self, SiteTx},
};

/// How many may be named one by one.
pub const MOST_NAMED: usize = 100;

/// How many accounts it would be.
pub async fn count(admin: &Admin, whom: &Whom) -> Result<i64> {
    count_in(&mut admin.visit.begin().await?, whom).await
}

/// Takes the order down, and the first step with it, which for a few accounts is the only one. Says which change it is.
pub async fn submit(admin: &Admin, act: Act, whom: Whom) -> Result<Uuid> {
    let visit = &admin.visit;
    let mut tx = visit.begin().await?;
    let change = BulkChange {
        id: visit.app.random.id(visit.now),
        act,
        total: count_in(&mut tx, &whom).await?,
        whom,
        actor: admin.actor,
        client: visit.client,
        agent: visit.agent.clone(),
        ordered_at: visit.now,
        progress: Progress::default(),
        ended_at: None,
        stopped: false,
    };
    store::bulk_changes::insert(&mut tx, &change).await?;
    steps::step(admin, &mut tx, &change).await?;
    tx.commit().await?;
    tracing::info!(site = %visit.site.slug, client = %visit.client.ip(), agent = visit.agent.as_str(), actor = admin.actor.word(), act = act.word(), total = change.total, "bulk");
    Ok(change.id)
}

/// One of the site's.
pub async fn find(admin: &Admin, id: Uuid) -> Result<Option<BulkChange>> {
    store::bulk_changes::find(&mut admin.visit.begin().await?, id).await
}

/// Ends it where it is; what is done stays done. A step that is being taken comes to its end first.
pub async fn stop(admin: &Admin, id: Uuid) -> Result<()> {
    let mut tx = admin.visit.begin().await?;
    store::bulk_changes::stop(&mut tx, id, admin.visit.now).await?;
    tx.commit().await
}

async fn count_in(tx: &mut SiteTx, whom: &Whom) -> Result<i64> {
    match whom {
        Whom::Named(ids) => Ok(i64::try_from(ids.len())?),
        Whom::All(wanted) => store::user_lists::count_all(tx, wanted).await,
    }
}
