//! How often something was tried that concerns no site.

use anyhow::Result;
use time::OffsetDateTime;

use super::PlatformTx;

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

/// How often it was tried.
pub struct Counted {
    /// In this window, this try included.
    pub times: u32,
    /// When to come back, if the limit is used up.
    pub until: Option<OffsetDateTime>,
}

/// Counts a try.
pub async fn charge(tx: &mut PlatformTx, charge: &Charge, now: OffsetDateTime) -> Result<Counted> {
    let counted = sqlx::query!(
        "insert into platform_attempts as a (limit_name, key, count, window_ends) values ($1, $2, 1, $3)
         on conflict (limit_name, key) do update set
             count = case when a.window_ends <= $4 then 1 else least(a.count, 1000000) + 1 end,
             window_ends = case when a.window_ends <= $4 then excluded.window_ends else a.window_ends end
         returning count, window_ends",
        charge.limit,
        &charge.key[..],
        charge.window_ends,
        now
    )
    .fetch_one(tx.connection())
    .await?;
    let times = counted.count.unsigned_abs();
    Ok(Counted { times, until: (times > charge.most).then_some(counted.window_ends) })
}
