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
    /// The addresses of the accounts that it names, of those that there still are.
    pub emails: HashMap<Uuid, String>,
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
    let emails = emails(&mut tx, std::slice::from_ref(&entry)).await?;
    Ok(Some(Found { entry, emails }))
}

/// The addresses of the accounts that entries name, of those that there still are.
pub async fn name(admin: &Admin, entries: &[Entry]) -> Result<HashMap<Uuid, String>> {
    let mut tx = admin.visit.begin().await?;
    emails(&mut tx, entries).await
}

/// As `name`, in a transaction that is there already.
pub async fn emails(tx: &mut SiteTx, entries: &[Entry]) -> Result<HashMap<Uuid, String>> {
    let mut ids: Vec<Uuid> = entries.iter().flat_map(|entry| [entry.user_id, entry.actor.id]).flatten().collect();
    ids.sort_unstable();
    ids.dedup();
    store::user_records::emails(tx, &ids).await
}
