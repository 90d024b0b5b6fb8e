//! `…/clients/{id}/disable`, `/enable`, `/delete`: what a client does not come back from unchanged

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    admin::{desk::FreshDesk, frame::Frame, nav::Section, respond},
    flows::clients::{self, changes::ClientChanges, delete, update},
    http::{
        error::{Fault, Refusal},
        path::Path,
    },
    model::{client_record::ClientRecord, oauth_client::Status},
};

/// What is to be done to which client.
#[derive(Deserialize)]
pub struct ActPath {
    id: Uuid,
    act: Act,
}

/// What can be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Let it do nothing.
    Disable,
    /// Let it do what it did.
    Enable,
    /// Remove it.
    Delete,
}

#[derive(Template)]
#[template(path = "admin/clients/act.html")]
struct ActPage<'a> {
    page: Frame<'a>,
    client: ClientRecord,
    text: String,
    button: String,
    danger: bool,
}

/// Says what it means, and asks.
pub async fn show(FreshDesk(desk): FreshDesk, Path(ActPath { id, act }): Path<ActPath>) -> Result<Response, Fault> {
    let Some(client) = clients::find(&desk.admin, id).await? else { return Ok(Refusal::NotFound.into_response()) };
    let page = desk.frame(Section::Clients).await?;
    let button = page.text(act.key());
    let page = ActPage {
        text: page.text(&format!("{}-text", act.key())),
        danger: act != Act::Enable,
        page: page.below(Section::Clients, button.clone()),
        button,
        client,
    };
    respond(StatusCode::OK, &page)
}

/// Does it.
pub async fn submit(FreshDesk(desk): FreshDesk, Path(ActPath { id, act }): Path<ActPath>) -> Result<Response, Fault> {
    let status = match act {
        Act::Disable => Status::Disabled,
        Act::Enable => Status::Active,
        Act::Delete => {
            return match delete::submit(&desk.admin, id).await? {
                true => desk.see_other("/clients", Some("clients-notice-deleted")).await,
                false => Ok(Refusal::NotFound.into_response()),
            };
        }
    };
    let changes = ClientChanges { status: Some(status), ..ClientChanges::default() };
    match update::submit(&desk.admin, id, changes).await? {
        update::Outcome::Updated(_) => desk.see_other(&format!("/clients/{id}"), Some("clients-notice-changed")).await,
        // Its state goes with whatever else it is.
        update::Outcome::Problems(_) => Ok(Refusal::BadRequest.into_response()),
        update::Outcome::Missing => Ok(Refusal::NotFound.into_response()),
    }
}

impl Act {
    fn key(self) -> &'static str {
        match self {
            Self::Disable => "clients-disable",
            Self::Enable => "clients-enable",
            Self::Delete => "clients-delete",
        }
    }
}
