//! Pages where something is at stake hold nothing but themselves: no words and no links of the site's own, and no way elsewhere.

use axum::http::{Method, StatusCode};
use serde_json::json;
use time::Duration;
use vestibule::model::site::Site;

use super::oidc::app::App;
use crate::support::{Browser, MASTER_KEY, PASSWORD, Portal, sql};

const EMAIL: &str = "ada@example.com";
const WORDS: &str = "Summer sale";

/// A site that says something wherever it may, and has links of all kinds.
async fn talkative(portal: &Portal) -> std::sync::Arc<Site> {
    let site = portal
        .site_with(|settings| {
            settings.support_url = Some("https://help.example/".parse().unwrap());
            settings.terms_url = Some("https://law.example/terms".parse().unwrap());
            settings.privacy_url = Some("https://law.example/privacy".parse().unwrap());
        })
        .await;
    let text = format!("[{WORDS}](https://shop.example/sale)");
    let slots = json!({ "header": text, "footer": text, "before_form": text, "after_form": text, "split_panel": text });
    let client = portal.client(&site).with("x-api-key", MASTER_KEY);
    let look = json!({ "slots": slots, "tokens": { "layout": { "variant": "split-start" } } });
    client.patch("/api/admin/look", look).await.ok(StatusCode::OK);
    client.post("/api/admin/look/publish", json!({})).await.ok(StatusCode::OK);
    portal.app.sites.by_id(site.id).unwrap()
}

/// The origins besides its own that a page leads to or draws on.
fn elsewhere(page: &str) -> Vec<&str> {
    let addresses = page.split(['"', '\'', '=', ';']).filter(|part| part.starts_with("http://") || part.starts_with("https://"));
    addresses.filter(|address| !address.starts_with("https://portal.example")).collect()
}

async fn get(browser: &mut Browser, page: &str) -> String {
    browser.send(Method::GET, page, &[], None).await.body
}

#[tokio::test]
async fn a_site_speaks_where_people_come_and_go() {
    let portal = Portal::open();
    let site = talkative(&portal).await;
    let mut ada = portal.browser(&site);
    for page in ["/login", "/signup", "/forgot", "/logout"] {
        let body = get(&mut ada, page).await;
        assert_eq!(body.matches(WORDS).count(), 5, "{page}");
        assert!(body.contains("href=\"https://law.example/terms\" rel=\"noopener\""), "{page}: {body}");
    }
    ada.sign_up(EMAIL).await;
    assert_eq!(ada.body.matches(WORDS).count(), 5);
}

#[tokio::test]
async fn the_pages_of_mailed_links_lead_nowhere_else() {
    let portal = Portal::open();
    let site = talkative(&portal).await;
    let mut ada = portal.browser(&site);
    ada.sign_up(EMAIL).await;
    let link = portal.link_in_mail(&site, EMAIL).await;
    let mut pages = Vec::new();
    ada.visit(&link).await;
    assert_eq!(ada.heading(), "Confirm your email");
    pages.push(ada.body.clone());
    ada.press("Confirm").await;
    ada.visit(&link).await;
    pages.push(ada.body.clone());
    for page in ["/verify", "/reset", "/email-change", "/email-change/undo"] {
        let mut stranger = portal.browser(&site);
        stranger.visit(&format!("{page}?token={}", "A".repeat(43))).await;
        pages.push(stranger.body);
    }
    ada.post("/account/email", &[("new_email", "ada@new.example"), ("current_password", PASSWORD)]).await;
    for (email, heading) in [("ada@new.example", "Confirm your new email"), (EMAIL, "")] {
        ada.visit(&portal.link_in_mail(&site, email).await).await;
        assert!(ada.status == StatusCode::OK && (heading.is_empty() || ada.heading() == heading), "{}", ada.body);
        pages.push(ada.body.clone());
    }
    portal.wait(Duration::seconds(1));
    ada.post("/forgot", &[("email", EMAIL)]).await;
    ada.visit("/reset").await;
    pages.push(ada.body.clone());
    ada.visit(&portal.link_in_mail(&site, EMAIL).await).await;
    pages.push(ada.body.clone());
    ada.press("Change password").await;
    assert_eq!(ada.status, StatusCode::UNPROCESSABLE_ENTITY);
    pages.push(ada.body);
    for page in pages {
        assert!(page.contains(&site.name) && !page.contains(WORDS), "{page}");
        assert_eq!(elsewhere(&page), Vec::<&str>::new(), "{page}");
    }
}

