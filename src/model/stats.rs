//! How a site is doing, in numbers.

use serde::Serialize;
use time::Date;
use utoipa::ToSchema;

/// A site's numbers.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Stats {
    /// Its accounts.
    pub users: Users,
    /// The last 30 days, today included, the oldest first. Days begin at midnight UTC.
    pub days: Vec<Day>,
}

/// How many accounts there are.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = UserStats)]
pub struct Users {
    /// In all.
    pub total: i64,
    /// Whose address was proven.
    pub verified: i64,
    /// That wait for their owner to accept the invitation.
    pub invited: i64,
    /// That may not log in.
    pub disabled: i64,
    /// That somebody logged in to in the last 24 hours.
    pub active_24h: i64,
    /// In the last 7 days.
    pub active_7d: i64,
    /// In the last 30 days.
    pub active_30d: i64,
}

/// What happened on one day.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = DayStats)]
pub struct Day {
    /// The day.
    #[schema(value_type = String, format = Date, example = "2026-11-21")]
    #[serde(serialize_with = "iso")]
    pub day: Date,
    /// Addresses that were proven, and with them accounts made.
    pub signups: i64,
    /// Logins.
    pub logins: i64,
    /// Logins that were refused.
    pub failures: i64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands out references")]
fn iso<S: serde::Serializer>(day: &Date, out: S) -> Result<S::Ok, S::Error> {
    out.collect_str(day)
}
