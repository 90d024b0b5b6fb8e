//! `/account/email`, and `/email-change`, where the letter to the new address leads. Opening it changes nothing.

use askama::Template;
use axum::{
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::{
    current_login, log_in_first,
    page::{Page, Problems, query, respond, respond_dead, respond_later},
    require_login,
    samples::{ADDRESS, OTHER_ADDRESS, Sample, wrong},
    see_other,
    verify::LinkQuery,
};
use crate::{
    flows::{
        Visit,
        confirm_identity::{Fresh, Refused, is_fresh},
        dead_link::DeadLink,
        email_change::{self, Asked, ChangeEmail, Outcome, Resent},
    },
    http::{browser::Browser, error::Fault, form::Form},
    model::{
        problem::{Code, Field, Problem},
        session::Session,
    },
};

#[derive(Template)]
#[template(path = "pages/change_email.html")]
struct AskPage<'a> {
    page: Page<'a>,
    problems: Problems,
    email: &'a str,
    new_email: &'a str,
    ask_password: bool,
}

#[derive(Template)]
#[template(path = "pages/email_change.html")]
struct LinkPage<'a> {
    page: Page<'a>,
    problems: Problems,
    email: &'a str,
    token: &'a str,
}

#[derive(Template)]
#[template(path = "pages/link_dead.html")]
struct DeadPage<'a> {
    page: Page<'a>,
}

/// What the button sends.
#[derive(Deserialize)]
pub struct Pressed {
    #[serde(default)]
    pub(super) token: String,
}

/// The form that asks for a change.
pub async fn show(visit: Visit, browser: Browser) -> Result<Response, Fault> {
    let session = match require_login(&visit, &browser, "/account/email").await? {
        Ok(session) => session,
        Err(elsewhere) => return Ok(elsewhere),
    };
    respond(StatusCode::OK, &ask_page(&visit, &session.user.email, "", !is_fresh(&visit, &session), Problems::default()))
}

/// The pages as they look.
pub(super) const SAMPLES: &[Sample] = &[
    ("change-email", |visit| respond(StatusCode::OK, &ask_page(visit, ADDRESS, "", true, Problems::default()))),
    ("change-email-error", |visit| {
        let problems = wrong(Field::NewEmail, Code::Malformed);
        respond(StatusCode::OK, &ask_page(visit, ADDRESS, "ada.example.com", true, problems))
    }),
    ("email-change", |visit| respond(StatusCode::OK, &link_page(visit, OTHER_ADDRESS, "", Problems::default()))),
    ("email-change-taken", |visit| respond(StatusCode::OK, &link_page(visit, OTHER_ADDRESS, "", Problems::of_form(Code::Taken)))),
    ("link-dead", |visit| dead(visit, &DeadLink::RARE, "/email-change")),
];

