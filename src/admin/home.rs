//! A site at a glance.

use askama::Template;
use axum::{http::StatusCode, response::Response};

use super::{chart::Chart, desk::Desk, frame::Frame, nav::Section, respond};
use crate::{
    flows::stats,
    http::error::Fault,
    model::{site::Site, stats::Users},
};

#[derive(Template)]
#[template(path = "admin/home.html")]
struct HomePage<'a> {
    page: Frame<'a>,
    site: &'a Site,
    users: Users,
    logins: i64,
    failures: i64,
    charts: [Chart; 2],
}

/// Its numbers and where it is.
pub async fn show(desk: Desk) -> Result<Response, Fault> {
    let counts = stats::count(&desk.admin).await?;
    let today = counts.days.last();
    let page = desk.frame(Section::Home).await?;
    let page = HomePage {
        charts: [
            Chart::new(&page, "chart-logins", &counts.days, |day| day.logins),
            Chart::new(&page, "chart-signups", &counts.days, |day| day.signups),
        ],
        page: page.titled(desk.visit().site.name.clone()),
        site: &desk.visit().site,
        logins: today.map_or(0, |day| day.logins),
        failures: today.map_or(0, |day| day.failures),
        users: counts.users,
    };
    respond(StatusCode::OK, &page)
}
