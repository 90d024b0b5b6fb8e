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

/// Counts a try against every limit given, at once, and says when to come back if any of them is used up.
pub async fn charge(tx: &mut SiteTx, charges: &[Charge], now: OffsetDateTime) -> Result<Option<OffsetDateTime>> {
    let names: Vec<String> = charges.iter().map(|charge| charge.limit.to_owned()).collect();
    let keys: Vec<Vec<u8>> = charges.iter().map(|charge| charge.key.to_vec()).collect();
    let most: Vec<i32> = charges.iter().map(|charge| i32::try_from(charge.most).unwrap_or(i32::MAX)).collect();
    let ends: Vec<OffsetDateTime> = charges.iter().map(|charge| charge.window_ends).collect();
    // In one order for everybody, or two requests could wait for each other's row.
    Ok(sqlx::query_scalar!(
        "with charged as (
             insert into attempts as a (limit_name, key, count, window_ends)
             select name, key, 1, ends from unnest($1::text[], $2::bytea[], $3::timestamptz[]) as c (name, key, ends) order by name, key
             on conflict (site_id, limit_name, key) do update set
                 count = case when a.window_ends <= $4 then 1 else a.count + 1 end,
                 window_ends = case when a.window_ends <= $4 then excluded.window_ends else a.window_ends end
             returning limit_name, count, window_ends
         )
         select max(window_ends) from charged join unnest($1::text[], $5::int[]) as allowed (name, most) on name = limit_name
         where count > most",
        &names,
        &keys,
        &ends,
        now,
        &most,
    )
    .fetch_one(tx.connection())
    .await?)
}

/// Forgets the tries counted against one limit, because the last one was right.
pub async fn forgive(tx: &mut SiteTx, limit: &str, key: &[u8; 32]) -> Result<()> {
    sqlx::query!("delete from attempts where limit_name = $1 and key = $2", limit, &key[..]).execute(tx.connection()).await?;
    Ok(())
}
