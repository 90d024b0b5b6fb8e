//! Trading a code: every way in which it may be wrong, in every combination.

use std::collections::HashSet;

use axum::http::{Method, StatusCode};
use futures_util::future::join_all;
use serde_json::json;
use time::Duration;

use super::{
    VERIFIER,
    app::{App, encounter, error},
};
use crate::support::{Portal, sql};

/// Which of the conditions of an exchange hold.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "the columns of a truth table")]
struct Row {
    client: bool,
    in_time: bool,
    redirect: bool,
    verifier: bool,
    secret: bool,
    site: bool,
}

/// Sixty-four exchanges, of which one succeeds.
#[tokio::test]
async fn a_code_is_worth_something_only_when_everything_is_right() {
    let portal = Portal::open();
    let (site, app, mut ada) = encounter(&portal).await;
    let second = App::like(&portal, &site, json!({ "first_party": true, "name": "Second" })).await;
    let elsewhere = portal.site().await;
    for number in 0..64_u8 {
        let is = |bit: u8| number & (1 << bit) != 0;
        let row = Row { client: is(0), in_time: is(1), redirect: is(2), verifier: is(3), secret: is(4), site: is(5) };
        let code = app.code(&mut ada, &[]).await;
        portal.wait(Duration::seconds(if row.in_time { 59 } else { 60 }));
        let mut caller = if row.client { app.clone() } else { second.clone() };
        if !row.secret {
            caller.secret = Some("A".repeat(43));
        }
        if !row.site {
            caller.program = portal.client(&elsewhere);
        }
        let fields = [
            ("grant_type", "authorization_code"),
            ("code", code.as_str()),
            ("redirect_uri", if row.redirect { app.callback.as_str() } else { "https://shop.example/with" }),
            ("code_verifier", if row.verifier { VERIFIER } else { "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXx" }),
        ];
        let reply = caller.token(&fields).await;
        match row {
            Row { client: true, in_time: true, redirect: true, verifier: true, secret: true, site: true } => {
                assert_eq!(reply.status, StatusCode::OK, "{row:?} {}", reply.text);
            }
            Row { secret: true, site: true, .. } => assert_eq!(error(&reply), (400, "invalid_grant"), "{row:?}"),
            Row { .. } => assert_eq!(error(&reply), (401, "invalid_client"), "{row:?}"),
        }
    }
}

#[tokio::test]
async fn a_proof_of_who_asked_cannot_be_left_out_or_made_up_later() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.member(&site, "ada@example.com").await;
    let app = App::like(&portal, &site, json!({ "first_party": true, "require_pkce": false })).await;
    let without = [("code_challenge", ""), ("code_challenge_method", "")];
    for (request, verifier, works) in [
        (&[][..], Some(VERIFIER), true),
        (&[], None, false),
        (&[], Some("short"), false),
        (&[], Some(""), false),
        (&[], Some("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"), false),
        (&without, None, true),
        (&without, Some(VERIFIER), false),
        (&without, Some("short"), false),
    ] {
        let code = app.code(&mut ada, request).await;
        let mut fields = vec![("grant_type", "authorization_code"), ("code", &code), ("redirect_uri", &app.callback)];
        fields.extend(verifier.map(|verifier| ("code_verifier", verifier)));
        let reply = app.token(&fields).await;
        assert_eq!(reply.status.is_success(), works, "{request:?} {verifier:?} {}", reply.text);
    }
    for (challenge, method) in [
        (VERIFIER, "plain"),
        ("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", ""),
        ("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "s256"),
        ("", "S256"),
        ("short", "S256"),
    ] {
        ada.visit(&app.link(&[("code_challenge", challenge), ("code_challenge_method", method)])).await;
        assert_eq!(app.answer(&ada)["error"], "invalid_request", "{challenge} {method}");
    }
    let strict = App::own(&portal, &site).await;
    ada.visit(&strict.link(&without)).await;
    assert_eq!(strict.answer(&ada)["error"], "invalid_request");
    let spa = App::like(&portal, &site, json!({ "first_party": true, "kind": "spa" })).await;
    ada.visit(&spa.link(&without)).await;
    assert_eq!(spa.answer(&ada)["error"], "invalid_request");
    spa.tokens(&mut ada, &[]).await;
}

