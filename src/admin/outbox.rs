//! The outbox: a site's letters, and for the operator those of all sites.

use askama::Template;
use axum::{
    http::{StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use serde::{Deserialize, Deserializer, de::IntoDeserializer};
use uuid::Uuid;

use super::{desk::Desk, frame::Frame, moment::Moment, nav::Section, office::Office, respond};
use crate::{
    app::App,
    flows::{
        all_letters,
        outbox::{self, Outcome, Part},
    },
    http::{
        error::{Fault, Refusal},
        headers::framing,
        path::Path,
        problems::question,
        query::PageQuery,
    },
    mail::letters,
    model::{
        audit::Place,
        outbox::{LetterRecord, State, Wanted},
    },
};

/// A letter's page may bring its own style, but no script and nothing from elsewhere, and only our own pages show it.
pub(super) const LETTER_POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'self'; sandbox";

/// What the address may say.
#[derive(Deserialize)]
pub struct ListQuery {
    #[serde(default, deserialize_with = "unless_empty")]
    state: Option<State>,
    #[serde(default)]
    letter: String,
    #[serde(default)]
    recipient: String,
    cursor: Option<Place>,
}

/// Which letter.
#[derive(Deserialize)]
pub struct LetterPath {
    id: Uuid,
}

#[derive(Template)]
#[template(path = "admin/outbox.html")]
struct OutboxPage<'a> {
    page: Frame<'a>,
    /// Where the list is.
    path: String,
    recipient: &'a str,
    states: Vec<Choice>,
    letters: Vec<Choice>,
    rows: Vec<Row>,
    /// Where the next part is.
    next: Option<String>,
    /// Whether this is the beginning.
    first: bool,
    /// Whether letters of several sites stand side by side.
    all: bool,
}

impl OutboxPage<'_> {
    fn has_failed(&self) -> bool {
        self.rows.iter().any(|row| row.state.0 == "bad")
    }
}

#[derive(Template)]
#[template(path = "admin/letter.html")]
struct LetterPage<'a> {
    page: Frame<'a>,
    letter: LetterRecord,
    state: (&'static str, String),
    preview: Option<(String, String)>,
}

/// Something to filter by.
struct Choice {
    value: &'static str,
    label: String,
    selected: bool,
}

/// A line of the list.
struct Row {
    href: String,
    name: String,
    recipient: String,
    site: String,
    state: (&'static str, String),
    answer: String,
    at: Moment,
}

/// A choice that is not made comes as an empty value.
fn unless_empty<'de, D: Deserializer<'de>>(input: D) -> Result<Option<State>, D::Error> {
    let word = String::deserialize(input)?;
    if word.is_empty() { Ok(None) } else { State::deserialize(word.into_deserializer()).map(Some) }
}

impl ListQuery {
    fn wanted(&self) -> Wanted {
        let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let (letter, recipient) = (given(&self.letter), given(&self.recipient));
        Wanted { state: self.state, letter, recipient, after: self.cursor, ..Wanted::default() }
    }

