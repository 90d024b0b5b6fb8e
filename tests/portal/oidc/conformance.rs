//! Each module of the OpenID Foundation's plans for basic providers, their metadata and logout, and what it asserts.

use axum::http::StatusCode;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use time::Duration;

use super::app::{App, encoded, encounter, error};
use crate::support::{Browser, PASSWORD, Portal};

async fn log_in(browser: &mut Browser) {
    assert_eq!(browser.path(), "/login", "{}", browser.body);
    browser.fill("Email", "ada@example.com").fill("Password", PASSWORD);
    browser.press("Log in").await;
}

#[tokio::test]
async fn oidcc_server() {
    let portal = Portal::open();
    let (site, app, _) = encounter(&portal).await;
    let mut ada = portal.browser(&site);
    ada.visit(&app.link(&[])).await;
    log_in(&mut ada).await;
    let answer = app.answer(&ada);
    assert_eq!((answer["state"].as_str(), answer["iss"].as_str()), ("af0ifjsldkj", app.issuer.as_str()));
    let reply = app.exchange(&answer["code"]).await;
    assert_eq!((reply.header("cache-control"), reply.header("pragma")), ("no-store", "no-cache"));
    let tokens = reply.ok(StatusCode::OK);
    assert_eq!((tokens["token_type"].as_str(), tokens["scope"].as_str()), (Some("Bearer"), Some("openid")));
    let claims = app.believe(&tokens).await;
    assert_eq!(claims["nonce"], "n-0S6_WzA2Mj");
    let now = portal.app.clock.now().unix_timestamp();
    assert_eq!((&claims["iat"], &claims["exp"], &claims["auth_time"]), (&json!(now), &json!(now + 3600), &json!(now)));
    let person = app.userinfo(&tokens).await.ok(StatusCode::OK);
    assert_eq!(person, json!({ "sub": claims["sub"] }));
}

#[tokio::test]
async fn oidcc_response_type_missing() {
    let portal = Portal::open();
    let (_, app, mut ada) = encounter(&portal).await;
    ada.visit(&app.link(&[("response_type", "")])).await;
    assert_eq!(app.answer(&ada)["error"], "invalid_request");
}

#[tokio::test]
async fn oidcc_idtoken_signature() {
    let portal = Portal::open();
    let (_, app, mut ada) = encounter(&portal).await;
    let tokens = app.tokens(&mut ada, &[]).await;
    let id_token = tokens["id_token"].as_str().unwrap();
    let header = jsonwebtoken::decode_header(id_token).unwrap();
    assert_eq!((header.alg, header.typ.as_deref()), (jsonwebtoken::Algorithm::RS256, Some("JWT")));
    let half = &Sha256::digest(tokens["access_token"].as_str().unwrap())[..16];
    let expected = base64::Engine::encode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, half);
    assert_eq!(app.believe(&tokens).await["at_hash"], expected);
}

#[tokio::test]
async fn oidcc_userinfo_get() {
    let portal = Portal::open();
    let (_, app, mut ada) = encounter(&portal).await;
    let tokens = app.tokens(&mut ada, &[]).await;
    let reply = app.userinfo(&tokens).await;
    assert_eq!(reply.header("content-type"), "application/json");
    assert_eq!(reply.ok(StatusCode::OK)["sub"], app.believe(&tokens).await["sub"]);
}

#[tokio::test]
async fn oidcc_userinfo_post_header() {
    let portal = Portal::open();
    let (_, app, mut ada) = encounter(&portal).await;
    let tokens = app.tokens(&mut ada, &[]).await;
    let bearer = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
    let reply = app.post("/oauth2/userinfo", &[("authorization", &bearer)], &[]).await;
    assert_eq!(reply.ok(StatusCode::OK)["sub"], app.believe(&tokens).await["sub"]);
}

#[tokio::test]
async fn oidcc_userinfo_post_body() {
    let portal = Portal::open();
    let (_, app, mut ada) = encounter(&portal).await;
    let tokens = app.tokens(&mut ada, &[]).await;
    let token = tokens["access_token"].as_str().unwrap();
    let reply = app.post("/oauth2/userinfo", &[], &[("access_token", token)]).await;
    assert_eq!(reply.ok(StatusCode::OK)["sub"], app.believe(&tokens).await["sub"]);
}

#[tokio::test]
async fn oidcc_ensure_request_without_nonce_succeeds_for_code_flow() {
    let portal = Portal::open();
    let (_, app, mut ada) = encounter(&portal).await;
    let tokens = app.tokens(&mut ada, &[("nonce", "")]).await;
    assert_eq!(app.believe(&tokens).await["nonce"], Value::Null);
}

