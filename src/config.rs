//! Every setting: its name in the environment, its default and its meaning. `vestibule --help` prints them from here.

mod refusals;

use std::{net::SocketAddr, path::PathBuf, str::FromStr};

use clap::{Args, ValueEnum};
use ipnet::IpNet;
use secrecy::{ExposeSecret, SecretString};
use time::Duration;
use url::{Host, Url};

use crate::model::{keyring::LONGEST_TOKEN, mailed::MailedLifetimes};

/// The longest period that can be set; a longer one is a slip.
const LONGEST: Duration = Duration::days(3660);

/// The settings, from flags, the environment or a `.env` file.
#[derive(Debug, Clone, Args)]
pub struct Config {
    /// How strict to be; unless said here, development only when LISTEN and PUBLIC_URL are loopback and DATABASE_URL is unset.
    #[arg(long = "env", env = "VESTIBULE_ENV", global = true, help_heading = "Settings")]
    pub env: Option<Environment>,
    /// Address to bind.
    #[arg(long, env = "LISTEN", default_value = "127.0.0.1:8080", global = true, help_heading = "Settings")]
    pub listen: SocketAddr,
    /// How browsers reach the portal.
    #[arg(long, env = "PUBLIC_URL", default_value = "http://localhost:8080", global = true, help_heading = "Settings")]
    pub public_url: Url,
    /// The Postgres database; unset: a private one that Vestibule starts for itself in DATA_DIR.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, global = true, help_heading = "Settings")]
    pub database_url: Option<SecretString>,
    /// Most connections to the database.
    #[arg(long, env = "DATABASE_CONNECTIONS", default_value_t = 16, global = true, help_heading = "Settings")]
    pub database_connections: u32,
    /// Private Postgres and generated development secrets.
    #[arg(long, env = "DATA_DIR", default_value = "./data", global = true, help_heading = "Settings")]
    pub data_dir: PathBuf,
    /// At least 32 bytes for cookies and for secrets at rest; `new,old` while changing it. Generated in development.
    #[arg(long, env = "SECRET_KEY", hide_env_values = true, global = true, help_heading = "Settings")]
    pub secret_key: Option<SecretString>,
    /// At least 32 characters for the operator; `new,old` while changing it. Generated in development.
    #[arg(long, env = "MASTER_API_KEY", hide_env_values = true, global = true, help_heading = "Settings")]
    pub master_api_key: Option<SecretString>,
    /// smtp://user:password@host:587, smtps://…, file:///directory; development without it: the mailbox at /dev/mailbox.
    #[arg(long, env = "MAIL_URL", hide_env_values = true, global = true, help_heading = "Settings")]
    pub mail_url: Option<SecretString>,
    /// Networks (CIDR, comma-separated) whose X-Forwarded-For is believed.
    #[arg(long, env = "TRUSTED_PROXIES", value_delimiter = ',', global = true, help_heading = "Settings")]
    pub trusted_proxies: Vec<IpNet>,
    /// Where GET / redirects; unset: a small neutral page.
    #[arg(long, env = "HOME_URL", global = true, help_heading = "Settings")]
    pub home_url: Option<Url>,
    /// A directory of further themes, one folder each, over the shipped ones.
    #[arg(long, env = "THEMES_DIR", global = true, help_heading = "Settings")]
    pub themes_dir: Option<PathBuf>,
    /// What to log: a level, or levels by module such as info,vestibule=debug.
    #[arg(long, env = "LOG", default_value = "info", global = true, help_heading = "Settings")]
    pub log: String,
    /// Lifetimes and limits.
    #[command(flatten)]
    pub lifetimes: Lifetimes,
    /// How much may be tried how often.
    #[command(flatten)]
    pub limits: Limits,
    /// What a password hash costs.
    #[command(flatten)]
    pub hashing: Hashing,
}

