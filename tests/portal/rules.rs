//! One rule for every door: whatever asks for a password, or takes a new one, decides alike.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use time::Duration;
use vestibule::model::site::Site;

use crate::{
    oidc::app::App,
    support::{Answer, Browser, Client, Door, PASSWORD, Person, Portal, Reply, Said, code_in, link_in},
};

const EMAIL: &str = "ada.lovelace@example.com";
const GUESS: &str = "guess number one";
const NEW: &str = "a different horse altogether";

/// Passwords that will not do, and words of the reason.
fn unfit(site: &Site) -> Vec<(String, &'static str)> {
    vec![
        (String::new(), "password"),
        ("short".to_owned(), "Use a password with at least 10 characters"),
        ("x".repeat(1025), "password"),
        ("password1234567".to_owned(), "leaked passwords"),
        ("ada.lovelace-1".to_owned(), "does not contain your email"),
        (format!("{} {}", site.name, site.name), "name"),
    ]
}

/// Where a new password is taken, by either skin.
const TAKERS: [&str; 7] =
    ["signup", "link of a signup", "link of a reset", "code of a reset", "change", "invitation", "temporary"];

#[tokio::test]
async fn every_door_that_takes_a_new_password_refuses_the_same_ones() {
    let limits = ["--limit-mail-recipient", "1000/1h", "--limit-proof-account", "1000/1h", "--limit-proof-address", "1000/1h"];
    let portal =
        Portal::open_with(&[&limits[..], &["--limit-signup-address", "1000/1h", "--limit-resend-address", "1000/1h"]].concat());
    for door in Door::BOTH {
        for taker in TAKERS {
            let site = portal.site_with(|settings| settings.temporary_passwords = true).await;
            let mut offer = Offer::made(&portal, &site, door, taker).await;
            for (password, reason) in unfit(&site) {
                let said = offer.take(&portal, &site, &password).await;
                let shown: String = password.chars().take(30).collect();
                let Err(said) = said else { panic!("{door:?}, {taker}: {shown:?} will do") };
                assert!(said.iter().any(|sentence| sentence.contains(reason)), "{door:?}, {taker}: {shown:?} {said:?}");
            }
            assert_eq!(offer.take(&portal, &site, NEW).await, Ok(()), "{door:?}, {taker}: nothing was used up");
        }
    }
}

/// Somebody who may choose a password.
struct Offer {
    door: Door,
    taker: &'static str,
    person: Person,
    /// What lets them choose: a token, or a code.
    key: String,
}

impl Offer {
    async fn made(portal: &Portal, site: &Site, door: Door, taker: &'static str) -> Self {
        let mut person = Person::new(portal, site, door);
        let operator = portal.operator();
        let users = format!("/api/sites/{}/users", site.id);
        let key = match taker {
            "signup" => String::new(),
            "link of a signup" => {
                portal.browser(site).sign_up(EMAIL).await;
                token(&portal.link_in_mail(site, EMAIL).await)
            }
            "invitation" => {
                operator.post(&users, json!({ "email": EMAIL })).await.ok(StatusCode::CREATED);
                token(&portal.link_in_mail(site, EMAIL).await)
            }
            "temporary" => {
                portal.member(site, EMAIL).await;
                let id = operator.get(&users).await.ok(StatusCode::OK)["items"][0]["id"].as_str().unwrap().to_owned();
                let made = operator.post(&format!("{users}/{id}/temporary-password"), json!({})).await.ok(StatusCode::OK);
                let credentials = json!({ "email": EMAIL, "password": made["password"] });
                portal.client(site).post("/api/auth/login", credentials).await.body["reset_token"].as_str().unwrap().to_owned()
            }
            "change" => {
                portal.member(site, EMAIL).await;
                person.log_in(EMAIL, PASSWORD).await.unwrap();
                String::new()
            }
            _ => {
                portal.member(site, EMAIL).await;
                portal.wait(Duration::seconds(1));
                person.forget(EMAIL).await.unwrap();
                let letter = portal.newest_mail(site, EMAIL).await;
                if taker == "code of a reset" { code_in(&letter) } else { token(&link_in(&letter)) }
            }
        };
        Self { door, taker, person, key }
    }

