//! An admin looks accounts up.

use anyhow::Result;

use super::administration::Admin;
use crate::{
    model::{
        bulk_change::BulkChange,
        paging::Paging,
        user_list::{Place, Wanted},
        user_record::UserRecord,
    },
    store,
};

/// How many a part of a list has.
const USUAL: i64 = 25;
/// How far they are counted.
pub const MOST_COUNTED: i64 = 1000;

/// Some of those wanted, and where the next ones begin, if there are more.
pub struct Part {
    /// The accounts.
    pub users: Vec<UserRecord>,
    /// How many there are in all; one more than `MOST_COUNTED` stands for many.
    pub total: i64,
    /// The place of the last one, if others follow.
    pub next: Option<Place>,
    /// What is being done to many of the site's accounts meanwhile.
    pub under_way: Vec<BulkChange>,
}

/// One page of those wanted, and how many there are in all.
pub async fn page(admin: &Admin, wanted: &Wanted, paging: Paging) -> Result<(Vec<UserRecord>, i64)> {
    let mut tx = admin.visit.begin().await?;
    store::user_lists::page(&mut tx, wanted, paging).await
}

/// Those wanted that come after a place. However many accounts there are, and however far down, it costs the same.
pub async fn part(admin: &Admin, wanted: &Wanted, after: Option<&Place>) -> Result<Part> {
    let mut tx = admin.visit.begin().await?;
    let total = store::user_lists::count(&mut tx, wanted, MOST_COUNTED).await?;
    let mut users = store::user_lists::part(&mut tx, wanted, after, USUAL + 1).await?;
    let has_more = users.len() > usize::try_from(USUAL)?;
    if has_more {
        users.pop();
    }
    let under_way = store::bulk_changes::under_way(&mut tx).await?;
    Ok(Part { total, under_way, next: users.last().filter(|_| has_more).map(Place::of), users })
}
