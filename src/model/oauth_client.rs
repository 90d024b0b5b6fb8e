//! A client: a program that a site's people log in to, or one that acts for itself.

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{look::Asset, redirect_uri, token::TokenHash};

/// A client's row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    /// The client id.
    pub id: Uuid,
    /// Where it runs.
    pub kind: Kind,
    /// Its name for people.
    pub name: String,
    /// Its sign.
    pub logo: Option<Asset>,
    /// Where it may be answered.
    pub redirect_uris: Vec<String>,
    /// Where people may go after they logged out.
    pub post_logout_redirect_uris: Vec<String>,
    /// Where it hears that somebody logged out.
    pub backchannel_logout_uri: Option<String>,
    /// The scopes that it may ask for.
    pub scopes: Vec<String>,
    /// How it proves who it is.
    pub auth: Authentication,
    /// Its public keys (RFC 7517), if it proves itself by a signature.
    pub jwks: Option<Value>,
    /// Whether its codes need a proof of who asked for them (RFC 7636); those of public clients always do.
    pub require_pkce: bool,
    /// Whether it is the site's own, and nobody is asked whether it may know them.
    pub first_party: bool,
    /// Its own home page.
    pub home_url: Option<String>,
    /// Its terms of use.
    pub terms_url: Option<String>,
    /// Its privacy notice.
    pub privacy_url: Option<String>,
    /// Whether it may do anything at all.
    pub status: Status,
    /// When it was registered.
    pub created_at: OffsetDateTime,
    /// When it was last changed.
    pub updated_at: OffsetDateTime,
}

/// Where a client runs, which decides what it can keep secret and where it can be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ClientKind)]
pub enum Kind {
    /// On a web server, which keeps a secret.
    Web,
    /// In a browser, as a single-page app.
    Spa,
    /// On a person's own device.
    Native,
    /// On a device without a browser, whose people log in on another one (RFC 8628).
    Device,
    /// On a server, acting for itself and for nobody else.
    Machine,
}

/// How a client proves who it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ClientAuthentication)]
pub enum Authentication {
    /// Not at all: whoever has the program has all that it knows.
    None,
    /// By a secret.
    Secret,
    /// By a signature (RFC 7523).
    PrivateKeyJwt,
}

/// Whether a client may do anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ClientStatus)]
pub enum Status {
    /// It may.
    Active,
    /// As if it were not there; whatever it holds is worth nothing meanwhile.
    Disabled,
}

/// One of a client's secrets, without the secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Secret {
    /// Its id.
    pub id: Uuid,
    /// What is stored of it.
    pub hash: TokenHash,
    /// Its last characters, to know it by.
    pub hint: String,
    /// When it was made.
    pub created_at: OffsetDateTime,
    /// When it ends, if ever.
    pub expires_at: Option<OffsetDateTime>,
    /// When it was last used, to the hour.
    pub last_used_at: Option<OffsetDateTime>,
}

impl Client {
    /// Whether it may be answered at this address.
    #[must_use]
    pub fn may_be_answered_at(&self, address: &str) -> bool {
        self.redirect_uris.iter().any(|registered| redirect_uri::matches(registered, address, self.kind))
    }

    /// Whether people may go to this address after they logged out.
    #[must_use]
    pub fn may_be_left_for(&self, address: &str) -> bool {
        self.post_logout_redirect_uris.iter().any(|registered| redirect_uri::matches(registered, address, self.kind))
    }

    /// Whether anything on a person's device could answer there in its name (RFC 8252 §8.6).
    #[must_use]
    pub fn is_unproven_at(&self, address: &str) -> bool {
        self.kind == Kind::Native && self.auth == Authentication::None && redirect_uri::leaves_the_web(address)
    }

    /// Whether it may act at all.
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.status == Status::Active
    }
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Web, Self::Spa, Self::Native, Self::Device, Self::Machine];

    /// Whether it runs where nobody else can look.
    #[must_use]
    pub fn keeps_secrets(self) -> bool {
        matches!(self, Self::Web | Self::Machine)
    }

    /// Whether people log in to it.
    #[must_use]
    pub fn logs_people_in(self) -> bool {
        self != Self::Machine
    }

    /// Whether a browser brings people back to it, at an address of its own.
    #[must_use]
    pub fn is_come_back_to(self) -> bool {
        matches!(self, Self::Web | Self::Spa | Self::Native)
    }

    /// The word that is stored.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Spa => "spa",
            Self::Native => "native",
            Self::Device => "device",
            Self::Machine => "machine",
        }
    }
}

impl Authentication {
    /// The word that is stored.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Secret => "secret",
            Self::PrivateKeyJwt => "private_key_jwt",
        }
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

impl FromStr for Kind {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|kind| kind.word() == word).ok_or("web, spa, native, device or machine".to_owned())
    }
}

impl FromStr for Authentication {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let all = [Self::None, Self::Secret, Self::PrivateKeyJwt];
        all.into_iter().find(|auth| auth.word() == word).ok_or("none, secret or private_key_jwt".to_owned())
    }
}

impl FromStr for Status {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        [Self::Active, Self::Disabled].into_iter().find(|status| status.word() == word).ok_or("active or disabled".to_owned())
    }
}
