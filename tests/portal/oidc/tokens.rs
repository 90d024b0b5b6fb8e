//! What an app can give back, and what it can ask about its own tokens.

use axum::http::StatusCode;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use time::Duration;

use super::app::{App, encounter, error};
use crate::support::{PASSWORD, Portal, Reply, sql};

impl App {
    /// Asks an endpoint for programs, proving who it is as usual.
    async fn ask(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        match &self.secret {
            Some(secret) => {
                let basic = format!("Basic {}", STANDARD.encode(format!("{}:{secret}", self.id)));
                self.post(path, &[("authorization", &basic)], fields).await
            }
            None => self.post(path, &[], &[fields, &[("client_id", &self.id)]].concat()).await,
        }
    }

    async fn revoke(&self, token: &Value) -> Reply {
        self.ask("/oauth2/revoke", &[("token", token.as_str().unwrap())]).await
    }

    async fn introspect(&self, token: &Value) -> Value {
        let reply = self.ask("/oauth2/introspect", &[("token", token.as_str().unwrap())]).await;
        assert_eq!(reply.header("cache-control"), "no-store");
        reply.ok(StatusCode::OK)
    }

    async fn push(&self, changes: &[(&str, &str)]) -> Reply {
        let request = self.request(changes);
        let fields: Vec<(&str, &str)> = request.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.ask("/oauth2/par", &fields).await
    }
}

fn inactive() -> Value {
    json!({ "active": false })
}

#[tokio::test]
async fn an_app_gives_back_either_token_and_with_it_all_that_it_holds() {
    let portal = Portal::open();
    let (_, app, mut ada) = encounter(&portal).await;
    for kind in ["refresh_token", "access_token"] {
        let tokens = app.tokens(&mut ada, &[("scope", "openid offline_access")]).await;
        let others = app.tokens(&mut ada, &[]).await;
        let reply = app.revoke(&tokens[kind]).await;
        assert_eq!((reply.status, reply.text.as_str()), (StatusCode::OK, ""), "{kind}");
        assert_eq!(error(&app.refresh(&tokens).await), (400, "invalid_grant"), "{kind}");
        assert_eq!(error(&app.userinfo(&tokens).await), (401, "invalid_token"), "{kind}");
        assert_eq!(app.introspect(&tokens["access_token"]).await, inactive(), "{kind}");
        assert_eq!(app.revoke(&tokens[kind]).await.status, StatusCode::OK, "once more does no harm");
        app.userinfo(&others).await.ok(StatusCode::OK);
    }
    assert!(ada.is_logged_in().await, "the login goes on");
}

#[tokio::test]
async fn nobody_gives_back_what_another_holds() {
    let portal = Portal::open();
    let (site, app, mut ada) = encounter(&portal).await;
    let second = App::own(&portal, &site).await;
    let elsewhere = App::own(&portal, &*portal.site().await).await;
    let public = App::like(&portal, &site, json!({ "kind": "spa" })).await;
    let tokens = app.tokens(&mut ada, &[]).await;
    for thief in [&second, &elsewhere, &public] {
        for kind in ["refresh_token", "access_token", "id_token"] {
            assert_eq!(thief.revoke(&tokens[kind]).await.status, StatusCode::OK, "{kind}");
        }
        assert_eq!(
            error(&thief.post("/oauth2/revoke", &[], &[("token", "x"), ("client_id", &app.id)]).await),
            (401, "invalid_client")
        );
    }
    app.userinfo(&tokens).await.ok(StatusCode::OK);
    app.refresh(&tokens).await.ok(StatusCode::OK);
    assert_eq!(error(&app.ask("/oauth2/revoke", &[]).await), (400, "invalid_request"));
    assert_eq!(error(&app.ask("/oauth2/revoke", &[("token", "x"), ("token", "y")]).await), (400, "invalid_request"));
    for nothing in ["x", "%00", "", &"x".repeat(9000)] {
        let reply = app.ask("/oauth2/revoke", &[("token", nothing), ("token_type_hint", "nonsense")]).await;
        assert!(matches!(reply.status, StatusCode::OK | StatusCode::BAD_REQUEST), "{nothing}");
    }
}

#[tokio::test]
async fn a_machine_s_token_cannot_be_given_back_and_it_is_told_so() {
    let portal = Portal::open();
    let site = portal.site().await;
    let machine = App::like(&portal, &site, json!({ "kind": "machine", "redirect_uris": [], "scopes": ["orders:read"] })).await;
    let tokens = machine.token(&[("grant_type", "client_credentials")]).await.ok(StatusCode::OK);
    assert_eq!(error(&machine.revoke(&tokens["access_token"]).await), (400, "unsupported_token_type"));
    let told = machine.introspect(&tokens["access_token"]).await;
    assert_eq!((&told["active"], &told["sub"], &told["scope"]), (&json!(true), &json!(machine.id), &json!("orders:read")));
}

