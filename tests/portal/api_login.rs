//! Getting in, staying in and leaving, as programs do it.

use axum::http::StatusCode;
use futures_util::future::join_all;
use serde_json::{Value, json};
use time::Duration;
use vestibule::model::site::Site;

use crate::support::{Client, PASSWORD, Portal, code_in, sql};

const EMAIL: &str = "ada@example.com";
const NEW: &str = "a different horse altogether";

async fn log_in(portal: &Portal, site: &Site) -> Value {
    let credentials = json!({ "email": EMAIL, "password": PASSWORD });
    portal.client(site).post("/api/auth/login", credentials).await.ok(StatusCode::OK)
}

/// A program that bears the session's access token.
fn bearer(portal: &Portal, site: &Site, session: &Value) -> Client {
    portal.client(site).with("authorization", &format!("Bearer {}", session["access_token"].as_str().unwrap()))
}

async fn refresh(portal: &Portal, site: &Site, token: &Value) -> crate::support::Reply {
    portal.client(site).post("/api/auth/refresh", json!({ "refresh_token": token })).await
}

#[tokio::test]
async fn a_program_logs_in_stays_in_and_leaves() {
    let portal = Portal::open();
    let site = portal.site().await;
    portal.member(&site, EMAIL).await;
    let reply = portal.client(&site).post("/api/auth/login", json!({ "email": " ADA@example.com", "password": PASSWORD })).await;
    assert_eq!((reply.header("cache-control"), reply.header("pragma")), ("no-store", "no-cache"));
    let session = reply.ok(StatusCode::OK);
    assert_eq!((&session["token_type"], &session["expires_in"]), (&json!("Bearer"), &json!(600)));
    let fields =
        ["id", "email", "email_verified", "username", "name", "role", "status", "created_at", "updated_at", "last_login_at"];
    for field in fields {
        assert!(session["user"].as_object().unwrap().contains_key(field), "{field}");
    }
    let ada = bearer(&portal, &site, &session);
    for path in ["/api/auth/me", "/api/user/profile"] {
        assert_eq!(ada.get(path).await.ok(StatusCode::OK), session["user"]);
    }
    portal.wait(Duration::minutes(12));
    assert_eq!(ada.get("/api/auth/me").await.problem(), (401, "token_invalid"), "an access token is short-lived");
    let next = refresh(&portal, &site, &session["refresh_token"]).await.ok(StatusCode::OK);
    let ada = bearer(&portal, &site, &next);
    assert_eq!(ada.get("/api/auth/me").await.status, StatusCode::OK);
    assert_eq!(ada.post("/api/auth/logout", json!({})).await.status, StatusCode::NO_CONTENT);
    assert_eq!(ada.get("/api/auth/me").await.problem(), (401, "token_invalid"), "at once");
    assert_eq!(refresh(&portal, &site, &next["refresh_token"]).await.problem(), (401, "token_invalid"));
}

#[tokio::test]
async fn whoever_does_not_get_in_learns_no_more_than_on_the_page() {
    let portal = Portal::open();
    let site = portal.site().await;
    for email in [EMAIL, "disabled@example.com"] {
        portal.member(&site, email).await;
    }
    portal.browser(&site).sign_up("waiting@example.com").await;
    let disable = "update users set status = 'disabled' where site_id = $1 and email = 'disabled@example.com'";
    sqlx::query(disable).bind(site.id).execute(&sql().await).await.unwrap();
    let client = portal.client(&site);
    let mut answers = Vec::new();
    for email in [EMAIL, "disabled@example.com", "waiting@example.com", "nobody@example.com"] {
        let reply = client.post("/api/auth/login", json!({ "email": email, "password": "guess number one" })).await;
        assert_eq!(reply.problem(), (401, "invalid_credentials"), "{email}");
        let mut body = reply.body;
        body["request_id"] = Value::Null;
        answers.push(body);
    }
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]));
    for (email, code) in [("disabled@example.com", "account_inactive"), ("waiting@example.com", "email_unverified")] {
        let reply = client.post("/api/auth/login", json!({ "email": email, "password": PASSWORD })).await;
        assert_eq!(reply.problem(), (403, code));
    }
    for _ in 0..5 {
        client.post("/api/auth/login", json!({ "email": EMAIL, "password": "guess number one" })).await;
    }
    let reply = client.post("/api/auth/login", json!({ "email": EMAIL, "password": PASSWORD })).await;
    assert_eq!(reply.problem(), (429, "too_many_attempts"));
    assert_eq!(reply.header("retry-after"), "30");
    let page = portal.browser(&site).post("/login", &[("email", EMAIL), ("password", PASSWORD)]).await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS, "page and API count together");
}