/// What userinfo tells for these scopes, besides who it is.
async fn told(scope: &str) -> Value {
    let portal = Portal::open();
    let (_, app, mut ada) = encounter(&portal).await;
    ada.post("/account/profile", &[("name", "Ada Lovelace"), ("locale", "es"), ("time_zone", "Europe/Madrid")]).await;
    let tokens = app.tokens(&mut ada, &[("scope", scope)]).await;
    let mut person = app.userinfo(&tokens).await.ok(StatusCode::OK);
    let claims = app.believe(&tokens).await;
    let told = person.as_object_mut().unwrap();
    assert_eq!(told.remove("sub").unwrap(), claims["sub"]);
    for (name, value) in told.iter() {
        assert_eq!(value, &claims[name], "{name}");
    }
    if let Some(at) = told.remove("updated_at") {
        assert!(at.is_i64(), "{at}");
    }
    person
}

fn profile() -> Value {
    json!({ "name": "Ada Lovelace", "locale": "es", "zoneinfo": "Europe/Madrid" })
}

#[tokio::test]
async fn oidcc_scope_profile() {
    assert_eq!(told("openid profile").await, profile());
}

#[tokio::test]
async fn oidcc_scope_email() {
    assert_eq!(told("openid email").await, json!({ "email": "ada@example.com", "email_verified": true }));
}

#[tokio::test]
async fn oidcc_scope_address() {
    assert_eq!(told("openid address").await, json!({}));
}

#[tokio::test]
async fn oidcc_scope_phone() {
    assert_eq!(told("openid phone").await, json!({}));
}

#[tokio::test]
async fn oidcc_scope_all() {
    let mut all = profile();
    all.as_object_mut()
        .unwrap()
        .extend(json!({ "email": "ada@example.com", "email_verified": true }).as_object().unwrap().clone());
    assert_eq!(told("openid profile email address phone").await, all);
}

#[tokio::test]
async fn oidcc_ensure_other_scope_order_succeeds() {
    assert_eq!(told("email openid").await, json!({ "email": "ada@example.com", "email_verified": true }));
}

#[tokio::test]
async fn oidcc_display_page() {
    let portal = Portal::open();
    let (_, app, mut ada) = encounter(&portal).await;
    app.tokens(&mut ada, &[("display", "page")]).await;
}

#[tokio::test]
async fn oidcc_display_popup() {
    let portal = Portal::open();
    let (_, app, mut ada) = encounter(&portal).await;
    app.tokens(&mut ada, &[("display", "popup")]).await;
}

#[tokio::test]
async fn oidcc_prompt_login() {
    let portal = Portal::open();
    let (_, app, mut ada) = encounter(&portal).await;
    let before = app.tokens(&mut ada, &[]).await;
    portal.wait(Duration::seconds(2));
    ada.visit(&app.link(&[("prompt", "login")])).await;
    assert_eq!(ada.path(), "/confirm-identity");
    portal.wait(Duration::seconds(2));
    ada.fill("Current password", PASSWORD);
    ada.press("Confirm").await;
    let after = app.exchange(&app.answer(&ada)["code"]).await.ok(StatusCode::OK);
    let (before, after) = (app.believe(&before).await, app.believe(&after).await);
    assert!(after["auth_time"].as_i64().unwrap() > before["auth_time"].as_i64().unwrap());
    assert_eq!((&before["sub"], &before["sid"]), (&after["sub"], &after["sid"]), "the login goes on");
}

#[tokio::test]
async fn oidcc_prompt_none_not_logged_in() {
    let portal = Portal::open();
    let (site, app, _) = encounter(&portal).await;
    let mut stranger = portal.browser(&site);
    stranger.visit(&app.link(&[("prompt", "none")])).await;
    let answer = app.answer(&stranger);
    assert_eq!((answer["error"].as_str(), answer["state"].as_str()), ("login_required", "af0ifjsldkj"));
    assert_eq!(answer["iss"], app.issuer);
}

#[tokio::test]
async fn oidcc_prompt_none_logged_in() {
    let portal = Portal::open();
    let (_, app, mut ada) = encounter(&portal).await;
    let first = app.tokens(&mut ada, &[]).await;
    portal.wait(Duration::seconds(2));
    let second = app.tokens(&mut ada, &[("prompt", "none")]).await;
    let (first, second) = (app.believe(&first).await, app.believe(&second).await);
    assert_eq!((&first["sub"], &first["auth_time"]), (&second["sub"], &second["auth_time"]));
}

