//! `/account`

use askama::Template;
use axum::{http::StatusCode, response::Response};

use super::{
    devices::{DeviceLine, program},
    page::{Page, respond},
    require_login,
};
use crate::{
    flows::{Visit, account},
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
    let session = match require_login(&visit, &browser, "/account").await? {
        Ok(session) => session,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let user = &session.user;
    let date = |at| visit.app.words.date(visit.locale, at);
    let page = Page::new(&visit, "/account").with_notice(browser.take_notice().await?);
    let overview = account::look(&visit, &session).await?;
    let device = |device| DeviceLine::new(&visit, &page, device, session.id);
    let page = AccountPage {
        devices: overview.devices.iter().map(device).collect(),
        events: overview.events.into_iter().map(|event| line(&visit, &page, event)).collect(),
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
