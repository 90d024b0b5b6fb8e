//! The page of a site's look in the dashboard: what is typed is seen beside the form, and counts once it is published.

use std::{collections::BTreeSet, fs};

use axum::http::{Method, StatusCode};
use serde_json::json;
use time::Duration;
use vestibule::{mail::writing::SAMPLES, model::site::Site};

use crate::support::{Answer, Browser, MASTER_KEY, Portal};

fn home(site: &Site) -> String {
    format!("/admin/sites/{}/look", site.slug)
}

async fn preview(desk: &mut Browser, site: &Site, view: &str) -> Answer {
    desk.send(Method::GET, &format!("{}/preview?view={view}", home(site)), &[], None).await
}

async fn login_page(portal: &Portal, site: &Site) -> String {
    let mut browser = portal.browser(site);
    browser.visit("/login").await;
    browser.body
}

/// The style sheet of a page, as a browser would fetch it.
async fn css(portal: &Portal, page: &str) -> String {
    let sheet = page.split("href=\"").find_map(|part| part.split('"').next().filter(|href| href.starts_with("/assets/t/")));
    portal.stranger().get(sheet.unwrap()).await.text
}

#[tokio::test]
async fn an_admin_dresses_a_site_without_a_shell() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut desk = portal.operator_at_desk().await;
    desk.visit(&home(&site)).await;
    assert_eq!((desk.status, desk.heading().as_str()), (StatusCode::OK, "Look"));
    assert!(desk.sees("Nothing of the site's own is published"));
    desk.fill("Brand colour", "#0b6e4f").fill("Corners of cards, in pixels", "3").fill("At the end of the page", "**Hi**");
    desk.press("Save draft").await;
    assert!(desk.sees("Nobody sees it until you publish it") && desk.sees("Not published. Saved"));
    assert_eq!(desk.value("Brand colour"), "#0b6e4f");
    assert!(!css(&portal, &login_page(&portal, &site).await).await.contains("#0b6e4f"));
    let sample = preview(&mut desk, &site, "login").await;
    assert!(css(&portal, &sample.body).await.contains("--color-brand:#0b6e4f"));
    assert!(sample.body.contains("<strong>Hi</strong>"));

    desk.visit(&home(&site)).await;
    desk.press("Publish").await;
    assert!(desk.sees("Every page wears it from now on") && desk.sees("Version 1, since"));
    assert!(css(&portal, &login_page(&portal, &site).await).await.contains("--shape-radius-card:3px"));
    desk.fill("Brand colour", "#6e0b4f");
    desk.press("Publish").await;
    desk.press("Bring back 1").await;
    assert!(desk.sees("The older version is live again") && desk.sees("repeats version 1"));
    assert!(css(&portal, &login_page(&portal, &site).await).await.contains("--color-brand:#0b6e4f"));
    desk.fill("Brand colour", "");
    desk.press("Save draft").await;
    desk.press("Discard the draft").await;
    assert!(desk.sees("The draft is gone"));
    assert_eq!(desk.value("Brand colour"), "#0b6e4f");
}

