//! What clients may ask for, how it is refused, and that nothing they say comes back changed or alive.

use axum::http::{Method, StatusCode};
use serde_json::json;
use time::Duration;

use super::app::{App, encoded, encounter};
use crate::support::{PASSWORD, Portal};

#[tokio::test]
async fn what_cannot_be_had_is_told_to_the_client_with_its_state() {
    let portal = Portal::open();
    let (_, app, mut ada) = encounter(&portal).await;
    for (changes, expected) in [
        (vec![("response_type", "token")], "unsupported_response_type"),
        (vec![("response_type", "id_token")], "unsupported_response_type"),
        (vec![("response_type", "code token")], "unsupported_response_type"),
        (vec![("response_type", "code id_token")], "unsupported_response_type"),
        (vec![("response_type", "none")], "unsupported_response_type"),
        (vec![("response_mode", "fragment")], "invalid_request"),
        (vec![("response_mode", "query.jwt")], "invalid_request"),
        (vec![("scope", "")], "invalid_scope"),
        (vec![("scope", "nothing")], "invalid_scope"),
        (vec![("scope", "offline_access")], "invalid_scope"),
        (vec![("scope", "OPENID")], "invalid_scope"),
        (vec![("prompt", "none login")], "invalid_request"),
        (vec![("prompt", "none consent")], "invalid_request"),
        (vec![("prompt", "whatever")], "invalid_request"),
        (vec![("max_age", "-1")], "invalid_request"),
        (vec![("max_age", "soon")], "invalid_request"),
        (vec![("registration", "{}")], "registration_not_supported"),
        (vec![("nonce", &"n".repeat(5000))], "invalid_request"),
    ] {
        ada.visit(&app.link(&changes)).await;
        let answer = app.answer(&ada);
        assert_eq!((answer["error"].as_str(), answer["state"].as_str()), (expected, "af0ifjsldkj"), "{changes:?}");
        assert_eq!(answer["iss"], app.issuer);
        assert!(!answer.contains_key("code"));
    }
}

#[tokio::test]
async fn a_parameter_that_comes_twice_is_refused() {
    let portal = Portal::open();
    let (_, app, mut ada) = encounter(&portal).await;
    for (name, value) in app.request(&[("prompt", "none"), ("max_age", "9"), ("ui_locales", "en"), ("response_mode", "query")]) {
        if name == "client_id" || name == "redirect_uri" {
            continue;
        }
        ada.visit(&format!("{}&{}", app.link(&[]), encoded(&[(name.clone(), value.clone()), (name.clone(), value)]))).await;
        assert_eq!(app.answer(&ada)["error"], "invalid_request", "{name}");
        assert_eq!(app.answer(&ada).contains_key("state"), name != "state");
    }
    ada.visit(&format!("{}&unknown=1&unknown=2", app.link(&[]))).await;
    assert!(app.answer(&ada).contains_key("code"), "what is unknown is left alone");
}

