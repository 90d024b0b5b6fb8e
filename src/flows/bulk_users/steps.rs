//! The worker that goes through the accounts of a change, some hundreds at a time. What a step does and how far it came are one
//! commit: nobody is changed twice and nobody left out, whatever stops it and however many instances there are.

use std::{sync::Arc, time::Duration as Wait};

use anyhow::Result;
use uuid::Uuid;

use crate::{
    app::App,
    flows::{
        Visit,
        administration::{Admin, tell_all},
    },
    mail::letters::Administered,
    model::{
        bulk_change::{Act, BulkChange, Progress, Whom},
        event::Actor,
        site::Site,
        user::{Role, Status},
    },
    store::{self, SiteTx},
    words::Locale,
};

/// How many accounts a step goes through.
const STEP: i64 = 500;
/// The longest sleep: a notification usually ends it sooner.
const NAP: Wait = Wait::from_secs(20);

/// Takes steps for as long as the process lives.
pub async fn work(app: Arc<App>) {
    loop {
        if let Err(fault) = work_once(&app).await {
            tracing::warn!(fault = format!("{fault:#}"), "changes to many accounts wait; trying again");
            tokio::time::sleep(Wait::from_secs(1)).await;
        }
    }
}

/// Until the connection breaks.
async fn work_once(app: &Arc<App>) -> Result<()> {
    let mut listener = app.database.listen("bulk_changes_ordered").await?;
    loop {
        while go_on(app).await? {}
        tokio::select! {
            rung = listener.try_recv() => if rung?.is_none() { return Ok(()) },
            () = tokio::time::sleep(NAP) => {}
        }
    }
}

/// Takes a step in each site where a change is under way, in the one that was ordered first; says whether there was any.
pub async fn go_on(app: &Arc<App>) -> Result<bool> {
    let mut tx = app.database.platform("changes to many accounts of all sites").await?;
    let changes = store::bulk_changes::first_of_each_site(&mut tx).await?;
    drop(tx);
    let mut moved = false;
    for (site, id) in changes {
        let Some(site) = app.sites.by_id(site) else { continue };
        match take(app, &site, id).await {
            Ok(taken) => moved |= taken,
            // It holds up no other site's, and is tried again after the next sleep.
            Err(fault) => {
                tracing::warn!(site = %site.slug, change = %id, fault = format!("{fault:#}"), "a step of a bulk change failed");
            }
        }
    }
    Ok(moved)
}

/// Takes one step of one change, for whoever ordered it; says whether there was one to take.
pub async fn take(app: &Arc<App>, site: &Arc<Site>, id: Uuid) -> Result<bool> {
    let mut tx = app.database.site(site.id).await?;
    let Some(change) = store::bulk_changes::take(&mut tx, id).await? else { return Ok(false) };
    let admin = carried_on(app, site, &change);
    match may_still(&mut tx, admin.actor).await? {
        true => step(&admin, &mut tx, &change).await?,
        false => store::bulk_changes::stop(&mut tx, id, admin.visit.now).await?,
    }
    tx.commit().await?;
    Ok(true)
}

/// The next accounts of a change that this transaction has in hand.
pub(super) async fn step(admin: &Admin, tx: &mut SiteTx, change: &BulkChange) -> Result<()> {
    let (ids, is_last) = next(tx, change).await?;
    let changed = apply(admin, tx, change.act, &ids).await?;
    let progress = Progress {
        changed: change.progress.changed + changed,
        unchanged: change.progress.unchanged + i64::try_from(ids.len())? - changed,
        after: ids.last().copied().unwrap_or(change.progress.after),
    };
    store::bulk_changes::advance(tx, change.id, progress, is_last.then_some(admin.visit.now)).await
}

/// The visit that ordered it, gone on with now.
fn carried_on(app: &Arc<App>, site: &Arc<Site>, change: &BulkChange) -> Admin {
    let visit = Visit {
        app: Arc::clone(app),
        site: Arc::clone(site),
        client: change.client,
        agent: change.agent.clone(),
        locale: Locale::ENGLISH,
        now: app.clock.now(),
        request_id: change.id.to_string(),
    };
    Admin { visit, actor: change.actor }
}

/// Whoever is no admin any more changes nobody any more.
async fn may_still(tx: &mut SiteTx, actor: Actor) -> Result<bool> {
    let Actor::Admin(id) = actor else { return Ok(true) };
    let admin = store::user_records::find(tx, id).await?;
    Ok(admin.is_some_and(|admin| admin.role == Role::Admin.word() && admin.status == Status::Active.word()))
}

/// The next accounts, and whether they are the last.
async fn next(tx: &mut SiteTx, change: &BulkChange) -> Result<(Vec<Uuid>, bool)> {
    match &change.whom {
        Whom::Named(ids) => Ok((ids.clone(), true)),
        Whom::All(wanted) => {
            let users = store::user_lists::chunk(tx, wanted, change.progress.after, STEP).await?;
            let ids: Vec<Uuid> = users.iter().map(|user| user.id).collect();
            let is_last = ids.len() < usize::try_from(STEP)?;
            Ok((ids, is_last))
        }
    }
}

/// Does it to these, notes it and tells them; says how many were changed.
async fn apply(admin: &Admin, tx: &mut SiteTx, act: Act, ids: &[Uuid]) -> Result<i64> {
    let visit = &admin.visit;
    let (changed, what) = match act {
        Act::Disable => (store::bulk_users::disable(tx, ids, visit.now).await?, Administered::Disabled),
        Act::Enable => (store::bulk_users::enable(tx, ids, visit.now).await?, Administered::Enabled),
        Act::EndLogins => {
            let ended = store::bulk_users::end_logins(tx, ids, visit.now).await?;
            // Whoever was not logged in anywhere has nothing to hear of.
            let changed: Vec<Uuid> = ended.into_iter().filter(|(_, was_in)| *was_in).map(|(id, _)| id).collect();
            (changed, Administered::LoggedOut)
        }
    };
    tell_all(admin, tx, &changed, what).await?;
    let events: Vec<Uuid> = changed.iter().map(|_| visit.app.random.id(visit.now)).collect();
    store::bulk_users::note(tx, &events, &changed, &admin.author(), act.action(), visit.now).await?;
    Ok(i64::try_from(changed.len())?)
}
