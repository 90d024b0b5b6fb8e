//! A login: one browser, one account, until it ends.

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
    /// Whether the time of the last visit should be noted again.
    pub is_due: bool,
}

/// A login that has just begun, with the secret that its browser keeps.
pub struct NewSession {
    /// What the browser keeps; the database has the hash.
    pub token: Token,
    /// Until when it lasts at most.
    pub expires_at: OffsetDateTime,
    /// Whether it outlives the browser's window.
    pub remember: bool,
}
