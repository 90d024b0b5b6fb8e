//! `docs/revocation.md` is the rule; this holds the portal against it, cell by cell.

use std::{fs, path::Path};

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use time::Duration;
use vestibule::{model::site::Site, store::sweep};

use crate::{
    oidc::app::App,
    support::{Browser, PASSWORD, Portal, fresh_database},
};

const NEW: &str = "a different horse altogether";
const EMAIL: &str = "ada@example.com";

/// An account with everything alive that anything could end.
struct Account {
    this: Browser,
    other: Browser,
    program: Value,
    reset: String,
    change: String,
    undo: String,
    later_undo: String,
    app: App,
    within: Value,
    beyond: Value,
}

#[tokio::test]
async fn every_event_ends_what_the_table_says_and_nothing_else() {
    let limits = ["--limit-resend-address", "1000/1h", "--limit-mail-recipient", "1000/1h"];
    let portal = Portal::open_on(fresh_database("revocation").await, &limits);
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/revocation.md")).unwrap();
    let mut rows = text.lines().filter(|line| line.starts_with('|')).map(cells);
    let things = rows.next().unwrap();
    let rows: Vec<Vec<String>> = rows.skip(1).collect();
    assert_eq!(rows.len(), 23);
    for row in rows {
        let site = portal.site().await;
        let allow = json!({ "settings": { "temporary_passwords": true } });
        portal.operator().patch(&format!("/api/sites/{}", site.id), allow).await.ok(StatusCode::OK);
        let mut account = prepare(&portal, &site).await;
        happen(&portal, &site, &mut account, &row[0]).await;
        for (thing, expected) in things.iter().zip(&row).skip(1) {
            let found = if stands(&portal, &site, &account, thing).await { "stays" } else { "ends" };
            assert_eq!(found, expected, "{}: {thing}", row[0]);
        }
    }
}

fn cells(line: &str) -> Vec<String> {
    line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()
}

async fn prepare(portal: &Portal, site: &Site) -> Account {
    let mut this = portal.member(site, EMAIL).await;
    let credentials = json!({ "email": EMAIL, "password": PASSWORD });
    let program = portal.client(site).post("/api/auth/login", credentials).await.ok(StatusCode::OK);
    portal.wait(Duration::seconds(1));
    let mut other = portal.browser(site);
    other.log_in(EMAIL, PASSWORD).await;
    portal.mail(site, EMAIL).await;
    let mut undos = Vec::new();
    for wanted in ["first@new.example", "second@new.example"] {
        portal.wait(Duration::seconds(1));
        this.post("/account/email", &[("new_email", wanted)]).await;
        undos.push(portal.link_in_mail(site, EMAIL).await);
    }
    let change = portal.link_in_mail(site, "second@new.example").await;
    portal.wait(Duration::seconds(1));
    other.clone().post("/forgot", &[("email", EMAIL)]).await;
    let reset = portal.link_in_mail(site, EMAIL).await;
    let [undo, later_undo] = undos.try_into().unwrap();
    let app = App::foreign(portal, site).await;
    let within = let_in(&app, &mut this, "openid").await;
    let beyond = let_in(&app, &mut this, "openid offline_access").await;
    Account { this, other, program, reset, change, undo, later_undo, app, within, beyond }
}

/// What an app gets once its person has agreed.
async fn let_in(app: &App, browser: &mut Browser, scope: &str) -> Value {
    browser.visit(&app.link(&[("scope", scope)])).await;
    browser.press("Allow").await;
    app.exchange(&app.answer(browser)["code"]).await.ok(StatusCode::OK)
}

