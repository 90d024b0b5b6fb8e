//! `/check-mail`

use askama::Template;
use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde_json::json;
use time::Duration;

use super::{
    current_login,
    destination::Destination,
    page::{Page, Problems, leading_to, respond, respond_later},
    samples::{ADDRESS, LONG_ADDRESS, Sample, wrong},
    see_other,
    signup::closed,
    verify,
};
use crate::{
    flows::{
        Visit,
        check_mail::{self, Entered, EnteredCode, Resent, Waiting},
        verify::Holder,
    },
    http::{browser::Browser, error::Fault, form::Form},
    model::{
        problem::{Code, Field, Problem},
        return_to::ReturnTo,
        session::Keeper,
    },
};

#[derive(Template)]
#[template(path = "pages/check_mail.html")]
struct CheckMailPage<'a> {
    page: Page<'a>,
    problems: Problems,
    destination: Destination,
    email: &'a str,
    sender: &'a str,
    link_hours: i64,
    code_minutes: i64,
    resend_seconds: i64,
}

/// Where the signup stands.
pub async fn show(visit: Visit, browser: Browser) -> Result<Response, Fault> {
    show_with(&visit, &browser, Shown::Fresh, Problems::default()).await
}

/// The page as it looks.
pub(super) const SAMPLES: &[Sample] = &[
    ("check-mail", |visit| sample(visit, ADDRESS, Duration::ZERO, Problems::default())),
    ("check-mail-error", |visit| sample(visit, ADDRESS, Duration::ZERO, wrong(Field::Code, Code::Wrong))),
    ("check-mail-wait", |visit| sample(visit, LONG_ADDRESS, Duration::minutes(1), Problems::default())),
];

fn sample(visit: &Visit, email: &str, resend_after: Duration, problems: Problems) -> Result<Response, Fault> {
    respond(StatusCode::OK, &page(visit, email, resend_after, problems))
}

/// For the script that waits until the address is proven in another window.
pub async fn status(visit: Visit, browser: Browser) -> Result<Response, Fault> {
    let waiting = check_mail::look(&visit, browser.signup().await?.as_ref()).await?;
    let proven = !matches!(waiting, Waiting::For { .. });
    Ok(Json(json!({ "proven": proven, "next": format!("{}/check-mail", visit.site.base.path) })).into_response())
}

/// Asks for another mail.
pub async fn resend(visit: Visit, browser: Browser) -> Result<Response, Fault> {
    let (problems, wait) = match check_mail::resend(&visit, browser.signup().await?.as_ref()).await? {
        Resent::Sent => {
            browser.leave_notice("notice-code-sent").await?;
            return Ok(see_other(&visit, "/check-mail").into_response());
        }
        Resent::Nothing => return Ok(see_other(&visit, "/check-mail").into_response()),
        Resent::NotOffered => return closed(&visit, "/check-mail"),
        Resent::TooSoon(wait) => {
            let seconds = wait.whole_seconds().max(1).unsigned_abs();
            (vec![Problem::numbered(Field::Form, Code::ResendTooSoon, seconds)].into(), wait)
        }
        Resent::Problem(problem) => (vec![problem].into(), Duration::ZERO),
        Resent::MailLimit => (Problems::of_form(Code::MailLimit), visit.app.config.limits.mail_recipient.per),
        Resent::TooMany(wait) => (Problems::too_many(wait), wait),
    };
    show_with(&visit, &browser, Shown::Refused(wait), problems).await
}

/// Proves the address with the mail's code.
pub async fn enter_code(visit: Visit, browser: Browser, Form(typed): Form<EnteredCode>) -> Result<Response, Fault> {
    let (signup, device) = (browser.signup().await?, browser.device());
    let holder = Holder { browser: signup.as_ref(), keeper: Keeper::Browser(device.as_ref()) };
    match check_mail::enter_code(&visit, holder, &typed).await? {
        Entered::Proof(proof) => verify::welcome(&visit, &browser, proof).await,
        Entered::Problem(problem) => show_with(&visit, &browser, Shown::Wrong, vec![problem].into()).await,
        Entered::TooMany(wait) => show_with(&visit, &browser, Shown::Refused(wait), Problems::too_many(wait)).await,
        Entered::Nothing => Ok(see_other(&visit, "/check-mail").into_response()),
        Entered::NotOffered => closed(&visit, "/check-mail"),
    }
}

/// Why the page is shown.
enum Shown {
    Fresh,
    Wrong,
    Refused(Duration),
}

async fn show_with(visit: &Visit, browser: &Browser, shown: Shown, problems: Problems) -> Result<Response, Fault> {
    let (email, resend_after, return_to) = match check_mail::look(visit, browser.signup().await?.as_ref()).await? {
        Waiting::For { email, resend_after, return_to } => (email, resend_after, target(visit, return_to)),
        Waiting::Proven { email, return_to } => return go_on(visit, browser, &email, target(visit, return_to)).await,
        // Perhaps because it was proven in another tab.
        Waiting::Nothing => return Ok(see_other(visit, "/account").into_response()),
        Waiting::NotOffered => return closed(visit, "/check-mail"),
    };
    let filled = page(visit, &email, resend_after, problems);
    let destination = Destination::of(visit, return_to.as_ref()).await?;
    let framed = Page::new(visit, "/check-mail").with_notice(browser.take_notice().await?);
    let page = CheckMailPage { page: framed, destination, ..filled };
    let response = match shown {
        Shown::Fresh => respond(StatusCode::OK, &page)?,
        Shown::Wrong => respond(StatusCode::UNPROCESSABLE_ENTITY, &page)?,
        Shown::Refused(wait) => respond_later(wait, &page)?,
    };
    Ok(leading_to(visit, return_to.as_ref(), response))
}

fn page<'a>(visit: &'a Visit, email: &'a str, resend_after: Duration, problems: Problems) -> CheckMailPage<'a> {
    let lifetimes = &visit.app.config.lifetimes;
    CheckMailPage {
        page: Page::new(visit, "/check-mail"),
        problems,
        destination: Destination::Here,
        email,
        sender: &visit.site.email_from,
        link_hours: lifetimes.signup_link.whole_hours(),
        code_minutes: lifetimes.signup_code.whole_minutes(),
        resend_seconds: resend_after.whole_seconds(),
    }
}

/// The address was proven in another window or browser.
async fn go_on(visit: &Visit, browser: &Browser, email: &str, return_to: Option<ReturnTo>) -> Result<Response, Fault> {
    if current_login(visit, browser).await?.is_some() {
        return Ok(return_to.map_or_else(|| see_other(visit, "/account"), |target| Redirect::to(target.href())).into_response());
    }
    browser.leave_notice("notice-verified").await?;
    let asked = [("login_hint", email), ("return_to", return_to.as_ref().map_or("", ReturnTo::href))];
    Ok(see_other(visit, &format!("/login?{}", super::page::query(&asked))).into_response())
}

fn target(visit: &Visit, return_to: Option<String>) -> Option<ReturnTo> {
    return_to.and_then(|target| ReturnTo::parse(&target, &visit.site))
}
