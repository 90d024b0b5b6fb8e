//! An account as programs see it.

use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use super::user::{Role, Status};

/// An account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = User)]
pub struct UserRecord {
    /// Its id, also the `sub` of its tokens. Never used again.
    pub id: Uuid,
    /// Its address, in canonical form.
    #[schema(example = "ada@example.com")]
    pub email: String,
    /// Whether the address was proven.
    pub email_verified: bool,
    /// The name to log in by, where the site has them.
    #[schema(example = "ada")]
    pub username: Option<String>,
    /// The name, if one was given.
    #[schema(example = "Ada Lovelace")]
    pub name: Option<String>,
    /// What it may do.
    #[schema(value_type = Role, example = "user")]
    pub role: String,
    /// Whether it may log in.
    #[schema(value_type = Status, example = "active")]
    pub status: String,
    /// Whether it can be neither deleted nor disabled, and stays an admin if it is one.
    pub protected: bool,
    /// The language chosen for pages and mails.
    #[schema(example = "en")]
    pub locale: Option<String>,
    /// The time zone chosen, by its name.
    #[schema(example = "Europe/London")]
    pub time_zone: Option<String>,
    /// When it was made.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    /// When it was last changed.
    #[serde(with = "time::serde::rfc3339")]
    pub updated_at: OffsetDateTime,
    /// When it was last logged in to.
    #[serde(with = "time::serde::rfc3339::option")]
    pub last_login_at: Option<OffsetDateTime>,
}
