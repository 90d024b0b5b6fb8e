//! How often something was tried, counted before the try.

use anyhow::Result;
use time::OffsetDateTime;

use super::SiteTx;

/// What is counted, and how many are allowed until when if the count begins now.
pub struct Charge {
    /// The limit's name.
    pub limit: &'static str,
    /// Whom it counts, hashed.
    pub key: [u8; 32],
    /// The most that is allowed in one window.
    pub most: u32,
    /// When a window that begins now ends.
    pub window_ends: OffsetDateTime,
}

/// Counts a try against one limit and then, unless that is used up, against a second one; says when to come back if either
/// is used up.
pub async fn charge(
    tx: &mut SiteTx,
    first: &Charge,
    second: Option<&Charge>,
    now: OffsetDateTime,
) -> Result<Option<OffsetDateTime>> {
    let most = |charge: &Charge| i32::try_from(charge.most).unwrap_or(i32::MAX);
    Ok(sqlx::query_scalar!(
        r#"with first as (
               insert into attempts as a (limit_name, key, count, window_ends) values ($1, $2, 1, $3)
               on conflict (site_id, limit_name, key) do update set
                   count = case when a.window_ends <= $9 then 1 else a.count + 1 end,
                   window_ends = case when a.window_ends <= $9 then excluded.window_ends else a.window_ends end
               returning count, window_ends
           ), second as (
               insert into attempts as a (limit_name, key, count, window_ends)
               select $5, $6, 1, $7 from first where first.count <= $4 and $5::text is not null
               on conflict (site_id, limit_name, key) do update set
                   count = case when a.window_ends <= $9 then 1 else a.count + 1 end,
                   window_ends = case when a.window_ends <= $9 then excluded.window_ends else a.window_ends end
               returning count, window_ends
           )
           select coalesce((select window_ends from first where count > $4), (select window_ends from second where count > $8))"#,
        first.limit,
        &first.key[..],
        first.window_ends,
        most(first),
        second.map(|second| second.limit),
        second.map(|second| &second.key[..]),
        second.map(|second| second.window_ends),
        second.map(most),
        now,
    )
    .fetch_one(tx.connection())
    .await?)
}

/// Forgets the tries counted against one limit, because the last one was right.
pub async fn forgive(tx: &mut SiteTx, limit: &str, key: &[u8; 32]) -> Result<()> {
    sqlx::query!("update attempts set count = 0 where limit_name = $1 and key = $2", limit, &key[..])
        .execute(tx.connection())
        .await?;
    Ok(())
}