#[tokio::test]
async fn a_refresh_token_works_once_and_ends_the_login_when_it_comes_back() {
    let portal = Portal::open();
    let site = portal.site().await;
    portal.member(&site, EMAIL).await;
    let (first, other) = (log_in(&portal, &site).await, log_in(&portal, &site).await);
    let second = refresh(&portal, &site, &first["refresh_token"]).await.ok(StatusCode::OK);
    let third = refresh(&portal, &site, &second["refresh_token"]).await.ok(StatusCode::OK);
    portal.wait(Duration::seconds(11));
    let reused = refresh(&portal, &site, &first["refresh_token"]).await;
    assert_eq!(reused.problem(), (401, "token_reused"), "however long ago it was used");
    for token in [&second, &third] {
        assert_eq!(refresh(&portal, &site, &token["refresh_token"]).await.problem(), (401, "token_invalid"));
        assert_eq!(bearer(&portal, &site, token).get("/api/auth/me").await.problem(), (401, "token_invalid"));
    }
    assert_eq!(bearer(&portal, &site, &other).get("/api/auth/me").await.status, StatusCode::OK, "the other login goes on");
}

#[tokio::test]
async fn a_refresh_whose_answer_got_lost_costs_nothing() {
    let portal = Portal::open();
    let site = portal.site().await;
    portal.member(&site, EMAIL).await;
    let first = log_in(&portal, &site).await;
    refresh(&portal, &site, &first["refresh_token"]).await.ok(StatusCode::OK);
    portal.wait(Duration::seconds(9));
    let mut session = refresh(&portal, &site, &first["refresh_token"]).await.ok(StatusCode::OK);
    for _ in 0..3 {
        portal.wait(Duration::minutes(9));
        session = refresh(&portal, &site, &session["refresh_token"]).await.ok(StatusCode::OK);
    }
    assert_eq!(refresh(&portal, &site, &first["refresh_token"]).await.problem(), (401, "token_reused"));
    assert_eq!(refresh(&portal, &site, &session["refresh_token"]).await.problem(), (401, "token_invalid"));
}

#[tokio::test]
async fn asking_twice_does_not_make_the_moment_longer_in_which_a_used_token_counts() {
    let portal = Portal::open();
    let site = portal.site().await;
    portal.member(&site, EMAIL).await;
    let first = log_in(&portal, &site).await;
    for _ in 0..2 {
        refresh(&portal, &site, &first["refresh_token"]).await.ok(StatusCode::OK);
        portal.wait(Duration::seconds(6));
    }
    assert_eq!(refresh(&portal, &site, &first["refresh_token"]).await.problem(), (401, "token_reused"));
}

#[tokio::test]
async fn of_thirty_refreshes_at_once_all_get_the_same_next_token() {
    let portal = Portal::open();
    let site = portal.site().await;
    portal.member(&site, EMAIL).await;
    let session = log_in(&portal, &site).await;
    let answers = join_all((0..30).map(|_| refresh(&portal, &site, &session["refresh_token"]))).await;
    let answers: Vec<Value> = answers.into_iter().map(|reply| reply.ok(StatusCode::OK)).collect();
    for answer in &answers {
        assert_eq!(bearer(&portal, &site, answer).get("/api/auth/me").await.status, StatusCode::OK);
        // However each is sealed, it is the same token: any of them is followed by what follows all of them.
        assert_eq!(refresh(&portal, &site, &answer["refresh_token"]).await.status, StatusCode::OK, "the family lives");
    }
}

#[tokio::test]
async fn whatever_is_no_token_of_this_site_is_answered_alike() {
    let portal = Portal::open();
    let (site, other) = (portal.site().await, portal.site().await);
    portal.member(&site, EMAIL).await;
    portal.member(&other, EMAIL).await;
    let session = log_in(&portal, &site).await;
    let (access, token) = (session["access_token"].as_str().unwrap(), session["refresh_token"].as_str().unwrap());
    for broken in ["", &token[1..], &format!("{token}A"), access, &"A".repeat(token.len())] {
        assert_eq!(refresh(&portal, &site, &json!(broken)).await.problem(), (401, "token_invalid"), "{broken}");
    }
    assert_eq!(refresh(&portal, &other, &json!(token)).await.problem(), (401, "token_invalid"));
    assert_eq!(bearer(&portal, &other, &session).get("/api/auth/me").await.problem(), (401, "token_invalid"));
    let client = portal.client(&site);
    for header in ["", "Bearer", "Bearer ", "Basic YTpi", token, &format!("Bearer {token}"), &format!("Bearer {access}x")] {
        let reply = client.with("authorization", header).get("/api/auth/me").await;
        assert_eq!(reply.problem(), (401, "token_invalid"), "{header}");
        assert!(reply.header("www-authenticate").starts_with("Bearer"));
    }
    assert_eq!(client.with("authorization", &format!("bearer {access}")).get("/api/auth/me").await.status, StatusCode::OK);
    assert_eq!(refresh(&portal, &site, &json!(token)).await.status, StatusCode::OK, "it is still good");
}

