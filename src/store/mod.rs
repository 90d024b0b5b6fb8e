//! Every SQL statement, and the only two doors to rows: a transaction that sees one site, and one that sees the few tables
//! that concern all sites. Beside them pass only the schema's own questions and the session library's table.

pub mod attempts;
pub mod audit;
pub mod browsers;
pub mod bulk_changes;
pub mod bulk_users;
pub mod client_records;
pub mod email_undos;
pub mod embedded;
pub mod events;
pub mod gone_sites;
pub mod invitations;
pub mod known_devices;
pub mod look_files;
pub mod looks;
pub mod oauth_assertions;
pub mod oauth_clients;
pub mod oauth_codes;
pub mod oauth_consents;
pub mod oauth_device_codes;
pub mod oauth_grants;
pub mod oauth_logouts;
pub mod oauth_requests;
pub mod operator_sessions;
pub mod outbox;
pub mod outbox_lists;
pub mod overview;
pub mod platform_attempts;
pub mod platform_events;
pub mod refresh;
pub mod search;
pub mod sessions;
pub mod signing_keys;
pub mod signups;
pub mod site_lists;
pub mod site_records;
pub mod sites;
pub mod stats;
pub mod sweep;
pub mod temporary_passwords;
pub mod tokens;
pub mod user_changes;
pub mod user_lists;
pub mod user_records;
pub mod users;

use std::{io, time::Duration};

use anyhow::{Context, Result, bail};
use sqlx::{
    Connection, Executor, PgConnection, PgPool, Postgres, Transaction,
    migrate::Migrator,
    postgres::{PgConnectOptions, PgListener, PgPoolOptions},
};
use uuid::Uuid;

static MIGRATIONS: Migrator = sqlx::migrate!();

/// How long to wait for a free connection before answering 503.
const PATIENCE: Duration = Duration::from_secs(3);

/// Commits wait for the disk in the transactions that say so. What browsers carry, outside of them, may be lost in a power cut.
const DURABLE: &str = "set local synchronous_commit = on";
const QUICK: &str = "set local statement_timeout = '5s'";

/// The way to Postgres. Cheap to clone.
#[derive(Clone)]
pub struct Database {
    pool: PgPool,
}