/// How long things last.
#[derive(Debug, Clone, Args)]
pub struct Lifetimes {
    /// A login without "keep me logged in" ends after so long without a visit.
    #[arg(long, env = "SESSION_IDLE", default_value = "12h", value_parser = duration, global = true, help_heading = "Lifetimes")]
    pub session_idle: Duration,
    /// A login without "keep me logged in" ends after so long at the latest.
    #[arg(long, env = "SESSION_LIFETIME", default_value = "24h", value_parser = duration, global = true, help_heading = "Lifetimes")]
    pub session_lifetime: Duration,
    /// A login with "keep me logged in" lasts so long.
    #[arg(long, env = "REMEMBER_LIFETIME", default_value = "30d", value_parser = duration, global = true, help_heading = "Lifetimes")]
    pub remember: Duration,
    /// A link that proves an address.
    #[arg(long, env = "SIGNUP_LINK_LIFETIME", default_value = "24h", value_parser = duration, global = true, help_heading = "Lifetimes")]
    pub signup_link: Duration,
    /// A six-digit code that proves an address.
    #[arg(long, env = "SIGNUP_CODE_LIFETIME", default_value = "30m", value_parser = duration, global = true, help_heading = "Lifetimes")]
    pub signup_code: Duration,
    /// A link that resets a password.
    #[arg(long, env = "RESET_LINK_LIFETIME", default_value = "1h", value_parser = duration, global = true, help_heading = "Lifetimes")]
    pub reset_link: Duration,
    /// A six-digit code that resets a password.
    #[arg(long, env = "RESET_CODE_LIFETIME", default_value = "15m", value_parser = duration, global = true, help_heading = "Lifetimes")]
    pub reset_code: Duration,
    /// How long to wait before asking for another mail.
    #[arg(long, env = "RESEND_COOLDOWN", default_value = "60s", value_parser = duration, global = true, help_heading = "Lifetimes")]
    pub resend_cooldown: Duration,
    /// An access token; 1h at most, because keys are kept for that long.
    #[arg(long = "access-token-lifetime", env = "ACCESS_TOKEN_LIFETIME", default_value = "10m", value_parser = token_lifetime, global = true, help_heading = "Lifetimes")]
    pub access_token: Duration,
}

/// How much may be tried how often, as `count/period`.
#[derive(Debug, Clone, Args)]
pub struct Limits {
    /// Logins to one account.
    #[arg(
        long = "limit-login-account",
        env = "LIMIT_LOGIN_ACCOUNT",
        default_value = "10/15m",
        global = true,
        help_heading = "Limits"
    )]
    pub login_account: Rate,
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
}

/// What a password hash costs (Argon2id). Stored hashes of another cost are made anew at the next login.
#[derive(Debug, Clone, Args)]
pub struct Hashing {
    /// Memory in KiB.
    #[arg(long, env = "ARGON2_MEMORY", default_value_t = 19_456, global = true, help_heading = "Hashing")]
    pub argon2_memory: u32,
    /// Passes over the memory.
    #[arg(long, env = "ARGON2_PASSES", default_value_t = 2, global = true, help_heading = "Hashing")]
    pub argon2_passes: u32,
    /// Lanes.
    #[arg(long, env = "ARGON2_LANES", default_value_t = 1, global = true, help_heading = "Hashing")]
    pub argon2_lanes: u32,
    /// Hashing threads; 0 means as many as processors.
    #[arg(long, env = "HASH_THREADS", default_value_t = 0, global = true, help_heading = "Hashing")]
    pub hash_threads: usize,
}

/// How strict to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Environment {
    /// On one's own machine: generated secrets, demo sites, the mailbox.
    Development,
    /// Anywhere else.
    Production,
}

/// So many in so long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// How many.
    pub most: u32,
    /// In how long.
    pub per: Duration,
}

impl Lifetimes {
    /// Of what a signup's letter holds.
    #[must_use]
    pub fn signup(&self) -> MailedLifetimes {
        MailedLifetimes { link: self.signup_link, code: self.signup_code }
    }

    /// Of what a reset's letter holds.
    #[must_use]
    pub fn reset(&self) -> MailedLifetimes {
        MailedLifetimes { link: self.reset_link, code: self.reset_code }
    }
}

impl FromStr for Rate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (most, per) = text.split_once('/').ok_or("write it as count/period, such as 10/15m")?;
        let most = most.parse().map_err(|_| format!("{most:?} is not a number"))?;
        Ok(Self { most, per: duration(per)? })
    }
}

fn duration(text: &str) -> Result<Duration, String> {
    let parsed: std::time::Duration = text.parse::<humantime::Duration>().map_err(|error| error.to_string())?.into();
    let parsed = Duration::try_from(parsed).map_err(|error| error.to_string())?;
    if (Duration::SECOND..=LONGEST).contains(&parsed) { Ok(parsed) } else { Err("it must be between 1s and 10 years".to_owned()) }
}

fn token_lifetime(text: &str) -> Result<Duration, String> {
    duration(text)
        .and_then(|lifetime| if lifetime <= LONGEST_TOKEN { Ok(lifetime) } else { Err("it may be 1h at most".to_owned()) })
}

impl Config {
    /// The environment that was chosen or that follows from where the portal listens.
    #[must_use]
    pub fn environment(&self) -> Environment {
        self.env.unwrap_or(match self.listen.ip().is_loopback() && is_loopback(&self.public_url) && self.database_url.is_none() {
            true => Environment::Development,
            false => Environment::Production,
        })
    }

    /// Whether this is a developer's own machine.
    #[must_use]
    pub fn is_development(&self) -> bool {
        self.environment() == Environment::Development
    }

    /// `SECRET_KEY`, the current one first.
    #[must_use]
    pub fn secret_keys(&self) -> Vec<SecretString> {
        let keys = self.secret_key.iter().flat_map(|keys| keys.expose_secret().split(','));
        keys.map(|key| SecretString::from(key.trim().to_owned())).collect()
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
