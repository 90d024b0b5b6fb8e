//! How the whole portal is doing, in numbers.

/// Counts over all sites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    /// Sites, disabled ones included.
    pub sites: i64,
    /// Those that do not answer.
    pub disabled_sites: i64,
    /// Accounts.
    pub users: i64,
    /// Logins in the last 24 hours.
    pub logins: i64,
    /// Logins that were refused in the last 24 hours.
    pub failures: i64,
    /// Letters that wait to be posted, due or not.
    pub waiting: i64,
    /// Letters that were given up in the last 24 hours.
    pub failed: i64,
    /// Whether any letter has gone lately.
    pub posted: bool,
}
