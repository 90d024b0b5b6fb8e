//! What a member sees of the own account.

use anyhow::Result;
use uuid::Uuid;

use super::{Visit, session};
use crate::{
    model::{
        event::Event,
        session::{Device, Session},
        token::Token,
        user_record::UserRecord,
    },
    store::{self, tokens::PendingEmail},
};

/// How many events are shown.
const MOST_EVENTS: i64 = 12;

/// An account, as its own page shows it.
pub struct Overview {
    /// The login that looks.
    pub session: Session,
    /// The change of address that it waits for.
    pub pending_email: Option<PendingEmail>,
    /// Where it is logged in, the latest visit first.
    pub devices: Vec<Device>,
    /// What happened lately, the latest first.
    pub events: Vec<Event>,
}

/// Looks it up, with the login that `token` stands for, in one transaction; nothing if there is no such login any more.
pub async fn look(visit: &Visit, token: &Token) -> Result<Option<Overview>> {
    let mut tx = visit.begin().await?;
    let Some(session) = session::find_in(visit, &mut tx, token).await? else { return Ok(None) };
    let overview = Overview {
        pending_email: store::tokens::pending_email(&mut tx, session.user.id, visit.now).await?,
        devices: store::sessions::list(&mut tx, session.user.id, visit.now).await?,
        events: store::events::recent(&mut tx, session.user.id, MOST_EVENTS).await?,
        session,
    };
    if overview.session.is_due {
        tx.commit().await?;
    }
    Ok(Some(overview))
}

/// An account as programs see it.
pub async fn record(visit: &Visit, user: Uuid) -> Result<Option<UserRecord>> {
    let mut tx = visit.begin().await?;
    store::user_records::find(&mut tx, user).await
}
