use axum::http::StatusCode;
use futures_util::future::join_all;
use vestibule::model::site::SignupPolicy;

use crate::support::{PASSWORD, Portal, link_in, sql};

#[tokio::test]
async fn a_person_signs_up_proves_the_address_and_is_in() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.browser(&site);
    ada.visit("/signup").await;
    assert!(ada.sees("At least 10 characters"));
    ada.fill("Email", " Ada@Example.COM ").fill("Create a password", PASSWORD);
    ada.press("Sign up").await;
    assert_eq!(ada.path(), "/check-mail");
    assert!(ada.sees("ada@example.com") && ada.sees(&site.email_from));
    assert!(!ada.is_logged_in().await);

    let link = portal.link_in_mail(&site, "ada@example.com").await;
    ada.visit(&link).await;
    assert_eq!(ada.location(), format!("{}/verify", site.base.path), "the token has left the address bar");
    ada.press("Confirm").await;
    assert_eq!(ada.path(), "/account");
    assert!(ada.sees("ada@example.com"));
}

#[tokio::test]
async fn the_same_address_lives_two_lives_on_two_sites() {
    let portal = Portal::open();
    let (first, second) = (portal.site().await, portal.site().await);
    let mut here = portal.member(&first, "ada@example.com").await;
    let mut there = portal.browser(&second);
    there.log_in("ada@example.com", PASSWORD).await;
    assert_eq!(there.problems(), ["Email or password is not right. Check both and try again"]);

    there.visit("/signup").await;
    there.fill("Email", "ada@example.com").fill("Create a password", "another horse entirely");
    there.press("Sign up").await;
    let link = portal.link_in_mail(&second, "ada@example.com").await;
    there.visit(&link).await;
    there.press("Confirm").await;
    assert_eq!(there.path(), "/account");

    here.visit("/logout").await;
    here.press("Log out").await;
    assert!(there.is_logged_in().await);
    here.log_in("ada@example.com", "another horse entirely").await;
    assert_eq!(here.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn what_is_wrong_is_said_at_the_top_and_beside_the_field() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.browser(&site);
    ada.visit("/signup").await;
    ada.fill("Email", "ada@").fill("Create a password", "short");
    ada.press("Sign up").await;
    assert_eq!(ada.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(ada.problems(), ["Enter an email in the form name@example.com", "Use a password with at least 10 characters"]);
    assert!(ada.body.contains("<title>Error: "));
    assert_eq!(ada.value("Email"), "ada@");
    assert_eq!(ada.value("Create a password"), "");
    let email = ada.all("#email").remove(0);
    assert_eq!(email.attr("aria-invalid"), Some("true"));
    assert_eq!(ada.all(&format!("#{}", email.attr("aria-describedby").unwrap())).len(), 1);
}

#[tokio::test]
async fn easy_passwords_are_refused_with_the_reason() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.browser(&site);
    for (password, reason) in [("password1234567", "leaked passwords"), ("ada.lovelace-1", "does not contain your email")] {
        ada.visit("/signup").await;
        ada.fill("Email", "ada.lovelace@example.com").fill("Create a password", password);
        ada.press("Sign up").await;
        assert!(ada.problems()[0].contains(reason), "{:?}", ada.problems());
    }
}

#[tokio::test]
async fn a_probable_slip_is_asked_about_once() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.browser(&site);
    ada.visit("/signup").await;
    ada.fill("Email", "ada@homtail.com").fill("Create a password", PASSWORD);
    ada.press("Sign up").await;
    assert!(ada.sees("ada@hotmail.com"));
    ada.fill("Create a password", PASSWORD);
    ada.press("Sign up").await;
    assert_eq!(ada.path(), "/check-mail");
}

/// Whoever asks cannot tell whether an address has an account: its owner learns of it by mail.
#[tokio::test]
async fn a_taken_address_looks_like_a_free_one() {
    let portal = Portal::open();
    let site = portal.site().await;
    portal.member(&site, "owner@example.com").await;
    let mut answers = Vec::new();
    for email in ["owner@example.com", "free@example.com"] {
        let mut stranger = portal.browser(&site);
        let answer = stranger.post("/signup", &[("email", email), ("password", PASSWORD)]).await;
        let names: Vec<String> = answer.headers.keys().map(ToString::to_string).collect();
        stranger.visit("/check-mail").await;
        let page = stranger.body.replace(email, "…");
        answers.push((answer.status, answer.header("location").to_owned(), answer.body, names, page));
    }
    assert_eq!(answers[0], answers[1]);

    let letter = portal.newest_mail(&site, "owner@example.com").await;
    assert!(letter.subject.contains("already"), "{}", letter.subject);
    assert!(!letter.text.contains("token=") && !letter.html.contains("token="));
}

