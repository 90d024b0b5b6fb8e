//! The operator's API: who is let in, what may be said of a site, and that nothing is lost on the way.

use std::collections::BTreeSet;

use axum::http::{Method, StatusCode};
use futures_util::future::{join, join_all};
use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;
use vestibule::store;

use crate::support::{Client, MASTER_KEY, Portal, Reply, fresh_database, superuser};

fn acme(domain: &str) -> Value {
    json!({
        "name": "Acme Cycles", "slug": domain.replace('.', "-"), "domain": domain, "frontend_url": format!("https://{domain}"),
        "email_from": format!("hello@{domain}"), "email_from_name": "Acme",
    })
}

async fn created(operator: &Client, domain: &str) -> Value {
    operator.post("/api/sites", acme(domain)).await.ok(StatusCode::CREATED)
}

fn address(site: &Value) -> String {
    format!("/api/sites/{}", site["id"].as_str().unwrap())
}

/// A client of its own address, whose wrong keys are counted apart from other tests'.
fn from(portal: &Portal, peer: &str) -> Client {
    let mut client = portal.stranger();
    client.peer = format!("{peer}:40000").parse().unwrap();
    client
}

fn without_request_id(reply: &Reply) -> Value {
    let mut body = reply.body.clone();
    body["request_id"] = Value::Null;
    body
}

#[tokio::test]
async fn a_site_lives_from_creation_to_deletion() {
    let portal = Portal::open();
    let operator = portal.operator();
    let reply = operator.post("/api/sites", acme("life.example")).await;
    let place = reply.header("location").to_owned();
    let site = reply.ok(StatusCode::CREATED);
    assert_eq!(address(&site), place);
    assert_eq!((&site["status"], &site["protected"]), (&json!("active"), &json!(false)));
    assert_eq!(site["url"], "https://portal.example/s/life-example");
    assert_eq!(site["settings"]["signup"], "open");
    assert_eq!(operator.get(&place).await.ok(StatusCode::OK), site);

    let changed = operator.patch(&place, json!({ "name": "Life", "settings": { "signup": "closed" } })).await.ok(StatusCode::OK);
    let expected = {
        let mut expected = site.clone();
        expected["name"] = json!("Life");
        expected["settings"]["signup"] = json!("closed");
        expected["updated_at"] = changed["updated_at"].clone();
        expected
    };
    assert_eq!(changed, expected, "only what was given has changed");
    let put = operator.json(Method::PUT, &place, &json!({ "name": "Life again" })).await.ok(StatusCode::OK);
    assert_eq!((&put["name"], &put["settings"]["signup"]), (&json!("Life again"), &json!("closed")));
    let unchanged = operator.patch(&place, json!({})).await.ok(StatusCode::OK);
    assert_eq!(unchanged, put);

    assert_eq!(operator.delete(&place).await.status, StatusCode::NO_CONTENT);
    assert_eq!(operator.get(&place).await.problem(), (404, "not_found"));
    assert_eq!(operator.delete(&place).await.problem(), (404, "not_found"));
}

#[tokio::test]
async fn what_need_not_be_there_is_taken_away_with_null() {
    let portal = Portal::open();
    let operator = portal.operator();
    let place = address(&created(&operator, "null.example").await);
    let full = json!({
        "login_host": "login.null.example",
        "settings": { "support_url": "https://null.example/help", "terms_version": "1", "allowed_origins": ["https://a.null.example/"],
                      "signup": { "domains": ["Null.example"] }, "languages": ["es"] },
    });
    let site = operator.patch(&place, full).await.ok(StatusCode::OK);
    assert_eq!(site["url"], "https://login.null.example");
    assert_eq!(site["settings"]["allowed_origins"], json!(["https://a.null.example"]));
    assert_eq!(site["settings"]["signup"], json!({ "domains": ["null.example"] }));
    let gone = json!({ "login_host": null, "settings": { "support_url": null, "terms_version": null, "languages": [] } });
    let site = operator.patch(&place, gone).await.ok(StatusCode::OK);
    assert_eq!(
        (&site["login_host"], &site["settings"]["support_url"], &site["settings"]["terms_version"]),
        (&Value::Null, &Value::Null, &Value::Null)
    );
    assert_eq!(site["settings"]["allowed_origins"], json!(["https://a.null.example"]), "what was not given stays");
    for needed in ["name", "domain", "settings", "protected", "status"] {
        let reply = operator.patch(&place, json!({ needed: null })).await;
        assert_eq!((reply.problem(), reply.errors()), ((422, "validation_failed"), vec![(needed, "malformed")]));
    }
}

