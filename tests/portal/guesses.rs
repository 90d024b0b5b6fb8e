//! What nobody can guess is counted when it is wrong: by network, and for all networks together. What is right is never kept waiting.

use std::net::SocketAddr;

use axum::http::{Method, StatusCode};
use base64::{Engine, engine::general_purpose::STANDARD};
use futures_util::{StreamExt, stream};
use serde_json::{Value, json};
use time::Duration;
use vestibule::model::site::Site;

use super::oidc::app::{App, encounter, error};
use crate::support::{Client, PASSWORD, Portal, link_in};

const EMAIL: &str = "ada@example.com";

fn elsewhere(number: u8) -> SocketAddr {
    SocketAddr::from(([198, 51, 100, number], 40_000))
}

/// A token as the portal makes them, that it has never made.
fn guess(number: usize) -> String {
    format!("{number:0>42}A")
}

/// With the token in the browser, as after the redirect that takes it out of the address bar.
async fn open(portal: &Portal, site: &Site, page: &str, token: &str, peer: SocketAddr) -> (StatusCode, String) {
    let mut browser = portal.browser(site);
    browser.peer = peer;
    browser.visit(&format!("{page}?token={token}")).await;
    let wait = browser.answer_headers.get("retry-after").map_or("", |value| value.to_str().unwrap());
    (browser.status, wait.to_owned())
}

#[tokio::test]
async fn a_thousand_links_that_are_none_end_at_the_limit_and_the_real_one_works_from_elsewhere() {
    for (page, looks, guesses) in [
        ("/verify", false, 1000),
        ("/verify", true, 80),
        ("/reset", false, 80),
        ("/reset", true, 80),
        ("/email-change", false, 80),
        ("/email-change", true, 80),
        ("/email-change/undo", false, 80),
        ("/email-change/undo", true, 80),
    ] {
        let portal = Portal::open();
        let site = portal.site().await;
        let tried = stream::iter(0..guesses).map(|number| {
            let (portal, site, token) = (&portal, &site, guess(number));
            async move {
                match looks {
                    true => open(portal, site, page, &token, elsewhere(1)).await.0,
                    false => portal.browser(site).post(page, &[("token", &token), ("new_password", PASSWORD)]).await.status,
                }
            }
        });
        let answers: Vec<StatusCode> = tried.buffer_unordered(4).collect().await;
        let count = |wanted| answers.iter().filter(|status| **status == wanted).count();
        let (dead, limited) = (count(StatusCode::UNPROCESSABLE_ENTITY), count(StatusCode::TOO_MANY_REQUESTS));
        assert_eq!((dead, limited), (60, guesses - 60), "{page} {looks}");
    }
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.browser(&site);
    ada.sign_up(EMAIL).await;
    let link = portal.link_in_mail(&site, EMAIL).await;
    for number in 0..70 {
        ada.post("/verify", &[("token", &guess(number))]).await;
    }
    let (status, wait) = open(&portal, &site, "/verify", &guess(70), ada.peer).await;
    assert!(status == StatusCode::TOO_MANY_REQUESTS && wait.parse::<u32>().unwrap() > 0, "{status} {wait}");
    let mut phone = portal.browser(&site);
    phone.peer = elsewhere(9);
    phone.visit(&link).await;
    phone.fill("Create a password", PASSWORD);
    phone.press("Confirm").await;
    assert!(phone.sees("Email confirmed"), "{}", phone.body);
    portal.wait(Duration::minutes(16));
    let after = open(&portal, &site, "/verify", &guess(71), ada.peer).await;
    assert_eq!(after.0, StatusCode::UNPROCESSABLE_ENTITY, "the window ends");
}

