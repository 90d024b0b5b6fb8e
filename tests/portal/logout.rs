use axum::http::{Method, StatusCode};
use futures_util::future::join;
use serde_json::json;

use super::oidc::app::App;
use crate::support::{Browser, PASSWORD, Portal};

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

#[tokio::test]
async fn the_last_page_says_what_ended_and_leads_on() {
    let portal = Portal::open();
    let site = portal.site().await;
    let app = App::foreign(&portal, &site).await;
    let mut ada = portal.member(&site, "ada@example.com").await;
    ada.visit("/logout").await;
    ada.press("Log out").await;
    assert!(ada.sees(&format!("You are logged out of {} in this browser", site.name)), "{}", ada.body);
    let href = |browser: &Browser, words: &str| {
        let links = browser.all("main a").into_iter().find(|link| link.text().collect::<String>() == words);
        links.map(|link| link.value().attr("href").unwrap().to_owned())
    };
    assert_eq!(href(&ada, &format!("Go to {}", site.name)).unwrap(), site.frontend_url);
    assert_eq!(href(&ada, "Log in again").unwrap(), format!("{}/login", site.base.path));

    ada.visit(&format!("/logout?client_id={}", app.id)).await;
    assert_eq!(href(&ada, "Go to Shop").unwrap(), "https://shop.example/");
    assert_eq!(href(&ada, "Log in again").unwrap(), format!("{}/login", site.base.path));
    assert_eq!(href(&ada, &format!("Go to {}", site.name)), None);
    let own = App::like(&portal, &site, json!({ "home_url": format!("{}/start", site.frontend_url) })).await;
    ada.visit(&format!("/logout?client_id={}", own.id)).await;
    ada.follow("Log in again").await;
    ada.fill("Email", "ada@example.com").fill("Password", PASSWORD);
    ada.press("Log in").await;
    assert_eq!(ada.location(), format!("{}/start", site.frontend_url), "back to the app, where the site vouches for it");
}
