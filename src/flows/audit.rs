//! The record of what happened at a site, newest first.

use anyhow::Result;

use super::administration::Admin;
use crate::{
    model::{
        audit::{Entry, Place, Wanted},
        problem::{Code, Field, Problem},
    },
    store,
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
