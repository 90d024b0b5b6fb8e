//! The operator deletes a site, and with it everything that belonged to it.

use anyhow::Result;
use uuid::Uuid;

use super::platform_events;
use crate::{app::App, model::author::Author, store};

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
    store::site_records::delete(&mut tx, id).await?;
    platform_events::note_site(app, &mut tx, author, Some(&site), None).await?;
    tx.commit().await?;
    app.sites.refresh(&app.database, &app.config.public_url, id).await;
    Ok(Outcome::Deleted)
}
