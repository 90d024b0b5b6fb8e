use axum::http::{Method, StatusCode};
use futures_util::future::join;

use crate::support::Portal;

#[tokio::test]
async fn logging_out_asks_first_and_is_final() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.member(&site, "ada@example.com").await;
    let copied = ada.clone();
    ada.visit("/logout").await;
    assert_eq!(ada.heading(), "Log out?");
    assert!(ada.is_logged_in().await, "a link logs nobody out");
    ada.press("Log out").await;
    assert_eq!(ada.heading(), "You are logged out");
    assert!(ada.cookies.keys().all(|name| name.starts_with("__Host-device-") || name == "language"), "{:?}", ada.cookies);
    assert!(!copied.is_logged_in().await);
}

#[tokio::test]
async fn logging_out_leaves_nothing_for_the_back_button() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.member(&site, "ada@example.com").await;
    assert_eq!(ada.send(Method::GET, "/account", &[], None).await.header("cache-control"), "no-store");
    let answer = ada.post("/logout", &[]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.header("clear-site-data"), r#""cache", "storage""#);
}

/// The session library would insert a row again that was deleted meanwhile.
#[tokio::test]
async fn a_request_in_flight_does_not_bring_a_login_back() {
    let portal = Portal::open_with(&["--limit-login-address", "1000/15m"]);
    let site = portal.site().await;
    let mut ada = portal.member(&site, "ada@example.com").await;
    for _ in 0..200 {
        let (mut writer, mut leaver) = (ada.clone(), ada.clone());
        join(writer.post("/account/profile", &[("name", "Ada")]), leaver.post("/logout", &[])).await;
        assert!(!ada.is_logged_in().await && !writer.is_logged_in().await);
        ada = portal.browser(&site);
        ada.log_in("ada@example.com", "correct horse battery staple").await;
        assert_eq!(ada.path(), "/account");
    }
}
