//! Clients: who may register, change and remove them, what may be said of them, and what is never told.

use std::{fmt::Write, sync::Arc};

use axum::http::{Method, StatusCode};
use futures_util::future::join_all;
use serde_json::{Value, json};
use sqlx::Row;
use time::{Duration, format_description::well_known::Rfc3339};
use vestibule::model::site::Site;

use crate::support::{Client, PASSWORD, Portal, Reply, sql};

const EMAIL: &str = "ada@example.com";
const NOBODY: &str = "01938d3e-0f5a-7c1e-9d55-3c9b8f5f2a10";

/// The operator's program at a site, and where the site's clients are.
fn operator(portal: &Portal, site: &Site) -> (Client, String) {
    (portal.operator(), format!("/api/sites/{}/clients", site.id))
}

fn shop() -> Value {
    json!({ "name": "Shop", "kind": "web", "redirect_uris": ["https://shop.example/callback"] })
}

fn with(mut about: Value, changes: &Value) -> Value {
    about.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    about
}

async fn create(portal: &Portal, site: &Site, about: Value) -> Reply {
    let (operator, clients) = operator(portal, site);
    operator.post(&clients, about).await
}

async fn created(portal: &Portal, site: &Site, about: Value) -> Value {
    create(portal, site, about).await.ok(StatusCode::CREATED)
}

/// A member's program, and one of an admin.
async fn programs(portal: &Portal, site: &Arc<Site>) -> (Client, Client) {
    let mut found = Vec::new();
    for email in [EMAIL, "root@example.com"] {
        portal.member(site, email).await;
        let credentials = json!({ "email": email, "password": PASSWORD });
        let session = portal.client(site).post("/api/auth/login", credentials).await.ok(StatusCode::OK);
        if email != EMAIL {
            let path = format!("/api/sites/{}/users/{}/role", site.id, session["user"]["id"].as_str().unwrap());
            portal.operator().json(Method::PUT, &path, &json!({ "role": "admin" })).await.ok(StatusCode::OK);
        }
        found.push(portal.client(site).with("authorization", &format!("Bearer {}", session["access_token"].as_str().unwrap())));
    }
    let [member, admin] = found.try_into().ok().unwrap();
    (member, admin)
}

#[tokio::test]
async fn each_kind_has_the_safe_ways_of_its_kind() {
    let portal = Portal::open();
    let site = portal.site().await;
    for (kind, auth, has_secret, scopes) in [
        ("web", "secret", true, json!(["openid", "profile", "email", "offline_access"])),
        ("spa", "none", false, json!(["openid", "profile", "email", "offline_access"])),
        ("native", "none", false, json!(["openid", "profile", "email", "offline_access"])),
        ("device", "none", false, json!(["openid", "profile", "email", "offline_access"])),
        ("machine", "secret", true, json!([])),
    ] {
        let redirect_uris = if matches!(kind, "device" | "machine") { json!([]) } else { json!(["https://app.example/"]) };
        let about = json!({ "name": kind, "kind": kind, "redirect_uris": redirect_uris });
        let client = created(&portal, &site, about).await;
        assert_eq!((&client["auth"], &client["scopes"]), (&json!(auth), &scopes), "{kind}");
        assert_eq!((&client["require_pkce"], &client["first_party"]), (&json!(true), &json!(false)), "{kind}");
        assert_eq!(client["client_secret"].is_string(), has_secret, "{kind}");
        assert_eq!(client["secrets"].as_array().unwrap().len(), usize::from(has_secret), "{kind}");
    }
}

