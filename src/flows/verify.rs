//! Proving an address by the mailed link. Looking at the link changes nothing; only pressing the button does.
//!
//! The browser that signed up keeps the password it chose and is logged in. Any other browser must choose a password
//! first, and is not logged in: otherwise whoever signs up with somebody else's address would own the account that its
//! owner confirms (pre-hijacking), and a mail scanner that presses buttons would hold a login.
//!
//! Whether by link or by code, the login of whoever was there before ends: the person who signed up sits there now, and must not be
//! left in somebody else's account. No other site's page can begin a signup here, so nobody is moved to an account that way.

use anyhow::Result;
use secrecy::SecretString;
use serde::Deserialize;
use subtle::ConstantTimeEq;
use time::Duration;

use super::{
    Visit,
    dead_link::DeadLink,
    events,
    limits::{self, Limit},
    login,
};
use crate::{
    model::{
        email::Email,
        event::Action,
        password::Password,
        problem::Problem,
        session::{Keeper, Welcome},
        token::Token,
        user::{NewUser, Role, User},
    },
    store::{
        self, SiteTx,
        signups::{Linked, Proven},
    },
};

/// What was sent.
#[derive(Deserialize)]
pub struct Verify {
    /// The link's token.
    #[serde(default)]
    pub token: String,
    /// The password chosen, in a browser other than the one that signed up.
    #[serde(default)]
    pub password: SecretString,
}

/// Who holds the link.
#[derive(Clone, Copy)]
pub struct Holder<'a> {
    /// The signup that this browser began.
    pub browser: Option<&'a Token>,
    /// Who would keep the login that begins with the proof.
    pub keeper: Keeper<'a>,
}

/// What a link is good for.
pub enum Looked {
    /// It proves this address.
    Ready {
        /// The address.
        email: String,
        /// Whether a password must be chosen first, because another browser signed up.
        needs_password: bool,
        /// Where to go afterwards.
        return_to: Option<String>,
    },
    /// It has done so already.
    Done {
        /// The address.
        email: String,
    },
    /// It counts for nothing.
    Dead(DeadLink),
    /// The site takes no signups of this kind any more.
    NotOffered,
}

/// What came of pressing the button.
pub enum Outcome {
    /// The address is proven.
    Proof(Proof),
    /// Too many passwords were chosen; the link still works.
    TooMany {
        /// The address.
        email: String,
        /// What to wait.
        wait: Duration,
    },
    /// The password chosen does not do. The link still works.
    Problems {
        /// The address.
        email: String,
        /// What is wrong.
        problems: Vec<Problem>,
    },
    /// It was proven before.
    Done {
        /// The address.
        email: String,
    },
    /// The link counts for nothing.
    Dead(DeadLink),
    /// The site takes no signups of this kind any more.
    NotOffered,
}

/// An address that has just been proven, and with it an account made.
pub struct Proof {
    /// The address.
    pub email: String,
    /// The login that began with it, in the browser that signed up.
    pub welcome: Option<Welcome>,
    /// Where to go now.
    pub return_to: Option<String>,
}

/// Looks at a link, from the browser that began this signup, if any.
pub async fn look(visit: &Visit, token: &str, browser: Option<&Token>) -> Result<Looked> {
    Ok(match find(visit, Token::parse(token).as_ref()).await? {
        Some(Linked { email, proven: true, .. }) => Looked::Done { email },
        Some(Linked { email, .. }) if !is_admitted(visit, &email) => Looked::NotOffered,
        Some(linked) => {
            Looked::Ready { needs_password: !began(browser, &linked), email: linked.email, return_to: linked.return_to }
        }
        None => Looked::Dead(DeadLink::shown(visit, token).await?),
    })
}

async fn find(visit: &Visit, link: Option<&Token>) -> Result<Option<Linked>> {
    let Some(link) = link else { return Ok(None) };
    let mut tx = visit.begin().await?;
    store::signups::find_linked(&mut tx, &link.hash(), visit.now).await
}

