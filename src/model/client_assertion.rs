//! How a client proves who it is by a signature (RFC 7523 §3, OpenID Connect Core §9): a short token by itself, about itself, for
//! us, good for one use.

use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header, jwk::JwkSet};
use serde::Deserialize;
use serde_json::Value;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::keyring::LEEWAY;

/// The one kind of proof there is.
pub const KIND: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// How far ahead a proof may expire: so long it is remembered, so that it counts once.
const LONGEST: Duration = Duration::hours(1);
/// Signatures by a key that only the client has. Nothing that we could have made ourselves.
const ALGORITHMS: [Algorithm; 8] = [
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::PS384,
    Algorithm::PS512,
    Algorithm::ES256,
    Algorithm::EdDSA,
];
/// Their names, for the metadata.
pub const ALGORITHM_NAMES: [&str; 8] = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "EdDSA"];

/// A proof that is right, if it was not used before.
#[derive(Debug, PartialEq, Eq)]
pub struct Assertion {
    /// Its own name.
    pub id: String,
    /// Until when it has to be remembered.
    pub expires_at: OffsetDateTime,
}

#[derive(Deserialize)]
struct Claims {
    iss: Uuid,
    sub: Uuid,
    aud: Audience,
    exp: i64,
    #[serde(default)]
    nbf: Option<i64>,
    jti: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

/// Whose proof it claims to be. Not yet believed.
#[must_use]
pub fn claimed(assertion: &str) -> Option<Uuid> {
    jsonwebtoken::dangerous::insecure_decode::<Claims>(assertion).ok().map(|token| token.claims.sub)
}

impl Assertion {
    /// Reads a proof by `client`, whose public keys are `jwks`; `None` unless one of them signed it, for one of `audiences`,
    /// and its time is now.
    #[must_use]
    pub fn open(assertion: &str, client: Uuid, jwks: &Value, audiences: &[String], now: OffsetDateTime) -> Option<Self> {
        let header = decode_header(assertion).ok()?;
        if !ALGORITHMS.contains(&header.alg) || header.crit.is_some() {
            return None;
        }
        let keys: JwkSet = serde_json::from_value(jwks.clone()).ok()?;
        let named = |key: &&jsonwebtoken::jwk::Jwk| header.kid.is_none() || header.kid == key.common.key_id;
        let mut rules = Validation::new(header.alg);
        rules.required_spec_claims.clear();
        (rules.validate_exp, rules.validate_aud) = (false, false);
        let claims: Claims = keys.keys.iter().filter(named).find_map(|key| {
            let key = DecodingKey::from_jwk(key).ok()?;
            decode(assertion, &key, &rules).ok().map(|opened| opened.claims)
        })?;
        // One audience: what is meant for others as well, others could use here.
        let is_for_us = match &claims.aud {
            Audience::One(audience) => audiences.contains(audience),
            Audience::Several(all) => all.len() == 1 && audiences.contains(&all[0]),
        };
        let expires_at = OffsetDateTime::from_unix_timestamp(claims.exp).ok()?;
        let begun = claims.nbf.is_none_or(|begin| begin <= (now + LEEWAY).unix_timestamp());
        let is_now = begun && now < expires_at + LEEWAY && expires_at <= now + LONGEST;
        let is_named = !claims.jti.is_empty() && claims.jti.len() <= 500;
        (claims.iss == client && claims.sub == client && is_for_us && is_now && is_named)
            .then(|| Self { id: claims.jti, expires_at: expires_at + LEEWAY })
    }
}
