use axum::http::StatusCode;
use futures_util::future::join_all;
use serde_json::json;
use sqlx::{Connection, PgConnection};
use time::Duration;
use tokio::task::JoinSet;
use vestibule::model::site::Site;

use crate::support::{Browser, PASSWORD, Portal, database, fresh_database, sql, superuser};

const GUESS: &str = "guess number one";

async fn try_login(browser: &mut Browser, email: &str, password: &str) -> StatusCode {
    browser.post("/login", &[("email", email), ("password", password)]).await.status
}

async fn close(portal: &Portal, site: &Site, email: &str) {
    for _ in 0..6 {
        try_login(&mut portal.browser(site), email, GUESS).await;
    }
    assert_eq!(try_login(&mut portal.browser(site), email, PASSWORD).await, StatusCode::TOO_MANY_REQUESTS);
}

/// Of a hundred tries at once no more are checked than the limit allows, whichever of them is right.
#[tokio::test]
async fn a_right_password_hides_in_vain_among_a_hundred_wrong_ones() {
    let portal = Portal::open_with(&["--limit-login-address", "1000/15m"]);
    let site = portal.site().await;
    portal.member(&site, "ada@example.com").await;
    for _ in 0..5 {
        try_login(&mut portal.browser(&site), "ada@example.com", GUESS).await;
    }
    let answers = join_all((0..100).map(|number| {
        let mut browser = portal.browser(&site);
        let password = if number == 50 { PASSWORD } else { GUESS };
        async move { try_login(&mut browser, "ada@example.com", password).await }
    }))
    .await;
    assert!(answers.iter().all(|status| *status == StatusCode::TOO_MANY_REQUESTS), "{answers:?}");

    portal.member(&site, "grace@example.com").await;
    let answers = join_all((0..100).map(|_| {
        let mut browser = portal.browser(&site);
        async move { try_login(&mut browser, "grace@example.com", GUESS).await }
    }))
    .await;
    assert_eq!(answers.iter().filter(|status| **status == StatusCode::UNPROCESSABLE_ENTITY).count(), 5, "{answers:?}");
}

