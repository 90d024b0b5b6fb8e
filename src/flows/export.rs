//! Everything stored about a member, for the member.

use anyhow::Result;
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Visit, events};
use crate::{
    model::{audit::Place, event::Action, session::Session},
    store,
};

/// The most events that are handed out. Older ones are of no interest to anybody.
const MOST_EVENTS: i64 = 10_000;

/// An account and what hangs on it. Never a secret.
#[derive(Serialize, ToSchema)]
pub struct Export {
    site: String,
    #[serde(with = "time::serde::rfc3339")]
    exported_at: OffsetDateTime,
    user: Account,
    pending_email: Option<String>,
    sessions: Vec<Login>,
    apps: Vec<App>,
    events: Vec<Happened>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = ExportedAccount)]
struct Account {
    id: Uuid,
    email: String,
    username: Option<String>,
    name: Option<String>,
    locale: Option<String>,
    time_zone: Option<String>,
    #[serde(with = "time::serde::rfc3339")]
    created_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339::option")]
    last_login_at: Option<OffsetDateTime>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = ExportedLogin)]
struct Login {
    id: Uuid,
    agent: String,
    address: String,
    #[serde(with = "time::serde::rfc3339")]
    created_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    last_active_at: OffsetDateTime,
}

#[derive(Serialize, ToSchema)]
#[schema(as = ExportedApp)]
struct App {
    client_id: Uuid,
    name: String,
    scopes: Vec<String>,
    #[serde(with = "time::serde::rfc3339")]
    since: OffsetDateTime,
}

#[derive(Serialize, ToSchema)]
#[schema(as = ExportedEvent)]
struct Happened {
    #[schema(value_type = Action)]
    action: String,
    #[serde(with = "time::serde::rfc3339")]
    at: OffsetDateTime,
    address: Option<String>,
    agent: String,
}

/// Gathers it.
pub async fn gather(visit: &Visit, session: &Session) -> Result<Export> {
    let user = &session.user;
    let mut tx = visit.begin().await?;
    events::note(visit, &mut tx, Some(user.id), Action::DataExported).await?;
    let pending = store::tokens::pending_email(&mut tx, user.id, visit.now).await?;
    let sessions = store::sessions::list(&mut tx, user.id, visit.now).await?;
    let apps = store::oauth_consents::connected(&mut tx, user.id, visit.now).await?;
    let events = store::events::of_account(&mut tx, user.id, Place::NEWEST, MOST_EVENTS).await?;
    tx.commit().await?;
    Ok(Export {
        site: visit.site.name.clone(),
        exported_at: visit.now,
        user: Account {
            id: user.id,
            email: user.email.clone(),
            username: user.username.clone(),
            name: user.name.clone(),
            locale: user.locale.clone(),
            time_zone: user.time_zone.clone(),
            created_at: user.created_at,
            last_login_at: user.last_login_at,
        },
        pending_email: pending.map(|pending| pending.email),
        sessions: sessions
            .into_iter()
            .map(|device| Login {
                id: device.id,
                agent: device.agent,
                address: device.address.to_string(),
                created_at: device.created_at,
                last_active_at: device.seen_at,
            })
            .collect(),
        apps: apps
            .into_iter()
            .map(|app| App { client_id: app.id, name: app.name, scopes: app.scopes, since: app.since })
            .collect(),
        events: events
            .into_iter()
            .map(|event| Happened {
                action: event.action,
                at: event.at,
                address: event.address.map(|address| address.to_string()),
                agent: event.agent,
            })
            .collect(),
    })
}
