//! What the command line can do.

pub mod admin;
pub mod ask;
pub mod client;
pub mod development;
pub mod keys;
pub mod mail;
pub mod serve;
pub mod site;
pub mod theme;
pub mod user;

use std::sync::Arc;

use anyhow::{Context, Result, bail};
use secrecy::ExposeSecret;
use sqlx::postgres::PgConnectOptions;

use crate::{
    app::App,
    clock::Clock,
    config::Config,
    model::site::Site,
    random::Random,
    store::{self, embedded::Embedded},
};

/// The portal's parts, with the private Postgres if it is this process that runs it.
struct Opened {
    app: Arc<App>,
    embedded: Option<Embedded>,
}

/// Whether the private Postgres may be another process's.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Company {
    /// A command works on the database of the portal that is running, or on its own.
    BesideAPortal,
    /// The portal itself: two with one `DATA_DIR` would end each other's database.
    Alone,
}

/// Brings the database's schema up to this version.
pub async fn migrate(config: Config) -> Result<()> {
    let opened = open(config, Company::BesideAPortal).await?;
    opened.app.database.migrate().await?;
    opened.close().await
}

/// Completes the settings, or refuses them.
fn checked(mut config: Config) -> Result<Config> {
    if config.is_development() {
        development::complete(&mut config)?;
    }
    let complaints = config.complaints();
    if !complaints.is_empty() {
        bail!("these settings will not do:\n  {}", complaints.join("\n  "));
    }
    Ok(config)
}

/// Gets hold of the database.
async fn open(config: Config, company: Company) -> Result<Opened> {
    let config = checked(config)?;
    let (options, embedded) = match &config.database_url {
        Some(url) => (store::options_from(url.expose_secret())?, None),
        None => private(&config, company).await?,
    };
    let app = Arc::new(App::new(config, options, Clock::system(), Random::system())?);
    Ok(Opened { app, embedded })
}

async fn private(config: &Config, company: Company) -> Result<(PgConnectOptions, Option<Embedded>)> {
    let settings = store::embedded::Settings { data_dir: config.data_dir.clone(), durable: true };
    if company == Company::BesideAPortal
        && let Some(options) = Embedded::running(&settings).await?
    {
        return Ok((options, None));
    }
    let embedded = Embedded::start(&settings).await?;
    Ok((embedded.options(), Some(embedded)))
}

impl Opened {
    async fn close(self) -> Result<()> {
        self.app.hasher.close();
        self.app.database.close().await;
        match self.embedded {
            Some(embedded) => embedded.stop().await,
            None => Ok(()),
        }
    }

    /// Opened for a command that needs the schema and the sites.
    async fn with_sites(config: Config, company: Company) -> Result<Self> {
        let opened = open(config, company).await?;
        opened.app.database.migrate().await?;
        opened.app.sites.load(&opened.app.database, &opened.app.config.public_url).await?;
        Ok(opened)
    }

    fn site(&self, slug: &str) -> Result<Arc<Site>> {
        self.app
            .sites
            .by_slug(slug)
            .with_context(|| format!("there is no site {slug:?}; `vestibule site list` shows those that exist"))
    }
}