#[tokio::test]
async fn a_refresh_sees_that_the_account_was_disabled_and_that_the_login_has_run_out() {
    let portal = Portal::open();
    let site = portal.site().await;
    portal.member(&site, EMAIL).await;
    let session = log_in(&portal, &site).await;
    let set = async |status: &str| {
        let change = "update users set status = $2 where site_id = $1";
        sqlx::query(change).bind(site.id).bind(status).execute(&sql().await).await.unwrap();
    };
    set("disabled").await;
    assert_eq!(refresh(&portal, &site, &session["refresh_token"]).await.problem(), (401, "token_invalid"));
    set("active").await;
    let mut session = refresh(&portal, &site, &session["refresh_token"]).await.ok(StatusCode::OK);
    for _ in 0..2 {
        portal.wait(Duration::days(14));
        session = refresh(&portal, &site, &session["refresh_token"]).await.ok(StatusCode::OK);
    }
    portal.wait(Duration::days(3));
    assert_eq!(refresh(&portal, &site, &session["refresh_token"]).await.problem(), (401, "token_invalid"), "thirty days in all");
}

#[tokio::test]
async fn signing_up_by_code_makes_an_account_and_logs_in() {
    let portal = Portal::open();
    let site = portal.site().await;
    let client = portal.client(&site);
    let form = json!({ "email": EMAIL, "password": PASSWORD });
    let waiting = client.post("/api/auth/register", form.clone()).await.ok(StatusCode::ACCEPTED)["signup_token"].clone();
    let code = code_in(&portal.newest_mail(&site, EMAIL).await);
    let wrong = format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000);
    let reply = client.post("/api/auth/verify-email", json!({ "signup_token": waiting, "code": wrong })).await;
    assert_eq!(reply.errors(), [("code", "wrong")]);
    let stranger = client.post("/api/auth/verify-email", json!({ "signup_token": "A".repeat(43), "code": code })).await;
    assert_eq!(stranger.problem(), (401, "token_invalid"));
    let session =
        client.post("/api/auth/verify-email", json!({ "signup_token": waiting, "code": code })).await.ok(StatusCode::OK);
    assert_eq!(session["user"]["email_verified"], true);
    assert_eq!(bearer(&portal, &site, &session).get("/api/auth/me").await.status, StatusCode::OK);
    let again = client.post("/api/auth/verify-email", json!({ "signup_token": waiting, "code": code })).await;
    assert_eq!(again.problem(), (401, "token_invalid"), "once");

    let taken = client.post("/api/auth/register", form).await;
    assert_eq!(taken.status, StatusCode::ACCEPTED);
    assert_eq!(taken.body["signup_token"].as_str().unwrap().len(), waiting.as_str().unwrap().len(), "a taken address looks free");
    assert!(portal.newest_mail(&site, EMAIL).await.subject.contains("already"));
}

#[tokio::test]
async fn signing_up_by_link_takes_a_password_chosen_by_whoever_reads_the_mail() {
    let portal = Portal::open();
    let site = portal.site().await;
    let client = portal.client(&site);
    client
        .post("/api/auth/register", json!({ "email": EMAIL, "password": "the squatter's own horse" }))
        .await
        .ok(StatusCode::ACCEPTED);
    let link = portal.link_in_mail(&site, EMAIL).await;
    let token = link.rsplit_once('=').unwrap().1;
    let weak = client.post("/api/auth/verify-email", json!({ "token": token, "password": "short" })).await;
    assert_eq!(weak.errors(), [("password", "too_short")], "a refused password does not use up the link");
    let session = client.post("/api/auth/verify-email", json!({ "token": token, "password": PASSWORD })).await.ok(StatusCode::OK);
    assert_eq!(session["user"]["email"], EMAIL);
    let squatter = client.post("/api/auth/login", json!({ "email": EMAIL, "password": "the squatter's own horse" })).await;
    assert_eq!(squatter.problem(), (401, "invalid_credentials"));
}

