//! `…/setup/…`: what follows a new site's first step. Each page shows what is stored, so one can leave, come back and go back.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::{
    desk::Desk,
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
        path::Path,
        problems::Problems,
    },
    model::site::Site,
};

/// Which page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// What the site is.
    Identity,
    /// How people get in.
    Access,
    /// How it looks.
    Look,
    /// What to paste into an app.
    Done,
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
    form: SiteForm,
    choices: Choices,
    step: Step,
    site: &'a Site,
}

impl Step {
    fn word(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Access => "access",
            Self::Look => "look",
            Self::Done => "done",
        }
    }

    fn next(self) -> Self {
        match self {
            Self::Identity => Self::Access,
            Self::Access => Self::Look,
            Self::Look | Self::Done => Self::Done,
        }
    }
}

/// The form, with what is stored.
pub async fn show(desk: Desk, Path(StepPath { step }): Path<StepPath>) -> Result<Response, Fault> {
    let Some(site) = record(&desk).await?.filter(|_| desk.is_operator()) else {
        return Ok(Refusal::NotFound.into_response());
    };
    respond(StatusCode::OK, &page(&desk, step, SiteForm::of(&site), Problems::default()).await?)
}

/// Stores what was typed, and goes on.
pub async fn submit(desk: Desk, Path(StepPath { step }): Path<StepPath>, Form(form): Form<SiteForm>) -> Result<Response, Fault> {
    if !desk.is_operator() {
        return Ok(Refusal::NotFound.into_response());
    }
    match save(&desk, form.clone()).await? {
        Saved::Done(slug) => Ok(desk.see_other_site(&slug, &format!("/setup/{}", step.next().word()))),
        Saved::Problems(problems) => respond(StatusCode::UNPROCESSABLE_ENTITY, &page(&desk, step, form, problems.into()).await?),
        Saved::Missing => Ok(Refusal::NotFound.into_response()),
    }
}

async fn page(desk: &Desk, step: Step, form: SiteForm, problems: Problems) -> Result<SetupPage<'_>, Fault> {
    let frame = desk.frame(Section::Settings).await?;
    let choices = form.choices(desk.app(), &frame);
    let title = frame.text(&format!("admin-setup-{}", step.word()));
    Ok(SetupPage { page: frame.titled(title), problems, form, choices, step, site: &desk.visit().site })
}
