//! What an app keeps, for how long, and what ends it.

use axum::http::StatusCode;
use futures_util::future::join_all;
use serde_json::{Value, json};
use time::Duration;

use super::app::{App, encounter, error};
use crate::support::Portal;

#[tokio::test]
async fn a_refresh_token_counts_once_and_again_only_for_a_moment() {
    let portal = Portal::open();
    let (_, app, mut ada) = encounter(&portal).await;
    let first = app.tokens(&mut ada, &[]).await;
    let second = app.refresh(&first).await.ok(StatusCode::OK);
    portal.wait(Duration::seconds(9));
    let lost = app.refresh(&first).await.ok(StatusCode::OK);
    portal.wait(Duration::seconds(2));
    // What came for the second time is the same token, however it is sealed.
    let third = app.refresh(&lost).await.ok(StatusCode::OK);
    app.refresh(&second).await.ok(StatusCode::OK);
    portal.wait(Duration::seconds(11));
    assert_eq!(error(&app.refresh(&second).await), (400, "invalid_grant"));
    assert_eq!(error(&app.refresh(&third).await), (400, "invalid_grant"));
}

#[tokio::test]
async fn whoever_comes_with_an_old_token_ends_it_for_both() {
    let portal = Portal::open();
    let (_, app, mut ada) = encounter(&portal).await;
    let first = app.tokens(&mut ada, &[("scope", "openid offline_access")]).await;
    let second = app.refresh(&first).await.ok(StatusCode::OK);
    portal.wait(Duration::seconds(11));
    assert_eq!(error(&app.refresh(&first).await), (400, "invalid_grant"));
    assert_eq!(error(&app.refresh(&second).await), (400, "invalid_grant"));
    assert_eq!(error(&app.userinfo(&second).await), (401, "invalid_token"));
    ada.visit("/account").await;
    assert!(ada.sees("An app was logged out because a copy of its access was used"), "{}", ada.body);
}

#[tokio::test]
async fn windows_that_refresh_at_once_all_go_on() {
    let portal = Portal::open();
    let (_, app, mut ada) = encounter(&portal).await;
    let first = app.tokens(&mut ada, &[]).await;
    let replies = join_all((0..20).map(|_| app.refresh(&first))).await;
    let tokens: Vec<Value> = replies.into_iter().map(|reply| reply.ok(StatusCode::OK)).collect();
    for tokens in &tokens {
        app.userinfo(tokens).await.ok(StatusCode::OK);
    }
    portal.wait(Duration::minutes(5));
    app.refresh(&tokens[7]).await.ok(StatusCode::OK);
}

#[tokio::test]
async fn another_client_s_token_is_worth_nothing_and_harms_nobody() {
    let portal = Portal::open();
    let (site, app, mut ada) = encounter(&portal).await;
    let second = App::like(&portal, &site, json!({ "first_party": true })).await;
    let other_site = portal.site().await;
    let elsewhere = App::own(&portal, &other_site).await;
    let tokens = app.tokens(&mut ada, &[]).await;
    for thief in [&second, &elsewhere] {
        assert_eq!(error(&thief.refresh(&tokens).await), (400, "invalid_grant"));
    }
    assert_eq!(error(&elsewhere.userinfo(&tokens).await), (401, "invalid_token"));
    app.refresh(&tokens).await.ok(StatusCode::OK);
}

#[tokio::test]
async fn tokens_without_offline_access_end_with_the_login_and_others_go_on() {
    let portal = Portal::open();
    let (_, app, mut ada) = encounter(&portal).await;
    let bound = app.tokens(&mut ada, &[]).await;
    let free = app.tokens(&mut ada, &[("scope", "openid offline_access")]).await;
    ada.post("/logout", &[]).await;
    assert_eq!(error(&app.userinfo(&bound).await), (401, "invalid_token"));
    assert_eq!(error(&app.refresh(&bound).await), (400, "invalid_grant"));
    app.userinfo(&free).await.ok(StatusCode::OK);
    app.refresh(&free).await.ok(StatusCode::OK);
}

#[tokio::test]
async fn an_app_that_refreshes_keeps_its_person_logged_in_until_the_end_of_the_login() {
    let portal = Portal::open();
    let (_, app, mut ada) = encounter(&portal).await;
    let mut tokens = app.tokens(&mut ada, &[]).await;
    for _ in 0..2 {
        portal.wait(Duration::hours(11));
        tokens = app.refresh(&tokens).await.ok(StatusCode::OK);
    }
    assert!(ada.is_logged_in().await);
    portal.wait(Duration::hours(3));
    assert_eq!(error(&app.refresh(&tokens).await), (400, "invalid_grant"), "a day is over");
}