#[tokio::test]
async fn a_disabled_site_is_gone_for_its_people_and_there_for_its_operator() {
    let portal = Portal::open();
    let operator = portal.operator();
    let site = created(&operator, "disabled.example").await;
    let login = "/s/disabled-example/api/config";
    for (status, found) in [("disabled", StatusCode::NOT_FOUND), ("active", StatusCode::OK)] {
        operator.patch(&address(&site), json!({ "status": status })).await.ok(StatusCode::OK);
        assert_eq!(portal.stranger().get(login).await.status, found);
        assert_eq!(portal.stranger().get("/api/sites/by-domain?domain=disabled.example").await.status, found);
        assert_eq!(operator.get(&address(&site)).await.ok(StatusCode::OK)["status"], status);
    }
}

#[tokio::test]
async fn everything_that_is_wrong_is_told_at_once_and_by_name() {
    let portal = Portal::open();
    let operator = portal.operator();
    let mut bad = acme("wrong.example");
    for (field, value) in [
        ("name", json!(" \u{200b} ")),
        ("slug", json!("No Slug")),
        ("domain", json!("a b")),
        ("frontend_url", json!("javascript:alert(1)")),
        ("login_host", json!("portal.example")),
        ("email_from", json!("nobody")),
        ("email_from_name", json!("x".repeat(101))),
        ("theme", json!("../secret")),
        ("locale", json!("tlh")),
    ] {
        bad[field] = value;
    }
    bad["settings"] = json!({
        "signup": { "domains": [] }, "password_minimum": -1, "languages": ["xx"], "allowed_origins": ["https://a.example/path"],
        "support_url": "javascript:alert(1)", "privacy_url": "http://a.example", "terms_url": "data:text/html,x", "terms_version": "",
    });
    let reply = operator.post("/api/sites", bad).await;
    assert_eq!(reply.problem(), (422, "validation_failed"));
    let named: BTreeSet<(&str, &str)> = reply.errors().into_iter().collect();
    let expected = BTreeSet::from([
        ("name", "missing"),
        ("slug", "malformed"),
        ("domain", "malformed"),
        ("frontend_url", "malformed"),
        ("login_host", "malformed"),
        ("email_from", "malformed"),
        ("email_from_name", "too_long"),
        ("theme", "unknown"),
        ("locale", "unknown"),
        ("settings.signup", "missing"),
        ("settings.password_minimum", "out_of_range"),
        ("settings.languages", "unknown"),
        ("settings.allowed_origins", "malformed"),
        ("settings.support_url", "malformed"),
        ("settings.privacy_url", "malformed"),
        ("settings.terms_url", "malformed"),
        ("settings.terms_version", "missing"),
    ]);
    assert_eq!(named, expected);
}

#[tokio::test]
async fn what_another_site_has_is_taken() {
    let portal = Portal::open();
    let operator = portal.operator();
    created(&operator, "taken.example").await;
    let other = created(&operator, "other.example").await;
    let reply = operator.post("/api/sites", acme("taken.example")).await;
    assert_eq!(reply.errors(), [("slug", "taken")]);
    for (field, value) in [("slug", "taken-example"), ("domain", "TAKEN.example")] {
        assert_eq!(operator.patch(&address(&other), json!({ field: value })).await.errors(), [(field, "taken")]);
    }
    assert_eq!(operator.get(&address(&other)).await.ok(StatusCode::OK), other);
}

