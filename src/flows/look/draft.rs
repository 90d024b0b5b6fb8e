//! An admin works on a site's look. A draft may break rules that concern what can be read: they hold at publishing. What
//! cannot be understood at all is refused here, with the name of each value, and nothing of the change is kept.

use anyhow::Result;
use serde_json::Value;
use uuid::Uuid;

use super::{MOST_BYTES, State, state, stored, typed};
use crate::{
    flows::administration::Admin,
    model::{
        look::{Layer, Place, merge, read},
        theme::{Fault, Reason},
    },
    store::{self, SiteTx},
};

/// What came of it.
pub enum Outcome {
    /// This is how it looks now.
    Saved(Box<State>),
    /// These values cannot be understood.
    Faults(Vec<Fault>),
}

/// Changes of the draft, as RFC 7396 has it: what is not named stays, null takes away.
pub async fn save(admin: &Admin, changes: Value) -> Result<Outcome> {
    let mut tx = admin.visit.begin().await?;
    store::looks::lock(&mut tx).await?;
    let before = state(&admin.visit, &mut tx).await?.layer();
    let mut look = stored(&before)?;
    merge(&mut look, changes);
    let (layer, mut faults) = read(look);
    if faults.is_empty() {
        faults = lacking(&mut tx, &layer).await?;
        faults.extend(admin.visit.app.words.faults_of(&layer.texts, &before.texts));
    }
    if !faults.is_empty() {
        return Ok(Outcome::Faults(faults));
    }
    keep(admin, &mut tx, &layer).await?;
    let state = state(&admin.visit, &mut tx).await?;
    tx.commit().await?;
    Ok(Outcome::Saved(Box::new(state)))
}

/// What came of what was typed in a form.
pub enum Rewritten {
    /// This is how it looks now.
    Saved(Box<State>),
    /// These values cannot be understood.
    Faults(Vec<Fault>),
    /// Somebody else has changed the draft since the form was opened, and what was typed is something else. Nothing of it is kept.
    Changed(Box<State>),
}

/// An open form: its id, and the fingerprint of the draft that it showed.
pub struct Form {
    /// The id.
    pub id: Uuid,
    /// The fingerprint.
    pub seen: String,
}

/// What happens to values of a form that cannot be understood.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// Nothing of the form is kept.
    Refuses,
    /// The rest is kept.
    IsLeftOut,
}

/// Puts what a form says in the place of what the draft said, except for texts and pictures, which are none of its business. A form
/// that is named writes over nothing but what it showed and what it wrote itself.
pub async fn rewrite(admin: &Admin, says: Value, form: Option<&Form>, wrong: Wrong) -> Result<Rewritten> {
    let mut tx = admin.visit.begin().await?;
    store::looks::lock(&mut tx).await?;
    let state = state(&admin.visit, &mut tx).await?;
    let before = state.layer();
    let (says, mut faults) = read(says);
    let knows = |form: &Form| state.form == Some(form.id) || state.seen_in_form() == form.seen;
    if !form.is_none_or(knows) && says != typed(before.clone()) {
        return Ok(Rewritten::Changed(Box::new(state)));
    }
    let layer = Layer { texts: before.texts, assets: before.assets, ..says };
    if wrong == Wrong::IsLeftOut {
        faults.clear();
    }
    faults.extend(lacking(&mut tx, &layer).await?);
    if !faults.is_empty() {
        return Ok(Rewritten::Faults(faults));
    }
    let id = form.map(|form| form.id);
    match wrong {
        Wrong::Refuses => put(admin, &mut tx, &layer, id).await?,
        // Who passes by what counts while typing still works on a draft.
        Wrong::IsLeftOut => store::looks::save_draft(&mut tx, &stored(&layer)?, id, admin.actor, admin.visit.now).await?,
    }
    let state = super::state(&admin.visit, &mut tx).await?;
    tx.commit().await?;
    Ok(Rewritten::Saved(Box::new(state)))
}

/// Throws the draft away; `false` when there was none.
pub async fn discard(admin: &Admin) -> Result<bool> {
    let mut tx = admin.visit.begin().await?;
    store::looks::lock(&mut tx).await?;
    let was_there = store::looks::discard_draft(&mut tx).await?;
    tx.commit().await?;
    Ok(was_there)
}

/// Puts a layer in the place of the draft. One that says what counts already is none.
pub(super) async fn keep(admin: &Admin, tx: &mut SiteTx, layer: &Layer) -> Result<()> {
    put(admin, tx, layer, None).await
}

async fn put(admin: &Admin, tx: &mut SiteTx, layer: &Layer, form: Option<Uuid>) -> Result<()> {
    let published = store::looks::published(tx).await?.map(|row| read(row.look).0).unwrap_or_default();
    if *layer == published {
        store::looks::discard_draft(tx).await?;
    } else {
        store::looks::save_draft(tx, &stored(layer)?, form, admin.actor, admin.visit.now).await?;
    }
    Ok(())
}

/// What a layer names that is not there, or has too much of.
pub(super) async fn lacking(tx: &mut SiteTx, layer: &Layer) -> Result<Vec<Fault>> {
    let mut faults = Vec::new();
    if stored(layer)?.to_string().len() > MOST_BYTES {
        faults.push(Fault { key: "look".to_owned(), reason: Reason::TooLong(MOST_BYTES) });
    }
    let hashes: Vec<String> = layer.assets.all().map(|(_, asset)| asset.hash.clone()).collect();
    let files = store::look_files::describe(tx, &hashes).await?;
    for (place, asset) in layer.assets.all() {
        // Only the site's own files are seen here. What is said of one besides its name must be as it was when it came in.
        let same = files.iter().any(|file| {
            file.hash == asset.hash
                && place.takes(asset.kind)
                && file.kind == asset.kind.media_type()
                && u32::try_from(file.width) == Ok(asset.width)
                && u32::try_from(file.height) == Ok(asset.height)
        });
        if !same {
            faults.push(Fault { key: key(place), reason: Reason::NoSuchFile });
        }
    }
    Ok(faults)
}

fn key(place: Place) -> String {
    format!("assets.{}", place.word())
}
