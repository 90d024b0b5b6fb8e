//! `/verify`, where mailed links lead. Opening one changes nothing: mail scanners open links, too.

use askama::Template;
use axum::{
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use super::{
    current_login,
    destination::Destination,
    leave_login,
    page::{Page, Problems, leading_to, respond, respond_dead, respond_later},
    samples::{ADDRESS, OTHER_ADDRESS, Sample, wrong},
    see_other,
    signup::closed,
};
use crate::{
    flows::{
        Visit,
        dead_link::DeadLink,
        verify::{self, Holder, Looked, Outcome, Proof, Verify},
    },
    http::{browser::Browser, error::Fault, form::Form},
    model::{
        problem::{Code, Field},
        return_to::ReturnTo,
        session::Keeper,
    },
};

/// What the address may say.
#[derive(Deserialize)]
pub struct LinkQuery {
    pub(super) token: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/verify.html")]
struct VerifyPage<'a> {
    page: Page<'a>,
    problems: Problems,
    destination: Destination,
    email: &'a str,
    token: &'a str,
    needs_password: bool,
    minimum: i64,
}

#[derive(Template)]
#[template(path = "pages/verify_dead.html")]
struct DeadPage<'a> {
    page: Page<'a>,
    pending: bool,
}

#[derive(Template)]
#[template(path = "pages/verified.html")]
struct VerifiedPage<'a> {
    page: Page<'a>,
    email: &'a str,
    logged_in_as: Option<String>,
}

/// The button that proves the address. The token leaves the address bar first, so that it ends in no history and no
/// referrer.
pub async fn show(visit: Visit, browser: Browser, Query(query): Query<LinkQuery>) -> Result<Response, Fault> {
    if query.token.is_some() {
        browser.hold_link(query.token.as_deref());
        return Ok(see_other(&visit, "/verify").into_response());
    }
    let token = browser.link().unwrap_or_default();
    let signup = browser.signup().await?;
    match verify::look(&visit, &token, signup.as_ref()).await? {
        Looked::Ready { email, needs_password, return_to } => {
            let return_to = return_to.and_then(|target| ReturnTo::parse(&target, &visit.site));
            let destination = Destination::of(&visit, return_to.as_ref()).await?;
            let page = VerifyPage { destination, needs_password, ..page(&visit, &email, &token, Problems::default()) };
            Ok(leading_to(&visit, return_to.as_ref(), respond(StatusCode::OK, &page)?))
        }
        Looked::Done { email } => done(&visit, &browser, &email).await,
        Looked::Dead(link) => dead(&visit, &link, signup.is_some()),
        Looked::NotOffered => closed(&visit, "/verify"),
    }
}

/// The page as it looks.
pub(super) const SAMPLES: &[Sample] = &[
    ("verify", |visit| sample(visit, false, Problems::default())),
    ("verify-password", |visit| sample(visit, true, Problems::default())),
    ("verify-error", |visit| sample(visit, true, wrong(Field::Password, Code::Missing))),
    ("verified", |visit| verified(visit, ADDRESS, None)),
    ("verified-other", |visit| verified(visit, ADDRESS, Some(OTHER_ADDRESS.to_owned()))),
    ("verify-dead", |visit| dead(visit, &DeadLink::RARE, false)),
    ("verify-dead-pending", |visit| dead(visit, &DeadLink::RARE, true)),
];

fn sample(visit: &Visit, needs_password: bool, problems: Problems) -> Result<Response, Fault> {
    respond(StatusCode::OK, &VerifyPage { needs_password, ..page(visit, ADDRESS, "", problems) })
}

/// Proves the address.
pub async fn submit(
    visit: Visit,
    browser: Browser,
    Query(query): Query<LinkQuery>,
    Form(mut typed): Form<Verify>,
) -> Result<Response, Fault> {
    if typed.token.is_empty() {
        typed.token = query.token.unwrap_or_default();
    }
    let token = typed.token.clone();
    let signup = browser.signup().await?;
    let device = browser.device();
    let holder = Holder { browser: signup.as_ref(), keeper: Keeper::Browser(device.as_ref()) };
    match verify::submit(&visit, typed, holder).await? {
        Outcome::Proof(proof) => welcome(&visit, &browser, proof).await,
        Outcome::Problems { email, problems } => respond(
            StatusCode::UNPROCESSABLE_ENTITY,
            &VerifyPage { needs_password: true, ..page(&visit, &email, &token, problems.into()) },
        ),
        Outcome::TooMany { email, wait } => {
            respond_later(wait, &VerifyPage { needs_password: true, ..page(&visit, &email, &token, Problems::too_many(wait)) })
        }
        Outcome::Done { email } => done(&visit, &browser, &email).await,
        Outcome::Dead(link) => dead(&visit, &link, signup.is_some()),
        Outcome::NotOffered => closed(&visit, "/verify"),
    }
}

/// Straight on to where the person wanted to go; to the login page from a browser that did not sign up.
pub async fn welcome(visit: &Visit, browser: &Browser, proof: Proof) -> Result<Response, Fault> {
    browser.hold_link(None);
    let Some(begun) = proof.welcome else {
        return done(visit, browser, &proof.email).await;
    };
    leave_login(visit, browser).await?;
    browser.welcome(&begun).await?;
    let return_to = proof.return_to.and_then(|target| ReturnTo::parse(&target, &visit.site));
    Ok(return_to.map_or_else(|| see_other(visit, "/account"), |target| Redirect::to(target.href())).into_response())
}

async fn done(visit: &Visit, browser: &Browser, email: &str) -> Result<Response, Fault> {
    verified(visit, email, current_login(visit, browser).await?.map(|session| session.user.email))
}

fn verified(visit: &Visit, email: &str, logged_in_as: Option<String>) -> Result<Response, Fault> {
    respond(StatusCode::OK, &VerifiedPage { page: Page::new(visit, "/verify"), email, logged_in_as })
}

fn dead(visit: &Visit, link: &DeadLink, pending: bool) -> Result<Response, Fault> {
    respond_dead(link, &DeadPage { page: Page::new(visit, "/verify"), pending })
}

fn page<'a>(visit: &'a Visit, email: &'a str, token: &'a str, problems: Problems) -> VerifyPage<'a> {
    let minimum = visit.site.settings.least_password().into();
    VerifyPage {
        page: Page::new(visit, "/verify"),
        problems,
        destination: Destination::Here,
        email,
        token,
        needs_password: false,
        minimum,
    }
}
