//! Counts over all sites, each from an index or from a table that holds counts.

use anyhow::Result;
use time::{Duration, OffsetDateTime};

use super::PlatformTx;
use crate::model::overview::Overview;

/// Counts.
pub async fn count(tx: &mut PlatformTx, now: OffsetDateTime) -> Result<Overview> {
    Ok(sqlx::query_as!(
        Overview,
        r#"select (select count(*) from sites) as "sites!",
                  (select count(*) from sites where status = 'disabled') as "disabled_sites!",
                  (select coalesce(sum(users), 0)::bigint from user_counts) as "users!",
                  (select count(*) from events where at > $1 and action in ('logged_in', 'new_device')) as "logins!",
                  (select count(*) from events where at > $1 and action = 'login_refused') as "failures!",
                  (select count(*) from outbox where sent_at is null and failed_at is null) as "waiting!",
                  (select count(*) from outbox where failed_at > $1) as "failed!",
                  exists (select from outbox where sent_at is not null) as "posted!""#,
        now - Duration::DAY,
    )
    .fetch_one(tx.connection())
    .await?)
}