#[tokio::test]
async fn offline_access_ends_after_its_time_whether_used_or_not() {
    let portal = Portal::open_with(&["--app-idle", "2d", "--app-access-lifetime", "5d"]);
    let (_, app, mut ada) = encounter(&portal).await;
    let scope = [("scope", "openid offline_access")];
    let idle = app.tokens(&mut ada, &scope).await;
    let mut used = app.tokens(&mut ada, &scope).await;
    portal.wait(Duration::hours(47));
    used = app.refresh(&used).await.ok(StatusCode::OK);
    portal.wait(Duration::hours(2));
    assert_eq!(error(&app.refresh(&idle).await), (400, "invalid_grant"));
    portal.wait(Duration::hours(44));
    used = app.refresh(&used).await.ok(StatusCode::OK);
    portal.wait(Duration::hours(26));
    used = app.refresh(&used).await.ok(StatusCode::OK);
    portal.wait(Duration::hours(2));
    assert_eq!(error(&app.refresh(&used).await), (400, "invalid_grant"), "five days are over");
}

#[tokio::test]
async fn a_token_that_was_edited_is_worth_nothing() {
    let portal = Portal::open();
    let (_, app, mut ada) = encounter(&portal).await;
    let tokens = app.tokens(&mut ada, &[]).await;
    let refresh = tokens["refresh_token"].as_str().unwrap();
    for edited in [refresh[1..].to_owned(), format!("{refresh}A"), refresh.to_lowercase(), "A".repeat(refresh.len())] {
        assert_eq!(error(&app.refresh(&json!({ "refresh_token": edited })).await), (400, "invalid_grant"));
    }
    app.refresh(&tokens).await.ok(StatusCode::OK);
}

#[tokio::test]
async fn a_client_s_token_opens_no_api_and_the_api_s_token_tells_clients_nothing() {
    let portal = Portal::open();
    let (site, app, mut ada) = encounter(&portal).await;
    let tokens = app.tokens(&mut ada, &[("scope", "openid email")]).await;
    for token in ["access_token", "id_token"] {
        let bearer = format!("Bearer {}", tokens[token].as_str().unwrap());
        let program = portal.client(&site).with("authorization", &bearer);
        assert_eq!(program.get("/api/auth/me").await.problem(), (401, "token_invalid"), "{token}");
    }
    let credentials = json!({ "email": "ada@example.com", "password": crate::support::PASSWORD });
    let session = portal.client(&site).post("/api/auth/login", credentials).await.ok(StatusCode::OK);
    assert_eq!(error(&app.userinfo(&session).await), (401, "invalid_token"));
    assert_eq!(error(&app.refresh(&session).await), (400, "invalid_grant"));
    let crossed = json!({ "refresh_token": tokens["refresh_token"] });
    assert_eq!(portal.client(&site).post("/api/auth/refresh", crossed).await.problem().0, 401);
    app.refresh(&tokens).await.ok(StatusCode::OK);
}

#[tokio::test]
async fn userinfo_says_what_is_wrong_with_a_token() {
    let portal = Portal::open();
    let (_, app, mut ada) = encounter(&portal).await;
    let tokens = app.tokens(&mut ada, &[]).await;
    let none = app.program.get("/oauth2/userinfo").await;
    assert_eq!((none.status, none.header("www-authenticate")), (StatusCode::UNAUTHORIZED, "Bearer"));
    let bad = app.userinfo(&json!({ "access_token": "x" })).await;
    assert_eq!(error(&bad), (401, "invalid_token"));
    assert!(bad.header("www-authenticate").contains("error=\"invalid_token\""));
    let token = tokens["access_token"].as_str().unwrap();
    let in_address = app.program.get(&format!("/oauth2/userinfo?access_token={token}")).await;
    assert_eq!(error(&in_address), (400, "invalid_request"));
    let bearer = format!("Bearer {token}");
    let twice = app.post("/oauth2/userinfo", &[("authorization", &bearer)], &[("access_token", token)]).await;
    assert_eq!(error(&twice), (400, "invalid_request"));
    let plain = app.tokens(&mut ada, &[("scope", "email")]).await;
    assert!(plain.get("id_token").is_none(), "nobody asked who it is");
    assert_eq!(error(&app.userinfo(&plain).await), (403, "insufficient_scope"));
    portal.wait(Duration::minutes(12));
    assert_eq!(error(&app.userinfo(&tokens).await), (401, "invalid_token"));
}

