use axum::http::{Method, StatusCode};
use futures_util::future::join_all;
use time::Duration;
use vestibule::model::site::Site;

use crate::support::{Browser, PASSWORD, Portal, fresh_database, sql};

const NEW: &str = "a different horse altogether";

/// A member who has asked to move to another address, and the tokens that both addresses were sent.
async fn asked(portal: &Portal, site: &Site, from: &str, to: &str) -> (Browser, String, String) {
    let mut browser = portal.member(site, from).await;
    let (link, undo) = ask(portal, site, &mut browser, from, to).await;
    (browser, link, undo)
}

async fn ask(portal: &Portal, site: &Site, browser: &mut Browser, from: &str, to: &str) -> (String, String) {
    portal.wait(Duration::seconds(1));
    browser.visit("/account").await;
    browser.follow("Change email").await;
    browser.fill("New email", to);
    browser.press("Send the link").await;
    assert_eq!(browser.path(), "/account", "{}", browser.body);
    (portal.link_in_mail(site, to).await, portal.link_in_mail(site, from).await)
}

fn token(link: &str) -> &str {
    link.rsplit_once('=').unwrap().1
}

async fn address_of(browser: &mut Browser) -> String {
    browser.visit("/account").await;
    browser.all("dd bdi").into_iter().map(|found| found.text().collect::<String>()).find(|text| text.contains('@')).unwrap()
}

#[tokio::test]
async fn a_member_moves_to_another_address_once_that_is_proven() {
    let portal = Portal::open();
    let site = portal.site().await;
    let (mut ada, link, _) = asked(&portal, &site, "ada@example.com", "ada@new.example").await;
    assert!(ada.sees("ada@new.example"), "the account page says what it waits for");
    let letter = portal.newest_mail(&site, "ada@new.example").await;
    assert!(!letter.text.contains("ada@example.com") && !letter.html.contains("ada@example.com"));
    for _ in 0..3 {
        ada.visit(&link).await;
        assert_eq!(ada.location(), format!("{}/email-change", site.base.path));
    }
    assert_eq!(address_of(&mut ada).await, "ada@example.com", "looking changes nothing");
    ada.visit(&link).await;
    ada.press("Confirm").await;
    assert_eq!(ada.path(), "/account");
    assert!(ada.sees("Your email is changed."));
    assert_eq!(address_of(&mut ada).await, "ada@new.example");
    let mut phone = portal.browser(&site);
    phone.log_in("ada@example.com", PASSWORD).await;
    assert_eq!(phone.status, StatusCode::UNPROCESSABLE_ENTITY);
    phone.log_in("ada@new.example", PASSWORD).await;
    assert_eq!(phone.path(), "/account");
    ada.visit(&link).await;
    assert_eq!((ada.status, ada.heading().as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "This link no longer works"));
}

#[tokio::test]
async fn the_new_address_may_be_proven_in_another_browser_which_is_not_logged_in_by_it() {
    let portal = Portal::open();
    let site = portal.site().await;
    let (_, link, _) = asked(&portal, &site, "ada@example.com", "ada@new.example").await;
    let mut phone = portal.browser(&site);
    phone.visit(&link).await;
    phone.press("Confirm").await;
    assert_eq!((phone.path(), phone.value("Email").as_str()), ("/login", "ada@new.example"));
    assert!(!phone.is_logged_in().await);
}

#[tokio::test]
async fn letters_to_the_old_address_open_nothing_after_the_change() {
    let portal = Portal::open();
    let site = portal.site().await;
    let (mut ada, link, _) = asked(&portal, &site, "ada@example.com", "ada@new.example").await;
    portal.browser(&site).post("/forgot", &[("email", "ada@example.com")]).await;
    let reset = portal.link_in_mail(&site, "ada@example.com").await;
    ada.post("/email-change", &[("token", token(&link))]).await;
    let answer = portal.browser(&site).post("/reset", &[("token", token(&reset)), ("new_password", NEW)]).await;
    assert!(answer.body.contains("This link no longer works"));
    let subject: Vec<String> =
        sqlx::query_scalar("select email from users where site_id = $1").bind(site.id).fetch_all(&sql().await).await.unwrap();
    assert_eq!(subject, ["ada@new.example"]);
}

