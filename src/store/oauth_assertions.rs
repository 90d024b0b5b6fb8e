//! The signed proofs that clients have used.

use anyhow::Result;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::SiteTx;
use crate::model::client_assertion::Assertion;

/// Uses a proof up; `false` when it was used before. Of any number at once, one counts.
pub async fn take(tx: &mut SiteTx, client: Uuid, assertion: &Assertion) -> Result<bool> {
    let taken = sqlx::query!(
        "insert into oauth_assertions (client_id, jti_hash, expires_at) values ($1, $2, $3) on conflict do nothing",
        client,
        &Sha256::digest(&assertion.id)[..],
        assertion.expires_at
    );
    Ok(taken.execute(tx.connection()).await?.rows_affected() == 1)
}
