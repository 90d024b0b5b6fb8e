//! Devices without a browser: a code to keep, a code to show, and a person who compares it on another device (RFC 8628).

use std::sync::Arc;

use axum::http::{Method, StatusCode};
use futures_util::future::join_all;
use serde_json::{Value, json};
use time::Duration;
use vestibule::{model::site::Site, store::sweep};

use super::app::{App, encounter, error};
use crate::support::{Browser, PASSWORD, Portal, Reply, fresh_database, sql};

const EMAIL: &str = "ada@example.com";
const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// A television.
async fn television(portal: &Portal, site: &Site) -> App {
    App::like(portal, site, json!({ "name": "Television", "kind": "device", "redirect_uris": [] })).await
}

/// A television at a site with a member who is logged in.
async fn scene(portal: &Portal) -> (Arc<Site>, App, Browser) {
    let site = portal.site().await;
    let device = television(portal, &site).await;
    let ada = portal.member(&site, EMAIL).await;
    (site, device, ada)
}

impl App {
    /// Asks for codes.
    async fn begin(&self, scope: &str) -> Reply {
        self.post("/oauth2/device_authorization", &[], &[("client_id", &self.id), ("scope", scope)]).await
    }

    async fn begun(&self, scope: &str) -> Value {
        self.begin(scope).await.ok(StatusCode::OK)
    }

    /// Asks for the tokens.
    async fn poll(&self, codes: &Value) -> Reply {
        self.token(&[("grant_type", GRANT), ("device_code", codes["device_code"].as_str().unwrap())]).await
    }
}

fn shown(codes: &Value) -> &str {
    codes["user_code"].as_str().unwrap()
}

/// Enters a code and comes to the question.
async fn enter(browser: &mut Browser, code: &str) {
    browser.visit("/device").await;
    browser.fill("The code on your device", code);
    browser.press("Continue").await;
}

#[tokio::test]
async fn a_device_is_let_in_by_its_code() {
    let portal = Portal::open();
    let (site, device, mut ada) = scene(&portal).await;
    let codes = device.begun("openid email offline_access").await;
    assert_eq!((&codes["expires_in"], &codes["interval"]), (&json!(900), &json!(5)));
    let page = site.base.url("/device");
    assert_eq!(codes["verification_uri"], page);
    assert_eq!(codes["verification_uri_complete"], format!("{page}?user_code={}", shown(&codes)));
    assert_eq!(error(&device.poll(&codes).await), (400, "authorization_pending"));
    enter(&mut ada, &shown(&codes).to_lowercase().replace('-', " ")).await;
    assert_eq!((ada.status, ada.heading().as_str()), (StatusCode::OK, "Log in to Television on your device?"));
    for words in [shown(&codes), EMAIL, "see your email address", "in front of you", "keep this access while you are logged out"]
    {
        assert!(ada.sees(words), "{words}: {}", ada.body);
    }
    assert!(!ada.sees("see your name") && ada.sees("from 192.0.2.20. That is another network than the one you are on now."));
    ada.peer = "192.0.2.20:40000".parse().unwrap();
    enter(&mut ada, shown(&codes)).await;
    assert!(ada.sees("from 192.0.2.20.") && !ada.sees("another network"));
    ada.press("Allow").await;
    for _ in 0..2 {
        assert_eq!((ada.path(), ada.heading().as_str()), ("/device/done", "Go back to your device"));
        assert!(ada.sees("Television is logged in as") && ada.sees(EMAIL) && ada.sees("remove its access"), "{}", ada.body);
        ada.visit("/device/done").await;
    }
    portal.wait(Duration::seconds(5));
    let tokens = device.poll(&codes).await.ok(StatusCode::OK);
    assert_eq!((&tokens["scope"], &tokens["token_type"]), (&json!("openid email offline_access"), &json!("Bearer")));
    let claims = device.believe(&tokens).await;
    assert_eq!((&claims["email"], claims.get("nonce")), (&json!(EMAIL), None));
    assert_eq!(device.userinfo(&tokens).await.ok(StatusCode::OK)["sub"], claims["sub"]);
    let refreshed = device.refresh(&tokens).await.ok(StatusCode::OK);
    ada.visit("/account").await;
    assert!(ada.sees("Connected apps") && ada.sees("Television") && ada.sees("You let an app on a device in by its code"));
    ada.post("/logout", &[]).await;
    let refreshed = device.refresh(&refreshed).await.ok(StatusCode::OK);
    ada.log_in(EMAIL, PASSWORD).await;
    ada.press("Remove access").await;
    assert_eq!(error(&device.refresh(&refreshed).await), (400, "invalid_grant"));
    assert_eq!(error(&device.userinfo(&refreshed).await), (401, "invalid_token"));
    ada.visit("/device/done").await;
    assert_eq!(ada.path(), "/device", "what was answered in one login is not told in the next");
}

