use axum::http::StatusCode;

use crate::support::{PASSWORD, Portal};

#[tokio::test]
async fn a_member_sees_where_they_are_logged_in_and_ends_it() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut laptop = portal.member(&site, "ada@example.com").await;
    let mut phone = portal.browser(&site);
    phone.headers =
        vec![("user-agent", "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1".into())];
    phone.peer = "[2001:db8::7]:4000".parse().unwrap();
    phone.log_in("ada@example.com", PASSWORD).await;

    laptop.visit("/account").await;
    assert!(laptop.sees("Firefox on Linux This device") && laptop.sees("Safari on iPhone") && laptop.sees("2001:db8::7"));
    laptop.press("Log out").await;
    assert_eq!(laptop.heading(), "You are logged out", "the first button of these words is one's own");
    laptop.log_in("ada@example.com", PASSWORD).await;
    laptop.press("Log out on all other devices").await;
    assert!(laptop.sees("All other devices are logged out."));
    assert!(laptop.is_logged_in().await && !phone.is_logged_in().await);
}

/// Only when browser and network are both new: a known browser travels, and a known household buys new browsers.
#[tokio::test]
async fn a_login_from_a_new_device_is_told_to_the_owner() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.member(&site, "ada@example.com").await;
    let letters =
        async || portal.mail(&site, "ada@example.com").await.into_iter().filter(|letter| letter.subject.contains("new")).count();
    let mut at_home = portal.browser(&site);
    at_home.log_in("ada@example.com", PASSWORD).await;
    ada.peer = "203.0.113.9:4000".parse().unwrap();
    ada.post("/logout", &[]).await;
    ada.log_in("ada@example.com", PASSWORD).await;
    assert_eq!(letters().await, 0);
    let mut thief = portal.browser(&site);
    thief.peer = "[2001:db8:66::7]:4000".parse().unwrap();
    thief.log_in("ada@example.com", PASSWORD).await;
    let told = portal.newest_mail(&site, "ada@example.com").await;
    assert!(told.text.contains("Firefox on Linux") && told.text.contains("2001:db8:66::7"), "{}", told.text);
    let mut neighbour = portal.browser(&site);
    neighbour.peer = "[2001:db8:66::8]:4000".parse().unwrap();
    neighbour.log_in("ada@example.com", PASSWORD).await;
    assert_eq!(letters().await, 1, "an IPv6 household is one network");
}

#[tokio::test]
async fn one_device_is_ended_by_its_own_button_and_a_foreign_one_is_not_there() {
    let portal = Portal::open();
    let (site, other) = (portal.site().await, portal.site().await);
    let mut ada = portal.member(&site, "ada@example.com").await;
    let (grace, stranger) = (portal.member(&site, "grace@example.com").await, portal.member(&other, "ada@example.com").await);
    let mut phone = portal.browser(&site);
    phone.log_in("ada@example.com", PASSWORD).await;

    let foreign =
        "select id::text from sessions where user_id <> (select id from users where site_id = $1 and email = 'ada@example.com')";
    let foreign: Vec<String> = sqlx::query_scalar(foreign).bind(site.id).fetch_all(&crate::support::sql().await).await.unwrap();
    assert!(foreign.len() >= 2);
    for id in foreign.iter().map(String::as_str).chain(["01a1fc61-8057-79b7-80d0-e5362655b225"]) {
        assert_eq!(ada.post(&format!("/account/sessions/{id}/end"), &[]).await.status, StatusCode::NOT_FOUND);
    }
    assert!(grace.is_logged_in().await && stranger.is_logged_in().await);

    ada.visit("/account").await;
    let action = ada.all("form[action*='/sessions/'][action$='/end']").remove(0).attr("action").unwrap().to_owned();
    ada.post(&action, &[]).await;
    ada.visit("/account").await;
    assert!(ada.sees("That device is logged out.") && !phone.is_logged_in().await);
}