#[tokio::test]
async fn bad_input_is_a_problem_whatever_it_is() {
    let portal = Portal::open();
    let operator = portal.operator();
    let place = address(&created(&operator, "bad-input.example").await);
    let deep = format!("{{\"name\":{}1{}}}", "[".repeat(20_000), "]".repeat(20_000));
    let bodies: [(&[u8], (u16, &str), &str); 16] = [
        (b"", (400, "malformed_json"), ""),
        (b"null", (400, "malformed_json"), ""),
        (b"[]", (400, "malformed_json"), ""),
        (b"{\"name\":", (400, "malformed_json"), ""),
        (b"{\"name\":\"a\"} {}", (400, "malformed_json"), ""),
        (b"{\"name\":\"\xff\"}", (400, "malformed_json"), ""),
        (b"{\"name\":\"\\ud800\"}", (400, "malformed_json"), ""),
        (b"{\"name\":\"a\\u0000b\"}", (400, "malformed_json"), ""),
        (b"{\"name\":1e999}", (400, "malformed_json"), ""),
        (b"{\"name\":123456789012345678901234567890}", (422, "validation_failed"), "name"),
        (b"{\"id\":\"x\"}", (422, "validation_failed"), "id"),
        (b"{\"name\":\"a\",\"name\":\"b\"}", (422, "validation_failed"), "name"),
        (b"{\"name\":[\"a\"]}", (422, "validation_failed"), "name"),
        (b"{\"settings\":{\"signup\":\"maybe\"}}", (422, "validation_failed"), "settings.signup"),
        (b"{\"settings\":{\"admin\":true}}", (422, "validation_failed"), "settings.admin"),
        (b"{\"status\":\"deleted\"}", (422, "validation_failed"), "status"),
    ];
    for (body, problem, field) in bodies {
        let shown = String::from_utf8_lossy(body);
        let reply = operator.send(Method::PATCH, &place, &[("content-type", "application/json")], Some(body)).await;
        assert_eq!(reply.problem(), problem, "{shown}");
        assert_eq!(reply.errors().first().map_or("", |(field, _)| field), field, "{shown}");
    }
    let reply = operator.send(Method::PATCH, &place, &[("content-type", "application/json")], Some(deep.as_bytes())).await;
    assert!(matches!(reply.problem(), (400, "malformed_json") | (422, "validation_failed")));
    assert_eq!(operator.post("/api/sites", json!({})).await.errors(), [("name", "missing")]);
    for kind in
        ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json-patch+json", ""]
    {
        let reply = operator.send(Method::POST, "/api/sites", &[("content-type", kind)], Some(b"{}")).await;
        assert_eq!(reply.problem(), (415, "unsupported_media_type"), "{kind}");
    }
    let reply = operator.send(Method::POST, "/api/sites", &[], Some(b"{}")).await;
    assert_eq!(reply.problem(), (415, "unsupported_media_type"));
    let large = json!({ "name": "x".repeat(10 << 20) });
    assert_eq!(operator.post("/api/sites", large).await.problem(), (413, "payload_too_large"));
    assert_eq!(operator.send(Method::POST, &place, &[], None).await.problem(), (405, "method_not_allowed"));
}

#[tokio::test]
async fn an_id_that_is_none_and_one_that_is_nobody_s_are_the_same() {
    let portal = Portal::open();
    let operator = portal.operator();
    for method in [Method::GET, Method::PATCH, Method::DELETE] {
        let mut answers = Vec::new();
        for id in ["01938d3e-0f5a-7c1e-9d55-3c9b8f5f2a10", "00000000-0000-0000-0000-000000000000", "x", "%00", "%ff", "1;drop"] {
            let path = format!("/api/sites/{id}");
            let reply = operator.json(method.clone(), &path, &json!({})).await;
            assert_eq!(reply.problem(), (404, "not_found"), "{method} {id}");
            answers.push(without_request_id(&reply));
        }
        answers.dedup();
        assert_eq!(answers.len(), 1);
    }
}

