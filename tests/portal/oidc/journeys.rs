//! People on their way to an app: consent, two windows, mails, and pages left open for too long.

use axum::http::{Method, StatusCode};
use serde_json::json;
use time::Duration;

use super::app::{App, encounter, error};
use crate::support::{Browser, PASSWORD, Portal, sql};

const EMAIL: &str = "ada@example.com";

#[tokio::test]
async fn somebody_else_s_app_is_allowed_once_and_asks_again_for_more() {
    let portal = Portal::open();
    let site = portal.site().await;
    let app = App::foreign(&portal, &site).await;
    let mut ada = portal.member(&site, EMAIL).await;
    ada.visit(&app.link(&[("scope", "openid email")])).await;
    assert_eq!(ada.path(), "/consent");
    for words in ["Continue to Shop?", EMAIL, "see your email address", "know that it is you", "shop.example"] {
        assert!(ada.sees(words), "{words}: {}", ada.body);
    }
    assert!(!ada.sees("see your name"));
    let allowed = ada.answer_headers["content-security-policy"].to_str().unwrap().to_owned();
    assert!(allowed.ends_with("form-action 'self' https://shop.example"), "{allowed}");
    ada.press("Allow").await;
    app.exchange(&app.answer(&ada)["code"]).await.ok(StatusCode::OK);
    for narrower in ["openid", "openid email", "email openid"] {
        app.tokens(&mut ada, &[("scope", narrower)]).await;
    }
    ada.visit(&app.link(&[("scope", "openid email profile")])).await;
    assert_eq!(ada.path(), "/consent");
    ada.visit(&app.link(&[("scope", "openid email profile"), ("prompt", "none")])).await;
    assert_eq!(app.answer(&ada)["error"], "consent_required");
    ada.visit(&app.link(&[("prompt", "consent")])).await;
    assert_eq!(ada.path(), "/consent", "asked again because the app wants it");
}

#[tokio::test]
async fn whoever_says_no_is_sent_back_with_a_no() {
    let portal = Portal::open();
    let site = portal.site().await;
    let app = App::foreign(&portal, &site).await;
    let mut ada = portal.member(&site, EMAIL).await;
    ada.visit(&app.link(&[])).await;
    ada.press("Deny").await;
    let answer = app.answer(&ada);
    assert_eq!((answer["error"].as_str(), answer["state"].as_str()), ("access_denied", "af0ifjsldkj"));
    assert!(!answer.contains_key("code") && answer["iss"] == app.issuer);
    ada.visit(&app.link(&[])).await;
    assert_eq!(ada.path(), "/consent", "and asked again the next time");
}

#[tokio::test]
async fn agreement_cannot_be_forged_or_borrowed() {
    let portal = Portal::open();
    let site = portal.site().await;
    let app = App::foreign(&portal, &site).await;
    let mut ada = portal.member(&site, EMAIL).await;
    ada.visit(&app.link(&[])).await;
    let page = ada.location().strip_prefix(&site.base.path).unwrap().to_owned();
    ada.visit(&format!("{page}&answer=allow")).await;
    assert_eq!(ada.path(), "/consent", "a link agrees to nothing");
    ada.visit(&format!("{}&consent=1&prompt=none", app.link(&[]))).await;
    assert_eq!(app.answer(&ada)["error"], "consent_required");
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "cross-site")];
    let forged = ada.clone().send(Method::POST, &page, &headers, Some(b"answer=allow")).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
    // The page of one site means nothing at another.
    let elsewhere = portal.site().await;
    let mut grace = portal.member(&elsewhere, "grace@example.com").await;
    assert_eq!(grace.post(&page, &[("answer", "allow")]).await.status, StatusCode::BAD_REQUEST);
    let stranger = portal.browser(&site).post(&page, &[("answer", "allow")]).await;
    assert!(stranger.header("location").contains("/login?"), "{}", stranger.header("location"));
    // Somebody else logged in while the page was open.
    let mut shown = ada.clone();
    shown.visit(&app.link(&[])).await;
    portal.member(&site, "mallory@example.com").await;
    ada.log_in("mallory@example.com", PASSWORD).await;
    shown.cookies.clone_from(&ada.cookies);
    shown.press("Allow").await;
    assert!(shown.path() == "/consent" && shown.sees("mallory@example.com"), "{}", shown.body);
    for nonsense in ["/consent", "/consent?flow=x", "/oauth2/authorize?flow=x", "/oauth2/authorize?flow=x&anew=1"] {
        ada.visit(nonsense).await;
        assert_eq!(ada.status, StatusCode::BAD_REQUEST, "{nonsense}");
        assert!(ada.sees("Start at the app again"), "{}", ada.body);
    }
}