#[tokio::test]
async fn what_a_device_was_answered_is_told_until_another_is() {
    let portal = Portal::open();
    let (site, device, mut ada) = scene(&portal).await;
    let lamp = App::like(&portal, &site, json!({ "name": "Lamp", "kind": "device", "redirect_uris": [] })).await;
    let first = device.begun("openid").await;
    enter(&mut ada, shown(&first)).await;
    let asked = ada.clone();
    ada.press("Allow").await;
    // Twice, and once again without the answer of the first press.
    let mut again = asked.clone();
    again.press("Allow").await;
    assert!(again.path() == "/device/done" && again.sees("Television is logged in as"), "{}", again.body);
    portal.wait(Duration::minutes(1));
    let second = lamp.begun("openid").await;
    enter(&mut ada, shown(&second)).await;
    ada.press("Deny").await;
    for _ in 0..2 {
        assert_eq!((ada.path(), ada.heading().as_str()), ("/device/done", "The device was not let in"));
        assert!(ada.sees("Lamp was told no") && ada.sees("change your password"), "{}", ada.body);
        ada.visit("/device/done").await;
    }
    let mut stranger = portal.browser(&site);
    stranger.visit("/device/done").await;
    assert_eq!(stranger.path(), "/device", "it is of the login that answered");
    let disable = json!({ "status": "disabled" });
    portal.operator().patch(&format!("/api/sites/{}/clients/{}", site.id, lamp.id), disable).await.ok(StatusCode::OK);
    ada.visit("/device/done").await;
    assert_eq!(ada.path(), "/device");
}

#[tokio::test]
async fn every_question_of_a_device_has_its_answer() {
    let portal = Portal::open();
    let (site, device, ada) = scene(&portal).await;
    let other = television(&portal, &site).await;
    let elsewhere = portal.site().await;
    for (answer, in_time, own, here, used, expected) in [
        ("allow", true, true, true, false, "tokens"),
        ("allow", true, true, true, true, "invalid_grant"),
        ("allow", true, false, true, false, "invalid_grant"),
        ("allow", true, true, false, false, "invalid_client"),
        ("allow", false, true, true, false, "expired_token"),
        ("allow", false, true, true, true, "expired_token"),
        ("deny", true, true, true, false, "access_denied"),
        ("deny", true, false, true, false, "invalid_grant"),
        ("deny", false, true, true, false, "expired_token"),
        ("", true, true, true, false, "authorization_pending"),
        ("", true, false, true, false, "invalid_grant"),
        ("", true, true, false, false, "invalid_client"),
        ("", false, true, true, false, "expired_token"),
    ] {
        portal.wait(Duration::minutes(30));
        let mut ada = ada.clone();
        let codes = device.begun("openid").await;
        if !answer.is_empty() {
            ada.visit(&format!("/device?user_code={}", shown(&codes))).await;
            ada.press(if answer == "allow" { "Allow" } else { "Deny" }).await;
            assert_eq!(ada.path(), "/device/done", "{}", ada.body);
        }
        if used {
            device.poll(&codes).await.ok(StatusCode::OK);
        }
        portal.wait(if in_time { Duration::seconds(899) } else { Duration::seconds(900) });
        let mut caller = if own { device.clone() } else { other.clone() };
        if !here {
            caller.program = portal.client(&elsewhere);
        }
        let reply = caller.poll(&codes).await;
        let status = if expected == "invalid_client" { 401 } else { 400 };
        let row = (answer, in_time, own, here, used);
        if expected == "tokens" {
            assert_eq!(reply.status, StatusCode::OK, "{row:?}: {}", reply.text);
        } else {
            assert_eq!(error(&reply), (status, expected), "{row:?}");
        }
    }
}

