//! Somebody is invited, and comes in by the mailed link alone.

use axum::http::{Method, StatusCode};
use futures_util::future::join_all;
use serde_json::{Value, json};
use time::Duration;
use vestibule::model::site::{SignupPolicy, Site};

use crate::support::{Client, MASTER_KEY, PASSWORD, Portal};

const EMAIL: &str = "ada@example.com";

fn operator(portal: &Portal, site: &Site) -> Client {
    portal.client(site).with("x-api-key", MASTER_KEY)
}

async fn invited(operator: &Client, body: Value) -> Value {
    operator.post("/api/admin/users", body).await.ok(StatusCode::CREATED)
}

fn token(link: &str) -> &str {
    link.split_once("token=").unwrap().1.split('&').next().unwrap()
}

#[tokio::test]
async fn an_invited_person_chooses_a_password_and_logs_in() {
    let portal = Portal::open();
    let site = portal.site_with(|settings| settings.signup = SignupPolicy::Closed).await;
    let user = invited(&operator(&portal, &site), json!({ "email": " Ada@Example.com", "name": "Ada", "role": "admin" })).await;
    assert_eq!((&user["email"], &user["status"], &user["role"]), (&json!(EMAIL), &json!("invited"), &json!("admin")));
    assert_eq!((&user["email_verified"], &user["last_login_at"]), (&json!(false), &Value::Null));
    let letter = portal.newest_mail(&site, EMAIL).await;
    assert!(letter.subject.contains("invited") && letter.text.contains("7 days"), "{}", letter.text);
    let dashboard = format!("dashboard is here:\n{}\n", site.base.url("/admin"));
    assert!(letter.text.contains(&dashboard) && letter.html.contains(&site.base.url("/admin")), "{}", letter.text);
    invited(&operator(&portal, &site), json!({ "email": "grace@example.com" })).await;
    let plain = portal.newest_mail(&site, "grace@example.com").await;
    assert!(!plain.text.contains("dashboard") && !plain.html.contains("/admin"), "{}", plain.text);

    let mut ada = portal.browser(&site);
    ada.log_in(EMAIL, PASSWORD).await;
    assert!(!ada.is_logged_in().await);
    let link = portal.link_in_mail(&site, EMAIL).await;
    ada.visit(&link).await;
    assert!(ada.heading() == "Choose a password" && ada.sees("You are invited."), "{}", ada.body);
    ada.fill("New password", "short");
    ada.press("Accept the invitation").await;
    assert!(ada.status == StatusCode::UNPROCESSABLE_ENTITY && ada.heading() == "Choose a password", "{}", ada.body);
    ada.fill("New password", PASSWORD);
    ada.press("Accept the invitation").await;
    assert!(ada.path() == "/login" && ada.sees("Your account is ready."), "{}", ada.body);
    assert!(!ada.is_logged_in().await, "a scanner that presses buttons is in no better place");
    ada.log_in(EMAIL, PASSWORD).await;
    assert_eq!(ada.path(), "/account");
    ada.follow("Manage this site").await;
    assert!(ada.path() == "/admin" && ada.status == StatusCode::OK, "{}", ada.body);
    ada.visit("/account").await;
    assert!(ada.sees("You accepted the invitation") && ada.sees("You were invited"), "{}", ada.body);
    let path = format!("/api/admin/users/{}", user["id"].as_str().unwrap());
    let user = operator(&portal, &site).get(&path).await.ok(StatusCode::OK);
    assert_eq!((&user["status"], &user["email_verified"]), (&json!("active"), &json!(true)));
    let subjects: Vec<String> = portal.mail(&site, EMAIL).await.into_iter().map(|letter| letter.subject).collect();
    assert_eq!(subjects.len(), 1, "{subjects:?}: no letter about a password that never was");
}

#[tokio::test]
async fn an_invitation_is_good_for_one_use_and_one_of_many_at_once() {
    let portal = Portal::open();
    let site = portal.site().await;
    invited(&operator(&portal, &site), json!({ "email": EMAIL })).await;
    let link = portal.link_in_mail(&site, EMAIL).await;
    let other = portal.site().await;
    let body = json!({ "token": token(&link), "password": PASSWORD });
    let elsewhere = portal.client(&other).post("/api/auth/reset-password", body.clone()).await;
    assert_eq!(elsewhere.problem(), (401, "token_invalid"), "another site's");
    let answers = join_all((0..10).map(|_| {
        let (program, body) = (portal.client(&site), body.clone());
        async move { program.post("/api/auth/reset-password", body).await.status }
    }))
    .await;
    assert_eq!(answers.iter().filter(|status| **status == StatusCode::NO_CONTENT).count(), 1, "{answers:?}");
    assert_eq!(portal.client(&site).post("/api/auth/reset-password", body).await.problem(), (401, "token_invalid"));
}

