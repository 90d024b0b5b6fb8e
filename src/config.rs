//! Every setting: its name in the environment, its default and its meaning. `vestibule --help` prints them from here.

mod limits;
mod refusals;

use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, ValueEnum};
use ipnet::IpNet;
use secrecy::{ExposeSecret, SecretString};
use time::Duration;
use url::{Host, Url};

pub use self::limits::{Limits, Rate, Waits};
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
    /// At least 32 characters for whoever asks for GET /api/status; unset: there is no such address.
    #[arg(long, env = "SERVICE_API_TOKEN", hide_env_values = true, global = true, help_heading = "Settings")]
    pub service_api_token: Option<SecretString>,
    /// At least 32 characters for whoever asks for GET /metrics; unset: there is no such address.
    #[arg(long, env = "METRICS_TOKEN", hide_env_values = true, global = true, help_heading = "Settings")]
    pub metrics_token: Option<SecretString>,
    /// smtp://user:password@host:587, smtps://…, mailgun://KEY@domain, file:///directory; development: the mailbox.
    #[arg(long, env = "MAIL_URL", hide_env_values = true, global = true, help_heading = "Settings")]
    pub mail_url: Option<SecretString>,
    /// Networks (CIDR, comma-separated) other than the public one that sites' own mail servers may stand in.
    #[arg(long, env = "SITE_MAIL_NETWORKS", value_delimiter = ',', global = true, help_heading = "Settings")]
    pub site_mail_networks: Vec<IpNet>,
    /// Networks (CIDR, comma-separated) whose X-Forwarded-For is believed.
    #[arg(long, env = "TRUSTED_PROXIES", value_delimiter = ',', global = true, help_heading = "Settings")]
    pub trusted_proxies: Vec<IpNet>,
    /// Where GET / redirects; unset: a small neutral page.
    #[arg(long, env = "HOME_URL", global = true, help_heading = "Settings")]
    pub home_url: Option<Url>,
    /// A directory of further themes, one folder each, over the shipped ones.
    #[arg(long, env = "THEMES_DIR", global = true, help_heading = "Settings")]
    pub themes_dir: Option<PathBuf>,
    /// Whether clients that hear of logouts (back-channel logout) may be in private networks; unset: in development only.
    #[arg(long, env = "PRIVATE_CLIENTS", global = true, help_heading = "Settings")]
    pub private_clients: Option<bool>,
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
    /// A link that accepts an invitation.
    #[arg(long, env = "INVITATION_LIFETIME", default_value = "7d", value_parser = duration, global = true, help_heading = "Lifetimes")]
    pub invitation: Duration,
    /// A temporary password that an admin had made.
    #[arg(long, env = "TEMPORARY_PASSWORD_LIFETIME", default_value = "72h", value_parser = duration, global = true, help_heading = "Lifetimes")]
    pub temporary_password: Duration,
    /// A link that moves an account to a new address.
    #[arg(long, env = "EMAIL_CHANGE_LIFETIME", default_value = "24h", value_parser = duration, global = true, help_heading = "Lifetimes")]
    pub email_change: Duration,
    /// A link that brings an account back to its old address.
    #[arg(long, env = "EMAIL_UNDO_LIFETIME", default_value = "7d", value_parser = duration, global = true, help_heading = "Lifetimes")]
    pub email_undo: Duration,
    /// How long after the password was given sensitive changes need no other proof.
    #[arg(long, env = "FRESH_LIFETIME", default_value = "5m", value_parser = duration, global = true, help_heading = "Lifetimes")]
    pub fresh: Duration,
    /// How long an account that is to be deleted can be kept by logging in.
    #[arg(long, env = "DELETION_DELAY", default_value = "7d", value_parser = duration, global = true, help_heading = "Lifetimes")]
    pub deletion: Duration,
    /// The operator's login at the dashboard ends after so long without a visit.
    #[arg(long, env = "OPERATOR_IDLE", default_value = "15m", value_parser = duration, global = true, help_heading = "Lifetimes")]
    pub operator_idle: Duration,
    /// The operator's login at the dashboard ends after so long at the latest.
    #[arg(long = "operator-lifetime", env = "OPERATOR_LIFETIME", default_value = "8h", value_parser = duration, global = true, help_heading = "Lifetimes")]
    pub operator_session: Duration,
    /// A link that logs the operator in, once.
    #[arg(long = "operator-link-lifetime", env = "OPERATOR_LINK_LIFETIME", default_value = "15m", value_parser = duration, global = true, help_heading = "Lifetimes")]
    pub operator_link: Duration,
    /// How long to wait before asking for another mail.
    #[arg(long, env = "RESEND_COOLDOWN", default_value = "60s", value_parser = duration, global = true, help_heading = "Lifetimes")]
    pub resend_cooldown: Duration,
    /// An access token; 1h at most, because keys are kept for that long.
    #[arg(long = "access-token-lifetime", env = "ACCESS_TOKEN_LIFETIME", default_value = "10m", value_parser = token_lifetime, global = true, help_heading = "Lifetimes")]
    pub access_token: Duration,
    /// The codes of a device that waits for its person to log in elsewhere.
    #[arg(long = "device-code-lifetime", env = "DEVICE_CODE_LIFETIME", default_value = "15m", value_parser = duration, global = true, help_heading = "Lifetimes")]
    pub device_code: Duration,
    /// What an app may do while its person is logged out ends after so long without a refresh.
    #[arg(long, env = "APP_IDLE", default_value = "30d", value_parser = duration, global = true, help_heading = "Lifetimes")]
    pub app_idle: Duration,
    /// And after so long at the latest; then the app asks the person to log in again.
    #[arg(long = "app-access-lifetime", env = "APP_ACCESS_LIFETIME", default_value = "180d", value_parser = duration, global = true, help_heading = "Lifetimes")]
    pub app_access: Duration,
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

    /// Whether the portal may call programs in private networks when a site's admin names them.
    #[must_use]
    pub fn may_reach_private_networks(&self) -> bool {
        self.private_clients.unwrap_or_else(|| self.is_development())
    }

    /// `SECRET_KEY`, the current one first.
    #[must_use]
    pub fn secret_keys(&self) -> Vec<SecretString> {
        keys_of(self.secret_key.as_ref())
    }

    /// `MASTER_API_KEY`; any of them will do.
    #[must_use]
    pub fn master_keys(&self) -> Vec<SecretString> {
        keys_of(self.master_api_key.as_ref())
    }
}

fn keys_of(setting: Option<&SecretString>) -> Vec<SecretString> {
    let keys = setting.iter().flat_map(|keys| keys.expose_secret().split(',')).map(str::trim);
    keys.filter(|key| !key.is_empty()).map(|key| SecretString::from(key.to_owned())).collect()
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
