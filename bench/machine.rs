//! What is measured: the real program on a Postgres of its own, a bare handler, and hashing with nothing around it.

use std::{
    fs,
    net::{Ipv4Addr, TcpListener},
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use axum::{Router, http::header, routing::get};
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
        client::{Agent, ClientAddress},
        event::Actor,
        user::Role,
    },
    random::Random,
    store::embedded::{Embedded, Settings},
    words::Locale,
};

use crate::load::{self, Request};

const PASSWORD: &str = "correct horse battery staple";
const SECRET: &str = "a key that guards nothing but figures 0123456789";

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    config: Config,
}

/// Postgres with a site and its accounts.
pub struct Machine {
    embedded: Embedded,
    database_url: String,
    data: TempDir,
    pub threads: usize,
    pub logins: Vec<Request>,
}

/// The portal, running.
pub struct Portal {
    process: Child,
    pub port: u16,
}

/// A bare handler, running.
pub struct Bare {
    process: Child,
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
        create_site::submit(&app, site).await?;
        let logins = (0..accounts).map(|number| login(&format!("user-{number}@bench.example"))).collect();
        let admin = Admin { visit: visit(&app)?, actor: Actor::Operator };
        for number in 0..accounts {
            create_user::submit(
                &admin,
                Given {
                    email: format!("user-{number}@bench.example"),
                    name: String::new(),
                    password: PASSWORD.to_owned().into(),
                    role: Role::User,
                },
            )
            .await?;
        }
        let threads = thread::available_parallelism()?.get();
        Ok(Self { embedded, database_url, data, threads, logins })
    }

    /// Starts the portal, and returns when it has served its first page.
    pub async fn portal(&self) -> Result<Portal> {
        let port = free_port()?;
        let process = Command::new(env!("CARGO_BIN_EXE_vestibule"))
            .current_dir(self.data.path())
            .env("VESTIBULE_ENV", "development")
            .env("LISTEN", format!("127.0.0.1:{port}"))
            .env("PUBLIC_URL", "http://localhost")
            .env("DATABASE_URL", &self.database_url)
            .env("SECRET_KEY", SECRET)
            .env("MASTER_API_KEY", SECRET)
            .envs(["LIMIT_LOGIN_ACCOUNT", "LIMIT_LOGIN_ADDRESS"].map(|limit| (limit, "1000000000/1h")))
            .env("LOG", "warn")
            .stdout(Stdio::null())
            .stderr(Stdio::inherit())
            .spawn()?;
        let portal = Portal { process, port };
        let began = Instant::now();
        while load::one(port, &Request::get("/s/bench/login")).await.is_err() {
            ensure!(began.elapsed() < Duration::from_secs(20), "the portal did not start");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        Ok(portal)
    }

    /// The account page of somebody who is logged in.
    pub async fn member(&self, portal: &Portal) -> Result<Request> {
        let answer = load::one(portal.port, &self.logins[0]).await?;
        let cookie = answer.headers.get("set-cookie").context("no login")?.to_str()?;
        let pair = cookie.split(';').next().unwrap_or_default().to_owned();
        Ok(Request { cookie: Some(pair), ..Request::get("/s/bench/account") })
    }

    pub async fn close(self) -> Result<()> {
        self.embedded.stop().await
    }
}

fn login(email: &str) -> Request {
    let form = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("email", email)
        .append_pair("password", PASSWORD)
        .finish();
    Request { form: Some(form), expected: StatusCode::SEE_OTHER, ..Request::get("/s/bench/login") }
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

impl Portal {
    pub fn resident_megabytes(&self) -> Result<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("VmRSS")?;
        Ok(line.trim().trim_end_matches(" kB").parse::<f64>()? / 1024.0)
    }

    pub async fn most_resident_megabytes(&self, time: Duration) -> Result<f64> {
        let (began, mut most) = (Instant::now(), 0.0_f64);
        while began.elapsed() < time {
            most = most.max(self.resident_megabytes()?);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(most)
    }

    pub fn stop(mut self) -> Result<()> {
        self.process.kill()?;
        self.process.wait()?;
        Ok(())
    }
}

impl Bare {
    pub async fn start(body: &[u8]) -> Result<Self> {
        let file = std::env::temp_dir().join(format!("vestibule-bench-{}", std::process::id()));
        fs::write(&file, body)?;
        let mut process = Command::new(std::env::current_exe()?).arg("--bare").arg(&file).stdout(Stdio::piped()).spawn()?;
        let mut line = String::new();
        std::io::BufRead::read_line(&mut std::io::BufReader::new(process.stdout.take().context("its port")?), &mut line)?;
        fs::remove_file(file)?;
        Ok(Self { process, port: line.trim().parse()? })
    }

    pub fn stop(mut self) -> Result<()> {
        self.process.kill()?;
        self.process.wait()?;
        Ok(())
    }
}

/// Serves one file at `/`, and says on which port.
pub fn serve_bare(file: &str) -> Result<()> {
    let body: &'static [u8] = fs::read(file)?.leak();
    let answer = get(move || async move { ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], body) });
    tokio::runtime::Runtime::new()?.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        println!("{}", listener.local_addr()?.port());
        vestibule::http::serve::serve(listener, Router::new().route("/", answer), std::future::pending()).await
    })
}

/// What `threads` hash in a second with memory that is kept, as the portal's own threads do.
pub fn raw_hashes_per_second(threads: usize, time: Duration) -> Result<f64> {
    let count = AtomicU32::new(0);
    let params = Params::new(19_456, 2, 1, Some(32)).map_err(|error| anyhow::anyhow!("{error}"))?;
    let began = Instant::now();
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
                let mut memory = vec![Block::default(); params.block_count()];
                let mut out = [0; 32];
                while began.elapsed() < time {
                    if argon2
                        .hash_password_into_with_memory(PASSWORD.as_bytes(), b"sixteen bytes!!!", &mut out, &mut memory)
                        .is_ok()
                    {
                        count.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    Ok(f64::from(count.load(Ordering::Relaxed)) / began.elapsed().as_secs_f64())
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
