//! The outbox as people look at it.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use sqlx::Row;
use time::{Duration, OffsetDateTime};
use vestibule::{mail, model::site::Site};

use crate::support::{Client, MASTER_KEY, Portal, SmtpServer, fresh_database, sql, superuser};

const EMAIL: &str = "ada@example.com";
const NOBODY: &str = "01938d3e-0f5a-7c1e-9d55-3c9b8f5f2a10";

fn operator(portal: &Portal, site: &Site) -> Client {
    portal.client(site).with("x-api-key", MASTER_KEY)
}

async fn items(client: &Client, path: &str) -> Vec<Value> {
    client.get(path).await.ok(StatusCode::OK)["items"].as_array().unwrap().clone()
}

async fn act(client: &Client, path: &str) -> crate::support::Reply {
    client.send(Method::POST, path, &[], None).await
}

/// A portal whose mail server can be told what to say.
async fn stage(name: &str) -> (Portal, SmtpServer) {
    let server = SmtpServer::start().await;
    let url = format!("smtp://127.0.0.1:{}", server.port);
    (Portal::open_on(fresh_database(name).await, &["--mail-url", &url]), server)
}

async fn pool(database: &str) -> sqlx::PgPool {
    sqlx::PgPool::connect_with(superuser().database(&format!("test_{database}"))).await.unwrap()
}

