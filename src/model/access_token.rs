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
    /// The account, or the client that acts for itself.
    pub subject: Uuid,
    /// The login it stands on, if it stands on one; who takes the token checks that it still stands.
    pub session: Option<Uuid>,
    /// The account's role in the site.
    pub role: Option<&'a str>,
    /// The client it is handed to, and what that was granted; `None` for the site's own front end, at the portal's own API.
    pub client: Option<Client<'a>>,
}

/// The client that a token is handed to. Such a token is for the portal where that tells clients about people, never for the API where
/// people act, and it can pass for no ID token, whose audience is the client (RFC 9068 §5). A client's token for itself is for
/// whatever it calls, and names the client as its audience.
#[derive(Debug, Clone, Copy)]
pub struct Client<'a> {
    /// The client id.
    pub id: Uuid,
    /// What it holds of the person; `None` when it acts for itself.
    pub grant: Option<Uuid>,
    /// What it may do.
    pub scope: &'a str,
}

/// A token that was believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessToken {
    /// The token's own id.
    pub id: Uuid,
    /// The account, or the client that acts for itself.
    pub subject: Uuid,
    /// The login it stands on.
    pub session: Option<Uuid>,
    /// The account's role when the token was made.
    pub role: Option<String>,
    /// Whom it is for.
    pub audience: String,
    /// The client it was handed to; the issuer for the site's own front end.
    pub client_id: String,
    /// What the client holds of the person.
    pub grant: Option<Uuid>,
    /// What the client was granted.
    pub scope: Option<String>,
    /// When it was made, to the second.
    pub issued_at: OffsetDateTime,
    /// When it ends, to the second.
    pub expires_at: OffsetDateTime,
}

/// RFC 9068 §2.2, and the login, role and grant that are ours. That wants a name for every client: the site's own front end goes
/// by the issuer, which no registered client is called.
#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    sub: Uuid,
    aud: String,
    client_id: String,
    exp: i64,
    iat: i64,
    jti: Uuid,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sid: Option<Uuid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    role: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    gid: Option<Uuid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    scope: Option<String>,
}

impl<'a> Grant<'a> {
    /// For the site's own front end, at the portal's own API.
    #[must_use]
    pub fn own(user: Uuid, session: Uuid, role: &'a str) -> Self {
        Self { subject: user, session: Some(session), role: Some(role), client: None }
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
        let audience = match self.client {
            None => issuer.to_owned(),
            Some(Client { grant: Some(_), .. }) => about_people(issuer),
            Some(Client { id, grant: None, .. }) => id.to_string(),
        };
        let claims = Claims {
            iss: issuer.to_owned(),
            sub: self.subject,
            aud: audience,
            client_id: self.client.map_or_else(|| issuer.to_owned(), |client| client.id.to_string()),
            exp: iat + lifetime.whole_seconds(),
            iat,
            jti: id,
            sid: self.session,
            role: self.role.map(str::to_owned),
            gid: self.client.and_then(|client| client.grant),
            scope: self.client.map(|client| client.scope.to_owned()),
        };
        key.sign(KIND, &claims)
    }
}

impl AccessToken {
    /// Reads a token that was made for the portal's own API; `None` unless one of the ring's keys signed it as an access token,
    /// by `issuer` and for it, and its time is now.
    #[must_use]
    pub fn open(ring: &Keyring, token: &str, issuer: &str, now: OffsetDateTime) -> Option<Self> {
        Self::read(ring, token, issuer, now, |claims| claims.aud == issuer && claims.client_id == issuer)
    }

    /// As `open`, for a token that was made for a client.
    #[must_use]
    pub fn open_client_s(ring: &Keyring, token: &str, issuer: &str, now: OffsetDateTime) -> Option<Self> {
        Self::read(ring, token, issuer, now, |claims| {
            let audience = if claims.gid.is_some() { about_people(issuer) } else { claims.client_id.clone() };
            claims.aud == audience && claims.client_id != issuer
        })
    }

    fn read(
        ring: &Keyring,
        token: &str,
        issuer: &str,
        now: OffsetDateTime,
        is_meant: impl FnOnce(&Claims) -> bool,
    ) -> Option<Self> {
        let claims: Claims = ring.open(KIND, token, now)?;
        let is_meant = claims.iss == issuer && is_meant(&claims);
        let token = Self {
            id: claims.jti,
            subject: claims.sub,
            session: claims.sid,
            role: claims.role,
            audience: claims.aud,
            client_id: claims.client_id,
            grant: claims.gid,
            scope: claims.scope,
            issued_at: OffsetDateTime::from_unix_timestamp(claims.iat).ok()?,
            expires_at: OffsetDateTime::from_unix_timestamp(claims.exp).ok()?,
        };
        // Not before its time, either: a clock that was set back must not revive what has expired.
        let is_now = token.issued_at - LEEWAY <= now && now < token.expires_at + LEEWAY;
        (is_meant && is_now).then_some(token)
    }
}

/// Where the portal tells clients about people.
fn about_people(issuer: &str) -> String {
    format!("{issuer}/oauth2/userinfo")
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
    fn a_client_s_token_is_no_token_for_the_api_and_the_other_way_round() {
        let ring = ring();
        let own = Grant::own(Uuid::from_u128(1), Uuid::from_u128(2), "user");
        let client = Client { id: Uuid::from_u128(4), grant: Some(Uuid::from_u128(5)), scope: "openid email" };
        let sign = |grant: Grant<'_>| {
            grant.sign(ring.signer(NOW).unwrap(), ISSUER, Uuid::from_u128(3), NOW, Duration::minutes(10)).unwrap()
        };
        let token = sign(Grant { client: Some(client), ..own });
        let opened = AccessToken::open_client_s(&ring, token.expose_secret(), ISSUER, NOW).unwrap();
        assert_eq!((opened.client_id.as_str(), opened.scope.as_deref()), (&*client.id.to_string(), Some("openid email")));
        assert_eq!((opened.grant, opened.expires_at - opened.issued_at), (client.grant, Duration::minutes(10)));
        assert_eq!(AccessToken::open(&ring, token.expose_secret(), ISSUER, NOW), None);
        let token = sign(own);
        let opened = AccessToken::open(&ring, token.expose_secret(), ISSUER, NOW).unwrap();
        assert_eq!((opened.client_id.as_str(), opened.scope), (ISSUER, None));
        assert_eq!(AccessToken::open_client_s(&ring, token.expose_secret(), ISSUER, NOW), None);
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
            AccessToken::open(&ring, token.expose_secret(), ISSUER, NOW)
        };
        assert!(open(claims.clone()).is_some());
        for claim in ["iss", "aud", "exp", "iat", "sub", "jti", "sid"] {
            let mut altered = claims.clone();
            altered[claim] = serde_json::json!([claims[claim], "https://evil.example"]);
            assert_eq!(open(altered), None, "{claim}");
            let mut without = claims.clone();
            without.as_object_mut().unwrap().remove(claim);
            // Only clients' tokens may stand on no login.
            assert_eq!(open(without).is_some(), claim == "sid", "{claim}");
        }
    }
}
