//! A client as those who administer its site see it. What it keeps secret is not in here.

use serde::Serialize;
use serde_json::Value;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    look::Asset,
    oauth_client::{Authentication, Client, Kind, Secret, Status},
};

/// A client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Client)]
pub struct ClientRecord {
    /// The client id.
    pub client_id: Uuid,
    /// Where it runs.
    pub kind: Kind,
    /// Its name for people.
    #[schema(example = "Acme Shop")]
    pub name: String,
    /// Its sign, served at `/assets/f/{hash}` with the ending of its type.
    pub logo: Option<Asset>,
    /// Where people come back to after logging in, letter by letter.
    #[schema(example = json!(["https://shop.acme.example/callback"]))]
    pub redirect_uris: Vec<String>,
    /// Where people may go after logging out, letter by letter.
    #[schema(example = json!(["https://shop.acme.example/"]))]
    pub post_logout_redirect_uris: Vec<String>,
    /// Where it is told that somebody has logged out.
    #[schema(example = "https://shop.acme.example/logged-out")]
    pub backchannel_logout_uri: Option<String>,
    /// The scopes that it may ask for.
    #[schema(example = json!(["openid", "profile", "email", "offline_access"]))]
    pub scopes: Vec<String>,
    /// How it proves who it is.
    pub auth: Authentication,
    /// Its public keys (RFC 7517), if it proves itself by a signature.
    #[schema(value_type = Option<Object>)]
    pub jwks: Option<Value>,
    /// Whether its codes need a proof of who asked for them (RFC 7636).
    pub require_pkce: bool,
    /// Whether it is the site's own, so that nobody is asked whether it may know them.
    pub first_party: bool,
    /// Its own home page.
    #[schema(example = "https://shop.acme.example/")]
    pub home_url: Option<String>,
    /// Its terms of use.
    #[schema(example = "https://shop.acme.example/terms")]
    pub terms_url: Option<String>,
    /// Its privacy notice.
    #[schema(example = "https://shop.acme.example/privacy")]
    pub privacy_url: Option<String>,
    /// Whether it may do anything at all.
    pub status: Status,
    /// What is known of its secrets, the newest first.
    pub secrets: Vec<SecretRecord>,
    /// When it was registered.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    /// When it was last changed.
    #[serde(with = "time::serde::rfc3339")]
    pub updated_at: OffsetDateTime,
}

/// What is known of a client's secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ClientSecret)]
pub struct SecretRecord {
    /// Its id.
    pub id: Uuid,
    /// Its last characters, to know it by.
    #[schema(example = "x3Qk")]
    pub hint: String,
    /// When it was made.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    /// When it ends, if ever.
    #[serde(with = "time::serde::rfc3339::option")]
    pub expires_at: Option<OffsetDateTime>,
    /// When it was last used, to the hour.
    #[serde(with = "time::serde::rfc3339::option")]
    pub last_used_at: Option<OffsetDateTime>,
}

impl ClientRecord {
    /// From its row and what is known of its secrets.
    #[must_use]
    pub fn new(client: Client, secrets: Vec<SecretRecord>) -> Self {
        Self {
            client_id: client.id,
            kind: client.kind,
            name: client.name,
            logo: client.logo,
            redirect_uris: client.redirect_uris,
            post_logout_redirect_uris: client.post_logout_redirect_uris,
            backchannel_logout_uri: client.backchannel_logout_uri,
            scopes: client.scopes,
            auth: client.auth,
            jwks: client.jwks,
            require_pkce: client.require_pkce,
            first_party: client.first_party,
            home_url: client.home_url,
            terms_url: client.terms_url,
            privacy_url: client.privacy_url,
            status: client.status,
            secrets,
            created_at: client.created_at,
            updated_at: client.updated_at,
        }
    }
}

impl From<Secret> for SecretRecord {
    fn from(secret: Secret) -> Self {
        Self {
            id: secret.id,
            hint: secret.hint,
            created_at: secret.created_at,
            expires_at: secret.expires_at,
            last_used_at: secret.last_used_at,
        }
    }
}
