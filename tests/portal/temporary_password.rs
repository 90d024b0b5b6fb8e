//! An admin has a password made for somebody, who chooses another with it and does nothing else.

use std::sync::Arc;

use axum::http::{Method, StatusCode};
use futures_util::future::join_all;
use serde_json::{Value, json};
use time::Duration;
use vestibule::model::site::Site;

use crate::{
    oidc::app::App,
    support::{Client, MASTER_KEY, PASSWORD, Portal, Reply, sql},
};

const EMAIL: &str = "ada@example.com";
const NEW: &str = "a different horse altogether";

async fn site(portal: &Portal) -> Arc<Site> {
    portal.site_with(|settings| settings.temporary_passwords = true).await
}

fn operator(portal: &Portal, site: &Site) -> Client {
    portal.client(site).with("x-api-key", MASTER_KEY)
}

async fn id_of(operator: &Client, email: &str) -> String {
    let found = operator.get(&format!("/api/admin/users?search={email}")).await.ok(StatusCode::OK);
    found["items"][0]["id"].as_str().unwrap().to_owned()
}

async fn ask(operator: &Client, email: &str) -> Reply {
    let id = id_of(operator, email).await;
    operator.post(&format!("/api/admin/users/{id}/temporary-password"), json!({})).await
}

/// A member who was given a temporary password.
async fn given(portal: &Portal, site: &Site) -> String {
    portal.member(site, EMAIL).await;
    made(portal, site).await
}