#[tokio::test]
async fn a_secret_is_shown_once_and_known_by_its_end() {
    let portal = Portal::open();
    let site = portal.site().await;
    let answer = create(&portal, &site, shop()).await;
    assert_eq!(answer.header("cache-control"), "no-store");
    let client = answer.ok(StatusCode::CREATED);
    let secret = client["client_secret"].as_str().unwrap();
    assert_eq!(secret.len(), 43);
    assert!(secret.ends_with(client["secrets"][0]["hint"].as_str().unwrap()));

    let (operator, clients) = operator(&portal, &site);
    let id = client["client_id"].as_str().unwrap();
    let second = operator.post(&format!("{clients}/{id}/secrets"), json!({})).await.ok(StatusCode::CREATED);
    operator.patch(&format!("{clients}/{id}"), json!({ "name": "Big shop" })).await.ok(StatusCode::OK);
    let secrets = [secret, second["client_secret"].as_str().unwrap()];
    for path in [clients.clone(), format!("{clients}/{id}"), format!("/api/sites/{}/audit", site.id)] {
        let answer = operator.get(&path).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(secrets.iter().all(|secret| !answer.text.contains(secret)), "{path}: {}", answer.text);
    }
    let mut stored = String::new();
    for table in ["oauth_clients", "oauth_client_secrets", "events"] {
        let rows = format!("select t::text as row from {table} t where site_id = $1");
        for row in sqlx::query(&rows).bind(site.id).fetch_all(&sql().await).await.unwrap() {
            writeln!(stored, "{}", row.get::<String, _>("row")).unwrap();
        }
    }
    assert!(stored.contains("Big shop") && secrets.iter().all(|secret| !stored.contains(secret)));
}

