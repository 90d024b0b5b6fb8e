//! ID tokens (OpenID Connect Core §2): they tell a client who logged in, and when, and nothing may be done with one.

use anyhow::Result;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::{
    keyring::{Keyring, LONGEST_TOKEN},
    person,
    signing_key::SigningKey,
};

/// The type in the header. An access token has another one, so neither can pass for the other.
const KIND: &str = "JWT";
/// How long a client may take to read it.
const LIFETIME: Duration = LONGEST_TOKEN;
/// How the person proved who it is, as the metadata lists it: by a password.
pub const ACR: &str = "1";

/// What an ID token says.
pub struct IdToken<'a> {
    /// The person.
    pub user: Uuid,
    /// The client it is for.
    pub client: Uuid,
    /// The login.
    pub session: Uuid,
    /// When the password was last given.
    pub authenticated_at: OffsetDateTime,
    /// What the client sent along, to know its own request again.
    pub nonce: Option<&'a str>,
    /// The access token it came with.
    pub access_token: &'a str,
    /// What the client may know besides.
    pub claims: person::Claims,
}

/// An ID token that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// The person.
    pub user: Uuid,
    /// The client it was for.
    pub client: Uuid,
    /// The login.
    pub session: Uuid,
}

#[derive(Serialize)]
struct Claims<'a> {
    iss: &'a str,
    sub: Uuid,
    aud: Uuid,
    exp: i64,
    iat: i64,
    auth_time: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    nonce: Option<&'a str>,
    at_hash: String,
    sid: Uuid,
    acr: &'static str,
    amr: [&'static str; 1],
    #[serde(flatten)]
    person: person::Claims,
}

#[derive(Deserialize)]
struct Returned {
    iss: String,
    sub: Uuid,
    aud: Uuid,
    sid: Uuid,
}

impl IdToken<'_> {
    /// The token.
    pub fn sign(self, key: &SigningKey, issuer: &str, now: OffsetDateTime) -> Result<SecretString> {
        let claims = Claims {
            iss: issuer,
            sub: self.user,
            aud: self.client,
            exp: (now + LIFETIME).unix_timestamp(),
            iat: now.unix_timestamp(),
            auth_time: self.authenticated_at.unix_timestamp(),
            nonce: self.nonce,
            at_hash: key.half_hash(self.access_token),
            sid: self.session,
            acr: ACR,
            amr: ["pwd"],
            person: self.claims,
        };
        key.sign(KIND, &claims)
    }
}

impl Hint {
    /// Reads an ID token that the site has issued, however long ago, as long as its key is known.
    #[must_use]
    pub fn open(ring: &Keyring, token: &str, issuer: &str, now: OffsetDateTime) -> Option<Self> {
        let Returned { iss, sub, aud, sid } = ring.open(KIND, token, now)?;
        (iss == issuer).then_some(Self { user: sub, client: aud, session: sid })
    }
}