#[tokio::test]
async fn two_processes_count_together_and_a_restart_forgets_nothing() {
    let (one, other) = (Portal::open(), Portal::open());
    let site = one.site().await;
    one.member(&site, "ada@example.com").await;
    let answers = join_all((0..30).map(|number| {
        let mut browser = if number % 2 == 0 { one.browser(&site) } else { other.browser(&site) };
        async move { try_login(&mut browser, "ada@example.com", GUESS).await }
    }))
    .await;
    assert_eq!(answers.iter().filter(|status| **status == StatusCode::UNPROCESSABLE_ENTITY).count(), 5, "{answers:?}");
    drop((one, other));
    let restarted = Portal::open_on(database(), &[]);
    restarted.app.sites.load(&restarted.app.database, &restarted.app.config.public_url).await.unwrap();
    assert_eq!(try_login(&mut restarted.browser(&site), "ada@example.com", PASSWORD).await, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn each_wrong_password_makes_the_next_wait_longer_and_none_waits_for_ever() {
    let portal = Portal::open_with(&["--limit-login-address", "10000/15m"]);
    let site = portal.site().await;
    portal.member(&site, "ada@example.com").await;
    let mut checked = 0;
    let mut waited = Duration::ZERO;
    while checked < 100 {
        let answer = portal.browser(&site).post("/login", &[("email", "ada@example.com"), ("password", GUESS)]).await;
        match answer.status {
            StatusCode::UNPROCESSABLE_ENTITY => checked += 1,
            StatusCode::TOO_MANY_REQUESTS => {
                let wait = Duration::seconds(answer.header("retry-after").parse().unwrap());
                waited += wait;
                portal.wait(wait);
            }
            other => panic!("{other}"),
        }
    }
    assert!((Duration::hours(20)..Duration::hours(24)).contains(&waited), "a hundred guesses took {waited}");
    let answer = portal.browser(&site).post("/login", &[("email", "ada@example.com"), ("password", PASSWORD)]).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(answer.header("retry-after"), "86400");
    portal.wait(Duration::days(1));
    assert_eq!(try_login(&mut portal.browser(&site), "ada@example.com", PASSWORD).await, StatusCode::SEE_OTHER);
    assert_eq!(
        try_login(&mut portal.browser(&site), "ada@example.com", GUESS).await,
        StatusCode::UNPROCESSABLE_ENTITY,
        "forgiven"
    );
}

#[tokio::test]
async fn a_browser_that_the_account_knows_gets_in_past_strangers() {
    let portal = Portal::open();
    let (site, other) = (portal.site().await, portal.site().await);
    let mut ada = portal.member(&site, "ada@example.com").await;
    let mut grace = portal.member(&site, "grace@example.com").await;
    for browser in [&mut ada, &mut grace] {
        browser.post("/logout", &[]).await;
    }
    close(&portal, &site, "ada@example.com").await;
    assert_eq!(try_login(&mut grace, "ada@example.com", PASSWORD).await, StatusCode::TOO_MANY_REQUESTS, "only one's own account");
    let mut copied = portal.browser(&other);
    copied.cookies.clone_from(&ada.cookies);
    portal.member(&other, "ada@example.com").await;
    close(&portal, &other, "ada@example.com").await;
    assert_eq!(try_login(&mut copied, "ada@example.com", PASSWORD).await, StatusCode::TOO_MANY_REQUESTS, "only on its own site");

    for _ in 0..4 {
        assert_eq!(try_login(&mut ada, "ada@example.com", GUESS).await, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(try_login(&mut ada, "ada@example.com", PASSWORD).await, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_known_browser_has_no_more_guesses_than_any_other() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.member(&site, "ada@example.com").await;
    ada.post("/logout", &[]).await;
    let mut answers = Vec::new();
    for _ in 0..7 {
        answers.push(try_login(&mut ada, "ada@example.com", GUESS).await);
    }
    assert_eq!(answers.iter().filter(|status| **status == StatusCode::UNPROCESSABLE_ENTITY).count(), 5, "{answers:?}");
}

/// Each of the two names has one count. One for both would tell which username belongs to an address.
#[tokio::test]
async fn a_name_has_one_count_however_it_is_spelt_and_tells_nothing_of_the_other_name() {
    let portal = Portal::open();
    let site = portal.site_with(|settings| settings.usernames = true).await;
    let mut ada = portal.member(&site, "ada@example.com").await;
    ada.post("/account/profile", &[("username", "countess")]).await;
    for spellings in [["ada@example.com", " ADA@Example.com", "Ada@EXAMPLE.com"], ["countess", "COUNTESS ", "Countess"]] {
        let mut answers = Vec::new();
        for name in spellings.into_iter().cycle().take(7) {
            answers.push(try_login(&mut portal.browser(&site), name, GUESS).await);
        }
        assert_eq!(answers.iter().filter(|status| **status == StatusCode::UNPROCESSABLE_ENTITY).count(), 5, "{answers:?}");
    }
    let mut known = ada.clone();
    known.post("/logout", &[]).await;
    assert_eq!(try_login(&mut known, "Countess", PASSWORD).await, StatusCode::SEE_OTHER, "a known browser, by either name");
    for name in ["ada@example.com", "countess"] {
        let status = try_login(&mut portal.browser(&site), name, GUESS).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "both counts are forgiven");
    }
}

/// Whoever keeps somebody from logging in must not keep the way out away, too.
#[tokio::test]
async fn other_letters_do_not_use_up_those_of_a_reset() {
    let portal = Portal::open();
    let site = portal.site().await;
    portal.member(&site, "ada@example.com").await;
    for _ in 0..8 {
        portal.browser(&site).post("/signup", &[("email", "ada@example.com"), ("password", "the thief's own horse")]).await;
    }
    portal.mail(&site, "ada@example.com").await;
    portal.browser(&site).post("/forgot", &[("email", "ada@example.com")]).await;
    assert!(portal.newest_mail(&site, "ada@example.com").await.text.contains("/reset?"));
}

#[tokio::test]
async fn an_account_knows_ten_browsers_at_most() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut first = portal.member(&site, "ada@example.com").await;
    first.post("/logout", &[]).await;
    let mut last = portal.browser(&site);
    for _ in 0..10 {
        portal.wait(Duration::seconds(1));
        last = portal.browser(&site);
        last.log_in("ada@example.com", PASSWORD).await;
    }
    last.post("/logout", &[]).await;
    close(&portal, &site, "ada@example.com").await;
    assert_eq!(try_login(&mut first, "ada@example.com", PASSWORD).await, StatusCode::TOO_MANY_REQUESTS, "forgotten");
    assert_eq!(try_login(&mut last, "ada@example.com", PASSWORD).await, StatusCode::SEE_OTHER);
}

/// A thief who plants a cookie before the owner logs in shares it afterwards with nobody.
#[tokio::test]
async fn what_a_browser_was_known_by_is_worth_nothing_after_the_next_login() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.member(&site, "ada@example.com").await;
    ada.post("/logout", &[]).await;
    let mut copied = ada.clone();
    ada.log_in("ada@example.com", PASSWORD).await;
    close(&portal, &site, "ada@example.com").await;
    assert_eq!(try_login(&mut copied, "ada@example.com", PASSWORD).await, StatusCode::TOO_MANY_REQUESTS);
    ada.post("/logout", &[]).await;
    assert_eq!(try_login(&mut ada, "ada@example.com", PASSWORD).await, StatusCode::SEE_OTHER);
}

/// A client that hangs up while its password is looked at has had its try.
#[tokio::test]
async fn what_was_counted_stays_counted_for_whoever_hangs_up() {
    // So slow that nobody waits for the answer.
    let portal = Portal::open_with(&["--argon2-memory", "65536", "--argon2-passes", "20"]);
    let site = portal.site().await;
    let counted = async |number: i32| {
        let count = "select count from attempts where site_id = $1 and limit_name = 'login_account'";
        while sqlx::query_scalar(count).bind(site.id).fetch_optional(&sql().await).await.unwrap() != Some(number) {
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        }
    };
    for number in 1..=5 {
        let mut browser = portal.browser(&site);
        tokio::select! {
            status = try_login(&mut browser, "nobody@example.com", GUESS) => panic!("answered at once: {status}"),
            () = counted(number) => {}
        }
    }
    let status = try_login(&mut portal.browser(&site), "nobody@example.com", GUESS).await;
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
}

/// A transaction that fails after the count takes nothing back.
#[tokio::test]
async fn what_was_counted_survives_a_rollback() {
    let options = fresh_database("rollback").await;
    let portal = Portal::open_on(options.clone(), &[]);
    let site = portal.site().await;
    portal.member(&site, "ada@example.com").await;
    let mut behind: PgConnection = PgConnection::connect_with(&superuser().database("test_rollback")).await.unwrap();
    let broken = "create function break_off() returns trigger language plpgsql as $$ begin raise exception 'as planned'; end $$;
                  create trigger break_off before insert on events for each row execute function break_off()";
    sqlx::raw_sql(broken).execute(&mut behind).await.unwrap();
    for password in [GUESS, PASSWORD, GUESS] {
        let status = try_login(&mut portal.browser(&site), "ada@example.com", password).await;
        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR, "nothing of it was kept");
    }
    sqlx::raw_sql("drop trigger break_off on events").execute(&mut behind).await.unwrap();
    let mut answers = Vec::new();
    for _ in 0..4 {
        answers.push(try_login(&mut portal.browser(&site), "ada@example.com", GUESS).await.as_u16());
    }
    assert_eq!(answers, [422, 422, 429, 429], "three tries of five were counted, whatever became of them");
    assert_eq!(try_login(&mut portal.browser(&site), "ada@example.com", PASSWORD).await, StatusCode::TOO_MANY_REQUESTS);
}

/// More logins at once than can wait. Who is turned away is told when to come back, and everything else goes on.
#[tokio::test]
async fn when_too_many_log_in_at_once_the_rest_come_back_later_and_pages_stay_quick() {
    let slow = ["--argon2-memory", "65536", "--argon2-passes", "8", "--hash-threads", "1", "--limit-login-address", "1000/15m"];
    let portal = Portal::open_with(&slow);
    let (site, other) = (portal.site().await, portal.site().await);
    let mut crowd = JoinSet::new();
    for number in 0..240 {
        let (mut browser, client) = (portal.browser(&site), portal.client(&site));
        let email = format!("nobody-{number}@example.com");
        crowd.spawn(async move {
            if number % 2 == 0 {
                let answer = browser.post("/login", &[("email", &email), ("password", GUESS)]).await;
                return (answer.status, answer.header("retry-after").to_owned(), answer.body.contains("Acme"));
            }
            let reply = client.post("/api/auth/login", json!({ "email": email, "password": GUESS })).await;
            let is_told = reply.status != StatusCode::SERVICE_UNAVAILABLE || reply.problem() == (503, "busy");
            (reply.status, reply.header("retry-after").to_owned(), is_told)
        });
    }
    let mut turned_away = 0;
    while turned_away < 60 {
        let (status, wait, is_told) = crowd.join_next().await.unwrap().unwrap();
        if status == StatusCode::SERVICE_UNAVAILABLE {
            assert!(wait == "5" && is_told, "{wait}");
            turned_away += 1;
        }
    }
    let began = std::time::Instant::now();
    let mut stranger = portal.browser(&site);
    for page in ["https://portal.example/healthz", "https://portal.example/readyz", "/login", "/signup"] {
        stranger.visit(page).await;
        assert_eq!(stranger.status, StatusCode::OK, "{page}");
    }
    assert!(began.elapsed() < std::time::Duration::from_secs(1), "{:?}", began.elapsed());
    // The queue of one site is not that of another.
    let status = try_login(&mut portal.browser(&other), "nobody@example.com", GUESS).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    crowd.shutdown().await;
    let status = try_login(&mut portal.browser(&site), "somebody@example.com", GUESS).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "once those have gone, there is room");
}
