//! A login that a program keeps going: short access tokens, and a refresh token that is good for one use. One that comes back
//! later ends the login, because a copy is out there; one that comes twice within seconds, because an answer got lost, gets the
//! same successor.

use anyhow::Result;
use secrecy::SecretString;
use time::Duration;
use uuid::Uuid;

use super::{
    Visit, access_token, events,
    limits::{self, Limit},
};
use crate::{
    model::{
        access_token::Grant,
        event::Action,
        refresh_token::{Keeps, RefreshToken},
        session::NewSession,
        user_record::UserRecord,
    },
    store,
};

/// What a program gets.
pub struct Tokens {
    /// For calls.
    pub access_token: SecretString,
    /// How long it lasts.
    pub expires_in: Duration,
    /// For the next pair.
    pub refresh_token: SecretString,
    /// Whose login it is.
    pub user: UserRecord,
}

/// What came of a refresh token.
pub enum Outcome {
    /// The login goes on.
    Refreshed(Box<Tokens>),
    /// It was used before. The login is over, if it was not already.
    Reused,
    /// It never was one, or its login is over.
    Invalid,
    /// Neither counted, and there were too many of these; the time is what to wait.
    TooMany(Duration),
}

/// Hands the tokens of a login that has just begun to its program.
pub async fn begin(visit: &Visit, session: &NewSession) -> Result<Option<Tokens>> {
    let refresh = RefreshToken::new(&visit.app.random, session.id);
    let mut tx = visit.begin().await?;
    let begun = store::refresh::begin(&mut tx, session.id, &refresh.hash(), visit.now).await?;
    let user = store::user_records::find(&mut tx, session.user).await?;
    tx.commit().await?;
    match user.filter(|_| begun) {
        Some(user) => Ok(Some(tokens(visit, session.id, user, &refresh).await?)),
        None => Ok(None),
    }
}

/// Trades a refresh token for the next pair. Those that count are never kept waiting.
pub async fn submit(visit: &Visit, token: &str) -> Result<Outcome> {
    let outcome = trade(visit, token).await?;
    let reason = match &outcome {
        Outcome::Refreshed(_) | Outcome::TooMany(_) => return Ok(outcome),
        Outcome::Reused => "reused",
        Outcome::Invalid => "invalid",
    };
    let agent = visit.agent.as_str();
    tracing::warn!(site = %visit.site.slug, client = %visit.client.ip(), agent, reason, "a refresh token was refused");
    Ok(limits::charge(visit, Limit::TokenAddress, None).await?.map_or(outcome, Outcome::TooMany))
}

async fn trade(visit: &Visit, token: &str) -> Result<Outcome> {
    let Some(token) = RefreshToken::parse(token, Keeps::Login, &visit.app.seal, visit.site.id) else {
        return Ok(Outcome::Invalid);
    };
    let next = token.next(&visit.app.seal);
    let idle_until = visit.now + visit.app.config.lifetimes.remember;
    let mut tx = visit.begin().await?;
    let Some(user) = store::refresh::rotate(&mut tx, token.kept, &token.hash(), &next.hash(), idle_until, visit.now).await?
    else {
        let owner = store::refresh::end(&mut tx, token.kept, &token.hash()).await?;
        if owner.is_some() {
            events::note_about(visit, &mut tx, owner, Action::TokenReused, Some(token.kept)).await?;
        }
        tx.commit().await?;
        return Ok(if owner.is_some() { Outcome::Reused } else { Outcome::Invalid });
    };
    let user = store::user_records::find(&mut tx, user).await?;
    tx.commit().await?;
    match user {
        Some(user) => Ok(Outcome::Refreshed(Box::new(tokens(visit, token.kept, user, &next).await?))),
        None => Ok(Outcome::Invalid),
    }
}

async fn tokens(visit: &Visit, session: Uuid, user: UserRecord, refresh: &RefreshToken) -> Result<Tokens> {
    let minted = access_token::mint(visit, &Grant::own(user.id, session, &user.role)).await?;
    Ok(Tokens {
        access_token: minted.token,
        expires_in: minted.expires_in,
        refresh_token: refresh.reveal(Keeps::Login, &visit.app.seal, &visit.app.random, visit.site.id)?,
        user,
    })
}
