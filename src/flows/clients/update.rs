//! Changes a client. Its row is locked from reading to writing, so of two changes at once none is lost.

use anyhow::Result;
use uuid::Uuid;

use super::{changes::ClientChanges, changes_of, note};
use crate::{
    flows::administration::Admin,
    model::{client_record::ClientRecord, event::Action, oauth_client::Authentication, problem::Problem},
    store,
};

/// What came of it.
pub enum Outcome {
    /// It is as wanted now.
    Updated(Box<ClientRecord>),
    /// Something has to be put right first.
    Problems(Vec<Problem>),
    /// There is no such client.
    Missing,
}

/// Changes what is given and nothing else. A client that is disabled loses whatever it holds of people: what they allowed it stays
/// known, but no token of before works when it is enabled again.
pub async fn submit(admin: &Admin, id: Uuid, changes: ClientChanges) -> Result<Outcome> {
    let mut tx = admin.visit.begin().await?;
    let Some(before) = store::client_records::lock(&mut tx, id).await? else { return Ok(Outcome::Missing) };
    let mut client = before.clone();
    let problems = changes.apply(&mut client);
    if !problems.is_empty() {
        return Ok(Outcome::Problems(problems));
    }
    if client != before {
        client.updated_at = admin.visit.now;
        store::client_records::save(&mut tx, &client).await?;
        // Secrets of before must not come back to life when it proves itself by one again.
        if client.auth != Authentication::Secret {
            store::client_records::delete_secrets(&mut tx, id).await?;
        }
        if before.is_active() && !client.is_active() {
            store::client_records::end_grants(&mut tx, id).await?;
        }
        note(admin, &mut tx, id, Action::ClientChanged, changes_of(&before, &client)?).await?;
    }
    let record = store::client_records::find(&mut tx, id).await?;
    tx.commit().await?;
    Ok(record.map_or(Outcome::Missing, |record| Outcome::Updated(Box::new(record))))
}