#[tokio::test]
async fn two_windows_each_reach_their_own_place_in_any_order() {
    let portal = Portal::open();
    let site = portal.site().await;
    portal.member(&site, EMAIL).await;
    let (first, second) = (App::own(&portal, &site).await, {
        let about = json!({ "first_party": true, "redirect_uris": ["https://forum.example/callback"] });
        App::like(&portal, &site, about).await
    });
    let mut window = portal.browser(&site);
    window.visit(&first.link(&[("state", "one")])).await;
    let mut other = window.clone();
    other.visit(&second.link(&[("state", "two")])).await;
    other.fill("Email", EMAIL).fill("Password", PASSWORD);
    other.press("Log in").await;
    assert_eq!(second.answer(&other)["state"], "two");
    // The same browser, whose cookies the other window has changed meanwhile.
    window.cookies = other.cookies.clone();
    window.fill("Email", EMAIL).fill("Password", PASSWORD);
    window.press("Log in").await;
    assert_eq!(first.answer(&window)["state"], "one");
}

#[tokio::test]
async fn a_signup_on_the_way_comes_back_to_the_app() {
    let portal = Portal::open();
    let site = portal.site().await;
    let app = App::own(&portal, &site).await;
    for (number, by_code) in [(1, true), (2, false)] {
        let email = format!("new-{number}@example.com");
        let mut ada = portal.browser(&site);
        ada.visit(&app.link(&[("prompt", if by_code { "create" } else { "" })])).await;
        if !by_code {
            ada.follow("Sign up").await;
        }
        assert_eq!(ada.path(), "/signup");
        portal.wait(Duration::seconds(3));
        ada.fill("Email", &email).fill("Create a password", PASSWORD);
        ada.press("Sign up").await;
        if by_code {
            let code = portal.code_in_mail(&site, &email).await;
            ada.visit("/check-mail").await;
            ada.fill("Code", &code);
            ada.press("Continue").await;
        } else {
            portal.wait(Duration::hours(20));
            let link = portal.link_in_mail(&site, &email).await;
            ada.visit(&link).await;
            let policy = ada.answer_headers["content-security-policy"].to_str().unwrap();
            assert!(policy.ends_with("https://shop.example"), "{policy}");
            ada.press("Confirm").await;
        }
        assert!(app.answer(&ada).contains_key("code"), "{}", ada.location());
    }
}

#[tokio::test]
async fn every_page_on_the_way_names_the_app_and_leads_back_to_it() {
    let portal = Portal::open();
    let (site, app, _) = encounter(&portal).await;
    let on_the_way = |browser: &Browser, page: &str| {
        assert_eq!(browser.path(), page);
        assert!(browser.sees("to continue to Shop"), "{page}: {}", browser.body);
        let back = browser.all("a[href='https://shop.example/']");
        assert_eq!(back.len(), usize::from(!["/verify", "/confirm-identity"].contains(&page)), "{page}: {}", browser.body);
    };
    let mut grace = portal.browser(&site);
    grace.visit(&app.link(&[])).await;
    on_the_way(&grace, "/login");
    let login = grace.clone();
    grace.press("Log in").await;
    on_the_way(&grace, "/login");
    grace.follow("Forgot password?").await;
    assert!(grace.path() == "/forgot" && grace.sees("Back to Shop"));
    grace = login.clone();
    grace.follow("Sign up").await;
    on_the_way(&grace, "/signup");
    grace.press("Sign up").await;
    on_the_way(&grace, "/signup");
    grace.fill("Email", "grace@example.com").fill("Create a password", PASSWORD);
    grace.press("Sign up").await;
    on_the_way(&grace, "/check-mail");
    grace.visit(&portal.link_in_mail(&site, "grace@example.com").await).await;
    on_the_way(&grace, "/verify");
    let mut ada = portal.browser(&site);
    ada.log_in(EMAIL, PASSWORD).await;
    portal.wait(Duration::seconds(2));
    ada.visit(&app.link(&[("max_age", "1")])).await;
    on_the_way(&ada, "/confirm-identity");
    ada.visit(&format!("/login?{}", login.location().split_once('?').unwrap().1)).await;
    assert!(ada.sees("Continue to Shop") && ada.sees("Back to Shop"), "{}", ada.body);
}