#[tokio::test]
async fn whoever_asks_too_often_waits_for_longer_from_then_on() {
    let portal = Portal::open();
    let (_, device, mut ada) = scene(&portal).await;
    let codes = device.begun("openid").await;
    for (waited, expected) in [
        (0, "authorization_pending"),
        (5, "authorization_pending"),
        (4, "authorization_pending"),
        (3, "slow_down"),
        (5, "slow_down"),
        (10, "slow_down"),
        (20, "authorization_pending"),
        (19, "authorization_pending"),
        (18, "slow_down"),
    ] {
        portal.wait(Duration::seconds(waited));
        assert_eq!(error(&device.poll(&codes).await), (400, expected), "after {waited} seconds");
    }
    let at_once = device.begun("openid").await;
    let replies = join_all((0..6).map(|_| device.poll(&at_once))).await;
    assert_eq!(replies.iter().filter(|reply| error(reply).1 == "authorization_pending").count(), 1);
    assert_eq!(replies.iter().filter(|reply| error(reply).1 == "slow_down").count(), 5);
    enter(&mut ada, shown(&codes)).await;
    ada.press("Allow").await;
    device.poll(&codes).await.ok(StatusCode::OK);
}

#[tokio::test]
async fn of_twenty_questions_at_once_one_gets_tokens_and_they_stay_good() {
    let portal = Portal::open();
    let (_, device, mut ada) = scene(&portal).await;
    let codes = device.begun("openid offline_access").await;
    enter(&mut ada, shown(&codes)).await;
    ada.press("Allow").await;
    let replies = join_all((0..20).map(|_| device.poll(&codes))).await;
    let (given, refused): (Vec<_>, Vec<_>) = replies.into_iter().partition(|reply| reply.status.is_success());
    assert_eq!((given.len(), refused.len()), (1, 19));
    assert!(refused.iter().all(|reply| error(reply) == (400, "invalid_grant")));
    device.userinfo(&given[0].body).await.ok(StatusCode::OK);
    device.refresh(&given[0].body).await.ok(StatusCode::OK);
}

#[tokio::test]
async fn of_two_people_who_answer_at_once_one_is_heard() {
    let portal = Portal::open();
    let (site, device, ada) = scene(&portal).await;
    let grace = portal.member(&site, "grace@example.com").await;
    for (first, second) in [("allow", "allow"), ("allow", "deny"), ("deny", "allow")] {
        portal.wait(Duration::hours(1));
        let (mut ada, mut grace) = (ada.clone(), grace.clone());
        let codes = device.begun("openid").await;
        for browser in [&mut ada, &mut grace] {
            enter(browser, shown(&codes)).await;
        }
        let fields = |browser: &Browser, answer| {
            let user = browser.all("input[name=user]")[0].attr("value").unwrap().to_owned();
            [("user_code", shown(&codes).to_owned()), ("user", user), ("answer", String::from(answer))]
        };
        let (one, other) = (fields(&ada, first), fields(&grace, second));
        let one = one.each_ref().map(|(name, value)| (*name, value.as_str()));
        let other = other.each_ref().map(|(name, value)| (*name, value.as_str()));
        let (one, other) = tokio::join!(ada.post("/device", &one), grace.post("/device", &other));
        let heard = [&one, &other].map(|answer| answer.status == StatusCode::SEE_OTHER);
        assert!(heard[0] != heard[1], "{first} {second}: {} {}", one.status, other.status);
        let decided = if heard[0] { first } else { second };
        let reply = device.poll(&codes).await;
        if decided == "deny" {
            assert_eq!(error(&reply), (400, "access_denied"));
        } else {
            let email = if heard[0] { EMAIL } else { "grace@example.com" };
            let id: uuid::Uuid = sqlx::query_scalar("select id from users where site_id = $1 and email = $2")
                .bind(site.id)
                .bind(email)
                .fetch_one(&sql().await)
                .await
                .unwrap();
            assert_eq!(device.believe(&reply.ok(StatusCode::OK)).await["sub"], id.to_string());
        }
    }
}

