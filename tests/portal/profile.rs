use axum::http::StatusCode;
use futures_util::future::join_all;
use serde_json::json;
use time::Duration;

use crate::support::{PASSWORD, Portal};

#[tokio::test]
async fn a_member_says_what_to_be_called_and_where_the_clock_is_set() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.member(&site, "ada@example.com").await;
    ada.visit("/account").await;
    assert!(ada.sees("UTC"));
    ada.follow("Edit profile").await;
    ada.fill("Full name (optional)", "Ada Lovelace").fill("Time zone", "Asia/Tokyo");
    ada.press("Save").await;
    assert_eq!(ada.path(), "/account");
    assert!(ada.sees("Ada Lovelace") && ada.sees("Asia/Tokyo") && ada.sees("JST") && !ada.sees("UTC"), "{}", ada.body);
    ada.follow("Edit profile").await;
    ada.press("Save").await;
    assert!(ada.sees("Ada Lovelace") && ada.sees("Asia/Tokyo"), "what is not touched stays");
}

#[tokio::test]
async fn the_chosen_language_goes_along_to_other_browsers_and_into_the_mail() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.member(&site, "ada@example.com").await;
    ada.visit("/account/profile").await;
    ada.fill("Language", "es");
    ada.press("Save").await;
    assert_eq!(ada.heading(), "Tu cuenta");
    let mut phone = portal.browser(&site);
    phone.log_in("ada@example.com", PASSWORD).await;
    assert_eq!(phone.heading(), "Tu cuenta", "{}", phone.body);
    phone.post("/account/password", &[("current_password", PASSWORD), ("new_password", "a different horse altogether")]).await;
    let told = portal.newest_mail(&site, "ada@example.com").await;
    assert!(told.subject.contains("contraseña"), "{}", told.subject);
    let mut chosen = portal.browser(&site);
    chosen.visit("/login?ui_locales=en").await;
    chosen.log_in("ada@example.com", "a different horse altogether").await;
    assert_eq!(chosen.heading(), "Your account", "what was chosen in a browser comes first there");
}

