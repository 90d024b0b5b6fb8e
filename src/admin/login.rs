//! `/admin/login` and `/admin/logout`

use askama::Template;
use axum::{
    http::{HeaderName, HeaderValue, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use super::{frame::Frame, respond, respond_later};
use crate::{
    flows::{
        Call,
        operator_session::{self, MasterKey, Refused},
    },
    http::{
        error::Fault,
        form::Form,
        operator_browser::OperatorBrowser,
        problems::{Problems, question},
        query::PageQuery,
    },
    model::return_to::ReturnTo,
};

/// What the address may say.
#[derive(Deserialize)]
pub struct ReturnQuery {
    /// Where to go afterwards.
    #[serde(default)]
    pub return_to: String,
}

#[derive(Template)]
#[template(path = "admin/login.html")]
struct LoginPage<'a> {
    page: Frame<'a>,
    problems: Problems,
    action: String,
}

/// The form; for an operator who is logged in, the dashboard.
pub async fn show(call: Call, browser: OperatorBrowser, PageQuery(query): PageQuery<ReturnQuery>) -> Result<Response, Fault> {
    if let Some(token) = browser.login()
        && operator_session::find(&call, &token).await?.is_some()
    {
        return Ok(Redirect::to(&target(&call, &query)).into_response());
    }
    let page = page(&call, &query, Problems::default());
    respond(StatusCode::OK, &LoginPage { page: page.page.with_notice(browser.take_notice()), ..page })
}

/// Logs the operator in, under a secret that nobody can have known.
pub async fn submit(
    call: Call,
    browser: OperatorBrowser,
    PageQuery(query): PageQuery<ReturnQuery>,
    Form(typed): Form<MasterKey>,
) -> Result<Response, Fault> {
    match operator_session::log_in(&call, &typed, browser.login().as_ref()).await? {
        Ok(token) => {
            browser.log_in(Some(&token));
            Ok(Redirect::to(&target(&call, &query)).into_response())
        }
        Err(Refused::Problem(problem)) => respond(StatusCode::UNPROCESSABLE_ENTITY, &page(&call, &query, vec![problem].into())),
        Err(Refused::TooMany(wait)) => respond_later(wait, &page(&call, &query, Problems::too_many_keys(wait))),
    }
}

/// Logs the operator out.
pub async fn log_out(call: Call, browser: OperatorBrowser) -> Result<Response, Fault> {
    if let Some(token) = browser.login() {
        operator_session::end(&call, &token).await?;
    }
    browser.log_in(None);
    browser.hold_form(None);
    browser.leave_notice("admin-notice-logged-out");
    let mut response = Redirect::to("/admin/login").into_response();
    // Nothing private is left for the back button.
    response.headers_mut().insert(HeaderName::from_static("clear-site-data"), HeaderValue::from_static(r#""cache", "storage""#));
    Ok(response)
}

/// Where to go afterwards: into the dashboard and nowhere else.
pub(super) fn target(call: &Call, query: &ReturnQuery) -> String {
    own_page(call, query).map_or_else(|| "/admin".to_owned(), |target| target.href().to_owned())
}

pub(super) fn own_page(call: &Call, query: &ReturnQuery) -> Option<ReturnTo> {
    ReturnTo::within(&query.return_to, &call.app.config.public_url.origin().ascii_serialization(), "/admin")
}

fn page<'a>(call: &'a Call, query: &ReturnQuery, problems: Problems) -> LoginPage<'a> {
    let back = own_page(call, query);
    let action = format!("/admin/login{}", question(&[("return_to", back.as_ref().map_or("", ReturnTo::href))]));
    let frame = Frame::of_stranger(call, &action);
    let title = frame.text("admin-login-title");
    LoginPage { page: frame.titled(title), problems, action }
}
