//! `/reset`, where mailed links lead, and where the mailed code is entered. Opening it changes nothing.

use askama::Template;
use axum::{
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{
    destination::Destination,
    log_out,
    page::{Page, Problems, query, respond, respond_dead, respond_later},
    samples::{ADDRESS, Sample, wrong},
    see_other,
    verify::LinkQuery,
};
use crate::{
    flows::{
        Visit,
        dead_link::DeadLink,
        reset::{self, Outcome, Reset},
    },
    http::{browser::Browser, error::Fault, form::Form},
    model::{
        email::Email,
        problem::{Code, Field},
        return_to::ReturnTo,
    },
};

#[derive(Template)]
#[template(path = "pages/reset.html")]
struct ResetPage<'a> {
    page: Page<'a>,
    problems: Problems,
    destination: Destination,
    email: &'a str,
    token: &'a str,
    code: &'a str,
    sender: &'a str,
    minimum: i64,
    accepts: bool,
    code_minutes: i64,
}

#[derive(Template)]
#[template(path = "pages/reset_dead.html")]
struct DeadPage<'a> {
    page: Page<'a>,
}

/// The form: for a link once its token has left the address bar, for a code in the browser that asked for it.
pub async fn show(visit: Visit, browser: Browser, Query(query): Query<LinkQuery>) -> Result<Response, Fault> {
    if query.token.is_some() {
        browser.hold_link(query.token.as_deref());
        return Ok(see_other(&visit, "/reset").into_response());
    }
    let token = browser.link().unwrap_or_default();
    let link = match reset::look(&visit, &token).await? {
        Ok(looked) => {
            let notice = browser.take_notice().await?;
            let shown = page(&visit, looked.email.as_str(), &token, "", Problems::default());
            let page = Page::new(&visit, "/reset").with_notice(notice);
            let destination = destination(&visit, &browser).await?;
            return respond(StatusCode::OK, &ResetPage { page, destination, accepts: looked.accepts, ..shown });
        }
        Err(link) => link,
    };
    match browser.reset_address().await?.filter(|_| token.is_empty()) {
        Some(email) => {
            let destination = destination(&visit, &browser).await?;
            respond(StatusCode::OK, &ResetPage { destination, ..page(&visit, &email, "", "", Problems::default()) })
        }
        None => dead(&visit, &link),
    }
}

/// Sets the new password.
pub async fn submit(
    visit: Visit,
    browser: Browser,
    Query(link): Query<LinkQuery>,
    Form(mut typed): Form<Reset>,
) -> Result<Response, Fault> {
    if typed.token.is_empty() {
        typed.token = link.token.unwrap_or_default();
    }
    let asked_for = browser.reset_address().await?.and_then(|email| Email::parse(&email).ok());
    match reset::submit(&visit, &typed, asked_for.as_ref()).await? {
        Outcome::Done { email, accepted } => {
            let return_to = browser.reset_return_to().await?;
            browser.hold_link(None);
            log_out(&visit, &browser).await?;
            browser.leave_notice(if accepted { "notice-invitation-accepted" } else { "notice-password-changed" }).await?;
            Ok(see_other(
                &visit,
                &format!(
                    "/login?{}",
                    query(&[("login_hint", email.as_str()), ("return_to", return_to.as_deref().unwrap_or_default())])
                ),
            )
            .into_response())
        }
        Outcome::Problems { email, accepts, problems } => {
            let shown = page(&visit, email.as_str(), &typed.token, &typed.code, problems.into());
            let destination = destination(&visit, &browser).await?;
            respond(StatusCode::UNPROCESSABLE_ENTITY, &ResetPage { destination, accepts, ..shown })
        }
        Outcome::Dead(link) => dead(&visit, &link),
        Outcome::TooMany(wait) => respond_later(wait, &page(&visit, "", &typed.token, &typed.code, Problems::too_many(wait))),
    }
}

/// Where this browser wanted to go when it asked for a new password.
async fn destination(visit: &Visit, browser: &Browser) -> Result<Destination, Fault> {
    let return_to = browser.reset_return_to().await?.and_then(|target| ReturnTo::parse(&target, &visit.site));
    Destination::of(visit, return_to.as_ref()).await
}

fn page<'a>(visit: &'a Visit, email: &'a str, token: &'a str, code: &'a str, problems: Problems) -> ResetPage<'a> {
    ResetPage {
        page: Page::new(visit, "/reset"),
        problems,
        destination: Destination::Here,
        email,
        token,
        code,
        sender: &visit.site.email_from,
        minimum: visit.site.settings.least_password().into(),
        accepts: false,
        code_minutes: visit.app.config.lifetimes.reset_code.whole_minutes(),
    }
}

/// The page as it looks.
pub(super) const SAMPLES: &[Sample] = &[
    ("reset", |visit| sample(visit, LINK, false, Problems::default())),
    ("reset-code", |visit| sample(visit, "", false, Problems::default())),
    ("reset-error", |visit| sample(visit, LINK, false, wrong(Field::NewPassword, Code::Common))),
    ("reset-invitation", |visit| sample(visit, LINK, true, Problems::default())),
    ("reset-notice", |visit| {
        let page = self::page(visit, ADDRESS, LINK, "", Problems::default());
        let notice = Some("notice-temporary-password".to_owned());
        respond(StatusCode::OK, &ResetPage { page: Page::new(visit, "/reset").with_notice(notice), ..page })
    }),
    ("reset-dead", |visit| dead(visit, &DeadLink::RARE)),
];
/// Stands where a link's token stands.
const LINK: &str = "sample";

fn sample(visit: &Visit, token: &str, accepts: bool, problems: Problems) -> Result<Response, Fault> {
    respond(StatusCode::OK, &ResetPage { accepts, ..page(visit, ADDRESS, token, "", problems) })
}

/// The page for a link that does not work any more.
fn dead(visit: &Visit, link: &DeadLink) -> Result<Response, Fault> {
    respond_dead(link, &DeadPage { page: Page::new(visit, "/reset") })
}
