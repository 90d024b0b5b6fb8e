//! Whoever knocks in the timing benchmark: addresses with and without an account, and signups that wait.

use anyhow::Result;
use futures_util::{StreamExt, TryStreamExt, stream};
use hyper::StatusCode;
use sqlx::{Connection, Executor, PgConnection};

use crate::{
    client::{self, Answer, Request},
    machine::{Machine, PASSWORD, Portal},
};

/// How many sign up at once.
const AT_ONCE: usize = 8;

/// The way to the site's accounts behind the portal's back.
pub struct People {
    connection: PgConnection,
    scope: String,
    /// How many of each kind there are.
    count: usize,
}

impl People {
    /// On the site that the machine has made; from now on it has usernames.
    pub async fn of(machine: &Machine, count: usize) -> Result<Self> {
        let mut connection = PgConnection::connect(&machine.database_url).await?;
        let mut tx = connection.begin().await?;
        tx.execute("set local role vestibule_platform").await?;
        let usernames = "update sites set settings = settings || '{\"usernames\": true}' where slug = 'bench' returning id";
        let site: uuid::Uuid = sqlx::query_scalar(usernames).fetch_one(&mut *tx).await?;
        tx.commit().await?;
        Ok(Self { connection, scope: format!("set role vestibule_site; set vestibule.site_id = '{site}'"), count })
    }

    /// Makes accounts like that of `user-0`, whose password is known, but for what `change` sets.
    pub async fn accounts(&mut self, group: &str, change: &str) -> Result<()> {
        self.connection.execute(self.scope.as_str()).await?;
        sqlx::query(
            "insert into users (id, email, username, email_verified_at, password_hash, created_at, updated_at)
             select gen_random_uuid(), $1 || n || '@bench.example', $1 || n, email_verified_at, password_hash, created_at, updated_at
             from users, generate_series(0, $2 - 1) as n where email = 'user-0@bench.example'",
        )
        .bind(group)
        .bind(i32::try_from(self.count)?)
        .execute(&mut self.connection)
        .await?;
        let change = format!("update users set {change} where email like '{group}%'");
        self.connection.execute(change.as_str()).await?;
        self.connection.execute("reset role").await?;
        Ok(())
    }

    /// What was just written costs its first reader time. After this it costs nobody any.
    pub async fn settle(&mut self) -> Result<()> {
        self.connection.execute("vacuum analyze").await?;
        Ok(())
    }

    /// The addresses of a group.
    pub fn addresses(&self, group: &str) -> Vec<String> {
        self.usernames(group).iter().map(|name| format!("{name}@bench.example")).collect()
    }

    /// The usernames of a group.
    pub fn usernames(&self, group: &str) -> Vec<String> {
        (0..self.count).map(|number| format!("{group}{number}")).collect()
    }

    /// Signs them up. The answers hold what their browsers carry.
    pub async fn sign_up(&self, portal: &Portal, group: &str) -> Result<Vec<Answer>> {
        let port = portal.port;
        let requests = self.addresses(group).into_iter().map(|email| signup(&email));
        stream::iter(requests)
            .map(|request| async move { client::one(port, &request).await })
            .buffered(AT_ONCE)
            .try_collect()
            .await
    }
}

/// Somebody signs up.
pub fn signup(email: &str) -> Request {
    Request::post("/s/bench/signup", &[("email", email), ("password", PASSWORD)], StatusCode::SEE_OTHER)
}

/// Somebody tries a password that is not the account's.
pub fn wrong_login(name: &str) -> Request {
    Request::post(
        "/s/bench/login",
        &[("email", name), ("password", "not the one that was set")],
        StatusCode::UNPROCESSABLE_ENTITY,
    )
}

/// Somebody forgot the password.
pub fn forgot(email: &str) -> Request {
    Request::post("/s/bench/forgot", &[("email", email)], StatusCode::SEE_OTHER)
}