#[tokio::test]
async fn nobody_talks_into_consent_proof_of_identity_or_what_is_done_to_an_account() {
    let portal = Portal::open();
    let site = talkative(&portal).await;
    let app = App::foreign(&portal, &site).await;
    let mut ada = portal.member(&site, EMAIL).await;
    let account = ["", "/email", "/password", "/profile", "/delete", "/events"].map(|page| format!("/account{page}"));
    for page in account.into_iter().chain(["/confirm-identity".to_owned(), "/nothing-here".to_owned()]) {
        assert!(!get(&mut ada, &page).await.contains(WORDS), "{page}");
    }
    ada.visit(&app.link(&[])).await;
    assert_eq!(ada.path(), "/consent");
    assert!(!ada.body.contains(WORDS) && !ada.body.contains("law.example"), "{}", ada.body);
    let links = ada.all("a[href]").into_iter().map(|link| link.value().attr("href").unwrap().to_owned());
    let away: Vec<String> = links.filter(|href| !href.starts_with(&site.base.path)).collect();
    assert!(away.is_empty(), "{away:?}");

    let own = App::like(&portal, &site, json!({ "first_party": true })).await;
    ada.visit(&own.link(&[("response_mode", "form_post")])).await;
    assert!(ada.body.contains("name=\"code\"") && !ada.body.contains(WORDS) && !ada.body.contains("law.example"), "{}", ada.body);
    assert!(!ada.body.contains("ui_locales"), "its own address holds no request that another language could keep");
}

/// What stands in the database may have come some other way than through the forms.
#[tokio::test]
async fn links_that_were_written_into_the_database_are_inert() {
    let portal = Portal::open();
    let site = portal.site().await;
    let app = App::foreign(&portal, &site).await;
    for bad in ["javascript:alert(1)", "data:text/html,x", "http://plain.example/", "https://user@evil.example/"] {
        let settings = json!({ "support_url": bad, "privacy_url": bad, "terms_url": "https://law.example/terms" });
        sqlx::query("update sites set settings = $2, frontend_url = $3 where id = $1")
            .bind(site.id)
            .bind(&settings)
            .bind(bad)
            .execute(&sql().await)
            .await
            .unwrap();
        let client = "update oauth_clients set home_url = $3, terms_url = $3, privacy_url = $3,
                      redirect_uris = redirect_uris || $3, post_logout_redirect_uris = array[$3] where site_id = $1 and id = $2";
        let id: uuid::Uuid = app.id.parse().unwrap();
        sqlx::query(client).bind(site.id).bind(id).bind(bad).execute(&sql().await).await.unwrap();
        portal.app.sites.refresh(&portal.app.database, &portal.app.config.public_url, site.id).await;

        let mut ada = portal.browser(&site);
        for page in ["/login", &format!("/logout?client_id={}", app.id), "/oauth2/authorize", &app.link(&[("redirect_uri", bad)])]
        {
            let body = get(&mut ada, page).await;
            assert!(!body.contains(&format!("href=\"{bad}")), "{bad} {page}: {body}");
        }
        let login = get(&mut ada, "/login").await;
        assert!(login.contains("href=\"https://law.example/terms\" rel=\"noopener\""), "the one that is right stays: {login}");
        let answer = ada.send(Method::GET, &app.link(&[("redirect_uri", bad)]), &[], None).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::BAD_REQUEST, ""), "{bad}");
        assert!(!portal.client(&site).get("/api/config").await.text.contains(bad), "{bad}");
    }
}
