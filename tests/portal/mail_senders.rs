//! Who sends a site's letters: its own mail server or Mailgun, and what nobody may learn of it or do with it.

use std::{sync::Arc, time::Duration as Wait};

use axum::http::StatusCode;
use mail_parser::MessageParser;
use serde_json::{Value, json};
use time::Duration;
use vestibule::{mail, model::site::Site};

use crate::support::{Client, MASTER_KEY, Mailgun, PASSWORD, Portal, SmtpServer, fresh_database};

const EMAIL: &str = "ada@example.com";
const SECRET: &str = "hunter2-hunter2";
/// Where the servers of these stories stand.
const NEARBY: [&str; 2] = ["--site-mail-networks", "127.0.0.0/8"];

fn operator(portal: &Portal, site: &Site) -> Client {
    portal.client(site).with("x-api-key", MASTER_KEY)
}

/// A program of one of the site's admins.
async fn admin(portal: &Portal, site: &Site, email: &str) -> Client {
    let id = operator(portal, site).post("/api/admin/users", json!({ "email": email, "role": "admin" })).await.body["id"].clone();
    let mut browser = portal.browser(site);
    browser.visit(&portal.link_in_mail(site, email).await).await;
    browser.fill("New password", PASSWORD);
    browser.press("Accept the invitation").await;
    let session = portal.client(site).post("/api/auth/login", json!({ "email": email, "password": PASSWORD })).await;
    let session = session.ok(StatusCode::OK);
    assert_eq!((&session["user"]["id"], &session["user"]["role"]), (&id, &json!("admin")));
    portal.client(site).with("authorization", &format!("Bearer {}", session["access_token"].as_str().unwrap()))
}

async fn settle(portal: &Portal, site: &Site, settings: Value) -> Value {
    portal.operator().patch(&format!("/api/sites/{}", site.id), settings).await.ok(StatusCode::OK)
}

async fn sign_up(portal: &Portal, site: &Site, email: &str) {
    portal.browser(site).sign_up(email).await;
}

