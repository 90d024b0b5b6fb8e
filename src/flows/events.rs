//! Notes what happened, for the account's owner and the site's admins to look up.

use anyhow::Result;
use uuid::Uuid;

use super::Visit;
use crate::{
    model::event::{Action, Actor},
    store::{self, SiteTx, events::NewEvent},
};

/// Notes it in the transaction of its cause.
pub async fn note(visit: &Visit, tx: &mut SiteTx, user: Option<Uuid>, action: Action) -> Result<()> {
    note_about(visit, tx, user, action, None).await
}

/// As `note`, with what it was done to besides the account.
pub async fn note_about(visit: &Visit, tx: &mut SiteTx, user: Option<Uuid>, action: Action, target: Option<Uuid>) -> Result<()> {
    // Who names an account in vain is not known to be its owner.
    let known = user.filter(|_| action != Action::LoginRefused);
    let event = NewEvent {
        id: visit.app.random.id(visit.now),
        user,
        actor: Actor::Person(known),
        action,
        target,
        address: visit.client.ip(),
        agent: visit.agent.as_str(),
        details: None,
    };
    store::events::insert(tx, &event, visit.now).await
}

/// Notes what had no other effect.
pub async fn note_alone(visit: &Visit, user: Option<Uuid>, action: Action) -> Result<()> {
    let mut tx = visit.app.database.site_unsynced(visit.site.id).await?;
    note(visit, &mut tx, user, action).await?;
    tx.commit().await
}
