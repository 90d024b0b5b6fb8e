use axum::http::{Method, StatusCode};
use futures_util::future::join_all;
use serde_json::json;
use time::Duration;

use crate::support::{PASSWORD, Portal, sql};

#[tokio::test]
async fn opening_a_link_changes_nothing_however_often() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.browser(&site);
    ada.sign_up("ada@example.com").await;
    let link = portal.link_in_mail(&site, "ada@example.com").await;
    let before = rows(&site).await;
    for _ in 0..3 {
        let mut scanner = portal.browser(&site);
        scanner.visit(&link).await;
        assert_eq!(scanner.heading(), "Confirm your email");
        let path = link.split_once(".example").unwrap().1;
        scanner.send(Method::HEAD, path, &[], None).await;
        assert!(!scanner.is_logged_in().await);
    }
    assert_eq!(rows(&site).await, before);
    ada.visit(&link).await;
    ada.press("Confirm").await;
    assert_eq!(ada.path(), "/account");
}

/// Otherwise whoever signs up with somebody else's address would own the account that its owner confirms.
#[tokio::test]
async fn another_browser_chooses_the_password_and_the_first_one_has_nothing() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut thief = portal.browser(&site);
    thief.sign_up("victim@example.com").await;
    let link = portal.link_in_mail(&site, "victim@example.com").await;

    let mut victim = portal.browser(&site);
    victim.visit(&link).await;
    victim.fill("Create a password", "short");
    victim.press("Confirm").await;
    assert_eq!(victim.problems(), ["Use a password with at least 10 characters"]);
    victim.fill("Create a password", "the owner's own words");
    victim.press("Confirm").await;
    assert!(!victim.is_logged_in().await, "a mail scanner that presses buttons must not hold a login");
    victim.log_in("victim@example.com", "the owner's own words").await;
    assert_eq!(victim.path(), "/account");

    thief.log_in("victim@example.com", PASSWORD).await;
    assert_eq!(thief.status, StatusCode::UNPROCESSABLE_ENTITY);
    thief.visit("/account").await;
    assert_eq!(thief.path(), "/login");
}

#[tokio::test]
async fn twenty_at_once_with_one_link_make_one_account() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.browser(&site);
    ada.sign_up("ada@example.com").await;
    let link = portal.link_in_mail(&site, "ada@example.com").await;
    let token = link.rsplit_once('=').unwrap().1;
    let answers = join_all((0..20).map(|_| {
        let mut browser = ada.clone();
        async move { browser.post("/verify", &[("token", token)]).await }
    }))
    .await;
    assert_eq!(answers.iter().filter(|answer| answer.header("location").ends_with("/account")).count(), 1);
    assert!(answers.iter().all(|answer| answer.status == StatusCode::SEE_OTHER || answer.body.contains("Email confirmed")));
}

#[tokio::test]
async fn a_link_that_was_used_says_that_all_is_well() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.browser(&site);
    ada.sign_up("ada@example.com").await;
    let link = portal.link_in_mail(&site, "ada@example.com").await;
    ada.visit(&link).await;
    ada.press("Confirm").await;
    let mut later = portal.browser(&site);
    later.visit(&link).await;
    assert_eq!(later.status, StatusCode::OK);
    assert!(later.sees("ada@example.com") && !later.is_logged_in().await);
}

