//! `…/clients/{id}/logo`: the sign that people see beside a client's name

use askama::Template;
use axum::{
    extract::{Multipart, multipart::MultipartRejection},
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::show::ClientPath;
use crate::{
    admin::{desk::Desk, frame::Frame, nav::Section, respond},
    flows::clients::{
        self,
        logo::{self, Outcome},
    },
    http::{
        error::{Fault, Refusal},
        path::Path,
    },
    model::{client_record::ClientRecord, theme},
};

#[derive(Template)]
#[template(path = "admin/clients/logo.html")]
struct LogoPage<'a> {
    page: Frame<'a>,
    client: ClientRecord,
    problem: Option<String>,
}

/// The form.
pub async fn show(desk: Desk, Path(ClientPath { id }): Path<ClientPath>) -> Result<Response, Fault> {
    form(&desk, id, StatusCode::OK, None).await
}

/// Takes a file.
pub async fn upload(
    desk: Desk,
    Path(ClientPath { id }): Path<ClientPath>,
    sent: Result<Multipart, MultipartRejection>,
) -> Result<Response, Fault> {
    let Ok(sent) = sent else { return Ok(Refusal::BadRequest.into_response()) };
    let file = match read(sent).await {
        Ok(file) => file,
        Err(refusal) => return Ok(refusal.into_response()),
    };
    let is_empty = file.is_empty();
    match logo::upload(&desk.admin, id, file).await? {
        // What is there to be read is no picture, because there is nothing.
        Outcome::Refused(_) if is_empty => {
            let said = desk.app().words.text(desk.locale, "clients-logo-none", &[]);
            form(&desk, id, StatusCode::UNPROCESSABLE_ENTITY, Some(said)).await
        }
        Outcome::Refused(reason) => {
            let visit = desk.visit();
            let said = visit.app.words.fault(desk.locale, &theme::Fault { key: "logo".to_owned(), reason });
            form(&desk, id, StatusCode::UNPROCESSABLE_ENTITY, Some(said)).await
        }
        outcome => done(&desk, id, outcome).await,
    }
}

/// Takes the sign away.
pub async fn remove(desk: Desk, Path(ClientPath { id }): Path<ClientPath>) -> Result<Response, Fault> {
    done(&desk, id, logo::remove(&desk.admin, id).await?).await
}

async fn done(desk: &Desk, id: uuid::Uuid, outcome: Outcome) -> Result<Response, Fault> {
    match outcome {
        Outcome::Updated(_) => desk.see_other(&format!("/clients/{id}"), Some("clients-notice-changed")).await,
        Outcome::Refused(_) => Ok(Refusal::BadRequest.into_response()),
        Outcome::Missing => Ok(Refusal::NotFound.into_response()),
    }
}

/// The one file of the form.
async fn read(mut sent: Multipart) -> Result<Vec<u8>, Refusal> {
    let refusal = |error: axum::extract::multipart::MultipartError| match error.status().as_u16() {
        413 => Refusal::TooLarge,
        _ => Refusal::BadRequest,
    };
    match sent.next_field().await.map_err(refusal)? {
        Some(field) if field.name() == Some("file") => Ok(field.bytes().await.map_err(refusal)?.into()),
        Some(_) | None => Err(Refusal::BadRequest),
    }
}

async fn form(desk: &Desk, id: uuid::Uuid, status: StatusCode, problem: Option<String>) -> Result<Response, Fault> {
    let Some(client) = clients::find(&desk.admin, id).await? else { return Ok(Refusal::NotFound.into_response()) };
    let page = desk.frame(Section::Clients).await?;
    let title = page.text_with("clients-logo-title", "name", &client.name);
    respond(status, &LogoPage { page: page.below(Section::Clients, title), client, problem })
}