    async fn take(&mut self, portal: &Portal, site: &Site, password: &str) -> Said {
        let page = if self.taker == "link of a signup" { "/verify" } else { "/reset" };
        let link = site.base.url(&format!("{page}?token={}", self.key));
        match (self.taker, self.door) {
            ("signup", _) => self.person.sign_up(EMAIL, password).await,
            ("change", _) => self.person.change_password(PASSWORD, password).await,
            ("code of a reset", _) => self.person.reset_by_code(EMAIL, &self.key, password).await,
            ("link of a signup", Door::Api) => {
                let proof = json!({ "token": self.key, "password": password });
                said(&portal.client(site).post("/api/auth/verify-email", proof).await)
            }
            (_, Door::Pages) => {
                let field = if page == "/verify" { "password" } else { "new_password" };
                shown(&portal.browser(site).post(page, &[("token", &self.key), (field, password)]).await)
            }
            (_, Door::Api) => self.person.reset_by_link(&link, password).await,
        }
    }
}

fn said(reply: &Reply) -> Said {
    if reply.status.is_success() {
        return Ok(());
    }
    reply.problem();
    let errors = reply.body["errors"].as_array().unwrap().iter().map(|error| &error["detail"]);
    Err(errors.chain([&reply.body["detail"]]).map(|detail| detail.as_str().unwrap().to_owned()).collect())
}

/// What stands at the top of the page.
fn shown(answer: &Answer) -> Said {
    let summary =
        || answer.body.split_once("error-summary").map_or("", |(_, rest)| rest.split("</ul>").next().unwrap_or_default());
    if answer.status.is_redirection() || answer.status == StatusCode::OK { Ok(()) } else { Err(vec![summary().to_owned()]) }
}

fn token(link: &str) -> String {
    link.split_once("token=").unwrap().1.split('&').next().unwrap().to_owned()
}

/// What came of a password that somebody gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Right,
    Wrong,
    Later,
}

fn verdict(status: StatusCode) -> Verdict {
    match status {
        StatusCode::SEE_OTHER | StatusCode::OK | StatusCode::NO_CONTENT | StatusCode::ACCEPTED => Verdict::Right,
        // A program that sends what can be no password is told that its JSON is none.
        StatusCode::UNPROCESSABLE_ENTITY | StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::BAD_REQUEST => {
            Verdict::Wrong
        }
        StatusCode::TOO_MANY_REQUESTS => Verdict::Later,
        other => panic!("{other}"),
    }
}

/// The doors by which one logs in: the page, the API, and the page on the way to an app.
async fn logins(portal: &Portal, site: &Site, app: &App, email: &str, password: &str) -> [Verdict; 3] {
    let by_page = portal.browser(site).post("/login", &[("email", email), ("password", password)]).await.status;
    let credentials = json!({ "email": email, "password": password });
    let by_api = portal.client(site).post("/api/auth/login", credentials).await.status;
    let mut browser = portal.browser(site);
    browser.visit(&app.link(&[])).await;
    let action = browser.all("main form[method=post]")[0].attr("action").unwrap().to_owned();
    let on_the_way = browser.post(&action, &[("email", email), ("password", password)]).await;
    assert!(on_the_way.status != StatusCode::SEE_OTHER || on_the_way.header("location").contains("/oauth2/authorize"));
    [by_page, by_api, on_the_way.status].map(verdict)
}

