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
    /// When the password was last given; `None` when that counts no more, and it has to be given anew before anything sensitive.
    pub proven_at: Option<OffsetDateTime>,
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

/// Who is to keep a login.
#[derive(Clone, Copy)]
pub enum Keeper<'a> {
    /// A browser, and what it has been known by.
    Browser(Option<&'a Token>),
    /// A program, which keeps nothing but its tokens.
    Program,
}

impl Keeper<'_> {
    /// Whether it is a browser.
    #[must_use]
    pub fn is_browser(&self) -> bool {
        matches!(self, Self::Browser(_))
    }

    /// What it has been known by.
    #[must_use]
    pub fn known_by(&self) -> Option<&Token> {
        match self {
            Self::Browser(known_by) => *known_by,
            Self::Program => None,
        }
    }
}

/// A login that began with a password, and what came with it.
pub struct Welcome {
    /// The login.
    pub session: NewSession,
    /// What the browser is known by, also after this login has ended. Programs are not known.
    pub device: Option<Token>,
    /// The language that its account is set to.
    pub locale: Option<String>,
    /// Whether it keeps an account that was to be deleted.
    pub deletion_undone: bool,
}
