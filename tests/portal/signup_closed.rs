//! A site closes, or narrows its domains, while signups wait: none of them becomes an account, whichever door it comes by.

use axum::http::StatusCode;
use serde_json::{Value, json};
use time::Duration;
use vestibule::model::site::Site;

use super::oidc::app::App;
use crate::support::{Browser, PASSWORD, Portal, code_in, fresh_database, link_in, sql};

const EMAIL: &str = "ada@example.com";

async fn set_policy(portal: &Portal, site: &Site, policy: Value) {
    let change = json!({ "settings": { "signup": policy } });
    portal.operator().patch(&format!("/api/sites/{}", site.id), change).await.ok(StatusCode::OK);
}

async fn rows(site: &Site) -> (i64, i64) {
    let counts = "select (select count(*) from users where site_id = $1), (select count(*) from sessions where site_id = $1)";
    sqlx::query_as(counts).bind(site.id).fetch_one(&sql().await).await.unwrap()
}

async fn waiting(portal: &Portal, site: &Site) -> (Browser, String, String) {
    let mut ada = portal.browser(site);
    ada.sign_up(EMAIL).await;
    let letter = portal.newest_mail(site, EMAIL).await;
    (ada, link_in(&letter), code_in(&letter))
}

#[tokio::test]
async fn a_signup_that_waits_comes_in_by_no_page_once_the_site_has_closed() {
    for policy in [json!("closed"), json!("invitation"), json!({ "domains": ["example.org"] })] {
        let portal = Portal::open();
        let site = portal.site().await;
        let (mut ada, link, code) = waiting(&portal, &site).await;
        let mut elsewhere = portal.browser(&site);
        elsewhere.visit(&link).await;
        let letters = portal.mail(&site, EMAIL).await.len();
        set_policy(&portal, &site, policy.clone()).await;
        portal.wait(Duration::minutes(2));

        elsewhere.fill("Create a password", "chosen on the phone");
        elsewhere.press("Confirm").await;
        assert_eq!(elsewhere.status, StatusCode::FORBIDDEN, "{policy}");
        for browser in [&mut ada, &mut elsewhere] {
            browser.visit(&link).await;
            assert_eq!(browser.status, StatusCode::FORBIDDEN, "{policy}");
            assert!(["Sign up is closed", "You need an invitation"].contains(&browser.heading().as_str()), "{policy}");
        }
        let token = link.rsplit_once('=').unwrap().1;
        for (page, fields) in [
            ("/verify", vec![("token", token)]),
            ("/verify", vec![("token", token), ("password", PASSWORD)]),
            ("/check-mail/code", vec![("code", code.as_str())]),
            ("/check-mail/resend", vec![]),
        ] {
            let answer = ada.post(page, &fields).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{policy} {page}");
        }
        ada.visit("/check-mail").await;
        assert_eq!(ada.status, StatusCode::FORBIDDEN, "{policy}");
        ada.log_in(EMAIL, PASSWORD).await;
        assert!(!ada.is_logged_in().await, "{policy}");
        assert_eq!(rows(&site).await, (0, 0), "{policy}");
        assert_eq!(portal.mail(&site, EMAIL).await.len(), letters, "{policy}");

        set_policy(&portal, &site, json!("open")).await;
        ada.visit(&link).await;
        ada.press("Confirm").await;
        assert_eq!(ada.path(), "/account", "a site that opens again takes it");
    }
}