#[tokio::test]
async fn whoever_presses_a_button_twice_is_told_the_same_twice() {
    let portal = Portal::open();
    let (_, device, mut ada) = scene(&portal).await;
    for (button, answer, other, heading) in
        [("Allow", "allow", "deny", "Go back to your device"), ("Deny", "deny", "allow", "The device was not let in")]
    {
        let codes = device.begun("openid").await;
        enter(&mut ada, shown(&codes)).await;
        let user = ada.all("input[name=user]")[0].attr("value").unwrap().to_owned();
        let mut again = ada.clone();
        ada.press(button).await;
        assert_eq!(ada.heading(), heading);
        let fields = [("user_code", shown(&codes)), ("user", user.as_str())];
        let same = again.post("/device", &[&fields[..], &[("answer", answer)]].concat()).await;
        assert_eq!((same.status, same.header("location").ends_with("/device/done")), (StatusCode::SEE_OTHER, true));
        let changed = again.post("/device", &[&fields[..], &[("answer", other)]].concat()).await;
        assert_eq!(changed.status, StatusCode::UNPROCESSABLE_ENTITY, "nobody changes their mind here");
    }
}

#[tokio::test]
async fn only_the_button_allows_anything() {
    let portal = Portal::open();
    let (site, device, mut ada) = scene(&portal).await;
    let codes = device.begun("openid").await;
    let code = shown(&codes);
    ada.visit(&format!("/device?user_code={code}&answer=allow")).await;
    let user = ada.all("input[name=user]")[0].attr("value").unwrap().to_owned();
    ada.visit(&format!("/device?user_code={code}&answer=allow&user={user}")).await;
    let body = format!("user_code={code}&user={user}&answer=allow");
    let forged =
        ada.clone().send(Method::POST, "/device", &[FORM, ("sec-fetch-site", "cross-site")], Some(body.as_bytes())).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
    let foreign = [FORM, ("origin", "https://evil.example")];
    assert_eq!(ada.clone().send(Method::POST, "/device", &foreign, Some(body.as_bytes())).await.status, StatusCode::FORBIDDEN);
    let fields = [("user_code", code), ("user", user.as_str()), ("answer", "allow")];
    let stranger = portal.browser(&site).post("/device", &fields).await;
    assert!(stranger.header("location").contains("/login?"), "{}", stranger.header("location"));
    let twice = ada.clone().post("/device", &[&fields[..], &[("answer", "allow")]].concat()).await;
    assert_eq!(twice.status, StatusCode::BAD_REQUEST);
    // Somebody else has logged in since the page was shown.
    let mut grace = portal.member(&site, "grace@example.com").await;
    let borrowed = grace.post("/device", &fields).await;
    assert!(borrowed.header("location").ends_with(&format!("/device?user_code={code}")), "{}", borrowed.header("location"));
    let elsewhere = portal.site().await;
    let mut linus = portal.member(&elsewhere, EMAIL).await;
    enter(&mut linus, code).await;
    assert_eq!(linus.status, StatusCode::UNPROCESSABLE_ENTITY, "the code means nothing at another site");
    assert_eq!(error(&device.poll(&codes).await), (400, "authorization_pending"));
    // What is no allowing is a no.
    ada.post("/device", &[("user_code", code), ("user", &user), ("answer", "Allow")]).await;
    portal.wait(Duration::seconds(5));
    assert_eq!(error(&device.poll(&codes).await), (400, "access_denied"));
    ada.visit("/account").await;
    assert!(!ada.sees("Connected apps"));
}

