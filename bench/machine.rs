//! What is measured: the real program on a Postgres of its own.

use std::{
    net::{Ipv4Addr, TcpListener},
    process::{Child, Command, Stdio},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use clap::Parser;
use hyper::StatusCode;
use sqlx::ConnectOptions;
use tempfile::TempDir;
use vestibule::{
    app::App,
    clock::Clock,
    config::Config,
    flows::{
        Visit,
        administration::Admin,
        create_site::{self, NewSite},
        create_user::{self, Given},
    },
    model::{
        author::Author,
        client::{Agent, ClientAddress},
        event::Actor,
        user::Role,
    },
    random::Random,
    store::embedded::{Embedded, Settings},
    words::Locale,
};

use crate::client::{self, Request};

/// The password of every account.
pub const PASSWORD: &str = "correct horse battery staple";
/// The key of everything that is sealed here.
pub const SECRET: &str = "a key that guards nothing but figures 0123456789";

/// What would end a measurement early.
const LIMITS: [&str; 6] = [
    "LIMIT_LOGIN_ACCOUNT",
    "LIMIT_LOGIN_ADDRESS",
    "LIMIT_SIGNUP_ADDRESS",
    "LIMIT_CHANGE_ACCOUNT",
    "LIMIT_MAIL_RECIPIENT",
    "LIMIT_RESEND_ADDRESS",
];

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    config: Config,
}

/// Postgres with a site and its accounts.
pub struct Machine {
    embedded: Embedded,
    pub database_url: String,
    data: TempDir,
    pub threads: usize,
    pub logins: Vec<Request>,
}

/// The portal, running.
pub struct Portal {
    pub process: Child,
    pub port: u16,
}

impl Machine {
    pub async fn prepare(accounts: usize) -> Result<Self> {
        let data = tempfile::tempdir()?;
        let embedded = Embedded::start(&Settings { data_dir: data.path().join("bench"), durable: true }).await?;
        let options = embedded.options();
        let database_url = options.to_url_lossy().to_string();
        let config =
            Line::try_parse_from(["bench", "--env", "development", "--public-url", "http://localhost", "--secret-key", SECRET])?
                .config;
        let app = Arc::new(App::new(config, options, Clock::system(), Random::system())?);
        app.database.migrate().await?;
        let site = NewSite {
            name: "Bench".into(),
            domain: "bench.example".into(),
            frontend_url: "https://bench.example".into(),
            email_from: "hello@bench.example".into(),
            email_from_name: "Bench".into(),
            ..NewSite::default()
        };
        create_site::submit(&app, &Author::console(), site).await?;
        let admin = Admin { visit: visit(&app)?, actor: Actor::Operator };
        let people = (0..accounts).map(|number| format!("user-{number}@bench.example"));
        let logins = people.clone().map(|email| login(&email)).collect();
        for email in people {
            create_user::submit(
                &admin,
                Given { email, name: String::new(), password: PASSWORD.to_owned().into(), role: Role::User },
            )
            .await?;
        }
        let threads = thread::available_parallelism()?.get();
        Ok(Self { embedded, database_url, data, threads, logins })
    }

    /// Starts the portal, and returns when it has served its first page.
    pub async fn portal(&self) -> Result<Portal> {
        self.start(env!("CARGO_BIN_EXE_vestibule")).await
    }

    /// As `portal`, of another build.
    pub async fn start(&self, program: &str) -> Result<Portal> {
        let port = free_port()?;
        let process = Command::new(program)
            .current_dir(self.data.path())
            .env("VESTIBULE_ENV", "development")
            .env("LISTEN", format!("127.0.0.1:{port}"))
            .env("PUBLIC_URL", "http://localhost")
            .env("DATABASE_URL", &self.database_url)
            .env("SECRET_KEY", SECRET)
            .env("MASTER_API_KEY", SECRET)
            .envs(LIMITS.map(|limit| (limit, "1000000000/1h")))
            .env("RESEND_COOLDOWN", "1s")
            .env("FRESH_LIFETIME", "1h")
            .env("ACCESS_TOKEN_LIFETIME", "1h")
            .env("LOG", "warn")
            .stdout(Stdio::null())
            .stderr(Stdio::inherit())
            .spawn()?;
        let portal = Portal { process, port };
        let began = Instant::now();
        while client::one(port, &Request::get("/s/bench/login")).await.is_err() {
            ensure!(began.elapsed() < Duration::from_secs(20), "the portal did not start");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        Ok(portal)
    }

    /// The account page of the first, who is logged in.
    pub async fn member(&self, portal: &Portal) -> Result<Request> {
        let answer = client::one(portal.port, &self.logins[0]).await?;
        Ok(Request::get("/s/bench/account").after(&answer))
    }

    pub async fn close(self) -> Result<()> {
        self.embedded.stop().await
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn login(email: &str) -> Request {
    Request::post("/s/bench/login", &[("email", email), ("password", PASSWORD)], StatusCode::SEE_OTHER)
}

fn visit(app: &Arc<App>) -> Result<Visit> {
    Ok(Visit {
        site: app.sites.by_slug("bench").context("the site")?,
        app: Arc::clone(app),
        client: ClientAddress::new(Ipv4Addr::LOCALHOST.into()),
        agent: Agent::default(),
        locale: Locale::ENGLISH,
        now: app.clock.now(),
        request_id: String::new(),
    })
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
