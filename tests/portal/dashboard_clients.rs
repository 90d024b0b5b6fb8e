//! Clients in the dashboard: registered, changed, given secrets and removed, by the operator and by a site's admins alike.

use axum::http::{Method, StatusCode};
use time::Duration;
use uuid::Uuid;
use vestibule::model::site::Site;

use crate::support::{Browser, MASTER_KEY, Portal};

const NOBODY: &str = "01938d3e-0f5a-7c1e-9d55-3c9b8f5f2a10";

fn at(site: &Site, page: &str) -> String {
    format!("/admin/sites/{}{page}", site.slug)
}

/// Registers a client of a web server, and says its id.
async fn register(desk: &mut Browser, form: &str, name: &str) -> String {
    desk.visit(form).await;
    desk.fill("Name", name).fill("Redirect addresses", "https://shop.example/callback");
    desk.press("Register").await;
    assert!(desk.status == StatusCode::OK && desk.path().ends_with("/made"), "{:?}", desk.problems());
    let copied: Vec<String> = desk.all("dd code[data-copy]").iter().map(|code| code.text().collect()).collect();
    copied.into_iter().find(|text| text.parse::<Uuid>().is_ok()).unwrap()
}

#[tokio::test]
async fn a_developer_gets_everything_that_an_app_needs_and_its_secret_once() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut desk = portal.operator_at_desk().await;
    desk.visit(&at(&site, "")).await;
    desk.follow("Apps").await;
    assert!(desk.sees("No app yet"));
    let id = register(&mut desk, &at(&site, "/clients/new"), "Shop").await;
    let secret = desk.all("pre[data-copy]")[0].text().collect::<String>();
    assert_eq!(secret.len(), 43);
    let issuer = site.base.url("");
    for told in [&issuer, &format!("{issuer}/.well-known/openid-configuration"), &id] {
        assert!(desk.sees(told), "{told}");
    }
    let samples: Vec<String> = desk.all("details pre:not(.run)").iter().map(|sample| sample.text().collect()).collect();
    assert_eq!(samples.len(), 4);
    for sample in samples {
        assert!(sample.contains(&issuer) && sample.contains(&id) && sample.contains("https://shop.example/callback"), "{sample}");
        assert!(!sample.contains("localhost:80") && !sample.contains("00000000-0000") && !sample.contains(&secret), "{sample}");
    }
    for page in ["", "/connect", "/edit"] {
        desk.visit(&at(&site, &format!("/clients/{id}{page}"))).await;
        assert_eq!(desk.status, StatusCode::OK, "{page}");
        assert!(!desk.body.contains(&secret), "{page}");
    }
}

#[tokio::test]
async fn each_kind_has_samples_of_its_kind() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut desk = portal.operator_at_desk().await;
    for (kind, address, samples, has_secret) in [
        ("spa", "https://app.example/", 1, false),
        ("native", "com.example.app:/callback", 1, false),
        ("device", "", 1, false),
        ("machine", "", 1, true),
    ] {
        let form = [("name", kind), ("kind", kind), ("redirect_uris", address)];
        let answer = desk.post(&at(&site, "/clients/new"), &form).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{kind}");
        desk.visit(answer.header("location")).await;
        assert_eq!(desk.body.matches("class=\"more\"").count(), samples, "{kind}");
        assert_eq!(desk.sees("It is not shown again"), has_secret, "{kind}");
    }
}

#[tokio::test]
async fn what_is_wrong_is_told_line_by_line_and_nothing_typed_is_lost() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut desk = portal.operator_at_desk().await;
    desk.visit(&at(&site, "/clients/new")).await;
    desk.fill("Name", "Shop").fill("Redirect addresses", "https://ok.example/\n\nhttp://bad.example/\nhttps://x.example/#y");
    desk.press("Register").await;
    assert_eq!(desk.status, StatusCode::UNPROCESSABLE_ENTITY);
    let told: Vec<String> = desk.all("#redirect_uris-problem li").iter().map(|line| line.text().collect()).collect();
    assert_eq!(told.len(), 2);
    assert!(told[0].contains("Line 3") && told[1].contains("Line 4"), "{told:?}");
    assert!(desk.body.contains("https://ok.example/\n\nhttp://bad.example/") && desk.value("Name") == "Shop");
    for strange in [&[("kind", "robot")][..], &[("name", "x")], &[("kind", "web"), ("kind", "spa")]] {
        let answer = desk.post(&at(&site, "/clients/new"), strange).await;
        assert!(answer.status.is_client_error(), "{strange:?}: {}", answer.status);
    }
}

#[tokio::test]
async fn everything_that_is_wrong_with_an_empty_form_is_told_at_once() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut desk = portal.operator_at_desk().await;
    desk.visit(&at(&site, "/clients/new")).await;
    desk.press("Register").await;
    assert_eq!(desk.problems(), ["Enter a name", "Enter at least one address that people come back to"]);
}

#[tokio::test]
async fn a_logo_that_was_not_chosen_is_told_where_it_is_looked_for() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut desk = portal.operator_at_desk().await;
    let id = register(&mut desk, &at(&site, "/clients/new"), "Shop").await;
    desk.visit(&at(&site, &format!("/clients/{id}/logo"))).await;
    for (file, said) in [("", "Choose a file"), ("no picture", "PNG, JPEG, WebP or SVG")] {
        desk.fill("Picture", file).press("Upload").await;
        assert_eq!(desk.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", desk.body);
        assert!(desk.problems().len() == 1 && desk.problems()[0].contains(said), "{:?}", desk.problems());
        assert!(desk.body.contains("<title>Error:") && desk.all("input[aria-invalid]").len() == 1);
    }
}

