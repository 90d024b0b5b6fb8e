use axum::http::{Method, StatusCode};
use futures_util::future::join_all;
use time::Duration;

use crate::support::{PASSWORD, Portal, sql};

/// Unknown, known with a wrong password, disabled, without a password: one answer to the last byte.
#[tokio::test]
async fn nobody_can_tell_who_has_an_account() {
    let portal = Portal::open();
    let site = portal.site().await;
    for email in ["active@example.com", "disabled@example.com", "passwordless@example.com"] {
        portal.member(&site, email).await;
    }
    portal.browser(&site).sign_up("unproven@example.com").await;
    for change in [
        "status = 'disabled' where email = 'disabled@example.com'",
        "password_hash = null where email = 'passwordless@example.com'",
    ] {
        sqlx::query(&format!("update users set {change} and site_id = $1")).bind(site.id).execute(&sql().await).await.unwrap();
    }
    let mut answers = Vec::new();
    for (email, password) in [
        ("nobody@example.com", PASSWORD),
        ("active@example.com", "not this one, sorry"),
        ("disabled@example.com", PASSWORD),
        ("disabled@example.com", "not this one, sorry"),
        ("passwordless@example.com", PASSWORD),
        ("unproven@example.com", "not this one, sorry"),
    ] {
        let answer = portal.browser(&site).post("/login", &[("email", email), ("password", password)]).await;
        let mut headers: Vec<(String, String)> =
            answer.headers.iter().map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect();
        headers.retain(|(name, _)| name != "x-request-id" && name != "content-length");
        let escaped = email.replace('@', "%40");
        answers.push((answer.status, headers, answer.body.replace(email, "…").replace(&escaped, "…")));
    }
    assert_eq!(answers[0].0, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]));
}

#[tokio::test]
async fn the_right_password_of_an_unproven_address_leads_to_the_mail() {
    let portal = Portal::open();
    let site = portal.site().await;
    portal.browser(&site).sign_up("ada@example.com").await;
    let code = portal.code_in_mail(&site, "ada@example.com").await;
    let mut elsewhere = portal.browser(&site);
    elsewhere.log_in("ada@example.com", PASSWORD).await;
    assert_eq!(elsewhere.path(), "/check-mail");
    assert!(!elsewhere.is_logged_in().await);
    elsewhere.fill("Code", &code);
    elsewhere.press("Continue").await;
    assert_eq!(elsewhere.path(), "/account");
}

#[tokio::test]
async fn somebody_who_is_logged_in_may_go_on_or_be_somebody_else() {
    let portal = Portal::open();
    let site = portal.site().await;
    portal.member(&site, "grace@example.com").await;
    let mut ada = portal.member(&site, "ada@example.com").await;
    ada.visit("/login").await;
    assert!(ada.sees("ada@example.com"));
    ada.follow("Continue").await;
    assert_eq!(ada.path(), "/account");
    let before = ada.clone();
    ada.visit("/login").await;
    ada.follow("Use another account").await;
    ada.fill("Email", "grace@example.com").fill("Password", PASSWORD);
    ada.press("Log in").await;
    assert!(ada.sees("grace@example.com"));
    assert!(!before.is_logged_in().await, "the login that was left has ended");
}

#[tokio::test]
async fn the_way_back_leads_to_the_site_s_own_places_only() {
    let portal = Portal::open();
    let site = portal.site().await;
    portal.member(&site, "ada@example.com").await;
    let own = format!("{}/account?tab=1", site.base.path);
    let app = format!("{}/inbox?x=1", site.frontend_url);
    for (return_to, expected) in [
        (own.as_str(), own.as_str()),
        (&app, &app),
        ("https://evil.example/", &format!("{}/account", site.base.path)),
        ("//evil.example", &format!("{}/account", site.base.path)),
    ] {
        let mut ada = portal.browser(&site);
        let page = format!(
            "/login?{}",
            url::form_urlencoded::Serializer::new(String::new()).append_pair("return_to", return_to).finish()
        );
        ada.visit(&page).await;
        let policy = ada.answer_headers["content-security-policy"].to_str().unwrap();
        assert_eq!(policy.contains(&site.frontend_url), return_to == app, "{policy}");
        ada.fill("Email", "ada@example.com").fill("Password", "wrong at first, then right");
        ada.press("Log in").await;
        ada.fill("Password", PASSWORD);
        ada.press("Log in").await;
        assert_eq!(ada.location(), expected);
    }
}

