//! `/forgot`

use askama::Template;
use axum::{
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::{
    destination::Destination,
    page::{Page, Problems, question, respond, respond_later},
    samples::{Sample, wrong},
    see_other,
};
use crate::{
    flows::{
        Visit,
        reset::{self, Asked, Forgot},
    },
    http::{browser::Browser, error::Fault, form::Form},
    model::{
        problem::{Code, Field},
        return_to::ReturnTo,
    },
};

/// What the address may say.
#[derive(Default, Deserialize)]
pub struct ForgotQuery {
    #[serde(default)]
    login_hint: String,
    #[serde(default)]
    return_to: String,
}

#[derive(Template)]
#[template(path = "pages/forgot.html")]
struct ForgotPage<'a> {
    page: Page<'a>,
    problems: Problems,
    destination: Destination,
    email: &'a str,
    query: String,
}

/// The form.
pub async fn show(visit: Visit, browser: Browser, Query(query): Query<ForgotQuery>) -> Result<Response, Fault> {
    let asked_before = browser.reset_address().await?;
    let email = if query.login_hint.is_empty() { asked_before.as_deref().unwrap_or_default() } else { &query.login_hint };
    let destination = destination(&visit, &query).await?;
    respond(StatusCode::OK, &ForgotPage { destination, ..page(&visit, &query, email, Problems::default()) })
}

/// The page as it looks.
pub(super) const SAMPLES: &[Sample] = &[
    ("forgot", |visit| sample(visit, Problems::default())),
    ("forgot-error", |visit| sample(visit, wrong(Field::Email, Code::Missing))),
];

fn sample(visit: &Visit, problems: Problems) -> Result<Response, Fault> {
    respond(StatusCode::OK, &page(visit, &ForgotQuery::default(), "", problems))
}

/// Asks for a letter. The answer is the same for every address.
pub async fn submit(
    visit: Visit,
    browser: Browser,
    Query(query): Query<ForgotQuery>,
    Form(typed): Form<Forgot>,
) -> Result<Response, Fault> {
    let page = async |problems| {
        let destination = destination(&visit, &query).await?;
        Ok::<_, Fault>(ForgotPage { destination, ..page(&visit, &query, &typed.email, problems) })
    };
    match reset::ask(&visit, &typed).await? {
        Asked::Sent(email) => {
            let return_to = ReturnTo::parse(&query.return_to, &visit.site);
            let lifetime = visit.app.config.lifetimes.reset_link;
            browser.begin_reset(email.as_str(), return_to.as_ref().map(ReturnTo::href), lifetime).await?;
            Ok(see_other(&visit, "/reset").into_response())
        }
        Asked::Problems(problems) => respond(StatusCode::UNPROCESSABLE_ENTITY, &page(problems.into()).await?),
        Asked::TooMany(wait) => respond_later(wait, &page(Problems::too_many(wait)).await?),
    }
}

async fn destination(visit: &Visit, query: &ForgotQuery) -> Result<Destination, Fault> {
    Destination::of(visit, ReturnTo::parse(&query.return_to, &visit.site).as_ref()).await
}

fn page<'a>(visit: &'a Visit, query: &ForgotQuery, email: &'a str, problems: Problems) -> ForgotPage<'a> {
    let return_to = ReturnTo::parse(&query.return_to, &visit.site);
    let back = ("return_to", return_to.as_ref().map_or("", ReturnTo::href));
    let here = format!("/forgot{}", question(&[("login_hint", &query.login_hint), back]));
    ForgotPage { page: Page::new(visit, &here), problems, destination: Destination::Here, email, query: question(&[back]) }
}
