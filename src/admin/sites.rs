//! `/admin/sites`: all sites

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::{frame::Frame, nav::Section, office::Office, pager::Pager, respond};
use crate::{
    flows::find_sites,
    http::{
        error::{Fault, Refusal},
        query::PageQuery,
    },
    model::{paging::Paging, site_record::SiteRecord},
};

/// What the address may say.
#[derive(Deserialize)]
pub struct ListQuery {
    #[serde(default)]
    q: String,
    page: Option<i64>,
}

#[derive(Template)]
#[template(path = "admin/sites.html")]
struct SitesPage<'a> {
    page: Frame<'a>,
    q: &'a str,
    sites: Vec<SiteRecord>,
    pager: Pager,
}

/// The list.
pub async fn list(office: Office, PageQuery(query): PageQuery<ListQuery>) -> Result<Response, Fault> {
    let Ok(paging) = Paging::parse(query.page, None) else { return Ok(Refusal::NotFound.into_response()) };
    let search = Some(query.q.trim()).filter(|words| !words.is_empty());
    let (sites, total) = find_sites::page(&office.call.app, search, paging).await?;
    let pager = Pager::new("/admin/sites", &[("q", &query.q)], paging, total);
    respond(StatusCode::OK, &SitesPage { page: office.frame(Section::Sites), q: &query.q, sites, pager })
}
