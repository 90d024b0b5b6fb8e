//! The keys that sign a site's tokens, private halves sealed.

use anyhow::Result;
use serde_json::Value;
use time::OffsetDateTime;

use super::SiteTx;

/// A key as it is stored.
pub struct Row {
    /// Its public half's thumbprint.
    pub kid: String,
    /// Which of the site's keys it is.
    pub generation: i32,
    /// How it signs.
    pub algorithm: String,
    /// The public half (JWK).
    pub public_key: Value,
    /// The private half, sealed.
    pub private_key: Vec<u8>,
    /// From when it is published.
    pub created_at: OffsetDateTime,
    /// When it begins to sign.
    pub active_at: OffsetDateTime,
    /// When it is no longer published.
    pub retires_at: Option<OffsetDateTime>,
}

/// All keys of the site.
pub async fn all(tx: &mut SiteTx) -> Result<Vec<Row>> {
    let rows = sqlx::query_as!(
        Row,
        "select kid, generation, algorithm, public_key, private_key, created_at, active_at, retires_at from signing_keys"
    );
    Ok(rows.fetch_all(tx.connection()).await?)
}

/// Adds a key, and gives the older ones that have no end yet theirs; `false`, and nothing is changed, when there is a key of
/// this generation already. So of any number at once who have all seen the same keys, exactly one succeeds.
pub async fn insert(tx: &mut SiteTx, row: &Row, older_retire_at: OffsetDateTime) -> Result<bool> {
    let added = sqlx::query_scalar!(
        r#"with added as (
               insert into signing_keys (kid, generation, algorithm, public_key, private_key, created_at, active_at)
               values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning generation
           ), ended as (
               update signing_keys k set retires_at = $8 from added where k.retires_at is null and k.generation < added.generation
           )
           select count(*) as "added!" from added"#,
        row.kid,
        row.generation,
        row.algorithm,
        row.public_key,
        row.private_key,
        row.created_at,
        row.active_at,
        older_retire_at,
    );
    Ok(added.fetch_one(tx.connection()).await? == 1)
}
