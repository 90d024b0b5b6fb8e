use axum::http::{Method, StatusCode};
use futures_util::future::join_all;
use time::Duration;
use vestibule::model::site::Site;

use crate::support::{Browser, PASSWORD, Portal, code_in, link_in, sql};

const NEW: &str = "a different horse altogether";

/// Somebody who has asked for a letter, and what it holds.
async fn asked(portal: &Portal, site: &Site, email: &str) -> (Browser, String, String) {
    let mut browser = portal.browser(site);
    browser.visit("/login").await;
    browser.follow("Forgot password?").await;
    browser.fill("Email", email);
    browser.press("Send").await;
    assert_eq!(browser.path(), "/reset");
    let letter = portal.newest_mail(site, &email.trim().to_lowercase()).await;
    (browser, link_in(&letter), code_in(&letter))
}

#[tokio::test]
async fn a_reset_ends_the_login_of_whoever_was_there() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut shared = portal.member(&site, "grace@example.com").await;
    let before = shared.clone();
    portal.member(&site, "ada@example.com").await;
    let (_, link, _) = asked(&portal, &site, "ada@example.com").await;
    shared.visit(&link).await;
    assert!(before.is_logged_in().await, "opening it changes nothing");
    shared.fill("New password", NEW);
    shared.press("Change password").await;
    assert!(!before.is_logged_in().await);
    shared.log_in("grace@example.com", PASSWORD).await;
    assert_eq!(shared.all("[aria-labelledby=devices] li").len(), 1, "{}", shared.body);
    assert!(shared.sees("You logged out"));
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_by_link_and_everything_old_ends() {
    let portal = Portal::open();
    let site = portal.site().await;
    let elsewhere = portal.member(&site, "ada@example.com").await;
    let (_, link, _) = asked(&portal, &site, "ada@example.com").await;
    let mut ada = portal.browser(&site);
    ada.visit(&link).await;
    assert_eq!(ada.location(), format!("{}/reset", site.base.path), "the token has left the address bar");
    assert!(ada.sees("ada@example.com"));
    ada.fill("New password", NEW);
    ada.press("Change password").await;
    assert_eq!(ada.path(), "/login");
    assert!(ada.sees("Your password is changed") && !ada.is_logged_in().await, "a reset does not log in");
    assert_eq!(ada.value("Email"), "ada@example.com");
    assert!(!elsewhere.is_logged_in().await);
    let told = portal.newest_mail(&site, "ada@example.com").await;
    assert!(told.subject.contains("was changed") && told.text.contains("/forgot"));

    ada.log_in("ada@example.com", PASSWORD).await;
    assert_eq!(ada.status, StatusCode::UNPROCESSABLE_ENTITY);
    ada.log_in("ada@example.com", NEW).await;
    assert_eq!(ada.path(), "/account");
}

#[tokio::test]
async fn three_wrong_codes_close_the_door_until_a_new_letter() {
    let portal = Portal::open();
    let site = portal.site().await;
    portal.member(&site, "ada@example.com").await;
    let (mut ada, link, code) = asked(&portal, &site, "ada@example.com").await;
    let wrong = format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000);
    for typed in [&wrong, &wrong, &wrong, &code] {
        ada.fill("Code", typed).fill("New password", NEW);
        ada.press("Change password").await;
        assert_eq!(ada.problems(), ["This code is not right, or no longer works. Check the latest mail, or ask for a new one"]);
    }
    ada.visit(&link).await;
    ada.fill("New password", NEW);
    ada.press("Change password").await;
    assert_eq!(ada.path(), "/login", "the link still works");
}

#[tokio::test]
async fn a_refused_password_costs_neither_the_link_nor_a_try() {
    let portal = Portal::open();
    let site = portal.site().await;
    portal.member(&site, "ada@example.com").await;
    let (mut ada, link, code) = asked(&portal, &site, "ada@example.com").await;
    for _ in 0..5 {
        ada.fill("Code", &code).fill("New password", "short");
        ada.press("Change password").await;
        assert_eq!(ada.problems(), ["Use a password with at least 10 characters"]);
    }
    ada.visit(&link).await;
    ada.fill("New password", "ada@example.com1");
    ada.press("Change password").await;
    assert!(ada.problems()[0].contains("does not contain your email"));
    ada.fill("New password", NEW);
    ada.press("Change password").await;
    assert_eq!(ada.path(), "/login");
}

