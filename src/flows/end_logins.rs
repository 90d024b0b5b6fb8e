//! An admin ends every login of an account, and makes it forget the browsers they were in.

use anyhow::Result;
use uuid::Uuid;

use super::administration::{Admin, note};
use crate::{model::event::Action, store};

/// Ends them; `false` when there is no such account.
pub async fn submit(admin: &Admin, id: Uuid) -> Result<bool> {
    let mut tx = admin.visit.begin().await?;
    if store::user_changes::lock(&mut tx, id).await?.is_none() {
        return Ok(false);
    }
    store::user_changes::end_logins(&mut tx, id, admin.visit.now).await?;
    store::known_devices::forget(&mut tx, id).await?;
    note(admin, &mut tx, id, Action::LoginsEnded, None).await?;
    tx.commit().await?;
    Ok(true)
}
