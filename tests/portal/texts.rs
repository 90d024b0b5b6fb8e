//! A site says things in its own words, on pages and in letters, and nothing that anybody writes can do more than be read.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use sqlx::{Connection, PgConnection};
use vestibule::words::own::places;

use crate::support::{MASTER_KEY, Portal, code_in, fresh_database, link_in, superuser};

const EMAIL: &str = "ada@example.com";
const NASTY: &str = r#"Come <b>in</b> & "stay" <script>alert(1)</script>"#;

fn texts(place: &str, language: &str) -> String {
    format!("/texts?place={place}&language={language}")
}

#[tokio::test]
async fn a_text_of_the_site_s_own_replaces_the_portal_s_once_it_is_published() {
    let portal = Portal::open();
    let (site, other) = (portal.site().await, portal.site().await);
    let base = format!("/admin/sites/{}", site.slug);
    let mut desk = portal.operator_at_desk().await;
    desk.visit(&format!("{base}{}", texts("login", "en"))).await;
    assert!(desk.heading() == "Texts" && desk.sees("No account yet?") && !desk.sees("Publish"), "{}", desk.body);
    desk.fill("Log in", NASTY).fill("No account yet?", "New here?").press("Save").await;
    assert!(desk.sees("Saved.") && desk.sees("Not published") && desk.location().contains("place=login"), "{}", desk.body);
    assert_eq!(desk.value("Log in Not published"), NASTY, "and nothing of it is a part of the page");
    assert!(desk.all("main script, main b").is_empty());
    let mut visitor = portal.browser(&site);
    visitor.visit("/login").await;
    assert_eq!(visitor.heading(), "Log in", "a draft is seen by nobody");

    desk.press("Publish").await;
    assert!(desk.sees("Published.") && !desk.sees("Not published"), "{}", desk.body);
    visitor.visit("/login").await;
    assert!(visitor.heading() == NASTY && visitor.sees("New here?") && visitor.all("main script").is_empty(), "{}", visitor.body);
    visitor.visit("/login?ui_locales=es").await;
    assert_eq!(visitor.heading(), "Iniciar sesión", "another language has its own words");
    let mut elsewhere = portal.browser(&other);
    elsewhere.visit("/login").await;
    assert_eq!(elsewhere.heading(), "Log in", "and so has another site");

    desk.fill("Log in", "").press("Save").await;
    desk.press("Publish").await;
    visitor.visit("/login?ui_locales=en").await;
    assert!(visitor.heading() == "Log in" && visitor.sees("New here?"), "one text is given up, the other stays");
}

#[tokio::test]
async fn a_text_that_will_not_do_is_told_and_stands_in_nobody_else_s_way() {
    let portal = Portal::open();
    let site = portal.site().await;
    let page = format!("/admin/sites/{}/texts", site.slug);
    let mut desk = portal.operator_at_desk().await;
    let long = "x".repeat(1001);
    for (typed, problem) in [
        ("Hello {code}", "\"code\" in braces is not filled in here"),
        ("Hello {site", "A brace stands on its own"),
        ("Hello \u{202E}olleh", "on one line and without hidden characters"),
        (long.as_str(), "Shorten this to 1000 characters"),
    ] {
        let fields = [
            ("place", "signup"),
            ("language", "en"),
            ("signup-closed-text", typed),
            ("signup-title", "Join"),
            ("admin-skip", "x"),
        ];
        let answer = desk.post(&page, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed:?}");
        let body = answer.body.replace("&#34;", "\"");
        assert!(body.contains("There is a problem") && body.contains(problem) && body.contains(typed), "{typed:?} {body}");
    }
    let operator = portal.client(&site).with("x-api-key", MASTER_KEY);
    let draft = operator.get("/api/admin/look").await.ok(StatusCode::OK);
    assert_eq!(draft["draft"]["look"]["texts"], json!({ "en": { "signup-title": "Join" } }), "the rest is saved, and no more");

    for (texts, field, code) in [
        (json!({ "en": { "login-title": "{site}" } }), "texts.en.login-title", "unknown_placeholder"),
        (json!({ "en": { "login-title": "a\r\nb" } }), "texts.en.login-title", "unusable"),
        (json!({ "en": { "admin-skip": "x" } }), "texts.en.admin-skip", "unknown"),
        (json!({ "xx": { "login-title": "x" } }), "texts.xx.login-title", "unknown"),
        (json!({ "en": { "login-title": "{" } }), "texts.en.login-title", "braces"),
        (json!({ "en": { "login-title": "" } }), "texts.en.login-title", "malformed"),
    ] {
        let refused = operator.patch("/api/admin/look", json!({ "texts": texts })).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        assert_eq!((&refused.body["errors"][0]["field"], &refused.body["errors"][0]["code"]), (&json!(field), &json!(code)));
    }
    let saved = operator.patch("/api/admin/look", json!({ "texts": { "en": { "mail-test-title": "It works" } } })).await;
    assert_eq!(saved.ok(StatusCode::OK)["draft"]["look"]["texts"]["en"]["signup-title"], "Join", "what was there before stays");
}

