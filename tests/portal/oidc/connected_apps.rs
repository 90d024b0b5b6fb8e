//! What people see of the apps that they let in, and how they put them out.

use axum::http::{Method, StatusCode};

use super::app::{App, encounter, error};
use crate::support::{Browser, Portal};

async fn let_in(app: &App, browser: &mut Browser, scope: &str) -> serde_json::Value {
    browser.visit(&app.link(&[("scope", scope)])).await;
    browser.press("Allow").await;
    app.exchange(&app.answer(browser)["code"]).await.ok(StatusCode::OK)
}

#[tokio::test]
async fn an_app_is_listed_with_what_it_may_know_and_can_be_put_out() {
    let portal = Portal::open();
    let (site, _, mut ada) = encounter(&portal).await;
    ada.visit("/account").await;
    assert!(!ada.sees("Connected apps"));
    let app = App::foreign(&portal, &site).await;
    let tokens = let_in(&app, &mut ada, "openid email offline_access").await;
    ada.visit("/account").await;
    for words in ["Connected apps", "Shop", "see your email address", "keep this access while you are logged out"] {
        assert!(ada.sees(words), "{words}: {}", ada.body);
    }
    ada.press("Remove access").await;
    assert!(ada.sees("The app has no access any more.") && !ada.sees("Connected apps"), "{}", ada.body);
    assert!(ada.sees("You removed an app's access"));
    assert_eq!(error(&app.refresh(&tokens).await), (400, "invalid_grant"));
    assert_eq!(error(&app.userinfo(&tokens).await), (401, "invalid_token"));
    ada.visit(&app.link(&[("prompt", "none")])).await;
    assert_eq!(app.answer(&ada)["error"], "consent_required");
    ada.visit(&app.link(&[])).await;
    assert_eq!(ada.path(), "/consent", "it has to ask again");
}

#[tokio::test]
async fn the_site_s_own_apps_are_listed_while_they_hold_something() {
    let portal = Portal::open();
    let (_, app, mut ada) = encounter(&portal).await;
    let code = app.code(&mut ada, &[]).await;
    ada.visit("/account").await;
    assert!(!ada.sees("Connected apps"), "a code is nothing yet");
    let tokens = app.exchange(&code).await.ok(StatusCode::OK);
    ada.visit("/account").await;
    assert!(ada.sees("Connected apps") && ada.sees("Shop"));
    let exported = ada.clone().send(Method::GET, "/account/export", &[], None).await;
    let exported: serde_json::Value = serde_json::from_str(&exported.body).unwrap();
    assert_eq!(
        (&exported["apps"][0]["client_id"], &exported["apps"][0]["scopes"][0]),
        (&app.id.as_str().into(), &"openid".into())
    );
    ada.press("Remove access").await;
    assert_eq!(error(&app.refresh(&tokens).await), (400, "invalid_grant"));
    assert!(ada.is_logged_in().await, "the login itself stays");
}

#[tokio::test]
async fn nobody_puts_out_another_person_s_app() {
    let portal = Portal::open();
    let (site, _, mut ada) = encounter(&portal).await;
    let app = App::foreign(&portal, &site).await;
    let tokens = let_in(&app, &mut ada, "openid offline_access").await;
    let path = format!("/account/apps/{}/remove", app.id);
    let mut grace = portal.member(&site, "grace@example.com").await;
    assert_eq!(grace.post(&path, &[]).await.status, StatusCode::NOT_FOUND);
    let elsewhere = portal.site().await;
    let mut other = portal.member(&elsewhere, "ada@example.com").await;
    assert_eq!(other.post(&path, &[]).await.status, StatusCode::NOT_FOUND);
    assert!(portal.browser(&site).post(&path, &[]).await.header("location").contains("/login"));
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "cross-site")];
    assert_eq!(ada.send(Method::POST, &path, &headers, Some(b"")).await.status, StatusCode::FORBIDDEN);
    assert_eq!(ada.post("/account/apps/nonsense/remove", &[]).await.status, StatusCode::BAD_REQUEST);
    app.refresh(&tokens).await.ok(StatusCode::OK);
}
