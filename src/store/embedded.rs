//! The private Postgres that Vestibule starts for itself when no `DATABASE_URL` is set.
//!
//! One server per `DATA_DIR`, without a port: its only door is a socket in a folder that its own account may enter. It ends
//! with us, however we end; where the system cannot promise that, the next start clears up after the last one.

mod account;
mod cluster;
mod leftovers;
mod place;
mod programs;
mod server;

use std::{
    fs::File,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context, Result, bail, ensure};
use sqlx::{
    Connection, PgConnection,
    postgres::{PgConnectOptions, PgSslMode},
};
use tokio::time::{sleep, timeout};

use self::{place::Place, server::Server};

/// Names the socket's file; nothing listens on the network.
const PORT: u16 = 5432;

/// Recovery after a power cut may take its time; a server that gave up is noticed at once.
const PATIENCE: Duration = Duration::from_mins(2);

/// Where the server lies, and how careful it is.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The portal's `DATA_DIR`.
    pub data_dir: PathBuf,
    /// `false` leaves out every fsync: for servers that tests throw away.
    pub durable: bool,
}

/// A server that runs; it stops when told to, or with this process.
#[derive(Debug)]
pub struct Embedded {
    server: Server,
    socket: PathBuf,
    /// Held for as long as we live, so that nobody else starts a server on the same files.
    _lock: File,
}

impl Embedded {
    /// Returns when the role and the database `vestibule` can be used.
    pub async fn start(settings: &Settings) -> Result<Self> {
        let settings = settings.clone();
        let embedded = tokio::task::spawn_blocking(move || launch(&settings)).await??;
        let mut connection = timeout(PATIENCE, embedded.first_connection()).await.with_context(|| {
            format!("The private PostgreSQL is not ready after {PATIENCE:?}.{}", embedded.server.last_words())
        })??;
        set_up(&mut connection).await.context("cannot set up the private PostgreSQL")?;
        connection.close().await?;
        Ok(embedded)
    }

    /// The way to the server that another process runs in the same place, for a command beside a running portal.
    pub async fn running(settings: &Settings) -> Result<Option<PgConnectOptions>> {
        let data_dir = settings.data_dir.clone();
        let socket = tokio::task::spawn_blocking(move || Place::choose(&data_dir)?.socket()).await??;
        let options = connect_as(&socket, "vestibule", "vestibule");
        Ok(match PgConnection::connect_with(&options).await {
            Ok(connection) => {
                connection.close().await?;
                Some(options)
            }
            Err(_) => None,
        })
    }

    /// As the role `vestibule`, which is no superuser and which no policy lets through.
    #[must_use]
    pub fn options(&self) -> PgConnectOptions {
        self.connect_as("vestibule", "vestibule")
    }

