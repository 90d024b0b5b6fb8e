//! A site at a glance.

use askama::Template;
use axum::{http::StatusCode, response::Response};

use super::{
    chart::Chart,
    desk::Desk,
    frame::Frame,
    nav::Section,
    respond,
    step::{Step, steps},
};
use crate::{
    flows::stats::{self, Glance},
    http::{error::Fault, problems::question},
    model::site::Site,
};

#[derive(Template)]
#[template(path = "admin/home.html")]
struct HomePage<'a> {
    page: Frame<'a>,
    site: &'a Site,
    theme: String,
    users: i64,
    logins: i64,
    failures: i64,
    /// The record of today's logins, and of those that failed.
    succeeded: String,
    failed: String,
    operator: bool,
    disabled: bool,
    steps: Vec<Step>,
    charts: [Chart; 2],
}

/// Its numbers and where it is.
pub async fn show(desk: Desk) -> Result<Response, Fault> {
    let glance = stats::glance(&desk.admin).await?;
    let (site, today) = (&desk.visit().site, glance.days.last());
    let since = desk.visit().now.date().to_string();
    let record = |action| desk.path(&format!("/audit{}", question(&[("action", action), ("from", &since)])));
    let page = desk.frame(Section::Home).await?;
    let page = HomePage {
        charts: [
            Chart::of_days(&page, "chart-logins", &glance.days, |day| day.logins),
            Chart::of_days(&page, "chart-signups", &glance.days, |day| day.signups),
        ],
        steps: what_is_left(&page, &desk, &glance),
        page: page.titled(site.name.clone()),
        theme: desk.app().themes.look(site).theme.title.clone(),
        logins: today.map_or(0, |day| day.logins),
        failures: today.map_or(0, |day| day.failures),
        succeeded: record("logged_in"),
        failed: record("login_refused"),
        operator: desk.is_operator(),
        disabled: desk.disabled,
        users: glance.users,
        site,
    };
    respond(StatusCode::OK, &page)
}

fn what_is_left(page: &Frame<'_>, desk: &Desk, glance: &Glance) -> Vec<Step> {
    let invite = || Some(desk.path("/users/invite"));
    let list = [
        (glance.has_clients, "app", Some(desk.path("/clients/new"))),
        (glance.admins > 0, "admin", invite()),
        // Whoever is the only one cannot be replaced by anybody but the operator.
        (glance.admins > 1, "second-admin", invite()),
    ];
    steps(page, &list)
}
