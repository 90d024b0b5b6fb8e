//! The dashboard: pages for whoever runs all sites, the operator, or one of them, its admin. What is decided is decided in
//! `flows`. The pages of one site exist once and lie at two places: below `/admin/sites/{site}` for the operator, and below the
//! site's own `/admin` for its admins.

pub mod audit;
pub mod audit_entry;
pub mod audit_query;
pub mod bulk;
pub mod chart;
pub mod clash;
pub mod clients;
pub mod confirm;
pub mod desk;
pub mod download;
pub mod end_session;
pub mod enter;
pub mod error;
pub mod filter;
pub mod frame;
pub mod go_on;
pub mod home;
pub mod invitations;
pub mod invite;
pub mod keys;
pub mod letters;
pub mod login;
pub mod login_host;
pub mod logins;
pub mod look;
pub mod mail;
pub mod moment;
pub mod nav;
pub mod office;
pub mod once;
pub mod operator_audit;
pub mod outbox;
pub mod overview;
pub mod pager;
pub mod search;
pub mod setup_done;
pub mod site_clash;
pub mod site_delete;
pub mod site_form;
pub mod site_new;
pub mod site_settings;
pub mod site_setup;
pub mod site_status;
pub mod sites;
pub mod step;
pub mod temporary_password;
pub mod texts;
pub mod user;
pub mod user_act;
pub mod user_app;
pub mod user_edit;
pub mod user_query;
pub mod user_words;
pub mod users;

use askama::Template;
use axum::{
    Router,
    http::{HeaderValue, StatusCode, header},
    middleware::from_fn,
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
        .route("/admin/logins", get(logins::list))
        .route("/admin/audit", get(operator_audit::list))
        .route("/admin/audit.csv", get(operator_audit::csv))
        .route("/admin/audit.jsonl", get(operator_audit::jsonl))
        .route("/admin/audit/{id}", get(operator_audit::show))
        .route("/admin/sites", get(sites::list))
        .route("/admin/new-site", get(site_new::show).post(site_new::submit))
        .route("/admin/outbox", get(outbox::list_all))
        .route("/admin/outbox/retry", post(outbox::retry_all_of_all))
        .route("/admin/go-on", get(go_on::of_operator))
        .nest("/admin/sites/{site}", of_a_site())
        .fallback(async || Refusal::NotFound)
        .layer(from_fn(go_on::keep))
}

/// The pages of a site's admins, at their addresses within the site.
pub fn site() -> Router {
    let pages = of_a_site().route("/go-on", get(go_on::of_member));
    Router::new().nest("/admin", pages).fallback(async || Refusal::NotFound).layer(from_fn(go_on::keep))
}

/// The pages of one site, at their addresses within either place.
fn of_a_site() -> Router {
    Router::new()
        .merge(clients::pages())
        .route("/", get(home::show))
        .route("/setup/{step}", get(site_setup::show).post(site_setup::submit))
        .route("/setup/done", get(setup_done::show).post(setup_done::submit))
        .route("/settings", get(site_settings::show).post(site_settings::submit))
        .route("/host", get(login_host::show).post(login_host::submit))
        .route("/keys", get(keys::show))
        .route("/keys/rotate", get(keys::ask).post(keys::rotate))
        .route("/danger", get(site_delete::show))
        .route("/disable", get(site_status::ask_to_disable).post(site_status::disable))
        .route("/enable", get(site_status::ask_to_enable).post(site_status::enable))
        .route("/delete", get(site_delete::ask).post(site_delete::submit))
        .route("/texts", get(texts::show).post(texts::submit))
        .route("/texts/publish", post(texts::publish))
        .route("/letters", get(letters::show).post(letters::send))
        .route("/letters/{name}/html", get(letters::html))
        .route("/users", get(users::list))
        .route("/users.csv", get(users::export))
        .route("/users/invite", get(invite::show).post(invite::submit))
        .route("/users/bulk", get(bulk::ask).post(bulk::submit))
        .route("/users/bulk/{change}", get(bulk::show))
        .route("/users/bulk/{change}/stop", post(bulk::stop))
        .route("/users/{id}", get(user::show))
        .route("/users/{id}/edit", get(user_edit::show).post(user_edit::submit))
        .route("/users/{id}/temporary-password", get(temporary_password::show).post(temporary_password::submit))
        .route("/users/{id}/temporary-password/made", get(temporary_password::made))
        .route("/users/{id}/{act}", get(user_act::show).post(user_act::submit))
        .route("/users/{id}/sessions/{session}/end", get(end_session::show).post(end_session::submit))
        .route("/users/{id}/apps/{app}/remove", get(user_app::show).post(user_app::submit))
        .route("/invitations", get(invitations::list))
        .route("/audit", get(audit::list))
        .route("/audit.csv", get(audit::csv))
        .route("/audit.jsonl", get(audit::jsonl))
        .route("/audit/{id}", get(audit_entry::show))
        .route("/mail", get(mail::show).post(mail::submit))
        .route("/outbox", get(outbox::list))
        .route("/outbox/retry", post(outbox::retry_all))
        .route("/outbox/{id}", get(outbox::show))
        .route("/outbox/{id}/html", get(outbox::html))
        .route("/outbox/{id}/retry", post(outbox::retry))
        .merge(look::router())
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
