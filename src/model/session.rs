//! A login: one browser, one account, until it ends.

use std::net::IpAddr;

use time::OffsetDateTime;
use uuid::Uuid;

use super::{token::Token, user::User};

/// A login that stands.
#[derive(Debug, Clone)]
pub struct Session {
    /// The login's id.
    pub id: Uuid,
    /// Whose it is.
    pub user: User,
    /// Whether it outlives the browser's window.
    pub remember: bool,
    /// When the password was last given.
    pub authenticated_at: OffsetDateTime,
    /// Whether the time of the last visit should be noted again.
    pub is_due: bool,
}

/// A login as its owner sees it in a list.
#[derive(Debug, Clone)]
pub struct Device {
    /// The login's id.
    pub id: Uuid,
    /// The browser's own description.
    pub agent: String,
    /// Where it came from.
    pub address: IpAddr,
    /// When it began.
    pub created_at: OffsetDateTime,
    /// When it was last used, to the minute.
    pub seen_at: OffsetDateTime,
}

/// A login that has just begun, with the secret that its browser keeps.
pub struct NewSession {
    /// The login's id.
    pub id: Uuid,
    /// Whose it is.
    pub user: Uuid,
    /// What the browser keeps; the database has the hash.
    pub token: Token,
    /// Until when it lasts at most.
    pub expires_at: OffsetDateTime,
    /// Whether it outlives the browser's window.
    pub remember: bool,
}

/// A login that began with a password, and what came with it.
pub struct Welcome {
    /// The login.
    pub session: NewSession,
    /// What the browser is known by, also after this login has ended.
    pub device: Token,
    /// The language that its account is set to.
    pub locale: Option<String>,
    /// Whether it keeps an account that was to be deleted.
    pub deletion_undone: bool,
}
