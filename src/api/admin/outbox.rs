//! `…/outbox`

use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{
    api::{kind::Kind, problem::Refused},
    flows::{
        administration::Admin,
        outbox::{self, Outcome, Part},
    },
    http::{json::Json, path::Path, query::Query},
    model::{
        audit::Place,
        outbox::{LetterRecord, State, Wanted},
    },
};

/// Which letters.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct OutboxQuery {
    /// What became of them.
    #[param(inline)]
    state: Option<State>,
    /// Which letter.
    #[param(example = "reset")]
    letter: Option<String>,
    /// To whom: the whole address.
    #[param(example = "ada@example.com")]
    recipient: Option<String>,
    /// Not asked for before.
    #[serde(default, with = "time::serde::rfc3339::option")]
    from: Option<OffsetDateTime>,
    /// Asked for before.
    #[serde(default, with = "time::serde::rfc3339::option")]
    to: Option<OffsetDateTime>,
    /// Where the part before ended: its `next_cursor`.
    #[param(value_type = Option<String>)]
    cursor: Option<Place>,
    /// How many letters.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<i64>,
}

/// A part of the outbox, newest first.
#[derive(Serialize, ToSchema)]
#[schema(as = Outbox)]
pub struct Letters {
    /// The letters.
    items: Vec<LetterRecord>,
    /// For the next part; none at the end.
    next_cursor: Option<String>,
}

/// What a letter says.
#[derive(Serialize, ToSchema)]
#[schema(as = LetterPreview)]
pub struct Preview {
    /// The subject line.
    subject: String,
    /// The plain text.
    text: String,
    /// The page.
    html: String,
}

/// How many letters are tried again.
#[derive(Serialize, ToSchema)]
pub struct Retried {
    /// So many. After a thousand, ask once more.
    count: u64,
}

/// Which letter.
#[derive(Deserialize)]
pub struct LetterPath {
    id: Uuid,
}

impl OutboxQuery {
    /// What is looked for, and how much of it.
    #[must_use]
    pub fn wanted(self) -> (Wanted, Option<i64>) {
        let Self { state, letter, recipient, from, to, cursor, limit } = self;
        (Wanted { state, letter, recipient, from, to, after: cursor }, limit)
    }
}

impl From<Part> for Letters {
    fn from(part: Part) -> Self {
        Self { items: part.letters, next_cursor: part.next.map(Place::to_cursor) }
    }
}

impl From<u64> for Retried {
    fn from(count: u64) -> Self {
        Self { count }
    }
}

/// Look at the outbox.
///
/// Newest first, a part at a time. What became of a letter can be looked up for 30 days.
#[utoipa::path(get, path = "/outbox", tag = "Administration", operation_id = "outbox",
    security(("bearer" = []), ("masterKey" = [])), params(OutboxQuery),
    responses((status = 200, body = Letters), (status = 422, description = "`validation_failed`")))]
pub async fn list(admin: Admin, Query(query): Query<OutboxQuery>) -> Result<Json<Letters>, Refused> {
    let (wanted, limit) = query.wanted();
    let part = outbox::read(&admin, wanted, limit).await?.map_err(|problem| Refused::fields(vec![problem]))?;
    Ok(Json(part.into()))
}

/// Show what became of a letter.
#[utoipa::path(get, path = "/outbox/{id}", tag = "Administration", operation_id = "show_letter",
    security(("bearer" = []), ("masterKey" = [])), params(("id" = Uuid, Path, description = "The letter's id.")),
    responses((status = 200, body = LetterRecord), (status = 404, description = "`not_found`")))]
pub async fn show(admin: Admin, Path(LetterPath { id }): Path<LetterPath>) -> Result<Json<LetterRecord>, Refused> {
    Ok(Json(outbox::find(&admin, id).await?.ok_or(Kind::NotFound)?))
}

/// Show what a letter says.
///
/// While it waits, and for three days after it was given up. Links and codes, which would open an account, are blanked out.
#[utoipa::path(get, path = "/outbox/{id}/preview", tag = "Administration", operation_id = "preview_letter",
    security(("bearer" = []), ("masterKey" = [])), params(("id" = Uuid, Path, description = "The letter's id.")),
    responses((status = 200, body = Preview), (status = 404, description = "`not_found`")))]
pub async fn preview(admin: Admin, Path(LetterPath { id }): Path<LetterPath>) -> Result<Json<Preview>, Refused> {
    let written = outbox::preview(&admin, id).await?.ok_or(Kind::NotFound)?;
    Ok(Json(Preview { subject: written.subject, text: written.text, html: written.html }))
}

/// Try a letter again.
///
/// One that was given up in the last three days, or one whose next try is minutes away. A link in it may have expired.
#[utoipa::path(post, path = "/outbox/{id}/retry", tag = "Administration", operation_id = "retry_letter",
    security(("bearer" = []), ("masterKey" = [])), params(("id" = Uuid, Path, description = "The letter's id.")),
    responses((status = 202, body = LetterRecord, description = "It is tried at once."), (status = 404, description = "`not_found`"),
    (status = 409, description = "`letter_settled`")))]
pub async fn retry(admin: Admin, Path(LetterPath { id }): Path<LetterPath>) -> Result<(StatusCode, Json<LetterRecord>), Refused> {
    match outbox::retry(&admin, id).await? {
        Outcome::Queued(letter) => Ok((StatusCode::ACCEPTED, Json(*letter))),
        Outcome::Settled => Err(Kind::LetterSettled.into()),
        Outcome::Missing => Err(Kind::NotFound.into()),
    }
}

/// Try all letters again that can be.
///
/// The oldest thousand of those that were given up in the last three days, or whose next try is minutes away.
#[utoipa::path(post, path = "/outbox/retry", tag = "Administration", operation_id = "retry_letters",
    security(("bearer" = []), ("masterKey" = [])), responses((status = 200, body = Retried)))]
pub async fn retry_all(admin: Admin) -> Result<Json<Retried>, Refused> {
    Ok(Json(outbox::retry_all(&admin).await?.into()))
}