/// Known, unknown, disabled, without a password, unproven: one answer to the last byte, and no letter to strangers.
#[tokio::test]
async fn nobody_can_tell_who_has_an_account() {
    let portal = Portal::open();
    let site = portal.site().await;
    for email in ["active@example.com", "disabled@example.com", "passwordless@example.com"] {
        portal.member(&site, email).await;
    }
    portal.browser(&site).sign_up("unproven@example.com").await;
    portal.mail(&site, "unproven@example.com").await;
    for change in [
        "status = 'disabled' where email = 'disabled@example.com'",
        "password_hash = null where email = 'passwordless@example.com'",
    ] {
        sqlx::query(&format!("update users set {change} and site_id = $1")).bind(site.id).execute(&sql().await).await.unwrap();
    }
    let mut answers = Vec::new();
    let people = [("active", 2), ("disabled", 1), ("passwordless", 2), ("unproven", 1), ("nobody", 0)];
    for (name, letters) in people {
        let email = format!("{name}@example.com");
        let mut browser = portal.browser(&site);
        let answer = browser.post("/forgot", &[("email", &email)]).await;
        let names: Vec<String> = answer.headers.keys().map(ToString::to_string).collect();
        let page = browser.send(Method::GET, "/reset", &[], None).await.body.replace(&email, "…");
        let wrong = browser.post("/reset", &[("code", "000000"), ("new_password", NEW)]).await;
        answers.push((
            answer.status,
            answer.header("location").to_owned(),
            names,
            page,
            wrong.status,
            wrong.body.replace(&email, "…"),
        ));
        assert_eq!(portal.mail(&site, &email).await.len(), letters, "{name}");
    }
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]));
}

#[tokio::test]
async fn asking_changes_nothing_and_a_newer_letter_voids_the_older() {
    let portal = Portal::open();
    let site = portal.site().await;
    let member = portal.member(&site, "ada@example.com").await;
    let (_, old, _) = asked(&portal, &site, "ada@example.com").await;
    portal.wait(Duration::seconds(1));
    let (mut ada, new, _) = asked(&portal, &site, "ada@example.com").await;
    assert!(member.is_logged_in().await);
    for _ in 0..3 {
        ada.visit(&new).await;
    }
    ada.visit(&old).await;
    assert_eq!((ada.status, ada.heading().as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "This link no longer works"));
    ada.follow("Send a new link").await;
    assert_eq!(ada.value("Email"), "ada@example.com", "the address is still there");
    ada.press("Send").await;
    assert_eq!(ada.heading(), "Choose a new password", "the dead link is forgotten");
    assert_eq!(ada.all("#code").len(), 1);
    let new = portal.link_in_mail(&site, "ada@example.com").await;
    ada.visit(&new).await;
    ada.fill("New password", NEW);
    ada.press("Change password").await;
    assert_eq!(ada.path(), "/login");
    ada.visit(&new).await;
    assert_eq!(ada.heading(), "This link no longer works", "a link works once");
}

#[tokio::test]
async fn twenty_at_once_with_one_link_change_the_password_once() {
    let portal = Portal::open();
    let site = portal.site().await;
    portal.member(&site, "ada@example.com").await;
    let (ada, link, _) = asked(&portal, &site, "ada@example.com").await;
    let token = link.rsplit_once('=').unwrap().1;
    let answers = join_all((0..20).map(|_| {
        let mut browser = ada.clone();
        async move { browser.post("/reset", &[("token", token), ("new_password", NEW)]).await.status }
    }))
    .await;
    assert_eq!(answers.iter().filter(|status| **status == StatusCode::SEE_OTHER).count(), 1, "{answers:?}");
    assert_eq!(
        portal.mail(&site, "ada@example.com").await.iter().filter(|letter| letter.subject.contains("was changed")).count(),
        1
    );
}