#[tokio::test]
async fn oidcc_max_age_1() {
    let portal = Portal::open();
    let (_, app, mut ada) = encounter(&portal).await;
    let before = app.tokens(&mut ada, &[]).await;
    portal.wait(Duration::seconds(2));
    ada.visit(&app.link(&[("max_age", "1")])).await;
    assert_eq!(ada.path(), "/confirm-identity");
    ada.fill("Current password", PASSWORD);
    ada.press("Confirm").await;
    let after = app.exchange(&app.answer(&ada)["code"]).await.ok(StatusCode::OK);
    let (before, after) = (app.believe(&before).await, app.believe(&after).await);
    assert!(after["auth_time"].as_i64().unwrap() > before["auth_time"].as_i64().unwrap());
}

#[tokio::test]
async fn oidcc_max_age_10000() {
    let portal = Portal::open();
    let (_, app, mut ada) = encounter(&portal).await;
    let first = app.tokens(&mut ada, &[]).await;
    portal.wait(Duration::seconds(2));
    let second = app.tokens(&mut ada, &[("max_age", "10000")]).await;
    let (first, second) = (app.believe(&first).await, app.believe(&second).await);
    assert_eq!(first["auth_time"], second["auth_time"]);
}

#[tokio::test]
async fn oidcc_ensure_request_with_unknown_parameter_succeeds() {
    let portal = Portal::open();
    let (_, app, mut ada) = encounter(&portal).await;
    app.tokens(&mut ada, &[("extra", "foobar"), ("nested[x]", "&=")]).await;
}

#[tokio::test]
async fn oidcc_id_token_hint() {
    let portal = Portal::open();
    let (_, app, mut ada) = encounter(&portal).await;
    let first = app.tokens(&mut ada, &[]).await;
    let hint = first["id_token"].as_str().unwrap();
    let second = app.tokens(&mut ada, &[("prompt", "none"), ("id_token_hint", hint)]).await;
    assert_eq!(app.believe(&first).await["sub"], app.believe(&second).await["sub"]);
}

#[tokio::test]
async fn oidcc_login_hint() {
    let portal = Portal::open();
    let (site, app, _) = encounter(&portal).await;
    let mut ada = portal.browser(&site);
    ada.visit(&app.link(&[("login_hint", "ada@example.com")])).await;
    assert_eq!(ada.value("Email"), "ada@example.com");
    ada.fill("Password", PASSWORD);
    ada.press("Log in").await;
    assert!(app.answer(&ada).contains_key("code"));
}

#[tokio::test]
async fn oidcc_ui_locales() {
    let portal = Portal::open();
    let (site, app, _) = encounter(&portal).await;
    let mut ada = portal.browser(&site);
    ada.visit(&app.link(&[("ui_locales", "fr-CA es")])).await;
    assert!(ada.body.contains(r#"<html lang="es""#), "{}", ada.body);
}

#[tokio::test]
async fn oidcc_claims_locales() {
    let portal = Portal::open();
    let (_, app, mut ada) = encounter(&portal).await;
    app.tokens(&mut ada, &[("claims_locales", "se")]).await;
}

#[tokio::test]
async fn oidcc_ensure_request_with_acr_values_succeeds() {
    let portal = Portal::open();
    let (_, app, mut ada) = encounter(&portal).await;
    let tokens = app.tokens(&mut ada, &[("acr_values", "1 2")]).await;
    let claims = app.believe(&tokens).await;
    assert_eq!((&claims["acr"], &claims["amr"]), (&json!("1"), &json!(["pwd"])));
}

#[tokio::test]
async fn oidcc_codereuse() {
    let portal = Portal::open();
    let (_, app, mut ada) = encounter(&portal).await;
    let code = app.code(&mut ada, &[]).await;
    let tokens = app.exchange(&code).await.ok(StatusCode::OK);
    assert_eq!(error(&app.exchange(&code).await), (400, "invalid_grant"));
    assert_eq!(error(&app.userinfo(&tokens).await), (401, "invalid_token"));
    assert_eq!(error(&app.refresh(&tokens).await), (400, "invalid_grant"));
}

#[tokio::test]
async fn oidcc_codereuse_30seconds() {
    let portal = Portal::open();
    let (_, app, mut ada) = encounter(&portal).await;
    for seconds in [30, 3600] {
        let code = app.code(&mut ada, &[]).await;
        let tokens = app.exchange(&code).await.ok(StatusCode::OK);
        portal.wait(Duration::seconds(seconds));
        let tokens = app.refresh(&tokens).await.ok(StatusCode::OK);
        assert_eq!(error(&app.exchange(&code).await), (400, "invalid_grant"));
        assert_eq!(error(&app.userinfo(&tokens).await), (401, "invalid_token"), "after {seconds} seconds");
    }
}

#[tokio::test]
async fn oidcc_ensure_registered_redirect_uri() {
    let portal = Portal::open();
    let (_, app, mut ada) = encounter(&portal).await;
    ada.visit(&app.link(&[("redirect_uri", "https://shop.example/callback/other")])).await;
    assert_eq!((ada.status, ada.path()), (StatusCode::BAD_REQUEST, "/oauth2/authorize"));
}

#[tokio::test]
async fn oidcc_ensure_post_request_succeeds() {
    let portal = Portal::open();
    let (site, app, ada) = encounter(&portal).await;
    // The client's own page sends the form, and so the browser leaves out its cookies.
    let headers = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("sec-fetch-site", "cross-site"),
        ("origin", "https://shop.example"),
    ];
    let body = encoded(&app.request(&[]));
    let answer = portal.browser(&site).send(axum::http::Method::POST, "/oauth2/authorize", &headers, Some(body.as_bytes())).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let mut ada = ada;
    ada.visit(&format!("{}{}", site.base.origin, answer.header("location"))).await;
    assert!(app.answer(&ada).contains_key("code"));
}

#[tokio::test]
async fn oidcc_server_client_secret_post() {
    let portal = Portal::open();
    let (_, app, mut ada) = encounter(&portal).await;
    let code = app.code(&mut ada, &[]).await;
    let fields = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", &app.callback),
        ("code_verifier", super::VERIFIER),
        ("client_id", &app.id),
        ("client_secret", app.secret.as_deref().unwrap()),
    ];
    app.token_with(&[], &fields).await.ok(StatusCode::OK);
}

