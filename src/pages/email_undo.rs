//! `/email-change/undo`, where the letter to the old address leads. Opening it changes nothing.

use askama::Template;
use axum::{
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{
    email_change::{Pressed, dead},
    log_out,
    page::{Page, Problems, respond},
    samples::{ADDRESS, Sample},
    see_other,
    verify::LinkQuery,
};
use crate::{
    flows::{
        Visit,
        email_undo::{self, Outcome},
    },
    http::{browser::Browser, error::Fault, form::Form},
    model::problem::Code,
    store::email_undos::Undo,
};

const HERE: &str = "/email-change/undo";

#[derive(Template)]
#[template(path = "pages/email_undo.html")]
struct UndoPage<'a> {
    page: Page<'a>,
    problems: Problems,
    email: &'a str,
    changed: bool,
    token: &'a str,
}

/// The button that takes the account back, once the token has left the address bar.
pub async fn show(visit: Visit, browser: Browser, Query(query): Query<LinkQuery>) -> Result<Response, Fault> {
    if query.token.is_some() {
        browser.hold_link(query.token.as_deref());
        return Ok(see_other(&visit, HERE).into_response());
    }
    let token = browser.link().unwrap_or_default();
    match email_undo::look(&visit, &token).await? {
        Ok(undo) => respond(StatusCode::OK, &page(&visit, &undo, &token, Problems::default())),
        Err(link) => dead(&visit, &link, HERE),
    }
}

/// The page as it looks.
pub(super) const SAMPLES: &[Sample] =
    &[("email-undo", |visit| sample(visit, true)), ("email-undo-asked", |visit| sample(visit, false))];

fn sample(visit: &Visit, changed: bool) -> Result<Response, Fault> {
    respond(StatusCode::OK, &page(visit, &Undo { email: ADDRESS.to_owned(), changed }, "", Problems::default()))
}

/// Takes the account back, and goes on to choose a new password.
pub async fn submit(
    visit: Visit,
    browser: Browser,
    Query(link): Query<LinkQuery>,
    Form(typed): Form<Pressed>,
) -> Result<Response, Fault> {
    let token = Some(typed.token).filter(|token| !token.is_empty()).or(link.token).unwrap_or_default();
    let page = |email: &str, problems| respond_with(&visit, email, &token, problems);
    match email_undo::submit(&visit, &token).await? {
        Outcome::Undone(reset) => {
            log_out(&visit, &browser).await?;
            browser.hold_link(Some(&reset.reveal()));
            browser.leave_notice("notice-email-undone").await?;
            Ok(see_other(&visit, "/reset").into_response())
        }
        Outcome::Taken(email) => page(&email, Problems::of_form(Code::Taken)),
        Outcome::Dead(link) => dead(&visit, &link, HERE),
    }
}

fn respond_with(visit: &Visit, email: &str, token: &str, problems: Problems) -> Result<Response, Fault> {
    let undo = Undo { email: email.to_owned(), changed: true };
    respond(StatusCode::UNPROCESSABLE_ENTITY, &page(visit, &undo, token, problems))
}

fn page<'a>(visit: &'a Visit, undo: &'a Undo, token: &'a str, problems: Problems) -> UndoPage<'a> {
    UndoPage { page: Page::new(visit, HERE), problems, email: &undo.email, changed: undo.changed, token }
}