#[tokio::test]
async fn lists_come_in_pages_and_are_searched() {
    let portal = Portal::open_on(fresh_database("operator_list").await, &[]);
    let operator = portal.operator();
    for number in 0..7 {
        created(&operator, &format!("shop-{number}.example")).await;
    }
    let list = async |query: &str| operator.get(&format!("/api/sites{query}")).await.ok(StatusCode::OK);
    let slugs = |list: &Value| -> Vec<String> {
        list["items"].as_array().unwrap().iter().map(|site| site["slug"].as_str().unwrap().to_owned()).collect()
    };
    let everything = list("").await;
    assert_eq!((&everything["page"], &everything["per_page"], &everything["total"]), (&json!(1), &json!(25), &json!(7)));
    assert_eq!(slugs(&everything).len(), 7);
    let third = list("?page=3&per_page=3").await;
    assert_eq!((slugs(&third), &third["total"]), (vec!["shop-6-example".to_owned()], &json!(7)));
    assert_eq!(slugs(&list("?page=9").await).len(), 0);
    assert_eq!(slugs(&list("?search=SHOP-3").await), ["shop-3-example"]);
    assert_eq!(slugs(&list("?search=%25").await).len(), 0, "a wildcard is a letter like any other");
    for (query, field) in [
        ("page=0", "page"),
        ("page=-1", "page"),
        ("per_page=0", "per_page"),
        ("per_page=101", "per_page"),
        ("per_page=1000000000000", "per_page"),
        ("per_page=99999999999999999999", "per_page"),
        ("page=x", "page"),
        ("page=1&page=2", "page"),
        ("sort=id;--", "sort"),
    ] {
        let reply = operator.get(&format!("/api/sites?{query}")).await;
        assert_eq!((reply.problem(), reply.errors()[0].0), ((422, "validation_failed"), field), "{query}");
    }
    assert_eq!(operator.get("/api/sites?search=%00").await.problem(), (400, "bad_request"));
}

#[tokio::test]
async fn a_front_end_finds_its_site_and_learns_nothing_else() {
    let portal = Portal::open();
    created(&portal.operator(), "front.example").await;
    let stranger = portal.stranger();
    for domain in ["front.example", "FRONT.example", "%20front.example"] {
        let reply = stranger.get(&format!("/api/sites/by-domain?domain={domain}")).await;
        assert!(reply.header("cache-control").contains("max-age=60"));
        let expected = json!({ "slug": "front-example", "name": "Acme Cycles", "domain": "front.example",
                               "url": "https://portal.example/s/front-example" });
        assert_eq!(reply.ok(StatusCode::OK), expected);
    }
    assert_eq!(stranger.get("/api/sites/by-domain?domain=none.example").await.problem(), (404, "not_found"));
    assert_eq!(stranger.get("/api/sites/by-domain").await.errors(), [("domain", "missing")]);
}