async fn made(portal: &Portal, site: &Site) -> String {
    ask(&operator(portal, site), EMAIL).await.ok(StatusCode::OK)["password"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn it_lets_its_owner_choose_another_password_and_nothing_else() {
    let portal = Portal::open();
    let site = site(&portal).await;
    let mut before = portal.member(&site, EMAIL).await;
    portal.wait(Duration::seconds(1));
    let password = made(&portal, &site).await;
    assert!(!before.is_logged_in().await, "whoever was in is out");
    let letter = portal.newest_mail(&site, EMAIL).await;
    assert!(letter.subject.contains("temporary password"), "{}", letter.subject);
    assert!(!letter.text.contains(&password) && !letter.html.contains(&password));
    before.log_in(EMAIL, PASSWORD).await;
    assert_eq!(before.status, StatusCode::UNPROCESSABLE_ENTITY, "the password before is gone");

    let mut ada = portal.browser(&site);
    ada.log_in(EMAIL, &password).await;
    assert_eq!((ada.path(), ada.heading().as_str()), ("/reset", "Choose a new password"));
    assert!(ada.sees("The password you were given was a temporary one."), "{}", ada.body);
    assert!(!ada.is_logged_in().await);
    for (typed, problem) in
        [("short", "at least 10 characters"), (password.as_str(), "Choose a password that is not your current one")]
    {
        ada.fill("New password", typed);
        ada.press("Change password").await;
        assert!(ada.status == StatusCode::UNPROCESSABLE_ENTITY && ada.problems()[0].contains(problem), "{:?}", ada.problems());
    }
    ada.fill("New password", NEW);
    ada.press("Change password").await;
    assert_eq!(ada.path(), "/login");
    ada.log_in(EMAIL, &password).await;
    assert_eq!(ada.status, StatusCode::UNPROCESSABLE_ENTITY, "it is used up");
    ada.log_in(EMAIL, NEW).await;
    assert_eq!(ada.path(), "/account");
    assert!(ada.sees("You were given a temporary password") && ada.sees("Someone used the temporary password"), "{}", ada.body);
}

#[tokio::test]
async fn on_the_way_to_an_app_it_leads_there_once_another_is_chosen() {
    let portal = Portal::open();
    let site = site(&portal).await;
    let app = App::own(&portal, &site).await;
    let password = given(&portal, &site).await;
    let mut ada = portal.browser(&site);
    // An older way, that somebody gave up, does not come back instead.
    ada.visit(&app.link(&[("state", "older")])).await;
    ada.follow("Forgot password?").await;
    ada.fill("Email", EMAIL);
    ada.press("Send").await;
    // Its link is made when the letter is, and would put an end to the way that comes now.
    portal.newest_mail(&site, EMAIL).await;
    ada.visit(&app.link(&[("state", "newer")])).await;
    ada.fill("Email", EMAIL).fill("Password", &password);
    ada.press("Log in").await;
    assert_eq!(ada.path(), "/reset", "{}", ada.body);
    ada.fill("New password", NEW);
    ada.press("Change password").await;
    assert_eq!((ada.path(), ada.value("Email").as_str()), ("/login", EMAIL));
    ada.fill("Password", NEW);
    ada.press("Log in").await;
    let answer = app.answer(&ada);
    assert_eq!(answer["state"], "newer");
    app.exchange(&answer["code"]).await.ok(StatusCode::OK);
    // Without an app on the way there is none afterwards.
    let password = made(&portal, &site).await;
    let mut ada = portal.browser(&site);
    ada.log_in(EMAIL, &password).await;
    ada.fill("New password", PASSWORD);
    ada.press("Change password").await;
    ada.fill("Password", PASSWORD);
    ada.press("Log in").await;
    assert_eq!(ada.path(), "/account");
}

#[tokio::test]
async fn a_program_hears_that_a_password_has_to_be_chosen_and_chooses_one() {
    let portal = Portal::open();
    let site = site(&portal).await;
    let password = given(&portal, &site).await;
    let client = portal.client(&site);
    let log_in = async |password: &str| client.post("/api/auth/login", json!({ "email": EMAIL, "password": password })).await;
    assert_eq!(log_in("guess number one").await.problem(), (401, "invalid_credentials"));
    let refused = log_in(&password).await;
    assert_eq!(refused.problem(), (403, "password_change_required"));
    let token = refused.body["reset_token"].as_str().unwrap();
    for path in ["/api/auth/me", "/api/user/sessions", "/api/user/export"] {
        let reply = client.with("authorization", &format!("Bearer {token}")).get(path).await;
        assert_eq!(reply.problem(), (401, "token_invalid"), "{path}");
    }
    assert_eq!(client.post("/api/auth/refresh", json!({ "refresh_token": token })).await.problem(), (401, "token_invalid"));
    let choose =
        async |password: &str| client.post("/api/auth/reset-password", json!({ "token": token, "password": password })).await;
    assert_eq!(choose(&password).await.errors(), [("password", "same")]);
    assert_eq!(choose(NEW).await.status, StatusCode::NO_CONTENT);
    assert_eq!(choose(NEW).await.problem(), (401, "token_invalid"), "once");
    assert_eq!(log_in(NEW).await.status, StatusCode::OK);
}

#[tokio::test]
async fn it_runs_out_and_so_does_the_right_to_choose() {
    let portal = Portal::open();
    let site = site(&portal).await;
    let password = given(&portal, &site).await;
    let log_in = async || portal.client(&site).post("/api/auth/login", json!({ "email": EMAIL, "password": password })).await;
    let token = log_in().await.body["reset_token"].clone();
    portal.wait(Duration::hours(1));
    let choose = json!({ "token": token, "password": NEW });
    assert_eq!(portal.client(&site).post("/api/auth/reset-password", choose).await.problem(), (401, "token_invalid"));
    portal.wait(Duration::hours(70));
    assert_eq!(log_in().await.problem(), (403, "password_change_required"));
    portal.wait(Duration::hours(1));
    assert_eq!(log_in().await.problem(), (401, "invalid_credentials"));
    portal.browser(&site).post("/forgot", &[("email", EMAIL)]).await;
    let mut ada = portal.browser(&site);
    ada.visit(&portal.link_in_mail(&site, EMAIL).await).await;
    ada.fill("New password", NEW);
    ada.press("Change password").await;
    ada.log_in(EMAIL, NEW).await;
    assert_eq!(ada.path(), "/account", "its owner gets in by mail as ever");
}

#[tokio::test]
async fn a_site_turns_it_on_and_off_again() {
    let portal = Portal::open();
    let site = portal.site().await;
    portal.member(&site, EMAIL).await;
    let operator = operator(&portal, &site);
    assert_eq!(ask(&operator, EMAIL).await.problem(), (409, "temporary_passwords_off"));
    let turn = async |on: bool| {
        let change = json!({ "settings": { "temporary_passwords": on } });
        let changed = portal.operator().patch(&format!("/api/sites/{}", site.id), change).await.ok(StatusCode::OK);
        assert_eq!(changed["settings"]["temporary_passwords"], on);
        portal.app.sites.refresh(&portal.app.database, &portal.app.config.public_url, site.id).await;
    };
    turn(true).await;
    let password = ask(&operator, EMAIL).await.ok(StatusCode::OK)["password"].clone();
    turn(false).await;
    let reply = portal.client(&site).post("/api/auth/login", json!({ "email": EMAIL, "password": password })).await;
    assert_eq!(reply.problem(), (401, "invalid_credentials"), "what is turned off is off at once");
}

#[tokio::test]
async fn only_admins_may_ask_and_some_accounts_keep_their_passwords() {
    let portal = Portal::open();
    let (site, other) = (site(&portal).await, site(&portal).await);
    for email in [EMAIL, "admin@example.com", "disabled@example.com", "protected@example.com"] {
        portal.member(&site, email).await;
    }
    let operator = operator(&portal, &site);
    let post = async |path: &str, body: Value| operator.post(&format!("/api/admin/users{path}"), body).await.status.is_success();
    let [ada, admin, disabled, protected] = [
        id_of(&operator, EMAIL).await,
        id_of(&operator, "admin@example.com").await,
        id_of(&operator, "disabled@example.com").await,
        id_of(&operator, "protected@example.com").await,
    ];
    assert!(post("", json!({ "email": "invited@example.com" })).await);
    assert!(post(&format!("/{disabled}/disable"), json!({})).await);
    operator.patch(&format!("/api/admin/users/{protected}"), json!({ "protected": true })).await.ok(StatusCode::OK);
    let role = format!("/api/admin/users/{admin}/role");
    operator.json(Method::PUT, &role, &json!({ "role": "admin" })).await.ok(StatusCode::OK);

    for (email, code) in [
        ("disabled@example.com", "wrong_status"),
        ("invited@example.com", "wrong_status"),
        ("protected@example.com", "user_protected"),
    ] {
        assert_eq!(ask(&operator, email).await.problem(), (409, code), "{email}");
    }
    let path = format!("/api/admin/users/{ada}/temporary-password");
    let member = portal.program(&site, EMAIL).await;
    assert_eq!(member.post(&path, json!({})).await.problem(), (403, "forbidden"));
    assert_eq!(portal.client(&site).post(&path, json!({})).await.problem(), (401, "token_invalid"));
    let elsewhere = portal.client(&other).with("x-api-key", MASTER_KEY);
    assert_eq!(elsewhere.post(&path, json!({})).await.problem(), (404, "not_found"), "another site's");
    let at_the_portal = format!("/api/sites/{}/users/{ada}/temporary-password", other.id);
    assert_eq!(portal.operator().post(&at_the_portal, json!({})).await.problem(), (404, "not_found"));
    assert_eq!(member.get("/api/auth/me").await.status, StatusCode::OK, "nothing has happened");

    let admin = portal.program(&site, "admin@example.com").await;
    admin.post(&path, json!({})).await.ok(StatusCode::OK);
    assert_eq!(member.get("/api/auth/me").await.problem(), (401, "token_invalid"));
    let record = admin.get(&format!("/api/admin/audit?user={ada}&action=temporary_password_made")).await.ok(StatusCode::OK);
    assert_eq!((record["items"][0]["actor"]["kind"].as_str(), record["items"].as_array().unwrap().len()), (Some("admin"), 1));
    for field in ["password", "temporary_password", "password_hash"] {
        let reply = operator.patch(&format!("/api/admin/users/{ada}"), json!({ field: "chosen by an admin" })).await;
        assert_eq!(reply.errors(), [(field, "unknown")], "an admin never chooses it");
    }
}

#[tokio::test]
async fn a_newer_one_or_a_reset_voids_it() {
    let portal = Portal::open();
    let site = site(&portal).await;
    let first = given(&portal, &site).await;
    let log_in = async |password: &str| {
        portal.client(&site).post("/api/auth/login", json!({ "email": EMAIL, "password": password })).await
    };
    let token = log_in(&first).await.body["reset_token"].clone();
    let second = made(&portal, &site).await;
    assert_eq!(log_in(&first).await.problem(), (401, "invalid_credentials"));
    let choose = json!({ "token": token, "password": NEW });
    assert_eq!(portal.client(&site).post("/api/auth/reset-password", choose).await.problem(), (401, "token_invalid"));
    portal.wait(Duration::seconds(1));
    portal.browser(&site).post("/forgot", &[("email", EMAIL)]).await;
    let code = portal.code_in_mail(&site, EMAIL).await;
    let by_code = async |password: &str| {
        let proof = json!({ "email": EMAIL, "code": code, "password": password });
        portal.client(&site).post("/api/auth/reset-password", proof).await
    };
    assert_eq!(by_code(&second).await.errors(), [("password", "same")], "also by a mailed code");
    assert_eq!(by_code(NEW).await.status, StatusCode::NO_CONTENT, "which is not spent");
    assert_eq!(log_in(&second).await.problem(), (401, "invalid_credentials"));
    assert_eq!(log_in(NEW).await.status, StatusCode::OK);
}

/// However many arrive at once: whoever chooses a password has the account, and no older password opens anything after.
#[tokio::test]
async fn of_many_logins_and_choices_at_once_one_choice_counts() {
    let portal = Portal::open();
    let site = site(&portal).await;
    let password = given(&portal, &site).await;
    let client = portal.client(&site);
    let credentials = json!({ "email": EMAIL, "password": password });
    let tokens: Vec<Value> = join_all((0..4).map(|_| client.post("/api/auth/login", credentials.clone())))
        .await
        .into_iter()
        .map(|reply| reply.body["reset_token"].clone())
        .collect();
    let choose = async |token: &Value, password: String| {
        let token = if token.is_null() { json!("A".repeat(43)) } else { token.clone() };
        client.post("/api/auth/reset-password", json!({ "token": token, "password": password })).await.status
    };
    let each = tokens.iter().flat_map(|token| [token; 3]).enumerate();
    let choices = join_all(each.map(|(number, token)| choose(token, format!("{NEW} {number}"))));
    let late = join_all((0..4).map(|_| client.post("/api/auth/login", credentials.clone())));
    let (mut choices, late) = futures_util::future::join(choices, late).await;
    for reply in late {
        // A login that was quicker than every choice has voided the token of the others.
        choices.push(choose(&reply.body["reset_token"], "the thief's own horse".to_owned()).await);
    }
    assert_eq!(choices.iter().filter(|status| **status == StatusCode::NO_CONTENT).count(), 1, "{choices:?}");
    assert!(choices.iter().all(|status| [StatusCode::NO_CONTENT, StatusCode::UNAUTHORIZED].contains(status)), "{choices:?}");
}

/// Somebody who is in by other means than a password must not prove anything by one that an admin knows.
#[tokio::test]
async fn it_confirms_nothing_and_changes_no_password() {
    let portal = Portal::open();
    let site = site(&portal).await;
    let password = given(&portal, &site).await;
    let settle = "update users set temporary_until = $2 where site_id = $1";
    let until = portal.app.clock.now() + Duration::hours(1);
    let set = async |until: Option<_>| sqlx::query(settle).bind(site.id).bind(until).execute(&sql().await).await.unwrap();
    set(None).await;
    let mut ada = portal.browser(&site);
    ada.log_in(EMAIL, &password).await;
    let program = portal.client(&site).post("/api/auth/login", json!({ "email": EMAIL, "password": password })).await;
    let bearer = format!("Bearer {}", program.body["access_token"].as_str().unwrap());
    let program = portal.client(&site).with("authorization", &bearer);
    set(Some(until)).await;
    assert!(ada.is_logged_in().await, "by whatever means");
    let answer = ada.post("/confirm-identity", &[("current_password", &password)]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let passwords = json!({ "current_password": password, "password": NEW });
    assert_eq!(program.post("/api/user/change-password", passwords).await.errors(), [("current_password", "wrong")]);
}
