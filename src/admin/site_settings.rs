//! `…/settings`: what a site is and how people get in

use anyhow::Result;
use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{
    clash::Clash,
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
    model::{
        problem::{Field, Problem},
        site_record::SiteRecord,
    },
};

#[derive(Template)]
#[template(path = "admin/site_settings.html")]
struct SettingsPage<'a> {
    page: Frame<'a>,
    problems: Problems,
    /// What somebody else saved meanwhile.
    clashes: Vec<Clash>,
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
    /// Somebody else has changed the site since the form was opened; this is how it is now.
    Changed(Box<SiteRecord>),
    /// There is no such site any more.
    Missing,
}

/// The form.
pub async fn show(desk: Desk) -> Result<Response, Fault> {
    let Some(site) = record(&desk).await? else { return Ok(Refusal::NotFound.into_response()) };
    respond(StatusCode::OK, &page(&desk, SiteForm::of(&site).marked(), None, Problems::default()).await?)
}

/// Changes what was typed.
pub async fn submit(desk: Desk, Form(form): Form<SiteForm>) -> Result<Response, Fault> {
    match save(&desk, form.clone()).await? {
        Saved::Done(slug) => {
            desk.leave_notice("admin-notice-saved").await?;
            Ok(desk.see_other_site(&slug, "/settings"))
        }
        Saved::Problems(problems) => respond(StatusCode::UNPROCESSABLE_ENTITY, &page(&desk, form, None, problems.into()).await?),
        Saved::Changed(site) => {
            let now = SiteForm::of(&site);
            respond(StatusCode::CONFLICT, &page(&desk, form.marked_as(&now), Some(&now), Problems::default()).await?)
        }
        Saved::Missing => Ok(Refusal::NotFound.into_response()),
    }
}

/// The site as it is stored.
pub(super) async fn record(desk: &Desk) -> Result<Option<SiteRecord>> {
    find_sites::by_id(desk.app(), desk.visit().site.id).await
}

/// Changes what whoever sits here may decide. Nobody writes over what somebody else has saved and they have not seen, unless both
/// say the same.
pub(super) async fn save(desk: &Desk, form: SiteForm) -> Result<Saved> {
    let (app, author, id) = (desk.app(), desk.admin.author(), desk.visit().site.id);
    let changes = form.clone().into_changes(desk.is_operator());
    let is_as_seen = |site: &SiteRecord| form.may_replace(&SiteForm::of(site));
    Ok(match update_site::submit_if(app, &author, id, changes, is_as_seen).await? {
        Ok(update_site::Outcome::Updated(site)) => Saved::Done(site.slug),
        Ok(update_site::Outcome::Problems(problems)) => Saved::Problems(problems),
        Ok(update_site::Outcome::Missing) => Saved::Missing,
        Err(site) => Saved::Changed(site),
    })
}

async fn page<'a>(desk: &'a Desk, form: SiteForm, now: Option<&SiteForm>, problems: Problems) -> Result<SettingsPage<'a>, Fault> {
    let page = desk.frame(Section::Settings).await?;
    let choices = form.choices(desk.app(), &page);
    let clashes = now.map(|now| form.clashes(now, &page)).unwrap_or_default();
    let problems = problems.told_at(Field::Signup.name(), "signup_domains");
    Ok(SettingsPage { page, problems, clashes, form, choices, operator: desk.is_operator() })
}
