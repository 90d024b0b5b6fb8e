//! How a site is doing, in numbers.

use anyhow::Result;
use time::Duration;

use super::administration::Admin;
use crate::{model::stats::Stats, store};

/// How many days are counted, today included.
const DAYS: i64 = 30;

/// Counts.
pub async fn count(admin: &Admin) -> Result<Stats> {
    let visit = &admin.visit;
    let today = visit.now.date();
    let mut tx = visit.begin().await?;
    Ok(Stats {
        users: store::stats::users(&mut tx, visit.now).await?,
        days: store::stats::days(&mut tx, today - Duration::days(DAYS - 1), today).await?,
    })
}
