//! `…/clients/{id}/connect`: what a client's developer needs, with samples that are filled in already

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

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
    page(&desk, StatusCode::OK, &client, None, None).await
}

/// The page; with the secret if it was made by this request, since nobody will see it again, and with a program unfolded if one was
/// chosen.
pub async fn page(
    desk: &Desk,
    status: StatusCode,
    client: &ClientRecord,
    secret: Option<&str>,
    program: Option<&str>,
) -> Result<Response, Fault> {
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
    respond(status, &page)
}
