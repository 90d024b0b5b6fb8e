//! A site's own look: from draft to what counts and back, whoever works on it, and whatever is written where.

use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use axum::http::StatusCode;
use futures_util::future::join_all;
use regex::Regex;
use serde_json::{Map, Value, json};
use sqlx::{Connection, PgConnection};
use vestibule::{model::site::Site, words::own::places};

use crate::support::{Client, MASTER_KEY, PASSWORD, Portal, fresh_database, sql, superuser};

fn operator(portal: &Portal, site: &Site) -> Client {
    portal.client(site).with("x-api-key", MASTER_KEY)
}

async fn member(portal: &Portal, site: &Site, email: &str) -> Client {
    portal.member(site, email).await;
    let credentials = json!({ "email": email, "password": PASSWORD });
    let session = portal.client(site).post("/api/auth/login", credentials).await.ok(StatusCode::OK);
    portal.client(site).with("authorization", &format!("Bearer {}", session["access_token"].as_str().unwrap()))
}

async fn admin(portal: &Portal, site: &Site, email: &str) -> Client {
    let client = member(portal, site, email).await;
    let admins = "update users set role = 'admin' where site_id = $1 and email = $2";
    sqlx::query(admins).bind(site.id).bind(email).execute(&sql().await).await.unwrap();
    client
}

fn brand(color: &str) -> Value {
    json!({ "tokens": { "color": { "brand": color } } })
}

async fn publish(client: &Client) -> Value {
    client.post("/api/admin/look/publish", json!({})).await.ok(StatusCode::OK)
}

/// Where the style sheet of a page is.
fn sheet(page: &str) -> String {
    Regex::new(r"/assets/t/[0-9a-f]{32}\.css").unwrap().find(page).unwrap().as_str().to_owned()
}