#[tokio::test]
async fn a_refreshed_token_may_do_less_but_never_more() {
    let portal = Portal::open();
    let (_, app, mut ada) = encounter(&portal).await;
    let tokens = app.tokens(&mut ada, &[("scope", "openid email")]).await;
    let refresh = tokens["refresh_token"].as_str().unwrap();
    let asking = |scope| [("grant_type", "refresh_token"), ("refresh_token", refresh), ("scope", scope)];
    for more in ["openid profile", "openid  email", "other"] {
        assert_eq!(error(&app.token(&asking(more)).await), (400, "invalid_scope"), "{more}");
    }
    let twice = [&asking("openid")[..], &[("scope", "openid email")]].concat();
    assert_eq!(error(&app.token(&twice).await), (400, "invalid_request"));
    assert_eq!(app.token(&asking("email")).await.ok(StatusCode::OK).get("id_token"), None);
    let less = app.token(&asking("openid")).await.ok(StatusCode::OK);
    assert_eq!(less["scope"], "openid");
    assert_eq!(app.userinfo(&less).await.ok(StatusCode::OK)["email"], Value::Null);
    let whole = app.refresh(&less).await.ok(StatusCode::OK);
    assert_eq!(whole["scope"], "openid email");
}

#[tokio::test]
async fn a_client_that_may_ask_for_less_has_less_at_once() {
    let portal = Portal::open();
    let (site, app, mut ada) = encounter(&portal).await;
    let tokens = app.tokens(&mut ada, &[("scope", "openid email offline_access")]).await;
    let path = format!("/api/sites/{}/clients/{}", site.id, app.id);
    let waiting = app.code(&mut ada, &[("scope", "openid email")]).await;
    portal.operator().patch(&path, json!({ "scopes": ["openid", "offline_access"] })).await.ok(StatusCode::OK);
    assert_eq!(app.userinfo(&tokens).await.ok(StatusCode::OK).get("email"), None);
    assert_eq!(app.refresh(&tokens).await.ok(StatusCode::OK)["scope"], "openid offline_access");
    assert_eq!(app.exchange(&waiting).await.ok(StatusCode::OK)["scope"], "openid");
}

#[tokio::test]
async fn others_apps_do_not_keep_a_person_logged_in() {
    let portal = Portal::open();
    let (site, _, mut ada) = encounter(&portal).await;
    let app = App::foreign(&portal, &site).await;
    ada.visit(&app.link(&[])).await;
    ada.press("Allow").await;
    let tokens = app.exchange(&app.answer(&ada)["code"]).await.ok(StatusCode::OK);
    portal.wait(Duration::hours(11));
    let tokens = app.refresh(&tokens).await.ok(StatusCode::OK);
    portal.wait(Duration::hours(2));
    assert_eq!(error(&app.refresh(&tokens).await), (400, "invalid_grant"));
    assert!(!ada.is_logged_in().await);
}

#[tokio::test]
async fn what_a_client_holds_of_a_person_stays_a_handful() {
    let portal = Portal::open();
    let (site, app, mut ada) = encounter(&portal).await;
    let first = app.tokens(&mut ada, &[]).await;
    for _ in 0..25 {
        portal.wait(Duration::seconds(1));
        app.tokens(&mut ada, &[]).await;
        app.code(&mut ada, &[]).await;
    }
    let count = "select count(*) from oauth_grants where site_id = $1";
    let held: i64 = sqlx::query_scalar(count).bind(site.id).fetch_one(&crate::support::sql().await).await.unwrap();
    assert!(held <= 42, "{held}");
    assert_eq!(error(&app.refresh(&first).await), (400, "invalid_grant"));
}

#[tokio::test]
async fn one_person_may_come_from_many_windows_at_once() {
    let portal = Portal::open();
    let (_, app, ada) = encounter(&portal).await;
    for _ in 0..4 {
        portal.wait(Duration::seconds(1));
        let visits = (0..16).map(|_| {
            let (app, mut window) = (app.clone(), ada.clone());
            tokio::spawn(async move {
                let tokens = app.tokens(&mut window, &[]).await;
                app.refresh(&tokens).await.ok(StatusCode::OK);
            })
        });
        for visit in visits.collect::<Vec<_>>() {
            visit.await.unwrap();
        }
    }
}