#[tokio::test]
async fn several_secrets_are_good_at_once_and_each_can_be_taken_away() {
    let portal = Portal::open();
    let site = portal.site().await;
    let client = created(&portal, &site, shop()).await;
    let (operator, clients) = operator(&portal, &site);
    let path = format!("{clients}/{}", client["client_id"].as_str().unwrap());
    let secrets = format!("{path}/secrets");
    let in_a_year = (portal.app.clock.now() + Duration::days(365)).format(&Rfc3339).unwrap();
    let second = operator.post(&secrets, json!({ "expires_at": in_a_year })).await.ok(StatusCode::CREATED);
    assert!(second["expires_at"].is_string() && second["last_used_at"].is_null());
    let over = portal.app.clock.now().format(&Rfc3339).unwrap();
    let refused = operator.post(&secrets, json!({ "expires_at": over })).await;
    assert_eq!(refused.errors(), [("expires_at", "out_of_range")]);
    for bad in [json!({ "expires_at": "tomorrow" }), json!({ "secret": "of my own" })] {
        assert_eq!(operator.post(&secrets, bad).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }

    let first = format!("{secrets}/{}", client["secrets"][0]["id"].as_str().unwrap());
    let gone = join_all((0..8).map(|_| operator.delete(&first))).await;
    assert_eq!(gone.iter().filter(|answer| answer.status == StatusCode::NO_CONTENT).count(), 1);
    let left = operator.get(&path).await.ok(StatusCode::OK);
    assert_eq!(left["secrets"].as_array().unwrap().len(), 1);
    assert_eq!(left["secrets"][0]["id"], second["id"]);

    let more = join_all((0..12).map(|_| operator.post(&secrets, json!({})))).await;
    let added = more.iter().filter(|answer| answer.status == StatusCode::CREATED).count();
    assert_eq!(added, 9, "ten at most, also of many at once");
    let refused = more.iter().find(|answer| answer.status != StatusCode::CREATED).unwrap();
    assert_eq!(refused.errors(), [("", "too_many_secrets")]);
}

#[tokio::test]
async fn whoever_can_keep_no_secret_gets_none() {
    let portal = Portal::open();
    let site = portal.site().await;
    let client = created(&portal, &site, with(shop(), &json!({ "kind": "spa" }))).await;
    let (operator, clients) = operator(&portal, &site);
    let path = format!("{clients}/{}", client["client_id"].as_str().unwrap());
    assert_eq!(operator.post(&format!("{path}/secrets"), json!({})).await.errors(), [("auth", "not_allowed")]);
    for (changes, field, code) in [
        (json!({ "auth": "secret" }), "auth", "not_allowed"),
        (json!({ "auth": "private_key_jwt" }), "auth", "not_allowed"),
        (json!({ "require_pkce": false }), "require_pkce", "not_allowed"),
        (json!({ "redirect_uris": [] }), "redirect_uris", "missing"),
        (json!({ "redirect_uris": [" ", ""] }), "redirect_uris", "missing"),
    ] {
        let answer = operator.patch(&path, changes).await;
        assert!(answer.errors().contains(&(field, code)), "{}", answer.text);
    }
    for (about, field, code) in [
        (with(shop(), &json!({ "auth": "none" })), "auth", "not_allowed"),
        (with(shop(), &json!({ "auth": "private_key_jwt" })), "jwks", "missing"),
        (with(shop(), &json!({ "kind": "machine" })), "redirect_uris", "not_allowed"),
        (with(shop(), &json!({ "kind": "device" })), "redirect_uris", "not_allowed"),
        (with(shop(), &json!({ "name": " " })), "name", "missing"),
        (with(shop(), &json!({ "kind": "web2" })), "kind", "malformed"),
        (with(shop(), &json!({ "client_id": NOBODY })), "client_id", "unknown"),
        (with(shop(), &json!({ "site_id": NOBODY })), "site_id", "unknown"),
        (with(shop(), &json!({ "home_url": "javascript:alert(1)" })), "home_url", "malformed"),
        (with(shop(), &json!({ "terms_url": "http://shop.example" })), "terms_url", "malformed"),
        (with(shop(), &json!({ "scopes": ["openid", "a b"] })), "scopes", "malformed"),
        (with(shop(), &json!({ "backchannel_logout_uri": "http://10.0.0.1/" })), "backchannel_logout_uri", "insecure"),
    ] {
        let answer = create(&portal, &site, about).await;
        assert_eq!(answer.errors(), [(field, code)]);
    }
}

#[tokio::test]
async fn a_redirect_address_that_will_not_do_is_named_by_its_line() {
    let portal = Portal::open();
    let site = portal.site().await;
    let lines = json!(["https://a.example/", "", "http://b.example/", "https://c.example/#x", "https://a.example/", "app:/x"]);
    let answer = create(&portal, &site, with(shop(), &json!({ "redirect_uris": lines }))).await;
    let field = "redirect_uris";
    assert_eq!(answer.errors(), [(field, "insecure"), (field, "fragment"), (field, "repeated"), (field, "insecure")]);
    let said: Vec<&str> =
        answer.body["errors"].as_array().unwrap().iter().map(|error| error["detail"].as_str().unwrap()).collect();
    for (sentence, line) in said.iter().zip(["Line 3", "Line 4", "Line 5", "Line 6"]) {
        assert!(sentence.starts_with(line), "{sentence}");
    }
    let many: Vec<String> = (0..51).map(|number| format!("https://a{number}.example/")).collect();
    let answer = create(&portal, &site, with(shop(), &json!({ "redirect_uris": many }))).await;
    assert_eq!(answer.errors(), [(field, "too_long")]);
    let native = json!({ "kind": "native", "redirect_uris": ["com.example.app:/callback", "http://127.0.0.1/callback"] });
    created(&portal, &site, with(shop(), &native)).await;
}

#[tokio::test]
async fn keys_are_public_ones() {
    let portal = Portal::open();
    let site = portal.site().await;
    let key = json!({ "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", "kid": "one" });
    let about = |jwks: Value| with(shop(), &json!({ "auth": "private_key_jwt", "jwks": jwks }));
    let client = created(&portal, &site, about(json!({ "keys": [key] }))).await;
    assert_eq!((&client["jwks"]["keys"][0]["kid"], client.get("client_secret")), (&json!("one"), None));
    let private = with(key.clone(), &json!({ "d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A" }));
    let shared = json!({ "kty": "oct", "k": "c2VjcmV0" });
    for bad in
        [json!({}), json!({ "keys": [] }), json!({ "keys": [private] }), json!({ "keys": [shared] }), json!({ "keys": [7] })]
    {
        let answer = create(&portal, &site, about(bad)).await;
        assert_eq!(answer.errors(), [("jwks", "malformed")]);
    }
    let (operator, clients) = operator(&portal, &site);
    let path = format!("{clients}/{}", client["client_id"].as_str().unwrap());
    assert_eq!(operator.patch(&path, json!({ "jwks": null })).await.errors(), [("jwks", "missing")]);
    let changed = operator.patch(&path, json!({ "jwks": null, "auth": "secret" })).await.ok(StatusCode::OK);
    assert_eq!((&changed["auth"], &changed["jwks"]), (&json!("secret"), &Value::Null));
}

#[tokio::test]
async fn only_what_is_given_changes_and_no_change_is_lost() {
    let portal = Portal::open();
    let site = portal.site().await;
    let client = created(&portal, &site, shop()).await;
    let (operator, clients) = operator(&portal, &site);
    let path = format!("{clients}/{}", client["client_id"].as_str().unwrap());
    portal.wait(Duration::seconds(5));
    let (name, home) = (json!({ "name": "Big shop" }), json!({ "home_url": "https://shop.example" }));
    let both = join_all([operator.patch(&path, name), operator.patch(&path, home)]).await;
    assert!(both.iter().all(|answer| answer.status == StatusCode::OK));
    let changed = operator.get(&path).await.ok(StatusCode::OK);
    assert_eq!((&changed["name"], &changed["home_url"]), (&json!("Big shop"), &json!("https://shop.example/")));
    assert_eq!(changed["redirect_uris"], client["redirect_uris"]);
    assert_ne!(changed["updated_at"], client["updated_at"]);
    for bad in [json!({ "kind": "spa" }), json!({ "name": null }), json!({ "status": "asleep" }), json!([])] {
        let answer = operator.patch(&path, bad).await;
        assert!(answer.status.is_client_error());
    }
    let cleared = operator.patch(&path, json!({ "home_url": null })).await.ok(StatusCode::OK);
    assert!(cleared["home_url"].is_null());
}

#[tokio::test]
async fn lists_are_by_name_and_can_be_searched() {
    let portal = Portal::open();
    let (site, other) = (portal.site().await, portal.site().await);
    let mut ids = Vec::new();
    for name in ["Till", "app", "Shop"] {
        ids.push(created(&portal, &site, with(shop(), &json!({ "name": name }))).await["client_id"].clone());
    }
    created(&portal, &other, shop()).await;
    let (operator, clients) = operator(&portal, &site);
    let names = async |query: &str| {
        let list = operator.get(&format!("{clients}{query}")).await.ok(StatusCode::OK);
        let names = list["items"].as_array().unwrap().iter().map(|client| client["name"].as_str().unwrap().to_owned());
        (names.collect::<Vec<_>>(), list["total"].as_i64().unwrap())
    };
    assert_eq!(names("").await, (vec!["app".to_owned(), "Shop".to_owned(), "Till".to_owned()], 3));
    assert_eq!(names("?per_page=1&page=2").await, (vec!["Shop".to_owned()], 3));
    assert_eq!(names("?search=HO").await, (vec!["Shop".to_owned()], 1));
    assert_eq!(names(&format!("?search={}", ids[0].as_str().unwrap())).await, (vec!["Till".to_owned()], 1));
    assert_eq!(names("?search=%25").await, (vec![], 0));
    assert_eq!(operator.get(&format!("{clients}?per_page=0")).await.errors(), [("per_page", "out_of_range")]);
}

#[tokio::test]
async fn only_admins_of_the_site_and_the_operator_reach_its_clients() {
    let portal = Portal::open();
    let (site, other) = (portal.site().await, portal.site().await);
    let client = created(&portal, &site, shop()).await;
    let (id, secret) = (client["client_id"].as_str().unwrap(), client["secrets"][0]["id"].as_str().unwrap());
    let (member, admin) = programs(&portal, &site).await;
    let (_, stranger) = programs(&portal, &other).await;
    let foreign = portal.client(&site).with("authorization", &stranger.headers[0].1);
    // Of an address of its own, whose wrong keys are counted apart from other tests'.
    let mut guesser = portal.client(&site).with("x-api-key", "not-the-master-key-but-of-a-fair-length");
    guesser.peer = "198.51.100.202:40000".parse().unwrap();
    let requests = |id: &str| {
        [
            (Method::GET, "/clients".to_owned(), None),
            (Method::POST, "/clients".to_owned(), Some(shop())),
            (Method::GET, format!("/clients/{id}"), None),
            (Method::PATCH, format!("/clients/{id}"), Some(json!({ "name": "Mallory's" }))),
            (Method::POST, format!("/clients/{id}/secrets"), Some(json!({}))),
            (Method::DELETE, format!("/clients/{id}/secrets/{secret}"), None),
            (Method::DELETE, format!("/clients/{id}"), None),
        ]
    };
    for (method, path, body) in requests(id) {
        let path = format!("/api/admin{path}");
        for (caller, problem) in [
            (&portal.client(&site), (401, "token_invalid")),
            (&foreign, (401, "token_invalid")),
            (&guesser, (401, "api_key_invalid")),
            (&member, (403, "forbidden")),
        ] {
            let answer = send(caller, method.clone(), &path, body.as_ref()).await;
            assert_eq!(answer.problem(), problem, "{method} {path}");
        }
    }
    // Another site's ids are as good as none.
    let (operator, _) = operator(&portal, &other);
    for (method, path, body) in requests(id).into_iter().skip(2) {
        for (caller, path) in [
            (&operator, format!("/api/sites/{}{path}", other.id)),
            (&stranger, format!("/api/admin{path}")),
            (&stranger, format!("/api/admin{}", path.replace(id, NOBODY))),
            (&stranger, format!("/api/admin{}", path.replace(id, "1"))),
        ] {
            let answer = send(caller, method.clone(), &path, body.as_ref()).await;
            assert_eq!(answer.problem(), (404, "not_found"), "{method} {path}");
        }
    }
    assert_eq!(admin.get(&format!("/api/admin/clients/{id}")).await.ok(StatusCode::OK)["name"], "Shop");
    for (method, path, body) in requests(id) {
        let answer = send(&admin, method.clone(), &format!("/api/admin{path}"), body.as_ref()).await;
        assert!(answer.status.is_success(), "{method} {path}: {}", answer.text);
    }
}

async fn send(client: &Client, method: Method, path: &str, body: Option<&Value>) -> Reply {
    match body {
        Some(body) => client.json(method, path, body).await,
        None => client.send(method, path, &[], None).await,
    }
}

#[tokio::test]
async fn what_an_admin_does_is_noted_with_what_was_before_and_after() {
    let portal = Portal::open();
    let site = portal.site().await;
    let (_, admin) = programs(&portal, &site).await;
    let client = admin.post("/api/admin/clients", shop()).await.ok(StatusCode::CREATED);
    let path = format!("/api/admin/clients/{}", client["client_id"].as_str().unwrap());
    portal.wait(Duration::seconds(1));
    admin.patch(&path, json!({ "name": "Big shop", "first_party": true })).await.ok(StatusCode::OK);
    admin.patch(&path, json!({ "name": "Big shop" })).await.ok(StatusCode::OK);
    portal.wait(Duration::seconds(1));
    let secret = admin.post(&format!("{path}/secrets"), json!({})).await.ok(StatusCode::CREATED);
    portal.wait(Duration::seconds(1));
    admin.delete(&format!("{path}/secrets/{}", secret["id"].as_str().unwrap())).await;
    portal.wait(Duration::seconds(1));
    admin.delete(&path).await;
    let audit = admin.get("/api/admin/audit").await.ok(StatusCode::OK);
    let entries = audit["items"].as_array().unwrap().iter().filter(|entry| entry["target"] == client["client_id"]);
    let entries: Vec<&Value> = entries.collect();
    let actions: Vec<&str> = entries.iter().rev().map(|entry| entry["action"].as_str().unwrap()).collect();
    let expected = ["client_created", "client_changed", "client_secret_added", "client_secret_revoked", "client_deleted"];
    assert_eq!(actions, expected, "what changes nothing is not noted");
    let change = &entries[entries.len() - 2]["details"];
    let expected = json!({
        "before": { "name": "Shop", "first_party": false }, "after": { "name": "Big shop", "first_party": true },
    });
    assert_eq!(change, &expected);
    assert!(entries.iter().all(|entry| entry["actor"]["kind"] == "admin" && entry["ip"].is_string()));
}

#[tokio::test]
async fn what_a_client_holds_ends_with_it() {
    let portal = Portal::open();
    let site = portal.site().await;
    portal.member(&site, EMAIL).await;
    let (operator, clients) = operator(&portal, &site);
    for (change, consents) in [(Some(json!({ "status": "disabled" })), 1), (None, 0)] {
        let client = created(&portal, &site, shop()).await;
        let id: uuid::Uuid = client["client_id"].as_str().unwrap().parse().unwrap();
        hold(&site, id).await;
        let path = format!("{clients}/{id}");
        match change {
            Some(change) => assert_eq!(operator.patch(&path, change).await.ok(StatusCode::OK)["status"], "disabled"),
            None => assert_eq!(operator.delete(&path).await.status, StatusCode::NO_CONTENT),
        }
        assert_eq!(count(&site, "oauth_grants", id).await, 0);
        assert_eq!(count(&site, "oauth_consents", id).await, consents);
        assert_eq!(count(&site, "oauth_client_secrets", id).await, consents);
    }
}

async fn hold(site: &Site, client: uuid::Uuid) {
    let sql = sql().await;
    for statement in [
        "insert into oauth_consents (site_id, user_id, client_id, scopes, granted_at)
         select site_id, id, $2, '{openid}', now() from users where site_id = $1",
        "insert into oauth_grants (site_id, id, client_id, user_id, session_id, auth_epoch, offline, scopes, authenticated_at,
                                   created_at, expires_at, ends_at)
         select site_id, gen_random_uuid(), $2, id, gen_random_uuid(), 1, true, '{openid}', now(), now(), 'infinity', 'infinity'
         from users where site_id = $1",
    ] {
        sqlx::query(statement).bind(site.id).bind(client).execute(&sql).await.unwrap();
    }
}