#[tokio::test]
async fn of_thirty_who_bring_a_code_at_once_one_gets_something_that_is_then_taken_away() {
    let portal = Portal::open();
    let (_, app, mut ada) = encounter(&portal).await;
    let code = app.code(&mut ada, &[]).await;
    let replies = join_all((0..30).map(|_| app.exchange(&code))).await;
    let (given, refused): (Vec<_>, Vec<_>) = replies.into_iter().partition(|reply| reply.status.is_success());
    assert_eq!((given.len(), refused.len()), (1, 29));
    assert!(refused.iter().all(|reply| error(reply) == (400, "invalid_grant")));
    assert_eq!(error(&app.userinfo(&given[0].body).await), (401, "invalid_token"));
}

#[tokio::test]
async fn a_stranger_who_saw_a_code_cannot_end_what_it_gave() {
    let portal = Portal::open();
    let (site, app, mut ada) = encounter(&portal).await;
    let second = App::like(&portal, &site, json!({ "first_party": true })).await;
    let code = app.code(&mut ada, &[]).await;
    let tokens = app.exchange(&code).await.ok(StatusCode::OK);
    assert_eq!(error(&second.exchange(&code).await), (400, "invalid_grant"));
    let mut liar = app.clone();
    liar.secret = Some("A".repeat(43));
    assert_eq!(error(&liar.exchange(&code).await), (401, "invalid_client"));
    app.userinfo(&tokens).await.ok(StatusCode::OK);
}

#[tokio::test]
async fn whatever_ends_between_code_and_tokens_ends_the_code() {
    let portal = Portal::open();
    for ending in ["logout", "user", "client", "password", "consent"] {
        let site = portal.site().await;
        let first_party = ending != "consent";
        let app = App::like(&portal, &site, json!({ "first_party": first_party })).await;
        let mut ada = portal.member(&site, "ada@example.com").await;
        ada.visit(&app.link(&[("scope", "openid offline_access")])).await;
        if !first_party {
            ada.press("Allow").await;
        }
        let code = app.answer(&ada)["code"].clone();
        match ending {
            "logout" => assert_eq!(ada.post("/logout", &[]).await.status, StatusCode::SEE_OTHER),
            "client" => {
                let path = format!("/api/sites/{}/clients/{}", site.id, app.id);
                portal.operator().patch(&path, json!({ "status": "disabled" })).await.ok(StatusCode::OK);
            }
            other => {
                let statement = match other {
                    "user" => "update users set status = 'disabled' where site_id = $1",
                    "password" => "update users set auth_epoch = auth_epoch + 1 where site_id = $1",
                    _ => "delete from oauth_consents where site_id = $1",
                };
                sqlx::query(statement).bind(site.id).execute(&sql().await).await.unwrap();
            }
        }
        let reply = app.exchange(&code).await;
        let expected = if ending == "client" { (401, "invalid_client") } else { (400, "invalid_grant") };
        assert_eq!(error(&reply), expected, "{ending}");
    }
}

#[tokio::test]
async fn nothing_that_was_handed_out_lies_open_in_the_database() {
    let portal = Portal::open();
    let (site, app, mut ada) = encounter(&portal).await;
    let code = app.code(&mut ada, &[]).await;
    let tokens = app.exchange(&code).await.ok(StatusCode::OK);
    let secrets: HashSet<&str> =
        [code.as_str(), tokens["refresh_token"].as_str().unwrap(), tokens["access_token"].as_str().unwrap()].into();
    let secrets: HashSet<&str> = secrets.into_iter().chain(app.secret.as_deref()).collect();
    for table in ["oauth_grants", "oauth_client_secrets", "oauth_clients", "events"] {
        let dump: Vec<String> = sqlx::query_scalar(&format!("select t::text from {table} t where site_id = $1"))
            .bind(site.id)
            .fetch_all(&sql().await)
            .await
            .unwrap();
        assert!(table == "oauth_clients" || !dump.is_empty() || table == "events");
        assert!(dump.iter().all(|row| secrets.iter().all(|secret| !row.contains(secret))), "{table}");
    }
}

