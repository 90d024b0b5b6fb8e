//! A login's life after it began (`login`): found again at each visit, ended at logout.

use anyhow::Result;

use super::{Visit, events};
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

/// As `find`, for a flow with more to look up. When the login `is_due`, the visit was noted, which wants a commit.
pub async fn find_in(visit: &Visit, tx: &mut SiteTx, token: &Token) -> Result<Option<Session>> {
    let session = store::sessions::find(tx, &token.hash(), visit.now).await?;
    if let Some(session) = session.as_ref().filter(|session| session.is_due) {
        let lifetimes = &visit.app.config.lifetimes;
        let idle = if session.remember { lifetimes.remember } else { lifetimes.session_idle };
        store::sessions::touch(tx, session.id, visit.now + idle, visit.now).await?;
    }
    Ok(session)
}

/// Ends a login for good.
pub async fn end(visit: &Visit, token: &Token) -> Result<()> {
    let mut tx = visit.begin().await?;
    let user = store::sessions::end(&mut tx, &token.hash()).await?;
    if user.is_some() {
        events::note(visit, &mut tx, user, Action::LoggedOut).await?;
    }
    tx.commit().await?;
    tracing::info!(site = %visit.site.slug, client = %visit.client.ip(), ended = user.is_some(), "logout");
    Ok(())
}