#[tokio::test]
async fn the_mail_is_sent_again_to_whoever_waits_and_nobody_can_tell() {
    let portal = Portal::open();
    let site = portal.site().await;
    let client = portal.client(&site);
    portal.member(&site, "member@example.com").await;
    let token =
        client.post("/api/auth/register", json!({ "email": EMAIL, "password": PASSWORD })).await.body["signup_token"].clone();
    let first = portal.link_in_mail(&site, EMAIL).await;
    let soon = client.post("/api/auth/resend-verification", json!({ "signup_token": token })).await;
    assert_eq!((soon.problem(), soon.header("retry-after")), ((429, "too_many_attempts"), "60"));
    portal.wait(Duration::minutes(1));
    for (email, letters) in [(EMAIL, 2), ("member@example.com", 1), ("nobody@example.com", 0)] {
        let reply = client.post("/api/auth/resend-verification", json!({ "email": email })).await;
        assert_eq!((reply.status, reply.text.as_str()), (StatusCode::ACCEPTED, ""), "{email}");
        assert_eq!(portal.mail(&site, email).await.len(), letters, "{email}");
    }
    let dead =
        client.post("/api/auth/verify-email", json!({ "token": first.rsplit_once('=').unwrap().1, "password": PASSWORD })).await;
    assert_eq!(dead.problem(), (401, "token_invalid"), "the older mail counts no more");
    let code = code_in(&portal.newest_mail(&site, EMAIL).await);
    let proven = client.post("/api/auth/verify-email", json!({ "signup_token": token, "code": code })).await;
    assert_eq!(proven.status, StatusCode::OK);
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_by_token_or_code() {
    let portal = Portal::open();
    let site = portal.site().await;
    portal.member(&site, EMAIL).await;
    let client = portal.client(&site);
    let session = log_in(&portal, &site).await;
    portal.mail(&site, EMAIL).await;
    for (email, letters) in [(EMAIL, 3), ("nobody@example.com", 0)] {
        let reply = client.post("/api/auth/forgot-password", json!({ "email": email })).await;
        assert_eq!((reply.status, reply.text.as_str()), (StatusCode::ACCEPTED, ""));
        assert_eq!(portal.mail(&site, email).await.len(), letters);
    }
    let code = code_in(&portal.newest_mail(&site, EMAIL).await);
    let weak = client.post("/api/auth/reset-password", json!({ "email": EMAIL, "code": code, "password": "short" })).await;
    assert_eq!(weak.errors(), [("password", "too_short")]);
    let done = client.post("/api/auth/reset-password", json!({ "email": EMAIL, "code": code, "password": NEW })).await;
    assert_eq!(done.status, StatusCode::NO_CONTENT);
    assert_eq!(refresh(&portal, &site, &session["refresh_token"]).await.problem(), (401, "token_invalid"));
    let dead = client.post("/api/auth/reset-password", json!({ "token": "A".repeat(43), "password": NEW })).await;
    assert_eq!(dead.problem(), (401, "token_invalid"));
}

#[tokio::test]
async fn a_closed_site_takes_no_signup_by_any_door() {
    let portal = Portal::open();
    let site = portal.site_with(|settings| settings.signup = vestibule::model::site::SignupPolicy::Closed).await;
    let reply = portal.client(&site).post("/api/auth/register", json!({ "email": EMAIL, "password": PASSWORD })).await;
    assert_eq!(reply.problem(), (403, "signup_closed"));
    assert!(portal.mail(&site, EMAIL).await.is_empty());
}

#[tokio::test]
async fn bodies_that_do_not_fit_are_refused_field_by_field() {
    let portal = Portal::open();
    let site = portal.site().await;
    let client = portal.client(&site);
    for (path, body, errors) in [
        ("/api/auth/login", json!({}), vec![("password", "missing")]),
        ("/api/auth/login", json!({ "email": ["a@example.com"], "password": "x" }), vec![("email", "malformed")]),
        ("/api/auth/login", json!({ "email": EMAIL, "password": PASSWORD, "remember": true }), vec![("remember", "unknown")]),
        (
            "/api/auth/register",
            json!({ "email": "ada", "password": "short" }),
            vec![("email", "malformed"), ("password", "too_short")],
        ),
        ("/api/auth/refresh", json!({ "refresh_token": 7 }), vec![("refresh_token", "malformed")]),
        ("/api/auth/forgot-password", json!({ "email": "" }), vec![("email", "missing")]),
    ] {
        assert_eq!(client.post(path, body).await.errors(), errors, "{path}");
    }
}