    fn page<'a>(&'a self, page: Frame<'a>, app: &App, part: Part, path: String, all: bool) -> OutboxPage<'a> {
        let state = self.state.map_or("", State::word);
        let next = part.next.map(|place| {
            let pairs =
                [("state", state), ("letter", &self.letter), ("recipient", &self.recipient), ("cursor", &place.to_cursor())];
            format!("{path}{}", question(&pairs))
        });
        let rows = part.letters.into_iter().map(|letter| row(&page, app, letter, &path, all)).collect();
        OutboxPage {
            states: State::ALL
                .map(|state| Choice { value: state.word(), label: badge(&page, state).1, selected: self.state == Some(state) })
                .into(),
            letters: letters::NAMES
                .map(|name| Choice { value: name, label: name_of(&page, name), selected: self.letter == name })
                .into(),
            recipient: &self.recipient,
            first: self.cursor.is_none(),
            page,
            path,
            rows,
            next,
            all,
        }
    }
}

/// A site's letters.
pub async fn list(desk: Desk, PageQuery(query): PageQuery<ListQuery>) -> Result<Response, Fault> {
    let Ok(part) = outbox::read(&desk.admin, query.wanted(), None).await? else { return Ok(Refusal::BadRequest.into_response()) };
    let frame = desk.frame(Section::Outbox).await?;
    let lead = frame.text("admin-outbox-text");
    respond(StatusCode::OK, &query.page(frame.led_by(lead), desk.app(), part, desk.path("/outbox"), false))
}

/// The letters of all sites.
pub async fn list_all(office: Office, PageQuery(query): PageQuery<ListQuery>) -> Result<Response, Fault> {
    let app = &office.call.app;
    let Ok(part) = all_letters::read(app, query.wanted(), None).await? else { return Ok(Refusal::BadRequest.into_response()) };
    let frame = office.frame(Section::AllLetters);
    let lead = frame.text("admin-outbox-text");
    respond(StatusCode::OK, &query.page(frame.led_by(lead), app, part, "/admin/outbox".to_owned(), true))
}

/// What became of a letter, and what it says as long as that is kept.
pub async fn show(desk: Desk, Path(LetterPath { id }): Path<LetterPath>) -> Result<Response, Fault> {
    let Some(letter) = outbox::find(&desk.admin, id).await? else { return Ok(Refusal::NotFound.into_response()) };
    let preview = outbox::preview(&desk.admin, id).await?.map(|written| (written.subject, written.text));
    let frame = desk.frame(Section::Outbox).await?;
    let (title, state) = (name_of(&frame, &letter.letter), badge(&frame, letter.state));
    respond(StatusCode::OK, &LetterPage { page: frame.below(Section::Outbox, title), letter, state, preview }).map(framing)
}

/// The page that a letter is, for the frame within ours.
pub async fn html(desk: Desk, Path(LetterPath { id }): Path<LetterPath>) -> Result<Response, Fault> {
    Ok(outbox::preview(&desk.admin, id)
        .await?
        .map_or_else(|| Refusal::NotFound.into_response(), |written| framed(written.html, LETTER_POLICY)))
}

/// Tries a letter again.
pub async fn retry(desk: Desk, Path(LetterPath { id }): Path<LetterPath>) -> Result<Response, Fault> {
    let notice = match outbox::retry(&desk.admin, id).await? {
        Outcome::Queued(_) => "admin-notice-letter-queued",
        Outcome::Settled => "admin-notice-letter-settled",
        Outcome::Missing => return Ok(Refusal::NotFound.into_response()),
    };
    desk.see_other(&format!("/outbox/{id}"), Some(notice)).await
}

/// Tries all of a site's letters again that can be.
pub async fn retry_all(desk: Desk) -> Result<Response, Fault> {
    let notice = retried(outbox::retry_all(&desk.admin).await?);
    desk.see_other("/outbox", Some(notice)).await
}

/// As `retry_all`, for all sites.
pub async fn retry_all_of_all(office: Office) -> Result<Response, Fault> {
    let notice = retried(all_letters::retry_all(&office.call.app, &office.call.operator()).await?);
    Ok(office.see_other("/admin/outbox", Some(notice)))
}

/// A letter's page as an answer.
pub(super) fn framed(html: String, policy: &'static str) -> Response {
    ([(header::CONTENT_SECURITY_POLICY, policy), (header::X_FRAME_OPTIONS, "SAMEORIGIN")], Html(html)).into_response()
}

fn retried(count: u64) -> &'static str {
    if count > 0 { "admin-notice-letters-queued" } else { "admin-notice-letters-none" }
}

fn row(page: &Frame<'_>, app: &App, letter: LetterRecord, path: &str, all: bool) -> Row {
    let site = all.then(|| app.sites.by_id(letter.site_id)).flatten();
    // A disabled site's letters wait until it is enabled; its own page leads to them.
    let href = match (&site, all) {
        (Some(site), _) => format!("/admin/sites/{}/outbox/{}", site.slug, letter.id),
        (None, true) => String::new(),
        (None, false) => format!("{path}/{}", letter.id),
    };
    Row {
        href,
        name: name_of(page, &letter.letter),
        site: site.map(|site| site.name.clone()).unwrap_or_default(),
        state: badge(page, letter.state),
        answer: letter.answer.unwrap_or_default(),
        at: Moment::new(page, letter.created_at),
        recipient: letter.recipient,
    }
}

fn badge(page: &Frame<'_>, state: State) -> (&'static str, String) {
    match state {
        State::Queued => ("warn", page.text("admin-letter-queued")),
        State::Sent => ("good", page.text("admin-letter-sent")),
        State::Dropped => ("plain", page.text("admin-letter-dropped")),
        State::Failed => ("bad", page.text("admin-letter-failed")),
    }
}

/// An older or a newer version may have put others into the outbox.
fn name_of(page: &Frame<'_>, name: &str) -> String {
    match letters::NAMES.contains(&name) {
        true => page.text(&format!("letter-{}", name.replace('_', "-"))),
        false => name.to_owned(),
    }
}
