//! One database for the whole suite: `DATABASE_URL` if it is set, else a throw-away server that the product's own code
//! starts, and that ends with this process.

use std::{path::Path, sync::LazyLock};

use sqlx::{Connection, PgConnection, PgPool, postgres::PgConnectOptions};
use vestibule::store::{
    self, Database,
    embedded::{Embedded, Settings},
};

struct Server {
    portal: PgConnectOptions,
    superuser: PgConnectOptions,
}

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    // A runtime of its own, because each test's runtime ends with the test.
    std::thread::spawn(|| tokio::runtime::Runtime::new().unwrap().block_on(start())).join().unwrap()
});

async fn start() -> Server {
    let server = match std::env::var("DATABASE_URL") {
        Ok(url) => {
            let options = store::options_from(&url).unwrap();
            Server { portal: options.clone(), superuser: options }
        }
        Err(_) => {
            let data_dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("database");
            let embedded = Embedded::start(&Settings { data_dir, durable: false }).await.unwrap();
            let portal = embedded.create_database("portal").await.unwrap();
            let superuser = portal.clone().username("postgres");
            std::mem::forget(embedded);
            Server { portal, superuser }
        }
    };
    Database::new(server.portal.clone(), 2).migrate().await.unwrap();
    server
}

/// How the portal reaches the database.
pub fn database() -> PgConnectOptions {
    SERVER.portal.clone()
}

/// As a role that no policy holds back.
pub fn superuser() -> PgConnectOptions {
    SERVER.superuser.clone()
}

/// A database of its own for one test, with the schema.
pub async fn fresh_database(name: &str) -> PgConnectOptions {
    let options = empty_database(name).await;
    Database::new(options.clone(), 1).migrate().await.unwrap();
    options
}

/// A database of its own for one test, with nothing in it.
pub async fn empty_database(name: &str) -> PgConnectOptions {
    let name = format!("test_{name}");
    let mut connection = PgConnection::connect_with(&SERVER.superuser).await.unwrap();
    let owner = SERVER.portal.get_username();
    for statement in [format!("drop database if exists {name} with (force)"), format!("create database {name} owner {owner}")] {
        sqlx::raw_sql(&statement).execute(&mut connection).await.unwrap();
    }
    SERVER.portal.clone().database(&name)
}

/// For looking at, and tampering with, rows of all sites behind the portal's back.
pub async fn sql() -> PgPool {
    // Each test has a thread and a runtime of its own, and a pool belongs to one runtime.
    thread_local! {
        static POOL: PgPool = PgPool::connect_lazy_with(SERVER.superuser.clone());
    }
    POOL.with(Clone::clone)
}
