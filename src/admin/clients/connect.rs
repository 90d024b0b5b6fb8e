//! `…/clients/{id}/connect`, `…/clients/{id}/made`: what a client's developer needs, with samples that are filled in already

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    samples::{self, Sample},
    show::ClientPath,
};
use crate::{
    admin::{desk::Desk, frame::Frame, nav::Section, respond},
    flows::clients,
    http::{
        error::{Fault, Refusal},
        path::Path,
    },
    model::client_record::ClientRecord,
};

/// What was made a moment ago.
#[derive(Default, Serialize, Deserialize)]
struct Made {
    secret: Option<String>,
    program: Option<String>,
}

#[derive(Template)]
#[template(path = "admin/clients/connect.html")]
struct ConnectPage<'a> {
    page: Frame<'a>,
    client: &'a ClientRecord,
    issuer: String,
    secret: Option<&'a str>,
    samples: Vec<Sample>,
}

/// The page.
pub async fn show(desk: Desk, Path(ClientPath { id }): Path<ClientPath>) -> Result<Response, Fault> {
    let Some(client) = clients::find(&desk.admin, id).await? else { return Ok(Refusal::NotFound.into_response()) };
    page(&desk, &client, &Made::default()).await
}

/// The page with a secret that was just made; when its time is over, without.
pub async fn show_made(desk: Desk, Path(ClientPath { id }): Path<ClientPath>) -> Result<Response, Fault> {
    let Some(client) = clients::find(&desk.admin, id).await? else { return Ok(Refusal::NotFound.into_response()) };
    match desk.shown_once(&made_page(id)).await? {
        Some(made) => page(&desk, &client, &made).await,
        None => desk.see_other(&format!("/clients/{id}/connect"), None).await,
    }
}

/// To that page, with the secret that nobody will see again, and with a program unfolded if one was chosen.
pub async fn lead_to(desk: &Desk, id: Uuid, secret: Option<&SecretString>, program: Option<&str>) -> Result<Response, Fault> {
    let secret = secret.map(|secret| secret.expose_secret().to_owned());
    desk.show_once(&made_page(id), &Made { secret, program: program.map(str::to_owned) }).await
}

/// The address of that page.
#[must_use]
pub fn made_page(id: Uuid) -> String {
    format!("/clients/{id}/made")
}

async fn page(desk: &Desk, client: &ClientRecord, made: &Made) -> Result<Response, Fault> {
    let (secret, program) = (made.secret.as_deref(), made.program.as_deref());
    let page = desk.frame(Section::Clients).await?;
    let title = page.text_with("clients-connect-title", "name", &client.name);
    let issuer = desk.visit().site.base.url("");
    let page = ConnectPage {
        page: page.below(Section::Clients, title),
        samples: samples::of(client, &issuer, secret, program),
        client,
        issuer,
        secret,
    };
    respond(StatusCode::OK, &page)
}
