//! `…/setup/…`: what follows a new site's first step. Each page shows what is stored, so one can leave, come back and go back.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::{
    clash::Clash,
    desk::{Desk, OperatorDesk},
    frame::Frame,
    nav::Section,
    respond,
    site_form::{Choices, SiteForm},
    site_settings::{Saved, record, save},
};
use crate::{
    http::{
        error::{Fault, Refusal},
        form::Form,
        headers::framing,
        path::Path,
        problems::Problems,
    },
    model::problem::Field,
};

/// Which page. The look's and the last one have modules of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// What the site is.
    Identity,
    /// How people get in.
    Access,
}

/// Which page of the set-up.
#[derive(Deserialize)]
pub struct StepPath {
    step: Step,
}

#[derive(Template)]
#[template(path = "admin/site_setup.html")]
struct SetupPage<'a> {
    page: Frame<'a>,
    problems: Problems,
    /// What somebody else saved meanwhile.
    clashes: Vec<Clash>,
    form: SiteForm,
    choices: Choices,
    step: Step,
    login: String,
}

impl Step {
    /// The key of its words.
    fn key(self) -> &'static str {
        match self {
            Self::Identity => "admin-setup-identity",
            Self::Access => "admin-setup-access",
        }
    }

    /// The page after it.
    fn next(self) -> &'static str {
        match self {
            Self::Identity => "/setup/access",
            Self::Access => "/setup/look",
        }
    }
}

/// The form, with what is stored.
pub async fn show(OperatorDesk(desk): OperatorDesk, Path(StepPath { step }): Path<StepPath>) -> Result<Response, Fault> {
    let Some(site) = record(&desk).await? else { return Ok(Refusal::NotFound.into_response()) };
    page(&desk, StatusCode::OK, step, SiteForm::of(&site).marked(), None, Problems::default()).await
}

/// Stores what was typed, and goes on.
pub async fn submit(
    OperatorDesk(desk): OperatorDesk,
    Path(StepPath { step }): Path<StepPath>,
    Form(form): Form<SiteForm>,
) -> Result<Response, Fault> {
    match save(&desk, form.clone()).await? {
        Saved::Done(slug) => Ok(desk.see_other_site(&slug, step.next())),
        Saved::Problems(problems) => page(&desk, StatusCode::UNPROCESSABLE_ENTITY, step, form, None, problems.into()).await,
        Saved::Changed(site) => {
            let now = SiteForm::of(&site);
            page(&desk, StatusCode::CONFLICT, step, form.marked_as(&now), Some(&now), Problems::default()).await
        }
        Saved::Missing => Ok(Refusal::NotFound.into_response()),
    }
}

async fn page(
    desk: &Desk,
    status: StatusCode,
    step: Step,
    form: SiteForm,
    now: Option<&SiteForm>,
    problems: Problems,
) -> Result<Response, Fault> {
    let frame = desk.frame(Section::Settings).await?;
    let choices = form.choices(desk.app(), &frame);
    let clashes = now.map(|now| form.clashes(now, &frame)).unwrap_or_default();
    let title = frame.text(step.key());
    let login = desk.visit().site.base.url("/login");
    let problems = problems.told_at(Field::Signup.name(), "signup_domains");
    let shown = SetupPage { page: frame.titled(title), problems, clashes, form, choices, step, login };
    respond(status, &shown).map(framing)
}
