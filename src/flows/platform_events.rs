//! What happened to the portal as a whole: noted in the transaction of its cause, and looked up by the operator.

use anyhow::Result;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    app::App,
    mail::senders,
    model::{
        audit::{PlatformEntry, Wanted},
        author::Author,
        difference::difference,
        event::Action,
        site_record::SiteRecord,
    },
    store::{self, PlatformTx, SiteTx, platform_events::NewPlatformEvent},
};

/// Notes what is about no site.
pub async fn note(app: &App, tx: &mut PlatformTx, author: &Author, action: Action, details: Option<Value>) -> Result<()> {
    write(app, tx, author, action, None, details).await
}

/// Notes what had no other effect.
pub async fn note_alone(app: &App, author: &Author, action: Action, details: Value) -> Result<()> {
    let mut tx = app.database.platform("what the operator did, for the record").await?;
    note(app, &mut tx, author, action, Some(details)).await?;
    tx.commit().await
}

/// Notes that there is a site, that it has changed, or that it is gone.
pub async fn note_site(
    app: &App,
    tx: &mut PlatformTx,
    author: &Author,
    before: Option<&SiteRecord>,
    after: Option<&SiteRecord>,
) -> Result<()> {
    let action = match (before, after) {
        (None, _) => Action::SiteCreated,
        (Some(_), None) => Action::SiteDeleted,
        (Some(before), Some(after)) if before.status == after.status => Action::SiteChanged,
        (Some(_), Some(after)) if after.is_active() => Action::SiteEnabled,
        (Some(_), Some(_)) => Action::SiteDisabled,
    };
    let details = match (before, after) {
        (Some(before), Some(after)) => difference(told(app, before)?, told(app, after)?),
        (None, Some(after)) => json!({ "after": told(app, after)? }),
        (Some(before), None) => json!({ "before": told(app, before)? }),
        (None, None) => Value::Null,
    };
    let site = after.or(before).map(|site| (site.id, site.slug.as_str()));
    write(app, tx, author, action, site, Some(details)).await
}

/// Notes what was done to a site from within it.
pub async fn note_in_site(
    app: &App,
    tx: &mut SiteTx,
    author: &Author,
    action: Action,
    site: (Uuid, &str),
    details: Value,
) -> Result<()> {
    let event = event(app, author, action, Some(site), Some(details));
    store::platform_events::insert_from_site(tx, &event, app.clock.now()).await
}

/// The newest of those wanted.
pub async fn page(app: &App, wanted: &Wanted, most: i64) -> Result<Vec<PlatformEntry>> {
    let mut tx = app.database.platform("the record, for the operator").await?;
    store::platform_events::page(&mut tx, wanted, most).await
}

/// One entry.
pub async fn find(app: &App, id: Uuid) -> Result<Option<PlatformEntry>> {
    let mut tx = app.database.platform("the record, for the operator").await?;
    store::platform_events::find(&mut tx, id).await
}

async fn write(
    app: &App,
    tx: &mut PlatformTx,
    author: &Author,
    action: Action,
    site: Option<(Uuid, &str)>,
    details: Option<Value>,
) -> Result<()> {
    let event = event(app, author, action, site, details);
    store::platform_events::insert(tx, &event, app.clock.now()).await?;
    let slug = site.map(|(_, slug)| slug);
    let (client, agent) = (author.address.map(|address| address.to_string()), author.agent.as_str());
    tracing::info!(site = slug, client, agent, actor = author.actor.word(), action = action.word(), "operation");
    Ok(())
}

fn event<'a>(
    app: &App,
    author: &'a Author,
    action: Action,
    site: Option<(Uuid, &'a str)>,
    details: Option<Value>,
) -> NewPlatformEvent<'a> {
    // A site that is new or gone has nobody who would read it there.
    let in_site = !matches!(action, Action::SiteCreated | Action::SiteDeleted);
    NewPlatformEvent { id: app.random.id(app.clock.now()), author, action, site, in_site, details }
}

/// A site as the record tells of it: without what follows from the rest.
fn told(app: &App, site: &SiteRecord) -> Result<Value> {
    let mut told = serde_json::to_value(site)?;
    if let Some(fields) = told.as_object_mut() {
        for field in ["id", "url", "created_at", "updated_at"] {
            fields.remove(field);
        }
        if let Some(sealed) = &site.own_mail {
            fields.insert("own_mail".to_owned(), senders::place(app, site.id, sealed).into());
        }
    }
    Ok(told)
}