#[tokio::test]
async fn an_app_hears_of_its_own_tokens_for_as_long_as_they_count() {
    let portal = Portal::open();
    let (site, app, mut ada) = encounter(&portal).await;
    let tokens = app.tokens(&mut ada, &[("scope", "openid email")]).await;
    let person = app.userinfo(&tokens).await.ok(StatusCode::OK)["sub"].clone();
    let told = app.introspect(&tokens["access_token"]).await;
    for (name, value) in [
        ("active", json!(true)),
        ("sub", person.clone()),
        ("client_id", json!(app.id)),
        ("aud", json!(format!("{}/oauth2/userinfo", app.issuer))),
        ("iss", json!(app.issuer)),
        ("scope", json!("openid email")),
        ("token_type", json!("Bearer")),
    ] {
        assert_eq!(told[name], value, "{name}");
    }
    assert_eq!(told["exp"].as_i64().unwrap() - told["iat"].as_i64().unwrap(), 600);
    let told = app.introspect(&tokens["refresh_token"]).await;
    assert_eq!((&told["active"], &told["sub"]), (&json!(true), &person));
    assert!(told.get("token_type").is_none() && !told.to_string().contains("ada@example.com"));

    let others = [App::own(&portal, &site).await, App::own(&portal, &*portal.site().await).await];
    for token in [&tokens["access_token"], &tokens["refresh_token"], &tokens["id_token"], &json!("x"), &json!("a.b.c")] {
        for other in &others {
            assert_eq!(other.introspect(token).await, inactive());
        }
    }
    assert_eq!(app.introspect(&tokens["id_token"]).await, inactive());
    let next = app.refresh(&tokens).await.ok(StatusCode::OK);
    assert_eq!(app.introspect(&tokens["refresh_token"]).await, inactive(), "the next one has taken its place");
    portal.wait(Duration::minutes(11));
    assert_eq!(app.introspect(&next["access_token"]).await, inactive());
    ada.visit("/logout").await;
    ada.press("Log out").await;
    assert_eq!(app.introspect(&next["refresh_token"]).await, inactive());
}

#[tokio::test]
async fn whoever_does_not_prove_who_it_is_hears_nothing() {
    let portal = Portal::open();
    let (site, app, mut ada) = encounter(&portal).await;
    let public = App::like(&portal, &site, json!({ "kind": "spa", "first_party": true })).await;
    let tokens = public.tokens(&mut ada, &[]).await;
    let token = tokens["access_token"].as_str().unwrap();
    assert_eq!(error(&public.ask("/oauth2/introspect", &[("token", token)]).await), (401, "invalid_client"));
    let named = [("token", token), ("client_id", app.id.as_str())];
    assert_eq!(error(&app.post("/oauth2/introspect", &[], &named).await), (401, "invalid_client"));
    assert_eq!(error(&app.post("/oauth2/introspect", &[], &[("token", token)]).await), (401, "invalid_client"));
}

#[tokio::test]
async fn a_request_that_was_handed_in_counts_once_for_its_client_and_as_it_was() {
    let portal = Portal::open();
    let (site, app, mut ada) = encounter(&portal).await;
    let reply = app.push(&[("state", "as pushed")]).await;
    assert_eq!(reply.header("cache-control"), "no-store");
    let pushed = reply.ok(StatusCode::CREATED);
    assert_eq!(pushed["expires_in"], 60);
    let name = pushed["request_uri"].as_str().unwrap();
    assert!(name.starts_with("urn:ietf:params:oauth:request_uri:"));

    let second = App::own(&portal, &site).await;
    ada.visit(&format!("/oauth2/authorize?client_id={}&request_uri={name}", second.id)).await;
    assert_eq!(ada.status, StatusCode::BAD_REQUEST, "another client's");
    let twisted = format!("client_id={}&request_uri={name}&state=twisted&redirect_uri=https://evil.example/&scope=email", app.id);
    ada.visit(&format!("/oauth2/authorize?{twisted}")).await;
    let answer = app.answer(&ada);
    assert_eq!(answer["state"], "as pushed");
    let tokens = app.exchange(&answer["code"]).await.ok(StatusCode::OK);
    assert_eq!(tokens["scope"], "openid");
    ada.visit(&format!("/oauth2/authorize?{twisted}")).await;
    assert_eq!(ada.status, StatusCode::BAD_REQUEST, "once");

    let late = app.push(&[]).await.ok(StatusCode::CREATED);
    portal.wait(Duration::seconds(61));
    ada.visit(&format!("/oauth2/authorize?client_id={}&request_uri={}", app.id, late["request_uri"].as_str().unwrap())).await;
    assert_eq!(ada.status, StatusCode::BAD_REQUEST, "in time");
}

