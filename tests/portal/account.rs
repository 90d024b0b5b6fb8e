use crate::support::{PASSWORD, Portal};

#[tokio::test]
async fn a_member_sees_who_they_are_and_can_leave() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.member(&site, "ada@example.com").await;
    ada.visit("/account").await;
    assert_eq!(ada.heading(), "Your account");
    assert!(ada.sees("ada@example.com"));
    ada.press("Log out").await;
    assert_eq!(ada.heading(), "You are logged out");
    ada.follow("Log in again").await;
    ada.fill("Email", "ada@example.com").fill("Password", PASSWORD);
    ada.press("Log in").await;
    assert_eq!(ada.path(), "/account");
}

#[tokio::test]
async fn one_member_s_page_is_not_another_s() {
    let portal = Portal::open();
    let site = portal.site().await;
    let (mut ada, mut grace) = (portal.member(&site, "ada@example.com").await, portal.member(&site, "grace@example.com").await);
    for browser in [&mut ada, &mut grace] {
        browser.visit("/account").await;
    }
    assert!(ada.sees("ada@example.com") && !ada.sees("grace@example.com"));
    assert!(grace.sees("grace@example.com") && !grace.sees("ada@example.com"));
}
