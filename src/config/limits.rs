//! How much may be tried how often.

use std::str::FromStr;

use clap::Args;
use time::Duration;

use super::duration;

/// How much may be tried how often, as `count/period`.
#[derive(Debug, Clone, Args)]
pub struct Limits {
    /// How long to wait after wrong passwords for one account, as `count/wait,…`: from so many wrong ones on, so long after each.
    #[arg(
        long = "limit-login-account",
        env = "LIMIT_LOGIN_ACCOUNT",
        default_value = "5/30s,10/5m,25/15m,100/24h",
        global = true,
        help_heading = "Limits"
    )]
    pub login_account: Waits,
    /// Logins from one client address.
    #[arg(
        long = "limit-login-address",
        env = "LIMIT_LOGIN_ADDRESS",
        default_value = "100/15m",
        global = true,
        help_heading = "Limits"
    )]
    pub login_address: Rate,
    /// Signups from one client address.
    #[arg(
        long = "limit-signup-address",
        env = "LIMIT_SIGNUP_ADDRESS",
        default_value = "30/1h",
        global = true,
        help_heading = "Limits"
    )]
    pub signup_address: Rate,
    /// Changes of one account's address.
    #[arg(
        long = "limit-change-account",
        env = "LIMIT_CHANGE_ACCOUNT",
        default_value = "10/1d",
        global = true,
        help_heading = "Limits"
    )]
    pub change_account: Rate,
    /// Mails to one recipient, whatever asked for them.
    #[arg(
        long = "limit-mail-recipient",
        env = "LIMIT_MAIL_RECIPIENT",
        default_value = "6/1h",
        global = true,
        help_heading = "Limits"
    )]
    pub mail_recipient: Rate,
    /// Mails asked for from one client address.
    #[arg(
        long = "limit-resend-address",
        env = "LIMIT_RESEND_ADDRESS",
        default_value = "30/1h",
        global = true,
        help_heading = "Limits"
    )]
    pub resend_address: Rate,
    /// Letters sent to see whether mail arrives, for one site and from one client address.
    #[arg(long = "limit-mail-test", env = "LIMIT_MAIL_TEST", default_value = "30/1h", global = true, help_heading = "Limits")]
    pub mail_test: Rate,
    /// Codes tried for one address.
    #[arg(
        long = "limit-proof-account",
        env = "LIMIT_PROOF_ACCOUNT",
        default_value = "20/1h",
        global = true,
        help_heading = "Limits"
    )]
    pub proof_account: Rate,
    /// Codes and links tried from one client address.
    #[arg(
        long = "limit-proof-address",
        env = "LIMIT_PROOF_ADDRESS",
        default_value = "60/15m",
        global = true,
        help_heading = "Limits"
    )]
    pub proof_address: Rate,
    /// Devices that ask to be logged in, from one client address.
    #[arg(
        long = "limit-device-address",
        env = "LIMIT_DEVICE_ADDRESS",
        default_value = "60/15m",
        global = true,
        help_heading = "Limits"
    )]
    pub device_address: Rate,
    /// Links that count for nothing, at one site and from wherever they are shown.
    #[arg(
        long = "limit-proof-site",
        env = "LIMIT_PROOF_SITE",
        default_value = "10000/1h",
        global = true,
        help_heading = "Limits"
    )]
    pub proof_site: Rate,
    /// Codes and refresh tokens that count for nothing, from one client address.
    #[arg(
        long = "limit-token-address",
        env = "LIMIT_TOKEN_ADDRESS",
        default_value = "300/15m",
        global = true,
        help_heading = "Limits"
    )]
    pub token_address: Rate,
    /// Apps that did not prove who they are, from one client address.
    #[arg(
        long = "limit-app-address",
        env = "LIMIT_APP_ADDRESS",
        default_value = "60/15m",
        global = true,
        help_heading = "Limits"
    )]
    pub app_address: Rate,
    /// Wrong proofs of being one app, from wherever they come.
    #[arg(long = "limit-app", env = "LIMIT_APP", default_value = "300/15m", global = true, help_heading = "Limits")]
    pub app: Rate,
    /// Wrong master keys from one client address.
    #[arg(
        long = "limit-operator-address",
        env = "LIMIT_OPERATOR_ADDRESS",
        default_value = "30/15m",
        global = true,
        help_heading = "Limits"
    )]
    pub operator_address: Rate,
}

/// So many in so long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// How many.
    pub most: u32,
    /// In how long.
    pub per: Duration,
}

/// How long to wait, from which count on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waits(pub Vec<(u32, Duration)>);

impl FromStr for Rate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (most, per) = counted(text)?;
        Ok(Self { most, per })
    }
}

impl FromStr for Waits {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.split(',').map(|step| counted(step.trim())).collect::<Result<_, _>>().map(Self)
    }
}

fn counted(text: &str) -> Result<(u32, Duration), String> {
    let (count, period) = text.split_once('/').ok_or("write it as count/period, such as 10/15m")?;
    Ok((count.parse().map_err(|_| format!("{count:?} is not a number"))?, duration(period)?))
}
