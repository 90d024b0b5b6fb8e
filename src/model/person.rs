//! What a client may be told of a person, scope by scope (OpenID Connect Core §5.4).

use serde::Serialize;
use time::OffsetDateTime;
use uuid::Uuid;

use super::scope::{self, EMAIL, PROFILE};

/// A person, as far as anybody may be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The account.
    pub id: Uuid,
    /// The address.
    pub email: String,
    /// Whether it was proven.
    pub email_verified: bool,
    /// The name.
    pub name: Option<String>,
    /// The name to log in by.
    pub username: Option<String>,
    /// The language.
    pub locale: Option<String>,
    /// The time zone.
    pub time_zone: Option<String>,
    /// When any of this was last changed.
    pub updated_at: OffsetDateTime,
}

/// What is told. What was not allowed, or is not known, is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Claims {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    preferred_username: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    locale: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    zoneinfo: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    updated_at: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email_verified: Option<bool>,
}

/// The names of all that can be told, for the metadata.
pub const CLAIMS: [&str; 7] = ["name", "preferred_username", "locale", "zoneinfo", "updated_at", "email", "email_verified"];

impl Person {
    /// What these scopes let a client know.
    #[must_use]
    pub fn claims(&self, scopes: &[String]) -> Claims {
        let mut claims = Claims::default();
        if scope::has(scopes, PROFILE) {
            claims.name.clone_from(&self.name);
            claims.preferred_username.clone_from(&self.username);
            claims.locale.clone_from(&self.locale);
            claims.zoneinfo.clone_from(&self.time_zone);
            claims.updated_at = Some(self.updated_at.unix_timestamp());
        }
        if scope::has(scopes, EMAIL) {
            claims.email = Some(self.email.clone());
            claims.email_verified = Some(self.email_verified);
        }
        claims
    }
}
