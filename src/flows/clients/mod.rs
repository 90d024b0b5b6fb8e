//! The clients of a site: its admins and the operator register, change and remove them.

pub mod changes;
pub mod create;
pub mod delete;
mod fields;
pub mod logo;
pub mod samples;
pub mod secrets;
pub mod update;

use anyhow::Result;
use serde_json::Value;
use uuid::Uuid;

use super::administration::Admin;
use crate::{
    model::{client_record::ClientRecord, difference::difference, event::Action, oauth_client::Client, paging::Paging},
    store::{self, SiteTx, events::NewEvent},
};

/// One page of those whose name or id contains the words, by name, and how many there are in all.
pub async fn page(admin: &Admin, search: Option<&str>, paging: Paging) -> Result<(Vec<ClientRecord>, i64)> {
    let mut tx = admin.visit.begin().await?;
    store::client_records::page(&mut tx, search, paging).await
}

/// One client.
pub async fn find(admin: &Admin, id: Uuid) -> Result<Option<ClientRecord>> {
    let mut tx = admin.visit.begin().await?;
    store::client_records::find(&mut tx, id).await
}

/// A client as people meet it; nothing while it is disabled.
pub async fn to_try(admin: &Admin, id: Uuid) -> Result<Option<Client>> {
    let mut tx = admin.visit.begin().await?;
    Ok(store::oauth_clients::find(&mut tx, id).await?.filter(Client::is_active))
}

/// Notes what an admin did to a client, in the transaction that does it.
async fn note(admin: &Admin, tx: &mut SiteTx, client: Uuid, action: Action, details: Value) -> Result<()> {
    let visit = &admin.visit;
    let event = NewEvent {
        id: visit.app.random.id(visit.now),
        user: None,
        actor: admin.actor,
        action,
        target: Some(client),
        address: visit.client.ip(),
        agent: visit.agent.as_str(),
        details: Some(details),
    };
    store::events::insert(tx, &event, visit.now).await?;
    tracing::info!(site = %visit.site.slug, client = %visit.client.ip(), agent = visit.agent.as_str(), actor = admin.actor.word(), app = %client, action = action.word(), "administration");
    Ok(())
}

/// What of a client has changed, before and after.
fn changes_of(before: &Client, after: &Client) -> Result<Value> {
    let told = |client: &Client| {
        let unchanged = Client { updated_at: before.updated_at, ..client.clone() };
        serde_json::to_value(ClientRecord::new(unchanged, Vec::new()))
    };
    Ok(difference(told(before)?, told(after)?))
}
