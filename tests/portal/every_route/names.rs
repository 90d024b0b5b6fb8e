//! What sites, apps and people are called is text wherever it is shown, and a site's own CSS is worn where it may be.

use axum::http::{Method, StatusCode};
use mail_parser::MessageParser;
use serde_json::json;
use time::Duration;

use super::{MEMBER, Stage};
use crate::{
    oidc::app::App,
    support::{Browser, PASSWORD, Portal, sql},
};

const CANARY: &str = "\"'><script>alert(1)</script><i x='\r\nBcc: eve@evil.example";
/// Where a site's own CSS may be worn.
const TAKE_CSS: [&str; 7] = ["/login", "/signup", "/check-mail", "/verify", "/forgot", "/reset", "/logout"];

/// Written past every check, as by a fault or a hand in the database.
async fn call_everything(stage: &Stage, name: &str) {
    for rename in [
        "update sites set name = $2, email_from_name = $2 where id = $1",
        "update users set name = $2 where site_id = $1",
        "update oauth_clients set name = $2 where site_id = $1",
    ] {
        sqlx::query(rename).bind(stage.site.id).bind(name).execute(&sql().await).await.unwrap();
    }
    let app = &stage.portal.app;
    app.sites.refresh(&app.database, &app.config.public_url, stage.site.id).await;
}

/// In the same place, and known to nobody.
fn stranger(browser: &Browser) -> Browser {
    let mut stranger = browser.clone();
    stranger.cookies.clear();
    stranger
}

fn is_text(place: &str, body: &str) {
    assert!(!body.contains("<script>alert") && !body.contains("<i x="), "{place}: {body}");
}

#[tokio::test]
async fn names_are_text_on_every_page() {
    let stage = Stage::set().await;
    call_everything(&stage, CANARY).await;
    let mut shown = 0;
    for (browser, route) in stage.pages().into_iter().filter(|(_, route)| route.methods.contains(&Method::GET)) {
        for path in stage.things.fill(&route.path) {
            for mut reader in [browser.clone(), stranger(browser)] {
                let answer = reader.send(Method::GET, &path, &[], None).await;
                if answer.header("content-type").starts_with("text/html") {
                    is_text(&path, &answer.body);
                    shown +=
                        usize::from(answer.body.contains("&#60;script&#62;alert") || answer.body.contains("&lt;script&gt;alert"));
                }
            }
        }
    }
    assert!(shown >= 60, "only {shown} pages showed the name");
}

#[tokio::test]
async fn names_are_text_on_the_way_to_an_app_and_in_letters() {
    let stage = Stage::set().await;
    let Stage { portal, site, .. } = &stage;
    let app = App::foreign(portal, site).await;
    let mut ada = stage.member.clone();
    let hint = {
        let mut other = ada.clone();
        other.visit(&app.link(&[])).await;
        other.press("Allow").await;
        app.exchange(&app.answer(&other)["code"]).await.ok(StatusCode::OK)["id_token"].as_str().unwrap().to_owned()
    };
    call_everything(&stage, CANARY).await;
    ada.visit(&app.link(&[("scope", "openid email")])).await;
    assert_eq!(ada.path(), "/consent");
    is_text("consent", &ada.body);
    assert!(ada.sees("<script>alert(1)</script>"), "{}", ada.body);
    ada.visit(&app.link(&[("scope", "openid"), ("response_mode", "form_post"), ("state", CANARY)])).await;
    is_text("handover", &ada.body);
    ada.visit(&format!("/oauth2/logout?id_token_hint={hint}")).await;
    is_text("logout", &ada.body);
    let mut stranger = portal.browser(site);
    stranger.visit(&format!("/logout?client_id={}", app.id)).await;
    assert!(stranger.sees("<script>alert(1)</script>"), "{}", stranger.body);
    is_text("logged out", &stranger.body);
    stranger.visit(&app.link(&[])).await;
    portal.wait(Duration::hours(25));
    stranger.fill("Email", MEMBER).fill("Password", PASSWORD);
    stranger.press("Log in").await;
    assert_eq!(stranger.heading(), "Start again");
    is_text("stale", &stranger.body);

    stranger.post("/forgot", &[("email", MEMBER)]).await;
    for letter in portal.mail(site, MEMBER).await {
        is_text(&letter.subject, &letter.html);
        let message = MessageParser::default().parse(letter.source.as_bytes()).unwrap();
        assert!(message.bcc().is_none() && message.to().unwrap().iter().count() == 1, "{}", letter.source);
    }
}

/// The pages where something is at stake look as the portal made them.
#[tokio::test]
async fn own_css_is_worn_on_seven_pages_and_no_others() {
    let stage = Stage::set().await;
    let Stage { portal, site, .. } = &stage;
    dress(portal, &format!("/api/sites/{}", site.id)).await;
    let mut worn = Vec::new();
    for (browser, route) in stage.pages().into_iter().filter(|(_, route)| route.methods.contains(&Method::GET)) {
        for path in stage.things.fill(&route.path) {
            for mut reader in [browser.clone(), stranger(browser)] {
                let answer = reader.send(Method::GET, &path, &[], None).await;
                // The dashboard shows the site's pages as they would be; and what says only that there is nothing asks for nothing.
                let is_page = answer.header("x-frame-options") == "DENY" && answer.status == StatusCode::OK;
                if answer.body.contains("data-site") && is_page && !worn.contains(&path) {
                    worn.push(path.clone());
                }
            }
        }
    }
    assert!(worn.iter().all(|page| TAKE_CSS.contains(&page.as_str())), "{worn:?}");
    for page in ["/login", "/signup", "/forgot", "/logout"] {
        assert!(worn.contains(&page.to_owned()), "{page} is not dressed");
    }
}

#[tokio::test]
async fn own_css_is_not_worn_on_the_way_to_an_app() {
    let stage = Stage::set().await;
    let Stage { portal, site, .. } = &stage;
    dress(portal, &format!("/api/sites/{}", site.id)).await;
    let app = App::foreign(portal, site).await;
    let native = json!({ "kind": "native", "redirect_uris": ["com.example.shop:/callback"] });
    let native = App::like(portal, site, native).await;
    let mut ada = stage.member.clone();
    let is_plain = |place: &str, browser: &Browser| assert!(!browser.body.contains("data-site"), "{place}: {}", browser.body);
    ada.visit(&app.link(&[])).await;
    assert_eq!(ada.path(), "/consent");
    is_plain("consent", &ada);
    ada.press("Allow").await;
    ada.visit(&app.link(&[("response_mode", "form_post")])).await;
    assert_eq!(ada.path(), "/oauth2/authorize");
    is_plain("handed over by a form", &ada);
    ada.visit(&native.link(&[])).await;
    ada.press("Allow").await;
    assert_eq!(ada.heading(), "Back to the app");
    is_plain("handed over by a link", &ada);
    let mut late = portal.browser(site);
    late.visit(&app.link(&[])).await;
    portal.wait(Duration::hours(25));
    late.fill("Email", MEMBER).fill("Password", PASSWORD);
    late.press("Log in").await;
    assert_eq!(late.heading(), "Start again");
    is_plain("start again", &late);
}

async fn dress(portal: &Portal, base: &str) {
    let css = json!({ "custom_css": "[data-part=card] { border-radius: 4px }" });
    portal.operator().patch(&format!("{base}/look"), css).await.ok(StatusCode::OK);
    portal.operator().post(&format!("{base}/look/publish"), json!({})).await.ok(StatusCode::OK);
}
