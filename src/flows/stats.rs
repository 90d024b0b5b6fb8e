//! How a site is doing, in numbers.

use anyhow::Result;
use time::Duration;

use super::administration::Admin;
use crate::{
    model::stats::{Day, Stats},
    store,
};

/// How many days are counted, today included.
const DAYS: i64 = 30;

/// Counts what one look at a site tells: its accounts, and what happened day by day.
pub async fn glance(admin: &Admin) -> Result<(i64, Vec<Day>)> {
    let mut tx = admin.visit.begin().await?;
    let today = admin.visit.now.date();
    let users = store::stats::total(&mut tx).await?;
    Ok((users, store::stats::days(&mut tx, today - Duration::days(DAYS - 1), today).await?))
}

/// Counts everything.
pub async fn count(admin: &Admin) -> Result<Stats> {
    let visit = &admin.visit;
    let today = visit.now.date();
    let mut tx = visit.begin().await?;
    Ok(Stats {
        users: store::stats::users(&mut tx, visit.now).await?,
        days: store::stats::days(&mut tx, today - Duration::days(DAYS - 1), today).await?,
    })
}
