//! The operator looks sites up, disabled ones included.

use std::sync::Arc;

use anyhow::Result;
use uuid::Uuid;

use crate::{
    app::App,
    model::{paging::Paging, site::Site, site_record::SiteRecord},
    store,
};

const REASON: &str = "sites that the operator looks up";

/// One page of those whose name, slug, domain or login host contains the words, and how many there are in all.
pub async fn page(app: &App, search: Option<&str>, paging: Paging) -> Result<(Vec<SiteRecord>, i64)> {
    let mut tx = app.database.platform(REASON).await?;
    store::site_records::page(&mut tx, search, paging, &app.config.public_url).await
}

/// All of them, by slug.
pub async fn all(app: &App) -> Result<Vec<SiteRecord>> {
    let everything = Paging { page: 1, per_page: i64::from(i32::MAX) };
    Ok(page(app, None, everything).await?.0)
}

/// The one with this id.
pub async fn by_id(app: &App, id: Uuid) -> Result<Option<SiteRecord>> {
    let mut tx = app.database.platform(REASON).await?;
    store::site_records::find(&mut tx, id, &app.config.public_url).await
}

/// The one of this short name that the operator administers, disabled or not.
pub async fn named(app: &App, slug: &str) -> Result<Option<Arc<Site>>> {
    if let Some(site) = app.sites.by_slug(slug) {
        return Ok(Some(site));
    }
    let mut tx = app.database.platform(REASON).await?;
    Ok(store::sites::find_any_named(&mut tx, slug, &app.config.public_url).await?.map(Arc::new))
}

/// The one whose people the operator administers.
pub async fn to_administer(app: &App, id: Uuid) -> Result<Option<Arc<Site>>> {
    if let Some(site) = app.sites.by_id(id) {
        return Ok(Some(site));
    }
    let mut tx = app.database.platform(REASON).await?;
    Ok(store::sites::find_any(&mut tx, id, &app.config.public_url).await?.map(Arc::new))
}
