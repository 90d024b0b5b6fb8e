//! `…/disable` and `…/enable`: whether a site answers at all

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{
    desk::{Desk, FreshOperatorDesk, OperatorDesk},
    frame::Frame,
    nav::Section,
    respond,
};
use crate::{
    flows::{find_sites, site_changes::SiteChanges, update_site},
    http::error::{Fault, Refusal},
    model::site_record::Status,
};

#[derive(Template)]
#[template(path = "admin/site_status.html")]
struct StatusPage<'a> {
    page: Frame<'a>,
    to: Status,
    users: i64,
}

/// Asks before a site stops to answer.
pub async fn ask_to_disable(FreshOperatorDesk(desk): FreshOperatorDesk) -> Result<Response, Fault> {
    ask(&desk, Status::Disabled).await
}

/// Lets it stop.
pub async fn disable(FreshOperatorDesk(desk): FreshOperatorDesk) -> Result<Response, Fault> {
    set(&desk, Status::Disabled).await
}

/// Asks before a site answers again.
pub async fn ask_to_enable(OperatorDesk(desk): OperatorDesk) -> Result<Response, Fault> {
    ask(&desk, Status::Active).await
}

/// Lets it answer.
pub async fn enable(OperatorDesk(desk): OperatorDesk) -> Result<Response, Fault> {
    set(&desk, Status::Active).await
}

async fn ask(desk: &Desk, to: Status) -> Result<Response, Fault> {
    let page = desk.frame(Section::Danger).await?;
    let title = page.text(&format!("admin-{}-title", to.word()));
    let users = find_sites::users(desk.app(), desk.visit().site.id).await?;
    respond(StatusCode::OK, &StatusPage { page: page.below(Section::Danger, title), to, users })
}

async fn set(desk: &Desk, to: Status) -> Result<Response, Fault> {
    let changes = SiteChanges { status: Some(to), ..SiteChanges::default() };
    match update_site::submit(desk.app(), &desk.admin.author(), desk.visit().site.id, changes).await? {
        update_site::Outcome::Updated(_) => desk.see_other("", Some(&format!("admin-notice-{}", to.word()))).await,
        update_site::Outcome::Problems(_) | update_site::Outcome::Missing => Ok(Refusal::NotFound.into_response()),
    }
}
