//! Waiting for the mail: ask for another one, or prove the address with the mail's code.

use anyhow::Result;
use serde::Deserialize;
use time::Duration;

use super::{
    Visit,
    limits::{self, Limit, Whom},
    signup,
    verify::{self, Holder, Proof},
};
use crate::{
    mail::letters::{self, Letter},
    model::{
        email::Email,
        mail_code::MailCode,
        mailed::{Mailed, code_hash},
        problem::{Code, Field, Problem},
        token::Token,
    },
    store::{
        self,
        signups::{CodeTried, Pending},
    },
};

/// What was typed.
#[derive(Deserialize)]
pub struct EnteredCode {
    /// The six digits.
    #[serde(default)]
    pub code: String,
}

/// Where a signup stands, seen from the browser that began it.
pub enum Waiting {
    /// The mail is out; another may be asked for after this time.
    For {
        /// The address to be proven.
        email: String,
        /// What to wait before asking again.
        resend_after: Duration,
        /// Where to go afterwards.
        return_to: Option<String>,
    },
    /// The address was proven, perhaps in another browser.
    Proven {
        /// The address.
        email: String,
        /// Where to go now.
        return_to: Option<String>,
    },
    /// There is no signup (any more).
    Nothing,
    /// The site takes no signups of this kind any more.
    NotOffered,
}

/// What came of asking for another mail.
pub enum Resent {
    /// It is on its way, and the older one counts no more.
    Sent,
    /// Not yet; the time is what to wait.
    TooSoon(Duration),
    /// This address has been sent enough letters for now; the last one still counts.
    MailLimit,
    /// Too many tries; the time is what to wait.
    TooMany(Duration),
    /// There is no signup that waits.
    Nothing,
    /// The site takes no signups of this kind any more.
    NotOffered,
    /// The address is no address.
    Problem(Problem),
}

/// What came of a code.
pub enum Entered {
    /// The address is proven.
    Proof(Proof),
    /// Something is wrong with the code.
    Problem(Problem),
    /// Too many tries; the time is what to wait.
    TooMany(Duration),
    /// There is no signup that waits.
    Nothing,
    /// The site takes no signups of this kind any more.
    NotOffered,
}

/// Looks where the signup stands.
pub async fn look(visit: &Visit, browser: Option<&Token>) -> Result<Waiting> {
    Ok(match find(visit, browser).await? {
        Some(Pending { proven_at: Some(_), email, return_to, .. }) => Waiting::Proven { email, return_to },
        Some(Pending { email, .. }) if !verify::is_admitted(visit, &email) => Waiting::NotOffered,
        Some(Pending { email, mailed_at, return_to, .. }) => {
            let resend_after = (mailed_at + visit.app.config.lifetimes.resend_cooldown - visit.now).max(Duration::ZERO);
            Waiting::For { email, resend_after, return_to }
        }
        None => Waiting::Nothing,
    })
}

/// Sends another mail, with a new link and a new code.
pub async fn resend(visit: &Visit, browser: Option<&Token>) -> Result<Resent> {
    let Some(pending) = find(visit, browser).await?.filter(|pending| pending.proven_at.is_none()) else {
        return Ok(Resent::Nothing);
    };
    if !verify::is_admitted(visit, &pending.email) {
        return Ok(Resent::NotOffered);
    }
    let cooldown = visit.app.config.lifetimes.resend_cooldown;
    let wait = pending.mailed_at + cooldown - visit.now;
    if wait.is_positive() {
        return Ok(Resent::TooSoon(wait));
    }
    // What was stored was parsed before.
    let Ok(email) = Email::parse(&pending.email) else { return Ok(Resent::Nothing) };
    if let Some(wait) = limits::charge(visit, Limit::ResendAddress, None).await? {
        return Ok(Resent::TooMany(wait));
    }
    let mailed = Mailed::new(&visit.app.random);
    let mut tx = visit.begin().await?;
    if !store::signups::renew(&mut tx, pending.id, &signup::hashes(visit, &mailed), visit.now - cooldown, visit.now).await? {
        // Another request was quicker.
        return Ok(Resent::TooSoon(cooldown));
    }
    if !limits::may_mail(visit, &mut tx, &email).await? {
        return Ok(Resent::MailLimit);
    }
    signup::post(visit, &mut tx, &mailed, &pending.email, &pending.locale).await?;
    tx.commit().await?;
    Ok(Resent::Sent)
}

/// As `resend`, for somebody who knows no more than the address. Whether a signup of it waits, the letter's worker looks, so that
/// the answer is the same for every address.
pub async fn resend_to(visit: &Visit, typed: &str) -> Result<Resent> {
    let email = match Email::read(typed, Field::Email) {
        Ok(email) => email,
        Err(problem) => return Ok(Resent::Problem(problem)),
    };
    if !visit.site.settings.signup.admits(&email) {
        return Ok(Resent::NotOffered);
    }
    if let Some(wait) = limits::charge(visit, Limit::ResendAddress, None).await? {
        return Ok(Resent::TooMany(wait));
    }
    let mailed = Mailed::new(&visit.app.random);
    let letter = Letter::SignupAgain { link: mailed.link.reveal(), code: mailed.code.reveal().to_owned(), asked_at: visit.now };
    let mut tx = visit.begin().await?;
    if limits::may_mail(visit, &mut tx, &email).await? {
        letters::post(visit, &mut tx, email.as_str(), visit.locale.code, &letter).await?;
    }
    tx.commit().await?;
    Ok(Resent::Sent)
}

/// Proves the address with the mail's code.
pub async fn enter_code(visit: &Visit, holder: Holder<'_>, form: &EnteredCode) -> Result<Entered> {
    let code = match MailCode::parse(&form.code) {
        Ok(code) => code,
        Err(code) => return Ok(Entered::Problem(Problem::new(Field::Code, code))),
    };
    let Some(browser) = holder.browser else { return Ok(Entered::Nothing) };
    let Some(pending) = find(visit, Some(browser)).await? else { return Ok(Entered::Nothing) };
    if pending.proven_at.is_none() && !verify::is_admitted(visit, &pending.email) {
        return Ok(Entered::NotOffered);
    }
    // By address, too: a new signup brings a new code with five new tries.
    let account = Email::parse(&pending.email).ok();
    let account = account.as_ref().map(|email| (Limit::ProofAccount, Whom::Account(email)));
    if let Some(wait) = limits::charge(visit, Limit::ProofAddress, account).await? {
        return Ok(Entered::TooMany(wait));
    }
    let mut tx = visit.begin().await?;
    let tried =
        store::signups::prove_by_code(&mut tx, &browser.hash(), &code_hash(&visit.app.seal, visit.site.id, &code), visit.now)
            .await?;
    let entered = match tried {
        CodeTried::Right(proven) => {
            return Ok(Entered::Proof(verify::make_account(visit, tx, &proven, None, Some(holder.keeper)).await?));
        }
        CodeTried::Wrong => Entered::Problem(Problem::new(Field::Code, Code::Wrong)),
        CodeTried::Closed if pending.proven_at.is_some() => Entered::Nothing,
        CodeTried::Closed => Entered::Problem(Problem::new(Field::Code, Code::Expired)),
    };
    tx.commit().await?;
    Ok(entered)
}

async fn find(visit: &Visit, browser: Option<&Token>) -> Result<Option<Pending>> {
    let Some(browser) = browser else { return Ok(None) };
    let mut tx = visit.begin().await?;
    store::signups::find_pending(&mut tx, &browser.hash(), visit.now).await
}