#[tokio::test]
async fn whatever_is_not_the_link_is_answered_alike_and_spends_nothing() {
    let portal = Portal::open();
    let (site, other) = (portal.site().await, portal.site().await);
    portal.member(&site, "ada@example.com").await;
    let mut waiting = portal.browser(&site);
    waiting.sign_up("grace@example.com").await;
    let signup_link = portal.link_in_mail(&site, "grace@example.com").await;
    let (mut ada, link, _) = asked(&portal, &site, "ada@example.com").await;
    let token = link.rsplit_once('=').unwrap().1;
    let mut bodies = Vec::new();
    let unknown = "A".repeat(43);
    for broken in ["", &token[1..], &format!("{token}A"), &unknown, signup_link.rsplit_once('=').unwrap().1] {
        let answer = portal.browser(&site).post("/reset", &[("token", broken), ("new_password", NEW)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{broken:?}");
        bodies.push(answer.body);
    }
    assert!(bodies.windows(2).all(|pair| pair[0] == pair[1]));
    let elsewhere = portal.browser(&other).post("/reset", &[("token", token), ("new_password", NEW)]).await;
    assert!(elsewhere.body.contains("This link no longer works"));
    ada.visit(&link).await;
    ada.fill("New password", NEW);
    ada.press("Change password").await;
    assert_eq!(ada.path(), "/login");
}

#[tokio::test]
async fn links_and_codes_run_out_and_follow_the_account_s_address() {
    let portal = Portal::open();
    let site = portal.site().await;
    portal.member(&site, "ada@example.com").await;
    let (mut ada, link, code) = asked(&portal, &site, "ada@example.com").await;
    portal.wait(Duration::minutes(15));
    ada.fill("Code", &code).fill("New password", NEW);
    ada.press("Change password").await;
    assert_eq!(ada.problems().len(), 1, "a code lasts a quarter of an hour");
    let moved = "update users set email = $2 where site_id = $1";
    sqlx::query(moved).bind(site.id).bind("new@example.com").execute(&sql().await).await.unwrap();
    ada.visit(&link).await;
    assert_eq!(ada.heading(), "This link no longer works", "it went to an address that is the account's no more");
    sqlx::query(moved).bind(site.id).bind("ada@example.com").execute(&sql().await).await.unwrap();
    ada.visit(&link).await;
    assert_eq!(ada.heading(), "Choose a new password");
    portal.wait(Duration::minutes(45));
    ada.visit(&link).await;
    assert_eq!(ada.heading(), "This link no longer works", "a link lasts an hour");
}

#[tokio::test]
async fn a_reset_on_one_site_leaves_the_other_alone() {
    let portal = Portal::open();
    let (here, there) = (portal.site().await, portal.site().await);
    portal.member(&here, "ada@example.com").await;
    let other = portal.member(&there, "ada@example.com").await;
    let (mut ada, link, _) = asked(&portal, &here, "ada@example.com").await;
    ada.visit(&link).await;
    ada.fill("New password", NEW);
    ada.press("Change password").await;
    assert!(other.is_logged_in().await);
    let mut again = portal.browser(&there);
    again.log_in("ada@example.com", PASSWORD).await;
    assert_eq!(again.path(), "/account");
}

#[tokio::test]
async fn a_reset_opens_an_account_that_tries_have_closed() {
    let portal = Portal::open();
    let site = portal.site().await;
    portal.member(&site, "ada@example.com").await;
    for _ in 0..11 {
        portal.browser(&site).post("/login", &[("email", "ada@example.com"), ("password", "guess number one")]).await;
    }
    let (mut ada, link, _) = asked(&portal, &site, "ada@example.com").await;
    ada.visit(&link).await;
    ada.fill("New password", NEW);
    ada.press("Change password").await;
    ada.fill("Password", NEW);
    ada.press("Log in").await;
    assert_eq!(ada.path(), "/account");
}