/// A transaction that sees the rows of one site and no others: Postgres itself refuses the rest.
pub struct SiteTx(Transaction<'static, Postgres>);

/// A transaction that sees all sites, in the few tables that `vestibule_platform` was granted.
pub struct PlatformTx(Transaction<'static, Postgres>);

impl Database {
    /// Prepares connections without making one.
    #[must_use]
    pub fn new(options: PgConnectOptions, most_connections: u32) -> Self {
        let pool = PgPoolOptions::new()
            .max_connections(most_connections)
            .acquire_timeout(PATIENCE)
            .test_before_acquire(false)
            // A connection that rested may have died with a restarted server; one that was just used has not.
            .before_acquire(|connection, meta| {
                Box::pin(async move { Ok(meta.idle_for < Duration::from_secs(1) || connection.ping().await.is_ok()) })
            })
            .connect_lazy_with(options.application_name("vestibule").options([
                ("TimeZone", "UTC"),
                ("synchronous_commit", "off"),
                ("jit", "off"),
            ]));
        Self { pool }
    }

    /// The door to one site.
    pub async fn site(&self, site: Uuid) -> Result<SiteTx> {
        // The id is formatted into the batch: it is a `Uuid`, so there is nothing to escape.
        let scope = format!("set local role vestibule_site; set local vestibule.site_id = '{site}'; {DURABLE}; {QUICK}");
        Ok(SiteTx(self.begin(scope).await?))
    }

    /// As `site`, for what may be forgotten in a power cut: its commit does not wait for the disk. A login that is lost so is a
    /// login to be made again, a count that is lost so gives a guess away.
    pub async fn site_unsynced(&self, site: Uuid) -> Result<SiteTx> {
        let scope = format!("set local role vestibule_site; set local vestibule.site_id = '{site}'; {QUICK}");
        Ok(SiteTx(self.begin(scope).await?))
    }

    /// The door to all sites. `reason` says why a transaction has to see more than one; it goes to the log.
    pub async fn platform(&self, reason: &'static str) -> Result<PlatformTx> {
        tracing::trace!(reason, "platform transaction");
        let scope = format!("set local role vestibule_platform; {DURABLE}; set local statement_timeout = '30s'");
        Ok(PlatformTx(self.begin(scope).await?))
    }

    /// In a task of its own, because a client that hangs up must not cancel it: sqlx would give a connection back to the pool
    /// inside a transaction that it does not know of. For the same reason `begin` is not part of the batch, which may fail.
    async fn begin(&self, scope: String) -> Result<Transaction<'static, Postgres>> {
        let pool = self.pool.clone();
        let begun = tokio::spawn(async move {
            let mut tx = pool.begin().await?;
            tx.execute(scope.as_str()).await?;
            Ok(tx)
        });
        begun.await?
    }

    /// Brings the schema up to this version. Instances that start at once wait for each other (advisory lock).
    pub async fn migrate(&self) -> Result<()> {
        let mut connection = self.pool.acquire().await.context("cannot reach the database")?;
        MIGRATIONS.run(&mut *connection).await.context("cannot bring the database up to date")
    }

    /// Whether the database answers and has this version's schema.
    pub async fn is_ready(&self) -> Result<bool> {
        let applied: Vec<i64> = sqlx::query_scalar("select version from _sqlx_migrations where success order by version")
            .fetch_all(&self.pool)
            .await?;
        Ok(MIGRATIONS
            .iter()
            .filter(|known| !known.migration_type.is_down_migration())
            .all(|known| applied.contains(&known.version)))
    }

    /// Whether the connecting role sees all rows whatever the policies say, and its name.
    pub async fn bypasses_row_security(&self) -> Result<Option<String>> {
        let role = sqlx::query!(r#"select rolname::text as "name!", rolsuper or rolbypassrls as "bypasses!" from pg_roles where rolname = current_user"#)
            .fetch_one(&self.pool)
            .await?;
        Ok(role.bypasses.then_some(role.name))
    }

    /// Listens for notifications on `channel`.
    pub async fn listen(&self, channel: &str) -> Result<PgListener> {
        let mut listener = PgListener::connect_with(&self.pool).await?;
        listener.ignore_pool_close_event(true);
        listener.listen(channel).await?;
        Ok(listener)
    }

    /// The store of browser sessions, over the same connections.
    pub fn browsers(&self) -> Result<browsers::Browsers> {
        browsers::Browsers::new(self.pool.clone())
    }

    /// How many connections there are, and how many of them rest.
    #[must_use]
    pub fn connections(&self) -> (u32, usize) {
        (self.pool.size(), self.pool.num_idle())
    }

    /// Lets go of all connections.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

impl SiteTx {
    /// Makes what was done here lasting and seen by others.
    pub async fn commit(self) -> Result<()> {
        Ok(self.0.commit().await?)
    }

    fn connection(&mut self) -> &mut PgConnection {
        &mut self.0
    }
}

impl PlatformTx {
    /// Makes what was done here lasting and seen by others.
    pub async fn commit(self) -> Result<()> {
        Ok(self.0.commit().await?)
    }

    fn connection(&mut self) -> &mut PgConnection {
        &mut self.0
    }
}

/// What the store of browser sessions says when the database is away: it hands on no more than words.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Away(pub String);

/// Reads `DATABASE_URL`.
pub fn options_from(url: &str) -> Result<PgConnectOptions> {
    if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
        bail!("DATABASE_URL must begin with postgres://; Postgres is the only database that Vestibule keeps its promises on");
    }
    url.parse().context("DATABASE_URL cannot be read")
}

/// Whether a fault means that the database is away for now, so that trying again later helps.
#[must_use]
pub fn is_away(fault: &anyhow::Error) -> bool {
    fault.chain().any(|cause| match cause.downcast_ref::<sqlx::Error>() {
        Some(sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Tls(_)) => true,
        // Class 57 is operator intervention (shutdown, cancelled by timeout), 53 exhausted resources, 08 connection lost,
        // 25006 a standby that takes no writes.
        Some(sqlx::Error::Database(error)) => error.code().is_some_and(|code| {
            ["57", "53", "08"].iter().any(|class| code.starts_with(class)) || code == "25006" || code == "55P03"
        }),
        _ => {
            cause.is::<Away>()
                || cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::ConnectionRefused)
        }
    })
}
