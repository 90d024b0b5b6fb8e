//! The worker that tells clients who has logged out. It works like the one that posts letters (`mail::outbox`): it claims what is
//! due, a few of each site, tells it, and forgets it, so each client is told at least once, and one that is slow holds up nobody
//! else's.

use std::{collections::HashMap, sync::Arc, time::Duration as Wait};

use anyhow::{Context, Result};
use futures_util::StreamExt;
use secrecy::ExposeSecret;
use time::Duration;
use tokio::task::JoinSet;
use url::Url;
use uuid::Uuid;

use super::messenger::Failure;
use crate::{
    app::App,
    flows::keys,
    model::{logout_token::LogoutToken, oauth_client::Client},
    store::{self, oauth_logouts::Claimed},
};

/// How many are told side by side, and from how many on a site has to wait for its own.
const MOST: usize = 32;
const MOST_OF_SITE: usize = 4;
/// How long a worker may take over one before another one tries.
const LEASE: Duration = Duration::minutes(2);
/// The longest sleep: a notification usually ends it sooner.
const NAP: Wait = Wait::from_mins(1);
/// After so many tries, over about seven hours, a client is not told.
const MOST_TRIES: i32 = 10;

/// The logouts that are being told, and how many there are of each site.
#[derive(Default)]
struct Round {
    tasks: JoinSet<Uuid>,
    under_way: HashMap<Uuid, usize>,
}

/// Tells clients for as long as the process lives.
pub async fn work(app: Arc<App>) {
    let mut round = Round::default();
    loop {
        if let Err(fault) = work_once(&app, &mut round).await {
            tracing::warn!(fault = format!("{fault:#}"), "logouts wait to be told; trying again");
            tokio::time::sleep(Wait::from_secs(1)).await;
        }
    }
}

/// Until the connection breaks.
async fn work_once(app: &Arc<App>, round: &mut Round) -> Result<()> {
    let mut listener = app.database.listen("oauth_logouts_filled").await?;
    loop {
        while round.tasks.len() < MOST && round.begin(app).await? > 0 {}
        let nap = if round.tasks.len() < MOST { round.nap(app).await? } else { NAP };
        tokio::select! {
            Some(told) = round.tasks.join_next() => round.end(told.ok()),
            rung = listener.try_recv(), if round.tasks.len() < MOST => {
                if rung?.is_none() {
                    return Ok(());
                }
                while listener.next_buffered().is_some() {}
            }
            () = tokio::time::sleep(nap) => {}
        }
    }
}

impl Round {
    /// Claims logouts and has them told; says how many.
    async fn begin(&mut self, app: &Arc<App>) -> Result<usize> {
        let claimed = claim(app, i64::try_from(MOST - self.tasks.len())?, &self.busy()).await?;
        let count = claimed.len();
        for logout in claimed {
            *self.under_way.entry(logout.site_id).or_default() += 1;
            let app = Arc::clone(app);
            self.tasks.spawn(async move {
                handle(&app, &logout).await;
                logout.site_id
            });
        }
        Ok(count)
    }

    fn end(&mut self, site: Option<Uuid>) {
        let Some(site) = site else {
            // Which site it was of is not known any more; a count that is too high would keep a site waiting for ever.
            self.under_way.clear();
            return;
        };
        if let Some(count) = self.under_way.get_mut(&site) {
            *count = count.saturating_sub(1);
        }
        self.under_way.retain(|_, count| *count > 0);
    }

    fn busy(&self) -> Vec<Uuid> {
        self.under_way.iter().filter(|(_, count)| **count >= MOST_OF_SITE).map(|(site, _)| *site).collect()
    }

    /// Until the next is due.
    async fn nap(&self, app: &App) -> Result<Wait> {
        let mut tx = app.database.platform("when the next logout is to be told").await?;
        let due = store::oauth_logouts::next_due(&mut tx, &self.busy()).await?;
        Ok(due.map_or(NAP, |due| Wait::try_from(due - app.clock.now()).unwrap_or_default()).clamp(Wait::from_millis(50), NAP))
    }
}

