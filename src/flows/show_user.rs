//! An admin looks at one account: what it is, where it is logged in, and what happened to it.

use anyhow::Result;
use uuid::Uuid;

use super::{
    administration::Admin,
    audit::{self, Names},
};
use crate::{
    model::{
        audit::{Entry, Wanted},
        connected_app::ConnectedApp,
        session::Device,
        user_record::UserRecord,
    },
    store,
};

/// How many of the latest events are shown.
const EVENTS: i64 = 10;

/// All that one page tells of an account.
pub struct Shown {
    /// The account.
    pub user: UserRecord,
    /// Until when an invitation can be accepted, if one was sent.
    pub invited_until: Option<time::OffsetDateTime>,
    /// Its logins, the latest visit first.
    pub devices: Vec<Device>,
    /// The apps that it has let in, by name.
    pub apps: Vec<ConnectedApp>,
    /// The latest events.
    pub events: Vec<Entry>,
    /// Whom and what they name.
    pub names: Names,
}

/// Looks; in one transaction and seven questions, whatever there is.
pub async fn find(admin: &Admin, id: Uuid) -> Result<Option<Shown>> {
    let mut tx = admin.visit.begin().await?;
    let Some(user) = store::user_records::find(&mut tx, id).await? else { return Ok(None) };
    let devices = store::sessions::list(&mut tx, id, admin.visit.now).await?;
    let apps = store::oauth_consents::connected(&mut tx, id, admin.visit.now).await?;
    let wanted = Wanted { user: Some(id), ..Wanted::default() };
    let events = store::audit::page(&mut tx, &wanted, EVENTS).await?;
    let names = audit::names(&mut tx, &events).await?;
    let invited_until = store::invitations::open_until(&mut tx, &[id]).await?.remove(&id);
    Ok(Some(Shown { user, invited_until, devices, apps, events, names }))
}
