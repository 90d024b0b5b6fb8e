//! A new site's last steps: a colour and a logo make its look, and a program that works is its first app.

use axum::http::{Method, StatusCode};
use base64::{Engine, engine::general_purpose::STANDARD};
use regex::Regex;
use serde_json::json;
use vestibule::{flows::clients::samples::SAMPLES, model::site::Site};

use crate::support::{Browser, MASTER_KEY, PASSWORD, Portal};

const LOGO: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='120' height='40'><rect width='120' height='40'/></svg>";
/// RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

fn step(site: &Site, name: &str) -> String {
    format!("/admin/sites/{}/setup/{name}", site.slug)
}

/// Where an address leads, within the portal.
fn path(address: &serde_json::Value) -> &str {
    address.as_str().unwrap().strip_prefix("https://portal.example").unwrap()
}

async fn login_page(portal: &Portal, site: &Site) -> Browser {
    let mut browser = portal.browser(site);
    browser.visit("/login").await;
    browser
}

async fn css(portal: &Portal, page: &Browser) -> String {
    let sheet = page.all("link[rel=stylesheet][href^='/assets/t/']")[0].attr("href").unwrap().to_owned();
    portal.stranger().get(&sheet).await.text
}

#[tokio::test]
async fn a_colour_and_a_logo_are_seen_before_they_count_and_what_follows_is_explained() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut desk = portal.operator_at_desk().await;
    desk.visit(&step(&site, "look")).await;
    assert!(desk.heading() == "Look" && desk.sees("One colour and one logo are enough"), "{}", desk.body);
    desk.fill("Brand colour", "ffe14d").fill("Theme", "ledger").fill("Logo", LOGO);
    desk.press("Show it").await;
    assert_eq!((desk.status, desk.path()), (StatusCode::OK, step(&site, "look").as_str()), "{}", desk.body);
    assert_eq!(desk.value("Brand colour"), "#ffe14d");
    assert!(desk.sees("#ffe14d itself is too pale or too dark to be read as text there"), "{}", desk.body);
    assert!(desk.sees("Contrast") && desk.all(".look-picture img").len() == 1);
    let sample = desk.send(Method::GET, desk.all("iframe")[0].attr("src").unwrap(), &[], None).await;
    assert!(sample.status == StatusCode::OK && sample.body.contains("<img src=\"/assets/f/"), "{}", sample.body);
    let page = login_page(&portal, &site).await;
    assert!(!page.body.contains("/assets/f/") && !css(&portal, &page).await.contains("#ffe14d"), "nobody else sees it");
    assert_eq!(portal.app.sites.by_id(site.id).unwrap().theme, "default");

    desk.press("Publish and continue").await;
    assert_eq!(desk.path(), step(&site, "done"), "{}", desk.body);
    let page = login_page(&portal, &site).await;
    let css = css(&portal, &page).await;
    assert!(page.body.contains("/assets/f/") && css.contains("--color-brand:#ffe14d") && css.contains("--shape-radius-card:0px"));
    assert_eq!(portal.app.sites.by_id(site.id).unwrap().theme, "ledger", "the theme is the site's own");
    let look = portal.client(&site).with("x-api-key", MASTER_KEY).get("/api/admin/look").await.ok(StatusCode::OK);
    assert_eq!(look["published"]["look"]["extends"], json!(null));
    desk.follow("Back").await;
    assert_eq!(desk.value("Brand colour"), "#ffe14d", "going back loses nothing");
    desk.fill("Brand colour", "");
    desk.press("Publish and continue").await;
    assert!(!self::css(&portal, &login_page(&portal, &site).await).await.contains("#ffe14d"));
}

