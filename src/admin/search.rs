//! `/admin/search`: sites, people and apps, wherever they are

use askama::Template;
use axum::{http::StatusCode, response::Response};
use serde::Deserialize;

use super::{frame::Frame, nav::Section, office::Office, respond};
use crate::{
    flows::search,
    http::{error::Fault, query::PageQuery},
    model::found::Found,
};

/// What is looked for.
#[derive(Deserialize)]
pub struct SearchQuery {
    #[serde(default)]
    q: String,
}

#[derive(Template)]
#[template(path = "admin/search.html")]
struct SearchPage<'a> {
    page: Frame<'a>,
    q: &'a str,
    found: Found,
}

/// What was found.
pub async fn show(office: Office, PageQuery(query): PageQuery<SearchQuery>) -> Result<Response, Fault> {
    let found = search::find(&office.call, &query.q).await?;
    let page = office.frame(Section::Overview);
    let title = page.text("admin-search-title");
    respond(StatusCode::OK, &SearchPage { page: page.titled(title), q: &query.q, found })
}