#[tokio::test]
async fn oidcc_request_uri_unsigned() {
    let portal = Portal::open();
    let (_, app, mut ada) = encounter(&portal).await;
    ada.visit(&app.link(&[("request_uri", "https://shop.example/request.jwt")])).await;
    assert_eq!(app.answer(&ada)["error"], "request_uri_not_supported");
}

#[tokio::test]
async fn oidcc_unsigned_request_object_supported_correctly_or_rejected_as_unsupported() {
    let portal = Portal::open();
    let (_, app, mut ada) = encounter(&portal).await;
    ada.visit(&app.link(&[("request", "eyJhbGciOiJub25lIn0.e30.")])).await;
    assert_eq!(app.answer(&ada)["error"], "request_not_supported");
}

#[tokio::test]
async fn oidcc_claims_essential() {
    let portal = Portal::open();
    let (_, app, mut ada) = encounter(&portal).await;
    app.tokens(&mut ada, &[("claims", r#"{"userinfo":{"name":{"essential":true}}}"#)]).await;
}

#[tokio::test]
async fn oidcc_ensure_request_object_with_redirect_uri() {
    let portal = Portal::open();
    let (_, app, mut ada) = encounter(&portal).await;
    ada.visit(&app.link(&[("request", "eyJhbGciOiJub25lIn0.e30."), ("redirect_uri", "")])).await;
    assert_eq!((ada.status, ada.path()), (StatusCode::BAD_REQUEST, "/oauth2/authorize"), "nobody is sent anywhere");
}

#[tokio::test]
async fn oidcc_refresh_token() {
    let portal = Portal::open();
    let (_, app, mut ada) = encounter(&portal).await;
    let first = app.tokens(&mut ada, &[("scope", "openid offline_access")]).await;
    portal.wait(Duration::seconds(5));
    let second = app.refresh(&first).await.ok(StatusCode::OK);
    assert_ne!(first["refresh_token"], second["refresh_token"]);
    assert_ne!(first["access_token"], second["access_token"]);
    let (first, claims) = (app.believe(&first).await, app.believe(&second).await);
    for claim in ["iss", "sub", "aud", "auth_time"] {
        assert_eq!(first[claim], claims[claim], "{claim}");
    }
    assert!(claims["iat"].as_i64() > first["iat"].as_i64() && claims["nonce"].is_null());
    app.userinfo(&second).await.ok(StatusCode::OK);
}

#[tokio::test]
async fn oidcc_ensure_request_with_valid_pkce_succeeds() {
    let portal = Portal::open();
    let (_, app, mut ada) = encounter(&portal).await;
    app.tokens(&mut ada, &[]).await;
}

/// The plan itself sends no proof of who asked, which a client of this kind has to be allowed.
#[tokio::test]
async fn oidcc_server_without_pkce() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.member(&site, "ada@example.com").await;
    let app = App::like(&portal, &site, json!({ "first_party": true, "require_pkce": false })).await;
    let code = app.code(&mut ada, &[("code_challenge", ""), ("code_challenge_method", "")]).await;
    let grant = [("grant_type", "authorization_code"), ("code", code.as_str()), ("redirect_uri", &app.callback)];
    app.token(&grant).await.ok(StatusCode::OK);
}

#[tokio::test]
async fn oidcc_discovery_endpoint_verification() {
    let portal = Portal::open();
    let site = portal.site().await;
    let reply = portal.client(&site).get("/.well-known/openid-configuration").await;
    assert_eq!(reply.header("access-control-allow-origin"), "*");
    let metadata = reply.ok(StatusCode::OK);
    assert_eq!(metadata["issuer"], site.base.url(""));
    for endpoint in ["authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri", "end_session_endpoint"] {
        let address = metadata[endpoint].as_str().unwrap();
        assert!(address.starts_with(&site.base.url("/")), "{endpoint}: {address}");
    }
    assert_eq!(metadata["response_types_supported"], json!(["code"]));
    assert_eq!(metadata["subject_types_supported"], json!(["public"]));
    assert_eq!(metadata["id_token_signing_alg_values_supported"], json!(["RS256"]));
    assert_eq!(metadata["code_challenge_methods_supported"], json!(["S256"]));
    for present in
        ["authorization_response_iss_parameter_supported", "backchannel_logout_supported", "backchannel_logout_session_supported"]
    {
        assert_eq!(metadata[present], true, "{present}");
    }
    for absent in ["claims_parameter_supported", "request_parameter_supported", "request_uri_parameter_supported"] {
        assert_eq!(metadata[absent], false, "{absent}");
    }
    let same = portal.client(&site).get("/.well-known/oauth-authorization-server").await.ok(StatusCode::OK);
    assert_eq!(same["issuer"], metadata["issuer"]);
    for name in ["oauth-authorization-server", "openid-configuration"] {
        let inserted = portal.stranger().get(&format!("/.well-known/{name}{}", site.base.path)).await.ok(StatusCode::OK);
        assert_eq!(inserted["issuer"], metadata["issuer"], "{name}");
    }
    for nothing in ["/.well-known/openid-configuration", "/.well-known/openid-configuration/s/nobody"] {
        assert_eq!(portal.stranger().send(axum::http::Method::GET, nothing, &[], None).await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn oidcc_discovery_jwks() {
    let portal = Portal::open();
    let (site, other) = (portal.site().await, portal.site().await);
    let mut known = Vec::new();
    for site in [&site, &other] {
        let keys = portal.client(site).get("/.well-known/jwks.json").await.ok(StatusCode::OK);
        for key in keys["keys"].as_array().unwrap() {
            assert!(["d", "p", "q", "dp", "dq", "qi", "k"].iter().all(|secret| key.get(secret).is_none()), "{key}");
            known.push(key["kid"].clone());
        }
    }
    assert!(known.len() == 2 && known[0] != known[1], "{known:?}");
}

#[tokio::test]
async fn oidcc_rp_initiated_logout() {
    let portal = Portal::open();
    let (_, app, mut ada) = encounter(&portal).await;
    let tokens = app.tokens(&mut ada, &[]).await;
    let hint = tokens["id_token"].as_str().unwrap();
    let parts = [("id_token_hint", hint), ("post_logout_redirect_uri", "https://shop.example/bye"), ("state", "x y&z")];
    let pairs: Vec<(String, String)> = parts.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    ada.visit(&format!("/oauth2/logout?{}", encoded(&pairs))).await;
    assert_eq!(ada.location(), "https://shop.example/bye?state=x%20y%26z");
    assert!(!ada.is_logged_in().await);
    assert_eq!(error(&app.refresh(&tokens).await), (400, "invalid_grant"));
}

#[tokio::test]
async fn oidcc_rp_initiated_logout_no_id_token_hint() {
    let portal = Portal::open();
    let (_, app, mut ada) = encounter(&portal).await;
    ada.visit(&format!("/oauth2/logout?client_id={}", app.id)).await;
    assert_eq!(ada.path(), "/logout");
    assert!(ada.is_logged_in().await, "nobody is logged out unasked");
    ada.press("Log out").await;
    assert!(!ada.is_logged_in().await);
    assert!(ada.body.contains("https://shop.example/") && ada.sees("Go to Shop"), "{}", ada.body);
}
