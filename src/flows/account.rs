//! What a member sees of the own account.

use anyhow::Result;

use super::Visit;
use crate::{
    model::{
        event::Event,
        session::{Device, Session},
    },
    store,
};

/// How many events are shown.
const MOST_EVENTS: i64 = 12;

/// The account, beyond what the login already knows.
pub struct Overview {
    /// Where it is logged in, the latest visit first.
    pub devices: Vec<Device>,
    /// What happened lately, the latest first.
    pub events: Vec<Event>,
}

/// Looks it up.
pub async fn look(visit: &Visit, session: &Session) -> Result<Overview> {
    let mut tx = visit.begin().await?;
    Ok(Overview {
        devices: store::sessions::list(&mut tx, session.user.id, visit.now).await?,
        events: store::events::recent(&mut tx, session.user.id, MOST_EVENTS).await?,
    })
}
