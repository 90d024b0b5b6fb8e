//! The worker that tells clients who has logged out. It works like the one that posts letters (`mail::outbox`): it claims what is
//! due, tells it, and forgets it, so each client is told at least once.

use std::{sync::Arc, time::Duration as Wait};

use anyhow::{Context, Result};
use futures_util::StreamExt;
use secrecy::ExposeSecret;
use time::Duration;
use url::Url;

use super::messenger::Failure;
use crate::{
    app::App,
    flows::keys,
    model::{logout_token::LogoutToken, oauth_client::Client},
    store::{self, oauth_logouts::Claimed},
};

/// How many are claimed, and told side by side.
const BATCH: i64 = 64;
const MESSENGERS: usize = 16;
/// How long a worker may take over a batch before another one tries.
const LEASE: Duration = Duration::minutes(2);
/// The longest sleep: a notification usually ends it sooner.
const NAP: Wait = Wait::from_mins(1);
/// After so many tries, over about six hours, a client is not told.
const MOST_TRIES: i32 = 10;

/// Tells clients for as long as the process lives.
pub async fn work(app: Arc<App>) {
    loop {
        if let Err(fault) = work_once(&app).await {
            tracing::warn!(fault = format!("{fault:#}"), "logouts wait to be told; trying again");
            tokio::time::sleep(Wait::from_secs(1)).await;
        }
    }
}

/// Until the connection breaks.
async fn work_once(app: &Arc<App>) -> Result<()> {
    let mut listener = app.database.listen("oauth_logouts_filled").await?;
    loop {
        while tell_due(app).await? > 0 {}
        match tokio::time::timeout(sleep_until_due(app).await?, listener.try_recv()).await {
            Ok(Ok(None)) => return Ok(()),
            Ok(Err(error)) => return Err(error.into()),
            Ok(Ok(Some(_))) | Err(_) => {}
        }
        while listener.next_buffered().is_some() {}
    }
}

async fn sleep_until_due(app: &App) -> Result<Wait> {
    let mut tx = app.database.platform("when the next logout is to be told").await?;
    let due = store::oauth_logouts::next_due(&mut tx).await?;
    Ok(due.map_or(NAP, |due| Wait::try_from(due - app.clock.now()).unwrap_or_default()).clamp(Wait::from_millis(50), NAP))
}

/// Tells what is due, and says how much that was.
pub async fn tell_due(app: &Arc<App>) -> Result<usize> {
    let mut tx = app.database.platform("logouts of all sites").await?;
    let now = app.clock.now();
    let claimed = store::oauth_logouts::claim(&mut tx, BATCH, now + LEASE, now).await?;
    tx.commit().await?;
    let count = claimed.len();
    futures_util::stream::iter(claimed)
        .for_each_concurrent(MESSENGERS, |logout| async move {
            if let Err(fault) = handle(app, &logout).await {
                tracing::error!(client = %logout.client_id, fault = format!("{fault:#}"), "a logout could not be told");
            }
        })
        .await;
    Ok(count)
}

async fn handle(app: &App, logout: &Claimed) -> Result<()> {
    // A fault of ours may pass like a receiver's.
    let told = tell(app, logout).await.unwrap_or_else(|fault| Err(Failure::Unreached(format!("{fault:#}"))));
    let mut tx = app.database.platform("what became of a logout").await?;
    match told {
        Ok(()) => store::oauth_logouts::forget(&mut tx, logout).await?,
        Err(failure) => {
            // 400 says that the client has understood and will not (Back-Channel Logout 1.0 §2.8).
            let is_final = matches!(&failure, Failure::Refused(status) if status.as_u16() == 400);
            let again = !is_final && logout.tries < MOST_TRIES;
            tracing::warn!(client = %logout.client_id, tries = logout.tries, gives_up = !again, %failure, "a client was not told of a logout");
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
