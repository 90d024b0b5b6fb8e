//! The operator looks sites up, disabled ones included.

use std::sync::Arc;

use anyhow::Result;
use uuid::Uuid;

use crate::{
    app::App,
    model::{
        paging::Paging,
        site::Site,
        site_list::{ListedSite, Order},
        site_record::SiteRecord,
    },
    store,
};

const REASON: &str = "sites that the operator looks up";

/// One page of those whose name, slug, domain or login host contains the words, and how many there are in all.
pub async fn page(app: &App, search: Option<&str>, paging: Paging) -> Result<(Vec<SiteRecord>, i64)> {
    let mut tx = app.database.platform(REASON).await?;
    store::site_records::page(&mut tx, search, paging, &app.config.public_url).await
}

/// As `page`, with what the dashboard's list tells of each.
pub async fn listed(app: &App, search: Option<&str>, order: Order, paging: Paging) -> Result<(Vec<ListedSite>, i64)> {
    let mut tx = app.database.platform(REASON).await?;
    store::site_lists::page(&mut tx, search, order, paging, app.clock.now()).await
}

/// How many accounts would go with it.
pub async fn users(app: &App, id: Uuid) -> Result<i64> {
    let mut tx = app.database.platform(REASON).await?;
    store::site_lists::users(&mut tx, id).await
}

/// Short names like this one that no site has yet.
pub async fn free_slugs(app: &App, wanted: &str) -> Result<Vec<String>> {
    let stem: String = wanted.chars().take(55).collect();
    let stem = stem.trim_end_matches('-');
    let like: Vec<String> = (2..=9).map(|number| format!("{stem}-{number}")).collect();
    let mut tx = app.database.platform(REASON).await?;
    let taken = store::site_lists::taken(&mut tx, &like).await?;
    Ok(like.into_iter().filter(|slug| !taken.contains(slug)).take(3).collect())
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