#[tokio::test]
async fn a_change_is_sent_again_replaced_or_given_up() {
    let portal = Portal::open();
    let site = portal.site().await;
    let (mut ada, first, _) = asked(&portal, &site, "ada@example.com", "ada@new.example").await;
    ada.visit("/account").await;
    ada.press("Send it again").await;
    assert_eq!(ada.status, StatusCode::TOO_MANY_REQUESTS, "not at once");
    assert!(ada.problems()[0].contains("You can ask for another in 60 seconds"), "{:?}", ada.problems());
    portal.wait(Duration::minutes(1));
    ada.visit("/account").await;
    ada.press("Send it again").await;
    assert_eq!(ada.path(), "/account");
    let second = portal.link_in_mail(&site, "ada@new.example").await;
    let (third, _) = ask(&portal, &site, &mut ada, "ada@example.com", "ada@third.example").await;
    for dead in [&first, &second] {
        let answer = ada.post("/email-change", &[("token", token(dead))]).await;
        assert!(answer.body.contains("This link no longer works"), "a newer letter voids the older");
    }
    ada.visit("/account").await;
    ada.press("Cancel change").await;
    assert!(!ada.sees("ada@third.example"));
    assert_eq!(ada.post("/email-change", &[("token", token(&third))]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(ada.post("/account/email/resend", &[]).await.status, StatusCode::SEE_OTHER, "there is nothing to send");
    assert_eq!(address_of(&mut ada).await, "ada@example.com");
}

/// Free, taken, waiting for proof: one answer to the last byte; only the address's owner learns more.
#[tokio::test]
async fn nobody_learns_who_has_an_address() {
    let portal = Portal::open();
    let site = portal.site().await;
    portal.member(&site, "taken@example.com").await;
    portal.browser(&site).sign_up("waiting@example.com").await;
    portal.mail(&site, "waiting@example.com").await;
    let mut answers = Vec::new();
    for (number, name) in ["free", "taken", "waiting"].into_iter().enumerate() {
        let email = format!("{name}@example.com");
        let mut member = portal.member(&site, &format!("member-{number}@example.com")).await;
        let answer = member.post("/account/email", &[("new_email", &email)]).await;
        let names: Vec<String> = answer.headers.keys().map(ToString::to_string).collect();
        member.visit("/account").await;
        let pending = member.all(".pending").into_iter().map(|found| found.html().replace(&email, "…")).collect::<String>();
        answers.push((answer.status, answer.header("location").to_owned(), names, pending));
    }
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
    let told = portal.newest_mail(&site, "taken@example.com").await;
    assert!(!told.text.contains("token=") && told.text.contains("/login"), "{}", told.text);
    assert!(portal.newest_mail(&site, "free@example.com").await.text.contains("/email-change?ui_locales=en&token="));
}

#[tokio::test]
async fn of_two_who_want_one_address_the_second_keeps_the_link() {
    let portal = Portal::open();
    let site = portal.site().await;
    let (ada, ada_link, _) = asked(&portal, &site, "ada@example.com", "wanted@example.com").await;
    let (grace, grace_link, _) = asked(&portal, &site, "grace@example.com", "wanted@example.com").await;
    let answers = join_all([(&ada, &ada_link), (&grace, &grace_link)].into_iter().map(|(browser, link)| {
        let mut browser = browser.clone();
        async move { browser.post("/email-change", &[("token", token(link))]).await }
    }))
    .await;
    let winner = answers.iter().position(|answer| answer.status == StatusCode::SEE_OTHER).unwrap();
    let loser = &answers[1 - winner];
    assert_eq!(loser.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(loser.body.contains("another account"), "{}", loser.body);
    let free = "update users set email = 'moved@example.com' where site_id = $1 and email = 'wanted@example.com'";
    sqlx::query(free).bind(site.id).execute(&sql().await).await.unwrap();
    let (mut browser, link) = if winner == 0 { (grace, grace_link) } else { (ada, ada_link) };
    assert_eq!(browser.post("/email-change", &[("token", token(&link))]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(address_of(&mut browser).await, "wanted@example.com");
}

#[tokio::test]
async fn twenty_at_once_with_one_link_move_the_account_once() {
    let portal = Portal::open();
    let site = portal.site().await;
    let (ada, link, _) = asked(&portal, &site, "ada@example.com", "ada@new.example").await;
    let answers = join_all((0..20).map(|_| {
        let (mut browser, link) = (ada.clone(), &link);
        async move { browser.post("/email-change", &[("token", token(link))]).await.status }
    }))
    .await;
    assert_eq!(answers.iter().filter(|status| **status == StatusCode::SEE_OTHER).count(), 1, "{answers:?}");
}

#[tokio::test]
async fn the_old_address_stops_a_change_before_it_happens() {
    let portal = Portal::open();
    let site = portal.site().await;
    let (thief, link, undo) = asked(&portal, &site, "ada@example.com", "thief@evil.example").await;
    let told = portal.newest_mail(&site, "ada@example.com").await;
    assert!(told.text.contains("Firefox on Linux") && told.text.contains("192.0.2.10"), "{}", told.text);
    let mut ada = portal.browser(&site);
    for _ in 0..2 {
        ada.visit(&undo).await;
        assert!(thief.is_logged_in().await, "looking changes nothing");
    }
    ada.press("Keep this address").await;
    assert_eq!(ada.heading(), "Choose a new password");
    assert!(!thief.is_logged_in().await);
    ada.fill("New password", NEW);
    ada.press("Change password").await;
    ada.fill("Password", NEW);
    ada.press("Log in").await;
    assert_eq!(address_of(&mut ada).await, "ada@example.com");
    let late = portal.browser(&site).post("/email-change", &[("token", token(&link))]).await;
    assert!(late.body.contains("This link no longer works"));
}

/// Whoever took an account over may move it twice, change its password and ask for its deletion: the first owner still has the
/// last word for a week.
#[tokio::test]
async fn the_first_address_takes_the_account_back_for_a_week_whatever_happened_since() {
    let portal = Portal::open_with(&["--session-lifetime", "30d", "--session-idle", "30d"]);
    let site = portal.site().await;
    let (mut thief, first, undo) = asked(&portal, &site, "ada@example.com", "thief@evil.example").await;
    thief.post("/email-change", &[("token", token(&first))]).await;
    let (second, later_undo) = ask(&portal, &site, &mut thief, "thief@evil.example", "other@evil.example").await;
    thief.post("/email-change", &[("token", token(&second))]).await;
    thief.post("/account/password", &[("current_password", PASSWORD), ("new_password", NEW), ("end_others", "on")]).await;
    assert_eq!(address_of(&mut thief).await, "other@evil.example");
    portal.wait(Duration::days(6));
    thief.post("/account/delete", &[("current_password", NEW)]).await;

    let mut ada = portal.browser(&site);
    ada.visit(&undo).await;
    ada.press("Bring back this address").await;
    ada.fill("New password", "the owner's own horse");
    ada.press("Change password").await;
    ada.fill("Password", "the owner's own horse");
    ada.press("Log in").await;
    assert_eq!(address_of(&mut ada).await, "ada@example.com");
    assert!(!ada.sees("will be deleted"));
    for dead in [&undo, &later_undo] {
        let answer = portal.browser(&site).post("/email-change/undo", &[("token", token(dead))]).await;
        assert!(answer.body.contains("This link no longer works"));
    }
    thief.log_in("ada@example.com", NEW).await;
    assert_eq!(thief.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn links_run_out() {
    let portal = Portal::open();
    let site = portal.site().await;
    let (mut ada, link, undo) = asked(&portal, &site, "ada@example.com", "ada@new.example").await;
    portal.wait(Duration::hours(24));
    ada.visit(&link).await;
    assert_eq!(ada.heading(), "This link no longer works");
    portal.wait(Duration::days(6) - Duration::minutes(1));
    ada.visit(&undo).await;
    assert_eq!(ada.heading(), "Keep your account safe");
    portal.wait(Duration::minutes(1));
    ada.visit(&undo).await;
    assert_eq!(ada.heading(), "This link no longer works");
}

#[tokio::test]
async fn an_address_that_was_given_away_meanwhile_is_not_taken_back() {
    let portal = Portal::open();
    let site = portal.site().await;
    let (mut ada, link, undo) = asked(&portal, &site, "ada@example.com", "ada@new.example").await;
    ada.post("/email-change", &[("token", token(&link))]).await;
    portal.member(&site, "ada@example.com").await;
    let answer = portal.browser(&site).post("/email-change/undo", &[("token", token(&undo))]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("another account"));
    assert!(ada.is_logged_in().await, "nothing has happened");
}

/// Whoever took the account over must not keep its owner out with a second account that nobody wants.
#[tokio::test]
async fn an_account_that_waits_for_being_deleted_does_not_stand_in_the_way() {
    let portal = Portal::open_on(fresh_database("undone").await, &[]);
    let site = portal.site().await;
    let (mut thief, link, undo) = asked(&portal, &site, "ada@example.com", "thief@evil.example").await;
    thief.post("/email-change", &[("token", token(&link))]).await;
    let mut second = portal.member(&site, "ada@example.com").await;
    second.post("/account/delete", &[]).await;
    let never = portal.browser(&site).post("/email-change/undo", &[("token", &"A".repeat(43))]).await;
    assert!(never.body.contains("This link no longer works"));
    second.log_in("ada@example.com", PASSWORD).await;
    assert_eq!(second.path(), "/account", "whoever has no link hastens nothing");
    let kept = portal.browser(&site).post("/email-change/undo", &[("token", token(&undo))]).await;
    assert!(kept.body.contains("another account"), "an account that its owner keeps stays");

    second.post("/account/delete", &[]).await;
    let mut ada = portal.browser(&site);
    ada.visit(&undo).await;
    ada.press("Bring back this address").await;
    assert_eq!(ada.heading(), "Choose a new password");
    second.log_in("ada@example.com", PASSWORD).await;
    assert_eq!(second.status, StatusCode::UNPROCESSABLE_ENTITY, "the other one is gone");
    ada.fill("New password", NEW);
    ada.press("Change password").await;
    ada.fill("Password", NEW);
    ada.press("Log in").await;
    assert_eq!(address_of(&mut ada).await, "ada@example.com");
}

/// Who had the account first hears of its deletion, as long as it can still be taken back.
#[tokio::test]
async fn addresses_that_can_take_the_account_back_hear_of_its_deletion() {
    let portal = Portal::open();
    let site = portal.site().await;
    let (mut thief, link, undo) = asked(&portal, &site, "ada@example.com", "thief@evil.example").await;
    thief.post("/email-change", &[("token", token(&link))]).await;
    portal.wait(Duration::seconds(1));
    thief.post("/account/delete", &[]).await;
    for (email, is_former) in [("thief@evil.example", false), ("ada@example.com", true)] {
        let letter = portal.newest_mail(&site, email).await;
        assert!(letter.subject.contains("will be deleted"), "{email}: {}", letter.subject);
        for text in [&letter.text, &letter.html] {
            assert_eq!(text.contains("/login"), !is_former, "{email}: {text}");
            assert_eq!(text.contains("our earlier mail about the change of email"), is_former, "{email}: {text}");
            assert!(!text.contains("thief@evil.example") || !is_former, "{text}");
        }
    }
    let mut ada = portal.browser(&site);
    ada.visit(&undo).await;
    ada.press("Bring back this address").await;
    assert_eq!(ada.heading(), "Choose a new password");
}

#[tokio::test]
async fn an_address_that_was_only_asked_to_change_hears_of_the_deletion_once() {
    let portal = Portal::open();
    let site = portal.site().await;
    let (mut ada, ..) = asked(&portal, &site, "ada@example.com", "ada@new.example").await;
    portal.wait(Duration::seconds(1));
    ada.post("/account/delete", &[]).await;
    let letters = portal.mail(&site, "ada@example.com").await;
    assert_eq!(letters.iter().filter(|letter| letter.subject.contains("will be deleted")).count(), 1);
    assert!(!portal.newest_mail(&site, "ada@new.example").await.subject.contains("will be deleted"));
}

#[tokio::test]
async fn whatever_is_not_the_link_is_answered_alike_and_spends_nothing() {
    let portal = Portal::open();
    let (site, other) = (portal.site().await, portal.site().await);
    let (mut ada, link, undo) = asked(&portal, &site, "ada@example.com", "ada@new.example").await;
    portal.browser(&site).post("/forgot", &[("email", "ada@example.com")]).await;
    let reset = portal.link_in_mail(&site, "ada@example.com").await;
    for (page, right, wrong) in [("/email-change", &link, &undo), ("/email-change/undo", &undo, &link)] {
        let right = token(right);
        let mut bodies = Vec::new();
        let unknown = "A".repeat(43);
        for broken in ["", &right[1..], &format!("{right}A"), &unknown, token(wrong), token(&reset)] {
            let answer = portal.browser(&site).post(page, &[("token", broken)]).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{broken:?}");
            bodies.push(answer.body);
        }
        assert!(bodies.windows(2).all(|pair| pair[0] == pair[1]), "{page}");
        let elsewhere = portal.browser(&other).post(page, &[("token", right)]).await;
        assert!(elsewhere.body.contains("This link no longer works"));
    }
    assert_eq!(ada.post("/email-change", &[("token", token(&link))]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_form_says_what_is_wrong() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.member(&site, "ada@example.com").await;
    for (typed, problem) in [
        ("", "Enter the new email"),
        ("ada", "Enter an email in the form name@example.com"),
        (" ADA@example.com", "This is your email already"),
    ] {
        ada.visit("/account/email").await;
        ada.fill("New email", typed);
        ada.press("Send the link").await;
        assert_eq!(ada.status, StatusCode::UNPROCESSABLE_ENTITY);
        println!("{:?} {problem}", ada.problems());
        assert_eq!((ada.problems().len(), ada.value("New email").as_str()), (1, typed));
    }
    portal.wait(Duration::minutes(6));
    ada.visit("/account/email").await;
    ada.fill("New email", "ada@new.example").fill("Current password", "not this one, sorry");
    ada.press("Send the link").await;
    assert_eq!(ada.problems(), ["This is not your current password"]);
    assert_eq!(ada.value("New email"), "ada@new.example");
    ada.fill("Current password", PASSWORD);
    ada.press("Send the link").await;
    assert_eq!(ada.path(), "/account");
    assert_eq!(ada.send(Method::GET, "/email-change?token=", &[], None).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn an_account_asks_for_ten_changes_a_day_at_most() {
    let portal = Portal::open();
    let site = portal.site().await;
    let ada = portal.member(&site, "ada@example.com").await;
    let answers = join_all((0..14).map(|number| {
        let (mut browser, email) = (ada.clone(), format!("new-{number}@example.com"));
        async move { browser.post("/account/email", &[("new_email", &email)]).await.status }
    }))
    .await;
    assert_eq!(answers.iter().filter(|status| **status == StatusCode::SEE_OTHER).count(), 10, "{answers:?}");
}

#[tokio::test]
async fn the_old_address_has_its_week_from_the_change_on_however_late_that_comes() {
    let portal = Portal::open_with(&["--session-lifetime", "40d", "--session-idle", "40d"]);
    let site = portal.site().await;
    let (mut thief, _, undo) = asked(&portal, &site, "ada@example.com", "thief@evil.example").await;
    for _ in 0..6 {
        portal.wait(Duration::hours(20));
        thief.post("/account/email/resend", &[]).await;
        portal.mail(&site, "thief@evil.example").await;
    }
    let link = portal.link_in_mail(&site, "thief@evil.example").await;
    assert_eq!(thief.post("/email-change", &[("token", token(&link))]).await.status, StatusCode::SEE_OTHER);
    portal.wait(Duration::days(6));
    let mut ada = portal.browser(&site);
    ada.visit(&undo).await;
    assert_eq!(ada.heading(), "Keep your account safe");
}

/// The owner who moves the account back tells the thief's address, too; that letter must not outlive the owner's.
#[tokio::test]
async fn whoever_had_the_account_first_can_speak_last() {
    let portal = Portal::open_with(&["--session-lifetime", "40d", "--session-idle", "40d"]);
    let site = portal.site().await;
    let (mut thief, link, owners) = asked(&portal, &site, "ada@example.com", "thief@evil.example").await;
    thief.post("/email-change", &[("token", token(&link))]).await;
    portal.wait(Duration::days(3));
    thief.post("/confirm-identity", &[("current_password", PASSWORD)]).await;
    let (back, thiefs) = ask(&portal, &site, &mut thief, "thief@evil.example", "ada@example.com").await;
    thief.post("/email-change", &[("token", token(&back))]).await;
    portal.wait(Duration::days(6));
    let mut browser = portal.browser(&site);
    for undo in [&thiefs, &owners] {
        browser.visit(undo).await;
        assert_eq!(browser.heading(), "Keep your account safe", "both count for as long");
    }
}

#[tokio::test]
async fn an_address_that_was_proven_since_needs_no_undo_any_more() {
    let portal = Portal::open();
    let site = portal.site().await;
    let (mut ada, _, undo) = asked(&portal, &site, "ada@example.com", "ada@new.example").await;
    ada.post("/account/email/cancel", &[]).await;
    portal.wait(Duration::seconds(1));
    ada.post("/forgot", &[("email", "ada@example.com")]).await;
    let reset = portal.link_in_mail(&site, "ada@example.com").await;
    ada.post("/reset", &[("token", token(&reset)), ("new_password", NEW)]).await;
    let late = ada.post("/email-change/undo", &[("token", token(&undo))]).await;
    assert!(late.body.contains("This link no longer works"));
}

#[tokio::test]
async fn a_site_for_certain_domains_keeps_to_them() {
    let portal = Portal::open();
    let domains = || vestibule::model::site::SignupPolicy::Domains(vec!["example.com".to_owned()]);
    let site = portal.site_with(|settings| settings.signup = domains()).await;
    let mut ada = portal.member(&site, "ada@example.com").await;
    for (email, status) in [("ada@elsewhere.example", StatusCode::UNPROCESSABLE_ENTITY), ("a@example.com", StatusCode::SEE_OTHER)]
    {
        assert_eq!(ada.post("/account/email", &[("new_email", email)]).await.status, status, "{email}");
    }
}

/// Whatever meets, nothing half-done is left and nobody sees a fault.
#[tokio::test]
async fn everything_at_once_ends_well() {
    let portal = Portal::open_with(&["--limit-proof-address", "1000/15m", "--limit-resend-address", "1000/1h"]);
    for _ in 0..6 {
        let site = portal.site().await;
        let (ada, link, undo) = asked(&portal, &site, "ada@example.com", "ada@new.example").await;
        portal.browser(&site).post("/forgot", &[("email", "ada@example.com")]).await;
        let reset = portal.link_in_mail(&site, "ada@example.com").await;
        let (link, undo, reset) = (token(&link), token(&undo), token(&reset));
        let requests: [(&str, Vec<(&str, &str)>); 5] = [
            ("/email-change", vec![("token", link)]),
            ("/email-change/undo", vec![("token", undo)]),
            ("/reset", vec![("token", reset), ("new_password", NEW)]),
            ("/account/delete", vec![]),
            ("/account/email", vec![("new_email", "third@new.example")]),
        ];
        let answers = join_all(requests.iter().chain(&requests).map(|(page, fields)| {
            let mut browser = ada.clone();
            async move { (*page, browser.post(page, fields).await.status) }
        }))
        .await;
        assert!(answers.iter().all(|(_, status)| !status.is_server_error()), "{answers:?}");
    }
}

/// A request that was allowed before a reset does not act after it.
#[tokio::test]
async fn a_change_in_flight_does_not_outlive_a_reset() {
    let portal = Portal::open_with(&["--limit-change-account", "1000/1d", "--limit-resend-address", "1000/1h"]);
    for _ in 0..10 {
        let site = portal.site().await;
        let thief = portal.member(&site, "ada@example.com").await;
        portal.browser(&site).post("/forgot", &[("email", "ada@example.com")]).await;
        let reset = portal.link_in_mail(&site, "ada@example.com").await;
        let mut owner = portal.browser(&site);
        let asking = join_all((0..6).map(|_| {
            let mut thief = thief.clone();
            async move { thief.post("/account/email", &[("new_email", "thief@evil.example")]).await.status }
        }));
        let fields = [("token", token(&reset)), ("new_password", NEW)];
        let (_, done) = futures_util::future::join(asking, owner.post("/reset", &fields)).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER);
        let waiting = "select count(*) from tokens where site_id = $1";
        assert_eq!(sqlx::query_scalar::<_, i64>(waiting).bind(site.id).fetch_one(&sql().await).await.unwrap(), 0);
    }
}
