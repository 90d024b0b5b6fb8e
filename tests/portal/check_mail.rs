use axum::http::{Method, StatusCode};
use futures_util::future::join_all;
use time::Duration;

use crate::support::{PASSWORD, Portal};

#[tokio::test]
async fn the_code_is_the_other_way_in() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.browser(&site);
    ada.sign_up("ada@example.com").await;
    let code = portal.code_in_mail(&site, "ada@example.com").await;
    ada.fill("Code", &format!(" {} - {} ", &code[..3], &code[3..]));
    ada.press("Continue").await;
    assert_eq!(ada.path(), "/account");
}

#[tokio::test]
async fn five_wrong_codes_close_the_door_until_a_new_mail() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.browser(&site);
    ada.sign_up("ada@example.com").await;
    let code = portal.code_in_mail(&site, "ada@example.com").await;
    let wrong = format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000);
    for _ in 0..5 {
        ada.fill("Code", &wrong);
        ada.press("Continue").await;
        assert_eq!(ada.problems(), ["This is not the code in the latest mail. Check the numbers and enter them again"]);
    }
    ada.fill("Code", &code);
    ada.press("Continue").await;
    assert_eq!(ada.problems(), ["This code no longer works. Ask for a new one below"]);

    portal.wait(Duration::minutes(1));
    ada.visit("/check-mail").await;
    ada.press("Send it again").await;
    assert!(ada.sees("A new mail is on its way."));
    let code = portal.code_in_mail(&site, "ada@example.com").await;
    ada.fill("Code", &code);
    ada.press("Continue").await;
    assert_eq!(ada.path(), "/account");
}

#[tokio::test]
async fn a_right_code_among_a_hundred_wrong_ones_is_one_of_five_at_most() {
    let portal = Portal::open_with(&["--limit-proof-address", "1000/1h"]);
    let site = portal.site().await;
    let mut ada = portal.browser(&site);
    ada.sign_up("ada@example.com").await;
    portal.mail(&site, "ada@example.com").await;
    let answers = join_all((0..100).map(|number| {
        let mut thief = ada.clone();
        async move { thief.post("/check-mail/code", &[("code", &format!("{number:06}"))]).await.body }
    }))
    .await;
    let verified = answers.iter().filter(|body| body.contains("not the code")).count();
    assert!(verified <= 5, "{verified} guesses were checked");
}

#[tokio::test]
async fn twenty_at_once_with_the_right_code_make_one_account() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.browser(&site);
    ada.sign_up("ada@example.com").await;
    let code = portal.code_in_mail(&site, "ada@example.com").await;
    let answers = join_all((0..20).map(|_| {
        let (mut browser, code) = (ada.clone(), code.clone());
        async move { browser.post("/check-mail/code", &[("code", &code)]).await.header("location").to_owned() }
    }))
    .await;
    assert_eq!(answers.iter().filter(|location| location.ends_with("/account")).count(), 1, "{answers:?}");
}

#[tokio::test]
async fn a_code_of_the_wrong_form_costs_no_try() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.browser(&site);
    ada.sign_up("ada@example.com").await;
    let code = portal.code_in_mail(&site, "ada@example.com").await;
    for (typed, problem) in
        [("", "Enter the code from the mail"), ("12345", "The code is 6 numbers"), ("abcdef", "The code is 6 numbers")]
    {
        for _ in 0..3 {
            ada.fill("Code", typed);
            ada.press("Continue").await;
            assert_eq!(ada.problems(), [problem]);
        }
    }
    ada.fill("Code", &code);
    ada.press("Continue").await;
    assert_eq!(ada.path(), "/account");
}

#[tokio::test]
async fn an_old_code_no_longer_works_but_its_link_does() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.browser(&site);
    ada.sign_up("ada@example.com").await;
    let (code, link) = (portal.code_in_mail(&site, "ada@example.com").await, portal.link_in_mail(&site, "ada@example.com").await);
    portal.wait(Duration::minutes(31));
    ada.fill("Code", &code);
    ada.press("Continue").await;
    assert_eq!(ada.problems(), ["This code no longer works. Ask for a new one below"]);
    ada.visit(&link).await;
    ada.press("Confirm").await;
    assert_eq!(ada.path(), "/account");
}

#[tokio::test]
async fn another_browser_cannot_use_the_code() {
    let portal = Portal::open();
    let site = portal.site().await;
    portal.browser(&site).sign_up("ada@example.com").await;
    let code = portal.code_in_mail(&site, "ada@example.com").await;
    let mut other = portal.browser(&site);
    other.sign_up("other@example.com").await;
    other.fill("Code", &code);
    other.press("Continue").await;
    assert_eq!(other.path(), "/check-mail/code");
    assert_eq!(other.problems().len(), 1);
}

#[tokio::test]
async fn another_mail_has_to_wait_a_minute_and_the_older_one_counts_no_more() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.browser(&site);
    ada.sign_up("ada@example.com").await;
    let old = portal.link_in_mail(&site, "ada@example.com").await;
    ada.press("Send it again").await;
    assert_eq!(ada.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(ada.answer_headers["retry-after"], "60");
    assert!(ada.problems()[0].contains("60 seconds"), "{:?}", ada.problems());
    portal.wait(Duration::seconds(60));
    let answers = join_all((0..8).map(|_| {
        let mut browser = ada.clone();
        async move { browser.post("/check-mail/resend", &[]).await.status }
    }))
    .await;
    assert_eq!(answers.iter().filter(|status| **status == StatusCode::SEE_OTHER).count(), 1, "{answers:?}");
    assert_eq!(portal.mail(&site, "ada@example.com").await.len(), 2);
    ada.visit(&old).await;
    assert_eq!(ada.heading(), "This link no longer works");
    ada.press("Send a new link").await;
    assert_eq!(ada.path(), "/check-mail/resend");
}

#[tokio::test]
async fn a_window_that_waits_goes_on_by_itself() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut laptop = portal.browser(&site);
    laptop.sign_up("ada@example.com").await;
    let status = laptop.send(Method::GET, "/check-mail/status", &[], None).await.body;
    assert_eq!(status, format!(r#"{{"next":"{}/check-mail","proven":false}}"#, site.base.path));

    let mut phone = portal.browser(&site);
    let link = portal.link_in_mail(&site, "ada@example.com").await;
    phone.visit(&link).await;
    phone.fill("Create a password", "chosen on the phone");
    phone.press("Confirm").await;
    assert!(laptop.send(Method::GET, "/check-mail/status", &[], None).await.body.contains("\"proven\":true"));
    laptop.follow("I have confirmed").await;
    assert_eq!(laptop.path(), "/login");
    assert_eq!(laptop.value("Email"), "ada@example.com");
    laptop.fill("Password", PASSWORD);
    laptop.press("Log in").await;
    assert_eq!(laptop.status, StatusCode::UNPROCESSABLE_ENTITY, "the password chosen at the proof counts");
}

#[tokio::test]
async fn without_a_signup_there_is_nothing_to_wait_for() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut nobody = portal.browser(&site);
    nobody.visit("/check-mail").await;
    assert_eq!(nobody.path(), "/login");
}
