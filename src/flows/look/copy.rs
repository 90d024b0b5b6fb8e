//! The operator takes another site's look over into a site's draft.

use anyhow::Result;

use super::{State, draft::keep, state};
use crate::{
    flows::administration::Admin,
    model::{
        event::Actor,
        look::{Layer, read},
    },
    store::{self, look_files::File},
};

/// What came of it.
pub enum Outcome {
    /// The draft is as the other site's look, as published.
    Copied(Box<State>),
    /// There is no such site, or none that whoever asks may know of.
    Missing,
}

/// Copies what the site with this slug has published, with its theme and its pictures.
pub async fn submit(admin: &Admin, from: &str) -> Result<Outcome> {
    let visit = &admin.visit;
    // To a site's own admin other sites do not exist.
    let other = if admin.actor == Actor::Operator { visit.app.sites.by_slug(from) } else { None };
    let Some(other) = other else { return Ok(Outcome::Missing) };
    let mut theirs = visit.app.database.site(other.id).await?;
    let mut layer: Layer = store::looks::published(&mut theirs).await?.map(|row| read(row.look).0).unwrap_or_default();
    layer.extends = layer.extends.or_else(|| Some(other.theme.clone())).filter(|theme| *theme != visit.site.theme);
    let mut files: Vec<File> = Vec::new();
    for (_, asset) in layer.assets.all() {
        files.extend(store::look_files::find(&mut theirs, &asset.hash).await?);
    }
    drop(theirs);
    let mut tx = visit.begin().await?;
    store::looks::lock(&mut tx).await?;
    for file in &files {
        store::look_files::keep(&mut tx, file, visit.now).await?;
    }
    keep(admin, &mut tx, &layer).await?;
    let state = state(visit, &mut tx).await?;
    tx.commit().await?;
    Ok(Outcome::Copied(Box::new(state)))
}
