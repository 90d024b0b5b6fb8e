//! `…/clients/new`: a client is registered, and leads to what its developer needs

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{
    connect,
    form::{Choice, ClientForm},
};
use crate::{
    admin::{
        desk::{Desk, FreshDesk},
        frame::Frame,
        nav::Section,
        respond,
    },
    flows::clients::create::{self, Outcome},
    http::{error::Fault, form::Form, problems::Problems},
};

#[derive(Template)]
#[template(path = "admin/clients/new.html")]
struct NewPage<'a> {
    page: Frame<'a>,
    problems: Problems,
    kinds: Vec<Choice>,
    typed: ClientForm,
}

/// The form.
pub async fn show(FreshDesk(desk): FreshDesk) -> Result<Response, Fault> {
    form(&desk, StatusCode::OK, ClientForm::blank(desk.new_form()), Problems::default()).await
}

/// Registers it.
pub async fn submit(FreshDesk(desk): FreshDesk, Form(typed): Form<ClientForm>) -> Result<Response, Fault> {
    let given = match typed.new_client() {
        Ok(given) => given,
        Err(refusal) => return Ok(refusal.into_response()),
    };
    let id = desk.made_by(&typed.form);
    match create::submit_as(&desk.admin, id, given).await? {
        Some(Outcome::Created { client: _, secret }) => connect::lead_to(&desk, id, secret.as_ref(), None).await,
        None => desk.see_other(&connect::made_page(id), None).await,
        Some(Outcome::Problems(problems)) => form(&desk, StatusCode::UNPROCESSABLE_ENTITY, typed, problems.into()).await,
    }
}

async fn form(desk: &Desk, status: StatusCode, typed: ClientForm, problems: Problems) -> Result<Response, Fault> {
    let page = desk.frame(Section::Clients).await?;
    let title = page.text("clients-new");
    let page = page.below(Section::Clients, title);
    respond(status, &NewPage { kinds: typed.kinds(&page), page, problems, typed })
}