#[tokio::test]
async fn no_address_makes_up_an_app_and_one_without_a_home_page_has_no_way_back() {
    let portal = Portal::open();
    let (site, app, _) = encounter(&portal).await;
    let homeless = App::like(&portal, &site, json!({ "name": "Kiosk", "home_url": null })).await;
    let mut ada = portal.browser(&site);
    ada.visit(&homeless.link(&[])).await;
    assert!(ada.sees("to continue to Kiosk") && !ada.sees("Back to Kiosk"), "{}", ada.body);
    ada.visit(&app.link(&[])).await;
    let query = ada.location().split_once('?').unwrap().1.to_owned();
    let elsewhere = portal.site().await;
    let mut stranger = portal.browser(&elsewhere);
    let base = &site.base.path;
    let forged = [
        format!("/login?{query}"),
        format!("/login?{}", query.replace(&base[3..], &elsewhere.base.path[3..])),
        format!("/login?return_to={}/oauth2/authorize?flow=x", elsewhere.base.path),
        format!("/login?return_to={}/oauth2/authorize?client_id={}", elsewhere.base.path, app.id),
    ];
    for page in forged {
        stranger.visit(&page).await;
        assert_eq!(stranger.status, StatusCode::OK);
        assert!(stranger.all("[data-part=destination]").is_empty(), "{page}: {}", stranger.body);
    }
    let disable = json!({ "status": "disabled" });
    portal.operator().patch(&format!("/api/sites/{}/clients/{}", site.id, app.id), disable).await.ok(StatusCode::OK);
    ada.visit(&format!("/login?{query}")).await;
    assert!(!ada.sees("to continue"), "an app that was switched off is named no more");
}

#[tokio::test]
async fn an_address_proven_elsewhere_leads_back_to_the_app_from_where_it_began() {
    let portal = Portal::open();
    let site = portal.site().await;
    let app = App::own(&portal, &site).await;
    let mut ada = portal.browser(&site);
    ada.visit(&app.link(&[])).await;
    ada.follow("Sign up").await;
    ada.fill("Email", EMAIL).fill("Create a password", PASSWORD);
    ada.press("Sign up").await;
    let mut phone = portal.browser(&site);
    phone.visit(&portal.link_in_mail(&site, EMAIL).await).await;
    phone.fill("Create a password", PASSWORD);
    phone.press("Confirm").await;
    ada.visit("/check-mail").await;
    assert_eq!((ada.path(), ada.value("Email").as_str()), ("/login", EMAIL));
    ada.fill("Password", PASSWORD);
    ada.press("Log in").await;
    assert!(app.answer(&ada).contains_key("code"));
}

#[tokio::test]
async fn a_forgotten_password_on_the_way_comes_back_to_the_app() {
    let portal = Portal::open();
    let (site, app, _) = encounter(&portal).await;
    let mut ada = portal.browser(&site);
    ada.visit(&app.link(&[])).await;
    ada.follow("Forgot password?").await;
    ada.fill("Email", EMAIL);
    let button = ada.all("main button").first().unwrap().text().collect::<String>();
    ada.press(&button).await;
    let link = portal.link_in_mail(&site, EMAIL).await;
    portal.wait(Duration::minutes(30));
    ada.visit(&link).await;
    ada.fill("New password", "a different horse altogether");
    let button = ada.all("main button").first().unwrap().text().collect::<String>();
    ada.press(button.trim()).await;
    assert_eq!(ada.path(), "/login");
    ada.fill("Password", "a different horse altogether");
    ada.press("Log in").await;
    assert!(app.answer(&ada).contains_key("code"));
}

