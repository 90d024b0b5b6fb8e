//! A client as a person sees it who has let it in.

use time::OffsetDateTime;
use uuid::Uuid;

use super::look::Asset;

/// A client that knows a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectedApp {
    /// The client id.
    pub id: Uuid,
    /// Its name for people.
    pub name: String,
    /// Its sign.
    pub logo: Option<Asset>,
    /// What it may know or do.
    pub scopes: Vec<String>,
    /// When the person last allowed that; for the site's own, when it was first let in of what it still holds.
    pub since: OffsetDateTime,
}
