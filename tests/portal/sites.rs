use axum::http::{Method, StatusCode};
use serde_json::json;

use crate::{
    oidc::app::encounter,
    support::{MASTER_KEY, PASSWORD, Portal, Reply, routes, sql},
};

#[tokio::test]
async fn an_unknown_host_or_slug_leads_nowhere_and_names_no_site() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut browser = portal.browser(&site);
    let mut bodies = Vec::new();
    for host in
        ["evil.test", "", "a.test,evil", "a_b", "192.0.2.1", &"a".repeat(300), "portal.example.evil.test", "PORTAL.example:444"]
    {
        let answer = browser.send(Method::GET, "/login", &[("host", host)], None).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{host}");
        assert!(!answer.body.contains(&site.name) && answer.header("set-cookie").is_empty());
        bodies.push(answer.body);
    }
    let unknown = browser.send(Method::GET, "/s/no-such-site/login", &[], None).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    let reference = |body: &str| body.split_once("<code>").map(|(before, _)| before.to_owned());
    assert_eq!(reference(&bodies[0]), reference(&unknown.body));
}

#[tokio::test]
async fn a_login_host_serves_the_same_pages_at_its_root() {
    let portal = Portal::open();
    let site = portal.site_like(|site| site.login_host = Some(format!("login.{}", site.domain))).await;
    let mut ada = portal.browser(&site);
    ada.sign_up("ada@example.com").await;
    let link = portal.link_in_mail(&site, "ada@example.com").await;
    assert!(link.starts_with(&format!("https://login.{}/verify?ui_locales=en&token=", site.domain)), "{link}");
    ada.visit(&link).await;
    ada.press("Confirm").await;
    assert_eq!(ada.location(), "/account");

    let by_path = format!("/s/{}/login?return_to=%2Faccount", site.slug);
    let moved = ada.send(Method::GET, &by_path, &[("host", "portal.example")], None).await;
    assert_eq!(moved.header("location"), format!("https://login.{}/login?return_to=%2Faccount", site.domain));
}

/// Links in mails are built from the site's row; a forged header must not find its way into them.
#[tokio::test]
async fn headers_have_no_say_in_links() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut thief = portal.browser(&site);
    let forged = [
        ("x-forwarded-host", "evil.test"),
        ("forwarded", "host=evil.test;proto=http"),
        ("x-original-url", "/s/other/login"),
        ("x-forwarded-proto", "http"),
        ("x-forwarded-prefix", "/evil"),
        ("sec-fetch-site", "same-origin"),
        ("content-type", "application/x-www-form-urlencoded"),
    ];
    let body = format!("email=ada@example.com&password={}", PASSWORD.replace(' ', "+"));
    let answer = thief.send(Method::POST, "/signup", &forged, Some(body.as_bytes())).await;
    assert_eq!(answer.header("location"), format!("{}/check-mail", site.base.path));
    let letter = portal.newest_mail(&site, "ada@example.com").await;
    assert!(!letter.text.contains("evil") && !letter.html.contains("evil"));
    let plain = portal.browser(&site).send(Method::GET, "/login", &[], None).await;
    let forged = portal.browser(&site).send(Method::GET, "/login", &forged[..5], None).await;
    assert_eq!(plain.body, forged.body);
}

#[tokio::test]
async fn a_form_sent_to_where_the_site_is_not_is_led_there() {
    let portal = Portal::open();
    let site = portal.site_like(|site| site.login_host = Some(format!("login.{}", site.domain))).await;
    let mut ada = portal.browser(&site);
    let headers =
        [("host", "portal.example"), ("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
    let answer =
        ada.send(Method::POST, &format!("/s/{}/login", site.slug), &headers, Some(b"email=a@example.com&password=x")).await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (StatusCode::TEMPORARY_REDIRECT, format!("https://login.{}/login", site.domain).as_str())
    );
    let answer = ada.send(Method::POST, "//evil.example/x", &[("sec-fetch-site", "cross-site")], Some(b"")).await;
    assert!(!answer.body.contains("//evil.example"), "an error page leads nowhere else");
}

#[tokio::test]
async fn a_disabled_site_is_gone_and_an_enabled_one_is_back() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.member(&site, "ada@example.com").await;
    for (status, found) in [("disabled", StatusCode::NOT_FOUND), ("active", StatusCode::OK)] {
        sqlx::query("update sites set status = $2 where id = $1").bind(site.id).bind(status).execute(&sql().await).await.unwrap();
        portal.app.sites.refresh(&portal.app.database, &portal.app.config.public_url, site.id).await;
        assert_eq!(ada.send(Method::GET, "/account", &[], None).await.status, found);
    }
}