#[tokio::test]
async fn a_page_left_open_for_days_offers_to_start_again() {
    let portal = Portal::open();
    let (site, app, _) = encounter(&portal).await;
    let mut ada = portal.browser(&site);
    ada.visit(&app.link(&[])).await;
    portal.wait(Duration::hours(25));
    ada.fill("Email", EMAIL).fill("Password", PASSWORD);
    ada.press("Log in").await;
    assert_eq!((ada.path(), ada.heading().as_str()), ("/oauth2/authorize", "Start again"));
    assert!(ada.sees("Go to Shop") && ada.is_logged_in().await);
    ada.follow("Start again").await;
    assert!(app.answer(&ada).contains_key("code"));
}

#[tokio::test]
async fn the_back_button_leads_to_the_app_once_more() {
    let portal = Portal::open();
    let (site, app, _) = encounter(&portal).await;
    let mut ada = portal.browser(&site);
    ada.visit(&app.link(&[])).await;
    let bookmark = ada.location().strip_prefix(&site.base.path).unwrap().to_owned();
    for _ in 0..2 {
        ada.visit(&bookmark).await;
        if ada.sees("Welcome back") {
            ada.follow("Continue to Shop").await;
        } else {
            ada.fill("Email", EMAIL).fill("Password", PASSWORD);
            ada.press("Log in").await;
        }
        assert!(app.answer(&ada).contains_key("code"));
    }
}

#[tokio::test]
async fn somebody_else_may_log_in_instead() {
    let portal = Portal::open();
    let site = portal.site().await;
    let app = App::foreign(&portal, &site).await;
    portal.member(&site, "grace@example.com").await;
    let mut ada = portal.member(&site, EMAIL).await;
    ada.visit(&app.link(&[("scope", "openid email")])).await;
    ada.follow("Not you? Use another account").await;
    ada.fill("Email", "grace@example.com").fill("Password", PASSWORD);
    ada.press("Log in").await;
    assert!(ada.path() == "/consent" && ada.sees("grace@example.com"), "{}", ada.body);
    ada.press("Allow").await;
    let tokens = app.exchange(&app.answer(&ada)["code"]).await.ok(StatusCode::OK);
    assert_eq!(app.userinfo(&tokens).await.body["email"], "grace@example.com");
}

#[tokio::test]
async fn only_pages_on_the_way_may_lead_to_the_app_and_only_to_this_one() {
    let portal = Portal::open();
    let (site, app, _) = encounter(&portal).await;
    let mut ada = portal.browser(&site);
    let policy = |ada: &crate::support::Browser| {
        let policy = ada.answer_headers["content-security-policy"].to_str().unwrap();
        policy.split_once("form-action ").unwrap().1.to_owned()
    };
    for page in ["/login", "/signup", "/forgot", "/login?return_to=https%3A%2F%2Fshop.example%2F"] {
        ada.visit(page).await;
        assert_eq!(policy(&ada), "'self'", "{page}");
    }
    ada.visit(&app.link(&[])).await;
    assert_eq!(policy(&ada), "'self' https://shop.example");
    ada.fill("Email", EMAIL).fill("Password", "wrong at first");
    ada.press("Log in").await;
    assert_eq!((ada.status, policy(&ada).as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "'self' https://shop.example"));
    let flow = ada.all("form").first().unwrap().attr("action").unwrap().replace("/login?", "/confirm-identity?");
    let mut grace = portal.member(&site, "grace@example.com").await;
    grace.visit(flow.strip_prefix(&site.base.path).unwrap()).await;
    assert_eq!(policy(&grace), "'self' https://shop.example");
}

