//! `/account/events`: everything that happened to an account, a page at a time

use askama::Template;
use axum::{extract::Query, http::StatusCode, response::Response};
use serde::Deserialize;
use time::Duration;
use uuid::Uuid;

use super::{
    page::{Page, question, respond},
    require_login,
    samples::Sample,
};
use crate::{
    flows::{Visit, account},
    http::{browser::Browser, error::Fault},
    model::{
        audit::Place,
        event::{Action, Event},
        time_zone::TimeZone,
    },
};

const HERE: &str = "/account/events";

/// What the address may say.
#[derive(Deserialize)]
pub struct EventsQuery {
    #[serde(default)]
    before: String,
}

#[derive(Template)]
#[template(path = "pages/events.html")]
struct EventsPage<'a> {
    page: Page<'a>,
    events: Vec<EventLine>,
    older: Option<String>,
    is_first: bool,
}

/// Something that happened, as its account's owner reads it.
pub struct EventLine {
    /// What.
    pub what: String,
    /// When.
    pub at: String,
    /// The browser and the system; empty if the portal did it by itself.
    pub program: String,
    /// From where; empty if the portal did it by itself.
    pub address: String,
}

impl EventLine {
    /// An event, by the reader's clock.
    #[must_use]
    pub fn new(visit: &Visit, clock: Option<&TimeZone>, event: &Event) -> Self {
        let (words, locale) = (&visit.app.words, visit.locale);
        let sentence = || words.text(locale, &format!("event-{}", event.action.replace('_', "-")), &[]);
        Self {
            what: if Action::is_known(&event.action) { sentence() } else { event.action.clone() },
            at: words.moment(locale, event.at, clock),
            program: if event.agent.is_empty() { String::new() } else { words.program(locale, &event.agent) },
            address: event.address.map(|address| address.to_string()).unwrap_or_default(),
        }
    }
}

/// The page as it looks.
pub(super) const SAMPLES: &[Sample] = &[
    ("events", |visit| respond(StatusCode::OK, &page(visit, None, (&sample(visit), Some(HERE.to_owned())), None))),
    ("events-empty", |visit| respond(StatusCode::OK, &page(visit, None, (&[], None), None))),
];

/// What happened to an account that nobody has.
pub(super) fn sample(visit: &Visit) -> Vec<Event> {
    let event = |(action, hours): (Action, i64)| Event {
        id: Uuid::nil(),
        action: action.word().to_owned(),
        at: visit.now - Duration::hours(hours),
        address: Some([192, 0, 2, 1].into()),
        agent: visit.agent.as_str().to_owned(),
    };
    [(Action::LoggedIn, 1), (Action::LoginRefused, 2), (Action::PasswordChanged, 50), (Action::AppAllowed, 2160)]
        .map(event)
        .into()
}

/// A page of them. A place that is none leads to the first.
pub async fn show(visit: Visit, browser: Browser, Query(query): Query<EventsQuery>) -> Result<Response, Fault> {
    let session = match require_login(&visit, &browser, HERE).await? {
        Ok(session) => session,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let before = Place::parse(&query.before);
    let (events, next) = account::events(&visit, session.user.id, before).await?;
    respond(StatusCode::OK, &page(&visit, before, (&events, next.map(address)), session.user.clock().as_ref()))
}

fn page<'a>(
    visit: &'a Visit,
    before: Option<Place>,
    (events, older): (&[Event], Option<String>),
    clock: Option<&TimeZone>,
) -> EventsPage<'a> {
    EventsPage {
        page: Page::new(visit, &before.map_or_else(|| HERE.to_owned(), address)),
        events: events.iter().map(|event| EventLine::new(visit, clock, event)).collect(),
        older,
        is_first: before.is_none(),
    }
}

fn address(place: Place) -> String {
    format!("{HERE}{}", question(&[("before", &place.to_cursor())]))
}
