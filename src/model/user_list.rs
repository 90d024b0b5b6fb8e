//! Which accounts of a site, and in which order.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    user::{Role, Status},
    user_record::UserRecord,
};

/// Which accounts, and in which order.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Wanted {
    /// An id, or else the beginning of an address, its domain, a name, a surname or a username.
    pub search: Option<String>,
    /// What they may do.
    pub role: Option<Role>,
    /// Whether they may log in.
    pub status: Option<Status>,
    /// Whether the address was proven.
    pub verified: Option<bool>,
    /// When they were made.
    pub created: Span,
    /// When they were last logged in to.
    pub seen: Span,
    /// In which order.
    pub order: Order,
}

/// A stretch of time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// Not before.
    #[serde(with = "time::serde::rfc3339::option")]
    pub from: Option<OffsetDateTime>,
    /// Before.
    #[serde(with = "time::serde::rfc3339::option")]
    pub to: Option<OffsetDateTime>,
}

/// What somebody looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sought<'a> {
    /// Nobody in particular.
    Anybody,
    /// One account.
    Id(Uuid),
    /// Whatever begins so.
    Start(&'a str),
}

/// An order of accounts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = UserOrder)]
pub enum Order {
    /// By address.
    #[default]
    #[serde(rename = "email")]
    Email,
    /// By address, backwards.
    #[serde(rename = "-email")]
    EmailDescending,
    /// The oldest account first.
    #[serde(rename = "created_at")]
    Created,
    /// The newest account first.
    #[serde(rename = "-created_at")]
    CreatedDescending,
    /// Whoever was away longest first.
    #[serde(rename = "last_login_at")]
    LastLogin,
    /// Whoever was here last first.
    #[serde(rename = "-last_login_at")]
    LastLoginDescending,
}

/// Where an account stands in a list, whatever the list's order is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Its address.
    pub email: String,
    /// When it was made.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    /// When it was last logged in to.
    #[serde(with = "time::serde::rfc3339::option")]
    pub last_login_at: Option<OffsetDateTime>,
    /// Its id.
    pub id: Uuid,
}

impl Wanted {
    /// What somebody looks for.
    #[must_use]
    pub fn sought(&self) -> Sought<'_> {
        match self.search.as_deref().map(str::trim) {
            None | Some("") => Sought::Anybody,
            Some(words) => words.parse().map_or(Sought::Start(words), Sought::Id),
        }
    }
}

impl Place {
    /// Of this account.
    #[must_use]
    pub fn of(user: &UserRecord) -> Self {
        Self { email: user.email.clone(), created_at: user.created_at, last_login_at: user.last_login_at, id: user.id }
    }

    /// As it travels in an address.
    #[must_use]
    pub fn to_cursor(&self) -> String {
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).unwrap_or_default())
    }

    /// Reads it back; `None` for anything that is no place.
    #[must_use]
    pub fn parse(cursor: &str) -> Option<Self> {
        let place: Self = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
        // Postgres stores no NUL, and no time as far away as a cursor could name.
        let is_near = |at: OffsetDateTime| (1970..=9999).contains(&at.year());
        let can_be = is_near(place.created_at) && place.last_login_at.is_none_or(is_near) && !place.email.contains('\0');
        can_be.then_some(place)
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn a_place_survives_the_journey_and_nothing_else_does() {
        let place = Place {
            email: "ada@example.com".to_owned(),
            created_at: datetime!(2026-11-21 10:13:27.123456 UTC),
            last_login_at: None,
            id: Uuid::from_u128(7),
        };
        let cursor = place.to_cursor();
        assert_eq!(Place::parse(&cursor), Some(place.clone()));
        let far = Place { created_at: datetime!(-2000-01-01 0:00 UTC), ..place.clone() }.to_cursor();
        let nul = Place { email: "a\0".to_owned(), ..place }.to_cursor();
        for broken in ["", "x", &cursor[1..], &far, &nul, "e30", "W10"] {
            assert_eq!(Place::parse(broken), None, "{broken}");
        }
    }

    #[test]
    fn an_id_is_looked_up_and_everything_else_begins_something() {
        let sought = |search: &str| format!("{:?}", Wanted { search: Some(search.to_owned()), ..Wanted::default() }.sought());
        assert_eq!(sought(" "), "Anybody");
        assert_eq!(sought(" Ada "), "Start(\"Ada\")");
        assert!(sought("01938d3e-0f5a-7c1e-9d55-3c9b8f5f2a10").starts_with("Id("));
    }
}
