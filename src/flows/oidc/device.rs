//! A person enters the code that a device shows, and says whether the device may act for them (RFC 8628 §3.3). Whoever enters one is
//! logged in, so that guesses are counted for an account; and nothing is allowed before the code was shown once more to be compared,
//! because a code may come from somebody who wants in (§5.4).

use anyhow::Result;
use serde::Deserialize;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::{
    flows::{
        Visit, events,
        limits::{self, Limit, Whom},
    },
    model::{
        client::ClientAddress,
        event::Action,
        oauth_client::Client,
        problem::{Code, Field, Problem},
        scope::{self, OFFLINE},
        session::Session,
        user::User,
        user_code::UserCode,
    },
    store::{
        self, SiteTx,
        oauth_codes::NewCode,
        oauth_device_codes::{Answered, Waiting},
    },
};

/// What was answered.
#[derive(Deserialize)]
pub struct Answer {
    /// The code.
    #[serde(default)]
    pub user_code: String,
    /// `allow`, or anything else.
    #[serde(default)]
    pub answer: String,
    /// The account that was asked.
    #[serde(default)]
    pub user: String,
}

/// What the person is asked.
pub struct Question {
    /// The code to be compared.
    pub code: UserCode,
    /// The app that is on the device.
    pub client: Client,
    /// Who is asked.
    pub user: User,
    /// What it wants to know or do.
    pub scopes: Vec<String>,
    /// When the device asked.
    pub asked_at: OffsetDateTime,
    /// From where.
    pub address: ClientAddress,
}

/// Whether there is something to ask.
pub enum Looked {
    /// There is.
    Question(Box<Question>),
    /// It may be a code, but nobody is logged in.
    LogIn(UserCode),
    /// The code is none, or its time is over.
    Problem(Problem),
    /// Too many tries; the time is what to wait.
    TooMany(Duration),
}

/// What came of an answer.
pub enum Outcome {
    /// The device gets what it asked for, or nothing.
    Answered {
        /// The app that is on it.
        app: Uuid,
        /// Whether it gets it.
        allowed: bool,
    },
    /// Somebody else has logged in since the page was shown.
    AskAgain(UserCode),
    /// The code is none, or its time is over, or somebody else was quicker.
    Problem(Problem),
    /// Too many tries; the time is what to wait.
    TooMany(Duration),
}

/// Looks up what to ask. Changes nothing but the count of tries.
pub async fn look(visit: &Visit, session: Option<&Session>, typed: &str) -> Result<Looked> {
    let code = match UserCode::parse(typed) {
        Ok(code) => code,
        Err(code) => return Ok(Looked::Problem(Problem::new(Field::UserCode, code))),
    };
    let Some(session) = session else { return Ok(Looked::LogIn(code)) };
    if let Some(wait) = count(visit, session).await? {
        return Ok(Looked::TooMany(wait));
    }
    let mut tx = visit.begin().await?;
    Ok(match find(visit, &mut tx, &code).await? {
        Some((Waiting { scopes, address, asked_at, .. }, client)) => {
            let (user, address) = (session.user.clone(), ClientAddress::new(address));
            Looked::Question(Box::new(Question { code, client, user, scopes, asked_at, address }))
        }
        None => Looked::Problem(unknown()),
    })
}

