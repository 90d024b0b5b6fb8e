//! Whoever sends the master key is the operator.

use anyhow::Result;
use sha2::{Digest, Sha256};
use time::Duration;

use crate::{
    app::App,
    metrics,
    model::{client::ClientAddress, shared_secret},
    store::{self, platform_attempts::Charge},
};

/// What came of it.
pub enum Outcome {
    /// It is the operator.
    Operator,
    /// The key is missing or wrong.
    WrongKey,
    /// Too many wrong keys came from this address.
    TooMany {
        /// How long to wait.
        wait: Duration,
    },
}

/// Checks a key. Only wrong ones are counted, and the right one is never refused: it cannot be guessed, while somebody behind
/// the operator's own address could otherwise shut the operator out.
pub async fn check(app: &App, client: ClientAddress, key: Option<&[u8]>) -> Result<Outcome> {
    let Some(key) = key else { return Ok(Outcome::WrongKey) };
    if shared_secret::is_one_of(key, &app.config.master_keys()) {
        return Ok(Outcome::Operator);
    }
    let (now, rate) = (app.clock.now(), app.config.limits.operator_address);
    let charge = Charge {
        limit: "operator_address",
        key: Sha256::digest(client.network().to_string()).into(),
        most: rate.most,
        window_ends: now + rate.per,
    };
    let mut tx = app.database.platform("a wrong master key that is counted").await?;
    let until = store::platform_attempts::charge(&mut tx, &charge, now).await?;
    tx.commit().await?;
    if until.is_some() {
        app.metrics.event(metrics::Event::Limit, charge.limit);
    }
    tracing::warn!(client = %client.ip(), limited = until.is_some(), "a wrong master key");
    Ok(match until {
        Some(until) => Outcome::TooMany { wait: (until - now).max(Duration::SECOND) },
        None => Outcome::WrongKey,
    })
}