/// The newest letters of a site, as its admins see them.
async fn outbox(portal: &Portal, site: &Site) -> Vec<Value> {
    let part = operator(portal, site).get("/api/admin/outbox").await.ok(StatusCode::OK);
    part["items"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_site_s_own_server_sends_its_letters_and_no_other_site_s() {
    let server = SmtpServer::start().await;
    let portal = Portal::open_on(fresh_database("senders_own").await, &NEARBY);
    let (site, other) = (portal.site().await, portal.site().await);
    let own = format!("smtp://ada:{SECRET}@127.0.0.1:{}", server.port);
    let changed = settle(&portal, &site, json!({ "mail_url": own, "reply_to": "Help@Acme.example " })).await;
    assert_eq!((&changed["has_own_mail"], &changed["reply_to"]), (&json!(true), &json!("help@acme.example")));

    sign_up(&portal, &site, EMAIL).await;
    sign_up(&portal, &other, EMAIL).await;
    assert_eq!(mail::outbox::post_due(&portal.app).await.unwrap(), 2);
    assert_eq!(
        (server.letters().len(), portal.mail(&other, EMAIL).await.len(), portal.mail(&site, EMAIL).await.len()),
        (1, 1, 0)
    );
    let message = server.letters()[0].clone();
    let message = MessageParser::default().parse(message.as_bytes()).unwrap();
    assert_eq!(message.reply_to().unwrap().first().unwrap().address(), Some("help@acme.example"));
    assert_eq!(message.from().unwrap().first().unwrap().address(), Some(site.email_from.as_str()));
    assert_eq!(outbox(&portal, &site).await[0]["answer"], "250 ok");

    sign_up(&portal, &site, "grace@example.com").await;
    mail::outbox::post_due(&portal.app).await.unwrap();
    assert_eq!((server.letters().len(), server.connections()), (2, 2), "one to look, one that is kept");
    settle(&portal, &site, json!({ "mail_url": null, "reply_to": null })).await;
    sign_up(&portal, &site, "joan@example.com").await;
    let letter = portal.newest_mail(&site, "joan@example.com").await;
    assert!(!letter.source.contains("Reply-To"), "as the portal's own do, at once");
    assert_eq!(server.letters().len(), 2);
}

#[tokio::test]
async fn nobody_is_told_how_a_site_s_mail_leaves() {
    let portal = Portal::open_on(fresh_database("senders_secret").await, &NEARBY);
    let site = portal.site().await;
    let ada = admin(&portal, &site, EMAIL).await;
    let own = format!("smtps://mallory:{SECRET}@mail.acme.example");
    settle(&portal, &site, json!({ "mail_url": own })).await;
    settle(&portal, &site, json!({ "mail_url": format!("mailgun://key-{SECRET}@mg.acme.example") })).await;
    let (operator, within) = (portal.operator(), operator(&portal, &site));
    let own = format!("/api/sites/{}", site.id);
    for (client, path) in [
        (&operator, "/api/sites".to_owned()),
        (&operator, own.clone()),
        (&operator, format!("{own}/mail")),
        (&operator, format!("{own}/audit")),
        (&operator, format!("/api/sites/by-domain?domain={}", site.domain)),
        (&within, "/api/admin/mail".to_owned()),
        (&within, "/api/admin/audit".to_owned()),
        (&within, "/api/config".to_owned()),
        (&ada, "/api/admin/mail".to_owned()),
    ] {
        let reply = client.get(&path).await;
        assert_eq!(reply.status, StatusCode::OK, "{path}");
        assert!(!reply.text.contains(SECRET) && !reply.text.contains("mail_url"), "{path}: {}", reply.text);
        let names_it = reply.text.contains("mg.acme.example");
        assert_eq!(names_it, path.ends_with("/audit"), "the record alone tells where to, not how: {path}: {}", reply.text);
    }
    assert_eq!(within.get("/api/admin/mail").await.body["has_own_mail"], true);
    let rows = "select mail_url from sites where id = $1";
    let row: Vec<u8> = sqlx::query_scalar(rows).bind(site.id).fetch_one(&pool("senders_secret").await).await.unwrap();
    assert!(!String::from_utf8_lossy(&row).contains("key-"), "encrypted at rest");
    let record = "select coalesce(string_agg(details::text, ' '), '') from platform_events";
    let record: String = sqlx::query_scalar(record).fetch_one(&pool("senders_secret").await).await.unwrap();
    assert!(
        record.contains("mail.acme.example:465") && record.contains("Mailgun, mg.acme.example"),
        "the operator's record: {record}"
    );
    assert!(record.contains("has_own_mail") && !record.contains(SECRET));
}

async fn pool(database: &str) -> sqlx::PgPool {
    sqlx::PgPool::connect_with(crate::support::superuser().database(&format!("test_{database}"))).await.unwrap()
}

#[tokio::test]
async fn a_sealed_server_of_one_site_is_none_for_another() {
    let server = SmtpServer::start().await;
    let portal = Portal::open_on(fresh_database("senders_moved").await, &NEARBY);
    let (site, thief) = (portal.site().await, portal.site().await);
    settle(&portal, &site, json!({ "mail_url": format!("smtp://127.0.0.1:{}", server.port) })).await;
    let steal = "update sites set mail_url = (select mail_url from sites where id = $1) where id = $2";
    sqlx::query(steal).bind(site.id).bind(thief.id).execute(&pool("senders_moved").await).await.unwrap();
    portal.app.sites.refresh(&portal.app.database, &portal.app.config.public_url, thief.id).await;
    sign_up(&portal, &thief, EMAIL).await;
    mail::outbox::post_due(&portal.app).await.unwrap();
    assert!(server.letters().is_empty());
    let letter = &outbox(&portal, &thief).await[0];
    assert_eq!(letter["state"], "queued");
    assert!(letter["answer"].as_str().unwrap().contains("SECRET_KEY"), "{letter}");
}

#[tokio::test]
async fn a_new_secret_key_takes_a_site_s_server_over() {
    const OLD: &str = "0123456789-test-only-secret-ABCDEFGHIJ";
    const NEW: &str = "another-test-only-value-9876543210-ZYX";
    let server = SmtpServer::start().await;
    let database = fresh_database("senders_new_key").await;
    let with = async |key: &str| {
        let portal = Portal::open_on(database.clone(), &[NEARBY[0], NEARBY[1], "--secret-key", key]);
        portal.app.sites.load(&portal.app.database, &portal.app.config.public_url).await.unwrap();
        portal
    };
    let portal = with(OLD).await;
    let (site, disabled) = (portal.site().await, portal.site().await);
    settle(&portal, &site, json!({ "mail_url": format!("smtp://127.0.0.1:{}", server.port) })).await;
    settle(&portal, &disabled, json!({ "mail_url": "smtp://127.0.0.1:1", "status": "disabled" })).await;

    let changing = with(&format!("{NEW},{OLD}")).await;
    assert_eq!(mail::senders::renew(&changing.app).await.unwrap(), 2);
    assert_eq!(mail::senders::renew(&changing.app).await.unwrap(), 0, "once is enough");
    let changed = with(NEW).await;
    assert_eq!(mail::senders::renew(&changed.app).await.unwrap(), 0);
    let site = changed.app.sites.by_id(site.id).unwrap();
    sign_up(&changed, &site, EMAIL).await;
    mail::outbox::post_due(&changed.app).await.unwrap();
    assert_eq!(server.letters().len(), 1);
    assert_eq!(mail::senders::renew(&with(OLD).await.app).await.unwrap(), 0, "what nobody can open stays as it is");
}

#[tokio::test]
async fn what_cannot_be_a_site_s_server_is_refused() {
    let portal = Portal::open();
    let site = portal.site().await;
    let path = format!("/api/sites/{}", site.id);
    for (line, code) in [
        ("mail.acme.example", "malformed"),
        ("smtp://", "malformed"),
        ("smtp://user%0d%0aQUIT:hunter2-hunter2@mail.acme.example", "malformed"),
        ("mailgun://mg.acme.example", "malformed"),
        ("ftp://mail.acme.example", "malformed"),
        ("file:///etc", "not_allowed"),
        ("smtp://mail.acme.example?tls=none", "not_allowed"),
        ("smtp://localhost", "not_allowed"),
    ] {
        let reply = portal.operator().patch(&path, json!({ "mail_url": line })).await;
        assert_eq!(reply.errors(), [("mail_url", code)], "{line}");
        assert!(!reply.text.contains(SECRET));
    }
    for (field, value) in [
        ("reply_to", "nobody"),
        ("reply_to", "a@b.example\r\nBcc: c@d.example"),
        ("reply_to", "a@b.example, c@d.example"),
        ("email_from", "a@b.example\r\nBcc: c@d.example"),
        ("email_from", "Mallory <a@b.example>"),
    ] {
        assert_eq!(portal.operator().patch(&path, json!({ field: value })).await.errors()[0].0, field, "{value:?}");
    }
}

#[tokio::test]
async fn no_name_becomes_a_header() {
    let server = SmtpServer::start().await;
    let portal = Portal::open_on(fresh_database("senders_headers").await, &NEARBY);
    let site = portal.site().await;
    let own = format!("smtp://127.0.0.1:{}", server.port);
    for name in ["Acme\r\nBcc: mallory@evil.example", "\"Acme\" <mallory@evil.example>,", "Ácme ☂ & Söhne"] {
        settle(&portal, &site, json!({ "mail_url": own, "email_from_name": name, "name": name })).await;
        sign_up(&portal, &site, EMAIL).await;
        mail::outbox::post_due(&portal.app).await.unwrap();
        portal.wait(Duration::minutes(20));
        let letter = server.letters().pop().unwrap();
        let message = MessageParser::default().parse(letter.as_bytes()).unwrap();
        let from = message.from().unwrap();
        assert_eq!(from.iter().map(|one| one.address().unwrap()).collect::<Vec<_>>(), [site.email_from.as_str()], "{letter}");
        assert_eq!(message.to().unwrap().iter().count(), 1);
        assert!(message.bcc().is_none() && message.cc().is_none(), "{letter}");
        assert_eq!(from.first().unwrap().name().unwrap(), name.split_whitespace().collect::<Vec<_>>().join(" "));
        assert!(message.subject().unwrap().contains(from.first().unwrap().name().unwrap()), "{letter}");
    }
    assert_eq!(server.letters().len(), 3);
}

#[tokio::test]
async fn a_site_s_server_has_to_stand_in_the_public_network() {
    let server = SmtpServer::start().await;
    let portal = Portal::open_on(fresh_database("senders_private").await, &[]);
    let site = portal.site().await;
    let test = async |line: &str| {
        let body = json!({ "email": EMAIL, "settings": { "mail_url": line } });
        operator(&portal, &site).post("/api/admin/mail/test", body).await.ok(StatusCode::OK)
    };
    for host in ["localhost", "127.0.0.1", "127.1.2.3", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "169.254.169.254", "10.0.0.1"] {
        let tried = test(&format!("smtps://ada:{SECRET}@{host}:{}", server.port)).await;
        let answer = tried["answer"].as_str().unwrap();
        assert_eq!((&tried["taken"], answer.contains("not a public mail server")), (&json!(false), true), "{host}: {tried}");
    }
    let nowhere = test("smtps://nowhere.invalid").await["answer"].clone();
    assert!(nowhere.as_str().unwrap().contains("nobody knows the name nowhere.invalid"), "the operator alone names servers");
    let stored = portal.app.seal.seal(
        &portal.app.random,
        &format!("mail of site {}", site.id),
        format!("smtp://127.0.0.1:{}", server.port).as_bytes(),
    );
    let store = "update sites set mail_url = $2 where id = $1";
    let stored = stored.unwrap();
    sqlx::query(store).bind(site.id).bind(stored).execute(&pool("senders_private").await).await.unwrap();
    portal.app.sites.refresh(&portal.app.database, &portal.app.config.public_url, site.id).await;
    sign_up(&portal, &site, EMAIL).await;
    mail::outbox::post_due(&portal.app).await.unwrap();
    assert_eq!((server.connections(), server.letters().len()), (0, 0), "not even a look");
    assert_eq!(outbox(&portal, &site).await[0]["state"], "queued");
}

#[tokio::test]
async fn a_site_whose_server_is_away_waits_alone_and_its_letters_stay_its_own() {
    let silent = SmtpServer::start_silent().await;
    let portal =
        Portal::open_on(fresh_database("senders_away").await, &[&NEARBY[..], &["--limit-signup-address", "1000/1h"]].concat());
    let (broken, healthy) = (portal.site().await, portal.site().await);
    settle(&portal, &broken, json!({ "mail_url": format!("smtp://127.0.0.1:{}", silent.port) })).await;
    for number in 0..40 {
        let email = format!("wait-{number}@example.com");
        portal.browser(&broken).post("/signup", &[("email", &email), ("password", PASSWORD)]).await;
    }
    let worker = tokio::spawn(mail::outbox::work(Arc::clone(&portal.app)));
    tokio::time::sleep(Wait::from_millis(300)).await;
    for number in 0..20 {
        sign_up(&portal, &healthy, &format!("go-{number}@example.com")).await;
    }
    let gone = async || {
        let sent = operator(&portal, &healthy).get("/api/admin/outbox?state=sent").await.ok(StatusCode::OK);
        sent["items"].as_array().unwrap().len()
    };
    for _ in 0..100 {
        if gone().await == 20 {
            break;
        }
        tokio::time::sleep(Wait::from_millis(50)).await;
    }
    assert_eq!(gone().await, 20, "long before the silent server is given up");
    assert!(silent.connections() <= 8, "{} connections", silent.connections());
    assert!(outbox(&portal, &broken).await.iter().all(|letter| letter["state"] == "queued"));
    worker.abort();
    assert!(portal.app.transport.mailbox().unwrap().letters().iter().all(|letter| !letter.to.starts_with("wait-")));
}

#[tokio::test]
async fn mailgun_gets_the_message_as_it_is() {
    let mailgun = Mailgun::start().await;
    let portal = Portal::open_on(fresh_database("senders_mailgun").await, &[]);
    let site = portal.site().await;
    let own = format!("mailgun://key-{SECRET}@mg.acme.example?region=eu&api=http://127.0.0.1:{}", mailgun.port);
    settle(&portal, &site, json!({ "mail_url": own, "reply_to": "help@acme.example" })).await;
    sign_up(&portal, &site, EMAIL).await;
    mail::outbox::post_due(&portal.app).await.unwrap();
    let posted = mailgun.posted().pop().unwrap();
    assert_eq!((posted.domain.as_str(), posted.to.as_str()), ("mg.acme.example", EMAIL));
    assert_eq!(posted.authorization, "Basic YXBpOmtleS1odW50ZXIyLWh1bnRlcjI=", "api:key-{SECRET}");
    assert!(
        posted.options.contains(&("o:tracking".into(), "no".into()))
            && posted.options.contains(&("o:tracking-clicks".into(), "no".into()))
    );
    let message = MessageParser::default().parse(&posted.message).unwrap();
    assert_eq!(message.to().unwrap().first().unwrap().address(), Some(EMAIL));
    assert_eq!(message.reply_to().unwrap().first().unwrap().address(), Some("help@acme.example"));
    assert_eq!(message.header_raw("Auto-Submitted").map(str::trim), Some("auto-generated"));
    assert!(message.body_text(0).unwrap().contains("/verify?ui_locales=en&token="));
    assert!(message.body_html(0).unwrap().contains("Confirm email"));
    assert_eq!(outbox(&portal, &site).await[0]["answer"], "200 Queued. Thank you. <1@mailgun>");
}

#[tokio::test]
async fn what_mailgun_answers_decides_whether_a_letter_is_tried_again() {
    let mailgun = Mailgun::start().await;
    let portal = Portal::open_on(
        fresh_database("senders_verdicts").await,
        &["--mail-url", &format!("mailgun://key@mg.acme.example?api=http://127.0.0.1:{}", mailgun.port)],
    );
    let site = portal.site().await;
    for (number, (status, body, state, answer)) in [
        (429, r#"{"message":"slow down"}"#, "queued", "429 slow down"),
        (500, "<h1>oh\u{0}\r\nno</h1>", "queued", "500 <h1>oh no</h1>"),
        (401, "Forbidden", "queued", "401 Forbidden"),
        (400, r#"{"message":"'to' parameter is not a valid address"}"#, "failed", "400 'to' parameter is not a valid address"),
        (307, "", "queued", "307"),
    ]
    .into_iter()
    .enumerate()
    {
        mailgun.answer(status, body);
        sign_up(&portal, &site, &format!("ada-{number}@example.com")).await;
        mail::outbox::post_due(&portal.app).await.unwrap();
        let letter = &outbox(&portal, &site).await[0];
        assert_eq!((&letter["state"], letter["answer"].as_str().unwrap().trim()), (&json!(state), answer));
        portal.wait(Duration::seconds(1));
    }
    assert!(mailgun.posted().is_empty(), "no redirect is followed");
    mailgun.answer(500, &"long ".repeat(100_000));
    sign_up(&portal, &site, EMAIL).await;
    mail::outbox::post_due(&portal.app).await.unwrap();
    assert!(outbox(&portal, &site).await[0]["answer"].as_str().unwrap().len() <= 504);
    mailgun.answer(200, r#"{"id":"<1@mailgun>","message":"Queued. Thank you."}"#);
    portal.wait(Duration::minutes(2));
    while mail::outbox::post_due(&portal.app).await.unwrap() > 0 {}
    assert_eq!(mailgun.posted().len(), 5, "all but the one that was refused for good");
}

#[tokio::test]
async fn a_test_uses_what_was_typed_and_shows_what_was_said() {
    let server = SmtpServer::start().await;
    let portal = Portal::open_on(fresh_database("senders_test").await, &NEARBY);
    let site = portal.site().await;
    let own = format!("smtp://ada:{SECRET}@127.0.0.1:{}", server.port);
    let body = json!({ "email": " Ada@Example.com", "settings": { "mail_url": own, "email_from_name": "Unsaved" } });
    let tried = operator(&portal, &site).post("/api/admin/mail/test", body.clone()).await;
    assert!(!tried.text.contains(SECRET) && !tried.text.contains("aHVudGVyMi1odW50ZXIy"), "{}", tried.text);
    let tried = tried.ok(StatusCode::OK);
    assert_eq!((&tried["email"], &tried["taken"], &tried["answer"]), (&json!(EMAIL), &json!(true), &json!("250 ok")));
    let dialogue: Vec<&str> = tried["dialogue"].as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect();
    assert_eq!(dialogue[..2], [format!("-- 127.0.0.1:{}, not encrypted", server.port).as_str(), "<< 220 test"]);
    for line in ["<< 250-8BITMIME", ">> AUTH PLAIN ••••", "<< 235 welcome", ">> RCPT TO:<ada@example.com>", "<< 354 go on"]
    {
        assert!(dialogue.contains(&line), "{line} in {dialogue:#?}");
    }
    assert!(dialogue.iter().any(|line| line.starts_with(">> (the letter, ")));
    let letter = server.letters().pop().unwrap();
    assert!(letter.contains("Unsaved") && letter.contains("To: ada@example.com"));
    assert_eq!(operator(&portal, &site).get("/api/admin/mail").await.body["has_own_mail"], false, "nothing is saved");

    server.answer("535 5.7.8 wrong password hunter2-hunter2");
    let refused = operator(&portal, &site).post("/api/admin/mail/test", body).await.ok(StatusCode::OK);
    assert_eq!(refused["taken"], false);
    let dialogue = refused["dialogue"].to_string();
    assert!(dialogue.contains("<< 535 5.7.8 wrong password ••••") && !dialogue.contains(SECRET), "{dialogue}");
}

#[tokio::test]
async fn admins_see_to_their_own_mail_and_no_further() {
    let portal = Portal::open_with(&["--limit-mail-test", "3/1h"]);
    let (site, other) = (portal.site().await, portal.site().await);
    let ada = admin(&portal, &site, EMAIL).await;
    let settings = ada.get("/api/admin/mail").await.ok(StatusCode::OK);
    assert_eq!(settings["email_from"], site.email_from);
    let changed = ada.patch("/api/admin/mail", json!({ "reply_to": "help@acme.example", "email_from": site.email_from })).await;
    assert_eq!(changed.ok(StatusCode::OK)["reply_to"], "help@acme.example");
    let forged = ada.patch("/api/admin/mail", json!({ "email_from": other.email_from })).await;
    assert_eq!(forged.problem(), (403, "forbidden"), "by the portal's server, mail could come from anybody");
    let forged = json!({ "email": EMAIL, "settings": { "email_from": other.email_from } });
    assert_eq!(ada.post("/api/admin/mail/test", forged).await.problem(), (403, "forbidden"));
    for line in [json!("smtps://mallory:x@mail.evil.example"), json!("mailgun://k@mg.evil.example"), Value::Null] {
        let forged = ada.patch("/api/admin/mail", json!({ "mail_url": line })).await;
        assert_eq!(forged.problem(), (403, "forbidden"), "whoever runs the server reads what opens accounts");
        let forged = ada.post("/api/admin/mail/test", json!({ "email": EMAIL, "settings": { "mail_url": line } })).await;
        assert_eq!(forged.problem(), (403, "forbidden"));
    }
    let elsewhere = ada.post("/api/admin/mail/test", json!({ "email": "eve@example.com" })).await;
    assert_eq!(elsewhere.errors(), [("email", "not_yours")], "the portal's server writes to nobody for an admin");
    assert_eq!(ada.post("/api/admin/mail/test", json!({ "email": EMAIL })).await.ok(StatusCode::OK)["taken"], true);

    let foreign = portal.client(&other).with(ada.headers[0].0, &ada.headers[0].1);
    portal.member(&site, "bob@example.com").await;
    let bob = portal.client(&site).post("/api/auth/login", json!({ "email": "bob@example.com", "password": PASSWORD })).await;
    let bearer = format!("Bearer {}", bob.body["access_token"].as_str().unwrap());
    for (client, expected) in [
        (foreign, (401, "token_invalid")),
        (portal.client(&site).with("authorization", &bearer), (403, "forbidden")),
        (portal.client(&site), (401, "token_invalid")),
    ] {
        assert_eq!(client.get("/api/admin/mail").await.problem(), expected);
        assert_eq!(client.patch("/api/admin/mail", json!({})).await.problem(), expected);
        assert_eq!(client.post("/api/admin/mail/test", json!({ "email": EMAIL })).await.problem(), expected);
        assert_eq!(client.get("/api/admin/outbox").await.problem(), expected);
    }
    assert_eq!(portal.stranger().get("/api/outbox").await.problem(), (401, "api_key_invalid"));

    let nobody = ada.post("/api/admin/mail/test", json!({ "email": "nobody" })).await;
    assert_eq!(nobody.errors(), [("email", "malformed")], "and does not count");
    for _ in 0..2 {
        let tried = ada.post("/api/admin/mail/test", json!({ "email": EMAIL, "letter": "reset" })).await.ok(StatusCode::OK);
        assert_eq!((&tried["taken"], &tried["dialogue"], &tried["answer"]), (&json!(true), &json!([]), &json!("")));
    }
    assert_eq!(ada.post("/api/admin/mail/test", json!({ "email": EMAIL })).await.problem(), (429, "too_many_attempts"));
    let letter = portal.newest_mail(&site, EMAIL).await;
    assert!(letter.subject.contains("password") && letter.source.contains("Reply-To: help@acme.example"), "{}", letter.subject);
}