#[tokio::test]
async fn without_the_key_every_door_is_shut_in_the_same_way() {
    let portal = Portal::open();
    let site = created(&portal.operator(), "shut.example").await;
    let one = address(&site);
    let doors = [
        (Method::GET, "/api/sites"),
        (Method::POST, "/api/sites"),
        (Method::GET, &one),
        (Method::PATCH, &one),
        (Method::PUT, &one),
        (Method::DELETE, &one),
        (Method::GET, "/api/sites/01938d3e-0f5a-7c1e-9d55-3c9b8f5f2a10"),
    ];
    let (short, long) = (&MASTER_KEY[1..], format!("{MASTER_KEY}x"));
    let keys = [None, Some(""), Some(short), Some(long.as_str()), Some("Bearer")];
    let mut answers = Vec::new();
    for (number, (method, path)) in doors.into_iter().enumerate() {
        for key in keys {
            let client = from(&portal, &format!("203.0.113.{number}"));
            let client = key.map_or(client.clone(), |key| client.with("x-api-key", key));
            let reply = client.send(method.clone(), path, &[], None).await;
            assert_eq!(reply.problem(), (401, "api_key_invalid"), "{method} {path} {key:?}");
            assert!(!reply.header("www-authenticate").is_empty());
            answers.push(without_request_id(&reply));
        }
    }
    answers.dedup();
    assert_eq!(answers.len(), 1);
    let client = from(&portal, "203.0.113.99");
    assert_eq!(client.get(&format!("/api/sites?api_key={MASTER_KEY}")).await.problem(), (401, "api_key_invalid"));
    let twice = client.with("x-api-key", MASTER_KEY).with("x-api-key", "other");
    assert_eq!(twice.get("/api/sites").await.problem(), (401, "api_key_invalid"));
    let bearer = client.with("authorization", &format!("Bearer {MASTER_KEY}"));
    assert_eq!(bearer.get("/api/sites").await.problem(), (401, "api_key_invalid"));
}

#[tokio::test]
async fn while_the_key_is_changed_the_new_one_and_the_old_one_are_right() {
    let (new, old) = ("new-9f8e7d6c5b4a3f2e1d0c9b8a7f6e5d4c", "old-1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d");
    let portal = Portal::open_with(&["--master-api-key", &format!("{new}, {old}")]);
    let after = Portal::open_with(&["--master-api-key", new]);
    let status = async |portal: &Portal, key: &str| {
        from(portal, "198.51.100.1").with("x-api-key", key).get("/api/sites?per_page=1").await.status.as_u16()
    };
    assert_eq!((status(&portal, new).await, status(&portal, old).await), (200, 200));
    assert_eq!((status(&after, new).await, status(&after, old).await), (200, 401));
    assert_eq!(status(&portal, &format!("{new},{old}")).await, 401);
    assert_eq!(status(&portal, MASTER_KEY).await, 401);
}

#[tokio::test]
async fn wrong_keys_are_counted_by_address_and_the_count_outlives_a_restart() {
    let portal = Portal::open_with(&["--limit-operator-address", "3/10m"]);
    let guesser = from(&portal, "198.51.100.77").with("x-api-key", "guess");
    for _ in 0..3 {
        assert_eq!(guesser.get("/api/sites").await.problem(), (401, "api_key_invalid"));
    }
    let limited = guesser.with("x-forwarded-for", "10.1.2.3").get("/api/sites").await;
    assert_eq!(limited.problem(), (429, "too_many_attempts"));
    assert!((1..=600).contains(&limited.header("retry-after").parse::<u32>().unwrap()));
    let restarted = Portal::open_with(&["--limit-operator-address", "3/10m"]);
    assert_eq!(from(&restarted, "198.51.100.77").with("x-api-key", "guess").get("/api/sites").await.problem().0, 429);
    assert_eq!(from(&restarted, "198.51.100.78").with("x-api-key", "guess").get("/api/sites").await.problem().0, 401);
    // Nobody behind the operator's own address can shut the operator out.
    assert_eq!(
        from(&portal, "198.51.100.77").with("x-api-key", MASTER_KEY).get("/api/sites?per_page=1").await.status,
        StatusCode::OK
    );
    portal.wait(time::Duration::minutes(11));
    assert_eq!(guesser.get("/api/sites").await.problem().0, 401);
}

