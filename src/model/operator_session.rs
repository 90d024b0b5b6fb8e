//! The operator's login at the dashboard.

use std::net::IpAddr;

use time::OffsetDateTime;
use uuid::Uuid;

/// A login of the operator's that stands.
#[derive(Debug, Clone)]
pub struct OperatorSession {
    /// Its id.
    pub id: Uuid,
    /// When the master key, or a link that stands for it, was last given.
    pub proven_at: OffsetDateTime,
    /// When it began.
    pub created_at: OffsetDateTime,
    /// When it ends at the latest.
    pub expires_at: OffsetDateTime,
    /// Where it came from.
    pub address: IpAddr,
    /// Whether the time of the last visit should be noted again.
    pub is_due: bool,
}
