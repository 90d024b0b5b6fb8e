//! A login's life after it began: found again at each visit, ended at logout.

use anyhow::Result;

use super::Visit;
use crate::{
    model::{
        session::{NewSession, Session},
        token::Token,
        user::User,
    },
    store::{self, SiteTx, sessions::NewRow},
};

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
    let ended = store::sessions::end(&mut tx, &token.hash()).await?;
    tx.commit().await?;
    tracing::info!(site = %visit.site.slug, client = %visit.client.ip(), ended, "logout");
    Ok(())
}
