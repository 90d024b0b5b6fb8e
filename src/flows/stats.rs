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

/// What one look at a site tells.
pub struct Glance {
    /// How many accounts it has.
    pub users: i64,
    /// How many of them administer it.
    pub admins: i64,
    /// Whether any app is registered.
    pub has_clients: bool,
    /// What happened day by day.
    pub days: Vec<Day>,
}

/// Looks at a site.
pub async fn glance(admin: &Admin) -> Result<Glance> {
    let mut tx = admin.visit.begin().await?;
    let today = admin.visit.now.date();
    let users = store::stats::total(&mut tx).await?;
    let (admins, has_clients) = store::stats::standing(&mut tx).await?;
    let days = store::stats::days(&mut tx, today - Duration::days(DAYS - 1), today).await?;
    Ok(Glance { users, admins, has_clients, days })
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
