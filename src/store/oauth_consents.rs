//! What people allowed clients.

use anyhow::Result;
use time::OffsetDateTime;
use uuid::Uuid;

use super::SiteTx;

/// Notes that a person allowed a client this, beside what it was allowed before.
pub async fn allow(tx: &mut SiteTx, user: Uuid, client: Uuid, scopes: &[String], now: OffsetDateTime) -> Result<()> {
    sqlx::query!(
        "insert into oauth_consents as k (user_id, client_id, scopes, granted_at) values ($1, $2, $3, $4)
         on conflict (site_id, user_id, client_id) do update set
             scopes = k.scopes || array(select unnest(excluded.scopes) except select unnest(k.scopes)), granted_at = $4",
        user,
        client,
        scopes,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}
