//! The clients that a member has let in, to be put out again.

use anyhow::Result;
use uuid::Uuid;

use crate::{
    flows::{Visit, events},
    model::{event::Action, session::Session},
    store,
};

/// Ends all that a client holds of a member, and the member's leave; `false` when it had neither.
pub async fn remove(visit: &Visit, session: &Session, client: Uuid) -> Result<bool> {
    let mut tx = visit.begin().await?;
    let removed = store::oauth_consents::remove(&mut tx, session.user.id, client).await?;
    if removed {
        events::note_about(visit, &mut tx, Some(session.user.id), Action::AppRevoked, Some(client)).await?;
    }
    tx.commit().await?;
    tracing::info!(site = %visit.site.slug, user = %session.user.id, client = %visit.client.ip(), agent = visit.agent.as_str(), app = %client, removed, "an app was removed");
    Ok(removed)
}