#[tokio::test]
async fn twenty_changes_at_once_all_survive() {
    let portal = Portal::open();
    let operator = portal.operator();
    let site = created(&operator, "parallel.example").await;
    let changes = [
        json!({ "name": "Parallel" }),
        json!({ "slug": "parallel-2" }),
        json!({ "domain": "parallel-2.example" }),
        json!({ "frontend_url": "https://two.parallel.example" }),
        json!({ "login_host": "login.parallel.example" }),
        json!({ "email_from": "two@parallel.example" }),
        json!({ "email_from_name": "Two" }),
        json!({ "theme": "meadow" }),
        json!({ "locale": "es" }),
        json!({ "status": "disabled" }),
        json!({ "protected": true }),
        json!({ "settings": { "signup": "invitation" } }),
        json!({ "settings": { "password_minimum": 20 } }),
        json!({ "settings": { "ask_name": true, "usernames": true, "signing_algorithm": "ES256" } }),
        json!({ "settings": { "languages": ["en"] } }),
        json!({ "settings": { "allowed_origins": ["https://x.example"] } }),
        json!({ "settings": { "support_url": "https://x.example/s" } }),
        json!({ "settings": { "privacy_url": "https://x.example/p" } }),
        json!({ "settings": { "terms_url": "https://x.example/t" } }),
        json!({ "settings": { "terms_version": "2" } }),
    ];
    let place = address(&site);
    let replies = join_all(changes.iter().map(|change| operator.patch(&place, change.clone()))).await;
    assert!(replies.iter().all(|reply| reply.status == StatusCode::OK));
    let after = operator.get(&place).await.ok(StatusCode::OK);
    for change in changes {
        for (field, value) in change.as_object().unwrap() {
            match value.as_object() {
                Some(settings) => settings.iter().for_each(|(name, value)| assert_eq!(&after["settings"][name], value, "{name}")),
                None => assert_eq!(&after[field], value, "{field}"),
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_in_memory_is_the_last_change() {
    let portal = Portal::open();
    let operator = portal.operator();
    let place = address(&created(&operator, "memory.example").await);
    for round in 0..8 {
        let change = |number: usize| json!({ "name": format!("Name {round} {number}") });
        join_all((0..8).map(|number| operator.patch(&place, change(number)))).await;
        let stored = operator.get(&place).await.ok(StatusCode::OK);
        assert_eq!(portal.app.sites.by_slug("memory-example").unwrap().name, stored["name"].as_str().unwrap());
    }
}

#[tokio::test]
async fn a_protected_site_is_not_deleted_not_even_by_a_hair() {
    let portal = Portal::open();
    let operator = portal.operator();
    for round in 0..12 {
        let place = address(&created(&operator, &format!("protected-{round}.example")).await);
        let (protect, delete) = match round % 2 {
            0 => join(operator.patch(&place, json!({ "protected": true })), operator.delete(&place)).await,
            _ => {
                let (delete, protect) = join(operator.delete(&place), operator.patch(&place, json!({ "protected": true }))).await;
                (protect, delete)
            }
        };
        let is_there = operator.get(&place).await.status == StatusCode::OK;
        match delete.status {
            StatusCode::NO_CONTENT => assert_eq!((protect.problem(), is_there), ((404, "not_found"), false)),
            _ => {
                assert_eq!((delete.problem(), protect.status, is_there), ((409, "site_protected"), StatusCode::OK, true));
                operator.patch(&place, json!({ "protected": false })).await.ok(StatusCode::OK);
                assert_eq!(operator.delete(&place).await.status, StatusCode::NO_CONTENT);
            }
        }
    }
}

#[tokio::test]
async fn a_deleted_site_takes_everything_along_and_its_name_inherits_nothing() {
    let portal = Portal::open_on(fresh_database("deleted_site").await, &[]);
    let operator = portal.operator();
    let site = created(&operator, "deleted.example").await;
    let known = portal.app.sites.by_slug("deleted-example").unwrap();
    let ada = portal.member(&known, "ada@example.com").await;
    assert_eq!(operator.delete(&address(&site)).await.status, StatusCode::NO_CONTENT);
    while store::gone_sites::go_on(&portal.app.database).await.unwrap() {}
    let pool = PgPool::connect_with(superuser().database("test_deleted_site")).await.unwrap();
    assert_eq!(left_of(&pool, known.id).await, Vec::<String>::new());
    assert_eq!(portal.stranger().get("/s/deleted-example/api/config").await.problem(), (404, "not_found"));
    let again = created(&operator, "deleted.example").await;
    assert_ne!(again["id"], site["id"]);
    let mut ada = ada.clone();
    ada.visit("/account").await;
    assert_eq!(ada.path(), "/login", "an old cookie opens nothing");
}

/// The tables that hold anything of a site.
async fn left_of(pool: &PgPool, site: Uuid) -> Vec<String> {
    let tables =
        "select table_name::text from information_schema.columns where table_schema = 'public' and column_name = 'site_id'";
    let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(pool).await.unwrap();
    assert!(tables.len() >= 7);
    let mut left = Vec::new();
    for (table, column) in tables.into_iter().map(|table| (table, "site_id")).chain([("sites".to_owned(), "id")]) {
        let rows = format!("select exists (select from {table} where {column} = $1)");
        if sqlx::query_scalar(&rows).bind(site).fetch_one(pool).await.unwrap() {
            left.push(table);
        }
    }
    left
}

#[tokio::test]
async fn a_big_site_is_gone_at_once_and_its_rows_little_by_little() {
    let portal = Portal::open_on(fresh_database("big_site").await, &[]);
    let pool = PgPool::connect_with(superuser().database("test_big_site")).await.unwrap();
    let operator = portal.operator();
    let site = created(&operator, "big.example").await;
    let known = portal.app.sites.by_slug("big-example").unwrap();
    portal.member(&known, "ada@example.com").await;
    for fill in [
        "insert into users (site_id, id, email, created_at, updated_at)
         select $1, gen_random_uuid(), 'u' || n || '@example.com', now(), now() from generate_series(1, 5000) n",
        "insert into events (site_id, id, at, actor, action, agent)
         select $1, gen_random_uuid(), now(), 'system', 'logged_in', '' from generate_series(1, 5000) n",
    ] {
        sqlx::query(fill).bind(known.id).execute(&pool).await.unwrap();
    }
    let counts = async || {
        let mut tx = portal.app.database.platform("what the dashboard counts").await.unwrap();
        let counts = store::overview::count(&mut tx, portal.app.clock.now()).await.unwrap();
        (counts.sites, counts.users)
    };
    assert_eq!(counts().await, (1, 5001));

    let (place, domain) = (address(&site), "/api/sites/by-domain?domain=big.example");
    let answers = join_all((0..4).map(|_| operator.delete(&place))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == StatusCode::NO_CONTENT).count(), 1);
    assert!(answers.iter().all(|answer| matches!(answer.status, StatusCode::NO_CONTENT | StatusCode::NOT_FOUND)));
    assert!(left_of(&pool, known.id).await.contains(&"users".to_owned()));
    for answer in [
        operator.get(&place).await,
        operator.patch(&place, json!({ "name": "Undead" })).await,
        operator.get(&format!("{place}/users")).await,
        portal.stranger().get(domain).await,
        portal.stranger().get("/s/big-example/api/config").await,
    ] {
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{}", answer.text);
    }
    assert_eq!(operator.get("/api/sites").await.ok(StatusCode::OK)["total"], 0);
    assert_eq!(counts().await, (0, 0));
    let again = created(&operator, "big.example").await;
    let heir = portal.app.sites.by_slug("big-example").unwrap();
    let mut grace = portal.member(&heir, "grace@example.com").await;

    let going = || store::gone_sites::go_on(&portal.app.database);
    // Of two at once one leaves it to the other.
    let (one, other) = join(going(), going()).await;
    assert!(one.unwrap() || other.unwrap());
    assert_ne!(left_of(&pool, known.id).await, Vec::<String>::new());
    // One that is interrupted may hold the site for a moment longer, until Postgres has heard of it.
    let _ = tokio::time::timeout(std::time::Duration::from_millis(3), going()).await;
    while !left_of(&pool, known.id).await.is_empty() {
        going().await.unwrap();
    }
    assert_eq!(operator.get(&address(&again)).await.status, StatusCode::OK);
    grace.visit("/account").await;
    assert_eq!(grace.path(), "/account");
}

#[tokio::test]
async fn the_status_is_for_whoever_holds_the_token() {
    let token = "watcher-4f5e6d7c8b9a0f1e2d3c4b5a6f7e";
    let portal = Portal::open_with(&["--service-api-token", token]);
    let watcher = portal.stranger().with("authorization", &format!("Bearer {token}"));
    assert_eq!(watcher.get("/api/status").await.ok(StatusCode::OK), json!({ "status": "ok", "service": "vestibule" }));
    for wrong in ["", "Bearer", "Bearer x", token, &format!("Basic {token}"), &format!("Bearer {MASTER_KEY}")] {
        let reply = portal.stranger().with("authorization", wrong).get("/api/status").await;
        assert_eq!(reply.problem(), (401, "token_invalid"), "{wrong}");
    }
    assert_eq!(portal.stranger().get("/api/status").await.problem(), (401, "token_invalid"));
    let without = Portal::open().stranger().with("authorization", &format!("Bearer {token}"));
    assert_eq!(without.get("/api/status").await.problem(), (404, "not_found"));
}

#[tokio::test]
async fn the_database_away_is_told_as_a_problem_that_passes() {
    let portal = Portal::open_on(sqlx::postgres::PgConnectOptions::new().host("127.0.0.1").port(1), &[]);
    let reply = portal.operator().get("/api/sites").await;
    assert_eq!(reply.problem(), (503, "unavailable"));
    assert!(!reply.header("retry-after").is_empty());
}

#[tokio::test]
async fn what_is_counted_is_told_to_whoever_holds_the_token_and_names_no_client() {
    let token = "metrics-4f5e6d7c8b9a0f1e2d3c4b5a6f7e";
    let portal = Portal::open_with(&["--metrics-token", token]);
    let site = portal.site().await;
    portal.member(&site, "ada@example.com").await;
    portal.browser(&site).post("/login", &[("email", "ada@example.com"), ("password", "wrong horse")]).await;
    for path in ["/no-such-page-1", "/no-such-page-2", "/api/no-such-1"] {
        portal.browser(&site).send(Method::GET, path, &[], None).await;
    }
    portal.operator().get("/api/sites/01938d3e-0f5a-7c1e-9d55-3c9b8f5f2a10").await;
    assert_eq!(portal.stranger().get("/metrics").await.problem(), (401, "token_invalid"));
    assert_eq!(portal.operator().get("/metrics").await.problem(), (401, "token_invalid"));
    assert_eq!(Portal::open().stranger().get("/metrics").await.problem(), (404, "not_found"));
    let reply = portal.stranger().with("authorization", &format!("Bearer {token}")).get("/metrics").await;
    assert_eq!(reply.header("content-type"), "text/plain; version=0.0.4; charset=utf-8");
    for line in [
        r#"vestibule_request_seconds_count{method="POST",route="/login",status="422"} 1"#,
        r#"vestibule_request_seconds_count{method="GET",route="none",status="404"} 3"#,
        r#"vestibule_request_seconds_count{method="GET",route="/api/sites/{id}",status="404"} 1"#,
        r#"vestibule_logins_total{result="wrong_credentials"} 1"#,
        "vestibule_hashing_waiting 0",
    ] {
        assert!(reply.text.lines().any(|found| found == line), "{line}\n{}", reply.text);
    }
    assert!(reply.text.contains("vestibule_mail_waiting ") && reply.text.contains("vestibule_database_connections_idle "));
    assert!(!reply.text.contains("no-such") && !reply.text.contains(&site.slug) && !reply.text.contains("01938d3e"));
}
