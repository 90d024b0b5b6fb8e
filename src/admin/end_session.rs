//! `…/users/{id}/sessions/{session}/end`: one login of an account

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use uuid::Uuid;

use super::{desk::FreshDesk, frame::Frame, moment::Moment, nav::Section, respond};
use crate::{
    flows::{end_logins, show_user},
    http::{
        error::{Fault, Refusal},
        path::Path,
    },
};

/// Whose, and which.
#[derive(Deserialize)]
pub struct SessionPath {
    id: Uuid,
    session: Uuid,
}

#[derive(Template)]
#[template(path = "admin/end_session.html")]
struct EndPage<'a> {
    page: Frame<'a>,
    email: String,
    name: String,
    address: String,
    seen: Moment,
    back: String,
}

/// What will happen.
pub async fn show(FreshDesk(desk): FreshDesk, Path(SessionPath { id, session }): Path<SessionPath>) -> Result<Response, Fault> {
    let Some(shown) = show_user::find(&desk.admin, id).await? else { return Ok(Refusal::NotFound.into_response()) };
    let Some(device) = shown.devices.into_iter().find(|device| device.id == session) else {
        return Ok(Refusal::NotFound.into_response());
    };
    let page = desk.frame(Section::Users).await?;
    let title = page.text("people-session-end");
    let page = EndPage {
        email: shown.user.email,
        name: desk.app().words.program(desk.locale, &device.agent),
        address: device.address.to_string(),
        seen: Moment::new(&page, device.seen_at),
        back: desk.path(&format!("/users/{id}")),
        page: page.below(Section::Users, title),
    };
    respond(StatusCode::OK, &page)
}

/// Ends it.
pub async fn submit(FreshDesk(desk): FreshDesk, Path(SessionPath { id, session }): Path<SessionPath>) -> Result<Response, Fault> {
    match end_logins::one(&desk.admin, id, session).await? {
        true => desk.see_other(&format!("/users/{id}"), Some("people-notice-session-ended")).await,
        false => Ok(Refusal::NotFound.into_response()),
    }
}
