//! `/account/delete`

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{
    log_in_first,
    page::{Page, Problems, query, respond, respond_later},
    require_login,
    samples::{ADDRESS, Sample, wrong},
    see_other,
};
use crate::{
    flows::{
        Visit,
        confirm_identity::{Fresh, Refused, is_fresh},
        delete_account::{self, DeleteAccount, Outcome},
    },
    http::{browser::Browser, error::Fault, form::Form},
    model::{
        problem::{Code, Field},
        user::Kept,
    },
};

#[derive(Template)]
#[template(path = "pages/delete_account.html")]
struct DeletePage<'a> {
    page: Page<'a>,
    problems: Problems,
    email: &'a str,
    days: i64,
    ask_password: bool,
}

/// What it means, and the button.
pub async fn show(visit: Visit, browser: Browser) -> Result<Response, Fault> {
    let session = match require_login(&visit, &browser, "/account/delete").await? {
        Ok(session) => session,
        Err(elsewhere) => return Ok(elsewhere),
    };
    respond(StatusCode::OK, &page(&visit, &session.user.email, !is_fresh(&visit, &session), Problems::default()))
}

/// The page as it looks.
pub(super) const SAMPLES: &[Sample] = &[
    ("delete-account", |visit| sample(visit, Problems::default())),
    ("delete-account-error", |visit| sample(visit, wrong(Field::CurrentPassword, Code::Wrong))),
    ("delete-account-kept", |visit| sample(visit, Problems::of_form(why(Kept::LastAdmin)))),
];

fn sample(visit: &Visit, problems: Problems) -> Result<Response, Fault> {
    respond(StatusCode::OK, &page(visit, ADDRESS, true, problems))
}

/// Gives up the account.
pub async fn submit(visit: Visit, browser: Browser, Form(typed): Form<DeleteAccount>) -> Result<Response, Fault> {
    let session = match require_login(&visit, &browser, "/account/delete").await? {
        Ok(session) => session,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let email = session.user.email.clone();
    let page = |problems| page(&visit, &email, true, problems);
    let fresh = match Fresh::prove(&visit, session, &typed.current_password).await? {
        Ok(fresh) => fresh,
        Err(Refused::Problem(problem)) => return respond(StatusCode::UNPROCESSABLE_ENTITY, &page(vec![problem].into())),
        Err(Refused::TooMany(wait)) => return respond_later(wait, &page(Problems::too_many(wait))),
    };
    match delete_account::submit(&visit, &fresh).await? {
        Outcome::Scheduled => {
            browser.log_out().await?;
            browser.leave_notice("notice-deletion").await?;
            Ok(see_other(&visit, &format!("/login?{}", query(&[("login_hint", &email)]))).into_response())
        }
        Outcome::Ended => Ok(log_in_first(&visit, "/account/delete")),
        Outcome::Kept(kept) => respond(StatusCode::UNPROCESSABLE_ENTITY, &page(Problems::of_form(why(kept)))),
    }
}

fn why(kept: Kept) -> Code {
    match kept {
        Kept::LastAdmin => Code::LastAdmin,
        Kept::Protected => Code::Protected,
    }
}

fn page<'a>(visit: &'a Visit, email: &'a str, ask_password: bool, problems: Problems) -> DeletePage<'a> {
    let days = visit.app.config.lifetimes.deletion.whole_days();
    DeletePage { page: Page::new(visit, "/account/delete"), problems, email, days, ask_password }
}
