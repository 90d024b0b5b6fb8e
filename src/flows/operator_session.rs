//! The operator at the dashboard: a short login of its own, begun with the master key or with a link that stands for it once.

use anyhow::Result;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use time::Duration;

use super::{Call, operator, platform_events};
use crate::{
    app::App,
    model::{
        author::Author,
        event::Action,
        operator_session::OperatorSession,
        problem::{Code, Field, Problem},
        token::Token,
    },
    store::{self, PlatformTx, operator_sessions::NewRow},
};

const REASON: &str = "the operator's login at the dashboard";

/// What was typed.
#[derive(Deserialize)]
pub struct MasterKey {
    /// The master key.
    #[serde(default)]
    pub master_key: SecretString,
}

/// Why a key does not open anything.
pub enum Refused {
    /// Something is wrong with it.
    Problem(Problem),
    /// Too many wrong ones came from this network; the time is what to wait.
    TooMany(Duration),
}

/// What came of giving the key once more.
pub enum Confirmed {
    /// The login is fresh, under this new secret.
    Fresh(Token),
    /// The login has ended meanwhile.
    Ended,
    /// It was not the key.
    Refused(Refused),
}

/// The mark of a key: what a login keeps of the key that it rests on.
type Mark = [u8; 32];

/// Begins a login with the master key, in place of the one that the browser had.
pub async fn log_in(call: &Call, typed: &MasterKey, before: Option<&Token>) -> Result<Result<Token, Refused>> {
    let mark = match prove(call, typed).await? {
        Ok(mark) => mark,
        Err(refused) => return Ok(Err(refused)),
    };
    let mut tx = call.app.database.platform(REASON).await?;
    let token = begin(call, &mut tx, &mark, before).await?;
    platform_events::note(&call.app, &mut tx, &call.operator(), Action::OperatorLoggedIn, None).await?;
    tx.commit().await?;
    Ok(Ok(token))
}

/// A link that logs the operator in, once and soon.
pub async fn mint_link(app: &App, author: &Author) -> Result<Token> {
    let (token, now) = (Token::new(&app.random), app.clock.now());
    let current = app.config.master_keys().into_iter().next().map(|key| mark(app, &key)).unwrap_or_default();
    let mut tx = app.database.platform("a link for the operator").await?;
    let ends = now + app.config.lifetimes.operator_link;
    store::operator_sessions::insert_link(&mut tx, &token.hash(), &current, ends, now).await?;
    platform_events::note(app, &mut tx, author, Action::EntryLinkMade, None).await?;
    tx.commit().await?;
    Ok(token)
}

/// The whole address of such a link.
#[must_use]
pub fn link_address(app: &App, link: &Token) -> String {
    format!("{}/admin/enter?token={}", app.config.public_url.as_str().trim_end_matches('/'), link.reveal())
}

/// Whether a link would still do. It stays as it is.
pub async fn look_at_link(call: &Call, link: &Token) -> Result<bool> {
    let mut tx = call.app.database.platform(REASON).await?;
    store::operator_sessions::has_link(&mut tx, &link.hash(), &marks(&call.app), call.now).await
}

/// Begins a login with a link, which is used up by it. `None` when it no longer does.
pub async fn use_link(call: &Call, link: &Token, before: Option<&Token>) -> Result<Option<Token>> {
    let mut tx = call.app.database.platform(REASON).await?;
    let used = store::operator_sessions::take_link(&mut tx, &link.hash(), &marks(&call.app), call.now).await?;
    let Some(mark) = used.and_then(|mark| Mark::try_from(mark).ok()) else {
        tracing::warn!(client = %call.client.ip(), agent = call.agent.as_str(), "a link for the operator that is used up or too old");
        return Ok(None);
    };
    let token = begin(call, &mut tx, &mark, before).await?;
    platform_events::note(&call.app, &mut tx, &call.operator(), Action::EntryLinkUsed, None).await?;
    tx.commit().await?;
    Ok(Some(token))
}

