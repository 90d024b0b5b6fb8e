//! How often something was tried, counted before the try.

use anyhow::Result;
use time::OffsetDateTime;

use super::SiteTx;

/// What is counted, and by which rule.
pub struct Charge {
    /// The limit's name.
    pub limit: &'static str,
    /// Whom it counts, hashed.
    pub key: [u8; 32],
    /// The most that is allowed in one window; without it, as many as the waits let through.
    pub most: Option<u32>,
    /// When what is counted now is forgotten: for a window, if it begins now.
    pub forgotten_at: OffsetDateTime,
    /// How long to wait after a try, in seconds, from which count on.
    pub waits: Vec<(u32, f64)>,
}

/// A limit that is used up.
pub struct UsedUp {
    /// Its name.
    pub limit: &'static str,
    /// When to come back.
    pub until: OffsetDateTime,
}

/// Counts a try against a window and then, unless that is used up, against a second limit; says when to come back if either
/// is used up. What has to wait is not counted.
pub async fn charge(tx: &mut SiteTx, first: &Charge, second: Option<&Charge>, now: OffsetDateTime) -> Result<Option<UsedUp>> {
    let count = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
    let waits = second.map(|second| second.waits.as_slice()).unwrap_or_default();
    let (from, seconds): (Vec<i32>, Vec<f64>) = waits.iter().map(|(from, seconds)| (count(*from), *seconds)).unzip();
    let waiting = sqlx::query!(
        r#"with first as (
               insert into attempts as a (limit_name, key, count, window_ends) values ($1, $2, 1, $3)
               on conflict (site_id, limit_name, key) do update set
                   count = case when a.window_ends <= $9 then 1 else a.count + 1 end,
                   window_ends = case when a.window_ends <= $9 then excluded.window_ends else a.window_ends end
               returning count, window_ends
           ), second as (
               insert into attempts as a (limit_name, key, count, window_ends, locked_until)
               select $5, $6, 1, $7, $9 + (select max(s) from unnest($10::int[], $11::float8[]) as w(n, s) where n <= 1) * interval '1 s'
               from first where first.count <= $4 and $5::text is not null
               on conflict (site_id, limit_name, key) do update set
                   count = case when a.window_ends <= $9 then 1 else a.count + 1 end,
                   window_ends = case when $8::int is null or a.window_ends <= $9 then excluded.window_ends else a.window_ends end,
                   locked_until = $9 + (select max(s) from unnest($10::int[], $11::float8[]) as w(n, s)
                                        where n <= case when a.window_ends <= $9 then 1 else a.count + 1 end) * interval '1 s'
                   where a.locked_until is null or a.locked_until <= $9
               returning count, window_ends
           )
           select (select window_ends from first where count > $4) as first, coalesce(
               (select window_ends from second where count > $8),
               -- Locked, perhaps by a try that came at the same time and that this statement cannot see yet.
               case when $5::text is not null and not exists (select from second)
                   then greatest((select locked_until from attempts where limit_name = $5 and key = $6), $9 + interval '1 s') end
           ) as second"#,
        first.limit,
        &first.key[..],
        first.forgotten_at,
        first.most.map(count),
        second.map(|second| second.limit),
        second.map(|second| &second.key[..]),
        second.map(|second| second.forgotten_at),
        second.and_then(|second| second.most).map(count),
        now,
        &from,
        &seconds,
    )
    .fetch_one(tx.connection())
    .await?;
    let of_first = waiting.first.map(|until| UsedUp { limit: first.limit, until });
    Ok(of_first.or_else(|| Some(UsedUp { limit: second?.limit, until: waiting.second? })))
}

/// Forgets the tries counted against one limit, because the last one was right.
pub async fn forgive(tx: &mut SiteTx, limit: &str, key: &[u8; 32]) -> Result<()> {
    sqlx::query!("update attempts set count = 0, locked_until = null where limit_name = $1 and key = $2", limit, &key[..])
        .execute(tx.connection())
        .await?;
    Ok(())
}