#[tokio::test]
async fn inviting_again_sends_another_letter_and_the_older_one_is_dead() {
    let portal = Portal::open();
    let site = portal.site().await;
    let operator = operator(&portal, &site);
    let first = invited(&operator, json!({ "email": EMAIL, "name": "Ada" })).await;
    let old = portal.link_in_mail(&site, EMAIL).await;
    portal.wait(Duration::seconds(1));
    let again = operator.post("/api/admin/users", json!({ "email": EMAIL, "role": "admin" })).await.ok(StatusCode::OK);
    assert_eq!((&again["id"], &again["name"], &again["role"]), (&first["id"], &json!("Ada"), &json!("admin")));
    let middle = portal.link_in_mail(&site, EMAIL).await;
    portal.wait(Duration::seconds(1));
    let path = format!("/api/admin/users/{}/resend-verification", first["id"].as_str().unwrap());
    assert_eq!(operator.post(&path, json!({})).await.status, StatusCode::ACCEPTED);
    let new = portal.link_in_mail(&site, EMAIL).await;
    for (link, status) in [(&old, StatusCode::UNAUTHORIZED), (&middle, StatusCode::UNAUTHORIZED), (&new, StatusCode::NO_CONTENT)]
    {
        let body = json!({ "token": token(link), "password": PASSWORD });
        assert_eq!(portal.client(&site).post("/api/auth/reset-password", body).await.status, status);
    }
    assert_eq!(operator.post(&path, json!({})).await.problem(), (409, "wrong_status"), "it was accepted");
    let taken = operator.post("/api/admin/users", json!({ "email": EMAIL })).await;
    assert_eq!(taken.errors(), [("email", "taken")]);
}

#[tokio::test]
async fn an_invitation_runs_out_and_its_owner_has_it_sent_anew() {
    let portal = Portal::open();
    let site = portal.site_with(|settings| settings.signup = SignupPolicy::Invitation).await;
    invited(&operator(&portal, &site), json!({ "email": EMAIL })).await;
    let old = portal.link_in_mail(&site, EMAIL).await;
    portal.wait(Duration::days(7));
    let mut ada = portal.browser(&site);
    ada.visit(&old).await;
    assert_eq!((ada.status, ada.heading().as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "This link no longer works"));
    ada.follow("Send a new link").await;
    ada.fill("Email", EMAIL);
    ada.press("Send").await;
    let mut stranger = portal.browser(&site);
    stranger.visit("/forgot").await;
    stranger.fill("Email", "nobody@example.com");
    stranger.press("Send").await;
    assert_eq!(ada.body.replace(EMAIL, "…"), stranger.body.replace("nobody@example.com", "…"), "who is invited is not told");

    let letter = portal.newest_mail(&site, EMAIL).await;
    assert!(letter.subject.contains("invited"), "{}", letter.subject);
    ada.visit(&old).await;
    assert_eq!(ada.status, StatusCode::UNPROCESSABLE_ENTITY);
    ada.visit(&portal.link_in_mail(&site, EMAIL).await).await;
    ada.fill("New password", PASSWORD);
    ada.press("Accept the invitation").await;
    assert_eq!((ada.path(), ada.sees("Your account is ready.")), ("/login", true), "{}", ada.body);
}

#[tokio::test]
async fn an_invitation_that_was_taken_back_is_not_sent_anew() {
    let portal = Portal::open();
    let site = portal.site().await;
    let operator = operator(&portal, &site);
    for (email, method) in [("disabled@example.com", Method::POST), ("deleted@example.com", Method::DELETE)] {
        let id = invited(&operator, json!({ "email": email })).await["id"].as_str().unwrap().to_owned();
        assert_eq!(portal.mail(&site, email).await.len(), 1, "{email}");
        let path = format!("/api/admin/users/{id}{}", if method == Method::POST { "/disable" } else { "" });
        operator.json(method, &path, &json!({})).await;
        portal.wait(Duration::seconds(1));
        portal.browser(&site).post("/forgot", &[("email", email)]).await;
        assert_eq!(portal.mail(&site, email).await.len(), 1, "{email}");
    }
}

