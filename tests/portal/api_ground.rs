//! What all of the API has in common: how it is asked, how it says no, and who may read it from another origin.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::{Portal, Reply};

#[tokio::test]
async fn a_site_says_what_its_front_end_needs_and_keeps_its_secrets() {
    let portal = Portal::open();
    let site = portal
        .site_with(|settings| {
            settings.password_minimum = 12;
            settings.support_url = Some("https://acme.example/help".parse().unwrap());
        })
        .await;
    let reply = portal.client(&site).get("/api/config").await;
    assert_eq!(reply.header("content-type"), "application/json");
    assert_eq!(reply.header("cache-control"), "no-store");
    assert!(!reply.text.contains(&site.email_from));
    let config = reply.ok(StatusCode::OK);
    assert_eq!((&config["name"], &config["slug"]), (&json!(site.name), &json!(site.slug)));
    assert_eq!(config["url"], site.base.url(""));
    assert_eq!(config["policies"]["signup"], "open");
    assert_eq!(config["policies"]["password_minimum"], 12);
    assert_eq!(config["sign_in"], json!({ "password": true, "username": false }));
    assert_eq!(config["links"]["support"], "https://acme.example/help");
    assert!(config["look"]["light"]["colors"]["primary"].as_str().unwrap().starts_with('#'));
    let sheet = config["look"]["stylesheet"].as_str().unwrap().strip_prefix("https://portal.example").unwrap();
    let mut browser = portal.browser(&site);
    browser.visit(&format!("https://portal.example{sheet}")).await;
    assert_eq!(browser.status, StatusCode::OK);
}

#[tokio::test]
async fn the_domains_of_a_signup_policy_stay_the_site_s_business() {
    let portal = Portal::open();
    let site = portal
        .site_with(|settings| {
            settings.signup = serde_json::from_value(json!({ "domains": ["secret-partner.example"] })).unwrap();
        })
        .await;
    let reply = portal.client(&site).get("/api/config").await;
    assert!(!reply.text.contains("secret-partner"));
    assert_eq!(reply.body["policies"]["signup"], "domains");
}

#[tokio::test]
async fn a_login_host_serves_the_api_at_its_root_and_the_path_form_goes_on() {
    let portal = Portal::open();
    let site = portal.site_like(|site| site.login_host = Some(format!("login.{}", site.domain))).await;
    let direct = portal.client(&site).get("/api/config").await.ok(StatusCode::OK);
    let by_path = portal.stranger().get(&format!("/s/{}/api/config", site.slug)).await.ok(StatusCode::OK);
    assert_eq!(direct, by_path);
}

#[tokio::test]
async fn whatever_is_not_there_is_a_problem_and_never_a_page() {
    let portal = Portal::open();
    let site = portal.site().await;
    let client = portal.client(&site);
    for path in
        ["/api", "/api/", "/api/nothing", "/api/config/", "/api/config/x", "/api//config", "/api/%00", "/version", "/metrics"]
    {
        assert_eq!(client.get(path).await.problem(), (404, "not_found"), "{path}");
    }
    let nowhere = portal.stranger().get("/s/no-such-site/api/config").await;
    let nothing = client.get("/api/nothing").await;
    assert_eq!(nowhere.problem(), (404, "not_found"));
    let without_id = |reply: &Reply| {
        let mut body = reply.body.clone();
        body["request_id"] = Value::Null;
        body
    };
    assert_eq!(without_id(&nowhere), without_id(&nothing), "an unknown site is like an unknown address");
    for path in ["/api", "/api/nothing", "/api/config"] {
        assert_eq!(portal.stranger().get(path).await.problem(), (404, "not_found"), "{path}");
    }
}

#[tokio::test]
async fn a_wrong_method_is_told_the_right_ones() {
    let portal = Portal::open();
    let site = portal.site().await;
    for method in [Method::POST, Method::PUT, Method::DELETE, Method::TRACE] {
        let reply = portal.client(&site).send(method, "/api/config", &[], None).await;
        assert_eq!(reply.problem(), (405, "method_not_allowed"));
        assert_eq!(reply.header("allow"), "GET,HEAD");
    }
    let reply = portal.stranger().post("/version", json!({})).await;
    assert_eq!((reply.problem(), reply.header("allow")), ((405, "method_not_allowed"), "GET,HEAD"));
}

