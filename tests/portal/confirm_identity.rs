use axum::http::{Method, StatusCode};
use time::Duration;

use crate::support::{PASSWORD, Portal};

#[tokio::test]
async fn an_old_login_proves_itself_before_something_sensitive() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.member(&site, "ada@example.com").await;
    let mut phone = portal.browser(&site);
    phone.log_in("ada@example.com", PASSWORD).await;
    portal.wait(Duration::minutes(5));
    let copied = ada.clone();

    ada.visit("/account").await;
    ada.press("Log out on all other devices").await;
    assert_eq!(ada.heading(), "Confirm it is you");
    assert!(phone.is_logged_in().await, "nothing has happened yet");
    ada.fill("Current password", "not this one, sorry");
    ada.press("Confirm").await;
    assert_eq!(
        (ada.status, ada.problems()),
        (StatusCode::UNPROCESSABLE_ENTITY, vec!["This is not your current password".into()])
    );
    ada.fill("Current password", PASSWORD);
    ada.press("Confirm").await;
    assert_eq!(ada.path(), "/account");
    assert!(!copied.is_logged_in().await, "the login has a new secret");
    ada.press("Log out on all other devices").await;
    assert!(ada.sees("All other devices are logged out.") && !phone.is_logged_in().await);
}

#[tokio::test]
async fn it_leads_back_to_the_site_s_own_pages_only() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.member(&site, "ada@example.com").await;
    for (target, expected) in [
        (format!("{}/account/delete", site.base.path), "/account/delete"),
        ("https://evil.example/".to_owned(), "/account"),
        ("//evil.example".to_owned(), "/account"),
    ] {
        ada.visit(&format!("/confirm-identity?{}", query(&[("return_to", &target)]))).await;
        ada.fill("Current password", PASSWORD);
        ada.press("Confirm").await;
        assert_eq!(ada.path(), expected, "{target}");
    }
    let mut stranger = portal.browser(&site);
    stranger.visit("/confirm-identity").await;
    assert_eq!(stranger.path(), "/login");
    assert_eq!(stranger.post("/confirm-identity", &[("current_password", PASSWORD)]).await.status, StatusCode::SEE_OTHER);
}

/// Somebody who clicks twice, without a script that would prevent it, sees the last answer, and goes on with what it says.
#[tokio::test]
async fn of_two_confirmations_at_once_the_last_answer_counts() {
    let portal = Portal::open();
    let site = portal.site().await;
    for _ in 0..10 {
        let mut ada = portal.member(&site, &format!("ada-{}@example.com", portal.app.random.id(portal.app.clock.now()))).await;
        let (mut first, mut second) = (ada.clone(), ada.clone());
        let target = format!("{}/account/delete", site.base.path);
        let page = format!("/confirm-identity?{}", query(&[("return_to", &target)]));
        let fields = [("current_password", PASSWORD)];
        let (one, other) = futures_util::future::join(first.post(&page, &fields), second.post(&page, &fields)).await;
        for answer in [&one, &other] {
            assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, target.as_str()));
        }
        let stands = [first.is_logged_in().await, second.is_logged_in().await];
        assert_eq!(stands.iter().filter(|stands| **stands).count(), 1, "one secret counts");
        ada.visit("/account").await;
        assert_eq!(ada.path(), "/login", "the one before counts no more");
    }
}

#[tokio::test]
async fn strangers_who_guess_keep_nobody_from_confirming() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.member(&site, "ada@example.com").await;
    for _ in 0..8 {
        portal.browser(&site).post("/login", &[("email", "ada@example.com"), ("password", "guess number one")]).await;
    }
    ada.visit("/confirm-identity").await;
    ada.fill("Current password", PASSWORD);
    ada.press("Confirm").await;
    assert_eq!(ada.path(), "/account");
}

/// Each login has tries of its own, so a stolen one cannot keep the owner from ending it.
#[tokio::test]
async fn a_thief_who_guesses_in_one_login_keeps_no_other_from_confirming() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut thief = portal.member(&site, "ada@example.com").await;
    for _ in 0..8 {
        thief.post("/confirm-identity", &[("current_password", "guess number one")]).await;
    }
    let mut ada = portal.browser(&site);
    ada.log_in("ada@example.com", PASSWORD).await;
    assert_eq!(ada.post("/confirm-identity", &[("current_password", PASSWORD)]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn every_sensitive_page_asks() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.member(&site, "ada@example.com").await;
    portal.wait(Duration::minutes(6));
    for (method, page) in [
        (Method::GET, "/account/export"),
        (Method::POST, "/account/sessions/end-others"),
        (Method::POST, "/account/sessions/01a1fc61-8057-79b7-80d0-e5362655b225/end"),
    ] {
        let answer = ada.send(method, page, &[("sec-fetch-site", "same-origin")], None).await;
        assert!(answer.header("location").starts_with(&format!("{}/confirm-identity?", site.base.path)), "{page}");
    }
    for (page, fields) in [("/account/email", &[("new_email", "new@example.com")][..]), ("/account/delete", &[])] {
        let answer = ada.post(page, fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{page}");
        assert!(answer.body.contains("Enter your current password"), "{page}");
    }
    assert!(ada.is_logged_in().await && portal.mail(&site, "new@example.com").await.is_empty());
}

fn query(pairs: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}
