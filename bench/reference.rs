//! What the machine could do at best: a bare handler, and hashing with nothing around it.

use std::{
    fs,
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use argon2::{Argon2, Block, Params, Version};
use axum::{
    Json, Router,
    extract::{Path, State},
    http::{StatusCode, header},
    routing::get,
};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use sqlx::{Connection, Executor, PgConnection, PgPool, postgres::PgPoolOptions};
use uuid::Uuid;
use vestibule::{
    clock::Clock,
    model::signing_key::{Algorithm, SigningKey},
};

use crate::machine::PASSWORD;

/// To the database.
const CONNECTIONS: u32 = 16;

/// A bare handler, running.
pub struct Bare {
    process: Child,
    pub port: u16,
}

impl Bare {
    /// One that answers with these bytes.
    pub fn start(body: &[u8]) -> Result<Self> {
        let file = std::env::temp_dir().join(format!("vestibule-bench-{}", std::process::id()));
        fs::write(&file, body)?;
        let bare = Self::spawn(Command::new(std::env::current_exe()?).arg("--bare").arg(&file));
        fs::remove_file(file)?;
        bare
    }

    /// One that signs an access token and an ID token.
    pub fn start_signing() -> Result<Self> {
        Self::spawn(Command::new(std::env::current_exe()?).arg("--bare-signing"))
    }

    /// One that asks this database for each request.
    pub fn asking(database_url: &str) -> Result<Self> {
        Self::spawn(Command::new(std::env::current_exe()?).arg("--asking").arg(database_url))
    }

    fn spawn(command: &mut Command) -> Result<Self> {
        let mut process = command.stdout(Stdio::piped()).spawn()?;
        let mut line = String::new();
        BufReader::new(process.stdout.take().context("its port")?).read_line(&mut line)?;
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
    tokio::runtime::Runtime::new()?.block_on(serve(Router::new().route("/", answer)))
}

/// Serves two fresh tokens at `/`, as large and signed as those of a site.
pub fn serve_bare_signing() -> Result<()> {
    let key = Arc::new(SigningKey::read(Algorithm::default(), &Algorithm::default().generate()?)?);
    let answer = get(move || async move { two_tokens(&key).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR) });
    tokio::runtime::Runtime::new()?.block_on(serve(Router::new().route("/", answer)))
}

fn two_tokens(key: &SigningKey) -> Result<Json<Value>> {
    let (id, now) = (Uuid::nil(), Clock::system().now().unix_timestamp());
    let access = json!({
        "iss": "http://localhost/s/bench", "sub": id, "aud": id, "client_id": id, "exp": now + 600, "iat": now, "jti": id,
        "sid": id, "gid": id, "scope": "openid email offline_access",
    });
    let identity = json!({
        "iss": "http://localhost/s/bench", "sub": id, "aud": id, "exp": now + 600, "iat": now, "auth_time": now, "sid": id,
        "at_hash": "77QmUPtjPfzWtF2AnpK9RQ", "acr": "1", "amr": ["pwd"], "email": "user-0@bench.example", "email_verified": true,
    });
    let (access, identity) = (key.sign("at+jwt", &access)?, key.sign("JWT", &identity)?);
    Ok(Json(json!({
        "access_token": access.expose_secret(), "token_type": "Bearer", "expires_in": 600, "id_token": identity.expose_secret(),
        "scope": "openid email offline_access",
    })))
}

/// Reads an account at its id by GET, changes it by POST, and says on which port.
pub fn serve_asking(database_url: &str) -> Result<()> {
    tokio::runtime::Runtime::new()?.block_on(async {
        let mut connection = PgConnection::connect(database_url).await?;
        connection.execute("set role vestibule_platform").await?;
        let site: Uuid = sqlx::query_scalar("select id from sites where slug = 'bench'").fetch_one(&mut connection).await?;
        // As many as the portal has, within the walls around the site.
        let pool = PgPoolOptions::new().max_connections(CONNECTIONS).after_connect(move |connection, _| {
            Box::pin(async move {
                connection.execute(format!("set role vestibule_site; set vestibule.site_id = '{site}'").as_str()).await.map(drop)
            })
        });
        let pool = pool.connect(database_url).await?;
        serve(Router::new().route("/{id}", get(find).post(touch)).with_state(pool)).await
    })
}

async fn find(State(pool): State<PgPool>, Path(id): Path<Uuid>) -> Result<Json<(Uuid, String, String)>, StatusCode> {
    let found = sqlx::query_as("select id, email, role from users where id = $1").bind(id).fetch_one(&pool);
    found.await.map(Json).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}

async fn touch(State(pool): State<PgPool>, Path(id): Path<Uuid>) -> StatusCode {
    match sqlx::query("update users set updated_at = now() where id = $1").bind(id).execute(&pool).await {
        Ok(_) => StatusCode::OK,
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

async fn serve(router: Router) -> Result<()> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?.port());
    vestibule::http::serve::serve(listener, router, std::future::pending()).await
}

/// What `threads` hash in a second with memory that is kept, as the portal's own threads do.
pub fn raw_hashes_per_second(threads: usize, time: Duration) -> Result<f64> {
    let count = AtomicU32::new(0);
    let params = Params::new(19_456, 2, 1, Some(32)).map_err(|error| anyhow::anyhow!("{error}"))?;
    let began = Instant::now();
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let argon2 = Argon2::new(argon2::Algorithm::Argon2id, Version::V0x13, params.clone());
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
