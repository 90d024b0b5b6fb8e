//! Access tokens (RFC 9068): what the portal hands to whoever is logged in, and believes only after a strict look.

use anyhow::Result;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::{
    keyring::{Keyring, LEEWAY},
    signing_key::SigningKey,
};

/// The type in the header. An ID token has another one, so it cannot pass for an access token.
const KIND: &str = "at+jwt";

/// Whom a token is for, and what it lets its bearer do.
#[derive(Debug, Clone, Copy)]
pub struct Grant<'a> {
    /// The account.
    pub user: Uuid,
    /// The login it stands on; who takes the token checks that it still stands.
    pub session: Uuid,
    /// The account's role in the site.
    pub role: &'a str,
    /// Who is to take it; `None` for the portal's own API, whose name is the issuer.
    pub audience: Option<&'a str>,
    /// The client it is handed to; `None` for the site's own front end. RFC 9068 wants a name: then, too, it is the issuer, which
    /// no registered client is called.
    pub client_id: Option<&'a str>,
    /// What the client was granted; `None` where nobody was asked.
    pub scope: Option<&'a str>,
}

/// A token that was believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessToken {
    /// The token's own id.
    pub id: Uuid,
    /// The account.
    pub user: Uuid,
    /// The login it stands on.
    pub session: Uuid,
    /// The account's role when the token was made.
    pub role: String,
    /// The client it was handed to; the issuer for the site's own front end.
    pub client_id: String,
    /// What the client was granted.
    pub scope: Option<String>,
    /// When it was made, to the second.
    pub issued_at: OffsetDateTime,
    /// When it ends, to the second.
    pub expires_at: OffsetDateTime,
}

/// RFC 9068 §2.2, and the login and role that are ours.
#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    sub: Uuid,
    aud: String,
    client_id: String,
    exp: i64,
    iat: i64,
    jti: Uuid,
    sid: Uuid,
    role: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    scope: Option<String>,
}

impl<'a> Grant<'a> {
    /// For the site's own front end, at the portal's own API.
    #[must_use]
    pub fn own(user: Uuid, session: Uuid, role: &'a str) -> Self {
        Self { user, session, role, audience: None, client_id: None, scope: None }
    }

    /// The token, named `id`, that says so for `lifetime`.
    pub fn sign(
        &self,
        key: &SigningKey,
        issuer: &str,
        id: Uuid,
        now: OffsetDateTime,
        lifetime: Duration,
    ) -> Result<SecretString> {
        let iat = now.unix_timestamp();
        let claims = Claims {
            iss: issuer.to_owned(),
            sub: self.user,
            aud: self.audience.unwrap_or(issuer).to_owned(),
            client_id: self.client_id.unwrap_or(issuer).to_owned(),
            exp: iat + lifetime.whole_seconds(),
            iat,
            jti: id,
            sid: self.session,
            role: self.role.to_owned(),
            scope: self.scope.map(str::to_owned),
        };
        key.sign(KIND, &claims)
    }
}

impl AccessToken {
    /// Reads a token; `None` unless one of the ring's keys signed it as an access token, by `issuer` and for `audience`, and
    /// its time is now.
    #[must_use]
    pub fn open(ring: &Keyring, token: &str, issuer: &str, audience: &str, now: OffsetDateTime) -> Option<Self> {
        let claims: Claims = ring.open(KIND, token, now)?;
        let token = Self {
            id: claims.jti,
            user: claims.sub,
            session: claims.sid,
            role: claims.role,
            client_id: claims.client_id,
            scope: claims.scope,
            issued_at: OffsetDateTime::from_unix_timestamp(claims.iat).ok()?,
            expires_at: OffsetDateTime::from_unix_timestamp(claims.exp).ok()?,
        };
        // Not before its time, either: a clock that was set back must not revive what has expired.
        let is_now = token.issued_at - LEEWAY <= now && now < token.expires_at + LEEWAY;
        (claims.iss == issuer && claims.aud == audience && is_now).then_some(token)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use secrecy::ExposeSecret;
    use time::macros::datetime;

    use super::*;
    use crate::model::{keyring::Entry, signing_key::Algorithm};

    const NOW: OffsetDateTime = datetime!(2026-11-21 12:00 UTC);
    const ISSUER: &str = "https://portal.example/s/acme";

    fn ring() -> Keyring {
        let key = SigningKey::read(Algorithm::EdDsa, &Algorithm::EdDsa.generate().unwrap()).unwrap();
        let entry = Entry { key: Arc::new(key), generation: 1, created_at: NOW, active_at: NOW, retires_at: None };
        Keyring::new(vec![entry], NOW)
    }

    #[test]
    fn a_token_for_another_audience_names_its_client_and_is_no_token_for_us() {
        let ring = ring();
        let own = Grant::own(Uuid::from_u128(1), Uuid::from_u128(2), "user");
        let other = Grant { audience: Some("https://api.example"), client_id: Some("shop"), scope: Some("openid email"), ..own };
        let key = ring.signer(NOW).unwrap();
        let token = other.sign(key, ISSUER, Uuid::from_u128(3), NOW, Duration::minutes(10)).unwrap();
        let open = |audience| AccessToken::open(&ring, token.expose_secret(), ISSUER, audience, NOW);
        let opened = open("https://api.example").unwrap();
        assert_eq!((opened.client_id.as_str(), opened.scope.as_deref()), ("shop", Some("openid email")));
        assert_eq!(opened.expires_at - opened.issued_at, Duration::minutes(10));
        assert_eq!(open(ISSUER), None);
        let own = own.sign(key, ISSUER, Uuid::from_u128(3), NOW, Duration::minutes(10)).unwrap();
        let opened = AccessToken::open(&ring, own.expose_secret(), ISSUER, ISSUER, NOW).unwrap();
        assert_eq!((opened.client_id.as_str(), opened.scope), (ISSUER, None));
    }

    #[test]
    fn an_issuer_or_audience_among_several_is_not_enough() {
        let ring = ring();
        let claims = serde_json::json!({
            "iss": ISSUER, "sub": Uuid::nil(), "aud": ISSUER, "client_id": ISSUER, "exp": NOW.unix_timestamp() + 60,
            "iat": NOW.unix_timestamp(), "jti": Uuid::nil(), "sid": Uuid::nil(), "role": "user",
        });
        let open = |claims| {
            let token = ring.signer(NOW).unwrap().sign(KIND, &claims).unwrap();
            AccessToken::open(&ring, token.expose_secret(), ISSUER, ISSUER, NOW)
        };
        assert!(open(claims.clone()).is_some());
        for claim in ["iss", "aud", "exp", "iat", "sub", "jti", "sid"] {
            let mut altered = claims.clone();
            altered[claim] = serde_json::json!([claims[claim], "https://evil.example"]);
            assert_eq!(open(altered), None, "{claim}");
            let mut without = claims.clone();
            without.as_object_mut().unwrap().remove(claim);
            assert_eq!(open(without), None, "{claim}");
        }
    }
}
