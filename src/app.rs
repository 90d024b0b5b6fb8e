//! The portal's parts, built once and handed to whoever needs them.

use anyhow::{Context, Result};
use sqlx::postgres::PgConnectOptions;

use crate::{
    clock::Clock,
    config::Config,
    files::Files,
    hasher::{Cost, Hasher},
    keys::Keys,
    mail::{senders::Senders, transport::Transport},
    metrics::Metrics,
    outbound::messenger::Messenger,
    random::Random,
    seal::Seal,
    sites::Sites,
    store::Database,
    themes::Themes,
    words::Words,
};

/// Everything a flow or a skin may use.
pub struct App {
    /// The settings.
    pub config: Config,
    /// The way to Postgres.
    pub database: Database,
    /// All sites, in memory.
    pub sites: Sites,
    /// The sites' signing keys, in memory.
    pub keys: Keys,
    /// All themes, resolved.
    pub themes: Themes,
    /// Style sheets and pictures of looks, in memory.
    pub files: Files,
    /// All words, in all languages.
    pub words: Words,
    /// The hashing threads.
    pub hasher: Hasher,
    /// What `SECRET_KEY` protects.
    pub seal: Seal,
    /// The way the portal's mail leaves.
    pub transport: Transport,
    /// The ways of the sites that have their own.
    pub senders: Senders,
    /// Who carries messages to other programs.
    pub messenger: Messenger,
    /// What is counted.
    pub metrics: Metrics,
    /// The time.
    pub clock: Clock,
    /// Chance.
    pub random: Random,
}

impl App {
    /// Builds the parts. Nothing is connected yet.
    pub fn new(config: Config, database: PgConnectOptions, clock: Clock, random: Random) -> Result<Self> {
        let cost = Cost {
            memory: config.hashing.argon2_memory,
            passes: config.hashing.argon2_passes,
            lanes: config.hashing.argon2_lanes,
        };
        let threads = match config.hashing.hash_threads {
            0 => std::thread::available_parallelism().map_or(1, usize::from),
            chosen => chosen,
        };
        let secrets = config.secret_keys();
        Ok(Self {
            database: Database::new(database, config.database_connections),
            sites: Sites::default(),
            keys: Keys::default(),
            files: Files::default(),
            themes: Themes::load(config.themes_dir.as_deref())?,
            words: Words::load(config.is_development())?,
            hasher: Hasher::start(threads, cost, &random)?,
            seal: Seal::new(secrets),
            transport: Transport::of_portal(config.mail_url.as_ref(), config.is_development()).context("MAIL_URL")?,
            senders: Senders::default(),
            messenger: Messenger::new(config.may_reach_private_networks())?,
            metrics: Metrics::default(),
            clock,
            random,
            config,
        })
    }
}
