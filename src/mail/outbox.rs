//! The worker that posts letters. It claims what is due, sends it, and notes the result; whatever happens to it in between,
//! the claim runs out and another worker tries again. So a letter goes at least once.

use std::{sync::Arc, time::Duration as Wait};

use anyhow::{Context, Result};
use futures_util::StreamExt;
use time::Duration;

use super::{
    letters::{self, Letter, LetterPage},
    transport::{Failure, Outgoing},
    written::{self, Written},
};
use crate::{
    app::App,
    model::{mailed::Mailed, token::Token},
    store::{self, SiteTx, outbox::Claimed},
};

/// How many letters are claimed, and sent side by side.
const BATCH: i64 = 32;
const SENDERS: usize = 8;
/// How long a worker may take over a batch before another one tries.
const LEASE: Duration = Duration::minutes(3);
/// The longest sleep: a notification usually ends it sooner.
const NAP: Wait = Wait::from_secs(20);
/// After so many tries, over about a day, a letter is given up.
const MOST_TRIES: i32 = 15;

/// Posts letters for as long as the process lives.
pub async fn work(app: Arc<App>) {
    loop {
        if let Err(fault) = work_once(&app).await {
            tracing::warn!(fault = format!("{fault:#}"), "the outbox waits; trying again");
            tokio::time::sleep(Wait::from_secs(1)).await;
        }
    }
}

/// Until the connection breaks.
async fn work_once(app: &Arc<App>) -> Result<()> {
    let mut listener = app.database.listen("outbox_filled").await?;
    loop {
        while post_due(app).await? > 0 {}
        let nap = tokio::time::timeout(sleep_until_due(app).await?, listener.try_recv()).await;
        match nap {
            Ok(Ok(None)) => return Ok(()),
            Ok(Err(error)) => return Err(error.into()),
            Ok(Ok(Some(_))) | Err(_) => {}
        }
        // One letter rings once; the rest of the ringing is for letters that the next look finds anyway.
        while listener.next_buffered().is_some() {}
    }
}

/// How many letters wait.
pub async fn waiting(app: &App) -> Result<i64> {
    let mut tx = app.database.platform("letters that wait, for whoever watches").await?;
    store::outbox::waiting(&mut tx).await
}

async fn sleep_until_due(app: &App) -> Result<Wait> {
    let mut tx = app.database.platform("when the next letter is due").await?;
    let due = store::outbox::next_due(&mut tx).await?;
    Ok(due.map_or(NAP, |due| Wait::try_from(due - app.clock.now()).unwrap_or_default()).clamp(Wait::from_millis(50), NAP))
}

/// Posts the letters that are due, and says how many there were.
pub async fn post_due(app: &Arc<App>) -> Result<usize> {
    let mut tx = app.database.platform("letters of all sites").await?;
    let now = app.clock.now();
    let claimed = store::outbox::claim(&mut tx, BATCH, now + LEASE, now).await?;
    tx.commit().await?;
    let count = claimed.len();
    futures_util::stream::iter(claimed)
        .for_each_concurrent(SENDERS, |letter| async move {
            if let Err(fault) = post(app, &letter).await {
                tracing::error!(letter = %letter.id, fault = format!("{fault:#}"), "a letter could not be handled");
            }
        })
        .await;
    Ok(count)
}

