//! Mail in the dashboard: who sends it, whether it arrives, and what became of each letter.

use axum::http::{Method, StatusCode};
use serde_json::json;
use vestibule::mail::{self, writing::SAMPLES};

use crate::support::{MASTER_KEY, Portal, SmtpServer, fresh_database};

const EMAIL: &str = "ada@example.com";
const SECRET: &str = "hunter2-hunter2";

#[tokio::test]
async fn the_operator_tries_a_server_before_it_is_saved_and_sees_what_it_says() {
    let server = SmtpServer::start().await;
    let portal = Portal::open_on(fresh_database("desk_mail").await, &["--site-mail-networks", "127.0.0.0/8"]);
    let site = portal.site().await;
    let page = format!("/admin/sites/{}/mail", site.slug);
    let mut desk = portal.operator_at_desk().await;
    desk.visit(&page).await;
    assert!(desk.heading() == "Mail" && desk.value("Sender's email") == site.email_from, "{}", desk.body);
    let port = server.port.to_string();
    let typed = |act: &'static str| {
        [
            ("email_from", site.email_from.as_str()),
            ("email_from_name", "Acme Mail"),
            ("reply_to", "help@acme.example"),
            ("way", "smtp"),
            ("host", "127.0.0.1"),
            ("port", &port),
            ("encryption", "none"),
            ("user", "ada"),
            ("password", SECRET),
            ("email", EMAIL),
            ("act", act),
        ]
    };
    server.answer("535 5.7.8 wrong, not hunter2-hunter2");
    let answer = desk.post(&page, &typed("test")).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(
        answer.body.contains("to ada@example.com did not leave") && answer.body.contains("535 5.7.8 wrong, not ••••"),
        "{}",
        answer.body
    );
    assert!(!answer.body.contains(SECRET) && answer.body.contains(r#"value="127.0.0.1""#) && answer.body.contains("Acme Mail"));
    server.answer("250 ok");
    let answer = desk.post(&page, &typed("test")).await;
    assert!(answer.body.contains("took the mail to ada@example.com") && answer.body.contains("220 test"), "{}", answer.body);
    assert_eq!(server.letters().len(), 1);
    assert!(portal.app.sites.by_id(site.id).unwrap().own_mail.is_none(), "nothing is saved yet");

    let answer = desk.post(&page, &typed("save")).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, page.as_str()));
    desk.visit(&page).await;
    assert!(desk.sees("Saved.") && desk.sees("By the site's own server, as it is set") && !desk.body.contains(SECRET));
    let kept = [("email_from_name", "Acme Post"), ("way", "keep"), ("email", EMAIL), ("act", "test")];
    assert!(desk.post(&page, &kept).await.body.contains("took the mail"));
    assert!(server.letters().pop().unwrap().contains("Acme Post"), "the stored server, and a name that is not saved");
    portal.browser(&site).sign_up(EMAIL).await;
    mail::outbox::post_due(&portal.app).await.unwrap();
    assert_eq!(server.letters().len(), 3);
    assert_eq!(
        desk.post(&page, &[("email_from_name", "Acme"), ("way", "portal"), ("act", "save")]).await.status,
        StatusCode::SEE_OTHER
    );
    assert!(portal.app.sites.by_id(site.id).unwrap().own_mail.is_none());
}

#[tokio::test]
async fn what_will_not_do_is_told_beside_its_field_and_nothing_is_saved() {
    let portal = Portal::open();
    let site = portal.site().await;
    let page = format!("/admin/sites/{}/mail", site.slug);
    let mut desk = portal.operator_at_desk().await;
    let good = [("email_from_name", "Acme"), ("email", EMAIL), ("act", "save")];
    for (fields, problem) in [
        (&[("way", "smtp"), ("host", "")][..], "Enter the name of the mail server"),
        (&[("way", "smtp"), ("host", "a@evil.example")][..], "Enter the name of a mail server such as"),
        (&[("way", "smtp"), ("host", "mail.acme.example"), ("port", "many")][..], "Enter a port such as 587"),
        (&[("way", "smtp"), ("host", "mail.acme.example"), ("encryption", "none")][..], "encrypted connection"),
        (&[("way", "mailgun"), ("domain", "mg.acme.example")][..], "Enter the key of the account"),
        (&[("way", "mailgun"), ("domain", ""), ("key", "x")][..], "Enter a domain such as"),
        (&[("way", "by foot")][..], "Enter the mail server"),
        (&[("way", "portal"), ("reply_to", "nobody")][..], "for answers"),
        (&[("way", "portal"), ("email_from", "nobody")][..], "sender's email"),
    ] {
        let answer = desk.post(&page, &[&good[..], fields].concat()).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(
            answer.body.contains("There is a problem") && answer.body.replace("&#39;", "'").contains(problem),
            "{fields:?} {}",
            answer.body
        );
    }
    let test = [("email_from_name", "Acme"), ("way", "portal"), ("email", "nobody"), ("act", "test")];
    assert_eq!(desk.post(&page, &test).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(*portal.app.sites.by_id(site.id).unwrap(), *site);
    let forged = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "cross-site")];
    for path in [page.clone(), format!("/admin/sites/{}/outbox/retry", site.slug), "/admin/outbox/retry".to_owned()] {
        let answer = desk.send(Method::POST, &path, &forged, Some(b"way=portal&email_from_name=x&act=save")).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
    }
}

