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
        clients,
        delete_site::{self, Outcome},
        find_sites,
    },
    http::{
        error::{Fault, Refusal},
        form::Form,
        problems::Problems,
    },
    model::{
        paging::Paging,
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
    apps: i64,
    /// Some of them, by name.
    named: Vec<String>,
    /// How many others there are.
    more: i64,
}

/// How many apps are named.
const NAMED: i64 = 10;

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
    let (clients, apps) = clients::page(&desk.admin, None, Paging { page: 1, per_page: NAMED }).await?;
    let named: Vec<String> = clients.into_iter().map(|client| client.name).collect();
    let more = apps - i64::try_from(named.len())?;
    let page = desk.frame(Section::Danger).await?;
    let title = page.text("admin-delete-title");
    respond(status, &DeletePage { page: page.below(Section::Danger, title), problems, site, users, apps, named, more })
}
