//! Whoever sends the master key is the operator.

use anyhow::Result;
use sha2::{Digest, Sha256};
use time::Duration;

use super::platform_events;
use crate::{
    app::App,
    metrics,
    model::{
        author::Author,
        client::{Agent, ClientAddress},
        event::{Action, Actor},
        shared_secret,
    },
    store::{self, platform_attempts::Charge},
};

/// What came of it.
pub enum Outcome {
    /// It is the operator, whose doing is whatever follows.
    Operator(Author),
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
pub async fn check(app: &App, client: ClientAddress, agent: &Agent, key: Option<&[u8]>) -> Result<Outcome> {
    let Some(key) = key else { return Ok(Outcome::WrongKey) };
    let author = |actor| Author { actor, address: Some(client.ip()), agent: agent.clone() };
    if shared_secret::is_one_of(key, &app.config.master_keys()) {
        return Ok(Outcome::Operator(author(Actor::Operator)));
    }
    let (now, rate) = (app.clock.now(), app.config.limits.operator_address);
    let charge = Charge {
        limit: "operator_address",
        key: Sha256::digest(client.network().to_string()).into(),
        most: rate.most,
        window_ends: now + rate.per,
    };
    let mut tx = app.database.platform("a wrong master key that is counted").await?;
    let counted = store::platform_attempts::charge(&mut tx, &charge, now).await?;
    // Past the limit once, or a guesser could fill the record.
    let action = if counted.until.is_some() { Action::OperatorLimited } else { Action::OperatorRefused };
    if counted.times <= rate.most.saturating_add(1) {
        platform_events::note(app, &mut tx, &author(Actor::Person(None)), action, None).await?;
    }
    tx.commit().await?;
    if counted.until.is_some() {
        app.metrics.event(metrics::Event::Limit, charge.limit);
    }
    tracing::warn!(client = %client.ip(), agent = agent.as_str(), reason = action.word(), "a wrong master key");
    Ok(match counted.until {
        Some(until) => Outcome::TooMany { wait: (until - now).max(Duration::SECOND) },
        None => Outcome::WrongKey,
    })
}
