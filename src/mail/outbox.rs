//! The worker that posts letters. It claims what is due, sends it, and notes the result; whatever happens to it in between,
//! the claim runs out and another worker tries again. So a letter goes at least once.
//!
//! Letters are sent side by side, a few of each site, and as soon as one is done the next is claimed. A site whose own server
//! is slow or away holds up nobody else's.

use std::{collections::HashMap, sync::Arc, time::Duration as Wait};

use anyhow::{Context, Result};
use futures_util::StreamExt;
use time::{Duration, OffsetDateTime};
use tokio::task::JoinSet;
use uuid::Uuid;

use super::{
    letter_page::LetterPage,
    letters, senders,
    transport::{Failure, Outgoing},
    writing,
};
use crate::{
    app::App,
    store::{self, outbox::Claimed},
};

/// How many letters are on their way at most, and from how many on a site has to wait for its own.
const MOST: usize = 32;
const MOST_OF_SITE: usize = 4;
/// How long a worker may take over a letter before another one tries.
const LEASE: Duration = Duration::minutes(3);
/// How long a site's own way is left alone after it was found closed.
const REST: Duration = Duration::minutes(1);
/// The longest sleep: a notification usually ends it sooner.
const NAP: Wait = Wait::from_secs(20);
/// After so many tries, over about a day, a letter is given up.
const MOST_TRIES: i32 = 15;

/// The letters on their way, and the sites that have to wait.
#[derive(Default)]
struct Round {
    tasks: JoinSet<Posted>,
    under_way: HashMap<Uuid, usize>,
    resting: HashMap<Uuid, OffsetDateTime>,
}

/// A letter that was tried.
struct Posted {
    site: Uuid,
    /// Whether the site's own way is closed, for this letter and all others.
    closed: bool,
}

/// Posts letters for as long as the process lives.
pub async fn work(app: Arc<App>) {
    let mut round = Round::default();
    loop {
        if let Err(fault) = work_once(&app, &mut round).await {
            tracing::warn!(fault = format!("{fault:#}"), "the outbox waits; trying again");
            tokio::time::sleep(Wait::from_secs(1)).await;
        }
    }
}

/// Until the connection breaks.
async fn work_once(app: &Arc<App>, round: &mut Round) -> Result<()> {
    let mut listener = app.database.listen("outbox_filled").await?;
    loop {
        while round.tasks.len() < MOST && round.begin(app).await? > 0 {}
        let nap = if round.tasks.len() < MOST { round.nap(app).await? } else { NAP };
        tokio::select! {
            Some(posted) = round.tasks.join_next() => round.end(posted.as_ref().ok(), app.clock.now()),
            rung = listener.try_recv(), if round.tasks.len() < MOST => {
                if rung?.is_none() {
                    return Ok(());
                }
                // One letter rings once; the rest of the ringing is for letters that the next look finds anyway.
                while listener.next_buffered().is_some() {}
            }
            () = tokio::time::sleep(nap) => {}
        }
    }
}

impl Round {
    /// Claims letters and sets them on their way; says how many.
    async fn begin(&mut self, app: &Arc<App>) -> Result<usize> {
        let room = i64::try_from(MOST - self.tasks.len())?;
        let claimed = claim(app, room, &self.busy(app.clock.now())).await?;
        let count = claimed.len();
        for letter in claimed {
            *self.under_way.entry(letter.site_id).or_default() += 1;
            let app = Arc::clone(app);
            self.tasks.spawn(async move { post(&app, &letter).await });
        }
        Ok(count)
    }

    fn end(&mut self, posted: Option<&Posted>, now: OffsetDateTime) {
        let Some(&Posted { site, closed }) = posted else {
            // Which site it was of is not known any more; a count that is too high would keep a site waiting for ever.
            self.under_way.clear();
            return;
        };
        if let Some(count) = self.under_way.get_mut(&site) {
            *count = count.saturating_sub(1);
        }
        self.under_way.retain(|_, count| *count > 0);
        if closed {
            self.resting.insert(site, now + REST);
        }
    }

    fn busy(&mut self, now: OffsetDateTime) -> Vec<Uuid> {
        self.resting.retain(|_, until| *until > now);
        let full = self.under_way.iter().filter(|(_, count)| **count >= MOST_OF_SITE).map(|(site, _)| *site);
        full.chain(self.resting.keys().copied()).collect()
    }

