//! Counts of a site's accounts and of what happened, each from an index.

use anyhow::Result;
use time::{Date, Duration, OffsetDateTime};

use super::SiteTx;
use crate::model::stats::{Day, Users};

/// How many accounts there are. Kept by triggers, because counting a million takes its time.
pub async fn total(tx: &mut SiteTx) -> Result<i64> {
    let sum = sqlx::query_scalar!(r#"select coalesce(sum(users), 0)::bigint as "sum!" from user_counts"#);
    Ok(sum.fetch_one(tx.connection()).await?)
}

/// How many accounts administer the site, and whether any app is registered.
pub async fn standing(tx: &mut SiteTx) -> Result<(i64, bool)> {
    let row = sqlx::query!(
        r#"select (select count(*) from users where role = 'admin' and status = 'active' and delete_at is null) as "admins!",
                  exists (select from oauth_clients) as "has_clients!""#
    );
    let row = row.fetch_one(tx.connection()).await?;
    Ok((row.admins, row.has_clients))
}

/// How many accounts there are, of each kind.
pub async fn users(tx: &mut SiteTx, now: OffsetDateTime) -> Result<Users> {
    Ok(sqlx::query_as!(
        Users,
        r#"with counted as (select coalesce(sum(users), 0)::bigint as total from user_counts),
                seen as (select count(*) filter (where seen_at > $1) as day, count(*) filter (where seen_at > $2) as week, count(*) as month
                         from users where seen_at > $3)
           select total as "total!",
                  total - (select count(*) from users where email_verified_at is null) as "verified!",
                  (select count(*) from users where status = 'invited') as "invited!",
                  (select count(*) from users where status = 'disabled') as "disabled!",
                  day as "active_24h!", week as "active_7d!", month as "active_30d!"
           from counted, seen"#,
        now - Duration::DAY,
        now - Duration::days(7),
        now - Duration::days(30),
    )
    .fetch_one(tx.connection())
    .await?)
}

/// What happened on each of these days, the first and the last included.
pub async fn days(tx: &mut SiteTx, first: Date, last: Date) -> Result<Vec<Day>> {
    Ok(sqlx::query_as!(
        Day,
        r#"with counted as (
               select (at at time zone 'UTC')::date as day, action, count(*) as times from events
               where action = any('{address_proven,logged_in,new_device,login_refused}') and at >= $3
               group by 1, 2
           )
           select d.day::date as "day!",
                  coalesce(sum(times) filter (where action = 'address_proven'), 0)::bigint as "signups!",
                  coalesce(sum(times) filter (where action in ('logged_in', 'new_device')), 0)::bigint as "logins!",
                  coalesce(sum(times) filter (where action = 'login_refused'), 0)::bigint as "failures!"
           from generate_series($1::date, $2::date, interval '1 day') d (day) left join counted on counted.day = d.day::date
           group by 1 order by 1"#,
        first,
        last,
        first.midnight().assume_utc(),
    )
    .fetch_all(tx.connection())
    .await?)
}
