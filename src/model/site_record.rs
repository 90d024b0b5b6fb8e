//! A site as its operator sees it: all of its row, disabled or not.

use std::str::FromStr;

use serde::{Deserialize, Serialize, Serializer};
use time::OffsetDateTime;
use url::Url;
use utoipa::ToSchema;
use uuid::Uuid;

use super::site::{Base, Settings};

/// A site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Site)]
pub struct SiteRecord {
    /// Its id, which is never used again.
    pub id: Uuid,
    /// Its short name in `/s/{slug}`.
    #[schema(example = "acme-cycles")]
    pub slug: String,
    /// Its name for people.
    #[schema(example = "Acme Cycles")]
    pub name: String,
    /// The domain its front end is known by.
    #[schema(example = "acme.example")]
    pub domain: String,
    /// Its own web application.
    #[schema(example = "https://acme.example")]
    pub frontend_url: String,
    /// Its own host for the hosted pages.
    #[schema(example = "login.acme.example")]
    pub login_host: Option<String>,
    /// The address its mail comes from.
    #[schema(example = "hello@acme.example")]
    pub email_from: String,
    /// The name its mail comes from.
    #[schema(example = "Acme Cycles")]
    pub email_from_name: String,
    /// Where answers to its mail go, if not to the sender.
    #[schema(example = "help@acme.example")]
    pub reply_to: Option<String>,
    /// Whether its mail leaves by a server of its own. Which one, nobody is told.
    #[serde(rename = "has_own_mail", serialize_with = "is_there")]
    #[schema(rename = "has_own_mail", value_type = bool)]
    pub own_mail: Option<Vec<u8>>,
    /// The name of its theme.
    #[schema(example = "default")]
    pub theme: String,
    /// The language of people who state no preference.
    #[schema(example = "en")]
    pub locale: String,
    /// Its rules.
    pub settings: Settings,
    /// Whether it answers at all.
    pub status: Status,
    /// Whether it refuses to be deleted.
    pub protected: bool,
    /// Where its pages are.
    #[schema(example = "https://login.example.com/s/acme-cycles")]
    pub url: String,
    /// When it was added.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    /// When it was last changed.
    #[serde(with = "time::serde::rfc3339")]
    pub updated_at: OffsetDateTime,
}

#[expect(clippy::ref_option, reason = "serde hands it over so")]
fn is_there<S: Serializer>(secret: &Option<Vec<u8>>, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_bool(secret.is_some())
}

/// Whether a site answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SiteStatus)]
pub enum Status {
    /// It does.
    Active,
    /// As if it were not there; its people and their data stay.
    Disabled,
}

impl SiteRecord {
    /// A site about which nothing has been said yet.
    #[must_use]
    pub fn blank(id: Uuid, now: OffsetDateTime) -> Self {
        Self {
            id,
            slug: String::new(),
            name: String::new(),
            domain: String::new(),
            frontend_url: String::new(),
            login_host: None,
            email_from: String::new(),
            email_from_name: String::new(),
            reply_to: None,
            own_mail: None,
            theme: "default".to_owned(),
            locale: "en".to_owned(),
            settings: Settings::default(),
            status: Status::Active,
            protected: false,
            url: String::new(),
            created_at: now,
            updated_at: now,
        }
    }

    /// Whether it answers.
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.status == Status::Active
    }

    /// Works out where its pages are.
    #[must_use]
    pub fn placed(mut self, public_url: &Url) -> Self {
        self.url = Base::of(public_url, &self.slug, self.login_host.as_deref()).url("");
        self
    }
}

impl Status {
    /// The word that is stored.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Disabled => "disabled",
        }
    }
}

impl FromStr for Status {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        [Self::Active, Self::Disabled].into_iter().find(|status| status.word() == word).ok_or("active or disabled".to_owned())
    }
}
