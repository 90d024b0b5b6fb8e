//! What was typed outlives a login or a proof that grew too old meanwhile, and is sent by its owner's button alone.

use axum::http::StatusCode;
use time::Duration;
use vestibule::model::site::Site;

use crate::support::{Browser, MASTER_KEY, PASSWORD, Portal, sql};

const ADA: &str = "ada@example.com";
const GO_ON: &str = "Go on with what you typed";

fn at(site: &Site, page: &str) -> String {
    format!("/admin/sites/{}{page}", site.slug)
}

async fn give_key(desk: &mut Browser, button: &str) {
    desk.fill("Master key", MASTER_KEY).press(button).await;
}

#[tokio::test]
async fn the_operator_registers_an_app_though_the_proof_grew_old() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut desk = portal.operator_at_desk().await;
    desk.visit(&at(&site, "/clients/new")).await;
    portal.wait(Duration::minutes(6));
    desk.fill("Name", "Shop <1> & co")
        .fill("Redirect addresses", "https://shop.example/callback\nhttps://shop.example/b?x=1&y=2");
    desk.press("Register").await;
    assert_eq!(desk.path(), "/admin/confirm");
    give_key(&mut desk, "Continue").await;
    assert_eq!((desk.path(), desk.heading().as_str()), ("/admin/go-on", GO_ON));
    assert!(desk.sees("Shop <1> & co") && desk.sees(&at(&site, "/clients/new")));
    // Nothing is sent before the button is pressed, and the page can be loaded again.
    desk.visit("/admin/go-on").await;
    desk.press(GO_ON).await;
    assert!(desk.path().ends_with("/made") && desk.sees("https://shop.example/b?x=1&y=2"), "{}", desk.body);
    desk.visit("/admin/go-on").await;
    assert_eq!(desk.path(), "/admin", "what was sent waits no more");
}

#[tokio::test]
async fn the_operator_goes_on_after_the_login_has_ended() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut desk = portal.operator_at_desk().await;
    desk.visit(&at(&site, "/settings")).await;
    portal.wait(Duration::hours(13));
    desk.fill("Help page", "https://help.example/").press("Save").await;
    assert_eq!(desk.path(), "/admin/login");
    give_key(&mut desk, "Log in").await;
    assert_eq!(desk.heading(), GO_ON);
    desk.press(GO_ON).await;
    assert!(desk.sees("Saved."), "{}", desk.body);
    assert_eq!(
        portal.app.sites.by_id(site.id).unwrap().settings.support_url.as_ref().map(url::Url::as_str),
        Some("https://help.example/")
    );
}

#[tokio::test]
async fn a_site_s_admin_goes_on_after_the_password() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.site_admin(&site, ADA).await;
    ada.visit("/admin/clients/new").await;
    portal.wait(Duration::minutes(6));
    ada.fill("Name", "Ada's").fill("Redirect addresses", "https://ada.example/callback").press("Register").await;
    assert_eq!(ada.path(), "/confirm-identity");
    ada.fill("Current password", PASSWORD).press("Confirm").await;
    assert_eq!(ada.heading(), GO_ON, "{}", ada.body);
    ada.press(GO_ON).await;
    assert!(ada.path().ends_with("/made") && ada.sees("https://ada.example/callback"), "{}", ada.body);

    // The login itself ends. What was emptied stays so.
    ada.visit("/admin/settings").await;
    ada.fill("Help page", "https://help.example/").press("Save").await;
    ada.visit("/admin/settings").await;
    sqlx::query("delete from sessions where site_id = $1").bind(site.id).execute(&sql().await).await.unwrap();
    ada.fill("Shortest password", "14").fill("Help page", "").press("Save").await;
    assert_eq!(ada.path(), "/login");
    ada.fill("Email", ADA).fill("Password", PASSWORD).press("Log in").await;
    assert_eq!(ada.heading(), GO_ON, "{}", ada.body);
    ada.press(GO_ON).await;
    let now = portal.app.sites.by_id(site.id).unwrap();
    assert_eq!((now.settings.password_minimum, &now.settings.support_url), (14, &None));
}

#[tokio::test]
async fn a_secret_is_typed_once_more_and_stored_nowhere() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut desk = portal.operator_at_desk().await;
    portal.wait(Duration::minutes(6));
    let form = [
        ("email_from_name", "Acme"),
        ("way", "smtp"),
        ("host", "mail.example.com"),
        ("user", "ada"),
        ("password", "hunter2-secret"),
        ("act", "save"),
    ];
    let answer = desk.post(&at(&site, "/mail"), &form).await;
    desk.visit(answer.header("location")).await;
    assert_eq!(desk.path(), "/admin/confirm");
    give_key(&mut desk, "Continue").await;
    assert!(desk.heading() == GO_ON && !desk.body.contains("hunter2"), "{}", desk.body);
    assert_eq!(desk.all("input[type=password]").len(), 1);
    desk.fill("Password or key", "hunter2-secret").press(GO_ON).await;
    assert!(desk.sees("Saved."), "{}", desk.body);
}

#[tokio::test]
async fn nobody_goes_on_with_what_another_typed() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.site_admin(&site, ADA).await;
    let mut grace = portal.site_admin(&site, "grace@example.com").await;
    portal.wait(Duration::minutes(6));
    let form = [("name", "Ada's"), ("kind", "spa"), ("redirect_uris", "https://ada.example/")];
    assert!(ada.post("/admin/clients/new", &form).await.header("location").contains("go-on"));
    let held = ada.cookies.iter().find(|(name, _)| name.contains("form-")).map(|(name, value)| (name.clone(), value.clone()));
    let (name, value) = held.unwrap();
    assert!(value.len() < 200, "what was typed is not in the cookie");
    grace.cookies.insert(name.clone(), value);
    grace.visit("/admin/go-on").await;
    assert_eq!(grace.path(), "/admin", "it is Ada's");
    ada.visit("/admin/go-on").await;
    assert_eq!(ada.heading(), GO_ON);
    portal.wait(Duration::minutes(16));
    ada.visit("/admin/go-on").await;
    assert_eq!(ada.path(), "/admin", "it does not wait for ever");

    // A stranger has nothing kept, and neither has a member without the role.
    for mut other in [portal.browser(&site), portal.member(&site, "eve@example.com").await] {
        let answer = other.post("/admin/clients/new", &form).await;
        assert!(!answer.header("location").contains("go-on"), "{}", answer.header("location"));
        assert!(!other.cookies.contains_key(&name));
    }
    let mut desk = portal.desk();
    assert!(!desk.post("/admin/new-site", &[("name", "x")]).await.header("location").contains("go-on"));

    // A button without fields has nothing to keep; logging out lets go.
    let mut desk = portal.operator_at_desk().await;
    portal.wait(Duration::minutes(6));
    assert!(!desk.post(&at(&site, "/disable"), &[]).await.header("location").contains("go-on"));
    assert!(desk.post(&at(&site, "/clients/new"), &form).await.header("location").contains("go-on"));
    assert_eq!(desk.post("/admin/logout", &[]).await.status, StatusCode::SEE_OTHER);
    desk.visit("/admin").await;
    give_key(&mut desk, "Log in").await;
    desk.visit("/admin/go-on").await;
    assert_eq!(desk.path(), "/admin");
}
