//! How a client's request goes on in the browser: to a page of the site, or back to the client with an answer. What needs a page
//! of its own travels as a mark, which `pages::handover` gives its body.

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use url::form_urlencoded::Serializer;

use super::error::Refusal;
use crate::{
    flows::{
        Visit,
        oidc::{
            answer::Answer,
            authorize::{OnTheWay, Outcome},
        },
    },
    model::{authorization_request::ResponseMode, oauth_client::Client, redirect_uri},
};

/// Where a request was when it was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrived {
    /// It has just come, by a link.
    Straight,
    /// A form of the site may have led here, and a browser holds what follows against that form's page.
    ByForm,
}

/// What needs a page of its own.
#[derive(Debug, Clone)]
pub enum Handover {
    /// An answer that goes on by a link, because no page's policy can name where to.
    Link(Answer),
    /// An answer that the browser sends as a form.
    Form(Answer),
    /// A request whose person took too long.
    Stale {
        /// The request.
        flow: String,
        /// The client.
        client: Box<Client>,
    },
}

/// Elsewhere for now, by GET (302), where the contract says so. After a form it is a 303, `Redirect::to`.
#[must_use]
pub fn found(address: &str) -> Response {
    (StatusCode::FOUND, [(header::LOCATION, address)]).into_response()
}

/// Sends the browser on.
#[must_use]
pub fn respond(visit: &Visit, outcome: Outcome, arrived: Arrived) -> Response {
    let to = |page: &str, on_the_way: &OnTheWay, more: &[(&str, &str)]| page_of(visit, page, on_the_way, more);
    match outcome {
        Outcome::Answer(answer) => hand_over(answer, arrived),
        Outcome::LogIn(it) => to("/login", &it, &[]),
        Outcome::LogInAsAnother(it) => to("/login", &it, &[("prompt", "login")]),
        Outcome::ConfirmIdentity(it) => to("/confirm-identity", &it, &[]),
        Outcome::SignUp(it) => to("/signup", &it, &[]),
        Outcome::Consent(it) => see_other(visit, "/consent", &[("flow", &it.flow)]),
        Outcome::Again(it) => see_other(visit, "/oauth2/authorize", &[("flow", &it.flow)]),
        Outcome::Stale { flow, client } => marked(Handover::Stale { flow, client }),
        Outcome::UnknownClient => Refusal::UnknownApp.into_response(),
        Outcome::UnknownAddress => Refusal::UnknownAddress.into_response(),
        Outcome::UnknownRequest => Refusal::UnknownRequest.into_response(),
    }
}

/// The address within the site's host where a request goes on; it is where people come back to.
#[must_use]
pub fn way_back(visit: &Visit, flow: &str) -> String {
    let query = Serializer::new(String::new()).append_pair("flow", flow).finish();
    format!("{}/oauth2/authorize?{query}", visit.site.base.path)
}

/// By a redirect that keeps nothing of what the last form held (303, RFC 9700 §4.12).
fn hand_over(answer: Answer, arrived: Arrived) -> Response {
    match (answer.mode, arrived) {
        (ResponseMode::FormPost, _) => marked(Handover::Form(answer)),
        (ResponseMode::Query, Arrived::ByForm) if redirect_uri::leaves_the_web(&answer.redirect_uri) => {
            marked(Handover::Link(answer))
        }
        (ResponseMode::Query, _) => Redirect::to(&answer.href()).into_response(),
    }
}

fn marked(handover: Handover) -> Response {
    let mut response = StatusCode::OK.into_response();
    response.extensions_mut().insert(handover);
    response
}

fn page_of(visit: &Visit, page: &str, on_the_way: &OnTheWay, more: &[(&str, &str)]) -> Response {
    let back = way_back(visit, &on_the_way.flow);
    let hint = on_the_way.login_hint.as_deref().map(|hint| ("login_hint", hint));
    let pairs: Vec<(&str, &str)> = [("return_to", back.as_str())].into_iter().chain(hint).chain(more.iter().copied()).collect();
    see_other(visit, page, &pairs)
}

fn see_other(visit: &Visit, page: &str, pairs: &[(&str, &str)]) -> Response {
    let query = Serializer::new(String::new()).extend_pairs(pairs).finish();
    Redirect::to(&format!("{}{page}?{query}", visit.site.base.path)).into_response()
}
