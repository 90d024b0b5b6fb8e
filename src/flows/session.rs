//! A login's life after it began (`login`): found again at each visit, ended at logout.

use anyhow::Result;

use super::{Visit, events};
use crate::{
    model::{event::Action, session::Session, token::Token},
    store,
};

/// The login that this browser's secret stands for, if it still stands.
pub async fn find(visit: &Visit, token: &Token) -> Result<Option<Session>> {
    let mut tx = visit.begin().await?;
    let session = store::sessions::find(&mut tx, &token.hash(), visit.now).await?;
    if let Some(session) = session.as_ref().filter(|session| session.is_due) {
        let lifetimes = &visit.app.config.lifetimes;
        let idle = if session.remember { lifetimes.remember } else { lifetimes.session_idle };
        store::sessions::touch(&mut tx, session.id, visit.now + idle, visit.now).await?;
        tx.commit().await?;
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