#[tokio::test]
async fn a_client_proves_who_it_is_in_one_way_and_rightly() {
    let portal = Portal::open();
    let (site, app, mut ada) = encounter(&portal).await;
    let secret = app.secret.clone().unwrap();
    let basic = |id: &str, secret: &str| {
        let plain = format!("{id}:{secret}");
        format!("Basic {}", base64::Engine::encode(&base64::engine::general_purpose::STANDARD, plain))
    };
    let right = basic(&app.id, &secret);
    let escaped: String = secret.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let (id, spa) = (app.id.as_str(), App::like(&portal, &site, json!({ "first_party": true, "kind": "spa" })).await);
    for (headers, fields, expected) in [
        (vec![right.as_str()], vec![], 200),
        (vec![&basic(id, &escaped)], vec![], 200),
        (vec![&right.replace("Basic", "bASIC")], vec![], 200),
        (vec![&right], vec![("client_id", id)], 200),
        (vec![], vec![("client_id", id), ("client_secret", secret.as_str())], 200),
        (vec![&right], vec![("client_secret", &secret)], 400),
        (vec![&right], vec![("client_id", &spa.id)], 400),
        (vec![], vec![("client_id", id), ("client_id", id), ("client_secret", &secret)], 400),
        (vec![], vec![("client_id", id)], 401),
        (vec![], vec![], 401),
        (vec![], vec![("client_id", id), ("client_secret", "wrong")], 401),
        (vec![&basic(id, &secret[1..])], vec![], 401),
        (vec![&basic(id, &format!("{secret}A"))], vec![], 401),
        (vec![&basic(id, &secret.to_lowercase())], vec![], 401),
        (vec![&basic(id, "")], vec![], 401),
        (vec![&basic(&spa.id, &secret)], vec![], 401),
        (vec!["Basic !"], vec![], 401),
        (vec!["Bearer x"], vec![], 401),
    ] {
        let code = app.code(&mut ada, &[]).await;
        let grant = [("grant_type", "authorization_code"), ("code", code.as_str())];
        let rest = [("redirect_uri", app.callback.as_str()), ("code_verifier", VERIFIER)];
        let headers: Vec<(&str, &str)> = headers.iter().map(|header| ("authorization", *header)).collect();
        let reply = app.token_with(&headers, &[&grant[..], &rest, &fields].concat()).await;
        assert_eq!(reply.status.as_u16(), expected, "{headers:?} {fields:?}: {}", reply.text);
        if expected == 401 {
            assert_eq!((error(&reply).1, reply.header("www-authenticate")), ("invalid_client", "Basic realm=\"clients\""));
        }
    }
    let code = spa.code(&mut ada, &[]).await;
    let mut liar = spa.clone();
    liar.secret = Some(secret);
    assert_eq!(error(&liar.exchange(&code).await), (401, "invalid_client"), "who has no secret sends none");
}

#[tokio::test]
async fn what_is_no_request_for_tokens_is_told_so() {
    let portal = Portal::open();
    let (_, app, _) = encounter(&portal).await;
    for (fields, expected) in [
        (vec![], "invalid_request"),
        (vec![("grant_type", "password"), ("username", "ada@example.com"), ("password", "x")], "unsupported_grant_type"),
        (vec![("grant_type", "implicit")], "unsupported_grant_type"),
        (vec![("grant_type", "client_credentials")], "unauthorized_client"),
        (vec![("grant_type", "authorization_code")], "invalid_request"),
        (vec![("grant_type", "authorization_code"), ("code", "x")], "invalid_grant"),
        (vec![("grant_type", "refresh_token")], "invalid_request"),
        (vec![("grant_type", "refresh_token"), ("refresh_token", "x")], "invalid_grant"),
        (vec![("grant_type", "authorization_code"), ("grant_type", "refresh_token")], "invalid_request"),
    ] {
        assert_eq!(error(&app.token(&fields).await), (400, expected), "{fields:?}");
    }
    let json = [("content-type", "application/json")];
    let reply = app.program.send(Method::POST, "/oauth2/token", &json, Some(b"{}")).await;
    assert_eq!(error(&reply), (400, "invalid_request"));
    let form = [("content-type", "application/x-www-form-urlencoded")];
    for body in [&b"grant_type=%FF"[..], b"grant_type=%00", &vec![b'a'; 70_000]] {
        let reply = app.program.send(Method::POST, "/oauth2/token", &form, Some(body)).await;
        assert!(reply.status.is_client_error() && reply.body["error"] == "invalid_request", "{}", reply.text);
    }
    let reply = app.program.send(Method::GET, "/oauth2/token", &[], None).await;
    assert_eq!(error(&reply), (405, "invalid_request"));
    assert_eq!(error(&app.program.get("/oauth2/nothing").await), (404, "invalid_request"));
}
