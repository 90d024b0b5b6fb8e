//! `/admin`: everything at a glance

use askama::Template;
use axum::{http::StatusCode, response::Response};

use super::{
    chart::Chart,
    frame::Frame,
    nav::Section,
    office::Office,
    respond,
    step::{Step, steps},
};
use crate::{app::App, flows::overview, http::error::Fault, model::overview::Overview};

#[derive(Template)]
#[template(path = "admin/overview.html")]
struct OverviewPage<'a> {
    page: Frame<'a>,
    counts: Overview,
    steps: Vec<Step>,
    charts: [Chart; 2],
}

/// The numbers, and what is left to set up until it is done.
pub async fn show(office: Office) -> Result<Response, Fault> {
    let counts = overview::count(&office.call).await?;
    let page = office.frame(Section::Overview);
    let page = OverviewPage {
        steps: what_is_left(&page, &office.call.app, &counts),
        charts: [
            Chart::of_hours(&page, "chart-logins-hours", &counts.hours, |hour| hour.logins),
            Chart::of_hours(&page, "chart-failures-hours", &counts.hours, |hour| hour.failures).bad(),
        ],
        counts,
        page,
    };
    respond(StatusCode::OK, &page)
}

fn what_is_left(page: &Frame<'_>, app: &App, counts: &Overview) -> Vec<Step> {
    let leaves = app.transport.mailbox().is_none();
    let secure = app.config.public_url.scheme() == "https";
    let list = [
        (counts.sites > 0, "site", Some("/admin/new-site".to_owned())),
        (counts.users > 0, "user", None),
        (leaves && counts.posted, "mail", None),
        (secure, "https", None),
        (!app.config.is_development(), "production", None),
        // Both let the operator in, so that losing one shuts nobody out.
        (app.config.master_keys().len() > 1, "key", None),
    ];
    steps(page, &list)
}
