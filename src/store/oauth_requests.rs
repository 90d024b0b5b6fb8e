//! Requests that clients have handed in themselves, each good for one use.

use anyhow::Result;
use serde_json::Value;
use time::OffsetDateTime;
use uuid::Uuid;

use super::SiteTx;
use crate::model::{parameters::Parameters, token::TokenHash};

/// How many of one client's may wait at once, since whoever hands them in may have nothing to prove.
const MOST_WAITING: i64 = 10_000;

/// Keeps one; `false` when the client has too many that wait.
pub async fn push(
    tx: &mut SiteTx,
    name: &TokenHash,
    client: Uuid,
    parameters: &Parameters,
    now: OffsetDateTime,
    expires_at: OffsetDateTime,
) -> Result<bool> {
    let pushed = sqlx::query!(
        "insert into oauth_requests (id_hash, client_id, pushed, parameters, created_at, expires_at)
         select $1, $2, true, $3, $4, $5
         where (select count(*) from oauth_requests where client_id = $2 and expires_at > $4) < $6",
        name.as_ref(),
        client,
        serde_json::to_value(parameters.pairs())?,
        now,
        expires_at,
        MOST_WAITING,
    );
    Ok(pushed.execute(tx.connection()).await?.rows_affected() == 1)
}

/// Uses one up, if it is this client's. Of any number at once, one gets it.
pub async fn take(tx: &mut SiteTx, name: &TokenHash, client: Uuid, now: OffsetDateTime) -> Result<Option<Parameters>> {
    let taken: Option<Value> = sqlx::query_scalar!(
        "delete from oauth_requests where id_hash = $1 and client_id = $2 and pushed and expires_at > $3 returning parameters",
        name.as_ref(),
        client,
        now,
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(taken.map(serde_json::from_value).transpose()?.map(Parameters::of))
}