async fn happen(portal: &Portal, site: &Site, account: &mut Account, event: &str) {
    let Account { this, reset, change, undo, .. } = account;
    let passwords = [("current_password", PASSWORD), ("new_password", NEW)];
    let answer = match event {
        "logging out" => this.post("/logout", &[]).await,
        "ending one device" => {
            this.visit("/account").await;
            let button = this.all("form[action*='/sessions/'][action$='/end']").remove(0).attr("action").unwrap().to_owned();
            this.post(&button, &[]).await
        }
        "ending all other devices" => this.post("/account/sessions/end-others", &[]).await,
        "a refresh token that comes twice" => {
            let client = portal.client(site);
            let refresh =
                async || client.post("/api/auth/refresh", json!({ "refresh_token": account.program["refresh_token"] })).await;
            account.program = {
                let next = refresh().await.ok(StatusCode::OK);
                portal.wait(Duration::seconds(11));
                assert_eq!(refresh().await.problem(), (401, "token_reused"));
                next
            };
            return;
        }
        "confirming one's identity" => this.post("/confirm-identity", &[("current_password", PASSWORD)]).await,
        "changing the password" => this.post("/account/password", &[&passwords[..], &[("end_others", "on")]].concat()).await,
        "changing the password, others may stay" => this.post("/account/password", &passwords).await,
        "resetting the password" => portal.browser(site).post("/reset", &[("token", token(reset)), ("new_password", NEW)]).await,
        "asking for a change of address" => this.post("/account/email", &[("new_email", "third@new.example")]).await,
        "giving up a change of address" => this.post("/account/email/cancel", &[]).await,
        "changing the address" => portal.browser(site).post("/email-change", &[("token", token(change))]).await,
        "undoing a change of address" => portal.browser(site).post("/email-change/undo", &[("token", token(undo))]).await,
        "asking for deletion" => this.post("/account/delete", &[]).await,
        "removing an app" => this.post(&format!("/account/apps/{}/remove", account.app.id), &[]).await,
        "an admin removing an app" => {
            let operator = portal.operator();
            let users = format!("/api/sites/{}/users", site.id);
            let ada = operator.get(&users).await.ok(StatusCode::OK)["items"][0]["id"].as_str().unwrap().to_owned();
            operator.delete(&format!("{users}/{ada}/apps/{}", account.app.id)).await.ok(StatusCode::NO_CONTENT);
            return;
        }
        "disabling an app" => {
            let path = format!("/api/sites/{}/clients/{}", site.id, account.app.id);
            portal.operator().patch(&path, json!({ "status": "disabled" })).await.ok(StatusCode::OK);
            return;
        }
        "an app's refresh token that comes twice" => {
            let next = account.app.refresh(&account.beyond).await.ok(StatusCode::OK);
            portal.wait(Duration::seconds(11));
            assert_eq!(account.app.refresh(&account.beyond).await.status, StatusCode::BAD_REQUEST);
            account.beyond = next;
            return;
        }
        "disabling the site" => return set_status(portal, site, "disabled").await,
        "disabling the site for a while" => {
            set_status(portal, site, "disabled").await;
            // An access token lasts longer.
            portal.wait(Duration::minutes(5));
            return set_status(portal, site, "active").await;
        }
        "disabling the account" => return administer(portal, site, "disable").await,
        "an admin making a temporary password" => return administer(portal, site, "temporary-password").await,
        "an admin ending all logins" => return administer(portal, site, "end-sessions").await,
        "deletion" => {
            tamper(site, "delete_at = '2001-01-01'").await;
            sweep::expired(&portal.app.database, portal.app.clock.now()).await.unwrap();
            return;
        }
        unknown => panic!("nobody knows how to do: {unknown}"),
    };
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{event}: {}", answer.body);
}

async fn stands(portal: &Portal, site: &Site, account: &Account, thing: &str) -> bool {
    let opens = async |page: &str, link: &str| {
        let mut browser = portal.browser(site);
        browser.send(Method::GET, &format!("{page}?token={}", token(link)), &[], None).await;
        browser.send(Method::GET, page, &[], None).await.status == StatusCode::OK
    };
    match thing {
        "this login" => account.this.is_logged_in().await,
        "other logins" => account.other.is_logged_in().await,
        "a program's access token" => {
            let bearer = format!("Bearer {}", account.program["access_token"].as_str().unwrap());
            portal.client(site).with("authorization", &bearer).get("/api/auth/me").await.status == StatusCode::OK
        }
        "a program's refresh token" => {
            let token = json!({ "refresh_token": account.program["refresh_token"] });
            portal.client(site).post("/api/auth/refresh", token).await.status == StatusCode::OK
        }
        "what an app holds" => counts(&account.app, &account.within).await,
        "what an app holds beyond the login" => counts(&account.app, &account.beyond).await,
        "a link to reset the password" => opens("/reset", &account.reset).await,
        "a change of address that waits" => opens("/email-change", &account.change).await,
        "links that undo a change" => opens("/email-change/undo", &account.later_undo).await,
        "browsers it knows" => {
            let known = "select exists (select from known_devices where site_id = $1)";
            sqlx::query_scalar(known).bind(site.id).fetch_one(&mut behind().await).await.unwrap()
        }
        unknown => panic!("nobody knows how to look at: {unknown}"),
    }
}

/// Whether an app's tokens count, which both do or neither.
async fn counts(app: &App, tokens: &Value) -> bool {
    let (told, renewed) = (app.userinfo(tokens).await.status, app.refresh(tokens).await.status);
    assert_eq!(told == StatusCode::OK, renewed == StatusCode::OK, "{told} {renewed}");
    renewed == StatusCode::OK
}

async fn set_status(portal: &Portal, site: &Site, status: &str) {
    portal.operator().patch(&format!("/api/sites/{}", site.id), json!({ "status": status })).await.ok(StatusCode::OK);
}

async fn administer(portal: &Portal, site: &Site, verb: &str) {
    let operator = portal.operator();
    let base = format!("/api/sites/{}/users", site.id);
    let id = operator.get(&base).await.ok(StatusCode::OK)["items"][0]["id"].as_str().unwrap().to_owned();
    assert!(operator.send(Method::POST, &format!("{base}/{id}/{verb}"), &[], None).await.status.is_success());
}

async fn tamper(site: &Site, change: &str) {
    let change = format!("update users set {change} where site_id = $1");
    sqlx::query(&change).bind(site.id).execute(&mut behind().await).await.unwrap();
}

async fn behind() -> sqlx::PgConnection {
    let options = crate::support::superuser().database("test_revocation");
    sqlx::Connection::connect_with(&options).await.unwrap()
}

fn token(link: &str) -> &str {
    link.rsplit_once('=').unwrap().1
}
