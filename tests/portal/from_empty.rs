//! From an empty instance, without a shell: by the link that the first start prints, and by pages alone.

use axum::http::StatusCode;
use vestibule::{
    flows::operator_session::{link_address, mint_link},
    model::author::Author,
};

use crate::support::{Browser, PASSWORD, Portal, fresh_database};

const GRACE: &str = "grace@northwind.example";
const ADA: &str = "ada@example.com";

fn told(desk: &Browser) -> Vec<String> {
    desk.all(".record tbody th > a").iter().map(|link| link.text().collect()).collect()
}

fn look(browser: &Browser) -> String {
    browser.all("link[rel=stylesheet]")[0].attr("href").unwrap().to_owned()
}

#[tokio::test]
async fn a_site_is_made_dressed_peopled_and_watched_over_by_pages_alone() {
    let portal = Portal::open_on(fresh_database("from_empty").await, &[]);
    let mut desk = portal.desk();
    desk.visit(&link_address(&portal.app, &mint_link(&portal.app, &Author::console()).await.unwrap())).await;
    desk.press("Log in").await;
    assert_eq!((desk.status, desk.path()), (StatusCode::OK, "/admin"), "{}", desk.body);

    // A site, and its look.
    desk.follow("Sites").await;
    desk.follow("New site").await;
    desk.fill("Name", "Northwind").fill("Domain", "northwind.example");
    desk.press("Create site").await;
    desk.press("Continue").await;
    desk.fill("Theme", "midnight");
    desk.press("Publish and continue").await;
    assert_eq!(desk.path(), "/admin/sites/northwind/setup/done", "{}", desk.body);
    let site = portal.app.sites.by_slug("northwind").unwrap();
    desk.follow("Look").await;
    desk.fill("Brand colour", "#0b6e4f");
    desk.press("Publish").await;
    assert!(desk.sees("Every page wears it from now on"), "{}", desk.body);

    // Somebody to look after it.
    desk.follow("Invitations").await;
    desk.follow("Invite somebody").await;
    desk.fill("Email", GRACE).fill("Role", "admin");
    desk.press("Send invitation").await;
    assert!(desk.sees("The invitation is on its way."), "{}", desk.body);
    let mut grace = portal.browser(&site);
    grace.visit(&portal.link_in_mail(&site, GRACE).await).await;
    grace.fill("New password", PASSWORD);
    grace.press("Accept the invitation").await;
    grace.log_in(GRACE, PASSWORD).await;

    // Somebody who comes by.
    let ada = portal.member(&site, ADA).await;
    assert!(ada.is_logged_in().await && look(&ada) != look(&desk), "the site wears its own look");

    // She is found, and her login ended.
    grace.visit("/admin").await;
    grace.follow("Users").await;
    grace.fill("Search", "ada");
    grace.press("Apply").await;
    grace.follow(ADA).await;
    grace.follow("End login").await;
    grace.press("End login").await;
    assert!(grace.sees("The login was ended.") && grace.sees("Not logged in anywhere."), "{}", grace.body);
    assert!(!ada.is_logged_in().await);

    // All of it is on record: the site's for its admin, the sites' for the operator.
    grace.follow("Audit").await;
    let happened = told(&grace);
    for what in ["One login ended", "Look published", "Email confirmed", "Invitation accepted", "Invited"] {
        assert!(happened.iter().any(|told| told == what), "{what}: {happened:?}");
    }
    grace.follow("One login ended").await;
    assert!(grace.sees(GRACE) && grace.sees(ADA), "{}", grace.body);
    desk.visit("/admin/audit").await;
    let happened = told(&desk);
    for what in ["Site added", "Site changed", "Login link used"] {
        assert!(happened.iter().any(|told| told == what), "{what}: {happened:?}");
    }
}
