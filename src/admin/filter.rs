//! What lists are filtered by, as it stands in addresses.

use std::str::FromStr;

use axum::http::StatusCode;
use time::{Date, Duration, OffsetDateTime, macros::format_description};

use crate::{
    http::{error::Refusal, problems::Problems},
    model::problem::{Code, Field, Problem},
};

/// Something to choose in a filter.
pub struct Choice {
    /// As it stands in the address; empty for "any".
    pub value: String,
    /// The words.
    pub label: String,
    /// Whether it is chosen.
    pub selected: bool,
}

/// What is chosen, if anything is.
pub fn chosen<T: FromStr>(typed: &str) -> Result<Option<T>, Refusal> {
    match typed.trim() {
        "" => Ok(None),
        typed => typed.parse().map(Some).map_err(|_| Refusal::BadRequest),
    }
}

/// The beginning of a day in UTC.
pub fn day(typed: &str) -> Result<Option<OffsetDateTime>, Refusal> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let day = Date::parse(typed, format_description!("[year]-[month]-[day]")).map_err(|_| Refusal::BadRequest)?;
    // Postgres knows no year as far back as an address could name.
    if (1970..=9998).contains(&day.year()) { Ok(Some(day.midnight().assume_utc())) } else { Err(Refusal::BadRequest) }
}

/// The end of a day in UTC.
pub fn day_after(typed: &str) -> Result<Option<OffsetDateTime>, Refusal> {
    Ok(day(typed)?.map(|day| day + Duration::DAY))
}

/// What is told beside fields of a filter that cannot be read. What else was chosen stays as it is.
#[must_use]
pub fn unreadable(fields: &[Field]) -> Problems {
    fields.iter().map(|field| Problem::new(*field, Code::Malformed)).collect::<Vec<_>>().into()
}

/// How a list answers to its filter.
#[must_use]
pub fn status_of(problems: &Problems) -> StatusCode {
    if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }
}