#[tokio::test]
async fn a_code_that_will_not_do_is_told_so_in_one_way() {
    let portal = Portal::open();
    let (_, device, mut ada) = scene(&portal).await;
    let over = device.begun("openid").await;
    let answered = device.begun("openid").await;
    enter(&mut ada, shown(&answered)).await;
    ada.press("Deny").await;
    portal.wait(Duration::minutes(15));
    let waits = device.begun("openid").await;
    let mut never = shown(&waits).to_owned();
    never.replace_range(..1, if never.starts_with('B') { "C" } else { "B" });
    let mut bodies = Vec::new();
    for (code, problem) in [
        ("", "Enter the code that your device shows"),
        ("- -", "Enter the code that your device shows"),
        ("WDJB-MJH", "Enter the 8 letters that your device shows, such as WDJB-MJHT"),
        ("<script>", "Enter the 8 letters that your device shows, such as WDJB-MJHT"),
        (shown(&over), "Nothing waits for this code."),
        (shown(&answered), "Nothing waits for this code."),
        (&never, "Nothing waits for this code."),
    ] {
        enter(&mut ada, code).await;
        assert_eq!(ada.status, StatusCode::UNPROCESSABLE_ENTITY, "{code}");
        assert!(ada.problems()[0].starts_with(problem), "{code}: {:?}", ada.problems());
        assert_eq!(ada.value("The code on your device"), code);
        if problem.starts_with("Nothing") {
            bodies.push(ada.body.replace(code, ""));
        }
    }
    assert!(bodies.windows(2).all(|pair| pair[0] == pair[1]));
}

#[tokio::test]
async fn a_login_or_a_signup_on_the_way_comes_back_to_the_question() {
    let portal = Portal::open();
    let site = portal.site().await;
    let device = television(&portal, &site).await;
    portal.member(&site, EMAIL).await;
    let codes = device.begun("openid").await;
    let complete = codes["verification_uri_complete"].as_str().unwrap();
    let mut ada = portal.browser(&site);
    ada.visit(complete).await;
    assert_eq!((ada.path(), ada.sees("to connect your device")), ("/login", true));
    ada.fill("Email", EMAIL).fill("Password", PASSWORD);
    ada.press("Log in").await;
    assert_eq!((ada.path(), ada.sees(shown(&codes))), ("/device", true));
    ada.follow("Not you? Use another account").await;
    assert_eq!(ada.path(), "/login");
    let mut grace = portal.browser(&site);
    enter(&mut grace, shown(&codes)).await;
    grace.follow("Sign up").await;
    grace.fill("Email", "grace@example.com").fill("Create a password", PASSWORD);
    grace.press("Sign up").await;
    let code = portal.code_in_mail(&site, "grace@example.com").await;
    grace.fill("Code", &code);
    grace.press("Continue").await;
    assert!(grace.path() == "/device" && grace.sees("Log in to Television on your device?"), "{}", grace.body);
    grace.press("Allow").await;
    portal.wait(Duration::seconds(5));
    let tokens = device.poll(&codes).await.ok(StatusCode::OK);
    assert!(device.userinfo(&tokens).await.status.is_success());
}

#[tokio::test]
async fn guesses_are_counted_for_an_account_and_a_network() {
    let portal = Portal::open();
    let (site, device, ada) = scene(&portal).await;
    let guess = async |browser: &mut Browser, number: usize| {
        let letters = [b'B', b'C', b'D', b'F'].map(|first| char::from(first).to_string());
        browser.visit(&format!("/device?user_code={}CDFGHJ{}", letters[number % 4], letters[number / 4 % 4])).await;
        browser.status
    };
    let mut mallory = ada.clone();
    for number in 0..20 {
        assert_eq!(guess(&mut mallory, number).await, StatusCode::UNPROCESSABLE_ENTITY, "{number}");
    }
    let codes = device.begun("openid").await;
    enter(&mut mallory, shown(&codes)).await;
    assert_eq!(mallory.status, StatusCode::TOO_MANY_REQUESTS, "also for the right one");
    assert!(mallory.answer_headers.contains_key("retry-after") && mallory.sees("Too many"), "{}", mallory.body);
    let user = json!({ "email": EMAIL, "password": PASSWORD });
    let user = portal.client(&site).post("/api/auth/login", user).await.ok(StatusCode::OK)["user"]["id"].clone();
    let fields = [("user_code", shown(&codes)), ("user", user.as_str().unwrap()), ("answer", "allow")];
    assert_eq!(mallory.post("/device", &fields).await.status, StatusCode::TOO_MANY_REQUESTS, "nor is the button a way round");
    assert_eq!(error(&device.poll(&codes).await), (400, "authorization_pending"));
    // From one network with many accounts.
    for number in 0..3 {
        let mut other = portal.member(&site, &format!("mallory-{number}@example.com")).await;
        for number in 0..20 {
            guess(&mut other, number).await;
        }
    }
    let mut grace = portal.member(&site, "grace@example.com").await;
    assert_eq!(guess(&mut grace, 0).await, StatusCode::TOO_MANY_REQUESTS);
    grace.peer = "198.51.100.7:40000".parse().unwrap();
    enter(&mut grace, shown(&codes)).await;
    assert_eq!(grace.status, StatusCode::OK);
    assert!(grace.sees("That is another network than the one you are on now."));
}

