//! What opens something is written down nowhere: not in the log, however much that is to tell, and not readable in the database.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::{HeaderMap, Method, header};
use base64::{Engine, engine::general_purpose};
use regex::Regex;
use serde_json::{Value, json};
use sqlx::{ConnectOptions, PgPool};

use crate::{
    oidc::VERIFIER,
    support::{Running, fresh_database, rows, superuser},
};

const EMAIL: &str = "ada@example.com";
const MASTER: &str = "canary-master-Zp8FqX2mLw9RtV4yKc7NbH3s";
const SECRET: &str = "canary-secret-kB3xQ9vLr2WmT7yHc5NdZ8pF";
const SERVICE: &str = "canary-service-Wm7yHc5NdkB3xQ9vLr2TZ8p";
const METRICS: &str = "canary-metrics-2TZ8pFj4SgU6aEWm7yHc5Nd";
/// RFC 7636, appendix B.
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const CALLBACK: &str = "https://shop.example/callback";

/// Somebody who does everything there is to do, and remembers each secret on the way.
struct Caller {
    http: reqwest::Client,
    origin: String,
    cookies: BTreeMap<String, String>,
    /// What each is for, and what it is.
    secrets: Vec<(String, String)>,
    database: PgPool,
    /// Every row that was ever seen.
    seen: BTreeSet<(String, String)>,
}

