use axum::http::StatusCode;
use futures_util::future::{join, join_all};
use time::Duration;
use vestibule::store::sweep;

use crate::support::{PASSWORD, Portal, fresh_database, sql};

#[tokio::test]
async fn an_account_goes_after_a_week_unless_its_owner_comes_back() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.member(&site, "ada@example.com").await;
    let mut phone = portal.browser(&site);
    phone.log_in("ada@example.com", PASSWORD).await;
    ada.visit("/account").await;
    ada.follow("Delete account").await;
    ada.press("Delete account").await;
    assert_eq!(ada.path(), "/login");
    assert!(!ada.is_logged_in().await && !phone.is_logged_in().await);
    let told = portal.newest_mail(&site, "ada@example.com").await;
    assert!(told.text.contains("/login"), "{}", told.text);

    portal.wait(Duration::days(6));
    ada.log_in("ada@example.com", "guess number one").await;
    assert_eq!(ada.status, StatusCode::UNPROCESSABLE_ENTITY);
    ada.log_in("ada@example.com", PASSWORD).await;
    assert_eq!(ada.path(), "/account");
    assert!(ada.sees("Welcome back. Your account stays."), "{}", ada.body);
    let told = portal.mail(&site, "ada@example.com").await;
    assert!(told.iter().any(|letter| letter.text.contains("/account/password")), "the owner is told, in case it was a thief");
    portal.wait(Duration::days(2));
    ada.log_in("ada@example.com", PASSWORD).await;
    assert_eq!(ada.path(), "/account");
}

#[tokio::test]
async fn what_is_gone_is_gone_with_everything_that_hung_on_it() {
    let portal = Portal::open_on(fresh_database("deleted").await, &[]);
    let site = portal.site().await;
    let (mut ada, grace) = (portal.member(&site, "ada@example.com").await, portal.member(&site, "grace@example.com").await);
    ada.post("/account/email", &[("new_email", "ada@new.example")]).await;
    ada.post("/account/delete", &[]).await;
    portal.wait(Duration::days(7));
    ada.log_in("ada@example.com", PASSWORD).await;
    assert_eq!(ada.status, StatusCode::UNPROCESSABLE_ENTITY, "also before anybody has swept");
    sweep::expired(&portal.app.database, portal.app.clock.now()).await.unwrap();
    let mut tx = portal.app.database.site(site.id).await.unwrap();
    assert!(!vestibule::store::users::exists(&mut tx, "ada@example.com").await.unwrap());
    assert!(vestibule::store::users::exists(&mut tx, "grace@example.com").await.unwrap());
    drop((tx, grace));
    let again = portal.member(&site, "ada@example.com").await;
    assert!(again.is_logged_in().await, "the address is free again");
}

#[tokio::test]
async fn a_reset_does_not_keep_the_account_but_the_login_after_it_does() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.member(&site, "ada@example.com").await;
    ada.post("/account/delete", &[]).await;
    portal.wait(Duration::seconds(1));
    ada.post("/forgot", &[("email", "ada@example.com")]).await;
    let link = portal.link_in_mail(&site, "ada@example.com").await;
    ada.visit(&link).await;
    ada.fill("New password", "a different horse altogether");
    ada.press("Change password").await;
    let waits = "select delete_at is not null from users where site_id = $1";
    assert!(sqlx::query_scalar::<_, bool>(waits).bind(site.id).fetch_one(&sql().await).await.unwrap());
    ada.fill("Password", "a different horse altogether");
    ada.press("Log in").await;
    assert_eq!(ada.path(), "/account");
    assert!(!sqlx::query_scalar::<_, bool>(waits).bind(site.id).fetch_one(&sql().await).await.unwrap());
}

#[tokio::test]
async fn of_many_requests_at_once_one_counts_and_none_counts_again() {
    let portal = Portal::open();
    let site = portal.site().await;
    let ada = portal.member(&site, "ada@example.com").await;
    let windows: Vec<_> = (0..6).map(|_| ada.clone()).collect();
    let answers = join_all(windows.into_iter().map(|mut window| async move { window.post("/account/delete", &[]).await })).await;
    assert!(answers.iter().all(|answer| answer.status == StatusCode::SEE_OTHER));
    let told = async || {
        let letters = portal.mail(&site, "ada@example.com").await;
        letters.iter().filter(|letter| letter.subject.contains("will be deleted")).count()
    };
    assert_eq!(told().await, 1);
    let noted = "select count(*) from events where site_id = $1 and action = 'deletion_asked'";
    assert_eq!(sqlx::query_scalar::<_, i64>(noted).bind(site.id).fetch_one(&sql().await).await.unwrap(), 1);

    let mut back = portal.browser(&site);
    back.log_in("ada@example.com", PASSWORD).await;
    let mut old = ada.clone();
    for _ in 0..3 {
        let answer = old.post("/account/delete", &[("current_password", PASSWORD)]).await;
        assert!(answer.header("location").contains("/login"), "a form of before is worth nothing");
    }
    assert!(back.is_logged_in().await && told().await == 1);
    let waits = "select delete_at is not null from users where site_id = $1";
    assert!(!sqlx::query_scalar::<_, bool>(waits).bind(site.id).fetch_one(&sql().await).await.unwrap());
}

/// Whoever logs in at the very moment either keeps the account or is out; nobody is in an account that will go.
#[tokio::test]
async fn a_login_at_the_same_moment_keeps_the_account_or_fails() {
    let portal = Portal::open_with(&["--limit-login-address", "1000/15m", "--limit-mail-recipient", "1000/1h"]);
    let site = portal.site().await;
    portal.member(&site, "ada@example.com").await;
    for _ in 0..20 {
        let (mut ada, mut phone) = (portal.browser(&site), portal.browser(&site));
        ada.log_in("ada@example.com", PASSWORD).await;
        let credentials = [("email", "ada@example.com"), ("password", PASSWORD)];
        join(ada.post("/account/delete", &[]), phone.post("/login", &credentials)).await;
        let waits = "select delete_at is not null from users where site_id = $1";
        let goes: bool = sqlx::query_scalar(waits).bind(site.id).fetch_one(&sql().await).await.unwrap();
        assert_ne!(phone.is_logged_in().await, goes);
        assert!(!ada.is_logged_in().await || !goes);
    }
}
