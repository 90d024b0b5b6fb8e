//! Clients hear that somebody has logged out, whatever ended the login, and nobody else can be made to.

use std::sync::{Arc, Mutex};

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use sqlx::{Connection, PgConnection};
use time::Duration;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};
use uuid::Uuid;
use vestibule::{model::site::Site, outbound::logouts::tell_due};

use crate::support::{Browser, PASSWORD, Portal, fresh_database, superuser};

const EMAIL: &str = "ada@example.com";

/// A client's ear: answers each request with the next status, the last one for ever, and keeps what it heard.
struct Ear {
    address: String,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Ear {
    async fn open(mut statuses: Vec<u16>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://localhost:{}/logged-out", listener.local_addr().unwrap().port());
        let heard: Arc<Mutex<Vec<String>>> = Arc::default();
        let kept = Arc::clone(&heard);
        tokio::spawn(async move {
            while let Ok((mut caller, _)) = listener.accept().await {
                let mut request = String::new();
                while !request.contains("logout_token=") {
                    let mut part = [0; 4096];
                    let length = caller.read(&mut part).await.unwrap();
                    request.push_str(std::str::from_utf8(&part[..length]).unwrap());
                }
                kept.lock().unwrap().push(request);
                let status = if statuses.len() > 1 { statuses.remove(0) } else { statuses[0] };
                let answer =
                    format!("HTTP/1.1 {status} x\r\nlocation: /elsewhere\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
                let _ = caller.write_all(answer.as_bytes()).await;
            }
        });
        Self { address, heard }
    }

    fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }
}

/// A portal on a database of its own, because its worker tells whatever is due at any site.
struct Stage {
    portal: Portal,
    database: String,
}

impl Stage {
    async fn open(name: &str, settings: &[&str]) -> Self {
        let portal = Portal::open_on(fresh_database(name).await, settings);
        Self { portal, database: format!("test_{name}") }
    }

    async fn sql(&self) -> PgConnection {
        PgConnection::connect_with(&superuser().database(&self.database)).await.unwrap()
    }

    /// A client that listens there.
    async fn client(&self, site: &Site, ear: &str) -> Uuid {
        let about = json!({
            "name": "Shop", "kind": "web", "redirect_uris": ["https://shop.example/"], "backchannel_logout_uri": ear,
        });
        let created = self.portal.operator().post(&format!("/api/sites/{}/clients", site.id), about).await;
        created.ok(StatusCode::CREATED)["client_id"].as_str().unwrap().parse().unwrap()
    }

    /// Lets a client hold something of every login of the site.
    async fn hold(&self, site: &Site, client: Uuid) {
        sqlx::query(
            "insert into oauth_grants (site_id, id, client_id, user_id, session_id, auth_epoch, offline, scopes, authenticated_at,
                                       exchanged_at, created_at, expires_at, ends_at)
             select site_id, gen_random_uuid(), $2, user_id, id, auth_epoch, false, '{openid}', now(), now(), now(), 'infinity',
                    'infinity' from sessions where site_id = $1",
        )
        .bind(site.id)
        .bind(client)
        .execute(&mut self.sql().await)
        .await
        .unwrap();
    }

    /// The logins of which the site's clients are to be told.
    async fn waiting(&self, site: &Site) -> Vec<Uuid> {
        let waiting = "select session_id from oauth_logouts where site_id = $1";
        sqlx::query_scalar(waiting).bind(site.id).fetch_all(&mut self.sql().await).await.unwrap()
    }

    async fn sessions(&self, site: &Site) -> Vec<Uuid> {
        let sessions = "select id from sessions where site_id = $1 order by created_at";
        sqlx::query_scalar(sessions).bind(site.id).fetch_all(&mut self.sql().await).await.unwrap()
    }

    /// Somebody who is logged in twice.
    async fn person(&self, site: &Site) -> (Browser, Browser) {
        let this = self.portal.member(site, EMAIL).await;
        self.portal.wait(Duration::seconds(1));
        let mut other = self.portal.browser(site);
        other.log_in(EMAIL, PASSWORD).await;
        (this, other)
    }
}

