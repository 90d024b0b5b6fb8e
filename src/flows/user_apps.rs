//! An admin looks at the apps that an account has let in, and puts one out.

use anyhow::Result;
use uuid::Uuid;

use super::administration::{Admin, note_about, tell};
use crate::{
    mail::letters::Administered,
    model::{connected_app::ConnectedApp, event::Action},
    store,
};

/// Which there are, by name; nothing when there is no such account.
pub async fn list(admin: &Admin, user: Uuid) -> Result<Option<Vec<ConnectedApp>>> {
    let mut tx = admin.visit.begin().await?;
    if store::user_records::find(&mut tx, user).await?.is_none() {
        return Ok(None);
    }
    Ok(Some(store::oauth_consents::connected(&mut tx, user, admin.visit.now).await?))
}

/// Ends all that one of them holds of the account, and the owner's leave; `false` when it had neither.
pub async fn remove(admin: &Admin, user: Uuid, client: Uuid) -> Result<bool> {
    let mut tx = admin.visit.begin().await?;
    let Some(owner) = store::user_records::find(&mut tx, user).await? else { return Ok(false) };
    let Some(app) = store::oauth_clients::find(&mut tx, client).await? else { return Ok(false) };
    if !store::oauth_consents::remove(&mut tx, user, client).await? {
        return Ok(false);
    }
    tell(admin, &mut tx, &owner, Administered::AppRemoved(app.name)).await?;
    note_about(admin, &mut tx, Some(user), Action::AppRevoked, Some(client), None).await?;
    tx.commit().await?;
    Ok(true)
}
