//! `/account`

use askama::Template;
use axum::{http::StatusCode, response::Response};
use time::Duration;
use uuid::Uuid;

use super::{
    apps::AppLine,
    devices::DeviceLine,
    events::EventLine,
    log_in_first,
    page::{Page, respond},
    samples,
};
use crate::{
    flows::{
        Visit,
        account::{self, Overview},
    },
    http::{browser::Browser, error::Fault},
    model::{
        event::Event,
        session::{Device, Session},
        time_zone::TimeZone,
        user::User,
    },
};

#[derive(Template)]
#[template(path = "pages/account.html")]
struct AccountPage<'a> {
    page: Page<'a>,
    email: &'a str,
    name: Option<&'a str>,
    username: Option<&'a str>,
    usernames: bool,
    language: String,
    time_zone: String,
    pending: Option<PendingLine>,
    since: String,
    last_login: Option<String>,
    devices: Vec<DeviceLine>,
    apps: Vec<AppLine>,
    events: Vec<EventLine>,
}

struct PendingLine {
    email: String,
    until: String,
}

/// Who one is here.
pub async fn show(visit: Visit, browser: Browser) -> Result<Response, Fault> {
    let overview = match browser.login().await? {
        Some(token) => account::look(&visit, &token).await?,
        None => None,
    };
    match overview {
        Some(overview) => {
            let notice = browser.take_notice().await?;
            respond(StatusCode::OK, &page(&visit, &overview, notice))
        }
        None => Ok(log_in_first(&visit, "/account")),
    }
}

/// The page as it looks, of an account that nobody has.
pub(super) fn sample(visit: &Visit) -> Result<Response, Fault> {
    let device = |id, address: [u8; 4]| Device {
        id,
        agent: visit.agent.as_str().to_owned(),
        address: address.into(),
        created_at: visit.now - Duration::days(3),
        seen_at: visit.now,
    };
    let event = |action: &str| Event {
        id: Uuid::nil(),
        action: action.to_owned(),
        at: visit.now,
        address: Some([192, 0, 2, 1].into()),
        agent: visit.agent.as_str().to_owned(),
    };
    let user = User {
        id: Uuid::nil(),
        email: samples::ADDRESS.to_owned(),
        name: Some("Ada Lovelace".to_owned()),
        username: None,
        locale: None,
        time_zone: None,
        delete_at: None,
        auth_epoch: 0,
        created_at: visit.now - Duration::days(400),
        last_login_at: Some(visit.now - Duration::days(1)),
    };
    let overview = Overview {
        session: Session { id: Uuid::nil(), user, remember: false, authenticated_at: visit.now, is_due: false },
        pending_email: None,
        apps: Vec::new(),
        devices: vec![device(Uuid::nil(), [192, 0, 2, 1]), device(Uuid::max(), [198, 51, 100, 7])],
        apps: Vec::new(),
        events: ["password_changed", "logged_in"].map(event).into(),
    };
    respond(StatusCode::OK, &page(visit, &overview, None))
}

fn page<'a>(visit: &'a Visit, overview: &'a Overview, notice: Option<String>) -> AccountPage<'a> {
    let Overview { session, pending_email, devices, apps, events } = overview;
    let (words, user, clock) = (&visit.app.words, &session.user, session.user.clock());
    let moment = |at| words.moment(visit.locale, at, clock.as_ref());
    let language = user.locale.as_deref().and_then(|code| words.find(code)).unwrap_or(visit.locale);
    let mut devices: Vec<_> = devices.iter().map(|device| DeviceLine::new(visit, clock.as_ref(), device, session.id)).collect();
    devices.sort_by_key(|device| !device.current);
    AccountPage {
        page: Page::new(visit, "/account").with_notice(notice),
        email: &user.email,
        name: user.name.as_deref(),
        username: user.username.as_deref(),
        usernames: visit.site.settings.usernames,
        language: language.name.to_owned(),
        time_zone: clock.as_ref().map_or("UTC", TimeZone::name).to_owned(),
        pending: pending_email
            .as_ref()
            .map(|pending| PendingLine { email: pending.email.clone(), until: moment(pending.expires_at) }),
        since: words.date(visit.locale, user.created_at),
        last_login: user.last_login_at.map(moment),
        devices,
        apps: apps.iter().map(|app| AppLine::new(visit, clock.as_ref(), app)).collect(),
        events: events.iter().map(|event| EventLine::new(visit, clock.as_ref(), event)).collect(),
    }
}
