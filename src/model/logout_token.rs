//! Logout tokens (OpenID Connect Back-Channel Logout 1.0 §2.4): they tell a client that somebody has logged out.

use anyhow::Result;
use secrecy::SecretString;
use serde::Serialize;
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::signing_key::SigningKey;

/// The type in the header, so that it passes for no other token.
const KIND: &str = "logout+jwt";
/// How long it may be on its way.
const LIFETIME: Duration = Duration::minutes(2);

/// What a logout token says.
#[derive(Debug, Clone, Copy)]
pub struct LogoutToken {
    /// The person.
    pub user: Uuid,
    /// The login that ended; the `sid` of its ID tokens.
    pub session: Uuid,
    /// The client that is told.
    pub client: Uuid,
}

#[derive(Serialize)]
struct Claims<'a> {
    iss: &'a str,
    sub: Uuid,
    aud: Uuid,
    iat: i64,
    exp: i64,
    jti: Uuid,
    sid: Uuid,
    events: Value,
}

impl LogoutToken {
    /// The token, named `id`.
    pub fn sign(&self, key: &SigningKey, issuer: &str, id: Uuid, now: OffsetDateTime) -> Result<SecretString> {
        let claims = Claims {
            iss: issuer,
            sub: self.user,
            aud: self.client,
            iat: now.unix_timestamp(),
            exp: (now + LIFETIME).unix_timestamp(),
            jti: id,
            sid: self.session,
            events: json!({ "http://schemas.openid.net/event/backchannel-logout": {} }),
        };
        key.sign(KIND, &claims)
    }
}
