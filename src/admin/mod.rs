//! The dashboard: pages for whoever runs all sites, the operator, or one of them, its admin. What is decided is decided in
//! `flows`. The pages of one site exist once and lie at two places: below `/admin/sites/{site}` for the operator, and below the
//! site's own `/admin` for its admins.

pub mod confirm;
pub mod desk;
pub mod enter;
pub mod error;
pub mod frame;
pub mod home;
pub mod letters;
pub mod login;
pub mod mail;
pub mod nav;
pub mod office;
pub mod outbox;
pub mod overview;
pub mod pager;
pub mod search;
pub mod sites;
pub mod texts;

use askama::Template;
use axum::{
    Router,
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};
use time::Duration;

use crate::http::error::{Fault, Refusal};

/// The operator's pages, at their addresses.
pub fn platform() -> Router {
    Router::new()
        .route("/admin", get(overview::show))
        .route("/admin/login", get(login::show).post(login::submit))
        .route("/admin/enter", get(enter::show).post(enter::submit))
        .route("/admin/confirm", get(confirm::show).post(confirm::submit))
        .route("/admin/logout", post(login::log_out))
        .route("/admin/search", get(search::show))
        .route("/admin/sites", get(sites::list))
        .route("/admin/outbox", get(outbox::list_all))
        .route("/admin/outbox/retry", post(outbox::retry_all_of_all))
        .nest("/admin/sites/{site}", of_a_site())
        .fallback(async || Refusal::NotFound)
}

/// The pages of a site's admins, at their addresses within the site.
pub fn site() -> Router {
    Router::new().nest("/admin", of_a_site()).fallback(async || Refusal::NotFound)
}

/// The pages of one site, at their addresses within either place.
fn of_a_site() -> Router {
    Router::new()
        .route("/", get(home::show))
        .route("/texts", get(texts::show).post(texts::submit))
        .route("/texts/publish", post(texts::publish))
        .route("/letters", get(letters::show).post(letters::send))
        .route("/letters/{name}/html", get(letters::html))
        .route("/mail", get(mail::show).post(mail::submit))
        .route("/outbox", get(outbox::list))
        .route("/outbox/retry", post(outbox::retry_all))
        .route("/outbox/{id}", get(outbox::show))
        .route("/outbox/{id}/html", get(outbox::html))
        .route("/outbox/{id}/retry", post(outbox::retry))
}

/// A page as an answer.
fn respond(status: StatusCode, template: &impl Template) -> Result<Response, Fault> {
    Ok((status, Html(template.render()?)).into_response())
}

/// As `respond`, with the time after which to try again.
fn respond_later(wait: Duration, template: &impl Template) -> Result<Response, Fault> {
    let mut response = respond(StatusCode::TOO_MANY_REQUESTS, template)?;
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait.whole_seconds().max(1)));
    Ok(response)
}
