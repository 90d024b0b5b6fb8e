//! `/account`

use askama::Template;
use axum::{http::StatusCode, response::Response};
use time::Duration;
use uuid::Uuid;

use super::{
    apps::AppLine,
    devices::DeviceLine,
    events::{self, EventLine},
    log_in_first,
    page::{Page, respond},
    samples::{self, LONG_ADDRESS, LONG_NAME, OTHER_ADDRESS, Sample},
};
use crate::{
    flows::{
        Visit,
        account::{self, Overview},
    },
    http::{browser::Browser, error::Fault},
    model::{connected_app::ConnectedApp, session::Device, time_zone::TimeZone, user::User},
    store::tokens::PendingEmail,
};

#[derive(Template)]
#[template(path = "pages/account.html")]
struct AccountPage<'a> {
    page: Page<'a>,
    is_admin: bool,
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

/// The page as it looks.
pub(super) const SAMPLES: &[Sample] = &[
    ("account", |visit| respond(StatusCode::OK, &page(visit, &sample(visit), None))),
    ("account-notice", |visit| {
        respond(StatusCode::OK, &page(visit, &sample(visit), Some("notice-password-replaced".to_owned())))
    }),
    ("account-admin", |visit| respond(StatusCode::OK, &page(visit, &Overview { is_admin: true, ..sample(visit) }, None))),
    ("account-pending", |visit| {
        let pending = PendingEmail {
            email: OTHER_ADDRESS.to_owned(),
            asked_at: visit.now,
            expires_at: visit.now + visit.app.config.lifetimes.email_change,
        };
        respond(StatusCode::OK, &page(visit, &Overview { pending_email: Some(pending), ..sample(visit) }, None))
    }),
    ("account-empty", |visit| {
        let mut new = Overview { apps: Vec::new(), events: Vec::new(), ..sample(visit) };
        new.devices.truncate(1);
        new.session.user = User { name: None, last_login_at: None, created_at: visit.now, ..new.session.user };
        respond(StatusCode::OK, &page(visit, &new, None))
    }),
    ("account-long", |visit| {
        let visit = samples::long_named(visit);
        let mut long = sample(&visit);
        LONG_ADDRESS.clone_into(&mut long.session.user.email);
        long.session.user.name = Some(LONG_NAME.to_owned());
        long.apps.iter_mut().for_each(|app| LONG_NAME.clone_into(&mut app.name));
        respond(StatusCode::OK, &page(&visit, &long, None))
    }),
];

/// An account that nobody has.
fn sample(visit: &Visit) -> Overview {
    let device = |id, address: [u8; 4]| Device {
        id,
        agent: visit.agent.as_str().to_owned(),
        address: address.into(),
        created_at: visit.now - Duration::days(3),
        seen_at: visit.now,
    };
    let app = ConnectedApp {
        id: Uuid::nil(),
        name: "Bicycles".to_owned(),
        logo: None,
        scopes: ["openid", "email"].map(str::to_owned).into(),
        since: visit.now - Duration::days(90),
        last_used_at: None,
    };
    Overview {
        session: samples::session(visit),
        is_admin: false,
        pending_email: None,
        apps: vec![app],
        devices: vec![device(Uuid::nil(), [192, 0, 2, 1]), device(Uuid::max(), [198, 51, 100, 7])],
        events: events::sample(visit),
    }
}

fn page<'a>(visit: &'a Visit, overview: &'a Overview, notice: Option<String>) -> AccountPage<'a> {
    let Overview { session, is_admin, pending_email, devices, apps, events } = overview;
    let (words, user, clock) = (&visit.app.words, &session.user, session.user.clock());
    let moment = |at| words.moment(visit.locale, at, clock.as_ref());
    let language = user.locale.as_deref().and_then(|code| words.find(code)).unwrap_or(visit.locale);
    let mut devices: Vec<_> = devices.iter().map(|device| DeviceLine::new(visit, clock.as_ref(), device, session.id)).collect();
    devices.sort_by_key(|device| !device.current);
    AccountPage {
        page: Page::new(visit, "/account").with_notice(notice),
        is_admin: *is_admin,
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