/// What programs hold is worth nothing while the site is disabled, and the site tells nobody that it is there.
#[tokio::test]
async fn a_disabled_site_answers_no_program_and_no_page_of_its_own() {
    let portal = Portal::open();
    let (site, app, mut ada) = encounter(&portal).await;
    let tokens = app.tokens(&mut ada, &[("scope", "openid offline_access")]).await;
    let code = app.code(&mut ada, &[]).await;
    let program = portal.program(&site, "ada@example.com").await;
    let set = async |status: &str| {
        portal.operator().patch(&format!("/api/sites/{}", site.id), json!({ "status": status })).await.ok(StatusCode::OK)
    };
    set("disabled").await;
    let nowhere = portal.stranger().get("/s/no-such-site/oauth2/userinfo").await;
    let same = |reply: &Reply, place: &str| {
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{place}");
        assert!(!reply.text.contains(&site.name) && !reply.text.contains(&site.slug), "{place}: {}", reply.text);
    };
    same(&nowhere, "no site");
    for (place, reply) in [
        ("refresh", app.refresh(&tokens).await),
        ("code", app.exchange(&code).await),
        ("userinfo", app.userinfo(&tokens).await),
        ("introspection", app.post("/oauth2/introspect", &[], &[("token", tokens["access_token"].as_str().unwrap())]).await),
        ("keys", app.program.get("/.well-known/jwks.json").await),
        ("discovery", app.program.get("/.well-known/openid-configuration").await),
        (
            "discovery by its other address",
            portal.stranger().get(&format!("/.well-known/openid-configuration{}", site.base.path)).await,
        ),
        ("the account", program.get("/api/auth/me").await),
        ("administration by key", portal.client(&site).with("x-api-key", MASTER_KEY).get("/api/admin/users").await),
    ] {
        same(&reply, place);
    }
    let hosted = [routes::pages(), routes::on_the_way()].concat().into_iter().map(|route| route.path);
    for page in hosted.chain(routes::desk().into_iter().map(|route| format!("/admin{}", route.path))) {
        let answer = ada.send(Method::GET, &page, &[], None).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{page}");
        assert!(!answer.body.contains(&site.name) && answer.header("set-cookie").is_empty(), "{page}");
    }
    set("active").await;
    assert!(ada.is_logged_in().await);
    app.exchange(&code).await.ok(StatusCode::OK);
    app.refresh(&tokens).await.ok(StatusCode::OK);
}

#[tokio::test]
async fn a_change_by_somebody_else_is_noticed() {
    let portal = Portal::open();
    let site = portal.site().await;
    let follower =
        tokio::spawn(portal.app.sites.clone().follow(portal.app.database.clone(), portal.app.config.public_url.clone()));
    let mut seen = false;
    for round in 0..400 {
        // Again and again, because the follower may not listen yet.
        if round % 40 == 0 {
            sqlx::query("update sites set name = 'Renamed' where id = $1").bind(site.id).execute(&sql().await).await.unwrap();
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        seen = portal.app.sites.by_id(site.id).is_some_and(|site| site.name == "Renamed");
        if seen {
            break;
        }
    }
    follower.abort();
    assert!(seen);
}

#[tokio::test]
async fn a_signup_of_one_site_means_nothing_to_another() {
    let portal = Portal::open();
    let (first, second) = (portal.site().await, portal.site().await);
    let mut ada = portal.browser(&first);
    ada.sign_up("ada@example.com").await;
    let (name, value) = ada.cookies.iter().next().map(|(name, value)| (name.clone(), value.clone())).unwrap();
    let code = portal.code_in_mail(&first, "ada@example.com").await;
    let mut there = portal.browser(&second);
    there.cookies.insert(name.replace(&first.slug, &second.slug), value);
    let answer = there.post("/check-mail/code", &[("code", &code)]).await;
    assert_eq!(answer.header("location"), format!("{}/check-mail", second.base.path));
    there.visit("/check-mail").await;
    assert_eq!(there.path(), "/login");
}
