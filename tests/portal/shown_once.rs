//! What a form makes and shows once: a page of its own shows it, a reload makes nothing, and two presses make one.

use axum::http::{Method, StatusCode};
use time::Duration;
use vestibule::model::site::Site;

use crate::support::{Browser, Portal, sql};

const ADA: &str = "ada@example.com";

fn at(site: &Site, page: &str) -> String {
    format!("/admin/sites/{}{page}", site.slug)
}

async fn count(site: &Site, table: &str) -> i64 {
    let count = format!("select count(*) from {table} where site_id = $1");
    sqlx::query_scalar(&count).bind(site.id).fetch_one(&sql().await).await.unwrap()
}

/// The hidden mark of the form on this page.
fn mark(desk: &Browser) -> String {
    desk.all("input[name=form]")[0].value().attr("value").unwrap().to_owned()
}

/// Sends one form twice at once, and opens where the second answer leads.
async fn press_twice(desk: &mut Browser, page: &str, form: &[(&str, &str)]) {
    let (mut first, mut second) = (desk.clone(), desk.clone());
    let (first, second) = tokio::join!(first.post(page, form), second.post(page, form));
    assert_eq!((first.status, second.status), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER), "{}", second.body);
    assert_eq!(first.header("location"), second.header("location"));
    desk.visit(second.header("location")).await;
    assert_eq!(desk.status, StatusCode::OK);
}

#[tokio::test]
async fn an_app_is_registered_once_however_often_its_form_is_sent_or_its_page_loaded() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut desk = portal.operator_at_desk().await;
    desk.visit(&at(&site, "/clients/new")).await;
    let mark = mark(&desk);
    let form = [("form", mark.as_str()), ("name", "Shop"), ("kind", "web"), ("redirect_uris", "https://shop.example/callback")];
    press_twice(&mut desk, &at(&site, "/clients/new"), &form).await;
    let secret: String = desk.all("pre[data-copy]")[0].text().collect();
    let page = desk.path().to_owned();
    desk.visit(&page).await;
    assert!(secret.len() == 43 && desk.body.contains(&secret), "the page can be loaded again");
    assert_eq!((count(&site, "oauth_clients").await, count(&site, "oauth_client_secrets").await), (1, 1));

    // Nobody else is shown it, be it by the same operator's other login, and after a while nobody at all.
    let mut other = portal.operator_at_desk().await;
    other.visit(&page).await;
    assert!(other.path().ends_with("/connect") && !other.body.contains(&secret));
    let mut ada = portal.site_admin(&site, ADA).await;
    ada.visit(page.trim_start_matches(&at(&site, "")).replacen("/clients", "/admin/clients", 1).as_str()).await;
    assert!(ada.path().ends_with("/connect") && !ada.body.contains(&secret), "{}", ada.path());
    portal.wait(Duration::minutes(11));
    desk.visit(&page).await;
    assert!(desk.path().ends_with("/connect") && !desk.body.contains(&secret));

    // The mark is worth something to its own sender only.
    let answer = ada.post("/admin/clients/new", &form).await;
    assert!(answer.header("location").starts_with("/s/"), "an old proof: {}", answer.header("location"));
    let mut grace = portal.site_admin(&site, "grace@example.com").await;
    assert_eq!(grace.post("/admin/clients/new", &form).await.status, StatusCode::SEE_OTHER);
    assert_eq!(count(&site, "oauth_clients").await, 2);
}

#[tokio::test]
async fn a_first_app_and_another_secret_are_made_once() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut desk = portal.operator_at_desk().await;
    desk.visit(&at(&site, "/setup/done")).await;
    let program = desk.all("input[name=program]")[0].value().attr("value").unwrap().to_owned();
    let sent = mark(&desk);
    press_twice(&mut desk, &at(&site, "/setup/done"), &[("form", &sent), ("program", &program)]).await;
    assert_eq!(desk.all("details[open] summary").len(), 1, "the chosen program is unfolded");
    assert_eq!(count(&site, "oauth_clients").await, 1);

    let client = desk.path().trim_end_matches("/made").to_owned();
    let before = count(&site, "oauth_client_secrets").await;
    desk.visit(&format!("{client}/secrets/new")).await;
    let sent = mark(&desk);
    press_twice(&mut desk, &format!("{client}/secrets/new"), &[("form", &sent), ("days", "0")]).await;
    assert!(desk.all("pre[data-copy]")[0].text().collect::<String>().len() == 43);
    assert_eq!(count(&site, "oauth_client_secrets").await, before + 1);
}

#[tokio::test]
async fn a_temporary_password_is_made_once() {
    let portal = Portal::open();
    let site = portal.site_with(|settings| settings.temporary_passwords = true).await;
    portal.member(&site, ADA).await;
    let id: uuid::Uuid = sqlx::query_scalar("select id from users where site_id = $1 and email = $2")
        .bind(site.id)
        .bind(ADA)
        .fetch_one(&sql().await)
        .await
        .unwrap();
    let mut desk = portal.operator_at_desk().await;
    let page = at(&site, &format!("/users/{id}/temporary-password"));
    press_twice(&mut desk, &page, &[]).await;
    let password: String = desk.all(".secret")[0].text().collect();
    let mut browser = portal.browser(&site);
    browser.log_in(ADA, &password).await;
    assert!(browser.sees("New password"), "the one that is shown is the one that counts: {}", browser.body);
    desk.visit(&format!("{page}/made")).await;
    assert!(desk.body.contains(&password), "the page can be loaded again");
    portal.wait(Duration::minutes(2));
    let answer = desk.post(&page, &[]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    desk.visit(answer.header("location")).await;
    assert!(!desk.body.contains(&password), "later it is another one");
    let answer = portal.operator_at_desk().await.send(Method::GET, &format!("{page}/made"), &[], None).await;
    assert_eq!(answer.header("location"), at(&site, &format!("/users/{id}")));
}
