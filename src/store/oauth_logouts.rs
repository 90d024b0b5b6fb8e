//! Logouts that clients have to be told of. They are written by the database itself, when a login ends.

use anyhow::Result;
use time::OffsetDateTime;
use uuid::Uuid;

use super::PlatformTx;

/// A logout that this worker has claimed for a while.
pub struct Claimed {
    /// Its site.
    pub site_id: Uuid,
    /// Its id.
    pub id: Uuid,
    /// The client to be told.
    pub client_id: Uuid,
    /// Whose login has ended.
    pub user_id: Uuid,
    /// The login.
    pub session_id: Uuid,
    /// How often it was tried, this time included.
    pub tries: i32,
}

/// Claims up to `most` that are due, a few of each site, and none of sites that are `busy` or disabled. They are due again at
/// `lease_until`, in case their worker dies.
pub async fn claim(
    tx: &mut PlatformTx,
    most: i64,
    busy: &[Uuid],
    lease_until: OffsetDateTime,
    now: OffsetDateTime,
) -> Result<Vec<Claimed>> {
    Ok(sqlx::query_as!(
        Claimed,
        "update oauth_logouts l set due_at = $2, tries = l.tries + 1
         from (
             select due.site_id, due.id from (
                 select site_id from oauth_logouts_firsts where due_at <= $3 and site_id <> all ($4) order by due_at limit $1
             ) f cross join lateral (
                 select site_id, id, due_at from oauth_logouts
                 where site_id = f.site_id and due_at <= $3 order by due_at limit 4 for update skip locked
             ) as due
             order by due.due_at limit $1
         ) as claimed
         where l.site_id = claimed.site_id and l.id = claimed.id
         returning l.site_id, l.id, l.client_id, l.user_id, l.session_id, l.tries",
        most,
        lease_until,
        now,
        busy,
    )
    .fetch_all(tx.connection())
    .await?)
}

/// Forgets one: its client has heard, or will not.
pub async fn forget(tx: &mut PlatformTx, claimed: &Claimed) -> Result<()> {
    sqlx::query!("delete from oauth_logouts where site_id = $1 and id = $2", claimed.site_id, claimed.id)
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// Notes why a client has not heard, and when to try again.
pub async fn put_off(tx: &mut PlatformTx, claimed: &Claimed, error: &str, again: OffsetDateTime) -> Result<()> {
    sqlx::query!(
        "update oauth_logouts set due_at = $3, error = $4 where site_id = $1 and id = $2",
        claimed.site_id,
        claimed.id,
        again,
        error
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// When the next is due of sites that are neither `busy` nor disabled; none waits when nothing is told.
pub async fn next_due(tx: &mut PlatformTx, busy: &[Uuid]) -> Result<Option<OffsetDateTime>> {
    let next = sqlx::query_scalar!("select min(due_at) from oauth_logouts_firsts where site_id <> all ($1)", busy);
    Ok(next.fetch_one(tx.connection()).await?)
}