#[tokio::test]
async fn what_became_of_a_letter_can_be_looked_up() {
    let (portal, server) = stage("outbox_states").await;
    let (site, other) = (portal.site().await, portal.site().await);
    let client = operator(&portal, &site);
    let post = async || mail::outbox::post_due(&portal.app).await.unwrap();
    portal.browser(&site).sign_up("sent@example.com").await;
    post().await;
    portal.wait(Duration::seconds(1));
    portal.client(&site).post("/api/auth/forgot-password", json!({ "email": "nobody@example.com" })).await;
    post().await;
    portal.wait(Duration::seconds(1));
    server.answer("550 5.1.1 no such mailbox");
    portal.browser(&site).sign_up("failed@example.com").await;
    post().await;
    portal.wait(Duration::seconds(1));
    server.answer("451 4.7.1 come back later");
    portal.browser(&site).sign_up("queued@example.com").await;
    post().await;
    portal.browser(&other).sign_up("sent@example.com").await;

    let all = items(&client, "/api/admin/outbox").await;
    let told =
        |letter: &Value| ["recipient", "letter", "state", "answer"].map(|part| letter[part].as_str().unwrap_or("-").to_owned());
    let all: Vec<_> = all.iter().map(told).collect();
    let expected = [
        ["queued@example.com", "signup", "queued", "451 4.7.1 come back later"],
        ["failed@example.com", "signup", "failed", "550 5.1.1 no such mailbox"],
        ["nobody@example.com", "reset", "dropped", "-"],
        ["sent@example.com", "signup", "sent", "250 ok"],
    ];
    assert_eq!(all.len(), 4);
    for (letter, expected) in all.iter().zip(expected) {
        assert_eq!(letter[..3], expected[..3], "{letter:?}");
        assert!(letter[3].contains(expected[3]), "{letter:?}");
    }
    for (query, count) in [
        ("state=queued", 1),
        ("state=sent", 1),
        ("state=dropped", 1),
        ("state=failed", 1),
        ("letter=signup", 3),
        ("letter=reset&state=sent", 0),
        ("recipient=Sent@Example.com", 1),
        ("recipient=sent", 0),
        ("recipient=%25", 0),
        ("from=2999-01-01T00:00:00Z", 0),
        ("to=2999-01-01T00:00:00Z", 4),
    ] {
        assert_eq!(items(&client, &format!("/api/admin/outbox?{query}")).await.len(), count, "{query}");
    }
    for (query, field) in
        [("state=lost", "state"), ("cursor=x", "cursor"), ("limit=0", "limit"), ("limit=101", "limit"), ("page=1", "page")]
    {
        assert_eq!(client.get(&format!("/api/admin/outbox?{query}")).await.errors()[0].0, field);
    }
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let part = client.get(&format!("/api/admin/outbox?limit=1{cursor}")).await.ok(StatusCode::OK);
        seen.extend(part["items"].as_array().unwrap().iter().map(|letter| letter["recipient"].as_str().unwrap().to_owned()));
        match part["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(seen, ["queued@example.com", "failed@example.com", "nobody@example.com", "sent@example.com"]);
    let everywhere = items(&portal.operator(), "/api/outbox?recipient=sent@example.com").await;
    assert_eq!(everywhere.len(), 2);
    assert_eq!(everywhere[0]["site_id"], other.id.to_string());
}

#[tokio::test]
async fn a_letter_that_was_given_up_goes_once_it_is_asked_for_again() {
    let (portal, server) = stage("outbox_retry").await;
    let (site, other) = (portal.site().await, portal.site().await);
    let client = operator(&portal, &site);
    server.answer("550 5.1.1 no such mailbox");
    portal.browser(&site).sign_up(EMAIL).await;
    mail::outbox::post_due(&portal.app).await.unwrap();
    let letter = items(&client, "/api/admin/outbox?state=failed").await[0].clone();
    let path = format!("/api/admin/outbox/{}", letter["id"].as_str().unwrap());
    let retry = format!("{path}/retry");
    assert_eq!(act(&operator(&portal, &other), &retry).await.problem(), (404, "not_found"), "another site's");
    assert_eq!(operator(&portal, &other).get(&path).await.problem(), (404, "not_found"));
    assert_eq!(operator(&portal, &other).get(&format!("{path}/preview")).await.problem(), (404, "not_found"));
    assert_eq!(act(&client, &format!("/api/admin/outbox/{NOBODY}/retry")).await.problem(), (404, "not_found"));

    let asked = futures_util::future::join_all((0..8).map(|_| act(&client, &retry))).await;
    let taken = asked.iter().filter(|reply| reply.status == StatusCode::ACCEPTED).count();
    assert_eq!(taken, 1, "of two who ask at once, one");
    let settled = asked.iter().find(|reply| reply.status != StatusCode::ACCEPTED).unwrap();
    assert_eq!(settled.problem(), (409, "letter_settled"));
    server.answer("250 ok");
    assert_eq!(mail::outbox::post_due(&portal.app).await.unwrap(), 1);
    assert_eq!(server.letters().len(), 1);
    let now = client.get(&path).await.ok(StatusCode::OK);
    assert_eq!((&now["state"], &now["is_kept"]), (&json!("sent"), &json!(false)));
    assert_eq!(act(&client, &retry).await.problem(), (409, "letter_settled"), "it has gone");
    let record = items(&client, "/api/admin/audit?action=letters_retried").await;
    assert_eq!(record.len(), 1);
}

#[tokio::test]
async fn what_may_be_on_its_way_is_not_sent_twice() {
    let (portal, server) = stage("outbox_lease").await;
    let site = portal.site().await;
    let client = operator(&portal, &site);
    portal.browser(&site).sign_up(EMAIL).await;
    let now = portal.app.clock.now();
    let mut tx = portal.app.database.platform("a worker that is slow").await.unwrap();
    vestibule::store::outbox::claim(&mut tx, 10, &[], now + Duration::minutes(3), now).await.unwrap();
    tx.commit().await.unwrap();
    let id = items(&client, "/api/admin/outbox").await[0]["id"].as_str().unwrap().to_owned();
    assert_eq!(act(&client, &format!("/api/admin/outbox/{id}/retry")).await.problem(), (409, "letter_settled"));
    assert_eq!(act(&client, "/api/admin/outbox/retry").await.ok(StatusCode::OK)["count"], 0);
    assert_eq!(mail::outbox::post_due(&portal.app).await.unwrap(), 0);
    assert!(server.letters().is_empty());
}

#[tokio::test]
async fn after_an_outage_everything_is_tried_again_at_once() {
    let (portal, server) = stage("outbox_retry_all").await;
    let (site, other) = (portal.site().await, portal.site().await);
    server.answer("451 later");
    for site in [&site, &other] {
        portal.browser(site).sign_up("waits@example.com").await;
    }
    for _ in 0..8 {
        mail::outbox::post_due(&portal.app).await.unwrap();
        portal.wait(Duration::minutes(30));
    }
    server.answer("550 never");
    portal.browser(&site).sign_up("failed@example.com").await;
    mail::outbox::post_due(&portal.app).await.unwrap();
    let failed = items(&portal.operator(), "/api/outbox?state=failed").await.len();
    server.answer("250 ok");
    let mine = act(&operator(&portal, &site), "/api/admin/outbox/retry").await.ok(StatusCode::OK);
    assert!(mine["count"].as_u64().unwrap() >= 1);
    let rest = act(&portal.operator(), "/api/outbox/retry").await.ok(StatusCode::OK);
    assert_eq!(mine["count"].as_u64().unwrap() + rest["count"].as_u64().unwrap(), 3, "{failed} had failed");
    assert_eq!(act(&portal.operator(), "/api/outbox/retry").await.ok(StatusCode::OK)["count"], 0, "not twice");
    assert_eq!(mail::outbox::post_due(&portal.app).await.unwrap(), 3);
    assert_eq!(server.letters().len(), 3);
}

#[tokio::test]
async fn letters_of_a_disabled_site_wait_until_it_is_enabled() {
    let (portal, server) = stage("outbox_disabled").await;
    let (site, other) = (portal.site().await, portal.site().await);
    let put = async |status: &str| {
        portal.operator().patch(&format!("/api/sites/{}", site.id), json!({ "status": status })).await.ok(StatusCode::OK);
    };
    portal.browser(&site).sign_up("later@example.com").await;
    put("disabled").await;
    portal.browser(&other).sign_up("elsewhere@example.com").await;
    assert_eq!(mail::outbox::post_due(&portal.app).await.unwrap(), 1, "the other site's");
    for _ in 0..20 {
        portal.wait(Duration::minutes(1));
        assert_eq!(mail::outbox::post_due(&portal.app).await.unwrap(), 0);
    }
    put("active").await;
    assert_eq!(mail::outbox::post_due(&portal.app).await.unwrap(), 1);
    assert_eq!(server.letters().len(), 2);
}

#[tokio::test]
async fn a_letter_that_ends_its_workers_is_given_up() {
    let (portal, server) = stage("outbox_poison").await;
    let site = portal.site().await;
    portal.browser(&site).sign_up(EMAIL).await;
    let mut claims = 0;
    loop {
        let now = portal.app.clock.now();
        let mut tx = portal.app.database.platform("a worker that is gone before it can note anything").await.unwrap();
        let claimed = vestibule::store::outbox::claim(&mut tx, 1, &[], now + Duration::minutes(3), now).await.unwrap();
        tx.commit().await.unwrap();
        claims += 1;
        portal.wait(Duration::minutes(4));
        if claimed[0].tries == 15 {
            break;
        }
    }
    assert_eq!(claims, 15);
    assert_eq!(mail::outbox::post_due(&portal.app).await.unwrap(), 1);
    assert!(server.letters().is_empty());
    let letter = items(&operator(&portal, &site), "/api/admin/outbox").await[0].clone();
    assert_eq!((&letter["state"], &letter["answer"]), (&json!("failed"), &json!("no try came to an end")));
    portal.wait(Duration::hours(1));
    assert_eq!(mail::outbox::post_due(&portal.app).await.unwrap(), 0);
}

#[tokio::test]
async fn a_letter_that_a_lost_key_had_sealed_is_shown_without_its_words() {
    let (portal, _server) = stage("outbox_lost_key").await;
    let site = portal.site().await;
    portal.browser(&site).sign_up(EMAIL).await;
    let changed = Portal::open_on(
        superuser().database("test_outbox_lost_key"),
        &["--secret-key", "another-test-only-value-9876543210-ZYX"],
    );
    changed.app.sites.load(&changed.app.database, &changed.app.config.public_url).await.unwrap();
    let client = operator(&changed, &site);
    let id = items(&client, "/api/admin/outbox").await[0]["id"].as_str().unwrap().to_owned();
    client.get(&format!("/api/admin/outbox/{id}")).await.ok(StatusCode::OK);
    assert_eq!(client.get(&format!("/api/admin/outbox/{id}/preview")).await.problem(), (404, "not_found"));
    let mut desk = changed.operator_at_desk().await;
    desk.visit(&format!("/admin/sites/{}/outbox/{id}", site.slug)).await;
    assert_eq!(desk.status, StatusCode::OK, "{}", desk.body);
    assert!(desk.sees("not kept any more"), "{}", desk.body);
}

#[tokio::test]
async fn whoever_looks_at_a_letter_cannot_get_into_the_account() {
    let (portal, server) = stage("outbox_preview").await;
    let site = portal.site().await;
    let client = operator(&portal, &site);
    client.post("/api/admin/users", json!({ "email": EMAIL })).await.ok(StatusCode::CREATED);
    portal.browser(&site).sign_up("grace@example.com").await;
    server.answer("451 later");
    mail::outbox::post_due(&portal.app).await.unwrap();
    for recipient in [EMAIL, "grace@example.com"] {
        let letter = items(&client, &format!("/api/admin/outbox?recipient={recipient}")).await[0].clone();
        let path = format!("/api/admin/outbox/{}/preview", letter["id"].as_str().unwrap());
        let preview = client.get(&path).await.ok(StatusCode::OK);
        for part in ["subject", "text", "html"] {
            let text = preview[part].as_str().unwrap();
            assert!(!text.is_empty());
            assert!(
                !text.split(|c: char| !c.is_ascii_digit()).any(|run| run.len() == 6 && !text.contains(&format!("#{run}"))),
                "{text}"
            );
            assert!(!text.split("token=").skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric())), "{text}");
        }
        assert!(preview["text"].as_str().unwrap().contains("token=••••••"), "{preview}");
        assert_eq!(client.get(&path).await.ok(StatusCode::OK), preview, "looking changes nothing");
    }
    server.answer("250 ok");
    portal.wait(Duration::minutes(1));
    mail::outbox::post_due(&portal.app).await.unwrap();
    assert_eq!(server.letters().len(), 2);
    let sent = items(&client, &format!("/api/admin/outbox?recipient={EMAIL}")).await[0].clone();
    let path = format!("/api/admin/outbox/{}/preview", sent["id"].as_str().unwrap());
    assert_eq!(client.get(&path).await.problem(), (404, "not_found"), "it has gone, and so have its words");
}

