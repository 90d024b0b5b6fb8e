//! `/confirm-identity`

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
    page::{Page, Problems, leading_to, question, respond, respond_later},
    require_login,
    samples::{ADDRESS, Sample, wrong},
    see_other,
};
use crate::{
    flows::{
        Visit,
        confirm_identity::{self, ConfirmIdentity, Outcome, Refused},
    },
    http::{browser::Browser, error::Fault, form::Form},
    model::{
        problem::{Code, Field},
        return_to::ReturnTo,
    },
};

/// What the address may say.
#[derive(Default, Deserialize)]
pub struct ConfirmQuery {
    #[serde(default)]
    return_to: String,
}

#[derive(Template)]
#[template(path = "pages/confirm_identity.html")]
struct ConfirmPage<'a> {
    page: Page<'a>,
    problems: Problems,
    destination: Destination,
    email: &'a str,
    query: String,
    forgot_query: String,
    /// To be somebody else, which only apps may want.
    other_query: Option<String>,
}

/// The form.
pub async fn show(visit: Visit, browser: Browser, Query(query): Query<ConfirmQuery>) -> Result<Response, Fault> {
    match require_login(&visit, &browser, &here(&visit, &query)).await? {
        Ok(session) => {
            let target = own_page(&visit, &query);
            let destination = Destination::of(&visit, target.as_ref()).await?;
            let page = ConfirmPage { destination, ..page(&visit, &session.user.email, &query, Problems::default()) };
            Ok(leading_to(&visit, target.as_ref(), respond(StatusCode::OK, &page)?))
        }
        Err(elsewhere) => Ok(elsewhere),
    }
}

/// The page as it looks.
pub(super) const SAMPLES: &[Sample] = &[
    ("confirm-identity", |visit| sample(visit, Problems::default())),
    ("confirm-identity-error", |visit| sample(visit, wrong(Field::CurrentPassword, Code::Wrong))),
];

fn sample(visit: &Visit, problems: Problems) -> Result<Response, Fault> {
    respond(StatusCode::OK, &page(visit, ADDRESS, &ConfirmQuery::default(), problems))
}

/// Makes the login fresh, and goes back to where that was needed.
pub async fn submit(
    visit: Visit,
    browser: Browser,
    Query(query): Query<ConfirmQuery>,
    Form(typed): Form<ConfirmIdentity>,
) -> Result<Response, Fault> {
    let back = || own_page(&visit, &query).map_or_else(|| see_other(&visit, "/account"), |target| Redirect::to(target.href()));
    // Somebody who clicked twice, perhaps: the first answer replaced the secret that came with the second click. The page that
    // this leads to asks to log in if the browser has no other.
    let Some(session) = current_login(&visit, &browser).await? else { return Ok(back().into_response()) };
    let target = own_page(&visit, &query);
    let page = async |problems| {
        let destination = Destination::of(&visit, target.as_ref()).await?;
        Ok::<_, Fault>(ConfirmPage { destination, ..page(&visit, &session.user.email, &query, problems) })
    };
    let response = match confirm_identity::submit(&visit, &session, &typed).await? {
        Outcome::Confirmed(renewed) => {
            browser.log_in(&renewed).await?;
            back().into_response()
        }
        Outcome::Ended => back().into_response(),
        Outcome::Refused(Refused::Problem(problem)) => {
            respond(StatusCode::UNPROCESSABLE_ENTITY, &page(vec![problem].into()).await?)?
        }
        Outcome::Refused(Refused::TooMany(wait)) => respond_later(wait, &page(Problems::too_many(wait)).await?)?,
    };
    Ok(leading_to(&visit, target.as_ref(), response))
}

fn page<'a>(visit: &'a Visit, email: &'a str, query: &ConfirmQuery, problems: Problems) -> ConfirmPage<'a> {
    let here = here(visit, query);
    let target = own_page(visit, query).filter(|target| target.flow(&visit.site).is_some());
    let back = ("return_to", target.as_ref().map_or("", ReturnTo::href));
    let query = here.trim_start_matches("/confirm-identity").to_owned();
    ConfirmPage {
        page: Page::new(visit, &here),
        problems,
        destination: Destination::Here,
        email,
        query,
        forgot_query: question(&[("login_hint", email), back]),
        other_query: target.is_some().then(|| question(&[("prompt", "login"), back])),
    }
}

fn here(visit: &Visit, query: &ConfirmQuery) -> String {
    let target = own_page(visit, query);
    format!("/confirm-identity{}", question(&[("return_to", target.as_ref().map_or("", ReturnTo::href))]))
}

/// Only the site's own pages ask for confirmation.
fn own_page(visit: &Visit, query: &ConfirmQuery) -> Option<ReturnTo> {
    ReturnTo::parse(&query.return_to, &visit.site).filter(|target| target.foreign_origin().is_none())
}