/// Takes the answer.
pub async fn submit(visit: &Visit, session: &Session, form: &Answer) -> Result<Outcome> {
    let code = match UserCode::parse(&form.user_code) {
        Ok(code) => code,
        Err(code) => return Ok(Outcome::Problem(Problem::new(Field::UserCode, code))),
    };
    if form.user != session.user.id.to_string() {
        return Ok(Outcome::AskAgain(code));
    }
    if let Some(wait) = count(visit, session).await? {
        return Ok(Outcome::TooMany(wait));
    }
    let allowed = form.answer == "allow";
    let mut tx = visit.begin().await?;
    let hash = code.hash(&visit.app.seal, visit.site.id);
    let Some((waiting, client)) = find(visit, &mut tx, &code).await? else {
        return answered_before(&mut tx, &hash, session, allowed).await;
    };
    let answered = store::oauth_device_codes::answer(&mut tx, &hash, session.user.id, allowed, visit.now).await?;
    let Some(answered) = answered else { return answered_before(&mut tx, &hash, session, allowed).await };
    if allowed && !grant(visit, &mut tx, session, &client, &waiting.scopes, &answered).await? {
        // The login ended, or the client was disabled, since the question was looked up.
        return Ok(Outcome::Problem(unknown()));
    }
    tx.commit().await?;
    tracing::info!(site = %visit.site.slug, user = %session.user.id, client = %visit.client.ip(), app = %client.id, allowed, "a device was answered");
    Ok(Outcome::Answered { app: client.id, allowed })
}

/// Whoever presses a button twice is told the same twice.
async fn answered_before(tx: &mut SiteTx, code: &[u8; 32], session: &Session, allowed: bool) -> Result<Outcome> {
    let before = store::oauth_device_codes::answered_before(tx, code, session.user.id).await?;
    let told = before.filter(|(_, before)| *before == allowed).map(|(app, allowed)| Outcome::Answered { app, allowed });
    Ok(told.unwrap_or_else(|| Outcome::Problem(unknown())))
}

/// The app that was answered, as long as its site has it.
pub async fn app(visit: &Visit, id: Uuid) -> Result<Option<Client>> {
    let mut tx = visit.begin().await?;
    Ok(store::oauth_clients::find(&mut tx, id).await?.filter(Client::is_active))
}

/// Stores what the device is going to fetch. Here, too, the statement that stores it is what decides.
async fn grant(
    visit: &Visit,
    tx: &mut SiteTx,
    session: &Session,
    client: &Client,
    scopes: &[String],
    answered: &Answered,
) -> Result<bool> {
    store::oauth_consents::allow(tx, session.user.id, client.id, scopes, visit.now).await?;
    store::oauth_codes::make_room(tx, session.user.id, client.id).await?;
    let new = NewCode {
        id: visit.app.random.id(visit.now),
        client: client.id,
        session: session.id,
        scopes,
        offline_until: scope::has(scopes, OFFLINE).then(|| visit.now + visit.app.config.lifetimes.app_access),
        redirect_uri: None,
        nonce: None,
        code_challenge: None,
        code: &answered.device,
        expires_at: answered.expires_at,
    };
    let granted = store::oauth_codes::insert(tx, &new, visit.now).await?;
    events::note_about(visit, tx, Some(session.user.id), Action::DeviceAllowed, Some(client.id)).await?;
    Ok(granted)
}

/// The device that shows this code, as far as its client may still act.
async fn find(visit: &Visit, tx: &mut SiteTx, code: &UserCode) -> Result<Option<(Waiting, Client)>> {
    let hash = code.hash(&visit.app.seal, visit.site.id);
    let Some(mut waiting) = store::oauth_device_codes::find(tx, &hash, visit.now).await? else { return Ok(None) };
    let client = store::oauth_clients::find(tx, waiting.client).await?.filter(Client::is_active);
    waiting.scopes.retain(|scope| client.as_ref().is_some_and(|client| scope::has(&client.scopes, scope)));
    Ok(client.map(|client| (waiting, client)))
}

/// Each look at a code is a guess. Right ones do not make up for wrong ones, since anybody can ask for a code that is right.
async fn count(visit: &Visit, session: &Session) -> Result<Option<Duration>> {
    let account = (Limit::UserCodeAccount, Whom::Id(session.user.id));
    limits::charge(visit, Limit::UserCodeAddress, Some(account)).await
}

/// Never known, over, or answered: one sentence for all.
fn unknown() -> Problem {
    Problem::new(Field::UserCode, Code::WrongOrExpired)
}
