//! `/account/apps/…`: the connected apps on the account page

use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use uuid::Uuid;

use super::{require_login, see_other};
use crate::{
    flows::{Visit, oidc::connected_apps},
    http::{
        browser::Browser,
        error::{Fault, Refusal},
    },
    model::{connected_app::ConnectedApp, look::Asset, scope, time_zone::TimeZone},
};

/// A connected app as the account page shows it.
pub struct AppLine {
    /// The client id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Its sign.
    pub logo: Option<Asset>,
    /// What it may know or do.
    pub scopes: Vec<ScopeLine>,
    /// Since when.
    pub since: String,
}

/// A scope in words, or as it is when there are none for it.
pub struct ScopeLine {
    /// The message key of its words.
    pub key: Option<String>,
    /// The scope.
    pub name: String,
}

impl AppLine {
    /// An app, by the reader's clock.
    #[must_use]
    pub fn new(visit: &Visit, clock: Option<&TimeZone>, app: &ConnectedApp) -> Self {
        Self {
            id: app.id,
            name: app.name.clone(),
            logo: app.logo.clone(),
            scopes: app.scopes.iter().map(|scope| ScopeLine::new(scope)).collect(),
            since: visit.app.words.moment(visit.locale, app.since, clock),
        }
    }
}

impl ScopeLine {
    /// A scope.
    #[must_use]
    pub fn new(scope: &str) -> Self {
        Self { key: scope::words_key(scope).map(|key| format!("scope-{key}")), name: scope.to_owned() }
    }
}

/// Puts one out. No password is asked for: it takes something from nobody but the app.
pub async fn remove(visit: Visit, browser: Browser, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    let session = match require_login(&visit, &browser, "/account").await? {
        Ok(session) => session,
        Err(elsewhere) => return Ok(elsewhere),
    };
    if !connected_apps::remove(&visit, &session, id).await? {
        return Ok(Refusal::NotFound.into_response());
    }
    browser.leave_notice("notice-app-removed").await?;
    Ok(see_other(&visit, "/account").into_response())
}