#[tokio::test]
async fn a_page_for_members_sends_strangers_to_log_in_and_back() {
    let portal = Portal::open();
    let site = portal.site().await;
    portal.member(&site, "ada@example.com").await;
    let mut ada = portal.browser(&site);
    ada.visit("/account").await;
    assert_eq!(ada.path(), "/login");
    ada.fill("Email", "ada@example.com").fill("Password", PASSWORD);
    ada.press("Log in").await;
    assert_eq!(ada.path(), "/account");
}

#[tokio::test]
async fn the_address_typed_is_kept_on_the_way_to_sign_up() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.browser(&site);
    ada.log_in("ada@example.com", "whatever it was").await;
    assert_eq!(ada.value("Email"), "ada@example.com");
    assert_eq!(ada.value("Password"), "");
    ada.follow("Sign up").await;
    assert_eq!(ada.value("Email"), "ada@example.com");
}

#[tokio::test]
async fn a_login_ends_after_its_time() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.member(&site, "ada@example.com").await;
    for _ in 0..2 {
        portal.wait(Duration::hours(11));
        assert!(ada.is_logged_in().await, "a visit keeps it alive");
    }
    portal.wait(Duration::hours(3));
    assert!(!ada.is_logged_in().await, "but not for ever");
    ada.log_in("ada@example.com", PASSWORD).await;
    portal.wait(Duration::hours(12));
    assert!(!ada.is_logged_in().await, "nor without a visit");
}

#[tokio::test]
async fn keep_me_logged_in_lasts_for_the_days_it_names() {
    let portal = Portal::open();
    let site = portal.site().await;
    portal.member(&site, "ada@example.com").await;
    let mut ada = portal.browser(&site);
    ada.visit("/login").await;
    let plain = ada.post("/login", &[("email", "ada@example.com"), ("password", PASSWORD)]).await;
    assert!(!plain.session_cookie().contains("Max-Age"), "it goes with the window");
    let answer = ada.post("/login", &[("email", "ada@example.com"), ("password", PASSWORD), ("remember", "on")]).await;
    assert!(answer.session_cookie().contains("Max-Age=2592000"), "{}", answer.session_cookie());
    portal.wait(Duration::days(29));
    assert!(ada.is_logged_in().await);
    portal.wait(Duration::days(1));
    assert!(!ada.is_logged_in().await);
}

#[tokio::test]
async fn a_cookie_is_as_strict_as_cookies_get_and_new_at_each_login() {
    let portal = Portal::open();
    let site = portal.site().await;
    portal.member(&site, "ada@example.com").await;
    let mut ada = portal.browser(&site);
    ada.sign_up("other@example.com").await;
    let before = ada.cookies.clone();
    let answer = ada.post("/login", &[("email", "ada@example.com"), ("password", PASSWORD)]).await;
    let cookie = answer.session_cookie();
    assert!(cookie.starts_with(&format!("__Host-session-{}=", site.slug)), "{cookie}");
    for part in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Domain") && cookie.len() < 4096);
    let mut replayed = portal.browser(&site);
    replayed.cookies = before;
    assert!(!replayed.is_logged_in().await, "the cookie from before the login is worth nothing");
}