    /// Until the next letter is due, or a site has rested.
    async fn nap(&mut self, app: &App) -> Result<Wait> {
        let now = app.clock.now();
        let busy = self.busy(now);
        let mut tx = app.database.platform("when the next letter is due").await?;
        let due = store::outbox::next_due(&mut tx, &busy).await?;
        let next = self.resting.values().copied().chain(due).min();
        Ok(next.map_or(NAP, |next| Wait::try_from(next - now).unwrap_or_default()).clamp(Wait::from_millis(50), NAP))
    }
}

/// How many letters wait.
pub async fn waiting(app: &App) -> Result<i64> {
    let mut tx = app.database.platform("letters that wait, for whoever watches").await?;
    store::outbox::waiting(&mut tx).await
}

/// Posts letters that are due, waits for them, and says how many there were.
pub async fn post_due(app: &Arc<App>) -> Result<usize> {
    let claimed = claim(app, i64::try_from(MOST)?, &[]).await?;
    let count = claimed.len();
    futures_util::stream::iter(claimed)
        .for_each_concurrent(None, |letter| async move {
            post(app, &letter).await;
        })
        .await;
    Ok(count)
}

async fn claim(app: &App, most: i64, busy: &[Uuid]) -> Result<Vec<Claimed>> {
    let mut tx = app.database.platform("letters of all sites").await?;
    let now = app.clock.now();
    let claimed = store::outbox::claim(&mut tx, most, busy, now + LEASE, now).await?;
    tx.commit().await?;
    Ok(claimed)
}

/// Tries a letter and notes what came of it.
async fn post(app: &App, claimed: &Claimed) -> Posted {
    let sent = match claimed.tries {
        // Tries are counted before they begin. Whatever this letter does to its workers, it does no more.
        tries if tries > MOST_TRIES => Err(Failure::ForGood("no try came to an end".to_owned())),
        // A fault of ours, such as a database that is away, may pass like a mail server's.
        _ => send(app, claimed).await.unwrap_or_else(|fault| Err(Failure::ForNow(format!("{fault:#}")))),
    };
    let has_own = app.sites.by_id(claimed.site_id).is_some_and(|site| site.own_mail.is_some());
    let closed = has_own && matches!(sent, Err(Failure::Closed(_)));
    if let Err(fault) = note(app, claimed, sent).await {
        tracing::error!(letter = %claimed.id, fault = format!("{fault:#}"), "what became of a letter could not be noted");
    }
    Posted { site: claimed.site_id, closed }
}

async fn note(app: &App, claimed: &Claimed, sent: Result<Option<String>, Failure>) -> Result<()> {
    let mut tx = app.database.platform("what became of a letter").await?;
    let now = app.clock.now();
    match sent {
        Ok(answer) => store::outbox::mark_sent(&mut tx, claimed, answer.as_deref(), now).await?,
        Err(failure) => {
            let again = !matches!(failure, Failure::ForGood(_)) && claimed.tries < MOST_TRIES;
            let again = again.then(|| now + backoff(claimed.tries));
            tracing::warn!(letter = %claimed.id, tries = claimed.tries, gives_up = again.is_none(), failure = failure.to_string(), "a letter was not taken");
            store::outbox::mark_failed(&mut tx, claimed, &failure.to_string(), again, now).await?;
        }
    }
    tx.commit().await
}

/// 10 s, 20 s, 40 s … at most 6 h.
fn backoff(tries: i32) -> Duration {
    let doublings = u32::try_from(tries.clamp(1, 13)).unwrap_or(1) - 1;
    Duration::seconds(10 << doublings).min(Duration::hours(6))
}

/// Returns what the server said, or nothing when there was nothing to send. The outer error is a fault of ours, the inner one
/// why it was not taken.
async fn send(app: &App, claimed: &Claimed) -> Result<Result<Option<String>, Failure>> {
    let site = app.sites.by_id(claimed.site_id).context("the site is gone or disabled")?;
    let sender = match senders::of(app, &site) {
        Ok(sender) => sender,
        Err(failure) => return Ok(Err(failure)),
    };
    let letter = letters::open(app, claimed.id, claimed.payload.as_deref().context("the letter is empty")?)?;
    let page = LetterPage::new(app, &site, app.words.first_of(&[&claimed.locale, &site.locale]), &claimed.recipient);
    let Some(written) = writing::write(app, claimed, &page, letter).await? else { return Ok(Ok(None)) };
    let outgoing = Outgoing {
        id: claimed.id,
        from: (&site.email_from_name, &site.email_from),
        reply_to: site.reply_to.as_deref(),
        to: &claimed.recipient,
        locale: page.lang,
        at: app.clock.now(),
        written,
    };
    Ok(sender.send(&outgoing).await.map(Some))
}
