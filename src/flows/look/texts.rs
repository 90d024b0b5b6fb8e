//! The texts of a site that replace the portal's own. They live and are published with its look.

use std::collections::BTreeMap;

use anyhow::Result;

use super::{
    State,
    draft::{keep, lacking},
    show, state,
};
use crate::{
    flows::administration::Admin,
    model::{
        look::{Layer, Texts},
        theme::Fault,
    },
    store,
};

/// What came of it.
pub enum Outcome {
    /// The draft is as wanted.
    Saved(Box<State>),
    /// There are too many of them.
    Faults(Vec<Fault>),
    /// Somebody else has changed them meanwhile.
    Changed,
}

/// The texts that are being worked on.
pub async fn read(admin: &Admin) -> Result<Texts> {
    Ok(show(admin).await?.layer().texts)
}

/// Changes some of the draft's texts of one language, if it still is as it was seen; those that are `None` are taken away. What
/// they may say is for the caller to have checked.
pub async fn change(
    admin: &Admin,
    locale: &str,
    changes: BTreeMap<String, Option<String>>,
    is_as_seen: impl FnOnce(&Layer, &BTreeMap<String, Option<String>>) -> bool + Send,
) -> Result<Outcome> {
    let mut tx = admin.visit.begin().await?;
    store::looks::lock(&mut tx).await?;
    let mut layer = state(&admin.visit, &mut tx).await?.layer();
    if !is_as_seen(&layer, &changes) {
        return Ok(Outcome::Changed);
    }
    let texts = layer.texts.entry(locale.to_owned()).or_default();
    for (key, text) in changes {
        match text {
            Some(text) => texts.insert(key, text),
            None => texts.remove(&key),
        };
    }
    layer.texts.retain(|_, texts| !texts.is_empty());
    let faults = lacking(&mut tx, &layer).await?;
    if !faults.is_empty() {
        return Ok(Outcome::Faults(faults));
    }
    keep(admin, &mut tx, &layer).await?;
    let state = state(&admin.visit, &mut tx).await?;
    tx.commit().await?;
    Ok(Outcome::Saved(Box::new(state)))
}