/// Proves the address.
pub async fn submit(visit: &Visit, form: Verify, holder: Holder<'_>) -> Result<Outcome> {
    let link = Token::parse(&form.token);
    let (Some(link), Some(linked)) = (&link, find(visit, link.as_ref()).await?) else {
        return Ok(Outcome::Dead(DeadLink::shown(visit, &form.token).await?));
    };
    if linked.proven {
        return Ok(Outcome::Done { email: linked.email });
    }
    if !is_admitted(visit, &linked.email) {
        return Ok(Outcome::NotOffered);
    }

    let began_here = began(holder.browser, &linked);
    let chosen = match began_here {
        true => None,
        false => {
            // Each password costs a hash, also by a link that works.
            if let Some(wait) = limits::charge(visit, Limit::ProofAddress, None).await? {
                return Ok(Outcome::TooMany { email: linked.email, wait });
            }
            match choose_password(visit, &linked.email, &form.password).await? {
                Ok(hash) => Some(hash),
                Err(problem) => return Ok(Outcome::Problems { email: linked.email, problems: vec![problem] }),
            }
        }
    };
    // In another browser the proof begins no login, because mail scanners press buttons; they call no endpoints.
    let log_in = began_here || !holder.keeper.is_browser();
    let mut tx = visit.begin().await?;
    let Some(proven) = store::signups::prove_by_link(&mut tx, &link.hash(), visit.now).await? else {
        // Another request was quicker: it proved the address, or asked for a newer letter.
        drop(tx);
        return Ok(match find(visit, Some(link)).await?.filter(|linked| linked.proven) {
            Some(linked) => Outcome::Done { email: linked.email },
            None => Outcome::Dead(DeadLink::shown(visit, &form.token).await?),
        });
    };
    Ok(Outcome::Proof(make_account(visit, tx, &proven, chosen.as_deref(), log_in.then_some(holder.keeper)).await?))
}

/// Whether a signup that waits may still become an account: its site may have closed, or narrowed its domains, since it began.
#[must_use]
pub fn is_admitted(visit: &Visit, email: &str) -> bool {
    visit.site.settings.signup.still_admits(email)
}

async fn choose_password(visit: &Visit, email: &str, typed: &SecretString) -> Result<Result<String, Problem>> {
    let parsed = Password::parse_new(typed, &visit.site.password_rules(Email::parse(email).ok().as_ref()));
    Ok(match parsed {
        Ok(password) => Ok(visit.app.hasher.hash(visit.site.id, &password).await?),
        Err(problem) => Err(problem),
    })
}

/// Makes the account of an address that was proven in this very transaction, which ends here, and logs in if there is to be a login.
pub async fn make_account(
    visit: &Visit,
    mut tx: SiteTx,
    proven: &Proven,
    chosen: Option<&str>,
    log_in: Option<Keeper<'_>>,
) -> Result<Proof> {
    let user = User {
        id: visit.app.random.id(visit.now),
        email: proven.email.clone(),
        name: proven.name.clone(),
        username: proven.username.clone(),
        locale: Some(proven.locale.clone()),
        time_zone: None,
        delete_at: None,
        auth_epoch: 1,
        created_at: visit.now,
        last_login_at: None,
    };
    let new = NewUser {
        id: user.id,
        email: &proven.email,
        name: proven.name.as_deref(),
        username: proven.username.as_deref(),
        password_hash: Some(chosen.unwrap_or(&proven.password_hash)),
        role: Role::User,
        locale: Some(&proven.locale),
        terms_version: proven.terms_version.as_deref(),
    };
    // An account may have come to be by other means since the mail was sent; it stays as it is, and nobody is logged in.
    let mut made = store::users::insert(&mut tx, &new, visit.now).await?;
    if !made && new.username.is_some() {
        made = store::users::insert(&mut tx, &NewUser { username: None, ..new }, visit.now).await?;
    }
    tracing::info!(site = %visit.site.slug, user = %user.id, client = %visit.client.ip(), agent = visit.agent.as_str(), made, "address proven");
    if made {
        events::note(visit, &mut tx, Some(user.id), Action::AddressProven).await?;
    }
    let welcome = match log_in.filter(|_| made) {
        Some(keeper) => login::begin_first(visit, tx, &user, keeper).await?,
        None => tx.commit().await.map(|()| None)?,
    };
    Ok(Proof { email: proven.email.clone(), welcome, return_to: proven.return_to.clone() })
}

fn began(browser: Option<&Token>, linked: &Linked) -> bool {
    browser.is_some_and(|browser| bool::from(browser.hash().0.ct_eq(&linked.browser.0)))
}
