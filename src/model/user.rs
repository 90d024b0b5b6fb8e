//! A person's account in one site.

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use super::time_zone::TimeZone;

/// What the skins may show of an account: never its password's hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// The account's id, also the subject in tokens.
    pub id: Uuid,
    /// The address, in canonical form.
    pub email: String,
    /// The name, if one was given.
    pub name: Option<String>,
    /// The name to log in by, where the site has them.
    pub username: Option<String>,
    /// The language chosen for pages and mails.
    pub locale: Option<String>,
    /// The time zone chosen, by its name.
    pub time_zone: Option<String>,
    /// When the account goes for good, if its owner asked for that.
    pub delete_at: Option<OffsetDateTime>,
    /// Raised to end every login at once.
    pub auth_epoch: i32,
    /// When the account was made.
    pub created_at: OffsetDateTime,
    /// When it was last logged in to, before the present login.
    pub last_login_at: Option<OffsetDateTime>,
}

impl User {
    /// Where its owner's clock is set.
    #[must_use]
    pub fn clock(&self) -> Option<TimeZone> {
        self.time_zone.as_deref().and_then(TimeZone::find)
    }
}

/// What somebody may do in a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Use it.
    User,
    /// Administer its people, too.
    Admin,
}

/// Whether an account may log in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = UserStatus)]
pub enum Status {
    /// It may.
    Active,
    /// It may not.
    Disabled,
    /// Not before its owner has accepted the invitation.
    Invited,
}

/// Why an account stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// It is protected.
    Protected,
    /// It is the site's last admin who may log in.
    LastAdmin,
}

impl Role {
    /// The word that is stored.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Admin => "admin",
        }
    }
}

impl FromStr for Role {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        [Self::User, Self::Admin].into_iter().find(|role| role.word() == word).ok_or_else(|| "user or admin".to_owned())
    }
}

impl Status {
    /// The word that is stored.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Disabled => "disabled",
            Self::Invited => "invited",
        }
    }
}

impl FromStr for Status {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let all = [Self::Active, Self::Disabled, Self::Invited];
        all.into_iter().find(|status| status.word() == word).ok_or_else(|| "active, disabled or invited".to_owned())
    }
}

/// An account to be made. Its address is proven, or vouched for by the operator.
pub struct NewUser<'a> {
    /// Its id.
    pub id: Uuid,
    /// Its address, in canonical form.
    pub email: &'a str,
    /// The name, if one was given.
    pub name: Option<&'a str>,
    /// The name to log in by, if one was chosen.
    pub username: Option<&'a str>,
    /// The password's hash.
    pub password_hash: Option<&'a str>,
    /// What it may do.
    pub role: Role,
    /// The language it was made in.
    pub locale: Option<&'a str>,
    /// The version of the terms that was agreed to.
    pub terms_version: Option<&'a str>,
}
