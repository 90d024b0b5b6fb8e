//! Apps that log people out: only who shows whom it logged in, and a way back that it registered, is taken at its word.

use serde_json::json;
use time::Duration;

use super::app::{App, encoded, encounter};
use crate::support::{Browser, PASSWORD, Portal};

async fn send(browser: &mut Browser, hint: Option<&str>, address: Option<&str>) {
    let parts = [("id_token_hint", hint), ("post_logout_redirect_uri", address), ("state", Some("s"))];
    let pairs: Vec<(String, String)> =
        parts.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned()))).collect();
    browser.visit(&format!("/oauth2/logout?{}", encoded(&pairs))).await;
}

#[tokio::test]
async fn only_a_known_hint_and_a_registered_way_back_are_followed() {
    let portal = Portal::open();
    let (site, app, mut ada) = encounter(&portal).await;
    let tokens = app.tokens(&mut ada, &[]).await;
    let hint = tokens["id_token"].as_str().unwrap().to_owned();
    let access = tokens["access_token"].as_str().unwrap().to_owned();
    let elsewhere = portal.site().await;
    let mut there = portal.member(&elsewhere, "ada@example.com").await;
    let foreign = App::own(&portal, &elsewhere).await.tokens(&mut there, &[]).await;
    let foreign = foreign["id_token"].as_str().unwrap().to_owned();
    let about = json!({ "first_party": true, "post_logout_redirect_uris": ["https://other.example/bye"] });
    let other = App::like(&portal, &site, about).await.tokens(&mut ada, &[]).await;
    let other = other["id_token"].as_str().unwrap().to_owned();
    let tampered = format!("{}A{}", &hint[..hint.len() - 20], &hint[hint.len() - 19..]);
    portal.wait(Duration::hours(2));

    let (registered, unregistered) = (Some("https://shop.example/bye"), Some("https://shop.example/elsewhere"));
    for (name, hint, address, followed) in [
        ("expired", Some(hint.as_str()), registered, true),
        ("expired", Some(&hint), unregistered, false),
        ("expired", Some(&hint), None, false),
        ("none", None, registered, false),
        ("none", None, unregistered, false),
        ("none", None, None, false),
        ("foreign site", Some(&foreign), registered, false),
        ("foreign site", Some(&foreign), None, false),
        ("other client", Some(&other), registered, false),
        ("other client", Some(&other), None, false),
        ("tampered", Some(&tampered), registered, false),
        ("tampered", Some(&tampered), None, false),
        ("access token", Some(&access), registered, false),
        ("nonsense", Some("x"), registered, false),
    ] {
        let mut browser = ada.clone();
        send(&mut browser, hint, address).await;
        let went = browser.location() == "https://shop.example/bye?state=s";
        assert_eq!(went, followed, "{name} {address:?}: {}", browser.location());
        if followed {
            assert!(!ada.is_logged_in().await);
            ada.log_in("ada@example.com", PASSWORD).await;
        } else {
            assert_eq!(browser.path(), "/logout", "{name} {address:?}");
            assert!(ada.is_logged_in().await, "{name} {address:?}");
        }
    }
    send(&mut ada, Some(&hint), registered).await;
    assert_eq!(ada.location(), "https://shop.example/bye?state=s", "a valid one does as well");
}

#[tokio::test]
async fn a_hint_beside_another_client_s_name_logs_nobody_out() {
    let portal = Portal::open();
    let (_, app, mut ada) = encounter(&portal).await;
    let tokens = app.tokens(&mut ada, &[]).await;
    for named in ["nonsense", "00000000-0000-0000-0000-000000000000", "%00"] {
        let hint = tokens["id_token"].as_str().unwrap();
        ada.visit(&format!(
            "/oauth2/logout?id_token_hint={hint}&post_logout_redirect_uri=https://shop.example/bye&client_id={named}"
        ))
        .await;
        assert!(ada.location().contains("/s/") && ada.is_logged_in().await, "{named}");
    }
}

#[tokio::test]
async fn a_hint_of_somebody_else_logs_nobody_out() {
    let portal = Portal::open();
    let (site, app, mut ada) = encounter(&portal).await;
    let mut grace = portal.member(&site, "grace@example.com").await;
    let theirs = app.tokens(&mut grace, &[]).await;
    send(&mut ada, theirs["id_token"].as_str(), Some("https://shop.example/bye")).await;
    assert_eq!(ada.path(), "/logout");
    assert!(ada.is_logged_in().await && grace.is_logged_in().await);
}

#[tokio::test]
async fn a_form_from_the_app_s_page_does_the_same() {
    let portal = Portal::open();
    let (site, app, mut ada) = encounter(&portal).await;
    let tokens = app.tokens(&mut ada, &[]).await;
    let fields = [
        ("id_token_hint".to_owned(), tokens["id_token"].as_str().unwrap().to_owned()),
        ("post_logout_redirect_uri".to_owned(), "https://shop.example/bye".to_owned()),
    ];
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "cross-site")];
    let body = encoded(&fields);
    let answer = portal.browser(&site).send(axum::http::Method::POST, "/oauth2/logout", &headers, Some(body.as_bytes())).await;
    assert_eq!(answer.status, axum::http::StatusCode::SEE_OTHER);
    ada.visit(&format!("{}{}", site.base.origin, answer.header("location"))).await;
    assert_eq!(ada.location(), "https://shop.example/bye");
    assert!(!ada.is_logged_in().await);
    ada.visit("/account").await;
    assert_eq!(ada.path(), "/login");
}

#[tokio::test]
async fn whoever_is_logged_out_already_goes_straight_back() {
    let portal = Portal::open();
    let (_, app, mut ada) = encounter(&portal).await;
    let tokens = app.tokens(&mut ada, &[]).await;
    ada.post("/logout", &[]).await;
    send(&mut ada, tokens["id_token"].as_str(), Some("https://shop.example/bye")).await;
    assert_eq!(ada.location(), "https://shop.example/bye?state=s");
}