    /// A fresh database owned by `vestibule`, in place of any of that name.
    pub async fn create_database(&self, name: &str) -> Result<PgConnectOptions> {
        let plain = name.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_');
        ensure!(plain && (1..=63).contains(&name.len()), "{name:?} is no name for a database");
        ensure!(
            !matches!(name, "vestibule" | "postgres" | "template0" | "template1"),
            "the database {name} is not to be replaced"
        );

        let mut connection = PgConnection::connect_with(&self.superuser()).await?;
        sqlx::query(&format!(r#"drop database if exists "{name}" with (force)"#)).execute(&mut connection).await?;
        create(&mut connection, name).await?;
        connection.close().await?;
        Ok(self.connect_as("vestibule", name))
    }

    /// Returns when the server has ended, whoever ended it.
    pub async fn end(&self) {
        self.server.end().await;
    }

    /// Ends every connection, writes everything down and waits until that is done.
    pub async fn stop(self) -> Result<()> {
        self.server.stop().await
    }

    async fn first_connection(&self) -> Result<PgConnection> {
        loop {
            match PgConnection::connect_with(&self.superuser()).await {
                Ok(connection) => return Ok(connection),
                Err(error) if !is_starting(&error) => return Err(error.into()),
                Err(_) => {}
            }
            if let Some(end) = self.server.ended() {
                bail!("The private PostgreSQL did not start ({end}).{}", self.server.last_words());
            }
            sleep(Duration::from_millis(5)).await;
        }
    }

    /// For setting up only, and quiet: "already exists, skipping" is no news.
    fn superuser(&self) -> PgConnectOptions {
        self.connect_as("postgres", "postgres").options([("client_min_messages", "warning")])
    }

    fn connect_as(&self, role: &str, database: &str) -> PgConnectOptions {
        connect_as(&self.socket, role, database)
    }
}

/// Everything is said here, because sqlx takes what is not from the caller's `PGHOST`, `PGUSER`, `PGSSLMODE` and so on.
fn connect_as(socket: &Path, role: &str, database: &str) -> PgConnectOptions {
    PgConnectOptions::new_without_pgpass()
        .socket(socket)
        .port(PORT)
        .username(role)
        .database(database)
        .ssl_mode(PgSslMode::Disable)
        .application_name("vestibule")
}

/// All that comes before the first connection; it blocks.
fn launch(settings: &Settings) -> Result<Embedded> {
    let place = Place::choose(&settings.data_dir)?;
    let lock = place.lock(&settings.data_dir)?;
    let cluster = place.cluster();
    let programs = programs::find(cluster::major(&cluster)?, &cluster)?;
    if cluster.exists() {
        cluster::remove_half_made(&place.home);
    } else {
        cluster::create(&place, &programs, settings.durable)?;
    }
    let socket = place.socket()?;
    leftovers::clear(&cluster, &socket, &place.name())?;
    let server = Server::start(&place, &programs, &socket, settings.durable)?;
    Ok(Embedded { server, socket, _lock: lock })
}

fn socket_file(folder: &Path) -> PathBuf {
    folder.join(format!(".s.PGSQL.{PORT}"))
}

fn is_starting(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) => true,
        sqlx::Error::Database(refusal) => refusal.code().as_deref() == Some("57P03"),
        _ => false,
    }
}

const IS_SET_UP: &str = "
    select exists (select from pg_db_role_setting join pg_database on pg_database.oid = setdatabase where datname = 'vestibule')
       and exists (select from pg_roles where rolname = 'vestibule' and rolcanlogin)
       and 2 = (select count(distinct roleid) from pg_auth_members
                 where member = to_regrole('vestibule')
                   and roleid in (to_regrole('vestibule_site'), to_regrole('vestibule_platform')))";

const ROLES: &str = "
    do $$
    declare
        name text;
    begin
        foreach name in array array['vestibule', 'vestibule_site', 'vestibule_platform'] loop
            if to_regrole(name) is null then
                execute format('create role %I', name);
            end if;
        end loop;
    end $$;
    alter role vestibule login;
    grant vestibule_site, vestibule_platform to vestibule;";

/// Asks first, because a start that finds everything in place should not write. Any step may have been the last one that
/// an earlier start got to.
async fn set_up(connection: &mut PgConnection) -> Result<()> {
    if sqlx::query_scalar(IS_SET_UP).fetch_one(&mut *connection).await? {
        return Ok(());
    }
    sqlx::raw_sql(ROLES).execute(&mut *connection).await?;
    let exists = "select exists (select from pg_database where datname = 'vestibule')";
    if sqlx::query_scalar(exists).fetch_one(&mut *connection).await? {
        set_timezone(connection, "vestibule").await
    } else {
        create(connection, "vestibule").await
    }
}

async fn create(connection: &mut PgConnection, database: &str) -> Result<()> {
    sqlx::query(&format!(r#"create database "{database}" owner vestibule"#)).execute(&mut *connection).await?;
    set_timezone(connection, database).await
}

async fn set_timezone(connection: &mut PgConnection, database: &str) -> Result<()> {
    sqlx::query(&format!(r#"alter database "{database}" set timezone = 'UTC'"#)).execute(connection).await?;
    Ok(())
}