#[tokio::test]
async fn every_door_lets_the_same_people_in() {
    let portal = Portal::open();
    let site = portal.site().await;
    let app = App::own(&portal, &site).await;
    portal.member(&site, EMAIL).await;
    for (password, expected) in [
        (PASSWORD, Verdict::Right),
        (&PASSWORD.to_uppercase(), Verdict::Wrong),
        (&format!("{PASSWORD} "), Verdict::Wrong),
        (&PASSWORD[..PASSWORD.len() - 1], Verdict::Wrong),
        ("", Verdict::Wrong),
        (&PASSWORD.repeat(40), Verdict::Wrong),
        ("a\0b", Verdict::Wrong),
    ] {
        assert_eq!(logins(&portal, &site, &app, EMAIL, password).await, [expected; 3], "{password:.40?}");
        portal.wait(Duration::minutes(16));
        logins(&portal, &site, &app, EMAIL, PASSWORD).await;
    }
    assert_eq!(logins(&portal, &site, &app, "nobody@example.com", PASSWORD).await, [Verdict::Wrong; 3]);
    portal.browser(&site).sign_up("unproven@example.com").await;
    for password in [PASSWORD, GUESS] {
        let mut unproven = Person::new(&portal, &site, Door::Pages);
        let _ = unproven.log_in("unproven@example.com", password).await;
        assert!(!unproven.is_in().await, "an address that is not proven opens nothing");
        let credentials = json!({ "email": "unproven@example.com", "password": password });
        let by_api = portal.client(&site).post("/api/auth/login", credentials).await.status;
        assert_eq!(verdict(by_api), Verdict::Wrong);
    }
    let users = format!("/api/sites/{}/users", site.id);
    let found = portal.operator().get(&format!("{users}?search={EMAIL}")).await.ok(StatusCode::OK);
    let disable = format!("{users}/{}/disable", found["items"][0]["id"].as_str().unwrap());
    portal.operator().send(Method::POST, &disable, &[], None).await.ok(StatusCode::OK);
    assert_eq!(logins(&portal, &site, &app, EMAIL, PASSWORD).await, [Verdict::Wrong; 3], "a disabled account");
}

#[tokio::test]
async fn wrong_passwords_count_together_whichever_door_they_were_given_at() {
    let portal = Portal::open();
    let site = portal.site().await;
    let app = App::own(&portal, &site).await;
    portal.member(&site, EMAIL).await;
    assert_eq!(logins(&portal, &site, &app, EMAIL, GUESS).await, [Verdict::Wrong; 3]);
    assert_eq!(
        logins(&portal, &site, &app, &EMAIL.to_uppercase(), GUESS).await,
        [Verdict::Wrong, Verdict::Wrong, Verdict::Later]
    );
    assert_eq!(logins(&portal, &site, &app, EMAIL, PASSWORD).await, [Verdict::Later; 3], "and so does the right one");
}

/// Where a login gives its password once more, by page and by program.
async fn confirm(browser: &mut Browser, page: &str, password: &str) -> Verdict {
    let new = [("new_password", NEW), ("new_email", "new@example.com"), ("username", "ada")];
    verdict(browser.post(page, &[&new[..], &[("current_password", password)]].concat()).await.status)
}

async fn confirm_by_program(program: &Client, method: Method, path: &str, more: Value, password: &str) -> Verdict {
    let mut body = more;
    body["current_password"] = json!(password);
    verdict(program.json(method, path, &body).await.status)
}

#[tokio::test]
async fn a_login_s_guesses_at_its_password_count_together_wherever_it_is_asked_for() {
    let portal = Portal::open();
    let site = portal.site_with(|settings| settings.usernames = true).await;
    let mut ada = portal.member(&site, EMAIL).await;
    portal.wait(Duration::minutes(6));
    let pages = ["/confirm-identity", "/account/password", "/account/email", "/account/delete", "/account/profile"];
    for page in pages {
        assert_eq!(confirm(&mut ada, page, GUESS).await, Verdict::Wrong, "{page}");
    }
    for page in pages {
        assert_eq!(confirm(&mut ada, page, PASSWORD).await, Verdict::Later, "{page}");
    }

    let program = portal.program(&site, EMAIL).await;
    let endpoints = [
        (Method::POST, "/api/user/change-password", json!({ "password": NEW })),
        (Method::POST, "/api/user/change-email", json!({ "new_email": "new@example.com" })),
        (Method::DELETE, "/api/user/account", json!({})),
        (Method::PATCH, "/api/user/profile", json!({ "username": "ada" })),
    ];
    for (method, path, body) in endpoints.iter().chain(&endpoints[..1]) {
        let verdict = confirm_by_program(&program, method.clone(), path, body.clone(), GUESS).await;
        assert_eq!(verdict, Verdict::Wrong, "{path}");
    }
    for (method, path, body) in endpoints {
        assert_eq!(confirm_by_program(&program, method, path, body, PASSWORD).await, Verdict::Later, "{path}");
    }
    assert!(ada.is_logged_in().await && portal.mail(&site, "new@example.com").await.is_empty());
}
