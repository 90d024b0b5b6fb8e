//! Where a member is logged in, to be ended.

use anyhow::Result;
use uuid::Uuid;

use super::{Visit, events};
use crate::{
    model::{
        event::Action,
        session::{Device, Session},
    },
    store,
};

/// The account's logins, the latest visit first.
pub async fn list(visit: &Visit, session: &Session) -> Result<Vec<Device>> {
    let mut tx = visit.begin().await?;
    store::sessions::list(&mut tx, session.user.id, visit.now).await
}

/// Ends one login of the account; `false` when it has none of this id.
pub async fn end(visit: &Visit, session: &Session, device: Uuid) -> Result<bool> {
    let mut tx = visit.begin().await?;
    let ended = store::sessions::end_one(&mut tx, session.user.id, device).await?;
    if ended {
        events::note_about(visit, &mut tx, Some(session.user.id), Action::DeviceEnded, Some(device)).await?;
    }
    tx.commit().await?;
    tracing::info!(site = %visit.site.slug, user = %session.user.id, client = %visit.client.ip(), agent = visit.agent.as_str(), ended, "login ended from elsewhere");
    Ok(ended)
}

/// Ends all logins of the account but this one.
pub async fn end_others(visit: &Visit, session: &Session) -> Result<()> {
    let mut tx = visit.begin().await?;
    store::sessions::end_others(&mut tx, session.user.id, session.id).await?;
    events::note(visit, &mut tx, Some(session.user.id), Action::OtherDevicesEnded).await?;
    tx.commit().await?;
    tracing::info!(site = %visit.site.slug, user = %session.user.id, client = %visit.client.ip(), agent = visit.agent.as_str(), "all other logins ended");
    Ok(())
}