#[tokio::test]
async fn an_app_on_the_person_s_own_device_is_opened_by_a_link() {
    let portal = Portal::open();
    let (site, _, mut member) = encounter(&portal).await;
    let callback = "com.example.shop:/callback";
    let about = json!({ "kind": "native", "first_party": true, "redirect_uris": [callback] });
    let app = App::like(&portal, &site, about).await;
    let mut ada = portal.browser(&site);
    ada.visit(&app.link(&[])).await;
    ada.fill("Email", EMAIL).fill("Password", PASSWORD);
    ada.press("Log in").await;
    assert_eq!((ada.status, ada.heading().as_str()), (StatusCode::OK, "Back to the app"));
    let refresh = ada.all("meta[http-equiv=refresh]").first().unwrap().attr("content").unwrap().to_owned();
    ada.follow("Continue").await;
    assert_eq!(refresh, format!("0;url={}", ada.location()));
    let code = app.answer(&ada)["code"].clone();
    app.exchange(&code).await.ok(StatusCode::OK);
    // Another app on the device may have sent a person who is logged in, so that one is asked, each time.
    for _ in 0..2 {
        member.visit(&app.link(&[("prompt", "none")])).await;
        assert_eq!(app.answer(&member)["error"], "consent_required");
        member.visit(&app.link(&[])).await;
        assert_eq!(member.path(), "/consent");
        member.press("Allow").await;
        member.follow("Continue").await;
        assert!(app.answer(&member).contains_key("code"));
    }
}

#[tokio::test]
async fn an_answer_may_come_as_a_form() {
    let portal = Portal::open();
    let (_, app, mut ada) = encounter(&portal).await;
    ada.visit(&app.link(&[("response_mode", "form_post"), ("state", "\"><script>")])).await;
    assert_eq!((ada.status, ada.path()), (StatusCode::OK, "/oauth2/authorize"));
    let policy = ada.answer_headers["content-security-policy"].to_str().unwrap();
    assert!(policy.ends_with("form-action 'self' https://shop.example") && !policy.contains("unsafe"), "{policy}");
    let form = ada.all("form").remove(0);
    assert_eq!((form.attr("action"), form.attr("method")), (Some("https://shop.example/callback"), Some("post")));
    let value = |name: &str| ada.all(&format!("input[name={name}]")).remove(0).attr("value").unwrap().to_owned();
    assert_eq!((value("state").as_str(), value("iss")), ("\"><script>", app.issuer.clone()));
    assert!(!ada.body.contains("\"><script>"));
    app.exchange(&value("code")).await.ok(StatusCode::OK);
    ada.visit(&app.link(&[("response_mode", "form_post"), ("scope", "nothing")])).await;
    assert_eq!(ada.all("input[name=error]").remove(0).attr("value"), Some("invalid_scope"));
}

#[tokio::test]
async fn a_look_at_the_way_writes_nothing() {
    let portal = Portal::open();
    let (site, app, _) = encounter(&portal).await;
    let rows = async || {
        let count = "select (select count(*) from oauth_requests where site_id = $1) + (select count(*) from oauth_grants where site_id = $1)";
        sqlx::query_scalar::<_, i64>(count).bind(site.id).fetch_one(&sql().await).await.unwrap()
    };
    let before = rows().await;
    let answer = portal.browser(&site).send(Method::GET, &app.link(&[]), &[], None).await;
    assert_eq!((answer.status, answer.header("set-cookie")), (StatusCode::SEE_OTHER, ""));
    assert_eq!(rows().await, before);
}

#[tokio::test]
async fn what_an_admin_disables_ends_what_apps_hold() {
    let portal = Portal::open();
    for ending in ["user", "client"] {
        let (site, app, mut ada) = encounter(&portal).await;
        let tokens = app.tokens(&mut ada, &[("scope", "openid offline_access")]).await;
        let base = format!("/api/sites/{}", site.id);
        if ending == "user" {
            let users = portal.operator().get(&format!("{base}/users")).await.ok(StatusCode::OK);
            let path = format!("{base}/users/{}/disable", users["items"][0]["id"].as_str().unwrap());
            assert!(portal.operator().send(Method::POST, &path, &[], None).await.status.is_success());
            assert_eq!(error(&app.refresh(&tokens).await), (400, "invalid_grant"));
        } else {
            let path = format!("{base}/clients/{}", app.id);
            portal.operator().patch(&path, json!({ "status": "disabled" })).await.ok(StatusCode::OK);
            assert_eq!(error(&app.refresh(&tokens).await), (401, "invalid_client"));
        }
        assert_eq!(error(&app.userinfo(&tokens).await), (401, "invalid_token"), "{ending}");
    }
}