#[tokio::test]
async fn a_disabled_or_deleted_invitation_lets_nobody_in() {
    let portal = Portal::open();
    let site = portal.site().await;
    let operator = operator(&portal, &site);
    let id = invited(&operator, json!({ "email": EMAIL })).await["id"].as_str().unwrap().to_owned();
    let link = portal.link_in_mail(&site, EMAIL).await;
    let body = json!({ "token": token(&link), "password": PASSWORD });
    operator.post(&format!("/api/admin/users/{id}/disable"), json!({})).await.ok(StatusCode::OK);
    assert_eq!(portal.client(&site).post("/api/auth/reset-password", body.clone()).await.problem(), (401, "token_invalid"));
    let enabled = operator.post(&format!("/api/admin/users/{id}/enable"), json!({})).await.ok(StatusCode::OK);
    assert_eq!(enabled["status"], "invited");
    assert_eq!(portal.client(&site).post("/api/auth/reset-password", body).await.problem(), (401, "token_invalid"));
    assert_eq!(operator.post("/api/admin/users", json!({ "email": EMAIL })).await.status, StatusCode::OK);
    let link = portal.link_in_mail(&site, EMAIL).await;
    assert_eq!(operator.delete(&format!("/api/admin/users/{id}")).await.status, StatusCode::NO_CONTENT);
    let body = json!({ "token": token(&link), "password": PASSWORD });
    assert_eq!(portal.client(&site).post("/api/auth/reset-password", body).await.problem(), (401, "token_invalid"));
}

#[tokio::test]
async fn whoever_signs_up_instead_gets_the_invitation() {
    let portal = Portal::open();
    let site = portal.site().await;
    invited(&operator(&portal, &site), json!({ "email": EMAIL })).await;
    assert_eq!(portal.mail(&site, EMAIL).await.len(), 1);
    portal.wait(Duration::seconds(1));
    portal.browser(&site).sign_up(EMAIL).await;
    let letters = portal.mail(&site, EMAIL).await;
    assert!(letters.len() == 2 && letters.iter().all(|letter| letter.subject.contains("invited")));
    let mut ada = portal.browser(&site);
    ada.visit(&portal.link_in_mail(&site, EMAIL).await).await;
    ada.fill("New password", PASSWORD);
    ada.press("Accept the invitation").await;
    ada.log_in(EMAIL, PASSWORD).await;
    assert!(ada.is_logged_in().await);
}

#[tokio::test]
async fn twenty_invitations_at_once_make_one_account() {
    let portal = Portal::open_with(&["--limit-mail-recipient", "100/1h"]);
    let site = portal.site().await;
    let answers = join_all((0..20).map(|_| {
        let operator = operator(&portal, &site);
        async move { operator.post("/api/admin/users", json!({ "email": EMAIL })).await }
    }))
    .await;
    assert_eq!(answers.iter().filter(|reply| reply.status == StatusCode::CREATED).count(), 1);
    assert_eq!(answers.iter().filter(|reply| reply.status == StatusCode::OK).count(), 19);
}

#[tokio::test]
async fn strangers_cannot_use_up_the_letters_of_an_invitation() {
    let portal = Portal::open();
    let site = portal.site().await;
    for _ in 0..8 {
        portal.client(&site).post("/api/auth/forgot-password", json!({ "email": EMAIL })).await;
    }
    let operator = operator(&portal, &site);
    invited(&operator, json!({ "email": EMAIL })).await;
    let mut statuses = Vec::new();
    for _ in 0..6 {
        statuses.push(operator.post("/api/admin/users", json!({ "email": EMAIL })).await.status);
    }
    assert_eq!(statuses.last(), Some(&StatusCode::TOO_MANY_REQUESTS), "an admin cannot flood anybody either: {statuses:?}");
}

#[tokio::test]
async fn what_is_wrong_with_an_invitation_is_told_by_name() {
    let portal = Portal::open();
    let site = portal.site().await;
    let operator = operator(&portal, &site);
    let bad = json!({ "email": "nobody", "name": "https://evil.example", "username": "ada" });
    let reply = operator.post("/api/admin/users", bad).await;
    assert_eq!(reply.errors(), [("email", "malformed"), ("name", "unusable"), ("username", "not_allowed")]);
    for field in ["password", "password_hash", "status", "id", "site_id", "email_verified", "protected"] {
        let reply = operator.post("/api/admin/users", json!({ "email": EMAIL, field: "x" })).await;
        assert_eq!(reply.errors(), [(field, "unknown")]);
    }
    assert_eq!(
        operator.post("/api/admin/users", json!({ "email": EMAIL, "role": "owner" })).await.errors(),
        [("role", "malformed")]
    );
    let named = portal.site_with(|settings| settings.usernames = true).await;
    let operator = self::operator(&portal, &named);
    invited(&operator, json!({ "email": EMAIL, "username": "Ada" })).await;
    let reply = operator.post("/api/admin/users", json!({ "email": "bob@example.com", "username": "ada" })).await;
    assert_eq!(reply.errors(), [("username", "taken")]);
}
