//! `/admin/enter`: the link that logs the operator in, once

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use super::{frame::Frame, respond};
use crate::{
    flows::{Call, operator_session},
    http::{error::Fault, operator_browser::OperatorBrowser, query::PageQuery},
    model::token::Token,
};

/// What the address may say.
#[derive(Deserialize)]
pub struct LinkQuery {
    token: Option<String>,
}

#[derive(Template)]
#[template(path = "admin/enter.html")]
struct EnterPage<'a> {
    page: Frame<'a>,
    works: bool,
}

/// Takes the token out of the address bar; then shows a button and changes nothing, because programs that look links over open
/// them, too.
pub async fn show(call: Call, browser: OperatorBrowser, PageQuery(query): PageQuery<LinkQuery>) -> Result<Response, Fault> {
    if let Some(token) = query.token {
        browser.hold_link(Token::parse(&token).as_ref());
        return Ok(Redirect::to("/admin/enter").into_response());
    }
    let works = match browser.link() {
        Some(link) => operator_session::look_at_link(&call, &link).await?,
        None => false,
    };
    respond(if works { StatusCode::OK } else { StatusCode::GONE }, &page(&call, works))
}

/// Uses the link up.
pub async fn submit(call: Call, browser: OperatorBrowser) -> Result<Response, Fault> {
    let entered = match browser.link() {
        Some(link) => operator_session::use_link(&call, &link, browser.login().as_ref()).await?,
        None => None,
    };
    browser.hold_link(None);
    match entered {
        Some(token) => {
            browser.log_in(Some(&token));
            Ok(Redirect::to("/admin").into_response())
        }
        None => respond(StatusCode::GONE, &page(&call, false)),
    }
}

fn page(call: &Call, works: bool) -> EnterPage<'_> {
    let frame = Frame::of_stranger(call, "/admin/enter");
    let title = frame.text(if works { "admin-enter-title" } else { "admin-enter-dead-title" });
    EnterPage { page: frame.titled(title), works }
}