#[tokio::test]
async fn twenty_signups_of_one_address_make_one_account() {
    let portal = Portal::open_with(&["--limit-mail-recipient", "100/1h", "--limit-proof-address", "1000/1h"]);
    let site = portal.site().await;
    let browsers = join_all((0..20).map(|number| {
        let mut browser = portal.browser(&site);
        async move {
            let email = if number % 2 == 0 { "race@example.com" } else { " RACE@Example.com" };
            browser.post("/signup", &[("email", email), ("password", PASSWORD)]).await;
            browser
        }
    }))
    .await;
    let links: Vec<String> = portal.mail(&site, "race@example.com").await.iter().map(link_in).collect();
    assert_eq!(links.len(), 20);
    let proofs = browsers
        .into_iter()
        .flat_map(|browser| links.iter().map(move |link| (browser.clone(), link.rsplit_once('=').unwrap().1)));
    let answers = join_all(proofs.map(|(mut browser, token)| async move {
        browser.post("/verify", &[("token", token), ("password", PASSWORD)]).await.header("location").to_owned()
    }))
    .await;
    let logged_in = answers.iter().filter(|location| location.ends_with("/account")).count();
    assert!(logged_in <= 1, "{logged_in} browsers were logged in");
    let users: i64 =
        sqlx::query_scalar("select count(*) from users where site_id = $1").bind(site.id).fetch_one(&sql().await).await.unwrap();
    assert_eq!(users, 1);
}

#[tokio::test]
async fn only_the_newest_of_several_signups_counts() {
    let portal = Portal::open();
    let site = portal.site().await;
    let (mut older, mut newer) = (portal.browser(&site), portal.browser(&site));
    older.sign_up("ada@example.com").await;
    let old_link = portal.link_in_mail(&site, "ada@example.com").await;
    portal.wait(time::Duration::seconds(1));
    newer.sign_up("ada@example.com").await;
    let new_link = portal.link_in_mail(&site, "ada@example.com").await;
    assert_ne!(old_link, new_link);
    older.visit(&old_link).await;
    assert_eq!(older.heading(), "This link no longer works");
    newer.visit(&new_link).await;
    newer.press("Confirm").await;
    assert_eq!(newer.path(), "/account");
}

