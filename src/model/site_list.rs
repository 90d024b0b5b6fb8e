//! Sites in the operator's list, with what it tells of each.

use time::OffsetDateTime;
use url::Url;
use uuid::Uuid;

use super::site::{Base, monogram};

/// A site in the list.
#[derive(Debug)]
pub struct ListedSite {
    /// Its id.
    pub id: Uuid,
    /// Its short name.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// The domain its front end is known by.
    pub domain: String,
    /// Its own host for the hosted pages.
    pub login_host: Option<String>,
    /// The name of its theme.
    pub theme: String,
    /// Whether it answers at all.
    pub active: bool,
    /// How many accounts it has.
    pub users: i64,
    /// When somebody last logged in.
    pub last_login_at: Option<OffsetDateTime>,
    /// How many of its letters were given up in the last 24 hours.
    pub failed_letters: i64,
}

/// In which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// By name.
    #[default]
    Name,
    /// By short name.
    Slug,
    /// Those with most accounts first.
    Users,
    /// The newest first.
    Created,
}

impl Order {
    /// All there are.
    pub const ALL: [Self; 4] = [Self::Name, Self::Slug, Self::Users, Self::Created];

    /// The word in addresses.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Slug => "slug",
            Self::Users => "users",
            Self::Created => "created",
        }
    }

    /// Reads the word; by name for any other.
    #[must_use]
    pub fn of(word: &str) -> Self {
        Self::ALL.into_iter().find(|order| order.word() == word).unwrap_or_default()
    }
}

impl ListedSite {
    /// Its initials.
    #[must_use]
    pub fn monogram(&self) -> String {
        monogram(&self.name)
    }

    /// The host that its pages are at.
    #[must_use]
    pub fn host<'a>(&'a self, public_host: &'a str) -> &'a str {
        self.login_host.as_deref().unwrap_or(public_host)
    }

    /// Where its login page is.
    #[must_use]
    pub fn login(&self, public_url: &Url) -> String {
        Base::of(public_url, &self.slug, self.login_host.as_deref()).url("/login")
    }
}
