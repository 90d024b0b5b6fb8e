//! Rows whose time has passed go, so that no table grows for ever.

use anyhow::Result;
use time::{Duration, OffsetDateTime};

use super::PlatformTx;

/// How long a signup stays after its link has expired, and a letter after it has gone.
const KEPT_SIGNUP: Duration = Duration::days(1);
const KEPT_LETTER: Duration = Duration::days(30);

/// Deletes what has expired and says how many rows went.
pub async fn expired(tx: &mut PlatformTx, now: OffsetDateTime) -> Result<u64> {
    let connection = tx.connection();
    let mut gone = 0;
    gone += sqlx::query!("delete from sessions where expires_at < $1 or idle_until < $1", now)
        .execute(&mut *connection)
        .await?
        .rows_affected();
    gone +=
        sqlx::query!("delete from browser_sessions where expiry_date < $1", now).execute(&mut *connection).await?.rows_affected();
    gone += sqlx::query!("delete from signups where link_expires_at < $1", now - KEPT_SIGNUP)
        .execute(&mut *connection)
        .await?
        .rows_affected();
    gone += sqlx::query!("delete from tokens where link_expires_at < $1", now).execute(&mut *connection).await?.rows_affected();
    gone += sqlx::query!("delete from attempts where window_ends < $1", now).execute(&mut *connection).await?.rows_affected();
    gone += sqlx::query!("delete from outbox where sent_at < $1 or failed_at < $1", now - KEPT_LETTER)
        .execute(&mut *connection)
        .await?
        .rows_affected();
    Ok(gone)
}
