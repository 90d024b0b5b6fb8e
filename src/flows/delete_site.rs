//! The operator deletes a site, and with it everything that belonged to it. It is gone for everybody at once; a worker deletes its
//! rows, which may be millions, little by little.

use std::{sync::Arc, time::Duration};

use anyhow::Result;
use uuid::Uuid;

use super::platform_events;
use crate::{app::App, model::author::Author, store};

/// The longest sleep of the worker: a notification usually ends it sooner.
const NAP: Duration = Duration::from_secs(20);

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is gone.
    Deleted,
    /// It is protected.
    Protected,
    /// There is no such site.
    Missing,
}

/// Deletes it, unless it is protected.
pub async fn submit(app: &App, author: &Author, id: Uuid) -> Result<Outcome> {
    let mut tx = app.database.platform("a site that the operator deletes").await?;
    // Locked, so that a protection which comes at the same moment is either seen or finds nothing to protect.
    let Some(site) = store::site_records::lock(&mut tx, id, &app.config.public_url).await? else {
        return Ok(Outcome::Missing);
    };
    if site.protected {
        return Ok(Outcome::Protected);
    }
    store::gone_sites::add(&mut tx, id, app.clock.now()).await?;
    platform_events::note_site(app, &mut tx, author, Some(&site), None).await?;
    tx.commit().await?;
    app.sites.refresh(&app.database, &app.config.public_url, id).await;
    Ok(Outcome::Deleted)
}

/// Deletes what deleted sites have left, for as long as the process lives.
pub async fn work(app: Arc<App>) {
    loop {
        if let Err(fault) = work_once(&app).await {
            tracing::warn!(fault = format!("{fault:#}"), "rows of deleted sites wait; trying again");
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }
}

/// Until the connection breaks.
async fn work_once(app: &App) -> Result<()> {
    let mut listener = app.database.listen("sites_changed").await?;
    loop {
        while store::gone_sites::go_on(&app.database).await? {}
        tokio::select! {
            rung = listener.try_recv() => if rung?.is_none() { return Ok(()) },
            () = tokio::time::sleep(NAP) => {}
        }
    }
}
