//! `/` of the portal itself, which belongs to no site and names none.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, Uri},
    response::Response,
};

use super::page::{Page, respond};
use crate::{
    app::App,
    http::{answer::found, error::Fault, visit::locale},
};

#[derive(Template)]
#[template(path = "pages/home.html")]
struct HomePage<'a> {
    page: Page<'a>,
}

/// `HOME_URL`, or a small page.
pub async fn show(State(app): State<Arc<App>>, uri: Uri, headers: HeaderMap) -> Result<Response, Fault> {
    match &app.config.home_url {
        Some(home) => Ok(found(home.as_str())),
        None => respond(StatusCode::OK, &HomePage { page: Page::neutral(&app, locale(&app, None, &uri, &headers)) }),
    }
}