async fn post(app: &App, claimed: &Claimed) -> Result<()> {
    // A fault of ours, such as a database that is away, may pass like a mail server's.
    let sent = send(app, claimed).await.unwrap_or_else(|fault| Err(Failure::ForNow(format!("{fault:#}"))));
    let mut tx = app.database.platform("what became of a letter").await?;
    let now = app.clock.now();
    match sent {
        Ok(()) => store::outbox::mark_sent(&mut tx, claimed, now).await?,
        Err(failure) => {
            let again = matches!(failure, Failure::ForNow(_)) && claimed.tries < MOST_TRIES;
            let again = again.then(|| now + backoff(claimed.tries));
            tracing::warn!(letter = %claimed.id, tries = claimed.tries, gives_up = again.is_none(), %failure, "a letter was not taken");
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

/// The outer error is a fault of ours, the inner one the mail server's answer.
async fn send(app: &App, claimed: &Claimed) -> Result<Result<(), Failure>> {
    let site = app.sites.by_id(claimed.site_id).context("the site is gone or disabled")?;
    let payload = claimed.payload.as_deref().context("the letter is empty")?;
    let plain = app
        .seal
        .open(&letters::context(claimed.id), payload)
        .context("SECRET_KEY has changed; keep the old one after a comma")?;
    let locale = app.words.find(&claimed.locale).or_else(|| app.words.find(&site.locale)).or_else(|| app.words.offered().next());
    let locale = locale.context("there is no language")?;
    let page = LetterPage::new(app, &site, locale, &claimed.recipient);
    let Some(written) = write(app, claimed, page, serde_json::from_slice(&plain)?).await? else { return Ok(Ok(())) };
    let outgoing = Outgoing {
        id: claimed.id,
        from: (&site.email_from_name, &site.email_from),
        to: &claimed.recipient,
        locale: locale.code,
        at: app.clock.now(),
        written,
    };
    Ok(app.transport.send(outgoing).await.map(drop))
}

/// Decides what the letter says, and whether there is anything to say. The request that caused it did not look, so that its
/// time tells nothing.
async fn write(app: &App, claimed: &Claimed, page: LetterPage<'_>, letter: Letter) -> Result<Option<Written>> {
    let mut tx = app.database.site(claimed.site_id).await?;
    Ok(Some(match letter {
        Letter::Signup { link, code } => {
            if invite_anew(app, &mut tx, claimed, &link).await? {
                tx.commit().await?;
                return Ok(Some(written::invitation(&page, &link)?));
            }
            match store::users::exists(&mut tx, &claimed.recipient).await? {
                true => written::already(&page)?,
                false => written::verify(&page, &link, &code)?,
            }
        }
        Letter::Invitation { link } => written::invitation(&page, &link)?,
        Letter::SignupAgain { link, code, asked_at } => {
            let mailed = Mailed::read(&link, &code).context("the letter's secrets cannot be read")?;
            let lifetimes = &app.config.lifetimes;
            let hashes = mailed.hashes(&app.seal, claimed.site_id, asked_at, lifetimes.signup());
            let not_since = asked_at - lifetimes.resend_cooldown;
            if !store::signups::renew_by_email(&mut tx, &claimed.recipient, &hashes, not_since, asked_at).await? {
                return Ok(None);
            }
            tx.commit().await?;
            written::verify(&page, &link, &code)?
        }
        Letter::Reset { link, code, asked_at } => {
            let mailed = Mailed::read(&link, &code).context("the letter's secrets cannot be read")?;
            let hashes = mailed.hashes(&app.seal, claimed.site_id, asked_at, app.config.lifetimes.reset());
            let written = if store::tokens::allow_reset(&mut tx, &claimed.recipient, &hashes, asked_at).await? {
                written::reset(&page, &link, &code)?
            } else if invite_anew(app, &mut tx, claimed, &link).await? {
                written::invitation(&page, &link)?
            } else {
                return Ok(None);
            };
            tx.commit().await?;
            written
        }
        Letter::TemporaryPassword { until, time_zone } => written::temporary_password(&page, until, time_zone.as_deref())?,
        Letter::PasswordChanged(when) => written::password_changed(&page, &when)?,
        Letter::EmailChange { link } => match store::users::exists(&mut tx, &claimed.recipient).await? {
            true => written::email_taken(&page)?,
            false => written::email_change(&page, &link)?,
        },
        Letter::EmailChangeNotice { link, when } => written::email_change_notice(&page, &link, &when)?,
        Letter::NewDevice(when) => written::new_device(&page, &when)?,
        Letter::Deletion { until, time_zone, formerly } => written::deletion(&page, until, time_zone.as_deref(), formerly)?,
        Letter::DeletionUndone(when) => written::deletion_undone(&page, &when)?,
    }))
}

/// Whether the address is invited. This letter's link accepts the invitation then, and the one before counts no more.
async fn invite_anew(app: &App, tx: &mut SiteTx, claimed: &Claimed, link: &str) -> Result<bool> {
    let (link, now) = (Token::parse(link).context("the letter's secret cannot be read")?, app.clock.now());
    let until = now + app.config.lifetimes.invitation;
    store::invitations::allow_by_email(tx, &claimed.recipient, &link.hash(), until, now).await
}
