//! A client as a person sees it who has let it in.

use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use super::look::Asset;

/// A client that knows a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ConnectedApp {
    /// The client id.
    #[serde(rename = "client_id")]
    pub id: Uuid,
    /// Its name for people.
    #[schema(example = "Acme Shop")]
    pub name: String,
    /// Its sign, served at `/assets/f/{hash}` with the ending of its type.
    pub logo: Option<Asset>,
    /// What it may know or do.
    #[schema(example = json!(["openid", "email"]))]
    pub scopes: Vec<String>,
    /// When the person last allowed that; for the site's own, when it was first let in of what it still holds.
    #[serde(with = "time::serde::rfc3339")]
    pub since: OffsetDateTime,
    /// When it last got or renewed what it still holds.
    #[serde(with = "time::serde::rfc3339::option")]
    pub last_used_at: Option<OffsetDateTime>,
}
