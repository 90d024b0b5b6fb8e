//! `…/danger` and `…/delete`: what a site does not come back from

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::{
    desk::{Desk, FreshOperatorDesk, OperatorDesk},
    frame::Frame,
    nav::Section,
    respond,
    site_settings::record,
};
use crate::{
    flows::{
        delete_site::{self, Outcome},
        find_sites,
    },
    http::{
        error::{Fault, Refusal},
        form::Form,
        problems::Problems,
    },
    model::{
        problem::{Code, Field, Problem},
        site_record::SiteRecord,
    },
};

#[derive(Template)]
#[template(path = "admin/danger.html")]
struct DangerPage<'a> {
    page: Frame<'a>,
    site: SiteRecord,
}

#[derive(Template)]
#[template(path = "admin/site_delete.html")]
struct DeletePage<'a> {
    page: Frame<'a>,
    problems: Problems,
    site: SiteRecord,
    users: i64,
}

/// What was typed.
#[derive(Deserialize)]
pub struct Deletion {
    /// The short name of the site that is meant.
    #[serde(default)]
    slug: String,
}

/// What can be done.
pub async fn show(OperatorDesk(desk): OperatorDesk) -> Result<Response, Fault> {
    match record(&desk).await? {
        Some(site) => respond(StatusCode::OK, &DangerPage { page: desk.frame(Section::Danger).await?, site }),
        None => Ok(Refusal::NotFound.into_response()),
    }
}

/// Asks for the short name.
pub async fn ask(FreshOperatorDesk(desk): FreshOperatorDesk) -> Result<Response, Fault> {
    answer(&desk, StatusCode::OK, Problems::default()).await
}

/// Deletes the site whose short name was typed, and everything that belonged to it.
pub async fn submit(FreshOperatorDesk(desk): FreshOperatorDesk, Form(typed): Form<Deletion>) -> Result<Response, Fault> {
    let (Some(office), Some(site)) = (desk.office(), record(&desk).await?) else {
        return Ok(Refusal::NotFound.into_response());
    };
    if typed.slug.trim() != site.slug {
        return answer(&desk, StatusCode::UNPROCESSABLE_ENTITY, vec![Problem::new(Field::Slug, Code::Wrong)].into()).await;
    }
    match delete_site::submit(desk.app(), &desk.admin.author(), site.id).await? {
        Outcome::Deleted | Outcome::Missing => Ok(office.see_other("/admin/sites", Some("admin-notice-deleted"))),
        Outcome::Protected => answer(&desk, StatusCode::UNPROCESSABLE_ENTITY, Problems::default()).await,
    }
}

async fn answer(desk: &Desk, status: StatusCode, problems: Problems) -> Result<Response, Fault> {
    let Some(site) = record(desk).await? else { return Ok(Refusal::NotFound.into_response()) };
    let users = find_sites::users(desk.app(), site.id).await?;
    let page = desk.frame(Section::Danger).await?;
    let title = page.text("admin-delete-title");
    respond(status, &DeletePage { page: page.below(Section::Danger, title), problems, site, users })
}