#[tokio::test]
async fn admins_see_to_their_own_site_s_mail_only() {
    let portal = Portal::open();
    let (site, other) = (portal.site().await, portal.site().await);
    let mut ada = portal.site_admin(&site, EMAIL).await;
    ada.visit("/admin/mail").await;
    assert!(ada.sees(&site.email_from) && ada.all("input[name=email_from]").is_empty(), "{}", ada.body);
    let page = format!("{}/admin/mail", site.base.path);
    let forged = [("email_from", other.email_from.as_str()), ("email_from_name", "Acme"), ("way", "portal"), ("act", "save")];
    assert_eq!(ada.post(&page, &forged).await.status, StatusCode::NOT_FOUND, "the address is the operator's to change");
    assert!(ada.all("[name=way]").is_empty() && ada.sees("The operator of this portal sets this"), "{}", ada.body);
    for act in ["save", "test"] {
        let host = ("host", "mail.evil.example");
        let forged = [("email_from_name", "Acme"), ("way", "smtp"), host, ("email", EMAIL), ("act", act)];
        assert_eq!(ada.post(&page, &forged).await.status, StatusCode::NOT_FOUND, "and so is the server");
    }
    let elsewhere = [("email_from_name", "Acme"), ("email", "eve@example.com"), ("act", "test")];
    let answer = ada.post(&page, &elsewhere).await;
    assert!(
        answer.status == StatusCode::UNPROCESSABLE_ENTITY && answer.body.contains("Send it to your own email"),
        "{}",
        answer.body
    );
    let test = [("email_from_name", "Acme"), ("way", "portal"), ("email", EMAIL), ("act", "test")];
    let answer = ada.post(&page, &test).await;
    assert!(answer.status == StatusCode::OK && answer.body.contains("took the mail to ada@example.com"), "{}", answer.body);
    assert!(portal.newest_mail(&site, EMAIL).await.subject.contains("A test mail"));
    ada.visit("/admin/outbox").await;
    assert!(ada.sees("Sign-up") && ada.sees(EMAIL) && ada.sees("Sent"), "{}", ada.body);
    for path in [format!("/admin/sites/{}/outbox", site.slug), format!("{}/admin/outbox", other.base.path)] {
        let answer = ada.send(Method::GET, &path, &[], None).await;
        assert_ne!(answer.status, StatusCode::OK, "{path}");
        assert!(!answer.body.contains(EMAIL), "{path}");
    }
    ada.visit("https://portal.example/admin/outbox").await;
    assert_eq!(ada.path(), "/admin/login", "all sites' letters are the operator's to see");
}

