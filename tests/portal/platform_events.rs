//! The record of what the operator did, and of whoever tried to be the operator.

use axum::http::StatusCode;
use ipnet::IpNet;
use serde_json::{Value, json};
use sqlx::{FromRow, PgPool};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;
use vestibule::{
    flows::{create_site, delete_site, keys},
    model::author::Author,
    store,
};

use crate::support::{Client, Portal, fresh_database, sql, superuser};

#[derive(Debug, FromRow)]
struct Told {
    action: String,
    actor: String,
    result: String,
    slug: Option<String>,
    address: Option<IpNet>,
    agent: String,
    details: Option<Value>,
}

async fn record(rows: &PgPool, site: Uuid) -> Vec<Told> {
    let told = "select action, actor, result, slug, address, agent, details from platform_events where site = $1 order by at, id";
    sqlx::query_as(told).bind(site).fetch_all(rows).await.unwrap()
}

fn actions(told: &[Told]) -> Vec<&str> {
    told.iter().map(|event| event.action.as_str()).collect()
}

fn id(site: &Value) -> Uuid {
    site["id"].as_str().unwrap().parse().unwrap()
}

fn site(domain: &str) -> Value {
    json!({
        "name": "Acme", "slug": domain.replace('.', "-"), "domain": domain, "frontend_url": format!("https://{domain}"),
        "email_from": format!("hello@{domain}"), "email_from_name": "Acme",
    })
}

#[tokio::test]
async fn what_the_operator_does_to_a_site_is_on_record_and_outlives_it() {
    let portal = Portal::open();
    let operator = portal.operator().with("user-agent", "curl/8");
    let site = operator.post("/api/sites", site("recorded.example")).await.ok(StatusCode::CREATED);
    let (id, place) = (id(&site), format!("/api/sites/{}", site["id"].as_str().unwrap()));
    let step = || portal.wait(Duration::SECOND);
    step();
    operator.patch(&place, json!({ "name": "Acme Cycles", "settings": { "signup": "closed" } })).await.ok(StatusCode::OK);
    operator.patch(&place, json!({ "name": "Acme Cycles" })).await.ok(StatusCode::OK);
    operator.patch(&place, json!({ "slug": "!" })).await.errors();
    step();
    keys::rotate(&portal.app, &Author::console(), &portal.app.sites.by_id(id).unwrap()).await.unwrap();
    step();
    operator.patch(&place, json!({ "status": "disabled" })).await.ok(StatusCode::OK);
    step();
    operator.patch(&place, json!({ "status": "active" })).await.ok(StatusCode::OK);
    let own = operator.get(&format!("{place}/audit")).await.ok(StatusCode::OK);
    let own: Vec<&str> = own["items"].as_array().unwrap().iter().map(|item| item["action"].as_str().unwrap()).collect();
    assert_eq!(own, ["site_enabled", "site_disabled", "key_rotated", "site_changed"], "the site's own record tells of it, too");
    step();
    assert_eq!(operator.delete(&place).await.status, StatusCode::NO_CONTENT);
    assert_eq!(operator.delete(&place).await.status, StatusCode::NOT_FOUND);

    let told = record(&sql().await, id).await;
    let expected = ["site_created", "site_changed", "key_rotated", "site_disabled", "site_enabled", "site_deleted"];
    assert_eq!(actions(&told), expected, "what changed nothing, or was refused, is no entry");
    assert!(told.iter().all(|event| (event.actor.as_str(), event.result.as_str()) == ("operator", "done")));
    assert!(told.iter().all(|event| event.slug.as_deref() == Some("recorded-example")));
    assert_eq!((told[0].address, told[0].agent.as_str()), (Some("192.0.2.20/32".parse().unwrap()), "curl/8"));
    assert_eq!((told[2].address, told[2].agent.as_str()), (None, "vestibule (command line)"));
    assert_eq!(told[0].details.as_ref().unwrap()["after"]["email_from"], "hello@recorded.example");
    let changed = json!({
        "before": { "name": "Acme", "settings": { "signup": "open" } },
        "after": { "name": "Acme Cycles", "settings": { "signup": "closed" } },
    });
    assert_eq!(told[1].details, Some(changed));
    assert_eq!(told[3].details, Some(json!({ "before": { "status": "active" }, "after": { "status": "disabled" } })));
    assert_eq!(told[5].details.as_ref().unwrap()["before"]["name"], "Acme Cycles");
}