/// Asks for a change.
pub async fn ask(visit: Visit, browser: Browser, Form(typed): Form<ChangeEmail>) -> Result<Response, Fault> {
    let session = match require_login(&visit, &browser, "/account/email").await? {
        Ok(session) => session,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let (email, ask_password) = (session.user.email.clone(), !is_fresh(&visit, &session));
    let page = |problems| ask_page(&visit, &email, &typed.new_email, ask_password, problems);
    let fresh = match Fresh::prove(&visit, session, &typed.current_password).await? {
        Ok(fresh) => fresh,
        Err(Refused::Problem(problem)) => {
            let all = email_change::check(&visit, &email, &typed).err().into_iter().chain([problem]).collect::<Vec<_>>();
            return respond(StatusCode::UNPROCESSABLE_ENTITY, &page(all.into()));
        }
        Err(Refused::TooMany(wait)) => return respond_later(wait, &page(Problems::too_many(wait))),
    };
    match email_change::ask(&visit, &fresh, &typed).await? {
        Asked::Sent => back(&visit, &browser, "notice-email-change-sent").await,
        Asked::Ended => Ok(log_in_first(&visit, "/account/email")),
        Asked::Problems(problems) => respond(StatusCode::UNPROCESSABLE_ENTITY, &page(problems.into())),
        Asked::TooMany(wait) => respond_later(wait, &page(Problems::too_many(wait))),
    }
}

/// Asks for another letter to the new address.
pub async fn resend(visit: Visit, browser: Browser) -> Result<Response, Fault> {
    let session = match require_login(&visit, &browser, "/account").await? {
        Ok(session) => session,
        Err(elsewhere) => return Ok(elsewhere),
    };
    match email_change::resend(&visit, &session).await? {
        Resent::Sent => back(&visit, &browser, "notice-email-change-resent").await,
        Resent::Nothing => Ok(see_other(&visit, "/account").into_response()),
        Resent::TooSoon(wait) => {
            let seconds = wait.whole_seconds().max(1).unsigned_abs();
            refused(&visit, &session, wait, vec![Problem::numbered(Field::Form, Code::ResendTooSoon, seconds)].into())
        }
        Resent::MailLimit => {
            refused(&visit, &session, visit.app.config.limits.mail_recipient.per, Problems::of_form(Code::MailLimit))
        }
        Resent::TooMany(wait) => refused(&visit, &session, wait, Problems::too_many(wait)),
    }
}

fn refused(visit: &Visit, session: &Session, wait: time::Duration, problems: Problems) -> Result<Response, Fault> {
    respond_later(wait, &ask_page(visit, &session.user.email, "", !is_fresh(visit, session), problems))
}

/// Gives up a change.
pub async fn cancel(visit: Visit, browser: Browser) -> Result<Response, Fault> {
    let session = match require_login(&visit, &browser, "/account").await? {
        Ok(session) => session,
        Err(elsewhere) => return Ok(elsewhere),
    };
    email_change::cancel(&visit, &session).await?;
    back(&visit, &browser, "notice-email-change-cancelled").await
}

/// The button that moves the account, once the token has left the address bar.
pub async fn show_link(visit: Visit, browser: Browser, Query(query): Query<LinkQuery>) -> Result<Response, Fault> {
    if query.token.is_some() {
        browser.hold_link(query.token.as_deref());
        return Ok(see_other(&visit, "/email-change").into_response());
    }
    let token = browser.link().unwrap_or_default();
    match email_change::look(&visit, &token).await? {
        Ok(email) => respond(StatusCode::OK, &link_page(&visit, &email, &token, Problems::default())),
        Err(link) => dead(&visit, &link, "/email-change"),
    }
}

/// Moves the account.
pub async fn confirm(
    visit: Visit,
    browser: Browser,
    Query(link): Query<LinkQuery>,
    Form(typed): Form<Pressed>,
) -> Result<Response, Fault> {
    let token = Some(typed.token).filter(|token| !token.is_empty()).or(link.token).unwrap_or_default();
    match email_change::confirm(&visit, &token).await? {
        Outcome::Changed { email, .. } => {
            browser.hold_link(None);
            browser.leave_notice("notice-email-changed").await?;
            let at_home = current_login(&visit, &browser).await?.is_some_and(|session| session.user.email == email);
            let next = if at_home { "/account".to_owned() } else { format!("/login?{}", query(&[("login_hint", &email)])) };
            Ok(see_other(&visit, &next).into_response())
        }
        Outcome::Taken(email) => {
            respond(StatusCode::UNPROCESSABLE_ENTITY, &link_page(&visit, &email, &token, Problems::of_form(Code::Taken)))
        }
        Outcome::Dead(link) => dead(&visit, &link, "/email-change"),
    }
}

async fn back(visit: &Visit, browser: &Browser, notice: &str) -> Result<Response, Fault> {
    browser.leave_notice(notice).await?;
    Ok(see_other(visit, "/account").into_response())
}

fn ask_page<'a>(visit: &'a Visit, email: &'a str, new_email: &'a str, ask_password: bool, problems: Problems) -> AskPage<'a> {
    AskPage { page: Page::new(visit, "/account/email"), problems, email, new_email, ask_password }
}

fn link_page<'a>(visit: &'a Visit, email: &'a str, token: &'a str, problems: Problems) -> LinkPage<'a> {
    LinkPage { page: Page::new(visit, "/email-change"), problems, email, token }
}

/// One answer for every link that counts no more, whatever the reason.
pub fn dead(visit: &Visit, link: &DeadLink, here: &str) -> Result<Response, Fault> {
    respond_dead(link, &DeadPage { page: Page::new(visit, here) })
}
