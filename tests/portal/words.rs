use regex::Regex;

use crate::support::{PASSWORD, Portal};

#[tokio::test]
async fn the_reader_s_language_is_found_and_remembered() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.browser(&site);
    ada.headers.push(("accept-language", "es-MX,es;q=0.9,en;q=0.5".to_owned()));
    ada.visit("/login").await;
    assert!(ada.body.contains(r#"<html lang="es""#));
    ada.follow("English").await;
    assert!(ada.body.contains(r#"<html lang="en""#));
    ada.visit("/signup").await;
    assert_eq!(ada.heading(), "Sign up", "the choice is remembered");
}

#[tokio::test]
async fn a_change_of_language_keeps_the_way_back() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.browser(&site);
    let return_to = format!("{}%2Finbox", site.frontend_url.replace(':', "%3A").replace('/', "%2F"));
    ada.visit(&format!("/login?return_to={return_to}")).await;
    ada.follow("Español").await;
    assert!(ada.location().contains(&format!("return_to={return_to}")), "{}", ada.location());
}

#[tokio::test]
async fn the_letter_speaks_the_language_of_the_signup() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.browser(&site);
    ada.visit("/signup?ui_locales=es").await;
    ada.post("/signup", &[("email", "ada@example.com"), ("password", PASSWORD)]).await;
    let letter = portal.newest_mail(&site, "ada@example.com").await;
    assert!(letter.html.contains(r#"lang="es""#) && letter.source.contains("Content-Language: es"));
    assert!(letter.text.contains("Confirma"), "{}", letter.text);
}

#[tokio::test]
async fn a_site_may_speak_one_language_only() {
    let portal = Portal::open();
    let site = portal.site_with(|settings| settings.languages = vec!["es".into()]).await;
    let mut ada = portal.browser(&site);
    ada.visit("/login?ui_locales=es").await;
    assert!(ada.body.contains(r#"lang="es""#) && !ada.sees("English"));
}

/// In the pseudo-locale every word from the catalogue is accented, so a plain one was written into a template.
#[tokio::test]
async fn no_word_is_written_into_a_page() {
    let portal = Portal::open();
    let site = portal.site_like(|site| site.name = "XXXX".into()).await;
    let plain = Regex::new(r"[A-Za-z]{4,}").unwrap();
    let mut ada = portal.browser(&site);
    ada.visit("/login?ui_locales=en-XA").await;
    ada.post("/signup", &[("email", "é@x.io"), ("password", PASSWORD)]).await;
    for page in ["/login", "/signup", "/check-mail", "/verify?token=x", "/logout", "/nothing", "/account"] {
        ada.visit(page).await;
        let texts: Vec<String> =
            ada.all("body *").iter().flat_map(|element| element.text().map(str::to_owned).collect::<Vec<_>>()).collect();
        for text in texts {
            let known = ["English", "Español", "XXXX", "hello", "acme", "example"];
            let words: Vec<&str> =
                plain.find_iter(&text).map(|word| word.as_str()).filter(|word| !known.contains(word)).collect();
            let is_reference = text.trim().len() == 36;
            let accented = text.chars().any(|letter| "áéíóúñšÅÉŠ".contains(letter));
            assert!(words.is_empty() || accented || is_reference, "{page}: {text:?}");
        }
    }
}

#[tokio::test]
async fn a_page_turns_round_for_readers_from_the_right() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.browser(&site);
    ada.visit("/login?ui_locales=ar-XB").await;
    assert!(ada.body.contains(r#"dir="rtl""#));
}
