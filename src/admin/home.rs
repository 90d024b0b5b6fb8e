//! A site at a glance.

use askama::Template;
use axum::{http::StatusCode, response::Response};

use super::{chart::Chart, desk::Desk, frame::Frame, nav::Section, respond};
use crate::{flows::stats, http::error::Fault, model::site::Site};

#[derive(Template)]
#[template(path = "admin/home.html")]
struct HomePage<'a> {
    page: Frame<'a>,
    site: &'a Site,
    users: i64,
    logins: i64,
    failures: i64,
    operator: bool,
    disabled: bool,
    charts: [Chart; 2],
}

/// Its numbers and where it is.
pub async fn show(desk: Desk) -> Result<Response, Fault> {
    let (users, days) = stats::glance(&desk.admin).await?;
    let today = days.last();
    let page = desk.frame(Section::Home).await?;
    let page = HomePage {
        charts: [
            Chart::new(&page, "chart-logins", &days, |day| day.logins),
            Chart::new(&page, "chart-signups", &days, |day| day.signups),
        ],
        page: page.titled(desk.visit().site.name.clone()),
        site: &desk.visit().site,
        logins: today.map_or(0, |day| day.logins),
        failures: today.map_or(0, |day| day.failures),
        operator: desk.is_operator(),
        disabled: desk.disabled,
        users,
    };
    respond(StatusCode::OK, &page)
}
