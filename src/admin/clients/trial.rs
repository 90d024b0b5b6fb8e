//! `…/clients/{id}/test`, `…/clients/{id}/test/answer`: an admin logs in to a client as anybody would, and sees what it would be told

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};

use super::show::ClientPath;
use crate::{
    admin::{desk::Desk, frame::Frame, nav::Section, respond},
    flows::{
        clients,
        oidc::trial::{self, Outcome},
    },
    http::{
        error::{Fault, Refusal},
        parameters::Asked,
        path::Path,
    },
    model::oauth_client::Client,
};

#[derive(Template)]
#[template(path = "admin/clients/trial.html")]
struct TrialPage<'a> {
    page: Frame<'a>,
    client: &'a Client,
    outcome: Outcome,
}

/// To the login page, as the client would send somebody.
pub async fn begin(desk: Desk, Path(ClientPath { id }): Path<ClientPath>) -> Result<Response, Fault> {
    match clients::to_try(&desk.admin, id).await?.filter(|client| client.kind.is_come_back_to()) {
        Some(client) => Ok(Redirect::to(&trial::begin(&desk.admin, &client, &address(&desk, &client))?).into_response()),
        None => Ok(Refusal::NotFound.into_response()),
    }
}

/// Back from there.
pub async fn finish(desk: Desk, Path(ClientPath { id }): Path<ClientPath>, Asked(parameters): Asked) -> Result<Response, Fault> {
    let Some(client) = clients::to_try(&desk.admin, id).await? else { return Ok(Refusal::NotFound.into_response()) };
    let outcome = trial::finish(&desk.admin, &client, &parameters, &address(&desk, &client)).await?;
    let page = desk.frame(Section::Clients).await?;
    let title = page.text_with("clients-trial-title", "name", &client.name);
    respond(StatusCode::OK, &TrialPage { page: page.below(Section::Clients, title), client: &client, outcome })
}

fn address(desk: &Desk, client: &Client) -> String {
    let [of_operator, of_admin] = trial::addresses(desk.visit(), client.id);
    if desk.is_operator() { of_operator } else { of_admin }
}