impl Caller {
    /// Sends a request as the site's own page would; cookies are kept, redirects not followed.
    async fn send(&mut self, method: Method, path: &str, headers: &[(&str, &str)], body: String) -> (u16, HeaderMap, String) {
        let mut request = self.http.request(method, format!("{}{path}", self.origin)).body(body);
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let cookies = cookies.join("; ");
        for (name, value) in headers.iter().chain(&[("sec-fetch-site", "same-origin"), ("cookie", cookies.as_str())]) {
            request = request.header(*name, *value);
        }
        let answer = request.send().await.unwrap();
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        for cookie in headers.get_all(header::SET_COOKIE) {
            let (name, value) = cookie.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap();
            if value.len() > 20 {
                self.knows(name, value);
            }
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        let text = answer.text().await.unwrap();
        self.seen.extend(rows(&self.database).await);
        (status, headers, text)
    }

    async fn form(&mut self, path: &str, fields: &[(&str, &str)]) -> (u16, HeaderMap, String) {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.send(Method::POST, path, &[("content-type", "application/x-www-form-urlencoded")], body).await
    }

    async fn json(&mut self, method: Method, path: &str, proof: Option<(&str, &str)>, body: Value) -> (u16, Value) {
        let kind = ("content-type", "application/json");
        let headers: Vec<_> = proof.into_iter().chain([kind]).collect();
        let (status, _, text) = self.send(method, path, &headers, body.to_string()).await;
        (status, serde_json::from_str(&text).unwrap_or_default())
    }

    fn knows(&mut self, what: &str, secret: &str) -> String {
        self.secrets.push((what.to_owned(), secret.to_owned()));
        secret.to_owned()
    }

    /// All that an answer holds to be used later.
    fn knows_all(&mut self, answer: &Value) {
        for name in ["access_token", "refresh_token", "signup_token", "reset_token", "id_token", "client_secret", "password"] {
            if let Some(secret) = answer[name].as_str() {
                self.knows(name, secret);
            }
        }
    }

    /// The token and the code of the newest letter that leads to a page.
    async fn letter(&mut self, to: &str, page: &str) -> (String, String) {
        let mut letters = Value::Null;
        for _ in 0..200 {
            (_, letters) = self.json(Method::GET, "/dev/mailbox.json", None, Value::Null).await;
            let to_them = letters.as_array().unwrap().iter().filter(|letter| letter["to"] == to);
            let mut texts = to_them.filter_map(|letter| letter["text"].as_str());
            if let Some(text) = texts.find(|text| text.contains(&format!("{page}?"))) {
                let link = text.split_whitespace().find(|word| word.contains(&format!("{page}?"))).unwrap();
                let code = text.split_whitespace().find(|word| word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit()));
                let code = code.map(|code| self.knows("code", code)).unwrap_or_default();
                return (self.knows(&format!("the token for {page}"), link.rsplit_once("token=").unwrap().1), code);
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        panic!("no letter to {to} leads to {page}: {letters}");
    }

    /// Whether a text holds any secret, in whatever writing: as it is, as Postgres shows bytes, or packed once more.
    fn finds(&self, text: &str) -> Option<String> {
        let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        self.secrets.iter().find_map(|(what, secret)| {
            let unpacked = general_purpose::URL_SAFE_NO_PAD.decode(secret).unwrap_or_default();
            let packed = general_purpose::STANDARD_NO_PAD.encode(secret);
            let found = if secret.len() == 6 {
                // Six digits may also be part of a number.
                Regex::new(&format!(r"(^|[^0-9a-f.]){secret}([^0-9a-f]|$)")).unwrap().is_match(text)
            } else {
                text.contains(secret.as_str())
                    || text.contains(&hex(secret.as_bytes()))
                    || text.contains(&packed)
                    || (unpacked.len() >= 16 && text.contains(&hex(&unpacked)))
            };
            found.then(|| format!("{what}: {secret}"))
        })
    }
}

#[tokio::test]
async fn no_secret_is_in_the_log_or_lies_open_in_the_database() {
    let url = fresh_database("canaries").await.to_url_lossy().to_string();
    let folder = tempfile::tempdir().unwrap();
    let portal = Running::start_with(&[
        ("DATABASE_URL", &url),
        ("DATA_DIR", folder.path().to_str().unwrap()),
        ("LOG", "trace"),
        ("MASTER_API_KEY", MASTER),
        ("SECRET_KEY", SECRET),
        ("SERVICE_API_TOKEN", SERVICE),
        ("METRICS_TOKEN", METRICS),
        ("ARGON2_MEMORY", "64"),
        ("RESEND_COOLDOWN", "1s"),
    ]);
    let mut caller = Caller {
        http: reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap(),
        origin: format!("http://localhost:{}", portal.port),
        cookies: BTreeMap::new(),
        secrets: Vec::new(),
        database: PgPool::connect_lazy_with(superuser().database("test_canaries")),
        seen: BTreeSet::new(),
    };
    for (what, secret) in [("master key", MASTER), ("secret key", SECRET), ("service token", SERVICE), ("metrics token", METRICS)]
    {
        caller.knows(what, secret);
    }
    as_a_program(&mut caller).await;
    as_a_person(&mut caller).await;
    let site = as_the_operator(&mut caller, &portal.greeting).await;
    by_an_app(&mut caller, &site).await;
    what_goes_wrong(&mut caller, &site).await;

    assert!(caller.secrets.len() >= 40, "only {} secrets were about", caller.secrets.len());
    for table in [
        "browser_sessions",
        "known_devices",
        "oauth_client_secrets",
        "oauth_grants",
        "operator_links",
        "operator_sessions",
        "outbox",
        "sessions",
        "signing_keys",
        "signups",
        "tokens",
        "users",
    ] {
        assert!(caller.seen.iter().any(|(name, _)| name == table), "nothing was ever in {table}");
    }
    for (table, row) in &caller.seen {
        assert_eq!(caller.finds(row), None, "{table}: {row}");
    }
    portal.terminate();
    let (_, log) = portal.end();
    assert!(log.lines().count() > 200 && log.contains("TRACE") && log.contains("ERROR"), "{}", log.lines().count());
    let numbers = Regex::new(r"micros=\d+|\.\d+Z").unwrap();
    for line in log.lines() {
        assert_eq!(caller.finds(&numbers.replace_all(line, "")), None, "{line}");
    }
}

async fn as_a_program(caller: &mut Caller) {
    let api = "/s/acme/api";
    let first = caller.knows("first password", "canary horse battery one");
    let signup = json!({ "email": EMAIL, "password": first });
    let (status, pending) = caller.json(Method::POST, &format!("{api}/auth/register"), None, signup).await;
    assert_eq!(status, 202, "{pending}");
    caller.knows_all(&pending);
    let (token, code) = caller.letter(EMAIL, "/verify").await;
    caller.send(Method::GET, &format!("/s/acme/verify?token={token}"), &[], String::new()).await;
    let proof = json!({ "signup_token": pending["signup_token"], "code": code });
    let (status, session) = caller.json(Method::POST, &format!("{api}/auth/verify-email"), None, proof).await;
    assert_eq!(status, 200, "{session}");
    caller.knows_all(&session);
    let refresh = json!({ "refresh_token": session["refresh_token"] });
    let (status, session) = caller.json(Method::POST, &format!("{api}/auth/refresh"), None, refresh).await;
    assert_eq!(status, 200, "{session}");
    caller.knows_all(&session);
    let bearer = format!("Bearer {}", session["access_token"].as_str().unwrap());
    let (status, _) = caller.json(Method::GET, &format!("{api}/auth/me"), Some(("authorization", &bearer)), Value::Null).await;
    assert_eq!(status, 200);
    caller.json(Method::POST, &format!("{api}/auth/forgot-password"), None, json!({ "email": EMAIL })).await;
    let (token, _) = caller.letter(EMAIL, "/reset").await;
    let second = caller.knows("second password", "canary horse battery two");
    let reset = json!({ "token": token, "password": second });
    assert_eq!(caller.json(Method::POST, &format!("{api}/auth/reset-password"), None, reset).await.0, 204);
}

async fn as_a_person(caller: &mut Caller) {
    let third = caller.knows("third password", "canary horse battery three");
    let second = "canary horse battery two";
    assert_eq!(caller.form("/s/acme/login", &[("email", EMAIL), ("password", second)]).await.0, 303);
    let change = [("current_password", second), ("new_password", &third)];
    assert_eq!(caller.form("/s/acme/account/password", &change).await.0, 303);
    assert_eq!(caller.form("/s/acme/confirm-identity", &[("current_password", &third)]).await.0, 303);
    assert_eq!(caller.form("/s/acme/account/email", &[("new_email", "ada@new.example")]).await.0, 303);
    let (change, _) = caller.letter("ada@new.example", "/email-change").await;
    let (undo, _) = caller.letter(EMAIL, "/email-change/undo").await;
    caller.send(Method::GET, &format!("/s/acme/email-change/undo?token={undo}"), &[], String::new()).await;
    caller.send(Method::GET, &format!("/s/acme/email-change?token={change}"), &[], String::new()).await;
    assert_eq!(caller.form("/s/acme/email-change", &[("token", &change)]).await.0, 303);
    caller.form("/s/acme/signup", &[("email", "waits@example.com"), ("password", &third)]).await;
    caller.letter("waits@example.com", "/verify").await;
}

/// Returns the id of the site.
async fn as_the_operator(caller: &mut Caller, greeting: &str) -> String {
    let link = greeting.split_once("token=").unwrap().1.split_whitespace().next().unwrap().to_owned();
    caller.knows("link into the dashboard", &link);
    caller.send(Method::GET, &format!("/admin/enter?token={link}"), &[], String::new()).await;
    assert_eq!(caller.form("/admin/enter", &[]).await.0, 303);
    assert_eq!(caller.form("/admin/login", &[("master_key", MASTER)]).await.0, 303);
    assert_eq!(caller.form("/admin/confirm", &[("master_key", MASTER)]).await.0, 303);
    let wrong = caller.knows("a wrong master key", "canary-wrong-key-j4SgU6aEWm7yHc5NdkB3xQ");
    caller.form("/admin/login", &[("master_key", &wrong)]).await;
    caller.json(Method::GET, "/api/sites", Some(("x-api-key", &wrong)), Value::Null).await;
    let key = Some(("x-api-key", MASTER));
    let (_, sites) = caller.json(Method::GET, "/api/sites?search=acme", key, Value::Null).await;
    let site = sites["items"][0]["id"].as_str().unwrap().to_owned();
    let base = format!("/api/sites/{site}");
    let allow = json!({ "settings": { "temporary_passwords": true } });
    assert_eq!(caller.json(Method::PATCH, &base, key, allow).await.0, 200);
    let (_, invited) = caller.json(Method::POST, &format!("{base}/users"), key, json!({ "email": "grace@example.com" })).await;
    let (token, _) = caller.letter("grace@example.com", "/reset").await;
    let chosen = caller.knows("invited password", "canary horse battery four");
    let accepted = [("token", token.as_str()), ("new_password", &chosen)];
    assert_eq!(caller.form("/s/acme/reset", &accepted).await.0, 303, "{invited}");
    let path = format!("{base}/users/{}/temporary-password", invited["id"].as_str().unwrap());
    let (_, made) = caller.json(Method::POST, &path, key, json!({})).await;
    caller.knows_all(&made);
    let credentials = json!({ "email": "grace@example.com", "password": made["password"] });
    let (status, choice) = caller.json(Method::POST, "/s/acme/api/auth/login", None, credentials).await;
    assert!(status == 403 && choice["reset_token"].is_string(), "{choice}");
    caller.knows_all(&choice);
    for (path, token) in [("/api/status", SERVICE), ("/metrics", METRICS)] {
        let bearer = format!("Bearer {token}");
        let (status, ..) = caller.send(Method::GET, path, &[("authorization", &bearer)], String::new()).await;
        assert_eq!(status, 200, "{path}");
    }
    site
}

async fn by_an_app(caller: &mut Caller, site: &str) {
    // Accepting the invitation has ended the login that was there.
    let credentials = [("email", "ada@new.example"), ("password", "canary horse battery three")];
    assert_eq!(caller.form("/s/acme/login", &credentials).await.0, 303);
    let about = json!({ "name": "Shop", "kind": "web", "first_party": true, "redirect_uris": [CALLBACK], "scopes": ["openid", "offline_access"] });
    let (status, client) =
        caller.json(Method::POST, &format!("/api/sites/{site}/clients"), Some(("x-api-key", MASTER)), about).await;
    assert_eq!(status, 201, "{client}");
    caller.knows_all(&client);
    let (id, secret) = (client["client_id"].as_str().unwrap(), client["client_secret"].as_str().unwrap());
    let asked = [
        ("response_type", "code"),
        ("client_id", id),
        ("redirect_uri", CALLBACK),
        ("scope", "openid offline_access"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(asked).finish();
    let (_, headers, _) = caller.send(Method::GET, &format!("/s/acme/oauth2/authorize?{query}"), &[], String::new()).await;
    let place = headers[header::LOCATION].to_str().unwrap();
    let code = place.split_once("code=").unwrap_or_else(|| panic!("{place}")).1.split('&').next().unwrap().to_owned();
    caller.knows("authorization code", &code);
    caller.knows("verifier", VERIFIER);
    let proof = [("client_id", id), ("client_secret", secret)];
    let trade = [("grant_type", "authorization_code"), ("code", &code), ("redirect_uri", CALLBACK), ("code_verifier", VERIFIER)];
    let (status, _, tokens) = caller.form("/s/acme/oauth2/token", &[&trade[..], &proof].concat()).await;
    assert_eq!(status, 200, "{tokens}");
    let tokens: Value = serde_json::from_str(&tokens).unwrap();
    caller.knows_all(&tokens);
    let (access, refresh) = (tokens["access_token"].as_str().unwrap(), tokens["refresh_token"].as_str().unwrap());
    let renew = [("grant_type", "refresh_token"), ("refresh_token", refresh)];
    let (status, _, renewed) = caller.form("/s/acme/oauth2/token", &[&renew[..], &proof].concat()).await;
    assert_eq!(status, 200, "{renewed}");
    caller.knows_all(&serde_json::from_str(&renewed).unwrap());
    caller.form("/s/acme/oauth2/introspect", &[&[("token", access)][..], &proof].concat()).await;
    caller.form("/s/acme/oauth2/revoke", &[&[("token", refresh)][..], &proof].concat()).await;
    let wrong = caller.knows("a wrong client secret", "canary-wrong-secret-SgU6aEWm7yHc5NdkB3xQ9v");
    caller.form("/s/acme/oauth2/token", &[&renew[..], &[("client_id", id), ("client_secret", &wrong)]].concat()).await;
}

/// Secrets in the wrong place, and a portal that breaks down over them.
async fn what_goes_wrong(caller: &mut Caller, site: &str) {
    let wrong = caller.knows("a wrong password", "canary-horse-that-is-wrong");
    let api = "/s/acme/api";
    let credentials = json!({ "email": "ada@new.example", "password": wrong });
    caller.form("/s/acme/login", &[("email", "ada@new.example"), ("password", &wrong)]).await;
    caller.json(Method::POST, &format!("{api}/auth/login"), None, credentials.clone()).await;
    for misplaced in
        ["/s/acme/login?password=", "/s/acme/api/auth/me?access_token=", "/api/sites?api_key=", "/s/acme/reset?token="]
    {
        caller.send(Method::GET, &format!("{misplaced}{wrong}"), &[], String::new()).await;
    }
    let kind = ("content-type", "application/json");
    let broken = format!("{{\"email\": 7, \"password\": \"{wrong}\", \"{wrong}\": \"{wrong}\"");
    caller.send(Method::POST, &format!("{api}/auth/login"), &[kind], broken).await;
    caller.json(Method::POST, &format!("{api}/auth/login"), None, json!({ "password": { "nested": wrong } })).await;
    caller.send(Method::POST, "/s/acme/login", &[("content-type", "text/plain")], wrong.clone()).await;
    let basic = format!("Basic {}", general_purpose::STANDARD.encode(format!("nobody:{wrong}")));
    caller.send(Method::POST, "/s/acme/oauth2/token", &[("authorization", &basic)], String::new()).await;

    for table in ["known_devices", "events", "sessions", "tokens", "oauth_grants"] {
        let rename = async |from: &str, to: &str, pool: &PgPool| {
            sqlx::raw_sql(&format!("alter table {from} rename to {to}")).execute(pool).await.unwrap();
        };
        let database = caller.database.clone();
        rename(table, "mislaid", &database).await;
        caller.form("/s/acme/login", &[("email", "ada@new.example"), ("password", "canary horse battery three")]).await;
        caller.json(Method::POST, &format!("{api}/auth/login"), None, credentials.clone()).await;
        caller.form("/s/acme/reset", &[("token", &"A".repeat(43)), ("new_password", &wrong)]).await;
        rename("mislaid", table, &database).await;
    }

    // Last, because from now on letters of the site go nowhere.
    let password = caller.knows("a mail server's password", "canary-smtp-yHc5NdkB3xQ9vLr2TZ8p");
    let server = json!({ "mail_url": format!("smtp://acme:{password}@203.0.113.7:587") });
    let (status, told) =
        caller.json(Method::PATCH, &format!("/api/sites/{site}/mail"), Some(("x-api-key", MASTER)), server).await;
    assert_eq!(status, 200, "{told}");
    let bad = json!({ "mail_url": format!("pigeon://acme:{password}@loft") });
    caller.json(Method::PATCH, &format!("/api/sites/{site}/mail"), Some(("x-api-key", MASTER)), bad).await;
}
