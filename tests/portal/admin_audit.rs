//! The record of what happened, and the numbers.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use sqlx::Row;
use time::{Duration, OffsetDateTime};
use vestibule::model::site::Site;

use crate::support::{Client, MASTER_KEY, PASSWORD, Portal, sql};

const EMAIL: &str = "ada@example.com";

fn operator(portal: &Portal, site: &Site) -> Client {
    portal.client(site).with("x-api-key", MASTER_KEY).with("user-agent", "curl/8")
}

async fn items(client: &Client, query: &str) -> Vec<Value> {
    let part = client.get(&format!("/api/admin/audit?{query}")).await.ok(StatusCode::OK);
    part["items"].as_array().unwrap().clone()
}

fn actions(items: &[Value]) -> Vec<&str> {
    items.iter().map(|item| item["action"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn everything_an_admin_does_is_on_record_with_before_and_after() {
    let portal = Portal::open();
    let (site, other) = (portal.site().await, portal.site().await);
    portal.member(&site, EMAIL).await;
    let operator = operator(&portal, &site);
    let list = operator.get("/api/admin/users").await.ok(StatusCode::OK);
    let id = list["items"][0]["id"].as_str().unwrap().to_owned();
    let path = format!("/api/admin/users/{id}");
    let step = async || portal.wait(Duration::seconds(1));
    let invited = operator.post("/api/admin/users", json!({ "email": "bob@example.com", "role": "admin" })).await;
    let bob = format!("/api/admin/users/{}", invited.body["id"].as_str().unwrap());
    step().await;
    operator.patch(&path, json!({ "name": "Ada" })).await.ok(StatusCode::OK);
    step().await;
    operator.json(Method::PUT, &format!("{path}/role"), &json!({ "role": "admin" })).await.ok(StatusCode::OK);
    operator.json(Method::PUT, &format!("{path}/role"), &json!({ "role": "admin" })).await.ok(StatusCode::OK);
    step().await;
    let credentials = json!({ "email": EMAIL, "password": PASSWORD });
    let session = portal.client(&site).post("/api/auth/login", credentials).await.ok(StatusCode::OK);
    let ada = portal.client(&site).with("authorization", &format!("Bearer {}", session["access_token"].as_str().unwrap()));
    for (place, verb) in
        [(&bob, "resend-verification"), (&path, "send-reset"), (&bob, "disable"), (&bob, "enable"), (&bob, "end-sessions")]
    {
        step().await;
        assert!(ada.send(Method::POST, &format!("{place}/{verb}"), &[], None).await.status.is_success(), "{verb}");
    }
    step().await;
    assert_eq!(ada.delete(&bob).await.status, StatusCode::NO_CONTENT);

    let by_operator = items(&operator, "actor=operator").await;
    assert_eq!(actions(&by_operator), ["role_changed", "user_changed", "user_invited"], "what changed nothing is no entry");
    let role = &by_operator[0];
    assert_eq!((&role["user_id"], &role["result"], &role["user_agent"]), (&json!(id), &json!("done"), &json!("curl/8")));
    assert_eq!(role["actor"], json!({ "kind": "operator", "id": null }));
    assert_eq!(role["details"], json!({ "before": { "role": "user" }, "after": { "role": "admin" } }));
    assert_eq!(role["ip"], "192.0.2.20");
    assert_eq!(by_operator[1]["details"], json!({ "before": { "name": null }, "after": { "name": "Ada" } }));
    let by_admin = items(&operator, "actor=admin").await;
    let done = ["user_deleted", "logins_ended", "user_enabled", "user_disabled", "reset_sent", "invitation_sent"];
    assert_eq!(actions(&by_admin), done);
    assert!(by_admin.iter().all(|item| item["actor"] == json!({ "kind": "admin", "id": id })));
    assert_eq!(items(&operator, &format!("actor={id}&action=user_disabled")).await.len(), 1);
    assert_eq!(actions(&items(&operator, "action=deleted").await), ["deleted"]);
    assert!(items(&self::operator(&portal, &other), "").await.is_empty(), "another site's record is its own");
    assert_eq!(ada.delete("/api/admin/audit").await.problem(), (405, "method_not_allowed"));
}

#[tokio::test]
async fn the_record_is_filtered() {
    let portal = Portal::open();
    let site = portal.site().await;
    portal.member(&site, EMAIL).await;
    let noon = portal.app.clock.now();
    portal.wait(Duration::hours(1));
    let mut thief = portal.client(&site);
    thief.peer = "198.51.100.7:1".parse().unwrap();
    thief.post("/api/auth/login", json!({ "email": EMAIL, "password": "not this one, sorry" })).await;
    let operator = operator(&portal, &site);
    assert_eq!(actions(&items(&operator, "result=refused").await), ["login_refused"]);
    assert_eq!(actions(&items(&operator, "address=198.51.100.7").await), ["login_refused"]);
    assert_eq!(items(&operator, "address=203.0.113.1").await.len(), 0);
    let time = |at: OffsetDateTime| at.format(&time::format_description::well_known::Rfc3339).unwrap().replace('+', "%2B");
    let later = time(noon + Duration::minutes(1));
    assert_eq!(actions(&items(&operator, &format!("from={later}")).await), ["login_refused"]);
    let before = items(&operator, &format!("to={later}")).await;
    assert!(!before.is_empty() && !actions(&before).contains(&"login_refused"));
    assert_eq!(items(&operator, "actor=person&action=login_refused&result=refused").await.len(), 1);
    for (query, field) in [
        ("cursor=x", "cursor"),
        ("cursor=", "cursor"),
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("from=yesterday", "from"),
        ("address=here", "address"),
        ("user=me", "user"),
        ("client=Shop", "client"),
        ("page=1", "page"),
        ("limit=1&limit=2", "limit"),
    ] {
        let reply = operator.get(&format!("/api/admin/audit?{query}")).await;
        assert_eq!((reply.problem(), reply.errors()[0].0), ((422, "validation_failed"), field), "{query}");
    }
}

#[tokio::test]
async fn the_record_is_read_part_by_part_and_nothing_is_missed_or_shown_twice() {
    let portal = Portal::open();
    let site = portal.site().await;
    // All at one moment and with random ids, as the sweep notes them.
    fill(&site, portal.app.clock.now(), 57, 0).await;
    let operator = operator(&portal, &site);
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let part = operator.get(&format!("/api/admin/audit?limit=10{cursor}")).await.ok(StatusCode::OK);
        let found = part["items"].as_array().unwrap();
        seen.extend(found.iter().map(|item| item["id"].as_str().unwrap().to_owned()));
        fill(&site, portal.app.clock.now() + Duration::HOUR, 1, 0).await;
        match part["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(seen.len(), 57);
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 57);
}

/// `step` seconds lie between two of them.
async fn fill(site: &Site, until: OffsetDateTime, count: i32, step: i32) {
    let fill = "insert into events (site_id, id, at, user_id, actor_id, action, address, agent, result)
                select $1, gen_random_uuid(), $2 - make_interval(secs => n * $4), gen_random_uuid(), gen_random_uuid(),
                       (array['logged_in', 'login_refused', 'logged_out'])[n % 3 + 1], '192.0.2.0'::inet + n % 250, 'x', 'done'
                from generate_series(0, $3 - 1) n";
    sqlx::query(fill).bind(site.id).bind(until).bind(count).bind(step).execute(&sql().await).await.unwrap();
}

#[tokio::test]
async fn days_without_events_are_counted_as_none() {
    let portal = Portal::open();
    let site = portal.site().await;
    portal.member(&site, EMAIL).await;
    let operator = operator(&portal, &site);
    operator.post("/api/admin/users", json!({ "email": "bob@example.com" })).await.ok(StatusCode::CREATED);
    portal.wait(Duration::days(3));
    for password in [PASSWORD, "not this one, sorry"] {
        portal.client(&site).post("/api/auth/login", json!({ "email": EMAIL, "password": password })).await;
    }
    let stats = operator.get("/api/admin/stats").await.ok(StatusCode::OK);
    let expected =
        json!({ "total": 2, "verified": 1, "invited": 1, "disabled": 0, "active_24h": 1, "active_7d": 1, "active_30d": 1 });
    assert_eq!(stats["users"], expected);
    let days = stats["days"].as_array().unwrap();
    let today = portal.app.clock.now().date();
    assert_eq!((days.len(), &days[29]["day"]), (30, &json!(today.to_string())));
    let counts = |day: &Value| ["signups", "logins", "failures"].map(|name| day[name].as_i64().unwrap());
    assert_eq!(
        (counts(&days[26]), counts(&days[27]), counts(&days[28]), counts(&days[29])),
        ([1, 1, 0], [0; 3], [0; 3], [0, 1, 1])
    );
    assert!(days[..26].iter().all(|day| counts(day) == [0; 3]));
    portal.wait(Duration::days(8));
    let stats = operator.get("/api/admin/stats").await.ok(StatusCode::OK);
    assert_eq!((&stats["users"]["active_7d"], &stats["users"]["active_30d"]), (&json!(0), &json!(1)));
}

/// What the portal asks, as the role and with the policies that it asks with.
#[tokio::test]
async fn no_question_about_the_record_reads_it_all() {
    let portal = Portal::open();
    let site = portal.site().await;
    fill(&site, portal.app.clock.now(), 20_000, 60).await;
    sqlx::raw_sql("analyze events").execute(&sql().await).await.unwrap();
    let mut tx = sql().await.begin().await.unwrap();
    let scope = format!("set local role vestibule_site; set local vestibule.site_id = '{}'", site.id);
    sqlx::raw_sql(&scope).execute(&mut *tx).await.unwrap();
    for filter in [
        "true",
        "actor_id = gen_random_uuid()",
        "user_id = '01938d3e-0f5a-7c1e-9d55-3c9b8f5f2a10'",
        "action = 'role_changed'",
        "target = '01938d3e-0f5a-7c1e-9d55-3c9b8f5f2a10'",
        "address = '192.0.2.7'",
        "at >= now() - interval '1 day' and at < now()",
        "(at, id) < (now() - interval '2 days', '01938d3e-0f5a-7c1e-9d55-3c9b8f5f2a10')",
    ] {
        let filter = filter.replace("gen_random_uuid()", "'01938d3e-0f5a-7c1e-9d55-3c9b8f5f2a11'");
        let explain = format!("explain select id, at, details from events where {filter} order by at desc, id desc limit 51");
        let plan: Vec<String> =
            sqlx::query(&explain).fetch_all(&mut *tx).await.unwrap().iter().map(|row| row.get::<String, _>(0)).collect();
        let plan = plan.join("\n");
        assert!(plan.contains("Index") && !plan.contains("Seq Scan"), "{filter}\n{plan}");
        assert!(!filter.contains("target") || plan.contains("events_target"), "{filter}\n{plan}");
    }
}
