//! Counts over all sites, each from an index or from a table that holds counts.

use anyhow::Result;
use time::{Duration, OffsetDateTime};

use super::PlatformTx;
use crate::model::overview::{Hour, Overview};

/// Counts.
pub async fn count(tx: &mut PlatformTx, now: OffsetDateTime) -> Result<Overview> {
    let hours = hours(tx, now).await?;
    let row = sqlx::query!(
        r#"select (select count(*) from sites) as "sites!",
                  (select count(*) from sites where status = 'disabled') as "disabled_sites!",
                  (select coalesce(sum(users), 0)::bigint from user_counts c join sites s on s.id = c.site_id) as "users!",
                  (select count(*) from outbox where sent_at is null and failed_at is null) as "waiting!",
                  (select count(*) from outbox where failed_at > $1) as "failed!",
                  exists (select from outbox where sent_at is not null) as "posted!""#,
        now - Duration::DAY,
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(Overview {
        sites: row.sites,
        disabled_sites: row.disabled_sites,
        users: row.users,
        hours,
        waiting: row.waiting,
        failed: row.failed,
        posted: row.posted,
    })
}

/// Logins of the last 24 hours, hour by hour.
async fn hours(tx: &mut PlatformTx, now: OffsetDateTime) -> Result<Vec<Hour>> {
    Ok(sqlx::query_as!(
        Hour,
        r#"with counted as (
               select least(floor(extract(epoch from at - $1::timestamptz) / 3600)::int, 23) as hour, action, count(*) as times from events
               where at > $1 and action in ('logged_in', 'new_device', 'login_refused') group by 1, 2
           )
           select $1 + h.hour * interval '1 hour' as "at!",
                  coalesce(sum(times) filter (where action <> 'login_refused'), 0)::bigint as "logins!",
                  coalesce(sum(times) filter (where action = 'login_refused'), 0)::bigint as "failures!"
           from generate_series(0, 23) h (hour) left join counted on counted.hour = h.hour
           group by h.hour order by h.hour"#,
        now - Duration::DAY,
    )
    .fetch_all(tx.connection())
    .await?)
}
