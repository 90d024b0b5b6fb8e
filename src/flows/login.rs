//! Logging in. Whoever knocks, known or not, costs the same work and hears the same answer.

use anyhow::Result;
use secrecy::SecretString;
use serde::Deserialize;
use time::Duration;
use uuid::Uuid;

use super::{
    Visit, events,
    limits::{self, Limit, Whom},
    signup::PendingSignup,
};
use crate::{
    hasher::Verdict,
    mail::letters::{self, Circumstances, Letter},
    metrics,
    model::{
        email::Email,
        event::Action,
        password::Password,
        problem::{Field, Problem},
        return_to::ReturnTo,
        session::{Keeper, NewSession, Welcome},
        token::Token,
        user::User,
        username::LoginName,
    },
    store::{
        self, SiteTx,
        sessions::{Begun, NewRow},
        users::{Credentials, Owner},
    },
};

/// What a login that came to pass is called where logins are counted.
const LOGGED_IN: &str = "logged_in";

/// What was typed.
#[derive(Deserialize)]
pub struct Login {
    /// The address, or the username where the site has them.
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
    LoggedIn(Welcome),
    /// Something is missing or cannot be a password.
    Problems(Vec<Problem>),
    /// Unknown address or wrong password; which one is nobody's business.
    WrongCredentials,
    /// The right password of an account that may not log in.
    Disabled,
    /// The right password, but a temporary one: with this token another can be chosen, as after a forgotten one.
    MustChoose(Token),
    /// The right password, but the address is not proven yet.
    Unverified(Unproven),
    /// Too many tries; the time is what to wait.
    TooMany(Duration),
}

/// A signup whose password was given.
pub struct Unproven {
    signup: Uuid,
    email: Email,
}

/// Somebody who may or may not be who they say they are.
struct Claim<'a> {
    name: LoginName,
    password: Password,
    remember: bool,
    keeper: Keeper<'a>,
}

/// Logs somebody in.
pub async fn submit(visit: &Visit, form: Login, keeper: Keeper<'_>) -> Result<Outcome> {
    let name = LoginName::parse(&form.email, visit.site.settings.usernames);
    let (name, password) = match (name, Password::parse(&form.password)) {
        (Ok(name), Ok(password)) => (name, password),
        (name, password) => {
            let name = name.err().map(|code| Email::problem(Field::Email, code));
            return Ok(Outcome::Problems(name.into_iter().chain(password.err()).collect()));
        }
    };
    let claim = Claim { name, password, remember: form.remember.is_some(), keeper };
    let found = match find(visit, &claim).await? {
        Ok(found) => found,
        Err(wait) => return Ok(Outcome::TooMany(wait)),
    };
    let outcome = decide(visit, found, claim).await?;
    count(visit, outcome.word());
    Ok(outcome)
}

/// Tells whoever watches of a login that came to pass, or did not.
fn count(visit: &Visit, outcome: &'static str) {
    tracing::info!(site = %visit.site.slug, client = %visit.client.ip(), agent = visit.agent.as_str(), outcome, "login");
    visit.app.metrics.event(metrics::Event::Login, outcome);
}

/// Looks up what to check the password against, if another try is allowed; if not, the time is what to wait.
async fn find(visit: &Visit, claim: &Claim<'_>) -> Result<Result<Credentials, Duration>> {
    let mut tx = visit.app.database.site_unsynced(visit.site.id).await?;
    let device = claim.keeper.known_by().map(Token::hash);
    let known = match &device {
        Some(device) if store::known_devices::knows(&mut tx, &claim.name, device).await? => Some(device),
        _ => None,
    };
    let account = match known {
        Some(device) => (Limit::LoginDevice, Whom::Device(&claim.name, device)),
        None => (Limit::LoginAccount, Whom::Name(&claim.name)),
    };
    let found = match limits::charge_in(visit, &mut tx, Limit::LoginAddress, Some(account)).await? {
        None => Ok(store::users::find_credentials(&mut tx, &claim.name, visit.now).await?),
        Some(wait) => Err(wait),
    };
    tx.commit().await?;
    Ok(found)
}

async fn decide(visit: &Visit, found: Credentials, claim: Claim<'_>) -> Result<Outcome> {
    let Credentials { owner, password_hash, signup } = found;
    let password = &claim.password;
    let (hasher, site) = (&visit.app.hasher, visit.site.id);
    // A waiting signup is checked whether or not there is an account, or signing up and logging in would tell.
    let began = signup.as_ref().map(|(_, hash)| hash.as_str());
    let (verdict, began) = hasher.verify_both(site, password, password_hash.as_deref(), began).await?;
    match (verdict, owner) {
        (Verdict::Right, Owner::Active(user)) => admit(visit, user, &claim, None).await,
        (Verdict::RightButDated, Owner::Active(user)) => {
            let fresh = hasher.hash(site, password).await?;
            admit(visit, user, &claim, password_hash.as_deref().zip(Some(fresh.as_str()))).await
        }
        // Where the site has turned temporary ones off again, it is as wrong as any other.
        (Verdict::Right | Verdict::RightButDated, Owner::Temporary(user)) if visit.site.settings.temporary_passwords => {
            let_choose(visit, &user).await
        }
        (Verdict::Right | Verdict::RightButDated, Owner::Disabled(id)) => refuse(visit, Some(id), Outcome::Disabled).await,
        (_, owner) => match (signup.filter(|_| began != Verdict::Wrong), claim.name) {
            (Some((signup, _)), LoginName::Email(email)) => Ok(Outcome::Unverified(Unproven { signup, email })),
            _ => refuse(visit, owner.account(), Outcome::WrongCredentials).await,
        },
    }
}

