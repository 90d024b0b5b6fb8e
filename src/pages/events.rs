//! `/account/events`: everything that happened to an account, a page at a time

use askama::Template;
use axum::{extract::Query, http::StatusCode, response::Response};
use serde::Deserialize;

use super::{
    page::{Page, question, respond},
    require_login,
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

/// A page of them. A place that is none leads to the first.
pub async fn show(visit: Visit, browser: Browser, Query(query): Query<EventsQuery>) -> Result<Response, Fault> {
    let session = match require_login(&visit, &browser, HERE).await? {
        Ok(session) => session,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let before = Place::parse(&query.before);
    let (events, next) = account::events(&visit, session.user.id, before).await?;
    let address = |place: Place| format!("{HERE}{}", question(&[("before", &place.to_cursor())]));
    let clock = session.user.clock();
    let page = EventsPage {
        page: Page::new(&visit, &before.map_or_else(|| HERE.to_owned(), address)),
        events: events.iter().map(|event| EventLine::new(&visit, clock.as_ref(), event)).collect(),
        older: next.map(address),
        is_first: before.is_none(),
    };
    respond(StatusCode::OK, &page)
}
