//! `…/users/{id}/apps/{app}/remove`: one app that an account has let in

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use uuid::Uuid;

use super::{desk::FreshDesk, frame::Frame, moment::Moment, nav::Section, respond};
use crate::{
    flows::{show_user, user_apps},
    http::{
        error::{Fault, Refusal},
        path::Path,
    },
    model::{connected_app::ConnectedApp, look::Asset, scope},
};

/// Whose, and which.
#[derive(Deserialize)]
pub struct AppPath {
    id: Uuid,
    app: Uuid,
}

/// An app that knows an account.
pub struct AppLine {
    /// The client id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Its sign.
    pub logo: Option<Asset>,
    /// What it may know or do, in words where there are any.
    pub scopes: String,
    /// Since when.
    pub since: Moment,
    /// When it last got or renewed what it holds, if it still holds something.
    pub used: Option<Moment>,
}

#[derive(Template)]
#[template(path = "admin/user_app.html")]
struct RemovePage<'a> {
    page: Frame<'a>,
    email: String,
    app: AppLine,
    back: String,
}

impl AppLine {
    /// An app, by the reader's clock.
    #[must_use]
    pub fn new(page: &Frame<'_>, app: ConnectedApp) -> Self {
        let words = |scope: &String| match scope::words_key(scope) {
            Some(key) => page.text(&format!("people-scope-{key}")),
            None => scope.clone(),
        };
        Self {
            scopes: app.scopes.iter().map(words).collect::<Vec<_>>().join(" · "),
            since: Moment::new(page, app.since),
            used: app.last_used_at.map(|at| Moment::new(page, at)),
            id: app.id,
            name: app.name,
            logo: app.logo,
        }
    }
}

/// What will happen.
pub async fn show(FreshDesk(desk): FreshDesk, Path(AppPath { id, app }): Path<AppPath>) -> Result<Response, Fault> {
    let Some(shown) = show_user::find(&desk.admin, id).await? else { return Ok(Refusal::NotFound.into_response()) };
    let Some(app) = shown.apps.into_iter().find(|found| found.id == app) else { return Ok(Refusal::NotFound.into_response()) };
    let page = desk.frame(Section::Users).await?;
    let title = page.text("people-app-remove");
    let page = RemovePage {
        email: shown.user.email,
        app: AppLine::new(&page, app),
        back: desk.path(&format!("/users/{id}")),
        page: page.below(Section::Users, title),
    };
    respond(StatusCode::OK, &page)
}

/// Puts it out.
pub async fn submit(FreshDesk(desk): FreshDesk, Path(AppPath { id, app }): Path<AppPath>) -> Result<Response, Fault> {
    match user_apps::remove(&desk.admin, id, app).await? {
        true => desk.see_other(&format!("/users/{id}"), Some("people-notice-app-removed")).await,
        false => Ok(Refusal::NotFound.into_response()),
    }
}