async fn css(portal: &Portal, page: &str) -> String {
    let reply = portal.stranger().get(&sheet(page)).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(reply.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(reply.header("content-type"), "text/css; charset=utf-8");
    reply.text
}

async fn login_page(portal: &Portal, site: &Site) -> String {
    let mut browser = portal.browser(site);
    browser.visit("/login").await;
    browser.body
}

#[tokio::test]
async fn a_look_lives_from_draft_to_publication_and_back() {
    let portal = Portal::open();
    let site = portal.site().await;
    let client = operator(&portal, &site);
    let plain = login_page(&portal, &site).await;
    let empty = client.get("/api/admin/look").await.ok(StatusCode::OK);
    assert_eq!((&empty["draft"], &empty["published"], &empty["faults"]), (&Value::Null, &Value::Null, &json!([])));

    let saved = client.patch("/api/admin/look", brand("#0b6e4f")).await.ok(StatusCode::OK);
    assert_eq!(saved["draft"]["look"], brand("#0b6e4f"));
    assert_eq!((&saved["draft"]["version"], &saved["draft"]["actor"]), (&json!(0), &json!("operator")));
    assert_eq!(sheet(&login_page(&portal, &site).await), sheet(&plain), "a draft is seen by nobody");

    let seen = saved["seen"].as_str().unwrap();
    let live = client.post("/api/admin/look/publish", json!({ "seen": seen })).await.ok(StatusCode::OK);
    assert_eq!((&live["draft"], &live["published"]["version"]), (&Value::Null, &json!(1)));
    let green = login_page(&portal, &site).await;
    assert!(css(&portal, &green).await.contains("--color-brand:#0b6e4f"));
    assert!(css(&portal, &plain).await.contains("--color-brand:#4f46e5"), "an older page keeps its style sheet");
    let config = portal.client(&site).get("/api/config").await.ok(StatusCode::OK);
    assert_eq!(config["look"]["light"]["colors"]["brand"], "#0b6e4f");

    client.patch("/api/admin/look", json!({ "tokens": { "shape": { "radius_card": 3 } } })).await.ok(StatusCode::OK);
    publish(&client).await;
    assert!(css(&portal, &login_page(&portal, &site).await).await.contains("--shape-radius-card:3px"));
    let back = client.post("/api/admin/look/versions/1/restore", json!({})).await;
    let back = back.ok(StatusCode::OK);
    assert_eq!((&back["published"]["version"], &back["published"]["restored_from"]), (&json!(3), &json!(1)));
    assert_eq!(sheet(&login_page(&portal, &site).await), sheet(&green));

    let versions = client.get("/api/admin/look/versions").await.ok(StatusCode::OK);
    let numbers: Vec<i64> = versions["items"].as_array().unwrap().iter().map(|v| v["version"].as_i64().unwrap()).collect();
    assert_eq!(numbers, [3, 2, 1]);
    let audit = client.get("/api/admin/audit").await.ok(StatusCode::OK);
    let actions = audit["items"].as_array().unwrap().iter().map(|entry| entry["action"].as_str().unwrap());
    // The stage's clock stands still, so their order tells nothing.
    let mut actions: Vec<&str> = actions.collect();
    actions.sort_unstable();
    assert_eq!(actions, ["look_published", "look_published", "look_restored"]);
}

#[tokio::test]
async fn a_draft_is_changed_bit_by_bit_and_may_be_thrown_away() {
    let portal = Portal::open();
    let site = portal.site().await;
    let client = operator(&portal, &site);
    client.patch("/api/admin/look", brand("#0b6e4f")).await.ok(StatusCode::OK);
    let more =
        json!({ "tokens": { "color": { "dark": { "page": "#101010" } }, "mode": "dark" }, "slots": { "header": "**Hi**" } });
    let state = client.patch("/api/admin/look", more).await.ok(StatusCode::OK);
    let expected = json!({
        "tokens": { "mode": "dark", "color": { "brand": "#0b6e4f", "dark": { "page": "#101010" } } }, "slots": { "header": "**Hi**" },
    });
    assert_eq!(state["draft"]["look"], expected);
    let less = json!({ "tokens": { "color": { "dark": null }, "mode": null }, "slots": null });
    let state = client.patch("/api/admin/look", less).await.ok(StatusCode::OK);
    assert_eq!(state["draft"]["look"], brand("#0b6e4f"));
    let state = client.patch("/api/admin/look", json!({ "tokens": null })).await.ok(StatusCode::OK);
    assert_eq!(state["draft"], Value::Null, "a draft that says what counts already is none");
    client.patch("/api/admin/look", brand("#0b6e4f")).await.ok(StatusCode::OK);
    for _ in 0..2 {
        assert_eq!(client.delete("/api/admin/look/draft").await.status, StatusCode::NO_CONTENT);
    }
    assert_eq!(client.post("/api/admin/look/publish", json!({})).await.problem(), (409, "nothing_to_publish"));
    for path in ["/api/admin/look/versions/0/restore", "/api/admin/look/versions/1/restore", "/api/admin/look/versions/x/restore"]
    {
        assert_eq!(client.post(path, json!({})).await.problem(), (404, "not_found"), "{path}");
    }
}

#[tokio::test]
async fn what_cannot_be_read_may_be_drafted_and_not_published() {
    let portal = Portal::open();
    let site = portal.site().await;
    let client = operator(&portal, &site);
    let pale = json!({
        "tokens": {
            "color": { "text": "#cccccc", "dark": { "link": "#222222" } }, "shape": { "radius_card": 40 },
            "links": { "terms": "javascript:alert(1)" }, "background": { "kind": "image" },
        },
        "slots": { "footer": "[a](http://b.example)" }, "extends": "nowhere",
    });
    let state = client.patch("/api/admin/look", pale).await.ok(StatusCode::OK);
    let faults: BTreeSet<(&str, &str)> = state["faults"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| (fault["field"].as_str().unwrap(), fault["code"].as_str().unwrap()))
        .collect();
    let expected = [
        ("extends", "unknown"),
        ("slots.footer", "malformed"),
        ("tokens.background.dark.kind", "no_such_file"),
        ("tokens.background.kind", "no_such_file"),
        ("tokens.color.dark.link", "low_contrast"),
        ("tokens.color.text", "low_contrast"),
        ("tokens.links.terms", "malformed"),
        ("tokens.shape.radius_card", "out_of_range"),
    ];
    assert_eq!(faults, BTreeSet::from(expected));
    let text = state["faults"].as_array().unwrap().iter().find(|fault| fault["field"] == "tokens.color.text").unwrap();
    let nearest = text["nearest"].as_str().unwrap();
    assert!(text["detail"].as_str().unwrap().contains(nearest));
    let refused = client.post("/api/admin/look/publish", json!({})).await;
    assert_eq!(refused.errors().into_iter().collect::<BTreeSet<_>>(), BTreeSet::from(expected));
    let mended = json!({
        "tokens": { "color": { "text": nearest, "dark": null }, "shape": null, "links": null, "background": null },
        "slots": null, "extends": null,
    });
    assert_eq!(client.patch("/api/admin/look", mended).await.ok(StatusCode::OK)["faults"], json!([]), "the advice is good");
    publish(&client).await;
}

#[tokio::test]
async fn what_cannot_be_understood_is_refused_value_by_value_and_nothing_is_kept() {
    let portal = Portal::open();
    let site = portal.site().await;
    let client = operator(&portal, &site);
    let state = client.patch("/api/admin/look", brand("#0b6e4f")).await.ok(StatusCode::OK);
    let wrong = json!({
        "tokens": { "color": { "brand": "teal", "page": "#ffffff", "brnd": "#000000" }, "shape": 5, "mode": "dusk" }, "surprise": true,
        "assets": { "icon": { "hash": "0".repeat(32), "kind": "image/png", "width": 1, "height": 1, "x": 1 } },
    });
    let refused = client.patch("/api/admin/look", wrong).await;
    let errors: BTreeSet<(&str, &str)> = refused.errors().into_iter().collect();
    let expected = [
        ("assets.icon", "unknown"),
        ("surprise", "unknown"),
        ("tokens.color.brand", "malformed"),
        ("tokens.color.brnd", "unknown"),
        ("tokens.mode", "malformed"),
        ("tokens.shape", "malformed"),
    ];
    assert_eq!(errors, BTreeSet::from(expected));
    let elsewhere = json!({ "assets": { "icon": { "hash": "0".repeat(32), "kind": "image/png", "width": 1, "height": 1 } } });
    assert_eq!(client.patch("/api/admin/look", elsewhere).await.errors(), [("assets.icon", "no_such_file")]);
    let words = &portal.app.words;
    let keys: Vec<&str> = places().flat_map(|place| words.keys_at(place)).collect();
    let mut replies = Vec::new();
    for (locale, some) in ["en", "es"].into_iter().flat_map(|locale| keys.chunks(50).map(move |some| (locale, some))) {
        let long: Map<String, Value> = some.iter().map(|key| ((*key).to_owned(), json!("x".repeat(1000)))).collect();
        replies.push(client.patch("/api/admin/look", json!({ "texts": { locale: long } })).await);
    }
    assert_eq!(replies[0].status, StatusCode::OK);
    assert_eq!(replies.pop().unwrap().errors(), [("look", "too_long")]);
    client.patch("/api/admin/look", json!({ "texts": null })).await.ok(StatusCode::OK);
    let now = client.get("/api/admin/look").await.ok(StatusCode::OK);
    assert_eq!(now["draft"]["look"], state["draft"]["look"]);
    for body in [json!([]), json!("x")] {
        assert_eq!(client.patch("/api/admin/look", body).await.problem(), (400, "malformed_json"));
    }
}

#[tokio::test]
async fn nobody_publishes_what_they_have_not_seen_and_of_many_at_once_one_publishes() {
    let portal = Portal::open();
    let site = portal.site().await;
    let client = operator(&portal, &site);
    let first = client.patch("/api/admin/look", brand("#0b6e4f")).await.ok(StatusCode::OK);
    client.patch("/api/admin/look", brand("#6e0b4f")).await.ok(StatusCode::OK);
    let unseen = client.post("/api/admin/look/publish", json!({ "seen": first["seen"] })).await;
    assert_eq!(unseen.problem(), (409, "look_changed"));
    let replies = join_all((0..8).map(|_| client.post("/api/admin/look/publish", json!({})))).await;
    let published = replies.iter().filter(|reply| reply.status == StatusCode::OK).count();
    assert_eq!(published, 1);
    let restored = join_all((0..8).map(|_| client.post("/api/admin/look/versions/1/restore", json!({})))).await;
    let numbers: BTreeSet<i64> =
        restored.into_iter().map(|reply| reply.ok(StatusCode::OK)["published"]["version"].as_i64().unwrap()).collect();
    assert_eq!(numbers, (2..10).collect());
    let bits = ["radius_card", "radius_control", "border_width"];
    join_all(bits.map(|bit| client.patch("/api/admin/look", json!({ "tokens": { "shape": { bit: 3 } } })))).await;
    let state = client.get("/api/admin/look").await.ok(StatusCode::OK);
    assert_eq!(state["draft"]["look"]["tokens"]["shape"].as_object().unwrap().len(), 3, "of changes at once none is lost");
}

#[tokio::test]
async fn only_the_site_s_admins_and_the_operator_reach_its_look() {
    let portal = Portal::open();
    let (site, other) = (portal.site().await, portal.site().await);
    let ours = admin(&portal, &site, "root@example.com").await;
    ours.patch("/api/admin/look", brand("#0b6e4f")).await.ok(StatusCode::OK);
    let state = publish(&ours).await;
    assert_eq!(state["published"]["actor"], "admin");
    let plain = member(&portal, &site, "ada@example.com").await;
    let mut theirs = portal.client(&other);
    theirs.headers.clone_from(&ours.headers);
    let nobody = portal.client(&site);
    for (client, problem) in [(&plain, (403, "forbidden")), (&theirs, (401, "token_invalid")), (&nobody, (401, "token_invalid"))]
    {
        assert_eq!(client.get("/api/admin/look").await.problem(), problem);
        assert_eq!(client.patch("/api/admin/look", brand("#000000")).await.problem(), problem);
        assert_eq!(client.delete("/api/admin/look/draft").await.problem(), problem);
        assert_eq!(client.get("/api/admin/look/versions").await.problem(), problem);
        for path in ["publish", "versions/1/restore"] {
            assert_eq!(client.post(&format!("/api/admin/look/{path}"), json!({})).await.problem(), problem, "{path}");
        }
        assert_eq!(client.post("/api/admin/look/copy", json!({ "from": other.slug })).await.problem(), problem);
    }
    let state = operator(&portal, &other).get("/api/admin/look").await.ok(StatusCode::OK);
    assert_eq!(state["published"], Value::Null, "another site keeps its own");
    let copied = ours.post("/api/admin/look/copy", json!({ "from": other.slug })).await;
    assert_eq!(copied.problem(), (404, "not_found"), "to an admin other sites do not exist");
    let copied = operator(&portal, &other).post("/api/admin/look/copy", json!({ "from": site.slug })).await.ok(StatusCode::OK);
    assert_eq!(copied["draft"]["look"], brand("#0b6e4f"));
    let at_portal = portal.operator().get(&format!("/api/sites/{}/look", site.id)).await.ok(StatusCode::OK);
    assert_eq!(at_portal["published"]["version"], 1);
}

#[tokio::test]
async fn another_theme_below_the_same_look_is_dressed_at_once_on_every_instance() {
    let options = fresh_database("look_theme").await;
    let (here, there) = (Portal::open_on(options.clone(), &[]), Portal::open_on(options, &[]));
    let site = here.site().await;
    let client = operator(&here, &site);
    client.patch("/api/admin/look", brand("#0b6e4f")).await.ok(StatusCode::OK);
    publish(&client).await;
    here.operator().patch(&format!("/api/sites/{}", site.id), json!({ "theme": "ledger" })).await.ok(StatusCode::OK);
    let page = login_page(&here, &site).await;
    for portal in [&there, &here] {
        let css = css(portal, &page).await;
        assert!(css.contains("--color-brand:#0b6e4f") && css.contains("--shape-radius-card:0px"));
    }
    client.patch("/api/admin/look", json!({ "extends": "meadow" })).await.ok(StatusCode::OK);
    publish(&client).await;
    let page = login_page(&here, &site).await;
    assert!(page.contains("data-layout=\"split-start\""), "a look may name its theme itself");
    assert!(css(&there, &page).await.contains("--shape-radius-card:28px"));
}

#[tokio::test]
async fn whatever_is_written_into_the_database_the_site_still_has_a_look() {
    let portal = Portal::open_on(fresh_database("look_broken").await, &[]);
    let site = portal.site().await;
    let plain = login_page(&portal, &site).await;
    let mut tx = PgConnection::connect_with(&superuser().database("test_look_broken")).await.unwrap();
    let broken = [
        json!(null),
        json!(7),
        json!({ "tokens": { "color": { "brand": "</style><script>" } } }),
        json!({ "tokens": { "color": ["#000000"] }, "texts": 5, "slots": { "header": [] }, "assets": { "icon": "../../etc/passwd" } }),
        json!({ "extends": "../x", "surprise": { "a": { "b": { "c": 1 } } } }),
    ];
    for (version, look) in (1..).zip(broken) {
        sqlx::query("insert into looks (site_id, version, look, actor, at) values ($1, $2, $3, 'operator', now())")
            .bind(site.id)
            .bind(version)
            .bind(&look)
            .execute(&mut tx)
            .await
            .unwrap();
        portal.app.sites.load(&portal.app.database, &portal.app.config.public_url).await.unwrap();
        assert_eq!(sheet(&login_page(&portal, &site).await), sheet(&plain), "{look}");
    }
    let half =
        json!({ "tokens": { "color": { "brand": "#0b6e4f", "text": "#fefefe", "link": "x" }, "shape": { "radius_card": -5 } } });
    sqlx::query("insert into looks (site_id, version, look, actor, at) values ($1, 99, $2, 'operator', now())")
        .bind(site.id)
        .bind(half)
        .execute(&mut tx)
        .await
        .unwrap();
    portal.app.sites.load(&portal.app.database, &portal.app.config.public_url).await.unwrap();
    let css = css(&portal, &login_page(&portal, &site).await).await;
    assert!(
        css.contains("--color-brand:#0b6e4f") && !css.contains("#fefefe") && css.contains("--shape-radius-card:0px"),
        "{css}"
    );
}

/// Two instances; one publishes and goes back all the time, the other one hears of it now and then. Whoever opens a page on
/// either gets its style sheet from either, and nothing of the page belongs to another look than its style sheet does.
#[tokio::test(flavor = "multi_thread")]
async fn while_looks_are_published_and_brought_back_no_page_is_unstyled_or_mixed() {
    let options = fresh_database("look_load").await;
    let instances = [Portal::open_on(options.clone(), &[]), Portal::open_on(options, &[])].map(Arc::new);
    let [here, there] = &instances;
    let site = here.site().await;
    there.app.sites.load(&there.app.database, &there.app.config.public_url).await.unwrap();
    let done = Arc::new(AtomicBool::new(false));
    let readers = (0..6).map(|reader: usize| {
        let (instances, site, done) = (instances.clone(), Arc::clone(&site), Arc::clone(&done));
        tokio::spawn(async move {
            let layout = Regex::new(r#"data-layout="([a-z-]+)""#).unwrap();
            let mut pages = 0;
            while !done.load(Ordering::Relaxed) {
                let page = login_page(&instances[reader % 2], &site).await;
                let css = css(&instances[(reader / 2 + pages) % 2], &page).await;
                let width = if &layout.captures(&page).unwrap()[1] == "flush" { "480px" } else { "400px" };
                assert!(css.contains(&format!("--layout-card-width:{width}")), "{css}");
                pages += 1;
                // Readers that never rest keep the one who publishes from the processor, and its requests from their deadline.
                tokio::time::sleep(std::time::Duration::from_millis(10)).await;
            }
            pages
        })
    });
    let readers: Vec<_> = readers.collect();
    let client = operator(here, &site);
    for round in 0..12 {
        let wide = json!({ "tokens": { "layout": { "variant": "flush", "card_width": 480 }, "color": { "brand": format!("#0b6e{:02x}", round) } } });
        client.patch("/api/admin/look", wide).await.ok(StatusCode::OK);
        publish(&client).await;
        if round % 3 == 0 {
            there.app.sites.load(&there.app.database, &there.app.config.public_url).await.unwrap();
        }
        client.patch("/api/admin/look", json!({ "tokens": null })).await.ok(StatusCode::OK);
        publish(&client).await;
        client.post("/api/admin/look/versions/1/restore", json!({})).await.ok(StatusCode::OK);
    }
    done.store(true, Ordering::Relaxed);
    let pages: usize = join_all(readers).await.into_iter().map(Result::unwrap).sum();
    assert!(pages > 60, "{pages}");
}

#[tokio::test]
async fn a_style_sheet_that_nobody_knows_is_not_found_or_replaced_by_the_site_s_own_for_once() {
    let portal = Portal::open();
    let site = portal.site().await;
    let unknown = format!("/assets/t/{}.css", "0".repeat(32));
    for path in [unknown.as_str(), "/assets/t/x.css", "/assets/t/..%2f..css", "/assets/t/00000000000000000000000000000000"] {
        let mut browser = portal.browser(&site);
        browser.visit(&format!("https://portal.example{path}")).await;
        assert_eq!(browser.status, StatusCode::NOT_FOUND, "{path}");
    }
    let page = format!("https://portal.example/s/{}/login", site.slug);
    let reply = portal.stranger().with("referer", &page).get(&unknown).await;
    assert_eq!((reply.status, reply.header("cache-control")), (StatusCode::OK, "no-store"));
    assert!(reply.text.contains("--color-brand"));
}