#[tokio::test]
async fn what_is_wrong_is_told_beside_its_field_and_keeps_what_was_typed() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut desk = portal.operator_at_desk().await;
    desk.visit(&home(&site)).await;
    desk.fill("Brand colour", "green").fill("Corners of cards, in pixels", "many").fill("Help", "https://help.example");
    desk.press("Save draft").await;
    assert_eq!(desk.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!((desk.value("Brand colour"), desk.value("Help")), ("green".to_owned(), "https://help.example".to_owned()));
    assert!(desk.sees("Write the colour as # and six hexadecimal digits") && desk.sees("This value is not of the form"));
    desk.visit(&home(&site)).await;
    assert!(!desk.sees("Not published"), "nothing of it was kept");

    // What can be understood and not be read may be saved, and not be published.
    desk.fill("Quiet text", "#dddddd").fill("Terms of use", "javascript:alert(1)");
    desk.press("Save draft").await;
    assert!(desk.sees("These keep the draft from being published") && desk.sees("The nearest colour that can be read is"));
    desk.press("Publish").await;
    assert_eq!(desk.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(desk.sees("Begin the address with https:// or mailto:"));
    assert!(!css(&portal, &login_page(&portal, &site).await).await.contains("#dddddd"));
}

#[tokio::test]
async fn every_page_and_state_is_seen_in_its_frame_and_nowhere_else() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut desk = portal.operator_at_desk().await;
    desk.visit(&home(&site)).await;
    let views = desk.all("#view option");
    let views: Vec<String> = views.iter().map(|option| option.value().attr("value").unwrap().to_owned()).collect();
    assert_eq!(views.iter().collect::<BTreeSet<_>>().len(), views.len());
    assert_eq!(desk.all("#view optgroup").len(), 8);
    for template in fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/pages")).unwrap() {
        let template = template.unwrap().path().file_stem().unwrap().to_str().unwrap().replace('_', "-");
        // These two belong to no site.
        let is_neutral = ["docs", "home"].contains(&template.as_str());
        assert!(is_neutral || views.contains(&template), "nobody sees {template}");
    }
    for letter in SAMPLES.map(|letter| letter.replace('_', "-")) {
        assert!(views.contains(&format!("letter-{letter}")) && views.contains(&format!("text-{letter}")), "{letter}");
    }
    for view in &views {
        let sample = preview(&mut desk, &site, view).await;
        assert_eq!(sample.status, StatusCode::OK, "{view}");
        let policy = sample.header("content-security-policy").to_owned();
        assert!(policy.contains("frame-ancestors 'self'") && policy.contains("form-action 'none'"), "{view}");
        assert!(!policy.contains("script-src") && policy.starts_with("default-src 'none'"), "{view}");
        assert_eq!(sample.header("x-frame-options"), "SAMEORIGIN");
        assert!(!sample.body.contains("look-sample") && sample.body.len() > 100, "{view}: {}", sample.body);
        let is_page = !view.starts_with("letter-") && !view.starts_with("text-");
        assert_eq!(sample.body.contains("data-part=\"title\""), is_page, "{view}");
        // A page that goes on by itself would leave the preview.
        assert!(!sample.body.contains("http-equiv"), "{view}");
        let right_to_left = format!("{}/preview?view={view}&language=ar-XB", home(&site));
        let right_to_left = desk.send(Method::GET, &right_to_left, &[], None).await;
        assert_eq!(right_to_left.body.contains("dir=\"rtl\""), !view.starts_with("text-"), "{view}");
    }
    let first = preview(&mut desk, &site, "").await;
    assert!(first.status == StatusCode::OK && first.body.contains("name=\"password\""));
    assert_eq!(preview(&mut desk, &site, "nothing").await.status, StatusCode::NOT_FOUND);
    let spanish = desk.send(Method::GET, &format!("{}/preview?view=login&language=es&mode=dark", home(&site)), &[], None).await;
    assert!(spanish.body.contains("lang=\"es\"") && spanish.body.contains("data-mode=\"dark\""));
    let outside = portal.browser(&site).send(Method::GET, "/login", &[], None).await;
    assert!(outside.header("content-security-policy").contains("frame-ancestors 'none'"));
}

#[tokio::test]
async fn the_preview_follows_what_is_typed_and_leaves_out_what_it_cannot_read() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut desk = portal.operator_at_desk().await;
    let typed = [("tokens.color.brand", "#0b6e4f"), ("tokens.shape.radius_card", "x"), ("view", "signup"), ("mode", "dark")];
    let answer = desk.post(&format!("{}/preview", home(&site)), &typed).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.header("location"), format!("{}/preview?view=signup&mode=dark", home(&site)));
    let sample = desk.send(Method::GET, answer.header("location"), &[], None).await;
    assert!(css(&portal, &sample.body).await.contains("--color-brand:#0b6e4f"));
    desk.visit(&home(&site)).await;
    assert_eq!(desk.value("Brand colour"), "#0b6e4f");
}

