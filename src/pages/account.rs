//! `/account`

use askama::Template;
use axum::{http::StatusCode, response::Response};

use super::{
    devices::{DeviceLine, program},
    log_in_first,
    page::{Page, respond},
};
use crate::{
    flows::{
        Visit,
        account::{self, Overview},
    },
    http::{browser::Browser, error::Fault},
    model::event::{Action, Event},
};

#[derive(Template)]
#[template(path = "pages/account.html")]
struct AccountPage<'a> {
    page: Page<'a>,
    email: &'a str,
    name: Option<&'a str>,
    since: String,
    last_login: Option<String>,
    devices: Vec<DeviceLine>,
    events: Vec<EventLine>,
}

struct EventLine {
    what: String,
    at: String,
    program: String,
    address: String,
}

/// Who one is here.
pub async fn show(visit: Visit, browser: Browser) -> Result<Response, Fault> {
    let overview = match browser.login().await? {
        Some(token) => account::look(&visit, &token).await?,
        None => None,
    };
    let Some(Overview { session, devices, events }) = overview else { return Ok(log_in_first(&visit, "/account")) };
    let user = &session.user;
    let date = |at| visit.app.words.date(visit.locale, at);
    let page = Page::new(&visit, "/account").with_notice(browser.take_notice().await?);
    let device = |device| DeviceLine::new(&visit, &page, device, session.id);
    let page = AccountPage {
        devices: devices.iter().map(device).collect(),
        events: events.into_iter().map(|event| line(&visit, &page, event)).collect(),
        page,
        email: &user.email,
        name: user.name.as_deref(),
        since: date(user.created_at),
        last_login: user.last_login_at.map(date),
    };
    respond(StatusCode::OK, &page)
}

fn line(visit: &Visit, page: &Page<'_>, event: Event) -> EventLine {
    let known = Action::is_known(&event.action);
    EventLine {
        what: if known { page.text(&format!("event-{}", event.action.replace('_', "-"))) } else { event.action },
        at: visit.app.words.moment(visit.locale, event.at),
        program: program(page, &event.agent),
        address: event.address.to_string(),
    }
}
