//! Removes a client, and with it its secrets, whatever people allowed it, and whatever it holds of them.

use anyhow::Result;
use serde_json::json;
use uuid::Uuid;

use super::note;
use crate::{flows::administration::Admin, model::event::Action, store};

/// Removes it; `false` when there is none.
pub async fn submit(admin: &Admin, id: Uuid) -> Result<bool> {
    let mut tx = admin.visit.begin().await?;
    let Some(client) = store::client_records::lock(&mut tx, id).await? else { return Ok(false) };
    store::client_records::delete(&mut tx, id).await?;
    note(admin, &mut tx, id, Action::ClientDeleted, json!({ "before": { "name": client.name, "kind": client.kind } })).await?;
    tx.commit().await?;
    Ok(true)
}
