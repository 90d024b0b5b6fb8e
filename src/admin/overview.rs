//! `/admin`: everything at a glance

use askama::Template;
use axum::{http::StatusCode, response::Response};

use super::{frame::Frame, nav::Section, office::Office, respond};
use crate::{app::App, flows::overview, http::error::Fault, model::overview::Overview};

#[derive(Template)]
#[template(path = "admin/overview.html")]
struct OverviewPage<'a> {
    page: Frame<'a>,
    counts: Overview,
    steps: Vec<Step>,
}

/// Something to be done before people depend on the portal.
struct Step {
    done: bool,
    text: String,
    hint: String,
}

/// The numbers, and what is left to set up until it is done.
pub async fn show(office: Office) -> Result<Response, Fault> {
    let counts = overview::count(&office.call).await?;
    let page = office.frame(Section::Overview);
    let steps = steps(&page, &office.call.app, &counts);
    let steps = if steps.iter().all(|step| step.done) { Vec::new() } else { steps };
    respond(StatusCode::OK, &OverviewPage { page, counts, steps })
}

fn steps(page: &Frame<'_>, app: &App, counts: &Overview) -> Vec<Step> {
    let leaves = app.transport.mailbox().is_none();
    let secure = app.config.public_url.scheme() == "https";
    [
        (counts.sites > 0, "site"),
        (counts.users > 0, "user"),
        (leaves && counts.posted, "mail"),
        (secure, "https"),
        (!app.config.is_development(), "production"),
    ]
    .into_iter()
    .map(|(done, step)| Step {
        done,
        text: page.text(&format!("admin-step-{step}")),
        hint: page.text(&format!("admin-step-{step}-hint")),
    })
    .collect()
}
