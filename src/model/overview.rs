//! How the whole portal is doing, in numbers.

use time::OffsetDateTime;

/// Counts over all sites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    /// Sites, disabled ones included.
    pub sites: i64,
    /// Those that do not answer.
    pub disabled_sites: i64,
    /// Accounts.
    pub users: i64,
    /// The last 24 hours, the oldest first.
    pub hours: Vec<Hour>,
    /// Letters that wait to be posted, due or not.
    pub waiting: i64,
    /// Letters that were given up in the last 24 hours.
    pub failed: i64,
    /// Whether any letter has gone lately.
    pub posted: bool,
}

/// An hour, and what happened in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hour {
    /// When it began.
    pub at: OffsetDateTime,
    /// Logins.
    pub logins: i64,
    /// Logins that were refused.
    pub failures: i64,
}

impl Overview {
    /// Logins in the last 24 hours.
    #[must_use]
    pub fn logins(&self) -> i64 {
        self.hours.iter().map(|hour| hour.logins).sum()
    }

    /// Logins that were refused in the last 24 hours.
    #[must_use]
    pub fn failures(&self) -> i64 {
        self.hours.iter().map(|hour| hour.failures).sum()
    }
}
