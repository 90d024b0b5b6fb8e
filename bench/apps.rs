//! A single-page app of the site's own: how fast somebody who is logged in gets in to it, and how fast it renews what it holds.

use std::{
    process::Command,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use hyper::StatusCode;
use serde_json::Value;
use url::Url;

use crate::{
    client::{Connection, Request},
    load::Load,
    machine::{Machine, Portal, SECRET},
};

/// Browsers, or apps, at the same time.
pub const AT_ONCE: usize = 16;
/// RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const CALLBACK: &str = "https://shop.bench.example/callback";

/// The app, and a browser that is logged in.
pub struct App {
    port: u16,
    id: String,
    member: Request,
}

/// What is measured.
#[derive(Clone, Copy)]
pub enum Work {
    /// Authorize, token, userinfo.
    Flows,
    /// A refresh token for the next.
    Refreshes,
}

impl App {
    pub async fn register(machine: &Machine, portal: &Portal) -> Result<Self> {
        let about = format!(
            "client create --site bench --name Shop --kind spa --redirect-uri {CALLBACK} --first-party --json \
             --scope openid --scope email --scope offline_access"
        );
        let output = Command::new(env!("CARGO_BIN_EXE_vestibule"))
            .args(about.split_whitespace())
            .current_dir(std::env::temp_dir())
            .envs([("VESTIBULE_ENV", "development"), ("PUBLIC_URL", "http://localhost"), ("DATABASE_URL", &machine.database_url)])
            .envs([("SECRET_KEY", SECRET), ("MASTER_API_KEY", SECRET)])
            .output()?;
        ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let client: Value = serde_json::from_slice(&output.stdout)?;
        let id = client["client_id"].as_str().context("its id")?.to_owned();
        Ok(Self { port: portal.port, id, member: machine.member(portal).await? })
    }

    /// From the link in the app to the person's address.
    async fn flow(&self, connection: &mut Connection) -> Result<Value> {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs([
                ("response_type", "code"),
                ("client_id", &self.id),
                ("redirect_uri", CALLBACK),
                ("state", "af0ifjsldkj"),
            ])
            .extend_pairs([("scope", "openid email offline_access"), ("nonce", "n-0S6_WzA2Mj")])
            .extend_pairs([("code_challenge", CHALLENGE), ("code_challenge_method", "S256")])
            .finish();
        let path = format!("/s/bench/oauth2/authorize?{query}");
        let answer = connection.send(&Request { path, ..self.member.clone() }).await?;
        let place = answer.headers.get("location").context("an answer")?.to_str()?;
        let code = Url::parse(place)?.query_pairs().find_map(|(name, value)| (name == "code").then(|| value.into_owned()));
        let code = code.with_context(|| format!("a code in {place}"))?;
        let tokens = self
            .token(
                connection,
                &[("grant_type", "authorization_code"), ("code", &code), ("redirect_uri", CALLBACK), ("code_verifier", VERIFIER)],
            )
            .await?;
        let bearer = tokens["access_token"].as_str().context("an access token")?;
        let told =
            connection.send(&Request::post("/s/bench/oauth2/userinfo", &[("access_token", bearer)], StatusCode::OK)).await?;
        ensure!(told.status == StatusCode::OK, "userinfo answered {}", told.status);
        Ok(tokens)
    }

    async fn refresh(&self, connection: &mut Connection, tokens: &Value) -> Result<Value> {
        let token = tokens["refresh_token"].as_str().context("a refresh token")?;
        self.token(connection, &[("grant_type", "refresh_token"), ("refresh_token", token)]).await
    }

    async fn token(&self, connection: &mut Connection, fields: &[(&str, &str)]) -> Result<Value> {
        let fields = [fields, &[("client_id", self.id.as_str())]].concat();
        let answer = connection.send(&Request::post("/s/bench/oauth2/token", &fields, StatusCode::OK)).await?;
        ensure!(answer.status == StatusCode::OK, "{}", String::from_utf8_lossy(&answer.body));
        Ok(serde_json::from_slice(&answer.body)?)
    }
}

/// As much of it as so many can do one after the other.
pub async fn run(app: &Arc<App>, work: Work, time: Duration) -> Result<Load> {
    let mut workers = Vec::new();
    for _ in 0..AT_ONCE {
        let mut connection = Connection::open(app.port).await?;
        let tokens = app.flow(&mut connection).await?;
        workers.push((connection, tokens));
    }
    let began = Instant::now();
    let workers = workers.into_iter().map(|(mut connection, mut tokens)| {
        let app = Arc::clone(app);
        tokio::spawn(async move {
            let mut latencies = Vec::new();
            while began.elapsed() < time {
                let start = Instant::now();
                tokens = match work {
                    Work::Flows => app.flow(&mut connection).await?,
                    Work::Refreshes => app.refresh(&mut connection, &tokens).await?,
                };
                latencies.push(u64::try_from(start.elapsed().as_micros())?);
            }
            anyhow::Ok(latencies)
        })
    });
    let mut latencies = Vec::new();
    for worker in workers.collect::<Vec<_>>() {
        latencies.extend(worker.await??);
    }
    Load::of(latencies, began.elapsed())
}
