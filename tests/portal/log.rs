//! Whoever comes may not write into the log what they like: each thing that happens is one line of the portal's own.

use std::net::SocketAddr;

use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{HeaderValue, Method, Request},
};
use regex::Regex;
use serde_json::{Value, json};
use tower::ServiceExt;
use vestibule::{mail, model::site::Site};

use crate::support::{Log, Portal, SmtpServer, fresh_database};

const PEER: &str = "10.0.0.1:40000";
/// What would be a line of its own, a colour, the end of a string, or a very long story.
const FORGED: [&str; 7] = [
    "\r\n2026-11-21T10:00:00.000000Z  INFO login outcome=\"logged_in\"",
    "\n{\"timestamp\":\"2026-11-21T10:00:00Z\",\"level\":\"INFO\",\"message\":\"forged\"}",
    "\u{1b}[2J\u{1b}[31mred",
    "\u{9b}31m and \u{85} and \u{2028} and \u{202e} backwards",
    "\" level=\"ERROR\" forged=\"",
    "\\\\\" \\n \\u000a",
    "\0\u{7}\u{8}\u{7f}",
];

/// Everything that a stranger may choose, chosen badly.
async fn say_everything(portal: &Portal, site: &Site) {
    let long = "x".repeat(8000);
    for said in FORGED.into_iter().chain([long.as_str()]) {
        let encoded: String = url::form_urlencoded::byte_serialize(said.as_bytes()).collect();
        let mut browser = portal.browser(site);
        browser.post("/login", &[("email", &format!("{said}@example.com")), ("password", "guess number one")]).await;
        browser.post("/login", &[("email", "nobody@example.com"), ("password", said)]).await;
        browser.send(Method::GET, &format!("/{encoded}"), &[], None).await;
        browser.send(Method::GET, &format!("/oauth2/authorize?client_id={encoded}&redirect_uri={encoded}"), &[], None).await;
        let program = portal.client(site);
        program.post("/api/auth/login", json!({ "email": said, "password": said })).await;
        program
            .send(
                Method::POST,
                "/oauth2/token",
                &[("content-type", "application/x-www-form-urlencoded")],
                Some(encoded.as_bytes()),
            )
            .await;
        for header in ["user-agent", "x-forwarded-for", "x-request-id", "x-api-key", "referer", "origin", "accept-language"] {
            // A header cannot hold a line's end, and whoever tries is refused before the portal sees it.
            let Ok(value) = HeaderValue::from_bytes(said.as_bytes()) else { continue };
            let form = "email=nobody@example.com&password=guess+number+one";
            for (method, path) in [(Method::POST, "/login"), (Method::GET, "/api/admin/users")] {
                let request =
                    Request::builder().method(method).uri(format!("{}{path}", site.base.path)).header("host", "portal.example");
                let request = request.header("content-type", "application/x-www-form-urlencoded").header(header, &value);
                let mut request = request.body(Body::from(form)).unwrap();
                request.extensions_mut().insert(ConnectInfo(PEER.parse::<SocketAddr>().unwrap()));
                portal.router.clone().oneshot(request).await.unwrap();
            }
        }
    }
}

/// A letter that a mail server refuses with words of its own.
async fn be_answered_back(portal: &Portal, site: &Site, server: &SmtpServer) {
    for (number, said) in FORGED.into_iter().enumerate() {
        server.answer(&format!("550 5.1.1 {}", said.replace(['\r', '\n'], " ")));
        portal.browser(site).sign_up(&format!("refused-{number}@example.com")).await;
        mail::outbox::post_due(&portal.app).await.unwrap();
    }
    server.answer("550-5.1.1 one\r\n550-2026-11-21T10:00:00.000000Z  INFO forged\r\n550 three");
    portal.browser(site).sign_up("refused@example.com").await;
    mail::outbox::post_due(&portal.app).await.unwrap();
}

async fn stage(name: &str, server: &SmtpServer) -> Portal {
    let url = format!("smtp://127.0.0.1:{}", server.port);
    let limits = ["--limit-login-address", "10000/1m", "--limit-operator-address", "10000/1m", "--trusted-proxies", "10.0.0.0/8"];
    Portal::open_on(fresh_database(name).await, &[&["--mail-url", &url][..], &limits].concat())
}

#[tokio::test]
async fn for_people_each_line_begins_with_the_time_and_holds_nothing_that_a_terminal_obeys() {
    let server = SmtpServer::start().await;
    let portal = stage("log_for_people", &server).await;
    let site = portal.site().await;
    let log = Log::for_people();
    say_everything(&portal, &site).await;
    be_answered_back(&portal, &site, &server).await;
    let text = log.text();
    let begins = Regex::new(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z +(INFO|WARN|ERROR) ").unwrap();
    assert!(text.lines().count() > 150, "{}", text.lines().count());
    for line in text.split('\n').filter(|line| !line.is_empty()) {
        assert!(begins.is_match(line), "{line:?}");
        assert!(!line.chars().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202e}')), "{line:?}");
    }
}

#[tokio::test]
async fn for_programs_each_line_is_one_object_with_the_portal_s_own_words() {
    let server = SmtpServer::start().await;
    let portal = stage("log_for_programs", &server).await;
    let site = portal.site().await;
    let log = Log::for_programs();
    say_everything(&portal, &site).await;
    be_answered_back(&portal, &site, &server).await;
    let text = log.text();
    assert!(text.lines().count() > 150, "{}", text.lines().count());
    for line in text.split('\n').filter(|line| !line.is_empty()) {
        let told: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line:?}"));
        assert!(["INFO", "WARN", "ERROR"].contains(&told["level"].as_str().unwrap()) && told["message"] != "forged", "{line}");
        assert!(told["timestamp"].as_str().unwrap().ends_with('Z') && !line.chars().any(char::is_control), "{line:?}");
    }
}