/// The login that a browser's secret stands for, if it still stands.
pub async fn find(call: &Call, token: &Token) -> Result<Option<OperatorSession>> {
    let mut tx = call.app.database.platform(REASON).await?;
    let session = store::operator_sessions::find(&mut tx, &token.hash(), &marks(&call.app), call.now).await?;
    if let Some(session) = session.as_ref().filter(|session| session.is_due) {
        store::operator_sessions::touch(&mut tx, session.id, idle_until(call), call.now).await?;
        tx.commit().await?;
    }
    Ok(session)
}

/// Makes a login fresh. It gets a new secret, so that whoever knew the old one gains nothing from the proof.
pub async fn confirm(call: &Call, session: &OperatorSession, typed: &MasterKey) -> Result<Confirmed> {
    let mark = match prove(call, typed).await? {
        Ok(mark) => mark,
        Err(refused) => return Ok(Confirmed::Refused(refused)),
    };
    let token = Token::new(&call.app.random);
    let mut tx = call.app.database.platform(REASON).await?;
    let idle_until = idle_until(call);
    if !store::operator_sessions::renew(&mut tx, session.id, &token.hash(), &mark, idle_until, call.now).await? {
        return Ok(Confirmed::Ended);
    }
    platform_events::note(&call.app, &mut tx, &call.operator(), Action::OperatorConfirmed, None).await?;
    tx.commit().await?;
    Ok(Confirmed::Fresh(token))
}

/// Whether the key was given a short while ago.
#[must_use]
pub fn is_fresh(call: &Call, session: &OperatorSession) -> bool {
    // Not later than now, either: a clock that was set back must not make every login fresh.
    (call.now - session.proven_at).abs() < call.app.config.lifetimes.fresh
}

/// Ends a login for good.
pub async fn end(call: &Call, token: &Token) -> Result<()> {
    let mut tx = call.app.database.platform(REASON).await?;
    if store::operator_sessions::end(&mut tx, &token.hash()).await? {
        platform_events::note(&call.app, &mut tx, &call.operator(), Action::OperatorLoggedOut, None).await?;
    }
    tx.commit().await
}

async fn prove(call: &Call, typed: &MasterKey) -> Result<Result<Mark, Refused>> {
    // Whoever copies a key out of a file takes the line's end along.
    let key = SecretString::from(typed.master_key.expose_secret().trim());
    let problem = |code| Ok(Err(Refused::Problem(Problem::new(Field::MasterKey, code))));
    if key.expose_secret().is_empty() {
        return problem(Code::Missing);
    }
    match operator::check(&call.app, call.client, &call.agent, Some(key.expose_secret().as_bytes())).await? {
        operator::Outcome::Operator(_) => Ok(Ok(mark(&call.app, &key))),
        operator::Outcome::WrongKey => problem(Code::Wrong),
        operator::Outcome::TooMany { wait } => Ok(Err(Refused::TooMany(wait))),
    }
}

async fn begin(call: &Call, tx: &mut PlatformTx, mark: &Mark, before: Option<&Token>) -> Result<Token> {
    if let Some(before) = before {
        store::operator_sessions::end(tx, &before.hash()).await?;
    }
    let token = Token::new(&call.app.random);
    let row = NewRow {
        id: call.app.random.id(call.now),
        token: &token.hash(),
        key_mark: mark,
        address: call.client.ip(),
        agent: call.agent.as_str(),
        idle_until: idle_until(call),
        expires_at: call.now + call.app.config.lifetimes.operator_session,
    };
    store::operator_sessions::insert(tx, &row, call.now).await?;
    Ok(token)
}

fn idle_until(call: &Call) -> time::OffsetDateTime {
    call.now + call.app.config.lifetimes.operator_idle
}

/// Keyed, so that a copy of the table is no help in guessing the key.
fn mark(app: &App, key: &SecretString) -> Mark {
    app.seal.keyed_hash("operator session", &[key.expose_secret().as_bytes()])
}

fn marks(app: &App) -> Vec<Vec<u8>> {
    app.config.master_keys().iter().map(|key| mark(app, key).to_vec()).collect()
}
