use axum::http::{Method, StatusCode};

use crate::support::{PASSWORD, Portal, sql};

const FORM: [(&str, &str); 2] = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];

#[tokio::test]
async fn no_body_whatever_is_a_fault() {
    let portal = Portal::open();
    let site = portal.site().await;
    let long = format!("email={}&password=x", "a".repeat(60_000));
    let bodies: &[&[u8]] = &[
        b"",
        b"&&&===",
        b"email=a&email=b&password=x",
        b"email[]=a@example.com&password=x",
        b"email=%00&password=%00",
        b"email=%FF%FE&password=x",
        b"\xff\xfe\x00",
        b"password=%C3%28&email=a@example.com",
        b"email=%ED%A0%80&password=x",
        b"{\"email\":{}}",
        b"email=a@example.com\r\nX: y&password=x",
        b"code=%00%00",
        b"token[]=x",
        b"token=%00",
        b"remember=1&remember=2",
        long.as_bytes(),
    ];
    for page in ["/login", "/signup", "/verify", "/check-mail/code", "/check-mail/resend", "/logout"] {
        for body in bodies {
            let answer = portal.browser(&site).send(Method::POST, page, &FORM, Some(body)).await;
            let code = answer.status.as_u16();
            assert!(code < 500, "{page} answers {code} to {:?}", String::from_utf8_lossy(&body[..body.len().min(40)]));
            if code != 303 {
                assert!(answer.body.contains(&site.name), "{page} {code} has no look");
            }
        }
    }
    let letters: i64 =
        sqlx::query_scalar("select count(*) from outbox where site_id = $1").bind(site.id).fetch_one(&sql().await).await.unwrap();
    assert_eq!(letters, 0);
}

#[tokio::test]
async fn ten_megabytes_are_too_many() {
    let portal = Portal::open();
    let site = portal.site().await;
    let body = vec![b'a'; 10 << 20];
    let answer = portal.browser(&site).send(Method::POST, "/signup", &FORM, Some(&body)).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.body.contains(&site.name) && answer.body.contains("too much text"));
}

#[tokio::test]
async fn a_form_must_be_one() {
    let portal = Portal::open();
    let site = portal.site().await;
    for kind in ["text/plain", "application/json", "multipart/form-data; boundary=x"] {
        let headers = [("content-type", kind), FORM[1]];
        let answer = portal.browser(&site).send(Method::POST, "/login", &headers, Some(b"email=a@example.com&password=x")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{kind}");
    }
}

/// A password that can never be one is refused before anything is looked up, whoever's it would be.
#[tokio::test]
async fn impossible_passwords_are_refused_alike_for_everybody() {
    let portal = Portal::open();
    let site = portal.site().await;
    portal.member(&site, "ada@example.com").await;
    for password in ["x".repeat(1025), "a\0b".to_owned(), String::new()] {
        let mut answers = Vec::new();
        for email in ["ada@example.com", "nobody@example.com"] {
            let answer = portal.browser(&site).post("/login", &[("email", email), ("password", &password)]).await;
            answers.push((answer.status, answer.body.replace(email, "…").replace(&email.replace('@', "%40"), "…")));
        }
        assert_eq!(answers[0].0, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(answers[0], answers[1]);
    }
}

#[tokio::test]
async fn long_passwords_are_welcome() {
    let portal = Portal::open();
    let site = portal.site().await;
    for (number, password) in
        ["🔒é日本 ".repeat(16), "x1 y2 z3 ".repeat(100), "correct horse battery staple".to_owned()].iter().enumerate()
    {
        let email = format!("ada-{number}@example.com");
        let mut ada = portal.browser(&site);
        ada.post("/signup", &[("email", &email), ("password", password)]).await;
        let link = portal.link_in_mail(&site, &email).await;
        ada.visit(&link).await;
        ada.press("Confirm").await;
        assert_eq!(ada.path(), "/account", "{}", ada.body);
        let mut again = portal.browser(&site);
        again.log_in(&email, password).await;
        assert_eq!(again.path(), "/account");
        let cut: String = password.chars().take(password.chars().count() - 1).collect();
        again.log_in(&email, &cut).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
}

#[tokio::test]
async fn what_people_type_is_never_markup() {
    let portal = Portal::open();
    let site = portal.site_with(|settings| settings.ask_name = true).await;
    let canary = "\"><script>alert(1)</script><i x='";
    let mut ada = portal.browser(&site);
    for page in ["/login", "/signup", "/check-mail/code", "/verify"] {
        let fields = [
            ("email", canary),
            ("password", canary),
            ("name", canary),
            ("code", canary),
            ("token", canary),
            ("email_checked", canary),
        ];
        assert!(!ada.post(page, &fields).await.body.contains("<script>alert"), "{page}");
    }
    let query: String = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("login_hint", canary), ("return_to", canary), ("ui_locales", canary)])
        .finish();
    for page in ["/login", "/signup"] {
        ada.visit(&format!("{page}?{query}")).await;
        assert!(!ada.body.contains("<script>alert"), "{page}");
    }
}

#[tokio::test]
async fn no_letter_tells_a_password() {
    let portal = Portal::open();
    let site = portal.site().await;
    portal.member(&site, "ada@example.com").await;
    let letters = portal.mail(&site, "ada@example.com").await;
    assert!(!letters.is_empty() && letters.iter().all(|letter| !letter.source.contains(PASSWORD)));
}
