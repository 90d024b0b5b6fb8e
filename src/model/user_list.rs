//! Which accounts of a site, and in which order.

use serde::Deserialize;
use utoipa::ToSchema;

use super::user::{Role, Status};

/// Which accounts, and in which order.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// An id, or else words that stand in the address, the name or the username.
    pub search: Option<String>,
    /// What they may do.
    pub role: Option<Role>,
    /// Whether they may log in.
    pub status: Option<Status>,
    /// In which order.
    pub order: Order,
}

/// An order of accounts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[schema(as = UserOrder)]
pub enum Order {
    /// By address.
    #[default]
    #[serde(rename = "email")]
    Email,
    /// By address, backwards.
    #[serde(rename = "-email")]
    EmailDescending,
    /// The oldest account first.
    #[serde(rename = "created_at")]
    Created,
    /// The newest account first.
    #[serde(rename = "-created_at")]
    CreatedDescending,
    /// Whoever was away longest first.
    #[serde(rename = "last_login_at")]
    LastLogin,
    /// Whoever was here last first.
    #[serde(rename = "-last_login_at")]
    LastLoginDescending,
}