async fn refuse(visit: &Visit, account: Option<Uuid>, outcome: Outcome) -> Result<Outcome> {
    events::note_alone(visit, account, Action::LoginRefused).await?;
    Ok(outcome)
}

/// A temporary password begins no login.
async fn let_choose(visit: &Visit, user: &User) -> Result<Outcome> {
    let token = Token::new(&visit.app.random);
    let expires_at = visit.now + visit.app.config.lifetimes.reset_link;
    let mut tx = visit.begin().await?;
    if !store::temporary_passwords::allow_choice(&mut tx, user, &token.hash(), expires_at, visit.now).await? {
        return Ok(Outcome::WrongCredentials);
    }
    events::note(visit, &mut tx, Some(user.id), Action::TemporaryPasswordUsed).await?;
    tx.commit().await?;
    Ok(Outcome::MustChoose(token))
}

async fn admit(visit: &Visit, user: User, claim: &Claim<'_>, rehashed: Option<(&str, &str)>) -> Result<Outcome> {
    let mut tx = visit.app.database.site_unsynced(visit.site.id).await?;
    let Some(welcome) = begin(visit, &mut tx, &user, claim.remember, claim.keeper).await? else {
        return Ok(Outcome::WrongCredentials);
    };
    if let Some((old, new)) = rehashed {
        store::users::replace_password(&mut tx, user.id, Some(old), new, visit.now).await?;
    }
    limits::forgive_logins(&mut tx, &user).await?;
    tx.commit().await?;
    Ok(Outcome::LoggedIn(welcome))
}

/// Begins the login of somebody who has just proven the address, and chose the password before that; `None` as for `begin`.
pub async fn begin_first(visit: &Visit, mut tx: SiteTx, user: &User, keeper: Keeper<'_>) -> Result<Option<Welcome>> {
    let welcome = begin(visit, &mut tx, user, false, keeper).await?;
    tx.commit().await?;
    if welcome.is_some() {
        count(visit, LOGGED_IN);
    }
    Ok(welcome)
}

/// Begins a login, and notes it, whichever way it came about; `None` when the account was disabled or its logins were ended
/// meanwhile.
async fn begin(visit: &Visit, tx: &mut SiteTx, user: &User, remember: bool, keeper: Keeper<'_>) -> Result<Option<Welcome>> {
    let lifetimes = &visit.app.config.lifetimes;
    let (idle, lifetime) = match remember {
        true => (lifetimes.remember, lifetimes.remember),
        false => (lifetimes.session_idle, lifetimes.session_lifetime),
    };
    let token = Token::new(&visit.app.random);
    // A new one each time: one that somebody planted in this browser is worth nothing from now on.
    let device = keeper.is_browser().then(|| Token::new(&visit.app.random));
    let (device_hash, known_by) = (device.as_ref().map(Token::hash), keeper.known_by().map(Token::hash));
    let row = NewRow {
        id: visit.app.random.id(visit.now),
        user,
        token: &token.hash(),
        remember,
        address: visit.client.ip(),
        network: visit.client.network(),
        agent: visit.agent.as_str(),
        idle_until: visit.now + idle,
        expires_at: visit.now + lifetime,
        device: device_hash.as_ref(),
        known_by: known_by.as_ref(),
    };
    let Some(Begun { is_new_device }) = store::sessions::insert(tx, &row, visit.now).await? else { return Ok(None) };
    let deletion_undone = user.delete_at.is_some();
    note(visit, tx, user, is_new_device && user.last_login_at.is_some(), deletion_undone).await?;
    let session = NewSession { id: row.id, user: user.id, expires_at: row.expires_at, token, remember };
    Ok(Some(Welcome { session, device, locale: user.locale.clone(), deletion_undone }))
}

/// What the account's owner is told of a login, in the record and, where it matters, by mail.
async fn note(visit: &Visit, tx: &mut SiteTx, user: &User, is_new_device: bool, deletion_undone: bool) -> Result<()> {
    let action = if is_new_device { Action::NewDevice } else { Action::LoggedIn };
    events::note(visit, tx, Some(user.id), action).await?;
    let when = || Circumstances::of(visit, Some(user));
    if is_new_device {
        letters::tell(visit, tx, user, &Letter::NewDevice(when())).await?;
    }
    if deletion_undone {
        events::note(visit, tx, Some(user.id), Action::DeletionUndone).await?;
        letters::tell(visit, tx, user, &Letter::DeletionUndone(when())).await?;
    }
    Ok(())
}

/// Lets another browser go on with a signup, and with where it wants to go: whoever knows its password is the one who signed up.
/// Nothing when the address was proven meanwhile.
pub async fn go_on(visit: &Visit, unproven: Unproven, return_to: Option<&ReturnTo>) -> Result<Option<PendingSignup>> {
    let browser = Token::new(&visit.app.random);
    let mut tx = visit.begin().await?;
    let bound = store::signups::rebind(&mut tx, unproven.signup, &browser.hash(), return_to.map(ReturnTo::href)).await?;
    tx.commit().await?;
    Ok(bound.then_some(PendingSignup { browser, email: unproven.email }))
}

impl Outcome {
    /// For the log.
    fn word(&self) -> &'static str {
        match self {
            Self::LoggedIn(_) => LOGGED_IN,
            Self::Problems(_) => "problems",
            Self::WrongCredentials => "wrong_credentials",
            Self::Disabled => "disabled",
            Self::MustChoose(_) => "must_choose",
            Self::Unverified(_) => "unverified",
            Self::TooMany(_) => "too_many",
        }
    }
}