#[tokio::test]
async fn a_letter_that_was_given_up_is_found_looked_at_and_tried_again() {
    let server = SmtpServer::start().await;
    let url = format!("smtp://127.0.0.1:{}", server.port);
    let portal = Portal::open_on(fresh_database("desk_outbox").await, &["--mail-url", &url]);
    let (site, other) = (portal.site().await, portal.site().await);
    server.answer("550 5.1.1 <script>alert(1)</script>");
    portal.browser(&site).sign_up(EMAIL).await;
    mail::outbox::post_due(&portal.app).await.unwrap();
    let mut desk = portal.operator_at_desk().await;
    desk.visit("/admin/outbox?state=failed").await;
    assert!(desk.sees(&site.name) && desk.sees("Given up") && desk.sees("550 5.1.1 <script>alert(1)</script>"), "{}", desk.body);
    desk.visit("/admin/outbox?state=sent&letter=&recipient=").await;
    assert!(desk.sees("No mails here"));
    desk.visit("/admin/outbox?recipient=Ada@Example.com").await;
    desk.follow("Sign-up").await;
    assert!(desk.sees("Tries") && desk.sees("Links and codes are hidden"), "{}", desk.body);
    let letter = desk.path().to_owned();
    let frame = desk.send(Method::GET, &format!("{letter}/html"), &[], None).await;
    assert!(frame.header("content-security-policy").contains("sandbox") && frame.header("x-frame-options") == "SAMEORIGIN");
    assert!(frame.body.contains("••••••") && !frame.body.contains("token=A"), "{}", frame.body);
    let elsewhere = letter.replace(&site.slug, &other.slug);
    for (method, path) in [
        (Method::GET, elsewhere.clone()),
        (Method::GET, format!("{elsewhere}/html")),
        (Method::POST, format!("{elsewhere}/retry")),
    ] {
        let answer = desk.send(method, &path, &[("sec-fetch-site", "same-origin")], None).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    server.answer("250 ok");
    desk.press("Try again").await;
    assert!(desk.path() == letter && desk.sees("The mail is tried again now.") && desk.sees("Waiting"), "{}", desk.body);
    mail::outbox::post_due(&portal.app).await.unwrap();
    assert_eq!(server.letters().len(), 1);
    desk.visit(&letter).await;
    assert!(desk.sees("Sent") && desk.sees("not kept any more") && desk.sees("250 ok"));
    desk.visit("/admin/outbox").await;
    assert!(!desk.sees("Try all again"), "nothing has failed");
    desk.post("/admin/outbox/retry", &[]).await;
    desk.visit("/admin/outbox").await;
    assert!(desk.sees("No mail has to be tried again."));
    assert_eq!(desk.send(Method::GET, "/admin/outbox?state=lost", &[], None).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(portal.operator().get("/api/outbox?state=sent").await.body["items"].as_array().unwrap().len(), 1);
    let mut stranger = portal.desk();
    stranger.visit("/admin/outbox").await;
    assert_eq!(stranger.path(), "/admin/login");
    let mailed = json!({ "email": "x@example.com" });
    assert_eq!(portal.stranger().post("/api/outbox/retry", mailed).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn every_letter_can_be_looked_at_before_anybody_gets_it_and_sent_to_oneself() {
    let portal = Portal::open();
    let (site, other) = (portal.site().await, portal.site().await);
    let mut ada = portal.site_admin(&site, EMAIL).await;
    let page = format!("{}/admin/letters", site.base.path);
    let look =
        json!({ "tokens": { "color": { "brand": "#0b6e4f" } }, "texts": { "en": { "mail-reset-title": "A <new> password" } } });
    portal.client(&site).with("x-api-key", MASTER_KEY).patch("/api/admin/look", look).await.ok(StatusCode::OK);
    for letter in SAMPLES {
        for language in ["en", "es", "en-XA", "ar-XB"] {
            ada.visit(&format!("/admin/letters?letter={letter}&language={language}")).await;
            assert_eq!(ada.status, StatusCode::OK, "{letter}");
            let frame = format!("{page}/{letter}/html?language={language}");
            let of = |view: &str| format!("{frame}&view={view}");
            let day = ada.send(Method::GET, &of("day"), &[], None).await;
            assert!(day.header("content-security-policy").contains("sandbox") && day.header("x-frame-options") == "SAMEORIGIN");
            let direction = if language == "ar-XB" { "rtl" } else { "ltr" };
            let marked = format!(r#"lang="{language}" dir="{direction}""#);
            assert_eq!(day.body.matches(&marked).count(), 2, "{letter}: the page and its table, which some programs keep alone");
            assert!(day.body.len() < 50_000 && day.body.contains("#0b6e4f") && !day.body.contains("var("), "{letter}");
            let night = ada.send(Method::GET, &of("night"), &[], None).await.body;
            assert!(night.contains("@media all") && !night.contains("prefers-color-scheme: dark"), "{letter}");
            let bare = ada.send(Method::GET, &of("bare"), &[], None).await;
            assert!(!bare.body.contains("<style") && !bare.header("content-security-policy").contains("img-src"), "{letter}");
        }
    }
    assert!(ada.sees("in the draft of the look and the texts"), "{}", ada.body);
    ada.visit("/admin/letters?letter=reset&view=text").await;
    assert!(ada.sees("A <new> password") && ada.all("iframe").is_empty(), "what is saved counts: {}", ada.body);

    ada.fill("Send it to", EMAIL).press("Send a test").await;
    assert!(ada.sees("took the mail to ada@example.com"), "{}", ada.body);
    let sent = portal.newest_mail(&site, EMAIL).await;
    assert!(sent.subject.contains("Choose a new password") && sent.text.contains("A <new> password"), "{}", sent.text);
    let answer = ada.post(&page, &[("letter", "reset"), ("email", "nobody")]).await;
    assert!(answer.status == StatusCode::UNPROCESSABLE_ENTITY && answer.body.contains("There is a problem"));
    let missing = ada.send(Method::GET, &format!("{page}/nothing/html"), &[], None).await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    let elsewhere = ada.send(Method::GET, &format!("{}/admin/letters", other.base.path), &[], None).await;
    assert_ne!(elsewhere.status, StatusCode::OK);
    let mut member = portal.member(&site, "member@example.com").await;
    assert_eq!(member.send(Method::GET, &page, &[], None).await.status, StatusCode::NOT_FOUND);
    let named = json!({ "email": EMAIL, "letter": "nothing" });
    let refused = portal.client(&site).with("x-api-key", MASTER_KEY).post("/api/admin/mail/test", named).await;
    assert_eq!(refused.errors(), [("letter", "unknown")]);
}