#[tokio::test]
async fn edited_and_borrowed_cookies_are_worth_nothing() {
    let portal = Portal::open();
    let (site, other) = (portal.site().await, portal.site().await);
    let ada = portal.member(&site, "ada@example.com").await;
    let (name, value) = ada.cookies.iter().next().map(|(name, value)| (name.clone(), value.clone())).unwrap();
    for edited in [value[1..].to_owned(), format!("{value}A"), value.to_lowercase(), "A".repeat(60), String::new()] {
        let mut thief = portal.browser(&site);
        thief.cookies.insert(name.clone(), edited);
        assert!(!thief.is_logged_in().await);
    }
    let mut elsewhere = portal.browser(&other);
    elsewhere.cookies.insert(name.clone(), value.clone());
    elsewhere.cookies.insert(name.replace(&site.slug, &other.slug), value.clone());
    assert!(!elsewhere.is_logged_in().await);

    let tokens = "select count(*) from browser_sessions where encode(data, 'escape') like '%login%'";
    assert_eq!(sqlx::query_scalar::<_, i64>(tokens).fetch_one(&sql().await).await.unwrap(), 0, "what is carried is sealed");
    let stored: Vec<String> = sqlx::query_scalar("select id from browser_sessions").fetch_all(&sql().await).await.unwrap();
    assert!(stored.iter().all(|id| !value.contains(id.as_str())));
}

#[tokio::test]
async fn disabling_an_account_ends_its_logins_at_once() {
    let portal = Portal::open();
    let site = portal.site().await;
    let ada = portal.member(&site, "ada@example.com").await;
    sqlx::query("update users set status = 'disabled' where site_id = $1").bind(site.id).execute(&sql().await).await.unwrap();
    assert!(!ada.is_logged_in().await);
    sqlx::query("update users set status = 'active', auth_epoch = auth_epoch + 1 where site_id = $1")
        .bind(site.id)
        .execute(&sql().await)
        .await
        .unwrap();
    assert!(!ada.is_logged_in().await, "a higher epoch ends them, too");
}

#[tokio::test]
async fn a_hash_of_yesterday_s_cost_is_made_anew() {
    let portal = Portal::open();
    let site = portal.site().await;
    portal.member(&site, "ada@example.com").await;
    let hash = || async {
        sqlx::query_scalar::<_, String>("select password_hash from users where site_id = $1")
            .bind(site.id)
            .fetch_one(&sql().await)
            .await
            .unwrap()
    };
    assert!(hash().await.starts_with("$argon2id$v=19$m=8,t=1,p=1$"));
    let stronger = Portal::open_with(&["--argon2-passes", "3"]);
    stronger.browser(&site).log_in("ada@example.com", "not the right one").await;
    assert!(hash().await.contains("t=1"));
    let mut ada = stronger.browser(&site);
    ada.log_in("ada@example.com", PASSWORD).await;
    assert!(hash().await.starts_with("$argon2id$v=19$m=8,t=3,p=1$"));
    ada.log_in("ada@example.com", PASSWORD).await;
    assert_eq!(ada.path(), "/account");
}

#[tokio::test]
async fn one_account_can_be_tried_five_times_from_anywhere_together() {
    let portal = Portal::open();
    let site = portal.site().await;
    portal.member(&site, "ada@example.com").await;
    let answers = join_all((0..50_u8).map(|number| {
        let mut thief = portal.browser(&site);
        thief.peer.set_ip([127, 0, 0, number].into());
        let email = if number % 2 == 0 { "ada@example.com" } else { " ADA@example.com" };
        async move { thief.post("/login", &[("email", email), ("password", "guess number one")]).await }
    }))
    .await;
    let checked = answers.iter().filter(|answer| answer.status == StatusCode::UNPROCESSABLE_ENTITY).count();
    assert_eq!(checked, 5);
    let refused = answers.iter().find(|answer| answer.status == StatusCode::TOO_MANY_REQUESTS).unwrap();
    assert!(refused.header("retry-after").parse::<u32>().unwrap() <= 30);
    assert!(refused.body.contains("Wait 1 minute") && refused.body.contains(&site.name));

    let mut ada = portal.browser(&site);
    ada.log_in("ada@example.com", PASSWORD).await;
    assert_eq!(ada.status, StatusCode::TOO_MANY_REQUESTS);
    let elsewhere = portal.site().await;
    portal.member(&elsewhere, "ada@example.com").await;
    portal.wait(Duration::seconds(30));
    ada.log_in("ada@example.com", PASSWORD).await;
    assert_eq!(ada.path(), "/account", "the wait really ends");
}

