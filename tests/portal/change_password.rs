use axum::http::{Method, StatusCode};
use futures_util::future::join_all;

use crate::support::{Browser, PASSWORD, Portal};

const NEW: &str = "a different horse altogether";

async fn change(browser: &mut Browser, current: &str, new: &str) {
    browser.visit("/account/password").await;
    browser.fill("Current password", current).fill("New password", new);
    browser.press("Change password").await;
}

#[tokio::test]
async fn a_member_changes_the_password_and_is_logged_out_elsewhere() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.member(&site, "ada@example.com").await;
    let mut phone = portal.browser(&site);
    phone.log_in("ada@example.com", PASSWORD).await;
    ada.visit("/account").await;
    ada.follow("Change password").await;
    change(&mut ada, PASSWORD, NEW).await;
    assert_eq!(ada.path(), "/account");
    assert!(ada.sees("Your password is changed."));
    assert!(ada.is_logged_in().await && !phone.is_logged_in().await);
    assert!(portal.newest_mail(&site, "ada@example.com").await.subject.contains("was changed"));
    phone.log_in("ada@example.com", PASSWORD).await;
    assert_eq!(phone.status, StatusCode::UNPROCESSABLE_ENTITY);
    phone.log_in("ada@example.com", NEW).await;
    assert_eq!(phone.path(), "/account");
}

#[tokio::test]
async fn the_other_logins_may_stay() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.member(&site, "ada@example.com").await;
    let mut phone = portal.browser(&site);
    phone.log_in("ada@example.com", PASSWORD).await;
    let answer = ada.post("/account/password", &[("current_password", PASSWORD), ("new_password", NEW)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(ada.is_logged_in().await && phone.is_logged_in().await);
    let answer = phone.post("/account/email", &[("new_email", "new@example.com")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "but they have to prove themselves anew");
}

#[tokio::test]
async fn it_takes_the_present_password_and_another_one() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.member(&site, "ada@example.com").await;
    for (current, new, problems) in [
        ("", "", vec!["Enter your current password", "Enter a new password"]),
        ("not this one, sorry", NEW, vec!["This is not your current password"]),
        ("not this one, sorry", "short", vec!["This is not your current password", "Use a password with at least 10 characters"]),
        (PASSWORD, "short", vec!["Use a password with at least 10 characters"]),
        (PASSWORD, PASSWORD, vec!["Choose a password that is not your current one"]),
    ] {
        change(&mut ada, current, new).await;
        assert_eq!(
            (ada.status, ada.problems()),
            (StatusCode::UNPROCESSABLE_ENTITY, problems.into_iter().map(str::to_owned).collect())
        );
        assert_eq!(ada.value("New password"), "");
    }
    let mut stranger = portal.browser(&site);
    stranger.visit("/account/password").await;
    assert_eq!(stranger.path(), "/login");
    assert_eq!(
        stranger.post("/account/password", &[("current_password", PASSWORD), ("new_password", NEW)]).await.status,
        StatusCode::SEE_OTHER
    );
    assert!(portal.mail(&site, "ada@example.com").await.iter().all(|letter| !letter.subject.contains("changed")));
}

#[tokio::test]
async fn guesses_at_the_present_password_have_to_wait() {
    let portal = Portal::open();
    let site = portal.site().await;
    let ada = portal.member(&site, "ada@example.com").await;
    let answers = join_all((0..20).map(|number| {
        let mut thief = ada.clone();
        let guess = format!("guess number {number}");
        async move { thief.post("/account/password", &[("current_password", &guess), ("new_password", NEW)]).await.status }
    }))
    .await;
    assert_eq!(answers.iter().filter(|status| **status == StatusCode::UNPROCESSABLE_ENTITY).count(), 5, "{answers:?}");
}

#[tokio::test]
async fn of_two_changes_at_once_one_counts() {
    let portal = Portal::open();
    let site = portal.site().await;
    let ada = portal.member(&site, "ada@example.com").await;
    let answers =
        join_all(
            (0..6).map(|number| {
                let mut browser = ada.clone();
                let new = format!("horse number {number}");
                async move {
                    browser.post("/account/password", &[("current_password", PASSWORD), ("new_password", &new)]).await.status
                }
            }),
        )
        .await;
    assert_eq!(answers.iter().filter(|status| **status == StatusCode::SEE_OTHER).count(), 1, "{answers:?}");
}

#[tokio::test]
async fn password_managers_find_the_page() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.browser(&site);
    let answer = ada.send(Method::GET, "/.well-known/change-password", &[], None).await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (StatusCode::FOUND, format!("{}/account/password", site.base.path).as_str())
    );
    assert_eq!(ada.send(Method::GET, "/.well-known/anything-else", &[], None).await.status, StatusCode::NOT_FOUND);
}