#[tokio::test]
async fn whatever_ends_a_login_tells_its_clients() {
    let stage = Stage::open("backchannel_ways", &["--limit-resend-address", "1000/1h"]).await;
    let passwords = [("current_password", PASSWORD), ("new_password", "a different horse altogether")];
    for (event, expected) in [
        ("logging out", "this"),
        ("logging in anew", "this"),
        ("ending one device", "other"),
        ("ending all other devices", "other"),
        ("changing the password", "other"),
        ("changing the profile", "none"),
        ("confirming one's identity", "none"),
        ("asking for deletion", "both"),
        ("disable", "both"),
        ("end-sessions", "both"),
        ("DELETE", "both"),
        ("running out", "none"),
    ] {
        let site = stage.portal.site().await;
        let client = stage.client(&site, "https://shop.example/logged-out").await;
        stage.client(&site, "https://other.example/logged-out").await;
        let (mut this, mut other) = stage.person(&site).await;
        stage.hold(&site, client).await;
        let [first, second] = stage.sessions(&site).await.try_into().unwrap();
        let answer = match event {
            "logging out" => this.post("/logout", &[]).await,
            "logging in anew" => this.post("/login", &[("email", EMAIL), ("password", PASSWORD)]).await,
            "ending one device" => this.post(&format!("/account/sessions/{second}/end"), &[]).await,
            "ending all other devices" => this.post("/account/sessions/end-others", &[]).await,
            "changing the password" => this.post("/account/password", &[&passwords[..], &[("end_others", "on")]].concat()).await,
            "changing the profile" => this.post("/account/profile", &[("name", "Ada")]).await,
            "confirming one's identity" => this.post("/confirm-identity", &[("current_password", PASSWORD)]).await,
            "asking for deletion" => this.post("/account/delete", &[]).await,
            "running out" => {
                stage.portal.wait(Duration::days(40));
                let now = stage.portal.app.clock.now();
                vestibule::store::sweep::expired(&stage.portal.app.database, now).await.unwrap();
                other.send(Method::GET, "/account", &[], None).await
            }
            verb => {
                administer(&stage, &site, verb).await;
                this.send(Method::GET, "/account", &[], None).await
            }
        };
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{event}");
        let mut told = stage.waiting(&site).await;
        told.sort();
        let expected = match expected {
            "this" => vec![first],
            "other" => vec![second],
            "both" => vec![first, second],
            _ => vec![],
        };
        assert_eq!(told, expected, "{event}");
    }
}

async fn administer(stage: &Stage, site: &Site, verb: &str) {
    let operator = stage.portal.operator();
    let users = format!("/api/sites/{}/users", site.id);
    let id = operator.get(&users).await.ok(StatusCode::OK)["items"][0]["id"].as_str().unwrap().to_owned();
    let (method, path) = match verb {
        "DELETE" => (Method::DELETE, format!("{users}/{id}")),
        verb => (Method::POST, format!("{users}/{id}/{verb}")),
    };
    assert!(operator.send(method, &path, &[], None).await.status.is_success(), "{verb}");
}

#[tokio::test]
async fn a_client_hears_by_a_token_that_the_site_has_signed() {
    let stage = Stage::open("backchannel_token", &[]).await;
    let ear = Ear::open(vec![200]).await;
    let site = stage.portal.site().await;
    let client = stage.client(&site, &ear.address).await;
    let (mut this, _) = stage.person(&site).await;
    stage.hold(&site, client).await;
    let session = stage.sessions(&site).await[0];
    this.post("/logout", &[]).await;
    assert_eq!(tell_due(&stage.portal.app).await.unwrap(), 1);
    assert_eq!(tell_due(&stage.portal.app).await.unwrap(), 0);
    assert!(stage.waiting(&site).await.is_empty());

    let [request] = ear.heard().try_into().unwrap();
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("POST /logged-out HTTP/1.1"), "{head}");
    assert!(head.to_lowercase().contains("content-type: application/x-www-form-urlencoded"), "{head}");
    let token = body.strip_prefix("logout_token=").unwrap();
    let keys = stage.portal.client(&site).get("/.well-known/jwks.json").await.ok(StatusCode::OK);
    let key = serde_json::from_value(keys["keys"][0].clone()).unwrap();
    let mut rules = jsonwebtoken::Validation::new(jsonwebtoken::Algorithm::RS256);
    rules.set_audience(&[client]);
    rules.set_issuer(&[site.base.url("")]);
    let opened = jsonwebtoken::decode::<Value>(token, &jsonwebtoken::DecodingKey::from_jwk(&key).unwrap(), &rules).unwrap();
    assert_eq!(opened.header.typ.as_deref(), Some("logout+jwt"));
    let claims = opened.claims;
    assert_eq!(claims["sid"], session.to_string());
    assert_eq!(claims["events"], json!({ "http://schemas.openid.net/event/backchannel-logout": {} }));
    assert!(claims["sub"].is_string() && claims["jti"].is_string() && claims.get("nonce").is_none());
    assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), 120);
}