#[tokio::test]
async fn of_two_who_choose_a_colour_at_once_the_later_one_sees_what_the_other_chose() {
    let portal = Portal::open();
    let site = portal.site().await;
    let (mut first, mut late) = (portal.operator_at_desk().await, portal.operator_at_desk().await);
    for desk in [&mut first, &mut late] {
        desk.visit(&step(&site, "look")).await;
    }
    first.fill("Brand colour", "#0b6e4f").press("Show it").await;
    late.fill("Brand colour", "#ffe14d").press("Publish and continue").await;
    assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.body);
    assert!(late.sees("#0b6e4f") && late.value("Brand colour") == "#ffe14d" && late.all(".clash tbody tr").len() == 1);
    assert!(!css(&portal, &login_page(&portal, &site).await).await.contains("#ffe14d"));
    // Whoever has seen it decides.
    late.press("Publish and continue").await;
    assert_eq!(late.path(), step(&site, "done"), "{}", late.body);
    assert!(css(&portal, &login_page(&portal, &site).await).await.contains("#ffe14d"));
    // The other one's page still knows what it wrote itself, and nothing later.
    first.press("Publish and continue").await;
    assert_eq!(first.status, StatusCode::CONFLICT, "{}", first.body);
}

#[tokio::test]
async fn what_is_wrong_with_a_colour_or_a_logo_is_told_and_nothing_of_it_counts() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut desk = portal.operator_at_desk().await;
    let plain = css(&portal, &login_page(&portal, &site).await).await;
    for (colour, logo, said) in [
        ("teal", "", "Write the colour as # and six hexadecimal digits"),
        ("#0b6e4f", "GIF89a", "Choose a PNG, JPEG, WebP or SVG"),
        ("#0b6e4f", "<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "SVG"),
    ] {
        desk.visit(&step(&site, "look")).await;
        desk.fill("Brand colour", colour).fill("Logo", logo);
        desk.press("Publish and continue").await;
        assert_eq!(desk.status, StatusCode::UNPROCESSABLE_ENTITY, "{colour} {logo}");
        assert!(desk.sees(said) && desk.body.contains("<title>Error:") && desk.value("Brand colour") == colour, "{}", desk.body);
        assert_eq!(css(&portal, &login_page(&portal, &site).await).await, plain);
        let field = "#logo[aria-invalid][aria-describedby^=logo-problem]";
        assert_eq!(desk.all(field).len(), usize::from(!logo.is_empty()), "{}", desk.body);
        assert!(
            logo.is_empty() || desk.all(".summary a[href='#logo']")[0].text().any(|text| text.contains("Logo")),
            "{}",
            desk.body
        );
    }
    desk.visit(&step(&site, "look")).await;
    desk.follow("Skip this step").await;
    assert_eq!(desk.path(), step(&site, "done"));
    assert_eq!(css(&portal, &login_page(&portal, &site).await).await, plain, "it may be left out");

    let kind = [("content-type", "multipart/form-data; boundary=x"), ("sec-fetch-site", "same-origin")];
    let field = |name: &str, value: &str| {
        format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n--x--\r\n").into_bytes()
    };
    let large = field("logo", &"x".repeat(600 * 1024));
    let path = step(&site, "look");
    assert_eq!(desk.send(Method::POST, &path, &kind, Some(&large)).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(desk.send(Method::POST, &path, &kind, Some(b"--x")).await.status, StatusCode::BAD_REQUEST);
    let unknown = [field("then", "publish").strip_suffix(b"--x--\r\n").unwrap(), &field("extends", "nowhere")].concat();
    assert_eq!(desk.send(Method::POST, &path, &kind, Some(&unknown)).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(portal.app.sites.by_id(site.id).unwrap().theme, "default");
    let cross = [kind[0], ("sec-fetch-site", "cross-site")];
    assert_eq!(desk.send(Method::POST, &path, &cross, Some(&field("then", ""))).await.status, StatusCode::FORBIDDEN);
    let mut ada = portal.site_admin(&site, "ada@example.com").await;
    for page in ["/admin/setup/look", "/admin/setup/done"] {
        assert_eq!(ada.send(Method::GET, page, &[], None).await.status, StatusCode::NOT_FOUND);
        assert_eq!(ada.send(Method::POST, page, &kind, Some(&field("then", ""))).await.status.as_u16() / 100, 4);
    }
}

#[tokio::test]
async fn the_program_that_the_last_step_shows_logs_people_in_as_it_stands() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut desk = portal.operator_at_desk().await;
    desk.visit(&step(&site, "done")).await;
    desk.fill("Node: Express, openid-client On a web server http://localhost:4002/callback", "express");
    desk.press("Register and show the program").await;
    assert!(desk.path().ends_with("/made"), "{}", desk.body);
    let secret: String = desk.all("pre[data-copy]")[0].text().collect();
    let open: String = desk.all("details[open]").iter().flat_map(scraper::ElementRef::text).collect();
    assert!(open.contains("server.mjs") && open.contains(&format!("CLIENT_SECRET={secret} node server.mjs")), "{open}");

    // From here on nothing is known but what the program says.
    let said = |pattern: &str| Regex::new(pattern).unwrap().captures(&open).unwrap()[1].to_owned();
    let (issuer, id) = (said(r#"new URL\("(https://[^"]+)"\)"#), said(r#"clientId = "([^"]+)""#));
    let (callback, scope) = (said(r#"redirectUri = "([^"]+)""#), said(r#"scope: "([^"]+)""#));
    let discovery =
        portal.stranger().get(&format!("{}/.well-known/openid-configuration", path(&json!(issuer)))).await.ok(StatusCode::OK);
    assert_eq!(discovery["issuer"], issuer.as_str());
    let mut ada = portal.member(&site, "ada@example.com").await;
    let asked = [
        ("response_type", "code"),
        ("client_id", &id),
        ("redirect_uri", &callback),
        ("scope", &scope),
        ("state", "af0ifjsldkj"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(asked).finish();
    ada.visit(&format!("{}?{query}", discovery["authorization_endpoint"].as_str().unwrap())).await;
    ada.press("Allow").await;
    // Programs on one's own machine are left for by a page of their own.
    let answer = url::Url::parse(ada.all("[data-part=submit]")[0].attr("href").unwrap()).unwrap();
    assert!(answer.as_str().starts_with(&callback), "{answer}");
    let code = answer.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned();
    let proof = format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")));
    let grant = [("grant_type", "authorization_code"), ("code", &code), ("redirect_uri", &callback), ("code_verifier", VERIFIER)];
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(grant).finish();
    let program = portal.stranger();
    let head = [("content-type", "application/x-www-form-urlencoded"), ("authorization", proof.as_str())];
    let tokens = program.send(Method::POST, path(&discovery["token_endpoint"]), &head, Some(body.as_bytes())).await;
    let tokens = tokens.ok(StatusCode::OK);
    assert!(tokens["id_token"].is_string() && tokens["refresh_token"].is_string());
    let bearer = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
    let person = portal.stranger().with("authorization", &bearer).get(path(&discovery["userinfo_endpoint"])).await;
    assert_eq!(person.ok(StatusCode::OK)["email"], "ada@example.com");
    ada.log_in("ada@example.com", PASSWORD).await;
}

#[tokio::test]
async fn every_program_can_be_the_first_app_and_nothing_else_can() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut desk = portal.operator_at_desk().await;
    desk.visit(&step(&site, "done")).await;
    let programs = desk.all("input[name=program]");
    let programs: Vec<String> = programs.iter().map(|one| one.attr("value").unwrap().to_owned()).collect();
    assert_eq!(programs.len(), SAMPLES.len());
    for program in &programs {
        let answer = desk.post(&step(&site, "done"), &[("program", program)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{program}: {}", answer.body);
        desk.visit(answer.header("location")).await;
        assert_eq!(desk.all("details.more[open]").len(), 1, "{program}");
    }
    for strange in [&[("program", "cobol")][..], &[("program", "")], &[], &[("program", "spa"), ("program", "spa")]] {
        assert_eq!(desk.post(&step(&site, "done"), strange).await.status, StatusCode::BAD_REQUEST, "{strange:?}");
    }
    desk.visit(&format!("/admin/sites/{}/clients", site.slug)).await;
    assert_eq!(desk.all(".list tbody tr").len(), SAMPLES.len());
}
