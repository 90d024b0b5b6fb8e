//! One browser with many windows, which all write at once into what it carries from page to page.

use axum::http::{Method, StatusCode};
use futures_util::future::join_all;

use crate::support::{Answer, Browser, PASSWORD, Portal};

const EMAIL: &str = "ada@example.com";
const LIMITS: [&str; 6] = ["--limit-login-address", "1000/15m", "--limit-resend-address", "1000/1h", "--resend-cooldown", "1s"];

/// What a window does, by its number: leave a message, take one, ask for a letter, or look at something else.
async fn act(mut window: Browser, number: usize) -> (Answer, Browser) {
    let answer = match number % 4 {
        0 => window.post("/account/profile", &[("name", "Ada")]).await,
        1 => window.send(Method::GET, "/account", &[], None).await,
        2 => window.post("/forgot", &[("email", EMAIL)]).await,
        _ => window.send(Method::GET, "/login", &[], None).await,
    };
    (answer, window)
}

#[tokio::test]
async fn twenty_windows_at_once_lose_no_login() {
    let portal = Portal::open_with(&LIMITS);
    let site = portal.site().await;
    let ada = portal.member(&site, EMAIL).await;
    for _ in 0..4 {
        for (answer, window) in join_all((0..20).map(|number| act(ada.clone(), number))).await {
            assert!(answer.status.is_success() || answer.status == StatusCode::SEE_OTHER, "{} {}", answer.status, answer.body);
            assert!(!answer.session_cookie().contains("Max-Age=0") && window.is_logged_in().await);
        }
        assert!(ada.is_logged_in().await);
    }
}

#[tokio::test]
async fn whoever_logs_in_among_twenty_windows_is_who_stays() {
    let portal = Portal::open_with(&LIMITS);
    let site = portal.site().await;
    portal.member(&site, "grace@example.com").await;
    for _ in 0..4 {
        let mut ada = portal.browser(&site);
        if portal.mail(&site, EMAIL).await.is_empty() {
            ada = portal.member(&site, EMAIL).await;
        } else {
            ada.log_in(EMAIL, PASSWORD).await;
        }
        let mut other = ada.clone();
        let credentials = [("email", "grace@example.com"), ("password", PASSWORD)];
        let (entered, others) = futures_util::future::join(
            other.post("/login?prompt=login", &credentials),
            join_all((0..20).map(|number| act(ada.clone(), number))),
        )
        .await;
        assert_eq!(entered.status, StatusCode::SEE_OTHER);
        other.visit("/account").await;
        assert!(other.sees("grace@example.com"), "{}", other.body);
        for (_, mut window) in others {
            window.visit("/account").await;
            assert!(!window.sees("grace@example.com"), "only the window that logged in knows the new secret");
        }
    }
}

#[tokio::test]
async fn whoever_logs_out_among_twenty_windows_is_out_in_all() {
    let portal = Portal::open_with(&LIMITS);
    let site = portal.site().await;
    let mut ada = portal.member(&site, EMAIL).await;
    for _ in 0..4 {
        let mut leaver = ada.clone();
        let (left, others) =
            futures_util::future::join(leaver.post("/logout", &[]), join_all((0..20).map(|number| act(ada.clone(), number))))
                .await;
        assert_eq!(left.status, StatusCode::SEE_OTHER);
        for (_, window) in others {
            assert!(!window.is_logged_in().await);
        }
        assert!(!leaver.is_logged_in().await && !ada.is_logged_in().await);
        ada.log_in(EMAIL, PASSWORD).await;
    }
}

#[tokio::test]
async fn a_signup_that_waits_outlives_twenty_windows() {
    let portal = Portal::open_with(&LIMITS);
    let site = portal.site().await;
    let mut ada = portal.browser(&site);
    ada.sign_up(EMAIL).await;
    let answers = join_all((0..20).map(|number| {
        let mut window = ada.clone();
        async move {
            match number % 4 {
                0 => window.send(Method::GET, "/check-mail", &[], None).await,
                1 => window.post("/check-mail/resend", &[]).await,
                2 => window.send(Method::GET, "/check-mail/status", &[], None).await,
                _ => window.post("/check-mail/code", &[("code", "12")]).await,
            }
        }
    }))
    .await;
    assert!(answers.iter().all(|answer| !answer.status.is_server_error() && !answer.session_cookie().contains("Max-Age=0")));
    let code = portal.code_in_mail(&site, EMAIL).await;
    ada.visit("/check-mail").await;
    ada.fill("Code", &code);
    ada.press("Continue").await;
    assert_eq!(ada.path(), "/account", "{}", ada.body);
}
