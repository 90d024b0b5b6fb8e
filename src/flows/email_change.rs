//! A member moves the account to another address. Whoever reads mail there has to agree; whoever reads the old address is told
//! at once, and can take the account back for a while (`email_undo`). Whether the address has an account already, nobody but
//! its owner learns.

use anyhow::Result;
use secrecy::SecretString;
use serde::Deserialize;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::{
    Visit,
    confirm_identity::Fresh,
    dead_link::DeadLink,
    events,
    limits::{self, Limit, Whom},
};
use crate::{
    mail::letters::{self, Circumstances, Letter},
    model::{
        email::Email,
        event::Action,
        problem::{Code, Field, Problem},
        session::Session,
        token::Token,
        user::User,
    },
    store::{self, SiteTx},
};

/// What was typed.
#[derive(Deserialize)]
pub struct ChangeEmail {
    /// The address wanted from now on.
    #[serde(default)]
    pub new_email: String,
    /// The present password, unless the login is fresh.
    #[serde(default)]
    pub current_password: SecretString,
}

/// What came of asking.
pub enum Asked {
    /// Letters are on their way to both addresses.
    Sent,
    /// The login has ended meanwhile.
    Ended,
    /// Something has to be put right first.
    Problems(Vec<Problem>),
    /// Too many tries; the time is what to wait.
    TooMany(Duration),
}

/// What came of asking for another letter.
pub enum Resent {
    /// It is on its way, and the older one counts no more.
    Sent,
    /// Not yet; the time is what to wait.
    TooSoon(Duration),
    /// The address has been sent enough letters for now; the last one still counts.
    MailLimit,
    /// Too many tries; the time is what to wait.
    TooMany(Duration),
    /// No change is waiting.
    Nothing,
}

/// What came of the link to the new address.
pub enum Outcome {
    /// The account has this address now.
    Changed {
        /// The account.
        user: Uuid,
        /// Its address.
        email: String,
    },
    /// Another account has the address. The link still counts, in case that changes.
    Taken(String),
    /// The link counts for nothing.
    Dead(DeadLink),
}

/// Asks for letters to both addresses.
pub async fn ask(visit: &Visit, fresh: &Fresh, form: &ChangeEmail) -> Result<Asked> {
    let user = &fresh.session().user;
    let email = match check(visit, &user.email, form) {
        Ok(email) => email,
        Err(problem) => return Ok(Asked::Problems(vec![problem])),
    };
    let account = Some((Limit::ChangeAccount, Whom::Id(user.id)));
    if let Some(wait) = limits::charge(visit, Limit::ResendAddress, account).await? {
        return Ok(Asked::TooMany(wait));
    }
    let (link, undo) = (Token::new(&visit.app.random), Token::new(&visit.app.random));
    let lifetimes = &visit.app.config.lifetimes;
    let (expires_at, undo_until) = (visit.now + lifetimes.email_change, visit.now + lifetimes.email_undo);
    let Some(mut tx) = fresh.begin(visit).await? else { return Ok(Asked::Ended) };
    store::tokens::allow_email_change(&mut tx, user.id, email.as_str(), &link.hash(), expires_at, visit.now).await?;
    store::email_undos::insert(&mut tx, user.id, &user.email, &undo.hash(), undo_until, visit.now).await?;
    if limits::may_mail(visit, &mut tx, &email).await? {
        post(visit, &mut tx, user, &email, &link).await?;
    }
    // Never held back: otherwise a thief would use up the old address's letters first.
    let notice = Letter::EmailChangeNotice { link: undo.reveal(), when: Circumstances::of(visit, Some(user)) };
    letters::tell(visit, &mut tx, user, &notice).await?;
    events::note(visit, &mut tx, Some(user.id), Action::EmailChangeAsked).await?;
    tx.commit().await?;
    tracing::info!(site = %visit.site.slug, user = %user.id, client = %visit.client.ip(), agent = visit.agent.as_str(), "change of address asked for");
    Ok(Asked::Sent)
}

/// Whether the address will do in place of `present`. For whoever has to tell what is wrong with it beside a wrong password, too.
pub fn check(visit: &Visit, present: &str, form: &ChangeEmail) -> Result<Email, Problem> {
    match Email::read(&form.new_email, Field::NewEmail)? {
        email if email.as_str() == present => Err(Problem::new(Field::NewEmail, Code::Same)),
        email if !visit.site.settings.signup.keeps(&email) => Err(Problem::new(Field::NewEmail, Code::NotAllowed)),
        email => Ok(email),
    }
}

