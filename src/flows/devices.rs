//! Where a member is logged in, to be ended. It takes fresh proof, or a thief could throw the owner out.

use anyhow::Result;
use uuid::Uuid;

use super::{Visit, confirm_identity::Fresh, events};
use crate::{model::event::Action, store};

/// Ends one login of the account; `false` when it has none of this id.
pub async fn end(visit: &Visit, fresh: &Fresh, device: Uuid) -> Result<bool> {
    let session = fresh.session();
    let mut tx = visit.begin().await?;
    let ended = store::sessions::end_one(&mut tx, session.user.id, device).await?;
    if ended {
        events::note_about(visit, &mut tx, Some(session.user.id), Action::DeviceEnded, Some(device)).await?;
    }
    tx.commit().await?;
    tracing::info!(site = %visit.site.slug, user = %session.user.id, client = %visit.client.ip(), ended, "login ended from elsewhere");
    Ok(ended)
}

/// Ends all logins of the account but this one.
pub async fn end_others(visit: &Visit, fresh: &Fresh) -> Result<()> {
    let session = fresh.session();
    let mut tx = visit.begin().await?;
    store::sessions::end_others(&mut tx, session.user.id, session.id).await?;
    events::note(visit, &mut tx, Some(session.user.id), Action::OtherDevicesEnded).await?;
    tx.commit().await?;
    tracing::info!(site = %visit.site.slug, user = %session.user.id, client = %visit.client.ip(), "all other logins ended");
    Ok(())
}