#[tokio::test]
async fn a_closed_site_says_what_to_do_and_takes_nobody() {
    let portal = Portal::open();
    for (policy, heading) in [(SignupPolicy::Closed, "Sign up is closed"), (SignupPolicy::Invitation, "You need an invitation")] {
        let site = portal.site_with(|settings| settings.signup = policy).await;
        let mut ada = portal.browser(&site);
        ada.visit("/login").await;
        assert!(!ada.body.contains("/signup"));
        ada.visit("/signup").await;
        assert_eq!((ada.status, ada.heading().as_str()), (StatusCode::FORBIDDEN, heading));
        let answer = ada.post("/signup", &[("email", "ada@example.com"), ("password", PASSWORD)]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert!(portal.mail(&site, "ada@example.com").await.is_empty());
    }
}

#[tokio::test]
async fn a_site_may_take_certain_domains_only_and_ask_for_terms_and_name() {
    let portal = Portal::open();
    let site = portal
        .site_with(|settings| {
            settings.signup = SignupPolicy::Domains(vec!["acme.example".into()]);
            settings.ask_name = true;
            settings.terms_version = Some("2026-11".into());
            settings.terms_url = "https://acme.example/terms".parse().ok();
        })
        .await;
    let mut ada = portal.browser(&site);
    ada.visit("/signup").await;
    ada.fill("Email", "ada@example.com")
        .fill("Create a password", PASSWORD)
        .fill("Full name (optional)", "Win at https://evil.example");
    ada.press("Sign up").await;
    assert_eq!(ada.problems().len(), 3, "{:?}", ada.problems());
    ada.fill("Email", "ada@acme.example")
        .fill("Create a password", PASSWORD)
        .fill("Full name (optional)", "Ada <3")
        .tick("I accept the terms and the privacy policy");
    ada.press("Sign up").await;
    assert_eq!(ada.problems().len(), 1);
    ada.fill("Create a password", PASSWORD).fill("Full name (optional)", "Ada Lovelace");
    ada.press("Sign up").await;
    assert_eq!(ada.path(), "/check-mail");
    let code = portal.code_in_mail(&site, "ada@acme.example").await;
    ada.fill("Code", &code);
    ada.press("Continue").await;
    assert!(ada.sees("Ada Lovelace"));
    let (version, accepted): (Option<String>, bool) =
        sqlx::query_as("select terms_version, terms_accepted_at is not null from users where site_id = $1")
            .bind(site.id)
            .fetch_one(&sql().await)
            .await
            .unwrap();
    assert_eq!((version.as_deref(), accepted), (Some("2026-11"), true));
}

#[tokio::test]
async fn one_address_is_not_buried_in_mail() {
    let portal = Portal::open();
    let site = portal.site().await;
    for number in 0..10 {
        let mut stranger = portal.browser(&site);
        let answer = stranger.post("/signup", &[("email", "victim@example.com"), ("password", PASSWORD)]).await;
        let expected = if number < 6 { StatusCode::SEE_OTHER } else { StatusCode::TOO_MANY_REQUESTS };
        assert_eq!(answer.status, expected);
    }
    assert_eq!(portal.mail(&site, "victim@example.com").await.len(), 6);
}

#[tokio::test]
async fn too_many_signups_from_one_network_have_to_wait() {
    let portal = Portal::open_with(&["--limit-signup-address", "3/1h"]);
    let site = portal.site().await;
    let mut flood = portal.browser(&site);
    for number in 0..3 {
        let email = format!("flood-{number}@example.com");
        assert_eq!(flood.post("/signup", &[("email", &email), ("password", PASSWORD)]).await.status, StatusCode::SEE_OTHER);
    }
    let answer = flood.post("/signup", &[("email", "flood@example.com"), ("password", PASSWORD)]).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(answer.header("retry-after"), "3600");
    portal.wait(time::Duration::hours(1));
    assert_eq!(
        flood.post("/signup", &[("email", "flood@example.com"), ("password", PASSWORD)]).await.status,
        StatusCode::SEE_OTHER
    );
}

/// Signing up with somebody's address and then logging in must not tell whether the address has an account.
#[tokio::test]
async fn signing_up_and_logging_in_tells_no_more_than_signing_up() {
    let portal = Portal::open();
    let site = portal.site().await;
    portal.member(&site, "owner@example.com").await;
    for email in ["owner@example.com", "free@example.com"] {
        portal.browser(&site).post("/signup", &[("email", email), ("password", "the stranger's own words")]).await;
        let mut stranger = portal.browser(&site);
        stranger.log_in(email, "the stranger's own words").await;
        assert_eq!(stranger.path(), "/check-mail", "{email}");
        stranger.fill("Code", "000000");
        stranger.press("Continue").await;
        assert_eq!(stranger.problems().len(), 1, "{email}");
    }
    let mut owner = portal.browser(&site);
    owner.log_in("owner@example.com", PASSWORD).await;
    assert_eq!(owner.path(), "/account");
}

/// A new signup brings a new code with five new tries, but not for ever.
#[tokio::test]
async fn codes_of_many_signups_count_together() {
    let portal = Portal::open_with(&["--limit-mail-recipient", "100/1h"]);
    let site = portal.site().await;
    let mut thief = portal.browser(&site);
    let mut checked = 0;
    for round in 0..8 {
        thief.peer.set_ip([198, 51, 100, round].into());
        thief.post("/signup", &[("email", "victim@example.com"), ("password", PASSWORD)]).await;
        for guess in 0..5 {
            let answer = thief.post("/check-mail/code", &[("code", &format!("{guess:06}"))]).await;
            checked += usize::from(answer.status == StatusCode::UNPROCESSABLE_ENTITY);
        }
    }
    assert_eq!(checked, 20);
}

/// Whoever signs up over and over with somebody's address must not void the last link that its owner was sent.
#[tokio::test]
async fn the_last_link_sent_stays_good() {
    let portal = Portal::open();
    let site = portal.site().await;
    for _ in 0..12 {
        portal.browser(&site).post("/signup", &[("email", "victim@example.com"), ("password", PASSWORD)]).await;
        portal.mail(&site, "victim@example.com").await;
    }
    let link = portal.link_in_mail(&site, "victim@example.com").await;
    let mut victim = portal.browser(&site);
    victim.visit(&link).await;
    victim.fill("Create a password", "the owner's own words");
    victim.press("Confirm").await;
    assert_eq!(victim.heading(), "Email confirmed");
}