#[tokio::test]
async fn nor_does_it_through_a_program() {
    for policy in [json!("closed"), json!("invitation"), json!({ "domains": ["example.org"] })] {
        let portal = Portal::open();
        let site = portal.site().await;
        let program = portal.client(&site);
        let signup = program.post("/api/auth/register", json!({ "email": EMAIL, "password": PASSWORD })).await;
        let signup = signup.ok(StatusCode::ACCEPTED)["signup_token"].clone();
        let letter = portal.newest_mail(&site, EMAIL).await;
        let (link, code) = (link_in(&letter), code_in(&letter));
        set_policy(&portal, &site, policy.clone()).await;
        portal.wait(Duration::minutes(2));
        let token = link.rsplit_once('=').unwrap().1;
        for (path, body) in [
            ("/api/auth/verify-email", json!({ "signup_token": signup, "code": code })),
            ("/api/auth/verify-email", json!({ "token": token, "password": PASSWORD })),
            ("/api/auth/resend-verification", json!({ "signup_token": signup })),
            ("/api/auth/resend-verification", json!({ "email": EMAIL })),
            ("/api/auth/resend-verification", json!({ "email": "nobody@example.com" })),
        ] {
            let reply = program.post(path, body.clone()).await;
            assert_eq!(reply.problem(), (403, "signup_closed"), "{policy} {body}");
        }
        assert_eq!(rows(&site).await, (0, 0), "{policy}");
        assert_eq!(portal.mail(&site, EMAIL).await.len(), 1, "{policy}");
        assert!(portal.mail(&site, "nobody@example.com").await.is_empty(), "{policy}");
    }
}

/// The worker decides last.
#[tokio::test]
async fn letters_that_were_waiting_when_the_site_closed_are_not_sent() {
    // Apart from other stories, whose workers would have sent them before.
    let portal = Portal::open_on(fresh_database("signup_closed").await, &[]);
    let site = portal.site().await;
    let mut ada = portal.browser(&site);
    ada.sign_up(EMAIL).await;
    portal.wait(Duration::minutes(2));
    let again = portal.client(&site).post("/api/auth/resend-verification", json!({ "email": EMAIL })).await;
    assert_eq!(again.status, StatusCode::ACCEPTED);
    set_policy(&portal, &site, json!("closed")).await;
    assert!(portal.mail(&site, EMAIL).await.is_empty());
    ada.visit("/check-mail").await;
    assert_eq!(ada.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn an_app_s_wish_for_a_new_account_ends_at_a_closed_site_too() {
    let portal = Portal::open();
    let site = portal.site().await;
    let app = App::own(&portal, &site).await;
    let mut ada = portal.browser(&site);
    ada.visit(&app.link(&[("prompt", "create")])).await;
    assert_eq!(ada.path(), "/signup");
    ada.fill("Email", EMAIL).fill("Create a password", PASSWORD);
    let mut late = ada.clone();
    ada.press("Sign up").await;
    let code = portal.code_in_mail(&site, EMAIL).await;
    set_policy(&portal, &site, json!("closed")).await;
    ada.fill("Code", &code);
    ada.press("Continue").await;
    assert_eq!(ada.status, StatusCode::FORBIDDEN);
    late.press("Sign up").await;
    assert_eq!(late.status, StatusCode::FORBIDDEN);
    let mut grace = portal.browser(&site);
    grace.visit(&app.link(&[("prompt", "create")])).await;
    assert_eq!(grace.path(), "/login");
    assert_eq!(rows(&site).await, (0, 0));
}

#[tokio::test]
async fn who_was_invited_or_is_in_does_not_care() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut grace = portal.member(&site, "grace@example.com").await;
    let invited = portal.operator().post(&format!("/api/sites/{}/users", site.id), json!({ "email": EMAIL })).await;
    invited.ok(StatusCode::CREATED);
    let link = portal.link_in_mail(&site, EMAIL).await;
    set_policy(&portal, &site, json!("closed")).await;
    let mut ada = portal.browser(&site);
    ada.visit(&link).await;
    ada.fill("New password", PASSWORD);
    ada.press("Accept the invitation").await;
    ada.log_in(EMAIL, PASSWORD).await;
    assert!(ada.is_logged_in().await);
    grace.post("/logout", &[]).await;
    grace.log_in("grace@example.com", PASSWORD).await;
    assert!(grace.is_logged_in().await);
}
