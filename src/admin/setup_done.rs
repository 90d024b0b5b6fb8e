//! `…/setup/done`: what to paste into an app, and a first one that works

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::{
    clients::{connect, kind_key},
    desk::{Desk, OperatorDesk},
    frame::Frame,
    nav::Section,
    respond,
};
use crate::{
    flows::clients::{
        create::{self, NewClient, Outcome},
        samples::{SAMPLES, Sample},
    },
    http::{
        error::{Fault, Refusal},
        form::Form,
        problems::Problems,
    },
    model::site::Site,
};

/// Which program is to be the site's first app.
#[derive(Deserialize)]
pub struct Chosen {
    #[serde(default)]
    program: String,
    /// The mark of the form.
    #[serde(default)]
    form: String,
}

#[derive(Template)]
#[template(path = "admin/setup_done.html")]
struct DonePage<'a> {
    page: Frame<'a>,
    problems: Problems,
    site: &'a Site,
    programs: Vec<Program>,
    /// The mark of the form.
    mark: String,
}

struct Program {
    folder: &'static str,
    name: &'static str,
    kind: String,
    redirect_uri: Option<&'static str>,
}

/// What an app needs, and the programs to begin with.
pub async fn show(OperatorDesk(desk): OperatorDesk) -> Result<Response, Fault> {
    page(&desk, StatusCode::OK, Problems::default()).await
}

/// Registers a program as it stands, so that it runs on a developer's machine with nothing but its secret.
pub async fn submit(OperatorDesk(desk): OperatorDesk, Form(Chosen { program, form }): Form<Chosen>) -> Result<Response, Fault> {
    let Some(sample) = SAMPLES.iter().find(|sample| sample.folder == program) else {
        return Ok(Refusal::BadRequest.into_response());
    };
    let id = desk.made_by(&form);
    match create::submit_as(&desk.admin, id, first_client(&desk.visit().site.name, sample)).await? {
        Some(Outcome::Created { client: _, secret }) => connect::lead_to(&desk, id, secret.as_ref(), Some(sample.folder)).await,
        None => desk.see_other(&connect::made_page(id), None).await,
        Some(Outcome::Problems(problems)) => page(&desk, StatusCode::UNPROCESSABLE_ENTITY, problems.into()).await,
    }
}

fn first_client(name: &str, sample: &Sample) -> NewClient {
    NewClient {
        name: name.to_owned(),
        kind: sample.kind,
        redirect_uris: sample.redirect_uri.map(str::to_owned).into_iter().collect(),
        post_logout_redirect_uris: sample.home.map(str::to_owned).into_iter().collect(),
        backchannel_logout_uri: None,
        scopes: None,
        auth: None,
        jwks: None,
        require_pkce: None,
        first_party: false,
        home_url: None,
        terms_url: None,
        privacy_url: None,
    }
}

async fn page(desk: &Desk, status: StatusCode, problems: Problems) -> Result<Response, Fault> {
    let frame = desk.frame(Section::Settings).await?;
    let title = frame.text("admin-setup-done");
    let program = |sample: &Sample| Program {
        folder: sample.folder,
        name: sample.name,
        kind: frame.text(kind_key(sample.kind)),
        redirect_uri: sample.redirect_uri,
    };
    let programs = SAMPLES.iter().map(program).collect();
    respond(status, &DonePage { programs, page: frame.titled(title), problems, site: &desk.visit().site, mark: desk.new_form() })
}
