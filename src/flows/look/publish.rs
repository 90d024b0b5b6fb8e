//! A draft becomes what counts; an old version becomes so once more. Both are one insert: until its commit every page wears the
//! old look, from then on the new one, and what old pages refer to stays where it is.

use anyhow::Result;
use time::Duration;

use super::{KEPT, State, draft::lacking, faults, fingerprint, note, state, stored};
use crate::{
    flows::administration::Admin,
    model::{
        event::Action,
        look::{Layer, read},
        theme::Fault,
    },
    store::{
        self, SiteTx,
        look_files::{self, File},
    },
};

/// How long a file that nothing refers to stays: longer than any page that does is open.
const LINGER: Duration = Duration::days(30);

/// What came of it.
pub enum Outcome {
    /// It counts, and this is how it looks now.
    Published(Box<State>),
    /// These values have to be put right first.
    Faults(Vec<Fault>),
    /// There is no draft.
    Nothing,
    /// There is no such version.
    Missing,
    /// The draft is not the one that was seen: somebody has changed it meanwhile.
    Changed,
}

/// Publishes the draft. With `seen`, only if it is the draft of that fingerprint.
pub async fn submit(admin: &Admin, seen: Option<&str>) -> Result<Outcome> {
    let mut tx = admin.visit.begin().await?;
    store::looks::lock(&mut tx).await?;
    let Some(row) = store::looks::find(&mut tx, store::looks::DRAFT).await? else { return Ok(Outcome::Nothing) };
    let (layer, _) = read(row.look);
    if seen.is_some_and(|seen| seen != fingerprint(&layer)) {
        return Ok(Outcome::Changed);
    }
    put(admin, tx, layer, None).await
}

/// Publishes an old version once more. The draft stays as it is.
pub async fn restore(admin: &Admin, version: i32) -> Result<Outcome> {
    let mut tx = admin.visit.begin().await?;
    store::looks::lock(&mut tx).await?;
    let row = match version {
        store::looks::DRAFT => None,
        version => store::looks::find(&mut tx, version).await?,
    };
    let Some(row) = row else { return Ok(Outcome::Missing) };
    put(admin, tx, read(row.look).0, Some(version)).await
}

async fn put(admin: &Admin, mut tx: SiteTx, layer: Layer, restored_from: Option<i32>) -> Result<Outcome> {
    let visit = &admin.visit;
    let mut wrong = faults(visit, &layer);
    wrong.extend(lacking(&mut tx, &layer).await?);
    if !wrong.is_empty() {
        return Ok(Outcome::Faults(wrong));
    }
    // Before anybody can be sent to it, so that every instance finds it.
    let (look, _) = visit.app.themes.settle(&visit.site, layer.clone());
    look_files::keep(&mut tx, &File::sheet(look.theme.hash(), look.theme.stylesheet()), visit.now).await?;
    if let Some(own) = &look.own_sheet {
        look_files::keep(&mut tx, &File::sheet(&own.hash, &own.css), visit.now).await?;
    }
    let number = store::looks::publish(&mut tx, &stored(&layer)?, restored_from, admin.actor, visit.now).await?;
    if restored_from.is_none() {
        store::looks::discard_draft(&mut tx).await?;
    }
    store::looks::forget(&mut tx, KEPT).await?;
    look_files::forget_unused_pictures(&mut tx, visit.now - LINGER).await?;
    look_files::forget_sheets(&mut tx, visit.now - LINGER).await?;
    let action = if restored_from.is_none() { Action::LookPublished } else { Action::LookRestored };
    note(admin, &mut tx, action, number, restored_from).await?;
    let state = state(visit, &mut tx).await?;
    tx.commit().await?;
    visit.app.sites.refresh(&visit.app.database, &visit.app.config.public_url, visit.site.id).await;
    Ok(Outcome::Published(Box::new(state)))
}
