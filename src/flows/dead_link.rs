//! A mailed link that counts for nothing. Nobody guesses one that does, so looking and pressing cost nothing as long as the link is
//! right; whoever shows many that are wrong is counted, by network and for the whole site.

use anyhow::Result;
use time::Duration;

use super::{
    Visit,
    limits::{self, Limit, Whom},
};

/// The link never was one, or counts no more.
pub struct DeadLink {
    /// How long to wait before the next one, if there were too many.
    pub wait: Option<Duration>,
}

impl DeadLink {
    /// Counts it. Not to be called inside a transaction, which would hold one connection while this waits for another.
    pub async fn shown(visit: &Visit, token: &str) -> Result<Self> {
        // A page that was opened without any link.
        if token.is_empty() {
            return Ok(Self { wait: None });
        }
        let site = (Limit::ProofSite, Whom::Id(visit.site.id));
        let wait = limits::charge(visit, Limit::ProofAddress, Some(site)).await?;
        let agent = visit.agent.as_str();
        tracing::warn!(site = %visit.site.slug, client = %visit.client.ip(), agent, reason = "dead_link", "a link was refused");
        Ok(Self { wait })
    }
}
