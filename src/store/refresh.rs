//! Logins that programs keep going.

use anyhow::Result;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::SiteTx;
use crate::model::token::TokenHash;

/// How long a token that was just used may come again: a program whose answer got lost tries once more.
const GRACE: Duration = Duration::seconds(10);

/// Gives a login its first token.
pub async fn begin(tx: &mut SiteTx, session: Uuid, token: &TokenHash, now: OffsetDateTime) -> Result<bool> {
    let begun = sqlx::query!(
        "update sessions set refresh_hash = $2, refreshed_at = $3 where id = $1 and refresh_hash is null",
        session,
        token.as_ref(),
        now
    );
    Ok(begun.execute(tx.connection()).await?.rows_affected() == 1)
}

/// Puts another token in a token's place, if that one counts, or did until a moment ago and the other follows from it; and if its
/// login stands. Says whose that is.
pub async fn rotate(
    tx: &mut SiteTx,
    session: Uuid,
    token: &TokenHash,
    next: &TokenHash,
    idle_until: OffsetDateTime,
    now: OffsetDateTime,
) -> Result<Option<Uuid>> {
    let rotated = sqlx::query_scalar!(
        "update sessions s set refresh_hash = $3, previous_refresh_hash = $2, seen_at = $4, idle_until = $5,
                refreshed_at = case when s.refresh_hash = $2 then $4 else s.refreshed_at end
         from users u
         where s.id = $1 and s.expires_at > $4 and s.idle_until > $4
           and (s.refresh_hash = $2 or (s.previous_refresh_hash = $2 and s.refresh_hash = $3 and s.refreshed_at > $6))
           and u.site_id = s.site_id and u.id = s.user_id and u.auth_epoch = s.auth_epoch and u.status = 'active'
         returning u.id",
        session,
        token.as_ref(),
        next.as_ref(),
        now,
        idle_until,
        now - GRACE,
    );
    Ok(rotated.fetch_optional(tx.connection()).await?)
}

/// Ends a login whose token was used twice, and says whose it was. One that counts, of a login that is over, was not.
pub async fn end(tx: &mut SiteTx, session: Uuid, token: &TokenHash) -> Result<Option<Uuid>> {
    let ended = sqlx::query_scalar!(
        "delete from sessions where id = $1 and refresh_hash <> $2 returning user_id",
        session,
        token.as_ref()
    );
    Ok(ended.fetch_optional(tx.connection()).await?)
}
