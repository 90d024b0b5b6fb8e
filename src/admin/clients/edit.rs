//! `…/clients/{id}/edit`: everything about a client that may change

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{
    form::{Choice, ClientForm},
    show::ClientPath,
};
use crate::{
    admin::{
        desk::{Desk, FreshDesk},
        frame::Frame,
        nav::Section,
        respond,
    },
    flows::clients::{
        self,
        update::{self, Outcome},
    },
    http::{
        error::{Fault, Refusal},
        form::Form,
        path::Path,
        problems::Problems,
    },
    model::client_record::ClientRecord,
};

#[derive(Template)]
#[template(path = "admin/clients/edit.html")]
struct EditPage<'a> {
    page: Frame<'a>,
    problems: Problems,
    client: &'a ClientRecord,
    proofs: Vec<Choice>,
    typed: ClientForm,
}

/// The form.
pub async fn show(FreshDesk(desk): FreshDesk, Path(ClientPath { id }): Path<ClientPath>) -> Result<Response, Fault> {
    let Some(client) = clients::find(&desk.admin, id).await? else { return Ok(Refusal::NotFound.into_response()) };
    form(&desk, StatusCode::OK, &client, ClientForm::of(&client), Problems::default()).await
}

/// Changes it.
pub async fn submit(
    FreshDesk(desk): FreshDesk,
    Path(ClientPath { id }): Path<ClientPath>,
    Form(typed): Form<ClientForm>,
) -> Result<Response, Fault> {
    let Some(client) = clients::find(&desk.admin, id).await? else { return Ok(Refusal::NotFound.into_response()) };
    let changes = match typed.changes(client.kind) {
        Ok(changes) => changes,
        Err(refusal) => return Ok(refusal.into_response()),
    };
    match update::submit(&desk.admin, id, changes).await? {
        Outcome::Updated(_) => desk.see_other(&format!("/clients/{id}"), Some("clients-notice-changed")).await,
        Outcome::Problems(problems) => form(&desk, StatusCode::UNPROCESSABLE_ENTITY, &client, typed, problems.into()).await,
        Outcome::Missing => Ok(Refusal::NotFound.into_response()),
    }
}

async fn form(
    desk: &Desk,
    status: StatusCode,
    client: &ClientRecord,
    typed: ClientForm,
    problems: Problems,
) -> Result<Response, Fault> {
    let page = desk.frame(Section::Clients).await?;
    let title = page.text_with("clients-edit-title", "name", &client.name);
    let page = page.below(Section::Clients, title);
    respond(status, &EditPage { proofs: typed.proofs(&page), page, problems, client, typed })
}
