//! `/account/password`, also found through `/.well-known/change-password`

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{
    page::{Page, Problems, respond, respond_later},
    require_login,
    samples::{ADDRESS, Sample, wrong},
    see_other,
};
use crate::{
    flows::{
        Visit,
        change_password::{self, ChangePassword, Outcome},
    },
    http::{answer::found, browser::Browser, error::Fault, form::Form},
    model::problem::{Code, Field},
};

#[derive(Template)]
#[template(path = "pages/change_password.html")]
struct ChangePasswordPage<'a> {
    page: Page<'a>,
    problems: Problems,
    email: &'a str,
    minimum: i64,
    end_others: bool,
}

/// Where password managers look (W3C "A Well-Known URL for Changing Passwords").
pub async fn well_known(visit: Visit) -> Response {
    found(&format!("{}/account/password", visit.site.base.path))
}

/// The form.
pub async fn show(visit: Visit, browser: Browser) -> Result<Response, Fault> {
    match require_login(&visit, &browser, "/account/password").await? {
        Ok(session) => respond(StatusCode::OK, &page(&visit, &session.user.email, Problems::default(), true)),
        Err(elsewhere) => Ok(elsewhere),
    }
}

/// The page as it looks.
pub(super) const SAMPLES: &[Sample] = &[
    ("change-password", |visit| sample(visit, Problems::default())),
    ("change-password-error", |visit| sample(visit, wrong(Field::CurrentPassword, Code::Wrong))),
];

fn sample(visit: &Visit, problems: Problems) -> Result<Response, Fault> {
    respond(StatusCode::OK, &page(visit, ADDRESS, problems, true))
}

/// Changes the password.
pub async fn submit(visit: Visit, browser: Browser, Form(typed): Form<ChangePassword>) -> Result<Response, Fault> {
    let session = match require_login(&visit, &browser, "/account/password").await? {
        Ok(session) => session,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let page = |problems| page(&visit, &session.user.email, problems, typed.end_others.is_some());
    match change_password::submit(&visit, &session, &typed).await? {
        Outcome::Changed => {
            browser.leave_notice("notice-password-replaced").await?;
            Ok(see_other(&visit, "/account").into_response())
        }
        Outcome::Problems(problems) => respond(StatusCode::UNPROCESSABLE_ENTITY, &page(problems.into())),
        Outcome::TooMany(wait) => respond_later(wait, &page(Problems::too_many(wait))),
    }
}

fn page<'a>(visit: &'a Visit, email: &'a str, problems: Problems, end_others: bool) -> ChangePasswordPage<'a> {
    let minimum = visit.site.settings.least_password().into();
    ChangePasswordPage { page: Page::new(visit, "/account/password"), problems, email, minimum, end_others }
}