#[tokio::test]
async fn nobody_fills_the_table_with_devices() {
    let portal = Portal::open_with(&["--limit-device-address", "3/15m"]);
    let (_, device, _) = scene(&portal).await;
    for _ in 0..3 {
        device.begun("openid").await;
    }
    let refused = device.begin("openid").await;
    assert_eq!(error(&refused), (429, "temporarily_unavailable"));
    assert_eq!(refused.header("retry-after"), "900");
    portal.wait(Duration::minutes(15));
    let (site, device, _) = scene(&portal).await;
    sqlx::query(
        "insert into oauth_device_codes (site_id, device_hash, user_hash, client_id, scopes, address, created_at, expires_at,
                                         interval_seconds, due_at)
         select $1, sha256(n::text::bytea), sha256(('u' || n)::bytea), $2::uuid, '{openid}', '192.0.2.1', $3, $3 + interval '15 m', 5, $3
         from generate_series(1, 10000) n",
    )
    .bind(site.id)
    .bind(uuid::Uuid::parse_str(&device.id).unwrap())
    .bind(portal.app.clock.now())
    .execute(&sql().await)
    .await
    .unwrap();
    let refused = device.begin("openid").await;
    assert_eq!((error(&refused), refused.header("retry-after")), ((429, "temporarily_unavailable"), "60"));
    let other = television(&portal, &site).await;
    other.begun("openid").await;
}

#[tokio::test]
async fn what_is_no_request_of_a_device_is_told_so() {
    let portal = Portal::open();
    let (site, shop, _) = encounter(&portal).await;
    let device = television(&portal, &site).await;
    let id = device.id.as_str();
    for (fields, expected) in [
        (vec![("scope", "openid")], (401, "invalid_client")),
        (vec![("client_id", "nobody"), ("scope", "openid")], (401, "invalid_client")),
        (vec![("client_id", &shop.id), ("scope", "openid")], (401, "invalid_client")),
        (vec![("client_id", id), ("client_secret", "x"), ("scope", "openid")], (401, "invalid_client")),
        (vec![("client_id", id)], (400, "invalid_scope")),
        (vec![("client_id", id), ("scope", "offline_access")], (400, "invalid_scope")),
        (vec![("client_id", id), ("scope", "orders:read")], (400, "invalid_scope")),
        (vec![("client_id", id), ("scope", "openid"), ("scope", "email")], (400, "invalid_request")),
    ] {
        assert_eq!(error(&device.post("/oauth2/device_authorization", &[], &fields).await), expected, "{fields:?}");
    }
    let spa = App::like(&portal, &site, json!({ "kind": "spa", "first_party": true })).await;
    assert_eq!(error(&spa.begin("openid").await), (400, "unauthorized_client"));
    let asked = device.program.send(Method::GET, "/oauth2/device_authorization", &[], None).await;
    assert_eq!(error(&asked), (405, "invalid_request"));
    let codes = device.begun("openid nonsense email").await;
    for (caller, fields, expected) in [
        (&device, vec![("grant_type", GRANT)], "invalid_request"),
        (&device, vec![("grant_type", GRANT), ("device_code", "x")], "invalid_grant"),
        (&device, vec![("grant_type", GRANT), ("device_code", shown(&codes))], "invalid_grant"),
        (&spa, vec![("grant_type", GRANT), ("device_code", codes["device_code"].as_str().unwrap())], "unauthorized_client"),
        (&device, vec![("grant_type", "client_credentials")], "unauthorized_client"),
        (&device, vec![("grant_type", "authorization_code"), ("code", "x")], "unauthorized_client"),
    ] {
        assert_eq!(error(&caller.token(&fields).await), (400, expected), "{fields:?}");
    }
    let mut ada = portal.browser(&site);
    ada.visit(&device.link(&[("redirect_uri", "https://shop.example/callback")])).await;
    assert_eq!(ada.status, StatusCode::BAD_REQUEST, "a device is not logged in to by redirect");
    let metadata = device.program.get("/.well-known/oauth-authorization-server").await.ok(StatusCode::OK);
    assert!(metadata["grant_types_supported"].as_array().unwrap().contains(&json!(GRANT)));
}

