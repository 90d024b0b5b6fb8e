use axum::http::{Method, StatusCode};

use crate::support::{PASSWORD, Portal, sql};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// What every answer says of itself is held against each that any story gets (`tests/support/guarded.rs`), so it is enough to ask.
#[tokio::test]
async fn answers_at_strange_addresses_guard_themselves_too() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.member(&site, "ada@example.com").await;
    for page in
        ["/nothing-here", "/login?return_to=a&return_to=b", "//login", "/check-mail/code", "/%00", "/%ff", "/..%2f", "/login/"]
    {
        let answer = ada.send(Method::GET, page, &[], None).await;
        assert!(answer.status.is_client_error(), "{page} {}", answer.status);
        assert!(!answer.header("content-security-policy").contains("frame-src"), "{page}");
        assert!(!answer.body.contains("style=") && !answer.body.contains("<style") && !answer.body.contains("onclick"), "{page}");
    }
}

#[tokio::test]
async fn refusals_wear_the_site_s_look_and_name_the_request() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.browser(&site);
    for (method, page, status) in [
        (Method::GET, "/nothing-here", StatusCode::NOT_FOUND),
        (Method::DELETE, "/login", StatusCode::METHOD_NOT_ALLOWED),
        (Method::TRACE, "/login", StatusCode::METHOD_NOT_ALLOWED),
        (Method::GET, "/login?prompt=a&prompt=b", StatusCode::BAD_REQUEST),
    ] {
        let answer = ada.send(method, page, &[("sec-fetch-site", "same-origin")], None).await;
        assert_eq!(answer.status, status, "{page}");
        assert!(answer.body.contains(&site.name), "{page}");
        assert!(answer.body.contains(answer.header("x-request-id")), "{page}");
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    }
    let answer = ada.send(Method::DELETE, "/login", &[("sec-fetch-site", "same-origin")], None).await;
    assert_eq!(answer.header("allow"), "GET,HEAD,POST");
}

#[tokio::test]
async fn forms_from_elsewhere_are_refused_and_change_nothing() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.member(&site, "ada@example.com").await;
    let foreign: &[&[(&str, &str)]] = &[
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[("sec-fetch-site", "nonsense")],
        &[("sec-fetch-site", "cross-site"), ("origin", "https://portal.example")],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        &[("origin", "https://portal.example.evil.example")],
        &[("origin", "http://portal.example")],
        &[],
    ];
    for headers in foreign {
        let headers: Vec<_> = headers.iter().copied().chain([FORM]).collect();
        let answer = ada.send(Method::POST, "/logout", &headers, Some(b"")).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{headers:?}");
        assert!(answer.body.contains(&site.name));
    }
    assert!(ada.is_logged_in().await);

    let mut program = portal.browser(&site);
    let body = format!("email=ada@example.com&password={}", PASSWORD.replace(' ', "+"));
    assert_eq!(program.send(Method::POST, "/login", &[FORM], Some(body.as_bytes())).await.status, StatusCode::SEE_OTHER);
    let old_browser = [FORM, ("origin", "https://portal.example")];
    assert_eq!(ada.send(Method::POST, "/logout", &old_browser, Some(b"")).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn style_sheets_are_kept_for_ever_under_names_that_hold_their_hash() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.browser(&site);
    ada.visit("/login").await;
    let sheets: Vec<String> =
        ada.all("link[rel=stylesheet]").into_iter().map(|link| link.attr("href").unwrap().to_owned()).collect();
    assert_eq!(sheets.len(), 2);
    for sheet in sheets {
        let answer = ada.send(Method::GET, &format!("/{sheet}"), &[("accept-encoding", "br")], None).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "an asset has one address only");
        ada.visit(&format!("https://portal.example{sheet}")).await;
        assert_eq!(ada.status, StatusCode::OK);
        assert!(ada.answer_headers["cache-control"].to_str().unwrap().contains("immutable"));
        assert_eq!(ada.answer_headers["content-type"], "text/css; charset=utf-8");
    }
}

#[tokio::test]
async fn static_text_travels_packed() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.browser(&site);
    ada.visit("/login").await;
    let sheets: Vec<String> =
        ada.all("link[rel=stylesheet]").into_iter().map(|link| link.attr("href").unwrap().to_owned()).collect();
    for (accepted, packed) in [("br", "br"), ("gzip", "gzip")] {
        ada.headers.push(("accept-encoding", accepted.to_owned()));
        for sheet in &sheets {
            ada.visit(&format!("https://portal.example{sheet}")).await;
            assert_eq!(ada.answer_headers["content-encoding"], packed);
        }
        ada.headers.pop();
    }
}

#[tokio::test]
async fn probes_answer_at_any_host() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut probe = portal.browser(&site);
    for (page, body) in [("https://portal.example/healthz", "ok"), ("https://portal.example/readyz", "ready")] {
        probe.visit(page).await;
        assert_eq!((probe.status, probe.body.as_str()), (StatusCode::OK, body));
    }
}

/// Only the pages that show a sample or a letter may hold a frame, and only one of ours.
#[tokio::test]
async fn frames_are_for_samples_and_letters_alone() {
    let portal = Portal::open();
    let site = portal.site().await;
    portal.browser(&site).sign_up("ada@example.com").await;
    let mut desk = portal.operator_at_desk().await;
    let base = format!("/admin/sites/{}", site.slug);
    let letter: uuid::Uuid =
        sqlx::query_scalar("select id from outbox where site_id = $1").bind(site.id).fetch_one(&sql().await).await.unwrap();
    let pages =
        [("/look", true), ("/letters", true), (&*format!("/outbox/{letter}"), true), ("/users", false), ("/settings", false)];
    for (page, frames) in pages {
        let answer = desk.send(Method::GET, &format!("{base}{page}"), &[], None).await;
        assert_eq!(answer.status, StatusCode::OK, "{page}");
        assert_eq!(answer.header("content-security-policy").contains("frame-src 'self'"), frames, "{page}");
        assert!(frames || !answer.body.contains("<iframe"), "{page}");
    }
}

#[tokio::test]
async fn the_portal_s_own_start_leads_home_where_it_has_one() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut lost = portal.browser(&site);
    let nowhere = ["/s/no-such-site/login", "/no-such-page"].map(|path| format!("{}{path}", site.base.origin));
    for page in &nowhere {
        lost.visit(page).await;
        assert_eq!((lost.heading().as_str(), lost.all("main a").len()), ("Nothing here", 0), "{page}: {}", lost.body);
    }
    let portal = Portal::open_with(&["--home-url", "https://www.example/welcome"]);
    let mut lost = portal.browser(&site);
    for page in &nowhere {
        lost.visit(page).await;
        assert_eq!(lost.all("main a[href='https://www.example/welcome']").len(), 1, "{page}: {}", lost.body);
    }
    let answer = portal.desk().send(Method::GET, "/", &[], None).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::FOUND, "https://www.example/welcome"));
}
