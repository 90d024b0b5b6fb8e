//! An admin tries an app out from the dashboard, and nobody else gets anything from it.

use axum::http::{Method, StatusCode};

use super::app::{App, encounter};
use crate::support::{PASSWORD, Portal};

#[tokio::test]
async fn an_admin_sees_what_the_app_would_be_told_and_nothing_of_it_is_kept() {
    let portal = Portal::open();
    let site = portal.site().await;
    let app = App::foreign(&portal, &site).await;
    let mut admin = portal.site_admin(&site, "root@example.com").await;
    portal.wait(time::Duration::seconds(10));
    admin.visit(&format!("/admin/clients/{}", app.id)).await;
    admin.follow("Test sign-in").await;
    admin.press("Allow").await;
    assert!(admin.path().ends_with("/test/answer"), "{}: {}", admin.path(), admin.body);
    assert!(admin.sees("It works.") && admin.sees("root@example.com") && admin.sees(&app.issuer));
    assert!(admin.sees("auth_time") && !admin.body.contains("eyJ"), "claims, and no token");
    let again = admin.location().to_owned();
    admin.visit(&again[site.base.path.len()..]).await;
    assert!(admin.sees("invalid_grant"), "a code is good once");
    admin.visit(&format!("/admin/clients/{}/test", app.id)).await;
    assert!(admin.sees("It works."), "allowed once, it is not asked again");
}

#[tokio::test]
async fn the_operator_logs_in_as_somebody_of_the_site() {
    let portal = Portal::open();
    let site = portal.site().await;
    let app = App::own(&portal, &site).await;
    portal.member(&site, "ada@example.com").await;
    let mut desk = portal.operator_at_desk().await;
    desk.visit(&format!("/admin/sites/{}/clients/{}/test", site.slug, app.id)).await;
    desk.fill("Email", "ada@example.com").fill("Password", PASSWORD);
    desk.press("Log in").await;
    assert_eq!(desk.path(), format!("/admin/sites/{}/clients/{}/test/answer", site.slug, app.id));
    assert!(desk.sees("It works.") && desk.sees("ada@example.com"));
}

#[tokio::test]
async fn the_dashboard_s_address_is_good_for_nothing_else() {
    let portal = Portal::open();
    let (site, app, mut ada) = encounter(&portal).await;
    let other = App::own(&portal, &site).await;
    let own = format!("{}/admin/clients/{}/test/answer", app.issuer, app.id);
    ada.visit(&other.link(&[("redirect_uri", &own)])).await;
    assert_eq!(ada.status, StatusCode::BAD_REQUEST, "another client's");
    for near in [format!("{own}/"), format!("{own}?x"), own.replace("https:", "http:"), own.replace("/admin", "/s/admin")] {
        ada.visit(&app.link(&[("redirect_uri", &near)])).await;
        assert_eq!(ada.status, StatusCode::BAD_REQUEST, "{near}");
    }
    // A member who is sent there with a code of their own finds no page.
    ada.visit(&app.link(&[("redirect_uri", &own)])).await;
    assert_eq!(ada.status, StatusCode::NOT_FOUND);
    let mut admin = portal.site_admin(&site, "root@example.com").await;
    for query in ["", "?code=x", "?code=x&state=y", "?state=%FF", "?error=%3Cb%3E&error_description=%3Ci%3E"] {
        let answer = admin.send(Method::GET, &format!("/admin/clients/{}/test/answer{query}", app.id), &[], None).await;
        assert!(answer.status == StatusCode::OK || answer.status == StatusCode::BAD_REQUEST, "{query}: {}", answer.status);
        assert!(!answer.body.contains("<b>") && !answer.body.contains("<i>") && !answer.body.contains("It works"));
    }
}