#[tokio::test]
async fn whatever_the_texts_of_a_letter_say_its_link_and_its_code_are_in_it() {
    let portal = Portal::open();
    let site = portal.site().await;
    let operator = portal.client(&site).with("x-api-key", MASTER_KEY);
    let words = &portal.app.words;
    let keys = places().flat_map(|place| words.keys_at(place));
    let all: serde_json::Map<String, Value> =
        keys.filter(|key| key.starts_with("mail-")).map(|key| (key.to_owned(), json!("<i>x</i>"))).collect();
    let mut own = Value::Object(all);
    own["mail-verify-subject"] = json!("Hi, it's {site} <x> Bcc: eve@evil.example");
    own["mail-verify-preheader"] = json!("{minutes} minutes");
    operator.patch("/api/admin/look", json!({ "texts": { "en": own } })).await.ok(StatusCode::OK);
    operator.post("/api/admin/look/publish", json!({})).await.ok(StatusCode::OK);

    portal.browser(&site).sign_up(EMAIL).await;
    let letter = portal.newest_mail(&site, EMAIL).await;
    assert_eq!(letter.subject, format!("Hi, it's {} <x> Bcc: eve@evil.example", site.name));
    let headers = letter.headers();
    assert!(!headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("bcc")), "{headers:?}");
    assert!(letter.html.contains("30 minutes") && letter.html.contains("&#60;i&#62;x&#60;/i&#62;"), "{}", letter.html);
    assert!(letter.text.contains("<i>x</i>") && !letter.html.contains("<i>"));
    let (link, code) = (link_in(&letter), code_in(&letter));
    assert!(letter.html.contains(&code) && letter.html.contains("/verify?"), "{link}");
    let mut visitor = portal.browser(&site);
    visitor.visit(&link).await;
    assert_eq!(visitor.status, StatusCode::OK);
}

#[tokio::test]
async fn what_was_written_past_all_checks_is_only_words_and_the_portal_s_own_stand_in_for_what_is_broken() {
    let portal = Portal::open_on(fresh_database("texts_broken").await, &[]);
    let site = portal.site().await;
    let broken = json!({ "texts": {
        "en": { "login-title": "{code} {", "login-forgot": "{nothing}", "login-no-account": NASTY, "error-nowhere-title": "x", "no-such-key": "x" },
        "tlh": { "login-title": "x" },
    } });
    let mut tx = PgConnection::connect_with(&superuser().database("test_texts_broken")).await.unwrap();
    let insert = "insert into looks (site_id, version, look, actor, at) values ($1, 1, $2, 'operator', now())";
    sqlx::query(insert).bind(site.id).bind(&broken).execute(&mut tx).await.unwrap();
    portal.app.sites.load(&portal.app.database, &portal.app.config.public_url).await.unwrap();
    let mut visitor = portal.browser(&site);
    visitor.visit("/login").await;
    assert!(visitor.heading() == "Log in" && visitor.sees("Forgot password?") && visitor.sees(NASTY), "{}", visitor.body);
    assert!(visitor.all("main script").is_empty());
    let mut desk = portal.operator_at_desk().await;
    desk.visit(&format!("/admin/sites/{}{}", site.slug, texts("login", "en"))).await;
    assert_eq!(desk.status, StatusCode::OK);
    desk.visit(&format!("/admin/sites/{}{}", site.slug, texts("nowhere", "tlh"))).await;
    assert_eq!(desk.status, StatusCode::OK, "what is not there leads to what is");
    let operator = portal.client(&site).with("x-api-key", MASTER_KEY);
    operator.patch("/api/admin/look", json!({ "texts": { "en": { "signup-title": "Join" } } })).await.ok(StatusCode::OK);
}

#[tokio::test]
async fn only_those_who_run_the_site_write_its_texts() {
    let portal = Portal::open();
    let (site, other) = (portal.site().await, portal.site().await);
    let mut admin = portal.site_admin(&site, EMAIL).await;
    admin.visit(&format!("/admin{}", texts("signup", "en"))).await;
    admin.fill("Sign up", "Join us").press("Save").await;
    assert!(admin.sees("Saved."), "{}", admin.body);
    let page = format!("{}/admin/texts", site.base.path);
    let forged = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "cross-site")];
    for path in [page.clone(), format!("{page}/publish")] {
        let body = b"place=signup&language=en&signup-title=Evil&seen=x";
        assert_eq!(admin.send(Method::POST, &path, &forged, Some(body)).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    let stale = [("seen", "0000000000000000"), ("place", "signup"), ("language", "en")];
    assert_eq!(admin.post(&format!("{page}/publish"), &stale).await.status, StatusCode::SEE_OTHER);
    admin.visit("/admin/texts").await;
    assert!(admin.sees("Somebody else has changed something"), "nobody publishes what they have not seen: {}", admin.body);
    let mut member = portal.member(&site, "member@example.com").await;
    assert_eq!(member.send(Method::GET, &page, &[], None).await.status, StatusCode::NOT_FOUND);
    let elsewhere = admin.send(Method::GET, &format!("{}/admin/texts", other.base.path), &[], None).await;
    assert_ne!(elsewhere.status, StatusCode::OK);
    let big = "x".repeat(900);
    let many: Vec<(&str, &str)> = portal.app.words.keys_at("account").map(|key| (key, big.as_str())).collect();
    let answer = admin.post(&page, &[&[("place", "account"), ("language", "en")][..], &many].concat()).await;
    assert!(matches!(answer.status, StatusCode::SEE_OTHER | StatusCode::PAYLOAD_TOO_LARGE), "{}", answer.status);
}