#[tokio::test]
async fn bad_profiles_are_refused_with_what_was_typed() {
    let portal = Portal::open();
    let site = portal.site_with(|settings| settings.usernames = true).await;
    let mut ada = portal.member(&site, "ada@example.com").await;
    for (fields, problems) in [
        (vec![("name", "x".repeat(101))], 1),
        (vec![("name", "https://evil.example".into()), ("username", "a b".into())], 2),
        (vec![("time_zone", "Atlantis/Capital".into()), ("locale", "xx".into())], 2),
        (vec![("username", "ab".into())], 1),
    ] {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = ada.post("/account/profile", &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert_eq!(answer.body.matches("aria-invalid").count(), problems, "{fields:?}");
    }
}

#[tokio::test]
async fn a_username_belongs_to_one_and_logs_in_by_any_spelling() {
    let portal = Portal::open();
    let site = portal.site_with(|settings| settings.usernames = true).await;
    let (ada, grace) = (portal.member(&site, "ada@example.com").await, portal.member(&site, "grace@example.com").await);
    let answers = join_all(
        [ada, grace]
            .into_iter()
            .map(|mut browser| async move { browser.post("/account/profile", &[("username", "The.Countess")]).await.status }),
    )
    .await;
    assert_eq!(answers.iter().filter(|status| **status == StatusCode::SEE_OTHER).count(), 1, "{answers:?}");

    let mut phone = portal.browser(&site);
    phone.visit("/login").await;
    phone.fill("Email or username", " the.COUNTESS").fill("Password", PASSWORD);
    phone.press("Log in").await;
    assert_eq!(phone.path(), "/account", "{}", phone.body);
    let mut bodies = Vec::new();
    for name in ["the.countess", "nobody.here"] {
        let answer = portal.browser(&site).post("/login", &[("email", name), ("password", "guess number one")]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        bodies.push(answer.body.replace(name, "…"));
    }
    assert_eq!(bodies[0], bodies[1]);
}

#[tokio::test]
async fn a_username_is_chosen_at_signup_too_unless_somebody_was_quicker() {
    let portal = Portal::open();
    let site = portal.site_with(|settings| settings.usernames = true).await;
    let mut waiting = Vec::new();
    for email in ["ada@example.com", "grace@example.com"] {
        let mut browser = portal.browser(&site);
        browser.visit("/signup").await;
        browser.fill("Email", email).fill("Username (optional)", "countess").fill("Create a password", PASSWORD);
        browser.press("Sign up").await;
        assert_eq!(browser.path(), "/check-mail");
        waiting.push((browser, portal.link_in_mail(&site, email).await));
    }
    for (browser, link) in &mut waiting {
        browser.visit(link).await;
        browser.press("Confirm").await;
        assert_eq!(browser.path(), "/account", "an account is made all the same");
    }
    assert!(waiting[0].0.sees("countess") && !waiting[1].0.sees("countess"));
    let answer = portal
        .browser(&site)
        .post("/signup", &[("email", "x@example.com"), ("username", "Countess"), ("password", PASSWORD)])
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn sites_without_usernames_take_none() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.member(&site, "ada@example.com").await;
    assert_eq!(ada.post("/account/profile", &[("username", "countess")]).await.status, StatusCode::SEE_OTHER);
    let mut phone = portal.browser(&site);
    phone.log_in("countess", PASSWORD).await;
    assert_eq!(phone.problems(), ["Enter an email in the form name@example.com"]);
}

#[tokio::test]
async fn of_many_who_prove_their_addresses_at_once_with_one_username_all_get_an_account() {
    let portal = Portal::open();
    let site = portal.site_with(|settings| settings.usernames = true).await;
    let mut waiting = Vec::new();
    for number in 0..8 {
        let email = format!("ada-{number}@example.com");
        let mut browser = portal.browser(&site);
        browser.post("/signup", &[("email", &email), ("username", "countess"), ("password", PASSWORD)]).await;
        waiting.push((browser, portal.link_in_mail(&site, &email).await));
    }
    let proofs = join_all(waiting.into_iter().map(|(mut browser, link)| async move {
        browser.post("/verify", &[("token", link.rsplit_once('=').unwrap().1)]).await;
        browser.is_logged_in().await
    }))
    .await;
    assert_eq!(proofs, [true; 8]);
}

/// A username opens the account, so a login that is unattended must not change it.
#[tokio::test]
async fn whoever_changes_a_username_proves_to_be_the_owner() {
    let portal = Portal::open();
    let site = portal.site_with(|settings| settings.usernames = true).await;
    let mut ada = portal.member(&site, "ada@example.com").await;
    ada.visit("/account/profile").await;
    ada.fill("Username (optional)", "ada");
    ada.press("Save").await;
    assert!(ada.path() == "/account" && ada.sees("ada"), "a fresh login need not: {}", ada.body);

    portal.wait(Duration::minutes(6));
    ada.visit("/account/profile").await;
    ada.fill("Full name (optional)", "Ada Lovelace");
    ada.press("Save").await;
    assert_eq!(ada.path(), "/account", "everything else changes without a password");
    for (typed, problem) in [("", "Enter your current password"), ("not this one, sorry", "This is not your current password")] {
        ada.visit("/account/profile").await;
        ada.fill("Username (optional)", "thief").fill("Current password", typed);
        ada.press("Save").await;
        assert_eq!((ada.status, ada.problems()), (StatusCode::UNPROCESSABLE_ENTITY, vec![problem.to_owned()]));
        assert_eq!(ada.value("Username (optional)"), "thief");
    }
    let answer = ada.post("/account/profile", &[("username", "")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "taking it away is a change, too");
    ada.fill("Username (optional)", "countess").fill("Current password", PASSWORD);
    ada.press("Save").await;
    assert!(ada.path() == "/account" && ada.sees("countess"));
    for _ in 0..6 {
        ada.post("/account/profile", &[("username", "thief"), ("current_password", "guess number one")]).await;
    }
    let answer = ada.post("/account/profile", &[("username", "thief"), ("current_password", PASSWORD)]).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS, "guesses are counted");
}

#[tokio::test]
async fn a_program_gives_the_password_for_a_username_however_fresh_its_login_is() {
    let portal = Portal::open();
    let site = portal.site_with(|settings| settings.usernames = true).await;
    portal.member(&site, "ada@example.com").await;
    let program = portal.program(&site, "ada@example.com").await;
    let reply = program.patch("/api/user/profile", json!({ "username": "ada" })).await;
    assert_eq!(reply.errors(), [("current_password", "missing")]);
    let reply = program.patch("/api/user/profile", json!({ "username": "ada", "current_password": "wrong one" })).await;
    assert_eq!(reply.errors(), [("current_password", "wrong")]);
    let changed = program.patch("/api/user/profile", json!({ "username": "ada", "current_password": PASSWORD })).await;
    assert_eq!(changed.ok(StatusCode::OK)["username"], "ada");
    let named = program.patch("/api/user/profile", json!({ "name": "Ada", "username": "ada" })).await;
    assert_eq!(named.ok(StatusCode::OK)["name"], "Ada", "the same username is no change");
}
