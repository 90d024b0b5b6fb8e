//! `/check-mail`

use askama::Template;
use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::json;
use time::Duration;

use super::{
    current_login,
    page::{Page, Problems, respond, respond_later},
    see_other, verify,
};
use crate::{
    flows::{
        Visit,
        check_mail::{self, Entered, EnteredCode, Resent, Waiting},
    },
    http::{browser::Browser, error::Fault, form::Form},
    model::problem::{Code, Field, Problem},
};

#[derive(Template)]
#[template(path = "pages/check_mail.html")]
struct CheckMailPage<'a> {
    page: Page<'a>,
    problems: Problems,
    email: &'a str,
    sender: &'a str,
    link_hours: i64,
    code_minutes: i64,
    resend_seconds: i64,
}

/// Where the signup stands.
pub async fn show(visit: Visit, browser: Browser) -> Result<Response, Fault> {
    show_with(&visit, &browser, StatusCode::OK, Problems::default()).await
}

/// For the script that waits until the address is proven in another window.
pub async fn status(visit: Visit, browser: Browser) -> Result<Response, Fault> {
    let waiting = check_mail::look(&visit, browser.signup().await?.as_ref()).await?;
    let proven = !matches!(waiting, Waiting::For { .. });
    Ok(Json(json!({ "proven": proven, "next": format!("{}/check-mail", visit.site.base.path) })).into_response())
}

/// Asks for another mail.
pub async fn resend(visit: Visit, browser: Browser) -> Result<Response, Fault> {
    let problem = match check_mail::resend(&visit, browser.signup().await?.as_ref()).await? {
        Resent::Sent => {
            browser.leave_notice("notice-code-sent").await?;
            return Ok(see_other(&visit, "/check-mail").into_response());
        }
        Resent::Nothing => return Ok(see_other(&visit, "/check-mail").into_response()),
        Resent::TooSoon(wait) => Problem::numbered(Field::Form, Code::ResendTooSoon, wait.whole_seconds().max(1).unsigned_abs()),
        Resent::TooMany => Problem::new(Field::Form, Code::MailLimit),
    };
    show_with(&visit, &browser, StatusCode::TOO_MANY_REQUESTS, vec![problem].into()).await
}

/// Proves the address with the mail's code.
pub async fn enter_code(visit: Visit, browser: Browser, Form(typed): Form<EnteredCode>) -> Result<Response, Fault> {
    match check_mail::enter_code(&visit, browser.signup().await?.as_ref(), &typed).await? {
        Entered::Proof(proof) => verify::welcome(&visit, &browser, proof).await,
        Entered::Problem(problem) => show_with(&visit, &browser, StatusCode::UNPROCESSABLE_ENTITY, vec![problem].into()).await,
        Entered::TooMany(wait) => show_with(&visit, &browser, StatusCode::TOO_MANY_REQUESTS, Problems::too_many(wait)).await,
        Entered::Nothing => Ok(see_other(&visit, "/check-mail").into_response()),
    }
}

async fn show_with(visit: &Visit, browser: &Browser, status: StatusCode, problems: Problems) -> Result<Response, Fault> {
    let (email, resend_after) = match check_mail::look(visit, browser.signup().await?.as_ref()).await? {
        Waiting::For { email, resend_after } => (email, resend_after),
        Waiting::Proven { email } => return go_on(visit, browser, &email).await,
        Waiting::Nothing => return Ok(see_other(visit, "/login").into_response()),
    };
    let lifetimes = &visit.app.config.lifetimes;
    let page = CheckMailPage {
        page: Page::new(visit, "/check-mail").with_notice(browser.take_notice().await?),
        problems,
        email: &email,
        sender: &visit.site.email_from,
        link_hours: lifetimes.signup_link.whole_hours(),
        code_minutes: lifetimes.signup_code.whole_minutes(),
        resend_seconds: resend_after.whole_seconds(),
    };
    match status {
        StatusCode::TOO_MANY_REQUESTS => respond_later(resend_after.max(Duration::seconds(1)), &page),
        status => respond(status, &page),
    }
}

/// The address was proven in another window or browser.
async fn go_on(visit: &Visit, browser: &Browser, email: &str) -> Result<Response, Fault> {
    if current_login(visit, browser).await?.is_some() {
        return Ok(see_other(visit, "/account").into_response());
    }
    browser.leave_notice("notice-verified").await?;
    Ok(see_other(visit, &format!("/login?{}", super::page::query(&[("login_hint", email)]))).into_response())
}
