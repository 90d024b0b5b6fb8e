//! What a member does alone, through a program.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use time::Duration;

use crate::support::{PASSWORD, Portal};

const EMAIL: &str = "ada@example.com";

/// A member's program, logged in.
#[tokio::test]
async fn a_profile_changes_by_what_is_given_and_null_clears() {
    let portal = Portal::open();
    let site = portal.site_with(|settings| settings.usernames = true).await;
    portal.member(&site, EMAIL).await;
    let ada = portal.program(&site, EMAIL).await;
    let wanted = json!({ "name": "Ada Lovelace", "username": "Countess", "current_password": PASSWORD });
    let changed = ada.patch("/api/user/profile", wanted).await.ok(StatusCode::OK);
    assert_eq!((&changed["name"], &changed["username"]), (&json!("Ada Lovelace"), &json!("countess")));
    let put = ada.json(Method::PUT, "/api/user/profile", &json!({ "name": null, "time_zone": "Europe/London" })).await;
    let changed = put.ok(StatusCode::OK);
    assert_eq!(
        (&changed["name"], &changed["username"], &changed["time_zone"]),
        (&Value::Null, &json!("countess"), &json!("Europe/London"))
    );
    let bad = ada.patch("/api/user/profile", json!({ "time_zone": "Atlantis/Capital", "username": "a b" })).await;
    assert_eq!(bad.errors(), [("username", "malformed"), ("time_zone", "unknown"), ("current_password", "missing")]);
    for forbidden in ["email", "role", "status", "id", "password"] {
        let reply = ada.patch("/api/user/profile", json!({ (forbidden): "admin" })).await;
        assert_eq!(reply.errors(), [(forbidden, "unknown")]);
    }
    let by_name = portal.client(&site).post("/api/auth/login", json!({ "username": "COUNTESS", "password": PASSWORD })).await;
    assert_eq!(by_name.status, StatusCode::OK);
}

#[tokio::test]
async fn an_address_changes_with_the_password_and_the_mailed_token() {
    let portal = Portal::open();
    let site = portal.site().await;
    portal.member(&site, EMAIL).await;
    let ada = portal.program(&site, EMAIL).await;
    let ask = |password: &str| json!({ "new_email": "ada@new.example", "current_password": password });
    let wrong = ada.post("/api/user/change-email", ask("not this one, sorry")).await;
    assert_eq!(wrong.errors(), [("current_password", "wrong")], "however fresh the login is");
    assert_eq!(ada.post("/api/user/change-email", ask(PASSWORD)).await.status, StatusCode::ACCEPTED);
    let link = portal.link_in_mail(&site, "ada@new.example").await;
    let token = json!({ "token": link.rsplit_once('=').unwrap().1 });
    let user = portal.client(&site).post("/api/auth/confirm-email-change", token.clone()).await.ok(StatusCode::OK);
    assert_eq!(user["email"], "ada@new.example");
    assert_eq!(ada.get("/api/auth/me").await.ok(StatusCode::OK)["email"], "ada@new.example");
    assert_eq!(portal.client(&site).post("/api/auth/confirm-email-change", token).await.problem(), (401, "token_invalid"));
}

#[tokio::test]
async fn logins_are_listed_and_ended_and_foreign_ones_are_not_there() {
    let portal = Portal::open();
    let (site, other) = (portal.site().await, portal.site().await);
    let browser = portal.member(&site, EMAIL).await;
    let ada = portal.program(&site, EMAIL).await;
    portal.member(&other, EMAIL).await;
    let stranger = portal.program(&other, EMAIL).await;
    let list = ada.get("/api/user/sessions").await.ok(StatusCode::OK);
    let items = list["items"].as_array().unwrap();
    assert_eq!(items.len(), 2);
    let (current, elsewhere): (Vec<&Value>, Vec<&Value>) = items.iter().partition(|item| item["current"] == true);
    assert_eq!((current.len(), &elsewhere[0]["name"]), (1, &json!("Firefox on Linux")));
    let path = format!("/api/user/sessions/{}", elsewhere[0]["id"].as_str().unwrap());
    assert_eq!(stranger.delete(&path).await.problem(), (404, "not_found"));
    assert_eq!(ada.delete("/api/user/sessions/01a1fc61-8057-79b7-80d0-e5362655b225").await.problem(), (404, "not_found"));
    assert_eq!(ada.delete("/api/user/sessions/x").await.problem(), (404, "not_found"));
    assert!(browser.is_logged_in().await);
    assert_eq!(ada.delete(&path).await.status, StatusCode::NO_CONTENT);
    assert!(!browser.is_logged_in().await);
}

#[tokio::test]
async fn a_member_takes_everything_along_and_goes() {
    let portal = Portal::open();
    let site = portal.site().await;
    portal.member(&site, EMAIL).await;
    let ada = portal.program(&site, EMAIL).await;
    portal.wait(Duration::minutes(6));
    let export = ada.get("/api/user/export").await.ok(StatusCode::OK);
    assert_eq!(export["user"]["email"], EMAIL);
    let go = |password: &str| json!({ "current_password": password });
    let wrong = ada.json(Method::DELETE, "/api/user/account", &go("not this one, sorry")).await;
    assert_eq!(wrong.errors(), [("current_password", "wrong")]);
    assert_eq!(ada.json(Method::DELETE, "/api/user/account", &go(PASSWORD)).await.status, StatusCode::NO_CONTENT);
}
