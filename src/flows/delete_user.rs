//! An admin deletes an account: at once, with everything that hangs on it. That it happened stays on record.

use anyhow::Result;
use serde_json::json;
use uuid::Uuid;

use super::administration::{Admin, note, tell};
use crate::{
    mail::letters::Administered,
    model::{event::Action, user::Kept},
    store,
};

/// What came of it.
pub enum Outcome {
    /// It is gone.
    Deleted,
    /// It has to stay.
    Kept(Kept),
    /// It was to be an invitation, and is none any more.
    WrongStatus,
    /// There is no such account.
    Missing,
}

/// Deletes it.
pub async fn submit(admin: &Admin, id: Uuid) -> Result<Outcome> {
    remove(admin, id, Action::UserDeleted).await
}

/// Takes an invitation back: its account goes, unless its owner has accepted it meanwhile, and its link opens nothing.
pub async fn withdraw_invitation(admin: &Admin, id: Uuid) -> Result<Outcome> {
    remove(admin, id, Action::InvitationWithdrawn).await
}

/// In two steps, because a site's own transaction cannot take history away: after the first nobody can log in, and if the second
/// fails, the next sweep does the same.
async fn remove(admin: &Admin, id: Uuid, action: Action) -> Result<Outcome> {
    let now = admin.visit.now;
    let mut tx = admin.visit.begin().await?;
    let Some(before) = store::user_changes::lock(&mut tx, id).await? else { return Ok(Outcome::Missing) };
    if action == Action::InvitationWithdrawn && before.status != "invited" {
        return Ok(Outcome::WrongStatus);
    }
    if !store::user_changes::delete(&mut tx, id, now).await? {
        return Ok(Outcome::Kept(store::user_changes::kept(&mut tx, id).await?));
    }
    store::sessions::end_all(&mut tx, id).await?;
    store::tokens::void(&mut tx, id).await?;
    // An invitation that is taken back was nobody's account yet.
    tell(admin, &mut tx, &before, Administered::Deleted).await?;
    let details = json!({ "before": { "role": before.role, "status": before.status } });
    note(admin, &mut tx, id, action, Some(details)).await?;
    tx.commit().await?;
    if let Err(fault) = store::sweep::users(&admin.visit.app.database, now).await {
        tracing::warn!(fault = format!("{fault:#}"), "an account that was closed is deleted by the next sweep");
    }
    Ok(Outcome::Deleted)
}