#[tokio::test]
async fn wrong_master_keys_are_on_record_and_cannot_fill_it() {
    let portal = Portal::open_with(&["--limit-operator-address", "3/10m"]);
    let mut guesser: Client =
        portal.stranger().with("x-api-key", "a wrong key that nobody should read").with("user-agent", "guess/1");
    guesser.peer = "198.51.100.201:4000".parse().unwrap();
    for _ in 0..12 {
        portal.wait(Duration::SECOND);
        guesser.get("/api/sites").await.problem();
    }
    portal.stranger().get("/api/sites").await.problem();
    let told =
        "select action, actor, result, slug, address, agent, details from platform_events where address = $1 order by at, id";
    let address: IpNet = "198.51.100.201/32".parse().unwrap();
    let told: Vec<Told> = sqlx::query_as(told).bind(address).fetch_all(&sql().await).await.unwrap();
    assert_eq!(actions(&told), ["operator_refused", "operator_refused", "operator_refused", "operator_limited"]);
    assert!(told.iter().all(|event| (event.actor.as_str(), event.result.as_str()) == ("person", "refused")));
    assert!(!format!("{told:?}").contains("a wrong key"), "a key is not told, not even a wrong one");
}

#[tokio::test]
async fn what_is_rolled_back_was_never_told() {
    let portal = Portal::open();
    let (first, second) = (portal.site().await, portal.site().await);
    let operator = portal.operator();
    portal.wait(Duration::SECOND);
    let taken = operator.patch(&format!("/api/sites/{}", second.id), json!({ "slug": first.slug })).await;
    assert_eq!(taken.errors(), [("slug", "taken")]);
    let protected = json!({ "protected": true });
    operator.patch(&format!("/api/sites/{}", second.id), protected).await.ok(StatusCode::OK);
    assert!(matches!(
        delete_site::submit(&portal.app, &Author::console(), second.id).await.unwrap(),
        delete_site::Outcome::Protected
    ));
    assert_eq!(actions(&record(&sql().await, second.id).await), ["site_created", "site_changed"]);
}

#[tokio::test]
async fn the_record_can_only_be_added_to_and_a_site_adds_only_what_is_about_itself() {
    let portal = Portal::open();
    let (site, other) = (portal.site().await, portal.site().await);
    let add = format!(
        "insert into platform_events (id, at, actor, action, result, site, agent) values (gen_random_uuid(), now(), 'admin', 'x', 'done', '{}', '')",
        other.id
    );
    let as_site = format!("set local role vestibule_site; set local vestibule.site_id = '{}'", site.id);
    for (role, statement) in [
        ("set local role vestibule_platform", "update platform_events set agent = ''"),
        ("set local role vestibule_platform", "truncate platform_events"),
        (&as_site as &str, "select * from platform_events"),
        (&as_site, "update platform_events set agent = ''"),
        (&as_site, "delete from platform_events"),
        (&as_site, &add),
    ] {
        let mut tx = sql().await.begin().await.unwrap();
        sqlx::raw_sql(role).execute(&mut *tx).await.unwrap();
        let refused = sqlx::raw_sql(statement).execute(&mut *tx).await.unwrap_err().to_string();
        assert!(refused.contains("permission denied") || refused.contains("row-level security"), "{statement}: {refused}");
    }
    let mut tx = sql().await.begin().await.unwrap();
    let delete = "set local role vestibule_platform; delete from platform_events where at > now() - interval '364 days'";
    sqlx::raw_sql(delete).execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(actions(&record(&sql().await, site.id).await), ["site_created"], "what is recent stays whoever wants it gone");
}

#[tokio::test]
async fn after_a_year_it_is_forgotten() {
    let portal = Portal::open_on(fresh_database("platform_events").await, &[]);
    let rows = PgPool::connect_with(superuser().database("test_platform_events")).await.unwrap();
    let created = create_site::NewSite {
        name: "Acme".to_owned(),
        domain: "acme.example".to_owned(),
        frontend_url: "https://acme.example".to_owned(),
        email_from: "hello@acme.example".to_owned(),
        email_from_name: "Acme".to_owned(),
        ..create_site::NewSite::default()
    };
    create_site::submit(&portal.app, &Author::system(), created).await.unwrap();
    let old: OffsetDateTime = portal.app.clock.now() - Duration::days(366);
    sqlx::query("insert into platform_events (id, at, actor, action, result, agent) values (gen_random_uuid(), $1, 'operator', 'x', 'done', '')")
        .bind(old)
        .execute(&rows)
        .await
        .unwrap();
    store::sweep::expired(&portal.app.database, portal.app.clock.now()).await.unwrap();
    let left: Vec<String> = sqlx::query_scalar("select action from platform_events").fetch_all(&rows).await.unwrap();
    assert_eq!(left, ["site_created"]);
}