#[tokio::test]
async fn a_device_code_is_no_other_kind_of_code() {
    let portal = Portal::open();
    let (site, shop, mut ada) = encounter(&portal).await;
    let device = television(&portal, &site).await;
    let codes = device.begun("openid").await;
    enter(&mut ada, shown(&codes)).await;
    ada.press("Allow").await;
    assert_eq!(error(&shop.exchange(codes["device_code"].as_str().unwrap()).await), (400, "invalid_grant"));
    let code = shop.code(&mut ada, &[]).await;
    let as_device = device.token(&[("grant_type", GRANT), ("device_code", &code)]).await;
    assert_eq!(error(&as_device), (400, "invalid_grant"));
    shop.exchange(&code).await.ok(StatusCode::OK);
    device.poll(&codes).await.ok(StatusCode::OK);
}

#[tokio::test]
async fn whatever_ends_between_the_answer_and_the_tokens_ends_the_answer() {
    let portal = Portal::open();
    for ending in ["logout", "client", "removed", "password", "user"] {
        let (site, device, mut ada) = scene(&portal).await;
        let codes = device.begun("openid offline_access").await;
        enter(&mut ada, shown(&codes)).await;
        ada.press("Allow").await;
        match ending {
            "logout" => assert_eq!(ada.post("/logout", &[]).await.status, StatusCode::SEE_OTHER),
            "client" => {
                let path = format!("/api/sites/{}/clients/{}", site.id, device.id);
                portal.operator().patch(&path, json!({ "status": "disabled" })).await.ok(StatusCode::OK);
            }
            "removed" => {
                let path = format!("/account/apps/{}/remove", device.id);
                assert_eq!(ada.post(&path, &[]).await.status, StatusCode::SEE_OTHER);
            }
            other => {
                let statement = match other {
                    "user" => "update users set status = 'disabled' where site_id = $1",
                    _ => "update users set auth_epoch = auth_epoch + 1 where site_id = $1",
                };
                sqlx::query(statement).bind(site.id).execute(&sql().await).await.unwrap();
            }
        }
        let expected = if ending == "client" { (401, "invalid_client") } else { (400, "invalid_grant") };
        assert_eq!(error(&device.poll(&codes).await), expected, "{ending}");
    }
}

#[tokio::test]
async fn nothing_of_the_codes_lies_open_in_the_database() {
    let portal = Portal::open();
    let (site, device, mut ada) = scene(&portal).await;
    let codes = device.begun("openid").await;
    enter(&mut ada, shown(&codes)).await;
    ada.press("Allow").await;
    let letters = shown(&codes).replace('-', "");
    let secrets = [codes["device_code"].as_str().unwrap(), shown(&codes), letters.as_str()];
    for table in ["oauth_device_codes", "oauth_grants", "events", "attempts"] {
        let dump: Vec<String> = sqlx::query_scalar(&format!("select t::text from {table} t where site_id = $1"))
            .bind(site.id)
            .fetch_all(&sql().await)
            .await
            .unwrap();
        assert!(!dump.is_empty() && dump.iter().all(|row| secrets.iter().all(|secret| !row.contains(secret))), "{table}");
    }
}

#[tokio::test]
async fn codes_that_are_over_go() {
    let portal = Portal::open_on(fresh_database("device_codes").await, &[]);
    let (_, device, _) = scene(&portal).await;
    let codes = device.begun("openid").await;
    portal.wait(Duration::minutes(24));
    sweep::expired(&portal.app.database, portal.app.clock.now()).await.unwrap();
    assert_eq!(error(&device.poll(&codes).await), (400, "expired_token"), "for a while it is told");
    portal.wait(Duration::minutes(2));
    sweep::expired(&portal.app.database, portal.app.clock.now()).await.unwrap();
    assert_eq!(error(&device.poll(&codes).await), (400, "invalid_grant"));
}