#[tokio::test]
async fn a_link_shows_the_draft_to_others_until_it_ends_and_at_its_own_site_only() {
    let portal = Portal::open();
    let (site, other) = (portal.site().await, portal.site().await);
    let client = portal.client(&site).with("x-api-key", MASTER_KEY);
    let draft = json!({ "tokens": { "color": { "brand": "#0b6e4f" } } });
    client.patch("/api/admin/look", draft).await.ok(StatusCode::OK);
    let mut desk = portal.operator_at_desk().await;
    desk.visit(&home(&site)).await;
    let link = desk.value("A link to the draft");
    let path = link.strip_prefix(&site.base.url("")).unwrap().to_owned();
    let sample = portal.browser(&site).send(Method::GET, &path, &[], None).await;
    assert_eq!(sample.status, StatusCode::OK);
    assert!(css(&portal, &sample.body).await.contains("--color-brand:#0b6e4f"));
    assert_eq!(portal.browser(&other).send(Method::GET, &path, &[], None).await.status, StatusCode::NOT_FOUND);
    for broken in [path.replace("key=", "key=A"), path[..path.len() - 2].to_owned(), "/preview?page=login".to_owned()] {
        assert_eq!(portal.browser(&site).send(Method::GET, &broken, &[], None).await.status, StatusCode::NOT_FOUND, "{broken}");
    }
    portal.wait(Duration::days(7));
    assert_eq!(portal.browser(&site).send(Method::GET, &path, &[], None).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn pictures_come_by_a_form_and_go_by_a_button() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut desk = portal.operator_at_desk().await;
    let form = |place: &str, file: &str| {
        format!(
            "--x\r\ncontent-disposition: form-data; name=\"place\"\r\n\r\n{place}\r\n--x\r\ncontent-disposition: form-data; \
             name=\"file\"; filename=\"../logo.html\"\r\ncontent-type: text/html\r\n\r\n{file}\r\n--x--\r\n"
        )
    };
    let kind = [("content-type", "multipart/form-data; boundary=x"), ("sec-fetch-site", "same-origin")];
    let path = format!("{}/pictures", home(&site));
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='120' height='40'><rect width='120' height='40'/></svg>";
    let answer = desk.send(Method::POST, &path, &kind, Some(form("logo_light", svg).as_bytes())).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, home(&site).as_str()));
    desk.visit(&home(&site)).await;
    assert_eq!(desk.all(".look-picture img").len(), 2, "the logo, and the one for mails");
    assert!(preview(&mut desk, &site, "login").await.body.contains("<img src=\"/assets/f/"));
    let refused = desk.send(Method::POST, &path, &kind, Some(form("icon", "GIF89a").as_bytes())).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("Choose a PNG, JPEG, WebP or SVG"));
    let spanish = format!("href=\"{}?ui_locales=es\"", home(&site));
    assert!(refused.body.contains(&spanish), "the address of the upload shows nothing");
    let folder = "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"look.tar\"\r\n\r\nnone\r\n--x--\r\n";
    let refused = desk.send(Method::POST, &format!("{}/folder", home(&site)), &kind, Some(folder.as_bytes())).await;
    assert!(
        refused.body.contains(&spanish) && refused.body.contains("<a href=\"#folder\">Read a folder into the draft (tar)</a>:")
    );
    for wrong in [form("nowhere", svg), "--x--".to_owned(), "x".to_owned()] {
        assert_eq!(desk.send(Method::POST, &path, &kind, Some(wrong.as_bytes())).await.status, StatusCode::BAD_REQUEST);
    }
    let large = form("icon", &"x".repeat(600 * 1024));
    assert_eq!(desk.send(Method::POST, &path, &kind, Some(large.as_bytes())).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    let cross = [kind[0], ("sec-fetch-site", "cross-site")];
    assert_eq!(desk.send(Method::POST, &path, &cross, Some(form("icon", svg).as_bytes())).await.status, StatusCode::FORBIDDEN);
    desk.visit(&home(&site)).await;
    desk.press("Remove Logo on light ground").await;
    assert!(desk.sees("no longer part of the draft"));
    assert_eq!(desk.all(".look-picture img").len(), 1);
}

