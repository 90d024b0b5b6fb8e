//! `/dev/mailbox`: what the portal would have mailed, on a developer's own machine only.

use std::sync::Arc;

use askama::Template;
use axum::{
    Json, Router,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, Uri, header},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use time::{OffsetDateTime, macros::format_description};
use uuid::Uuid;

use super::page::{Page, respond};
use crate::{
    app::App,
    http::{
        error::{Fault, Refusal},
        headers::framing,
        visit::locale,
    },
    mail::mailbox::{Mailbox, Received},
};

/// A mail's page may bring its own style, but no script and nothing from elsewhere.
const MAIL_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

#[derive(Template)]
#[template(path = "dev/mailbox.html")]
struct MailboxPage<'a> {
    page: Page<'a>,
    letters: Vec<LetterView>,
}

#[derive(Template)]
#[template(path = "dev/letter.html")]
struct LetterPage<'a> {
    page: Page<'a>,
    letter: LetterView,
}

struct LetterView {
    id: Uuid,
    to: String,
    from: String,
    subject: String,
    text: String,
    headers: Vec<(String, String)>,
    created_at: String,
}

/// The mailbox's pages.
pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/dev/mailbox", get(list))
        .route("/dev/mailbox.json", get(json))
        .route("/dev/mailbox/{id}", get(show))
        .route("/dev/mailbox/{id}/html", get(html))
}

async fn list(State(app): State<Arc<App>>, uri: Uri, headers: HeaderMap) -> Result<Response, Fault> {
    let letters = letters(&app).into_iter().map(LetterView::from).collect();
    respond(StatusCode::OK, &MailboxPage { page: Page::neutral(&app, locale(&app, None, &uri, &headers)), letters })
}

async fn json(State(app): State<Arc<App>>) -> Json<Vec<Received>> {
    Json(letters(&app))
}

async fn show(State(app): State<Arc<App>>, Path(id): Path<Uuid>, uri: Uri, headers: HeaderMap) -> Result<Response, Fault> {
    let Some(letter) = find(&app, id) else { return Ok(Refusal::NotFound.into_response()) };
    respond(StatusCode::OK, &LetterPage { page: Page::neutral(&app, locale(&app, None, &uri, &headers)), letter: letter.into() })
        .map(framing)
}

async fn html(State(app): State<Arc<App>>, Path(id): Path<Uuid>) -> Response {
    match find(&app, id) {
        Some(letter) => {
            ([(header::CONTENT_SECURITY_POLICY, MAIL_POLICY), (header::X_FRAME_OPTIONS, "SAMEORIGIN")], Html(letter.html))
                .into_response()
        }
        None => Refusal::NotFound.into_response(),
    }
}

fn letters(app: &App) -> Vec<Received> {
    app.transport.mailbox().map(Mailbox::letters).unwrap_or_default()
}

fn find(app: &App, id: Uuid) -> Option<Received> {
    app.transport.mailbox()?.letter(id)
}

impl From<Received> for LetterView {
    fn from(letter: Received) -> Self {
        let headers = letter.headers();
        let Received { id, to, from, subject, text, created_at, .. } = letter;
        Self { id, to, from, subject, text, headers, created_at: minute(created_at) }
    }
}

fn minute(at: OffsetDateTime) -> String {
    at.format(format_description!("[year]-[month]-[day] [hour]:[minute]:[second] UTC")).unwrap_or_default()
}
