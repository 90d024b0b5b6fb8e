//! The operator changes a site. Its row is locked from reading to writing, so of two changes at once none is lost.

use anyhow::Result;
use uuid::Uuid;

use super::{platform_events, site_changes::SiteChanges};
use crate::{
    app::App,
    model::{author::Author, problem::Problem, site_record::SiteRecord},
    store::{self, PlatformTx, look_files::File},
};

const REASON: &str = "a site that the operator changes";

/// What came of it.
pub enum Outcome {
    /// It is as wanted now.
    Updated(Box<SiteRecord>),
    /// Something has to be put right first.
    Problems(Vec<Problem>),
    /// There is no such site.
    Missing,
}

/// Changes what is given and nothing else.
pub async fn submit(app: &App, author: &Author, id: Uuid, changes: SiteChanges) -> Result<Outcome> {
    let mut tx = app.database.platform(REASON).await?;
    match store::site_records::lock(&mut tx, id, &app.config.public_url).await? {
        Some(before) => change(app, tx, author, before, changes).await,
        None => Ok(Outcome::Missing),
    }
}

/// As `submit`, if the site is still as it was when somebody began to change it; otherwise it is handed out as it is now.
pub async fn submit_if(
    app: &App,
    author: &Author,
    id: Uuid,
    changes: SiteChanges,
    is_as_seen: impl FnOnce(&SiteRecord) -> bool + Send,
) -> Result<Result<Outcome, Box<SiteRecord>>> {
    let mut tx = app.database.platform(REASON).await?;
    match store::site_records::lock(&mut tx, id, &app.config.public_url).await? {
        Some(before) if is_as_seen(&before) => change(app, tx, author, before, changes).await.map(Ok),
        Some(now) => Ok(Err(Box::new(now))),
        None => Ok(Ok(Outcome::Missing)),
    }
}

/// Changes a site that was locked before.
async fn change(app: &App, mut tx: PlatformTx, author: &Author, before: SiteRecord, changes: SiteChanges) -> Result<Outcome> {
    let id = before.id;
    let mut site = before.clone();
    let problems = changes.apply(app, &mut site)?;
    if !problems.is_empty() {
        return Ok(Outcome::Problems(problems));
    }
    if site == before {
        return Ok(Outcome::Updated(Box::new(before)));
    }
    site.updated_at = app.clock.now();
    let site = site.placed(&app.config.public_url);
    if let Err(taken) = store::site_records::save(&mut tx, &site).await? {
        return Ok(Outcome::Problems(vec![taken.problem()]));
    }
    if site.theme != before.theme {
        keep_stylesheet(app, &mut tx, id).await?;
    }
    platform_events::note_site(app, &mut tx, author, Some(&before), Some(&site)).await?;
    tx.commit().await?;
    app.sites.refresh(&app.database, &app.config.public_url, id).await;
    Ok(Outcome::Updated(Box::new(site)))
}

/// What a site has published looks different over another theme; every instance has to find the stylesheet of that.
async fn keep_stylesheet(app: &App, tx: &mut PlatformTx, id: Uuid) -> Result<()> {
    let Some(site) = store::sites::find_any(tx, id, &app.config.public_url).await?.filter(|site| site.look.is_some()) else {
        return Ok(());
    };
    let look = app.themes.look(&site);
    let file = File::sheet(look.theme.hash(), look.theme.stylesheet());
    store::look_files::keep_for(tx, id, &file, app.clock.now()).await
}