#[tokio::test]
async fn everything_that_may_change_can_be_changed() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut desk = portal.operator_at_desk().await;
    let id = register(&mut desk, &at(&site, "/clients/new"), "Shop").await;
    desk.visit(&at(&site, &format!("/clients/{id}/edit"))).await;
    desk.fill("Name", "Big <shop>").fill("Scopes", "openid  orders:read").fill("Terms of use", "https://shop.example/terms");
    desk.press("Save").await;
    assert_eq!(desk.path(), at(&site, &format!("/clients/{id}")));
    assert!(desk.sees("Big <shop>") && desk.sees("orders:read") && desk.sees("https://shop.example/terms"));
    desk.visit(&at(&site, &format!("/clients/{id}/edit"))).await;
    desk.fill("Public keys", "{").press("Save").await;
    assert_eq!(desk.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(desk.problems().len(), 1);
    let events = portal.operator().get(&format!("/api/sites/{}/audit", site.id)).await;
    assert!(events.text.contains("client_changed") && events.text.contains("orders:read"));
}

#[tokio::test]
async fn secrets_come_and_go_only_after_the_key_was_given_a_short_while_ago() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut desk = portal.operator_at_desk().await;
    let id = register(&mut desk, &at(&site, "/clients/new"), "Shop").await;
    let client = at(&site, &format!("/clients/{id}"));
    portal.wait(Duration::minutes(6));
    desk.visit(&format!("{client}/secrets/new")).await;
    assert_eq!(desk.path(), "/admin/confirm");
    desk.fill("Master key", MASTER_KEY).press("Continue").await;
    assert_eq!(desk.path(), format!("{client}/secrets/new"));
    desk.fill("Good for", "90").press("Make a secret").await;
    assert_eq!(desk.path(), format!("{client}/made"));
    let secret = desk.all("pre[data-copy]")[0].text().collect::<String>();
    desk.visit(&client).await;
    assert_eq!(desk.all("#secrets").len(), 1);
    assert_eq!(desk.all("tbody tr").len(), 2);
    assert!(desk.sees(&format!("…{}", &secret[39..])) && !desk.body.contains(&secret));
    desk.follow("Take away").await;
    desk.press("Take away").await;
    assert_eq!(desk.path(), client);
    assert_eq!(desk.all("tbody tr").len(), 1);
    assert_eq!(desk.post(&format!("{client}/secrets/{NOBODY}"), &[]).await.status, StatusCode::NOT_FOUND);
    for days in ["-1", "7", "x", "99999999999999999999"] {
        let answer = desk.post(&format!("{client}/secrets/new"), &[("days", days)]).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{days}");
    }
}

#[tokio::test]
async fn a_client_is_disabled_enabled_and_removed() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut desk = portal.operator_at_desk().await;
    let id = register(&mut desk, &at(&site, "/clients/new"), "Shop").await;
    let client = at(&site, &format!("/clients/{id}"));
    for (act, state) in [("Disable", "Disabled"), ("Enable", "Active")] {
        desk.visit(&format!("{client}/{}", act.to_lowercase())).await;
        desk.press(act).await;
        assert_eq!(desk.path(), client);
        assert!(desk.sees(state));
    }
    desk.follow("Remove").await;
    desk.press("Remove").await;
    assert_eq!(desk.path(), at(&site, "/clients"));
    assert!(desk.sees("The app is gone.") && desk.sees("No app yet"));
    desk.visit(&format!("{client}/delete")).await;
    assert_eq!(desk.status, StatusCode::NOT_FOUND);
    assert_eq!(desk.post(&format!("{client}/explode"), &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_admin_has_the_clients_of_its_own_site_and_nobody_else_has_any() {
    let portal = Portal::open();
    let (site, other) = (portal.site().await, portal.site().await);
    let mut admin = portal.site_admin(&site, "root@example.com").await;
    let id = register(&mut admin, "/admin/clients/new", "Shop").await;
    admin.visit("/admin/clients?q=sho").await;
    admin.follow("Shop").await;
    assert!(admin.path().ends_with(&format!("/admin/clients/{id}")));
    let mut stranger = portal.site_admin(&other, "root@example.com").await;
    let member = portal.member(&site, "ada@example.com").await;
    for page in ["", "/edit", "/connect", "/secrets/new", "/disable", "/delete"] {
        let page = format!("/admin/clients/{id}{page}");
        for mut desk in [stranger.clone(), member.clone()] {
            let seen = desk.send(Method::GET, &page, &[], None).await;
            assert_eq!(seen.status, StatusCode::NOT_FOUND, "{page}");
            let sent = desk.post(&page, &[("name", "x"), ("days", "0"), ("auth", "secret")]).await;
            assert!(matches!(sent.status, StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED), "{page} {}", sent.status);
        }
        let nobody = portal.browser(&site).send(Method::GET, &page, &[], None).await;
        assert_eq!(nobody.status, StatusCode::SEE_OTHER, "{page}");
        let forged = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "cross-site")];
        let forged = admin.clone().send(Method::POST, &page, &forged, Some(b"name=x&days=0&auth=secret")).await;
        assert_eq!(forged.status, StatusCode::FORBIDDEN, "{page}");
    }
    stranger.visit("/admin/clients").await;
    assert!(stranger.sees("No app yet"));
    admin.visit("/admin/clients").await;
    assert!(admin.sees("Shop"));
}
