//! Logging in. Whoever knocks, known or not, costs the same work and hears the same answer.

use anyhow::Result;
use secrecy::SecretString;
use serde::Deserialize;
use time::Duration;
use uuid::Uuid;

use super::{
    Visit, events,
    limits::{self, Limit},
    signup::PendingSignup,
};
use crate::{
    hasher::Verdict,
    metrics,
    model::{
        email::Email,
        event::Action,
        password::Password,
        problem::{Field, Problem},
        session::NewSession,
        token::Token,
        user::User,
    },
    store::{
        self, SiteTx,
        sessions::NewRow,
        users::{Credentials, Owner},
    },
};

/// What was typed.
#[derive(Deserialize)]
pub struct Login {
    /// The address.
    #[serde(default)]
    pub email: String,
    /// The password.
    #[serde(default)]
    pub password: SecretString,
    /// Whether the login is to outlive the browser's window.
    #[serde(default)]
    pub remember: Option<String>,
}

/// What came of it.
pub enum Outcome {
    /// In.
    LoggedIn(NewSession),
    /// Something is missing or cannot be a password.
    Problems(Vec<Problem>),
    /// Unknown address or wrong password; which one is nobody's business.
    WrongCredentials,
    /// The right password of an account that may not log in.
    Disabled,
    /// The right password, but the address is not proven yet: this browser may go on with the signup.
    Unverified(PendingSignup),
    /// Too many tries; the time is what to wait.
    TooMany(Duration),
}

/// Logs somebody in.
pub async fn submit(visit: &Visit, form: Login) -> Result<Outcome> {
    let (email, password) = match (Email::parse(&form.email), Password::parse(&form.password)) {
        (Ok(email), Ok(password)) => (email, password),
        (email, password) => {
            let email = email.err().map(|code| Problem::new(Field::Email, code));
            return Ok(Outcome::Problems(email.into_iter().chain(password.err()).collect()));
        }
    };
    let mut tx = visit.app.database.site_unsynced(visit.site.id).await?;
    let wait = limits::charge_in(visit, &mut tx, Limit::LoginAddress, Some((Limit::LoginAccount, &email))).await?;
    let found = match wait {
        None => Ok(store::users::find_credentials(&mut tx, &email, visit.now).await?),
        Some(wait) => Err(wait),
    };
    tx.commit().await?;
    let credentials = match found {
        Ok(credentials) => credentials,
        Err(wait) => return Ok(Outcome::TooMany(wait)),
    };
    let outcome = decide(visit, credentials, email, &password, form.remember.is_some()).await?;
    let agent = visit.agent.as_str();
    tracing::info!(site = %visit.site.slug, client = %visit.client.ip(), agent, outcome = outcome.word(), "login");
    visit.app.metrics.event(metrics::Event::Login, outcome.word());
    Ok(outcome)
}

async fn decide(visit: &Visit, found: Credentials, email: Email, password: &Password, remember: bool) -> Result<Outcome> {
    let Credentials { owner, password_hash, signup } = found;
    let (hasher, site) = (&visit.app.hasher, visit.site.id);
    let verdict = hasher.verify(site, password, password_hash.as_deref()).await?;
    // A waiting signup is checked whether or not there is an account, or signing up and logging in would tell.
    let began = match &signup {
        Some((_, hash)) => hasher.verify(site, password, Some(hash)).await? != Verdict::Wrong,
        None => false,
    };
    match (verdict, owner) {
        (Verdict::Right, Owner::Active(user)) => admit(visit, &user, &email, None, remember).await,
        (Verdict::RightButDated, Owner::Active(user)) => {
            let fresh = hasher.hash(site, password).await?;
            admit(visit, &user, &email, password_hash.as_deref().zip(Some(fresh.as_str())), remember).await
        }
        (Verdict::Right | Verdict::RightButDated, Owner::Disabled(id)) => refuse(visit, Some(id), Outcome::Disabled).await,
        (_, owner) => match signup.filter(|_| began) {
            Some((id, _)) => unverified(visit, id, email).await,
            None => refuse(visit, owner.account(), Outcome::WrongCredentials).await,
        },
    }
}

async fn refuse(visit: &Visit, account: Option<Uuid>, outcome: Outcome) -> Result<Outcome> {
    events::note_alone(visit, account, Action::LoginRefused).await?;
    Ok(outcome)
}

async fn admit(visit: &Visit, user: &User, email: &Email, rehashed: Option<(&str, &str)>, remember: bool) -> Result<Outcome> {
    let mut tx = visit.app.database.site_unsynced(visit.site.id).await?;
    let Some(session) = begin(visit, &mut tx, user, remember).await? else {
        return Ok(Outcome::WrongCredentials);
    };
    if let Some((old, new)) = rehashed {
        store::users::replace_password(&mut tx, user.id, Some(old), new, visit.now).await?;
    }
    limits::forgive(&mut tx, Limit::LoginAccount, email).await?;
    events::note(visit, &mut tx, Some(user.id), Action::LoggedIn).await?;
    tx.commit().await?;
    Ok(Outcome::LoggedIn(session))
}

/// Begins a login; `None` when the account was disabled or its logins were ended meanwhile.
pub async fn begin(visit: &Visit, tx: &mut SiteTx, user: &User, remember: bool) -> Result<Option<NewSession>> {
    let lifetimes = &visit.app.config.lifetimes;
    let (idle, lifetime) = match remember {
        true => (lifetimes.remember, lifetimes.remember),
        false => (lifetimes.session_idle, lifetimes.session_lifetime),
    };
    let token = Token::new(&visit.app.random);
    let row = NewRow {
        id: visit.app.random.id(visit.now),
        user,
        token: &token.hash(),
        remember,
        address: visit.client.ip(),
        agent: visit.agent.as_str(),
        idle_until: visit.now + idle,
        expires_at: visit.now + lifetime,
    };
    let begun = store::sessions::insert(tx, &row, visit.now).await?;
    Ok(begun.then_some(NewSession { expires_at: row.expires_at, token, remember }))
}

/// Whoever knows the signup's password is the one who signed up, also in another browser.
async fn unverified(visit: &Visit, signup: Uuid, email: Email) -> Result<Outcome> {
    let browser = Token::new(&visit.app.random);
    let mut tx = visit.begin().await?;
    if !store::signups::rebind(&mut tx, signup, &browser.hash()).await? {
        return Ok(Outcome::WrongCredentials);
    }
    tx.commit().await?;
    Ok(Outcome::Unverified(PendingSignup { browser, email }))
}

impl Outcome {
    /// For the log.
    fn word(&self) -> &'static str {
        match self {
            Self::LoggedIn(_) => "logged_in",
            Self::Problems(_) => "problems",
            Self::WrongCredentials => "wrong_credentials",
            Self::Disabled => "disabled",
            Self::Unverified(_) => "unverified",
            Self::TooMany(_) => "too_many",
        }
    }
}
