//! `/device`, where the code of a device without a browser is entered. The devices of the account page are in `devices`.

use askama::Template;
use axum::{
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    apps::ScopeLine,
    current_login, log_in_first,
    page::{Page, Problems, question, respond, respond_later},
    require_login,
    samples::{self, ADDRESS, LONG_NAME, Sample, wrong},
    see_other,
};
use crate::{
    flows::{
        Visit,
        oidc::device::{self, Answer, Looked, Outcome, Question},
    },
    http::{browser::Browser, error::Fault, form::Form},
    model::{
        look::Asset,
        oauth_client::Client,
        problem::{Code, Field},
        scope::{OFFLINE, OPENID, PROFILE},
        user_code::UserCode,
    },
};

const HERE: &str = "/device";
const DONE: &str = "/device/done";

/// What the address says.
#[derive(Deserialize)]
pub struct DeviceQuery {
    user_code: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/device.html")]
struct CodePage<'a> {
    page: Page<'a>,
    problems: Problems,
    user_code: &'a str,
}

#[derive(Template)]
#[template(path = "pages/device_confirm.html")]
struct ConfirmPage<'a> {
    page: Page<'a>,
    app: &'a str,
    logo: Option<&'a Asset>,
    code: String,
    email: &'a str,
    user: Uuid,
    scopes: Vec<ScopeLine>,
    asked_at: String,
    address: String,
    is_elsewhere: bool,
    other: String,
}

#[derive(Template)]
#[template(path = "pages/device_done.html")]
struct DonePage<'a> {
    page: Page<'a>,
    app: &'a Client,
    email: &'a str,
    is_allowed: bool,
}

/// The pages as they look.
pub(super) const SAMPLES: &[Sample] = &[
    ("device", |visit| respond(StatusCode::OK, &code_page(visit, "", Problems::default()))),
    ("device-error", |visit| {
        respond(StatusCode::OK, &code_page(visit, "WDJB-MJHT", wrong(Field::UserCode, Code::WrongOrExpired)))
    }),
    ("device-confirm", |visit| respond(StatusCode::OK, &confirm_page(visit, &sample(visit, "Bicycle lamp")))),
    ("device-confirm-long", |visit| {
        let visit = samples::long_named(visit);
        respond(StatusCode::OK, &confirm_page(&visit, &sample(&visit, LONG_NAME)))
    }),
    ("device-done", |visit| done_sample(visit, true)),
    ("device-denied", |visit| done_sample(visit, false)),
];

fn done_sample(visit: &Visit, is_allowed: bool) -> Result<Response, Fault> {
    let app = &samples::client(visit, "Bicycle lamp");
    respond(StatusCode::OK, &DonePage { page: Page::new(visit, DONE), app, email: ADDRESS, is_allowed })
}

/// What a device asks that there is not.
fn sample(visit: &Visit, name: &str) -> Question {
    Question {
        code: UserCode::new(&visit.app.random),
        client: samples::client(visit, name),
        user: samples::session(visit).user,
        scopes: [OPENID, PROFILE, OFFLINE].map(str::to_owned).into(),
        asked_at: visit.now,
        address: visit.client,
    }
}

/// The form; with a code, what the device that shows it asks for. Changes nothing.
pub async fn show(visit: Visit, browser: Browser, Query(query): Query<DeviceQuery>) -> Result<Response, Fault> {
    let Some(typed) = query.user_code else { return respond(StatusCode::OK, &code_page(&visit, "", Problems::default())) };
    let session = current_login(&visit, &browser).await?;
    let page = |problems| code_page(&visit, &typed, problems);
    match device::look(&visit, session.as_ref(), &typed).await? {
        Looked::Question(asked) => respond(StatusCode::OK, &confirm_page(&visit, &asked)),
        Looked::LogIn(code) => Ok(log_in_first(&visit, &here(&code))),
        Looked::Problem(problem) => respond(StatusCode::UNPROCESSABLE_ENTITY, &page(vec![problem].into())),
        Looked::TooMany(wait) => respond_later(wait, &page(Problems::too_many(wait))),
    }
}

/// The answer.
pub async fn submit(visit: Visit, browser: Browser, Form(typed): Form<Answer>) -> Result<Response, Fault> {
    let session = match require_login(&visit, &browser, HERE).await? {
        Ok(session) => session,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let page = |problems| code_page(&visit, &typed.user_code, problems);
    match device::submit(&visit, &session, &typed).await? {
        Outcome::Answered { app, allowed } => {
            browser.note_answer(app, allowed).await?;
            Ok(see_other(&visit, DONE).into_response())
        }
        Outcome::AskAgain(code) => Ok(see_other(&visit, &here(&code)).into_response()),
        Outcome::Problem(problem) => respond(StatusCode::UNPROCESSABLE_ENTITY, &page(vec![problem].into())),
        Outcome::TooMany(wait) => respond_later(wait, &page(Problems::too_many(wait))),
    }
}

/// What was answered, as often as it is looked at, and where to go on.
pub async fn done(visit: Visit, browser: Browser) -> Result<Response, Fault> {
    let (session, answered) = (current_login(&visit, &browser).await?, browser.answered().await?);
    let (Some(session), Some((app, is_allowed))) = (session, answered) else {
        return Ok(see_other(&visit, HERE).into_response());
    };
    match device::app(&visit, app).await? {
        Some(app) => {
            let page = Page::new(&visit, DONE);
            respond(StatusCode::OK, &DonePage { page, app: &app, email: &session.user.email, is_allowed })
        }
        None => Ok(see_other(&visit, HERE).into_response()),
    }
}

fn code_page<'a>(visit: &'a Visit, user_code: &'a str, problems: Problems) -> CodePage<'a> {
    CodePage { page: Page::new(visit, HERE), problems, user_code }
}

fn confirm_page<'a>(visit: &'a Visit, asked: &'a Question) -> ConfirmPage<'a> {
    let (here, user) = (here(&asked.code), &asked.user);
    let back = format!("{}{here}", visit.site.base.path);
    ConfirmPage {
        page: Page::new(visit, &here),
        app: &asked.client.name,
        logo: asked.client.logo.as_ref(),
        email: &user.email,
        user: user.id,
        scopes: asked.scopes.iter().map(|scope| ScopeLine::new(scope)).collect(),
        asked_at: visit.app.words.moment(visit.locale, asked.asked_at, user.clock().as_ref()),
        address: asked.address.ip().to_string(),
        is_elsewhere: asked.address.network() != visit.client.network(),
        other: question(&[("prompt", "login"), ("return_to", &back)]),
        code: asked.code.shown(),
    }
}

fn here(code: &UserCode) -> String {
    format!("{HERE}{}", question(&[("user_code", &code.shown())]))
}