/// From many networks at once, and the other site hears nothing of it.
#[tokio::test]
async fn wild_guessing_is_limited_wherever_it_comes_from_and_shuts_nobody_out() {
    let portal = Portal::open_with(&["--limit-proof-site", "50/1h"]);
    let (site, other) = (portal.site().await, portal.site().await);
    portal.member(&site, EMAIL).await;
    portal.browser(&site).post("/forgot", &[("email", EMAIL)]).await;
    let link = link_in(&portal.newest_mail(&site, EMAIL).await);
    let mut limited = 0;
    for number in 0..60 {
        let (status, _) = open(&portal, &site, "/reset", &guess(number), elsewhere(u8::try_from(number).unwrap())).await;
        limited += usize::from(status == StatusCode::TOO_MANY_REQUESTS);
    }
    assert_eq!(limited, 10);
    let program = portal.client(&site);
    let dead = program.post("/api/auth/reset-password", json!({ "token": guess(99), "password": PASSWORD })).await;
    assert_eq!(dead.problem(), (429, "too_many_attempts"));
    assert_eq!(open(&portal, &other, "/reset", &guess(1), elsewhere(1)).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    let mut ada = portal.browser(&site);
    ada.visit(&link).await;
    ada.fill("New password", "a different horse altogether");
    ada.press("Change password").await;
    assert_eq!(ada.path(), "/login");
}

#[tokio::test]
async fn a_page_without_a_link_and_a_link_that_works_count_for_nothing() {
    let portal = Portal::open_with(&["--limit-proof-address", "3/15m"]);
    let site = portal.site().await;
    let mut ada = portal.browser(&site);
    ada.sign_up(EMAIL).await;
    let link = portal.link_in_mail(&site, EMAIL).await;
    for _ in 0..5 {
        ada.visit(&link).await;
        assert_eq!(ada.status, StatusCode::OK);
        assert_eq!(portal.browser(&site).send(Method::GET, "/verify", &[], None).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    ada.press("Confirm").await;
    assert_eq!(ada.path(), "/account");
}

async fn refresh(program: &Client, token: &Value) -> (u16, String) {
    let reply = program.post("/api/auth/refresh", json!({ "refresh_token": token })).await;
    match reply.status {
        StatusCode::OK => (200, reply.body["refresh_token"].as_str().unwrap().to_owned()),
        StatusCode::TOO_MANY_REQUESTS => {
            assert!(reply.header("retry-after").parse::<u32>().unwrap() > 0);
            (429, reply.problem().1.to_owned())
        }
        _ => (reply.status.as_u16(), reply.problem().1.to_owned()),
    }
}

#[tokio::test]
async fn refresh_tokens_that_are_none_end_at_the_limit_and_real_ones_go_on() {
    let portal = Portal::open_with(&["--limit-token-address", "3/15m"]);
    let site = portal.site().await;
    portal.member(&site, EMAIL).await;
    let program = portal.client(&site);
    let login = program.post("/api/auth/login", json!({ "email": EMAIL, "password": PASSWORD })).await.ok(StatusCode::OK);
    let mut kept = login["refresh_token"].clone();
    for number in 0..5 {
        let expected = if number < 3 { (401, "token_invalid") } else { (429, "too_many_attempts") };
        let (status, code) = refresh(&program, &json!(guess(number))).await;
        assert_eq!((status, code.as_str()), expected);
        let (status, next) = refresh(&program, &kept).await;
        assert_eq!(status, 200, "the right one is never kept waiting");
        kept = json!(next);
    }
    let mut other = portal.client(&site);
    other.peer = elsewhere(7);
    assert_eq!(refresh(&other, &json!("nonsense")).await.0, 401, "another network has its own count");
    portal.wait(Duration::minutes(16));
    assert_eq!(refresh(&program, &json!("nonsense")).await.0, 401, "the window ends");
}

#[tokio::test]
async fn an_app_that_proves_itself_wrongly_ends_at_the_limit_and_the_real_one_goes_on() {
    let portal = Portal::open_with(&["--limit-app-address", "3/15m", "--limit-app", "5/15m"]);
    let site = portal.site().await;
    let about = json!({ "kind": "machine", "redirect_uris": [], "scopes": ["x"] });
    let app = App::like(&portal, &site, about).await;
    let wrong = format!("Basic {}", STANDARD.encode(format!("{}:{}", app.id, guess(1))));
    let nobody = format!("Basic {}", STANDARD.encode(format!("nobody:{}", guess(1))));
    let grant = [("grant_type", "client_credentials"), ("token", "x")];
    let endpoints = ["/oauth2/token", "/oauth2/revoke", "/oauth2/introspect", "/oauth2/par"];
    for (number, path) in endpoints.into_iter().cycle().take(8).enumerate() {
        let header: &str = if number == 1 { &nobody } else { &wrong };
        let reply = app.post(path, &[("authorization", header)], &grant).await;
        let expected = if number < 3 { 401 } else { 429 };
        assert_eq!(error(&reply), (expected, "invalid_client"), "{path}");
        assert_eq!(reply.header("retry-after").is_empty(), expected == 401);
        app.token(&grant).await.ok(StatusCode::OK);
    }
    // Two more of this app, from elsewhere; so many are counted against it wherever they come from.
    let mut limited = 0;
    for number in 0..6 {
        let mut far = app.clone();
        far.program.peer = elsewhere(number);
        let reply = far.post("/oauth2/token", &[("authorization", &wrong)], &grant).await;
        limited += usize::from(reply.status == StatusCode::TOO_MANY_REQUESTS);
        far.token(&grant).await.ok(StatusCode::OK);
    }
    assert_eq!(limited, 3);
    let mut other = App::like(&portal, &site, json!({ "kind": "machine", "redirect_uris": [], "scopes": ["x"] })).await;
    other.program.peer = elsewhere(60);
    let wrong = format!("Basic {}", STANDARD.encode(format!("{}:{}", other.id, guess(1))));
    assert_eq!(error(&other.post("/oauth2/token", &[("authorization", &wrong)], &grant).await).0, 401);
}

#[tokio::test]
async fn codes_that_are_none_are_counted_unless_the_app_has_proved_who_it_is() {
    let portal = Portal::open_with(&["--limit-token-address", "3/15m"]);
    let (site, server, mut ada) = encounter(&portal).await;
    let page = App::like(&portal, &site, json!({ "kind": "spa", "first_party": true })).await;
    for number in 0..6 {
        let expected = if number < 3 { 400 } else { 429 };
        assert_eq!(error(&page.exchange(&guess(number)).await), (expected, "invalid_grant"));
        assert_eq!(
            error(&server.exchange(&guess(number)).await),
            (400, "invalid_grant"),
            "its people's codes are not its guesses"
        );
    }
    ada.visit(&page.link(&[])).await;
    let code = page.answer(&ada)["code"].clone();
    page.exchange(&code).await.ok(StatusCode::OK);
}
