//! `…/host`: a site's own host for its pages. The operator decides it, because names and certificates are the operator's.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::{
    desk::{Desk, FreshOperatorDesk},
    frame::Frame,
    nav::Section,
    respond,
    site_form::SiteForm,
    site_settings::{Saved, save},
};
use crate::{
    flows::check_host::{self, Finding},
    http::{
        error::{Fault, Refusal},
        form::Form,
        problems::Problems,
        query::PageQuery,
    },
    model::site::Site,
};

/// What the address may say.
#[derive(Deserialize)]
pub struct HostQuery {
    /// Whether to look the names up.
    check: Option<String>,
}

#[derive(Template)]
#[template(path = "admin/login_host.html")]
struct HostPage<'a> {
    page: Frame<'a>,
    problems: Problems,
    typed: String,
    site: &'a Site,
    portal: String,
    /// The host, or one that it might be.
    host: String,
    ask: String,
    finding: Option<Finding>,
}

/// The form, and on demand what the names say.
pub async fn show(FreshOperatorDesk(desk): FreshOperatorDesk, PageQuery(query): PageQuery<HostQuery>) -> Result<Response, Fault> {
    let host = desk.visit().site.login_host.clone();
    let finding = match host.as_ref().filter(|_| query.check.is_some()) {
        Some(host) => Some(check_host::look_up(host, &desk.app().config.public_url).await),
        None => None,
    };
    answer(&desk, StatusCode::OK, host.unwrap_or_default(), Problems::default(), finding).await
}

/// Sets it, or takes it away.
pub async fn submit(FreshOperatorDesk(desk): FreshOperatorDesk, Form(form): Form<SiteForm>) -> Result<Response, Fault> {
    let typed = form.get("login_host").to_owned();
    match save(&desk, form.only("login_host")).await? {
        Saved::Done(_) => desk.see_other("/host", Some("admin-notice-saved")).await,
        Saved::Problems(problems) => answer(&desk, StatusCode::UNPROCESSABLE_ENTITY, typed, problems.into(), None).await,
        // Its form has one field and says nothing of what it saw; if it did, the page would show what is there now.
        Saved::Changed(_) => desk.see_other("/host", None).await,
        Saved::Missing => Ok(Refusal::NotFound.into_response()),
    }
}

async fn answer(
    desk: &Desk,
    status: StatusCode,
    typed: String,
    problems: Problems,
    finding: Option<Finding>,
) -> Result<Response, Fault> {
    let public = &desk.app().config.public_url;
    let page = HostPage {
        page: desk.frame(Section::LoginHost).await?,
        problems,
        typed,
        site: &desk.visit().site,
        host: desk.visit().site.login_host.clone().unwrap_or_else(|| format!("login.{}", desk.visit().site.domain)),
        portal: public.host_str().unwrap_or_default().to_owned(),
        ask: format!("{}/api/sites/ask", public.as_str().trim_end_matches('/')),
        finding,
    };
    respond(status, &page)
}