#[tokio::test]
async fn problems_speak_the_caller_s_language() {
    let portal = Portal::open();
    let site = portal.site().await;
    let spanish = portal.client(&site).with("accept-language", "es").get("/api/nothing").await;
    assert_eq!(spanish.body["detail"], "No hay nada en esta dirección");
    let spanish = portal.stranger().with("accept-language", "es").get("/api/nothing").await;
    assert_eq!(spanish.body["detail"], "No hay nada en esta dirección");
}

#[tokio::test]
async fn the_api_neither_reads_nor_sets_cookies() {
    let portal = Portal::open();
    let site = portal.site().await;
    let ada = portal.member(&site, "ada@example.com").await;
    let cookies: Vec<String> = ada.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let client = portal.client(&site).with("cookie", &cookies.join("; ")).with("sec-fetch-site", "cross-site");
    assert_eq!(client.get("/api/config?ui_locales=es").await.status, StatusCode::OK);
}

#[tokio::test]
async fn only_registered_origins_may_read_a_site_s_api() {
    let portal = Portal::open();
    let site = portal.site_with(|settings| settings.allowed_origins = vec!["https://spa.example:8443".parse().unwrap()]).await;
    let front = site.frontend_url.trim_end_matches('/').to_owned();
    for origin in [front.as_str(), "https://spa.example:8443"] {
        let reply = portal.client(&site).with("origin", origin).get("/api/config").await;
        assert_eq!(reply.header("access-control-allow-origin"), origin);
        assert!(reply.header("vary").to_lowercase().contains("origin"));
        assert_eq!(reply.header("access-control-allow-credentials"), "");
        let missing = portal.client(&site).with("origin", origin).get("/api/nothing").await;
        assert_eq!(missing.problem(), (404, "not_found"));
        assert_eq!(missing.header("access-control-allow-origin"), origin, "a script may read what went wrong");
        let preflight = [
            ("origin", origin),
            ("access-control-request-method", "PATCH"),
            ("access-control-request-headers", "authorization,content-type"),
        ];
        let reply = portal.client(&site).send(Method::OPTIONS, "/api/config", &preflight, None).await;
        assert_eq!(reply.status, StatusCode::OK);
        assert_eq!(reply.header("access-control-allow-origin"), origin);
        assert!(reply.header("access-control-allow-methods").contains("PATCH"));
        assert_eq!(reply.header("access-control-allow-headers"), "authorization,content-type");
    }
}

#[tokio::test]
async fn no_other_origin_however_similar_may_read_anything() {
    let portal = Portal::open();
    let site = portal
        .site_with(|settings| {
            settings.allowed_origins = vec!["https://a.test".parse().unwrap(), "data:text/html,x".parse().unwrap()];
        })
        .await;
    let origins = [
        "https://a.test.evil",
        "https://evil-a.test",
        "https://a.test:444",
        "http://a.test",
        "https://A.TEST",
        "https://a.test/",
        "https://x.a.test",
        "null",
        "*",
        "",
    ];
    for origin in origins {
        for method in [Method::GET, Method::OPTIONS] {
            let headers = [("origin", origin), ("access-control-request-method", "GET")];
            let reply = portal.client(&site).send(method, "/api/config", &headers, None).await;
            assert_eq!(reply.header("access-control-allow-origin"), "", "{origin}");
            assert!(reply.header("vary").to_lowercase().contains("origin"), "{origin}");
        }
    }
}

#[tokio::test]
async fn pages_and_the_operator_s_api_are_for_no_other_origin() {
    let portal = Portal::open();
    let site = portal.site().await;
    let front = site.frontend_url.trim_end_matches('/').to_owned();
    let mut browser = portal.browser(&site);
    for page in ["/login", "/account", "/nothing"] {
        let answer = browser.send(Method::GET, page, &[("origin", &front)], None).await;
        assert_eq!(answer.header("access-control-allow-origin"), "", "{page}");
    }
    for path in ["/version", "/openapi.json", "/api/sites", "/api/nothing"] {
        for method in [Method::GET, Method::OPTIONS] {
            let headers = [("origin", front.as_str()), ("access-control-request-method", "GET")];
            let reply = portal.stranger().send(method, path, &headers, None).await;
            assert_eq!(reply.header("access-control-allow-origin"), "", "{path}");
        }
    }
}