#[tokio::test]
async fn nobody_fills_the_table_with_requests() {
    let portal = Portal::open();
    let (site, app, _) = encounter(&portal).await;
    let spa = App::like(&portal, &site, json!({ "first_party": true, "kind": "spa" })).await;
    let now = portal.app.clock.now();
    sqlx::query(
        "insert into oauth_requests (site_id, id_hash, client_id, pushed, parameters, created_at, expires_at)
         select $1, sha256(n::text::bytea), $2::uuid, true, '[]', $3, $4 from generate_series(1, 10000) n",
    )
    .bind(site.id)
    .bind(uuid::Uuid::parse_str(&spa.id).unwrap())
    .bind(now)
    .bind(now + Duration::seconds(60))
    .execute(&sql().await)
    .await
    .unwrap();
    let request = spa.request(&[]);
    let fields: Vec<(&str, &str)> = request.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(error(&spa.post("/oauth2/par", &[], &fields).await), (429, "temporarily_unavailable"));
    app.push(&[]).await.ok(StatusCode::CREATED);
    portal.wait(Duration::seconds(60));
    spa.post("/oauth2/par", &[], &fields).await.ok(StatusCode::CREATED);
}

#[tokio::test]
async fn what_is_wrong_with_a_request_is_told_when_it_is_handed_in() {
    let portal = Portal::open();
    let (site, app, _) = encounter(&portal).await;
    for (changes, code) in [
        (&[("redirect_uri", "https://evil.example/")][..], "invalid_request"),
        (&[("response_type", "token")], "unsupported_response_type"),
        (&[("scope", "nonsense")], "invalid_scope"),
        (&[("code_challenge_method", "plain")], "invalid_request"),
        (&[("request_uri", "urn:ietf:params:oauth:request_uri:x")], "invalid_request"),
        (&[("request", "x.y.z")], "request_not_supported"),
    ] {
        assert_eq!(error(&app.push(changes).await), (400, code), "{changes:?}");
    }
    let request = app.request(&[]);
    let fields: Vec<(&str, &str)> = request.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(error(&app.post("/oauth2/par", &[], &fields).await), (401, "invalid_client"));
    let machine = App::like(&portal, &site, json!({ "kind": "machine", "redirect_uris": [] })).await;
    assert_eq!(error(&machine.push(&[]).await), (400, "unauthorized_client"));
}

#[tokio::test]
async fn what_there_is_stands_in_the_metadata() {
    let portal = Portal::open();
    let (_, app, _) = encounter(&portal).await;
    let metadata = app.program.get("/.well-known/openid-configuration").await.ok(StatusCode::OK);
    for (name, path) in [
        ("revocation_endpoint", "revoke"),
        ("introspection_endpoint", "introspect"),
        ("pushed_authorization_request_endpoint", "par"),
        ("device_authorization_endpoint", "device_authorization"),
    ] {
        assert_eq!(metadata[name], format!("{}/oauth2/{path}", app.issuer));
    }
    for flag in ["backchannel_logout_supported", "backchannel_logout_session_supported"] {
        assert_eq!(metadata[flag], true, "{flag}");
    }
}

#[tokio::test]
async fn an_app_hears_when_somebody_logged_in_also_while_that_has_to_be_proven_anew() {
    let portal = Portal::open();
    let (site, app, mut ada) = encounter(&portal).await;
    let mut phone = portal.browser(&site);
    phone.log_in("ada@example.com", PASSWORD).await;
    let before = app.tokens(&mut phone, &[]).await;
    portal.wait(Duration::minutes(1));
    ada.post("/account/password", &[("current_password", PASSWORD), ("new_password", "a wholly other one")]).await;
    let after = app.tokens(&mut phone, &[]).await;
    let (before, after) = (app.believe(&before).await, app.believe(&after).await);
    assert_eq!(before["auth_time"], after["auth_time"]);
    assert_eq!(after["auth_time"].as_i64().unwrap(), portal.app.clock.now().unix_timestamp() - 60);
    for more in [("max_age", "10000"), ("prompt", "login")] {
        phone.visit(&app.link(&[more])).await;
        assert_eq!(phone.path(), "/confirm-identity", "{more:?}");
    }
}
