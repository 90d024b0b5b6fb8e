//! The pages that hand a person over to a client, or say that it took too long. They are made from marks that the plumbing left
//! (`http::answer`), so that the endpoint needs no template.

use askama::Template;
use axum::{
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::Response,
};

use super::{
    page::{Page, question, respond},
    samples::{self, Sample},
};
use crate::{
    flows::{Visit, oidc::answer::Answer},
    http::{answer::Handover, error::Fault, headers::PAGE_POLICY},
    model::{oauth_client::Client, redirect_uri},
};

#[derive(Template)]
#[template(path = "pages/handover.html")]
struct HandoverPage<'a> {
    page: Page<'a>,
    /// Where a link leads, or a form is sent.
    href: String,
    /// What the form holds; a link holds it already.
    fields: Option<&'a [(&'static str, String)]>,
}

#[derive(Template)]
#[template(path = "pages/stale.html")]
struct StalePage<'a> {
    page: Page<'a>,
    name: &'a str,
    home: Option<&'a str>,
    anew: String,
}

/// Gives a mark its page.
pub async fn dress(visit: Visit, request: Request, next: Next) -> Result<Response, Fault> {
    let response = next.run(request).await;
    let Some(handover) = response.extensions().get::<Handover>() else { return Ok(response) };
    let mut page = match handover {
        Handover::Link(answer) => link(&visit, answer)?,
        Handover::Form(answer) => form(&visit, answer)?,
        Handover::Stale { flow, client } => stale(&visit, flow, client)?,
    };
    // Whatever else was decided about the answer travels in its headers.
    for (name, value) in response.headers() {
        page.headers_mut().entry(name).or_insert(value.clone());
    }
    Ok(page)
}

/// The pages as they look. What is handed over is a form without an address, since a link would go on by itself.
pub(super) const SAMPLES: &[Sample] = &[
    ("handover", |visit| {
        let page = HandoverPage { page: Page::bare(visit), href: String::new(), fields: Some(&[]) };
        respond(StatusCode::OK, &page)
    }),
    ("stale", |visit| stale(visit, "", &samples::client(visit, "Bicycles"))),
];

fn link(visit: &Visit, answer: &Answer) -> Result<Response, Fault> {
    let page = HandoverPage { page: Page::bare(visit), href: answer.href(), fields: None };
    respond(StatusCode::OK, &page)
}

/// The policy lets this one form go to this one origin.
fn form(visit: &Visit, answer: &Answer) -> Result<Response, Fault> {
    let page = HandoverPage { page: Page::bare(visit), href: answer.redirect_uri.clone(), fields: Some(&answer.parameters) };
    let mut response = respond(StatusCode::OK, &page)?;
    if let Some(origin) = redirect_uri::origin(&answer.redirect_uri) {
        let policy = HeaderValue::try_from(format!("{PAGE_POLICY} {origin}"))?;
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    Ok(response)
}

fn stale(visit: &Visit, flow: &str, client: &Client) -> Result<Response, Fault> {
    let anew = format!("/oauth2/authorize{}", question(&[("flow", flow), ("anew", "1")]));
    let page = StalePage { page: Page::bare(visit), name: &client.name, home: client.home_url.as_deref(), anew };
    respond(StatusCode::OK, &page)
}