#[tokio::test]
async fn a_site_s_admin_works_on_its_own_look_and_no_other() {
    let portal = Portal::open();
    let (site, other) = (portal.site().await, portal.site().await);
    let mut admin = portal.site_admin(&site, "root@example.com").await;
    admin.visit("/admin/look").await;
    assert_eq!(admin.heading(), "Look");
    assert!(!admin.sees("Copy the look of another site"));
    admin.fill("Brand colour", "#0b6e4f");
    admin.press("Publish").await;
    assert!(css(&portal, &login_page(&portal, &site).await).await.contains("--color-brand:#0b6e4f"));
    let answer = admin.post("/admin/look/copy", &[("from", &other.slug)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    admin.visit("/admin/look").await;
    assert!(admin.sees("There is no site with this short name"));
    let mut member: Browser = portal.member(&site, "ada@example.com").await;
    for path in ["/admin/look", "/admin/look/preview"] {
        assert_eq!(member.send(Method::GET, path, &[], None).await.status, StatusCode::NOT_FOUND);
        assert_eq!(portal.browser(&site).send(Method::GET, path, &[], None).await.status, StatusCode::SEE_OTHER);
    }
    for path in ["/admin/look", "/admin/look/discard", "/admin/look/restore", "/admin/look/pictures/remove"] {
        assert_eq!(member.post(path, &[("version", "1")]).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_letter_s_logo_is_seen_by_the_operator_though_the_site_has_a_host_of_its_own() {
    let portal = Portal::open();
    let site = portal.site_like(|site| site.login_host = Some(format!("login.{}", site.domain))).await;
    let client = portal.client(&site).with("x-api-key", MASTER_KEY);
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' width='120' height='40'><rect width='120' height='40'/></svg>";
    let raw = [("content-type", "image/svg+xml")];
    client.send(Method::PUT, "/api/admin/look/assets/logo_light", &raw, Some(svg)).await.ok(StatusCode::OK);
    client.post("/api/admin/look/publish", json!({})).await.ok(StatusCode::OK);
    portal.browser(&site).sign_up("ada@example.com").await;
    let letter = portal.newest_mail(&site, "ada@example.com").await;
    let logo = format!("src=\"{}/assets/f/", site.base.origin);
    assert!(letter.html.contains(&logo), "who reads the letter fetches it from the site");

    let mut desk = portal.operator_at_desk().await;
    for page in [format!("{}/preview?view=letter-verify", home(&site)), format!("/admin/sites/{}/letters/verify/html", site.slug)]
    {
        let answer = desk.send(Method::GET, &page, &[], None).await;
        assert_eq!(answer.status, StatusCode::OK, "{page}");
        assert!(answer.body.contains("src=\"/assets/f/") && !answer.body.contains(&logo), "{page}: {}", answer.body);
    }
}

#[tokio::test]
async fn every_link_of_a_look_is_in_the_footer_and_told_to_front_ends() {
    let portal = Portal::open();
    let site = portal.site().await;
    let client = portal.client(&site).with("x-api-key", MASTER_KEY);
    let links = json!({
        "home": "https://acme.example/", "support": "mailto:help@acme.example", "status": "https://status.acme.example/",
        "privacy": "https://acme.example/privacy", "terms": "https://acme.example/terms"
    });
    client.patch("/api/admin/look", json!({ "tokens": { "links": links } })).await.ok(StatusCode::OK);
    client.post("/api/admin/look/publish", json!({})).await.ok(StatusCode::OK);
    let mut browser = portal.browser(&site);
    browser.visit("/login").await;
    for (link, text) in
        [("home", "Home page"), ("support", "Help"), ("status", "Service status"), ("privacy", "Privacy"), ("terms", "Terms")]
    {
        let shown = browser.all(".footer a").into_iter().find(|shown| shown.value().attr("href") == links[link].as_str());
        assert_eq!(shown.unwrap().text().collect::<String>(), text);
    }
    assert_eq!(portal.client(&site).get("/api/config").await.body["links"], links);
}