/// Tells what is due, waits for it, and says how much that was.
pub async fn tell_due(app: &Arc<App>) -> Result<usize> {
    let claimed = claim(app, i64::try_from(MOST)?, &[]).await?;
    let count = claimed.len();
    futures_util::stream::iter(claimed).for_each_concurrent(None, |logout| async move { handle(app, &logout).await }).await;
    Ok(count)
}

async fn claim(app: &App, most: i64, busy: &[Uuid]) -> Result<Vec<Claimed>> {
    let mut tx = app.database.platform("logouts of all sites").await?;
    let now = app.clock.now();
    let claimed = store::oauth_logouts::claim(&mut tx, most, busy, now + LEASE, now).await?;
    tx.commit().await?;
    Ok(claimed)
}

async fn handle(app: &App, logout: &Claimed) {
    if let Err(fault) = tell_and_note(app, logout).await {
        tracing::error!(client = %logout.client_id, fault = format!("{fault:#}"), "what became of a logout could not be noted");
    }
}

async fn tell_and_note(app: &App, logout: &Claimed) -> Result<()> {
    let told = match logout.tries {
        // Tries are counted before they begin. Whatever this one does to its workers, it does no more.
        tries if tries > MOST_TRIES => Err(Failure::Unreached("no try came to an end".to_owned())),
        // A fault of ours may pass like a receiver's.
        _ => tell(app, logout).await.unwrap_or_else(|fault| Err(Failure::Unreached(format!("{fault:#}")))),
    };
    let mut tx = app.database.platform("what became of a logout").await?;
    match told {
        Ok(()) => store::oauth_logouts::forget(&mut tx, logout).await?,
        Err(failure) => {
            // 400 says that the client has understood and will not (Back-Channel Logout 1.0 §2.8).
            let is_final = matches!(&failure, Failure::Refused(status) if status.as_u16() == 400);
            let again = !is_final && logout.tries < MOST_TRIES;
            tracing::warn!(client = %logout.client_id, tries = logout.tries, gives_up = !again, failure = failure.to_string(), "a client was not told of a logout");
            match again {
                true => {
                    let again = app.clock.now() + backoff(logout.tries);
                    store::oauth_logouts::put_off(&mut tx, logout, &failure.to_string(), again).await?;
                }
                false => store::oauth_logouts::forget(&mut tx, logout).await?,
            }
        }
    }
    tx.commit().await
}

/// 10 s, 30 s, 90 s … at most 2 h.
fn backoff(tries: i32) -> Duration {
    let times = u32::try_from(tries.clamp(1, 7)).unwrap_or(1) - 1;
    Duration::seconds(10 * 3_i64.pow(times)).min(Duration::hours(2))
}

/// The outer error is a fault of ours, the inner one the receiver's.
async fn tell(app: &App, logout: &Claimed) -> Result<Result<(), Failure>> {
    let site = app.sites.by_id(logout.site_id).context("the site is gone or disabled")?;
    let mut tx = app.database.site(site.id).await?;
    let client = store::oauth_clients::find(&mut tx, logout.client_id).await?;
    drop(tx);
    let address = client.filter(Client::is_active).and_then(|client| client.backchannel_logout_uri);
    // Whoever has no ear any more need not be told.
    let Some(address) = address else { return Ok(Ok(())) };
    let ring = keys::ring(app, &site).await?;
    let now = app.clock.now();
    let key = ring.signer(now).context("the site has no key that can sign")?;
    let token = LogoutToken { user: logout.user_id, session: logout.session_id, client: logout.client_id };
    let token = token.sign(key, &site.base.url(""), app.random.id(now), now)?;
    Ok(app.messenger.post(&Url::parse(&address)?, &[("logout_token", token.expose_secret())]).await)
}