#[tokio::test]
async fn a_client_that_is_away_is_told_later_and_one_that_will_not_hear_is_not() {
    let stage = Stage::open("backchannel_retries", &[]).await;
    let site = stage.portal.site().await;
    let (away, deaf, elsewhere) = (Ear::open(vec![503, 500, 204]).await, Ear::open(vec![400]).await, Ear::open(vec![307]).await);
    let mut clients = Vec::new();
    for ear in [&away, &deaf, &elsewhere] {
        clients.push(stage.client(&site, &ear.address).await);
    }
    let (mut this, _) = stage.person(&site).await;
    for client in clients {
        stage.hold(&site, client).await;
    }
    this.post("/logout", &[]).await;
    assert_eq!(tell_due(&stage.portal.app).await.unwrap(), 3);
    assert_eq!((away.heard().len(), deaf.heard().len(), elsewhere.heard().len()), (1, 1, 1));
    assert_eq!(tell_due(&stage.portal.app).await.unwrap(), 0, "not at once");
    for expected in [2, 3, 3] {
        stage.portal.wait(Duration::minutes(2));
        tell_due(&stage.portal.app).await.unwrap();
        assert_eq!(away.heard().len(), expected);
    }
    assert_eq!(deaf.heard().len(), 1);
    for _ in 0..20 {
        stage.portal.wait(Duration::hours(3));
        tell_due(&stage.portal.app).await.unwrap();
    }
    assert_eq!(elsewhere.heard().len(), 10, "it is given up at last");
    assert!(elsewhere.heard().iter().all(|request| request.starts_with("POST /logged-out")), "no redirect is followed");
    assert!(stage.waiting(&site).await.is_empty());
    let tokens: Vec<String> =
        away.heard().iter().map(|request| request.split("logout_token=").nth(1).unwrap().to_owned()).collect();
    assert!(tokens[0] != tokens[1] && tokens[1] != tokens[2], "each is fresh");
}

#[tokio::test]
async fn nobody_makes_the_portal_call_a_private_network() {
    let stage = Stage::open("backchannel_private", &["--private-clients", "false"]).await;
    let ear = Ear::open(vec![200]).await;
    let site = stage.portal.site().await;
    let port = ear.address.split(':').nth(2).unwrap().to_owned();
    let mut clients = Vec::new();
    for host in ["localhost", "127.0.0.1", "[::1]"] {
        clients.push(stage.client(&site, &format!("http://{host}:{port}")).await);
    }
    let (mut this, _) = stage.person(&site).await;
    for client in clients {
        stage.hold(&site, client).await;
    }
    this.post("/logout", &[]).await;
    assert_eq!(tell_due(&stage.portal.app).await.unwrap(), 3);
    assert!(ear.heard().is_empty());
    let said = "select distinct error from oauth_logouts";
    let said: Vec<String> = sqlx::query_scalar(said).fetch_all(&mut stage.sql().await).await.unwrap();
    assert_eq!(said, ["the address is in a private network"]);
}

#[tokio::test]
async fn who_was_disabled_or_deleted_meanwhile_is_not_told() {
    let stage = Stage::open("backchannel_gone", &[]).await;
    let ear = Ear::open(vec![200]).await;
    let site = stage.portal.site().await;
    let clients = [stage.client(&site, &ear.address).await, stage.client(&site, &ear.address).await];
    let (mut this, _) = stage.person(&site).await;
    for client in clients {
        stage.hold(&site, client).await;
    }
    this.post("/logout", &[]).await;
    let operator = stage.portal.operator();
    let path = |client| format!("/api/sites/{}/clients/{client}", site.id);
    operator.patch(&path(clients[0]), json!({ "status": "disabled" })).await.ok(StatusCode::OK);
    operator.delete(&path(clients[1])).await;
    assert_eq!(tell_due(&stage.portal.app).await.unwrap(), 1);
    assert!(ear.heard().is_empty() && stage.waiting(&site).await.is_empty());
}
