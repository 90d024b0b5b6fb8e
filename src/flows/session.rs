//! A login's life after it began (`login`): found again at each visit, ended at logout.

use anyhow::Result;

use super::{Visit, access_token, events};
use crate::{
    model::{event::Action, session::Session, token::Token},
    store::{self, SiteTx},
};

/// The login that this browser's secret stands for, if it still stands.
pub async fn find(visit: &Visit, token: &Token) -> Result<Option<Session>> {
    let mut tx = visit.begin().await?;
    let session = find_in(visit, &mut tx, token).await?;
    if session.as_ref().is_some_and(|session| session.is_due) {
        tx.commit().await?;
    }
    Ok(session)
}

/// The login that an access token stands on, if it still stands.
pub async fn find_by_token(visit: &Visit, token: &str) -> Result<Option<Session>> {
    let Some(token) = access_token::verify(visit, token).await? else { return Ok(None) };
    let Some(id) = token.session else { return Ok(None) };
    let mut tx = visit.begin().await?;
    let session = store::sessions::find_by_id(&mut tx, id, token.subject, visit.now).await?;
    if let Some(session) = session.as_ref().filter(|session| session.is_due) {
        note_visit(visit, &mut tx, session).await?;
        tx.commit().await?;
    }
    Ok(session)
}

/// As `find`, for a flow with more to look up. When the login `is_due`, the visit was noted, which wants a commit.
pub async fn find_in(visit: &Visit, tx: &mut SiteTx, token: &Token) -> Result<Option<Session>> {
    let session = store::sessions::find(tx, &token.hash(), visit.now).await?;
    if let Some(session) = session.as_ref().filter(|session| session.is_due) {
        note_visit(visit, tx, session).await?;
    }
    Ok(session)
}

async fn note_visit(visit: &Visit, tx: &mut SiteTx, session: &Session) -> Result<()> {
    let lifetimes = &visit.app.config.lifetimes;
    let idle = if session.remember { lifetimes.remember } else { lifetimes.session_idle };
    store::sessions::touch(tx, session.id, visit.now + idle, visit.now).await
}

/// Ends a login that a program keeps going.
pub async fn log_out(visit: &Visit, session: &Session) -> Result<()> {
    let mut tx = visit.begin().await?;
    if store::sessions::end_one(&mut tx, session.user.id, session.id).await? {
        events::note(visit, &mut tx, Some(session.user.id), Action::LoggedOut).await?;
    }
    tx.commit().await
}

/// Ends a login for good.
pub async fn end(visit: &Visit, token: &Token) -> Result<()> {
    let mut tx = visit.begin().await?;
    let user = store::sessions::end(&mut tx, &token.hash()).await?;
    if user.is_some() {
        events::note(visit, &mut tx, user, Action::LoggedOut).await?;
    }
    tx.commit().await?;
    tracing::info!(site = %visit.site.slug, client = %visit.client.ip(), agent = visit.agent.as_str(), ended = user.is_some(), "logout");
    Ok(())
}