#[tokio::test]
async fn whatever_is_not_the_link_is_answered_alike_and_spends_nothing() {
    let portal = Portal::open();
    let (site, other) = (portal.site().await, portal.site().await);
    let mut ada = portal.browser(&site);
    ada.sign_up("ada@example.com").await;
    let link = portal.link_in_mail(&site, "ada@example.com").await;
    let token = link.rsplit_once('=').unwrap().1;
    let mut bodies = Vec::new();
    let unknown = "A".repeat(43);
    for broken in
        ["", &token[1..], &format!("{token}A"), &format!("{token} "), &token.to_lowercase(), &unknown, "%00", "../../etc"]
    {
        let answer = portal.browser(&site).post("/verify", &[("token", broken), ("password", PASSWORD)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{broken:?}");
        bodies.push(answer.body);
    }
    assert!(bodies.windows(2).all(|pair| pair[0] == pair[1]));
    let elsewhere = portal.browser(&other).post("/verify", &[("token", token), ("password", PASSWORD)]).await;
    assert!(elsewhere.body.contains("This link no longer works"));
    ada.visit(&link).await;
    ada.press("Confirm").await;
    assert_eq!(ada.path(), "/account");
}

#[tokio::test]
async fn an_expired_link_is_dead() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.browser(&site);
    ada.sign_up("ada@example.com").await;
    let link = portal.link_in_mail(&site, "ada@example.com").await;
    ada.visit(&link).await;
    portal.wait(Duration::hours(24));
    ada.press("Confirm").await;
    assert_eq!(ada.heading(), "This link no longer works");
    assert_eq!(ada.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn somebody_who_is_logged_in_stays_who_they_are() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut grace = portal.member(&site, "grace@example.com").await;
    portal.browser(&site).sign_up("ada@example.com").await;
    let link = portal.link_in_mail(&site, "ada@example.com").await;
    grace.visit(&link).await;
    grace.fill("Create a password", "the owner's own words");
    grace.press("Confirm").await;
    assert!(grace.sees("grace@example.com"));
    grace.visit("/account").await;
    assert!(grace.sees("grace@example.com") && !grace.sees("ada@example.com"));
}

#[tokio::test]
async fn the_proof_leads_back_to_where_the_person_wanted_to_go() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.browser(&site);
    ada.visit(&format!("/signup?return_to={}/inbox", site.frontend_url)).await;
    ada.fill("Email", "ada@example.com").fill("Create a password", PASSWORD);
    ada.press("Sign up").await;
    let link = portal.link_in_mail(&site, "ada@example.com").await;
    ada.visit(&link).await;
    ada.press("Confirm").await;
    assert_eq!(ada.location(), format!("{}/inbox", site.frontend_url));
}

async fn rows(site: &vestibule::model::site::Site) -> (i64, i64, i64, i64) {
    let counts = "select (select count(*) from users where site_id = $1), (select count(*) from sessions where site_id = $1),
                         (select count(*) from signups where site_id = $1 and proven_at is null), (select count(*) from outbox where site_id = $1)";
    sqlx::query_as(counts).bind(site.id).fetch_one(&sql().await).await.unwrap()
}

#[tokio::test]
async fn a_proof_as_somebody_else_ends_the_login_that_was_here() {
    let portal = Portal::open();
    let site = portal.site().await;
    for (email, by_code) in [("ada@example.com", true), ("anne@example.com", false)] {
        let mut browser = portal.member(&site, &format!("before-{email}")).await;
        let before = browser.clone();
        browser.sign_up(email).await;
        if by_code {
            let code = portal.code_in_mail(&site, email).await;
            browser.fill("Code", &code);
            browser.press("Continue").await;
        } else {
            let link = portal.link_in_mail(&site, email).await;
            browser.visit(&link).await;
            assert!(before.is_logged_in().await, "looking at the link changes nothing");
            browser.press("Confirm").await;
        }
        assert!(browser.path() == "/account" && browser.sees(email) && !browser.sees("before-"), "{}", browser.body);
        assert!(!before.is_logged_in().await);
    }
}

#[tokio::test]
async fn the_first_login_is_told_of_like_any_other() {
    let portal = Portal::open();
    let site = portal.site().await;
    for (email, by_code) in [("ada@example.com", true), ("anne@example.com", false)] {
        let mut browser = portal.browser(&site);
        browser.sign_up(email).await;
        if by_code {
            let code = portal.code_in_mail(&site, email).await;
            browser.fill("Code", &code);
            browser.press("Continue").await;
        } else {
            browser.visit(&portal.link_in_mail(&site, email).await).await;
            browser.press("Confirm").await;
        }
        assert!(browser.sees("You confirmed your email") && browser.sees("You logged in"), "{}", browser.body);
    }
    let mut admin = portal.site_admin(&site, "grace@example.com").await;
    admin.visit("/admin/users").await;
    assert!(!admin.sees("Never"), "{}", admin.body);
    let noted = "select count(*) from events where site_id = $1 and action = 'logged_in' and user_id is not null";
    let noted: i64 = sqlx::query_scalar(noted).bind(site.id).fetch_one(&sql().await).await.unwrap();
    assert_eq!(noted, 3, "one for each login, for the lists of sites and of logins to count");
}

/// Each costs a hash, and the link is not used up before it.
#[tokio::test]
async fn whoever_has_a_link_tries_no_number_of_passwords() {
    let portal = Portal::open_with(&["--limit-proof-address", "5/15m"]);
    let site = portal.site().await;
    let mut ada = portal.browser(&site);
    ada.sign_up("ada@example.com").await;
    let link = portal.link_in_mail(&site, "ada@example.com").await;
    let mut elsewhere = portal.browser(&site);
    elsewhere.visit(&link).await;
    for _ in 0..5 {
        elsewhere.fill("Create a password", "short");
        elsewhere.press("Confirm").await;
        assert_eq!(elsewhere.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    elsewhere.fill("Create a password", "the owner's own words");
    elsewhere.press("Confirm").await;
    assert_eq!(elsewhere.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(elsewhere.sees("ada@example.com"), "{}", elsewhere.body);
    let token = link.rsplit_once('=').unwrap().1;
    let program = portal.client(&site);
    let mut refused = Vec::new();
    for password in ["short", "short", "short", "short", "short", "the owner's own words"] {
        let reply = program.post("/api/auth/verify-email", json!({ "token": token, "password": password })).await;
        refused.push(reply.status.as_u16());
    }
    assert_eq!(refused, [422, 422, 422, 422, 422, 429]);
    portal.wait(Duration::minutes(16));
    elsewhere.fill("Create a password", "the owner's own words");
    elsewhere.press("Confirm").await;
    assert_eq!(elsewhere.status, StatusCode::OK, "{}", elsewhere.body);
}
