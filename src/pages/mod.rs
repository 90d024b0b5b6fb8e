//! The hosted pages: a form in, a page or a redirect out. What is decided is decided in `flows`.

pub mod account;
pub mod apps;
pub mod change_password;
pub mod check_mail;
pub mod confirm_identity;
pub mod consent;
pub mod delete_account;
mod destination;
pub mod device;
pub mod devices;
pub mod docs;
pub mod email_change;
pub mod email_undo;
pub mod error;
pub mod events;
pub mod export;
pub mod forgot;
pub mod handover;
pub mod home;
pub mod login;
pub mod logout;
pub mod mailbox;
pub mod page;
pub mod preview;
pub mod profile;
pub mod reset;
pub mod samples;
pub mod signup;
mod takes;
pub mod verify;

use std::sync::Arc;

use axum::{
    Extension, Router,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};

use crate::{
    app::App,
    flows::{self, Visit, confirm_identity::Fresh},
    http::{browser::Browser, error::Fault, error::Refusal, json::LazyDocument},
    model::session::Session,
};

/// The pages of a site, at their addresses within it.
pub fn router() -> Router {
    Router::new()
        .route("/", get(entrance))
        .route("/login", get(login::show).post(login::submit))
        .route("/signup", get(signup::show).post(signup::submit))
        .route("/check-mail", get(check_mail::show))
        .route("/check-mail/status", get(check_mail::status))
        .route("/check-mail/resend", post(check_mail::resend))
        .route("/check-mail/code", post(check_mail::enter_code))
        .route("/verify", get(verify::show).post(verify::submit))
        .route("/forgot", get(forgot::show).post(forgot::submit))
        .route("/reset", get(reset::show).post(reset::submit))
        .route("/logout", get(logout::show).post(logout::submit))
        .route("/account", get(account::show))
        .route("/account/password", get(change_password::show).post(change_password::submit))
        .route("/account/profile", get(profile::show).post(profile::submit))
        .route("/account/email", get(email_change::show).post(email_change::ask))
        .route("/account/email/resend", post(email_change::resend))
        .route("/account/email/cancel", post(email_change::cancel))
        .route("/account/events", get(events::show))
        .route("/account/export", get(export::download))
        .route("/account/delete", get(delete_account::show).post(delete_account::submit))
        .route("/email-change", get(email_change::show_link).post(email_change::confirm))
        .route("/email-change/undo", get(email_undo::show).post(email_undo::submit))
        .route("/consent", get(consent::show).post(consent::submit))
        .route("/device", get(device::show).post(device::submit))
        .route("/device/done", get(device::done))
        .route("/preview", get(preview::show))
        .route("/confirm-identity", get(confirm_identity::show).post(confirm_identity::submit))
        .route("/account/apps/{id}/remove", post(apps::remove))
        .route("/account/sessions/{id}/end", post(devices::end))
        .route("/account/sessions/end-others", post(devices::end_others))
        .route("/.well-known/change-password", get(change_password::well_known))
        .fallback(async || Refusal::NotFound)
}

/// What belongs to no site. `document` describes the API.
pub fn platform(app: &Arc<App>, document: LazyDocument) -> Router {
    let docs = Extension(docs::Docs::new(document));
    let router = Router::new().route("/", get(home::show)).route("/docs", get(docs::show).layer(docs));
    let router = if app.config.is_development() { router.merge(mailbox::router()) } else { router };
    router.fallback(async || Refusal::NotFound).with_state(Arc::clone(app))
}

async fn entrance(visit: Visit) -> Redirect {
    see_other(&visit, "/account")
}

/// To another page of the same site, by GET.
fn see_other(visit: &Visit, page: &str) -> Redirect {
    Redirect::to(&format!("{}{page}", visit.site.base.path))
}

/// The login that this browser stands for.
async fn current_login(visit: &Visit, browser: &Browser) -> Result<Option<Session>, Fault> {
    match browser.login().await? {
        Some(token) => Ok(flows::session::find(visit, &token).await?),
        None => Ok(None),
    }
}

/// The login, or the way to the login page and back to `page`.
async fn require_login(visit: &Visit, browser: &Browser, page: &str) -> Result<Result<Session, Response>, Fault> {
    let session = current_login(visit, browser).await?;
    Ok(session.ok_or_else(|| log_in_first(visit, page)))
}

/// A login that is fresh, or the way to prove it and back to `page`.
async fn require_fresh(visit: &Visit, browser: &Browser, page: &str) -> Result<Result<Fresh, Response>, Fault> {
    Ok(match require_login(visit, browser, page).await? {
        Ok(session) => Fresh::of(visit, session).ok_or_else(|| confirm_first(visit, page)),
        Err(elsewhere) => Err(elsewhere),
    })
}

/// To the page that asks for the password once more, and from there back to `page`.
fn confirm_first(visit: &Visit, page: &str) -> Response {
    let back = page::query(&[("return_to", &format!("{}{page}", visit.site.base.path))]);
    see_other(visit, &format!("/confirm-identity?{back}")).into_response()
}

/// To the login page, and from there back to `page`.
fn log_in_first(visit: &Visit, page: &str) -> Response {
    let back = page::query(&[("return_to", &format!("{}{page}", visit.site.base.path))]);
    see_other(visit, &format!("/login?{back}")).into_response()
}

/// Ends the login that this browser stands for, if any, because another takes its place.
async fn leave_login(visit: &Visit, browser: &Browser) -> Result<(), Fault> {
    if let Some(token) = browser.login().await? {
        flows::session::end(visit, &token).await?;
    }
    Ok(())
}

/// Ends the login that this browser stands for, if any, and has the browser forget everything. One without the other would leave a
/// login in its account's list that nobody can use any more.
async fn log_out(visit: &Visit, browser: &Browser) -> Result<(), Fault> {
    leave_login(visit, browser).await?;
    browser.log_out().await
}