/// Sends the new address another letter, with a new link.
pub async fn resend(visit: &Visit, session: &Session) -> Result<Resent> {
    let mut tx = visit.begin().await?;
    let pending = store::tokens::pending_email(&mut tx, session.user.id, visit.now).await?;
    drop(tx);
    let Some(pending) = pending else { return Ok(Resent::Nothing) };
    // What was stored was parsed before.
    let Ok(email) = Email::parse(&pending.email) else { return Ok(Resent::Nothing) };
    let cooldown = visit.app.config.lifetimes.resend_cooldown;
    let wait = pending.asked_at + cooldown - visit.now;
    if wait.is_positive() {
        return Ok(Resent::TooSoon(wait));
    }
    if let Some(wait) = limits::charge(visit, Limit::ResendAddress, None).await? {
        return Ok(Resent::TooMany(wait));
    }
    renew(visit, session, &email, visit.now - cooldown).await
}

async fn renew(visit: &Visit, session: &Session, email: &Email, not_since: OffsetDateTime) -> Result<Resent> {
    let link = Token::new(&visit.app.random);
    let expires_at = visit.now + visit.app.config.lifetimes.email_change;
    let mut tx = visit.begin().await?;
    if !store::tokens::renew_email_change(&mut tx, session.user.id, &link.hash(), expires_at, not_since, visit.now).await? {
        // Another request was quicker.
        return Ok(Resent::TooSoon(visit.app.config.lifetimes.resend_cooldown));
    }
    if !limits::may_mail(visit, &mut tx, email).await? {
        return Ok(Resent::MailLimit);
    }
    post(visit, &mut tx, &session.user, email, &link).await?;
    tx.commit().await?;
    Ok(Resent::Sent)
}

async fn post(visit: &Visit, tx: &mut SiteTx, user: &User, email: &Email, link: &Token) -> Result<()> {
    let locale = user.locale.as_deref().unwrap_or(visit.locale.code);
    letters::post(visit, tx, email.as_str(), locale, &Letter::EmailChange { link: link.reveal() }).await
}

/// Gives up a change that waits.
pub async fn cancel(visit: &Visit, session: &Session) -> Result<()> {
    let mut tx = visit.begin().await?;
    if store::tokens::cancel_email_change(&mut tx, session.user.id).await? {
        events::note(visit, &mut tx, Some(session.user.id), Action::EmailChangeCancelled).await?;
    }
    tx.commit().await
}

/// The address that a link moves its account to. Changes nothing.
pub async fn look(visit: &Visit, token: &str) -> Result<Result<String, DeadLink>> {
    if let Some(link) = Token::parse(token) {
        let mut tx = visit.begin().await?;
        if let Some(email) = store::tokens::find_email_change(&mut tx, &link.hash(), visit.now).await? {
            return Ok(Ok(email));
        }
    }
    Ok(Err(DeadLink::shown(visit, token).await?))
}

/// Moves the account. Its logins go on; letters to the old address open nothing any more, but for taking the account back.
pub async fn confirm(visit: &Visit, token: &str) -> Result<Outcome> {
    let outcome = match Token::parse(token) {
        Some(link) => move_account(visit, &link).await?,
        None => None,
    };
    Ok(match outcome {
        Some(outcome) => outcome,
        None => Outcome::Dead(DeadLink::shown(visit, token).await?),
    })
}

/// Nothing for a link that counts no more.
async fn move_account(visit: &Visit, link: &Token) -> Result<Option<Outcome>> {
    let mut tx = visit.begin().await?;
    store::users::lock_by_link(&mut tx, &link.hash()).await?;
    let Some((user, email)) = store::tokens::take_email_change(&mut tx, &link.hash(), visit.now).await? else {
        return Ok(None);
    };
    if !store::users::change_email(&mut tx, user, &email, visit.now).await? {
        return Ok(Some(Outcome::Taken(email)));
    }
    store::tokens::void(&mut tx, user).await?;
    // The old address has its time from now on, however long ago it was told.
    store::email_undos::prolong(&mut tx, user, visit.now + visit.app.config.lifetimes.email_undo).await?;
    events::note(visit, &mut tx, Some(user), Action::EmailChanged).await?;
    tx.commit().await?;
    tracing::info!(site = %visit.site.slug, %user, client = %visit.client.ip(), agent = visit.agent.as_str(), "address changed");
    Ok(Some(Outcome::Changed { user, email }))
}
