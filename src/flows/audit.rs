//! The record of what happened at a site, newest first.

use std::collections::HashMap;

use anyhow::Result;
use uuid::Uuid;

use super::administration::Admin;
use crate::{
    model::{
        audit::{Entry, Place, Wanted},
        problem::{Code, Field, Problem},
    },
    store::{self, SiteTx},
};

const MOST: i64 = 100;
const USUAL: i64 = 50;

/// Some entries, and where the next ones begin, if there are more.
pub struct Part {
    /// The entries.
    pub entries: Vec<Entry>,
    /// The place of the last one, if others follow.
    pub next: Option<Place>,
}

/// One entry.
pub struct Found {
    /// The entry.
    pub entry: Entry,
    /// Whom and what it names.
    pub names: Names,
}

/// What there still is of whatever entries name.
pub struct Names {
    /// The addresses of the accounts.
    pub accounts: HashMap<Uuid, String>,
    /// What apps are called, all of the site's, by name.
    pub apps: Vec<(Uuid, String)>,
}

impl Names {
    /// What an app is called.
    #[must_use]
    pub fn app(&self, id: Uuid) -> Option<&str> {
        self.apps.iter().find(|(app, _)| *app == id).map(|(_, name)| name.as_str())
    }
}

/// Reads it.
pub async fn read(admin: &Admin, wanted: &Wanted, limit: Option<i64>) -> Result<Result<Part, Problem>> {
    let limit = limit.unwrap_or(USUAL);
    if !(1..=MOST).contains(&limit) {
        return Ok(Err(Problem::numbered(Field::Limit, Code::OutOfRange, MOST.unsigned_abs())));
    }
    let mut tx = admin.visit.begin().await?;
    let mut entries = store::audit::page(&mut tx, wanted, limit + 1).await?;
    let has_more = entries.len() > usize::try_from(limit)?;
    if has_more {
        entries.pop();
    }
    Ok(Ok(Part { next: entries.last().filter(|_| has_more).map(Entry::place), entries }))
}

/// One of its entries.
pub async fn find(admin: &Admin, id: Uuid) -> Result<Option<Found>> {
    let mut tx = admin.visit.begin().await?;
    let Some(entry) = store::audit::find(&mut tx, id).await? else { return Ok(None) };
    let names = names(&mut tx, std::slice::from_ref(&entry)).await?;
    Ok(Some(Found { entry, names }))
}

/// Whom and what entries name.
pub async fn name(admin: &Admin, entries: &[Entry]) -> Result<Names> {
    let mut tx = admin.visit.begin().await?;
    names(&mut tx, entries).await
}

/// As `name`, in a transaction that is there already.
pub async fn names(tx: &mut SiteTx, entries: &[Entry]) -> Result<Names> {
    let mut ids: Vec<Uuid> = entries.iter().flat_map(|entry| [entry.user_id, entry.actor.id]).flatten().collect();
    ids.sort_unstable();
    ids.dedup();
    Ok(Names { accounts: store::user_records::emails(tx, &ids).await?, apps: store::oauth_clients::names(tx).await? })
}