#[tokio::test]
async fn what_a_letter_said_is_kept_for_three_days_after_it_was_given_up() {
    let (portal, server) = stage("outbox_kept").await;
    let site = portal.site().await;
    let client = operator(&portal, &site);
    server.answer("550 never");
    portal.browser(&site).sign_up(EMAIL).await;
    mail::outbox::post_due(&portal.app).await.unwrap();
    let sweep = async || vestibule::store::sweep::expired(&portal.app.database, portal.app.clock.now()).await.unwrap();
    portal.wait(Duration::days(2));
    sweep().await;
    let letter = items(&client, "/api/admin/outbox").await[0].clone();
    assert_eq!(letter["is_kept"], true);
    portal.wait(Duration::days(2));
    sweep().await;
    let payload: Option<Vec<u8>> =
        sqlx::query_scalar("select payload from outbox").fetch_one(&pool("outbox_kept").await).await.unwrap();
    assert_eq!(payload, None);
    let retry = format!("/api/admin/outbox/{}/retry", letter["id"].as_str().unwrap());
    assert_eq!(act(&client, &retry).await.problem(), (409, "letter_settled"));
    portal.wait(Duration::days(30));
    sweep().await;
    assert!(items(&client, "/api/admin/outbox").await.is_empty());
}

/// What the portal asks, as the roles and with the policies that it asks with.
#[tokio::test]
async fn no_question_about_the_outbox_reads_it_all() {
    let portal = Portal::open();
    let site = portal.site().await;
    let now: OffsetDateTime = portal.app.clock.now();
    let fill = "insert into outbox (site_id, id, letter, recipient, locale, created_at, due_at, sent_at, failed_at)
                select $1, gen_random_uuid(), (array['signup', 'reset'])[n % 2 + 1], 'p' || n || '@example.com', 'en',
                       $2 - make_interval(secs => n), $2, case when n % 100 > 0 then $2 end, case when n % 100 = 0 then $2 end
                from generate_series(1, 20000) n";
    sqlx::query(fill).bind(site.id).bind(now).execute(&sql().await).await.unwrap();
    sqlx::raw_sql("analyze outbox").execute(&sql().await).await.unwrap();
    let mut tx = sql().await.begin().await.unwrap();
    let inside = format!("set local role vestibule_site; set local vestibule.site_id = '{}'", site.id);
    for (scope, filters) in [
        (
            inside,
            &[
                "true",
                "failed_at is not null",
                "letter = 'reset'",
                "recipient = 'p7@example.com'",
                "sent_at is not null and not dropped",
            ][..],
        ),
        ("set local role vestibule_platform".to_owned(), &["true", "failed_at is not null", "recipient = 'p7@example.com'"][..]),
    ] {
        sqlx::raw_sql(&scope).execute(&mut *tx).await.unwrap();
        for filter in filters {
            let explain =
                format!("explain select id, answer from outbox where {filter} order by created_at desc, id desc limit 51");
            let plan: Vec<String> =
                sqlx::query(&explain).fetch_all(&mut *tx).await.unwrap().iter().map(|row| row.get::<String, _>(0)).collect();
            let plan = plan.join("\n");
            assert!(plan.contains("Index") && !plan.contains("Seq Scan"), "{filter}\n{plan}");
        }
        sqlx::raw_sql("reset role").execute(&mut *tx).await.unwrap();
    }
}