async fn count(site: &Site, table: &str, client: uuid::Uuid) -> i64 {
    let count = format!("select count(*) from {table} where site_id = $1 and client_id = $2");
    sqlx::query_scalar(&count).bind(site.id).bind(client).fetch_one(&sql().await).await.unwrap()
}

#[tokio::test]
async fn secrets_do_not_come_back_with_the_way_of_proving() {
    let portal = Portal::open();
    let site = portal.site().await;
    let client = created(&portal, &site, shop()).await;
    let (operator, clients) = operator(&portal, &site);
    let path = format!("{clients}/{}", client["client_id"].as_str().unwrap());
    let keys =
        json!({ "keys": [{ "kty": "OKP", "crv": "Ed25519", "kid": "1", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" }] });
    operator.patch(&path, json!({ "auth": "private_key_jwt", "jwks": keys })).await.ok(StatusCode::OK);
    let back = operator.patch(&path, json!({ "auth": "secret" })).await.ok(StatusCode::OK);
    assert_eq!(back["secrets"], json!([]));
}

#[tokio::test]
async fn a_site_has_two_hundred_clients_at_most() {
    let portal = Portal::open();
    let site = portal.site().await;
    created(&portal, &site, shop()).await;
    let copies = "insert into oauth_clients (site_id, id, kind, name, auth, created_at, updated_at)
                  select $1, gen_random_uuid(), 'web', 'x', 'secret', now(), now() from generate_series(1, 198)";
    sqlx::query(copies).bind(site.id).execute(&sql().await).await.unwrap();
    created(&portal, &site, shop()).await;
    let refused = create(&portal, &site, shop()).await;
    assert_eq!(refused.errors(), [("", "too_many_clients")]);
}
