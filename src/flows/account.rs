//! What a member sees of the own account.

use anyhow::Result;
use uuid::Uuid;

use super::{Visit, administration, session};
use crate::{
    model::{
        audit::Place,
        connected_app::ConnectedApp,
        event::Event,
        session::{Device, Session},
        token::Token,
        user_record::UserRecord,
    },
    store::{self, tokens::PendingEmail},
};

/// How many events are shown beside everything else, and how many on a page of their own.
const MOST_EVENTS: i64 = 12;
const EVENTS_OF_A_PAGE: i64 = 50;

/// An account, as its own page shows it.
pub struct Overview {
    /// The login that looks.
    pub session: Session,
    /// Whether it administers the site.
    pub is_admin: bool,
    /// The change of address that it waits for.
    pub pending_email: Option<PendingEmail>,
    /// Where it is logged in, the latest visit first.
    pub devices: Vec<Device>,
    /// The apps that it is let in to.
    pub apps: Vec<ConnectedApp>,
    /// What happened lately, the latest first.
    pub events: Vec<Event>,
}

/// Looks it up, with the login that `token` stands for, in one transaction; nothing if there is no such login any more.
pub async fn look(visit: &Visit, token: &Token) -> Result<Option<Overview>> {
    let mut tx = visit.begin().await?;
    let Some(session) = session::find_in(visit, &mut tx, token).await? else { return Ok(None) };
    let overview = Overview {
        is_admin: administration::is_admin(&mut tx, session.user.id).await?,
        pending_email: store::tokens::pending_email(&mut tx, session.user.id, visit.now).await?,
        devices: store::sessions::list(&mut tx, session.user.id, visit.now).await?,
        apps: store::oauth_consents::connected(&mut tx, session.user.id, visit.now).await?,
        events: store::events::of_account(&mut tx, session.user.id, Place::NEWEST, MOST_EVENTS).await?,
        session,
    };
    if overview.session.is_due {
        tx.commit().await?;
    }
    Ok(Some(overview))
}

/// A page of what happened to an account, and where the next one begins, if there is more.
pub async fn events(visit: &Visit, user: Uuid, before: Option<Place>) -> Result<(Vec<Event>, Option<Place>)> {
    let mut tx = visit.begin().await?;
    let before = before.unwrap_or(Place::NEWEST);
    let mut events = store::events::of_account(&mut tx, user, before, EVENTS_OF_A_PAGE + 1).await?;
    let has_more = events.len() > usize::try_from(EVENTS_OF_A_PAGE)?;
    if has_more {
        events.pop();
    }
    let next = events.last().filter(|_| has_more).map(|last| Place { at: last.at, id: last.id });
    Ok((events, next))
}

/// An account as programs see it.
pub async fn record(visit: &Visit, user: Uuid) -> Result<Option<UserRecord>> {
    let mut tx = visit.begin().await?;
    store::user_records::find(&mut tx, user).await
}