#[tokio::test]
async fn state_comes_back_as_it_went() {
    let portal = Portal::open();
    let (site, app, mut ada) = encounter(&portal).await;
    let all: String = (' '..='~').collect();
    for state in
        [all.repeat(20), "+ + %2B %25 & = ; # ? / \\ \" ' < > é 漢 \u{1F600}".to_owned(), "a b".to_owned(), "%0d%0a".to_owned()]
    {
        ada.visit(&app.link(&[("state", &state)])).await;
        assert_eq!(app.answer(&ada)["state"], state);
        let mut stranger = portal.browser(&site);
        stranger.visit(&app.link(&[("state", &state)])).await;
        assert_eq!(stranger.path(), "/login");
        stranger.fill("Email", "ada@example.com").fill("Password", PASSWORD);
        stranger.press("Log in").await;
        assert_eq!(app.answer(&stranger)["state"], state, "the long way round");
    }
    for broken in ["%FF", "%00", "a%C3"] {
        ada.visit(&format!("{}&state={broken}", app.link(&[("state", "")]))).await;
        assert_eq!(ada.status, StatusCode::BAD_REQUEST, "{broken}");
    }
    let poison = "<script>alert(1)</script>";
    ada.visit(&app.link(&[("state", poison), ("redirect_uri", poison), ("client_id", poison)])).await;
    assert!(!ada.body.contains(poison) && ada.status == StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn an_id_token_says_who_has_to_be_there() {
    let portal = Portal::open();
    let (site, app, mut ada) = encounter(&portal).await;
    let mut grace = portal.member(&site, "grace@example.com").await;
    let hers = app.tokens(&mut grace, &[]).await["id_token"].as_str().unwrap().to_owned();
    let other = App::like(&portal, &site, json!({ "first_party": true })).await.tokens(&mut ada, &[]).await;
    let access = app.tokens(&mut ada, &[]).await["access_token"].as_str().unwrap().to_owned();
    for hint in [hers.as_str(), other["id_token"].as_str().unwrap(), &access, "x"] {
        ada.visit(&app.link(&[("prompt", "none"), ("id_token_hint", hint)])).await;
        assert_eq!(app.answer(&ada)["error"], "login_required", "{hint}");
    }
    // With somebody to ask, the right person may log in, and nobody else.
    ada.visit(&app.link(&[("id_token_hint", &hers)])).await;
    assert_eq!(ada.path(), "/login");
    let mut wrong = ada.clone();
    portal.wait(Duration::seconds(1));
    wrong.fill("Email", "ada@example.com").fill("Password", PASSWORD);
    wrong.press("Log in").await;
    assert_eq!(app.answer(&wrong)["error"], "login_required");
    ada.visit(&app.link(&[("id_token_hint", &hers)])).await;
    ada.fill("Email", "grace@example.com").fill("Password", PASSWORD);
    ada.press("Log in").await;
    assert!(app.answer(&ada).contains_key("code"));
}

#[tokio::test]
async fn a_request_may_want_nobody_but_who_has_just_logged_in() {
    let portal = Portal::open();
    let (_, app, mut ada) = encounter(&portal).await;
    for changes in
        [vec![("prompt", "login")], vec![("max_age", "0")], vec![("prompt", "login consent")], vec![("prompt", "select_account")]]
    {
        portal.wait(Duration::minutes(1));
        ada.visit(&app.link(&changes)).await;
        assert_eq!(ada.path(), "/confirm-identity", "{changes:?}");
        // Going on by hand does not help.
        let back = ada.location().split_once("return_to=").unwrap().1.to_owned();
        let back = percent_encoding::percent_decode_str(&back).decode_utf8().unwrap().into_owned();
        ada.visit(back.strip_prefix(&back[..back.find("/oauth2").unwrap()]).unwrap()).await;
        assert_eq!(ada.path(), "/confirm-identity", "{changes:?}");
        ada.fill("Current password", PASSWORD);
        ada.press("Confirm").await;
        if changes[0].1 == "login consent" {
            assert_eq!(ada.path(), "/consent");
            ada.press("Allow").await;
        }
        assert!(app.answer(&ada).contains_key("code"), "{changes:?}");
    }
    portal.wait(Duration::minutes(1));
    ada.visit(&app.link(&[("prompt", "none"), ("max_age", "30")])).await;
    assert_eq!(app.answer(&ada)["error"], "login_required");
}

#[tokio::test]
async fn scripts_of_registered_apps_may_read_what_they_are_told_and_nobody_else_s() {
    let portal = Portal::open();
    let (site, app, _) = encounter(&portal).await;
    App::like(&portal, &site, json!({ "kind": "spa", "redirect_uris": ["https://spa.example/callback"] })).await;
    let preflight = [("access-control-request-method", "POST"), ("access-control-request-headers", "content-type")];
    for (origin, known) in [
        ("https://spa.example", true),
        (site.frontend_url.as_str(), true),
        ("https://shop.example", false),
        ("https://spa.example.evil.example", false),
        ("https://spa.exampl", false),
        ("https://spa.example:444", false),
        ("http://spa.example", false),
        ("null", false),
        ("*", false),
        ("", false),
    ] {
        let headers = [&preflight[..], &[("origin", origin)]].concat();
        for path in ["/oauth2/token", "/oauth2/userinfo"] {
            let answer = app.program.send(Method::OPTIONS, path, &headers, None).await;
            assert_eq!(answer.header("access-control-allow-origin") == origin && !origin.is_empty(), known, "{origin} {path}");
            assert_eq!(answer.header("access-control-allow-credentials"), "");
        }
        let refused = app.program.send(Method::POST, "/oauth2/token", &[("origin", origin)], None).await;
        assert_eq!(refused.header("access-control-allow-origin") == origin && !origin.is_empty(), known, "{origin}");
        let mut browser = portal.browser(&site);
        let page = browser.send(Method::GET, &app.link(&[]), &[("origin", origin)], None).await;
        assert_eq!(page.header("access-control-allow-origin"), "");
    }
}

#[tokio::test]
async fn an_answer_to_a_form_is_a_303_and_pages_on_the_way_stay_out_of_frames() {
    let portal = Portal::open();
    let (site, app, _) = encounter(&portal).await;
    let mut ada = portal.browser(&site);
    ada.visit(&app.link(&[])).await;
    assert_eq!(ada.answer_headers["x-frame-options"], "DENY");
    let action = ada.all("form").first().unwrap().attr("action").unwrap().to_owned();
    let answer = ada.post(&action, &[("email", "ada@example.com"), ("password", PASSWORD)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let next = ada.send(Method::GET, answer.header("location"), &[], None).await;
    assert_eq!(next.status, StatusCode::SEE_OTHER);
    assert!(next.header("location").starts_with("https://shop.example/callback?code="), "{}", next.header("location"));
    assert_eq!((next.header("cache-control"), next.header("referrer-policy")), ("no-store", "same-origin"));
}