#[tokio::test]
async fn one_network_s_tries_count_together_and_its_own_success_does_not_clear_them() {
    let portal = Portal::open_with(&["--limit-login-address", "8/15m", "--limit-login-account", "3/15m"]);
    let site = portal.site().await;
    portal.member(&site, "own@example.com").await;
    let mut thief = portal.browser(&site);
    for number in 0..4 {
        let email = format!("victim-{number}@example.com");
        thief.peer = format!("[2001:db8:1:2::{number}]:4000").parse().unwrap();
        assert_eq!(
            thief.post("/login", &[("email", &email), ("password", "guess number one")]).await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
        assert_eq!(
            thief.post("/login", &[("email", "own@example.com"), ("password", PASSWORD)]).await.status,
            StatusCode::SEE_OTHER
        );
    }
    let answer = thief.post("/login", &[("email", "victim@example.com"), ("password", "guess number one")]).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    thief.peer = "[2001:db8:1:3::1]:4000".parse().unwrap();
    assert_eq!(
        thief.post("/login", &[("email", "victim@example.com"), ("password", "x")]).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}

#[tokio::test]
async fn looking_at_pages_writes_nothing() {
    let portal = Portal::open();
    let site = portal.site().await;
    for page in ["/login", "/signup", "/logout", "/verify?token=x", "/check-mail", "/"] {
        let answer = portal.browser(&site).send(Method::GET, page, &[], None).await;
        assert!(!answer.header("set-cookie").contains("session-"), "{page}");
    }
}

#[tokio::test]
async fn a_network_past_its_limit_uses_up_nobody_s_tries() {
    let portal = Portal::open_with(&["--limit-login-address", "3/15m"]);
    let site = portal.site().await;
    portal.member(&site, "ada@example.com").await;
    let mut thief = portal.browser(&site);
    for _ in 0..30 {
        thief.post("/login", &[("email", "ada@example.com"), ("password", "guess number one")]).await;
    }
    let mut ada = portal.browser(&site);
    ada.peer.set_ip([203, 0, 113, 5].into());
    ada.log_in("ada@example.com", PASSWORD).await;
    assert_eq!(ada.path(), "/account");
}

/// What a hash costs, anybody can measure; how many are made must tell nothing.
#[tokio::test]
async fn a_login_costs_one_hash_whoever_knocks_and_so_does_a_signup() {
    let portal = Portal::open();
    let site = portal.site().await;
    for email in ["account@example.com", "both@example.com"] {
        portal.member(&site, email).await;
    }
    let hashes = async |page: &str, email: &str, password: &str| {
        let before = portal.app.hasher.asked();
        portal.browser(&site).post(page, &[("email", email), ("password", password)]).await;
        portal.app.hasher.asked() - before
    };
    for email in ["waiting@example.com", "both@example.com", "both@example.com"] {
        assert_eq!(hashes("/signup", email, "a signup's own password").await, 1, "{email}");
    }
    for email in ["nobody@example.com", "account@example.com", "waiting@example.com", "both@example.com"] {
        for password in ["guess number one", "a signup's own password", PASSWORD] {
            assert_eq!(hashes("/login", email, password).await, 1, "{email} {password}");
        }
    }
    let mut both = portal.browser(&site);
    both.log_in("both@example.com", "a signup's own password").await;
    assert_eq!(both.path(), "/check-mail", "an account does not hide the signup");
    both.log_in("both@example.com", PASSWORD).await;
    assert_eq!(both.path(), "/account");
}
