//! `…/settings`: what a site is and how people get in

use anyhow::Result;
use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{
    desk::Desk,
    frame::Frame,
    nav::Section,
    respond,
    site_form::{Choices, SiteForm},
};
use crate::{
    flows::{find_sites, update_site},
    http::{
        error::{Fault, Refusal},
        form::Form,
        problems::Problems,
    },
    model::{problem::Problem, site_record::SiteRecord},
};

#[derive(Template)]
#[template(path = "admin/site_settings.html")]
struct SettingsPage<'a> {
    page: Frame<'a>,
    problems: Problems,
    form: SiteForm,
    choices: Choices,
    operator: bool,
}

/// What came of storing it.
pub(super) enum Saved {
    /// It is stored; this is the site's short name now.
    Done(String),
    /// Something has to be put right first.
    Problems(Vec<Problem>),
    /// There is no such site any more.
    Missing,
}

/// The form.
pub async fn show(desk: Desk) -> Result<Response, Fault> {
    let Some(site) = record(&desk).await? else { return Ok(Refusal::NotFound.into_response()) };
    respond(StatusCode::OK, &page(&desk, SiteForm::of(&site), Problems::default()).await?)
}

/// Changes what was typed.
pub async fn submit(desk: Desk, Form(form): Form<SiteForm>) -> Result<Response, Fault> {
    match save(&desk, form.clone()).await? {
        Saved::Done(slug) => {
            desk.leave_notice("admin-notice-saved").await?;
            Ok(desk.see_other_site(&slug, "/settings"))
        }
        Saved::Problems(problems) => respond(StatusCode::UNPROCESSABLE_ENTITY, &page(&desk, form, problems.into()).await?),
        Saved::Missing => Ok(Refusal::NotFound.into_response()),
    }
}

/// The site as it is stored.
pub(super) async fn record(desk: &Desk) -> Result<Option<SiteRecord>> {
    find_sites::by_id(desk.app(), desk.visit().site.id).await
}

/// Changes what whoever sits here may decide.
pub(super) async fn save(desk: &Desk, form: SiteForm) -> Result<Saved> {
    let changes = form.into_changes(desk.is_operator());
    Ok(match update_site::submit(desk.app(), &desk.admin.author(), desk.visit().site.id, changes).await? {
        update_site::Outcome::Updated(site) => Saved::Done(site.slug),
        update_site::Outcome::Problems(problems) => Saved::Problems(problems),
        update_site::Outcome::Missing => Saved::Missing,
    })
}

async fn page(desk: &Desk, form: SiteForm, problems: Problems) -> Result<SettingsPage<'_>, Fault> {
    let page = desk.frame(Section::Settings).await?;
    let choices = form.choices(desk.app(), &page);
    Ok(SettingsPage { page, problems, form, choices, operator: desk.is_operator() })
}
