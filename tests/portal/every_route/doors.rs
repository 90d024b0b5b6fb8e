//! Every route against everybody who has no business there.

use std::collections::BTreeSet;

use axum::http::{Method, StatusCode};

use super::{ADMIN, MEMBER, Stage};
use crate::support::{Browser, Client, Portal, routes};

/// What the API answers to anybody.
const OPEN_ENDPOINTS: [&str; 13] = [
    "GET /api/sites/ask",
    "GET /api/sites/by-domain",
    "GET /openapi.json",
    "GET /s/{site}/api/config",
    "GET /version",
    "POST /s/{site}/api/auth/confirm-email-change",
    "POST /s/{site}/api/auth/forgot-password",
    "POST /s/{site}/api/auth/login",
    "POST /s/{site}/api/auth/refresh",
    "POST /s/{site}/api/auth/register",
    "POST /s/{site}/api/auth/resend-verification",
    "POST /s/{site}/api/auth/reset-password",
    "POST /s/{site}/api/auth/verify-email",
];
/// The hosted pages that open to anybody; all others are for people who have logged in.
const OPEN_PAGES: [&str; 17] = [
    "/",
    "/.well-known/change-password",
    "/check-mail",
    "/check-mail/code",
    "/check-mail/resend",
    "/check-mail/status",
    "/device",
    "/device/done",
    "/email-change",
    "/email-change/undo",
    "/forgot",
    "/login",
    "/logout",
    "/preview",
    "/reset",
    "/signup",
    "/verify",
];
/// The operator's pages on the way in.
const WAY_IN: [&str; 2] = ["/admin/login", "/admin/enter"];
const FOREIGN: [&[(&str, &str)]; 5] = [
    &[("sec-fetch-site", "cross-site")],
    &[("sec-fetch-site", "same-site"), ("origin", "https://portal.example")],
    &[("origin", "https://evil.example")],
    &[("origin", "null")],
    &[],
];
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// Bears what it was given elsewhere.
fn bearing(client: &Client, other: &Client) -> Client {
    client.with("authorization", &other.headers[0].1)
}

#[tokio::test]
async fn an_endpoint_opens_to_those_it_is_for_and_tells_nobody_else_anything() {
    let stage = Stage::set().await;
    let (nobody, member) = (stage.portal.client(&stage.site), stage.program(MEMBER).await);
    let admin = stage.program(ADMIN).await;
    let neighbour = bearing(&nobody, &stage.portal.program(&stage.other, ADMIN).await);
    let (guesser, liar) =
        (nobody.with("authorization", "Bearer x"), nobody.with("x-api-key", "not-the-master-key-but-long-enough-for-one"));
    let stranger = stage.portal.stranger();
    let bystanders = [&member, &admin, &neighbour].map(|other| bearing(&stranger, other));
    let key_guesser = stranger.with("x-api-key", "not-the-master-key-but-long-enough-for-one");
    let before = stage.kept().await;
    let mut open = BTreeSet::new();
    for route in routes::api(&stage.document) {
        for method in &route.methods {
            let place = format!("{method} {}", route.path);
            let security = stage.described(&route.path, method.as_str())["security"].to_string();
            let refused: Vec<(&Client, (u16, &str))> =
                match (route.path.starts_with("/s/"), security.contains("masterKey"), security.contains("bearer")) {
                    (_, false, false) => {
                        open.insert(place);
                        continue;
                    }
                    (true, true, _) => vec![
                        (&nobody, (401, "token_invalid")),
                        (&guesser, (401, "token_invalid")),
                        (&neighbour, (401, "token_invalid")),
                        (&liar, (401, "api_key_invalid")),
                        (&member, (403, "forbidden")),
                    ],
                    (true, false, _) => {
                        [&nobody, &guesser, &neighbour, &liar].map(|client| (client, (401, "token_invalid"))).to_vec()
                    }
                    (false, true, _) => bystanders
                        .iter()
                        .chain([&stranger, &key_guesser])
                        .map(|client| (client, (401, "api_key_invalid")))
                        .collect(),
                    (false, false, _) => {
                        bystanders.iter().chain([&stranger]).map(|client| (client, (401, "token_invalid"))).collect()
                    }
                };
            let path = route.path.strip_prefix("/s/{site}").unwrap_or(&route.path);
            let path = path.replace("/api/sites/{id}", "/api/sites/{site}").replace("{site}", &stage.site.id.to_string());
            let path = &stage.things.fill(&path)[0];
            for (client, problem) in refused {
                let reply = client.json(method.clone(), path, &serde_json::json!({})).await;
                assert_eq!(reply.problem(), problem, "{place}");
                assert!(stage.things.ids().iter().all(|id| !reply.text.contains(id)), "{place}: {}", reply.text);
            }
        }
    }
    assert_eq!(open, BTreeSet::from(OPEN_ENDPOINTS.map(str::to_owned)));
    assert_eq!(stage.kept().await, before);
}

/// A browser at the dashboard of a site with the cookies of another place, under the names that they would have here.
fn disguised(browser: &Browser, other: &Browser, from: &str, to: &str) -> Browser {
    let mut disguised = browser.clone();
    disguised.cookies = other.cookies.iter().map(|(name, value)| (name.replace(from, to), value.clone())).collect();
    disguised
}

#[tokio::test]
async fn the_dashboard_opens_to_those_who_run_the_site_and_is_not_there_for_others() {
    let stage = Stage::set().await;
    let Stage { portal, site, other, .. } = &stage;
    let (stranger, slug) = (portal.browser(site), site.slug.as_str());
    let neighbour = disguised(&stranger, &stage.neighbour, &other.slug, slug);
    let operator = disguised(&stranger, &stage.operator, "operator", &format!("session-{slug}"));
    let with_key = stranger_with_key(portal, site);
    let outsiders = [stranger, neighbour, operator, with_key];
    let before = stage.kept().await;
    for route in routes::desk() {
        for path in stage.things.fill(&format!("/admin{}", route.path)) {
            for method in &route.methods {
                let sent = [FORM, ("sec-fetch-site", "same-origin")];
                let ask = async |browser: &Browser| browser.clone().send(method.clone(), &path, &sent, Some(b"")).await;
                assert_eq!(ask(&stage.member).await.status, StatusCode::NOT_FOUND, "a member: {method} {path}");
                for outsider in &outsiders {
                    let answer = ask(outsider).await;
                    let login = format!("{}/login?", site.base.path);
                    assert!(
                        answer.status == StatusCode::SEE_OTHER && answer.header("location").starts_with(&login),
                        "{method} {path}"
                    );
                }
            }
        }
    }
    assert_eq!(stage.kept().await, before);
}

/// The master key opens the API, and no page.
fn stranger_with_key(portal: &Portal, site: &vestibule::model::site::Site) -> Browser {
    let mut browser = portal.browser(site);
    browser.headers.push(("x-api-key", crate::support::MASTER_KEY.to_owned()));
    browser
}

#[tokio::test]
async fn the_operator_s_pages_open_to_the_operator_alone() {
    let stage = Stage::set().await;
    let slug = &stage.site.slug;
    let stranger = stage.portal.desk();
    let outsiders =
        [&stage.member, &stage.admin].map(|other| disguised(&stranger, other, &format!("session-{slug}"), "operator"));
    let before = stage.kept().await;
    let about_site = routes::desk().into_iter().map(|route| (format!("/admin/sites/{slug}{}", route.path), route.methods));
    for (path, methods) in about_site.chain(routes::office().into_iter().map(|route| (route.path, route.methods))) {
        for path in stage.things.fill(&path).into_iter().filter(|path| !WAY_IN.contains(&path.as_str())) {
            for (method, outsider) in
                methods.iter().flat_map(|method| outsiders.iter().chain([&stranger]).map(move |who| (method, who)))
            {
                let sent = [FORM, ("sec-fetch-site", "same-origin")];
                let answer = outsider.clone().send(method.clone(), &path, &sent, Some(b"")).await;
                let away = answer.header("location").starts_with("/admin/login");
                assert!(answer.status == StatusCode::SEE_OTHER && away, "{method} {path} {}", answer.status);
                assert!(answer.body.is_empty());
            }
        }
    }
    assert_eq!(stage.kept().await, before);
}

#[tokio::test]
async fn what_is_a_member_s_own_sends_strangers_to_log_in() {
    let stage = Stage::set().await;
    let before = stage.kept().await;
    let stranger = stage.portal.browser(&stage.site);
    let neighbour = disguised(&stranger, &stage.neighbour, &stage.other.slug, &stage.site.slug);
    for route in routes::pages().into_iter().filter(|route| !OPEN_PAGES.contains(&route.path.as_str())) {
        for (method, outsider) in route.methods.iter().flat_map(|method| [(method, &stranger), (method, &neighbour)]) {
            let sent = [FORM, ("sec-fetch-site", "same-origin")];
            let path = &stage.things.fill(&route.path)[0];
            let answer = outsider.clone().send(method.clone(), path, &sent, Some(b"")).await;
            // The account's own page, in turn, sends them to log in.
            let away = ["/login", "/account"].map(|page| format!("{}{page}", stage.site.base.path));
            let away = away.iter().any(|page| answer.header("location").split('?').next() == Some(page.as_str()));
            let is_lost = route.path == "/consent" && answer.status == StatusCode::BAD_REQUEST;
            assert!((answer.status == StatusCode::SEE_OTHER && away) || is_lost, "{method} {path} {}", answer.status);
        }
    }
    assert_eq!(stage.kept().await, before);
}

/// Clients' pages may send people on their way by a form; the browser asks for itself before anything happens.
#[tokio::test]
async fn no_form_from_elsewhere_is_taken_anywhere() {
    let stage = Stage::set().await;
    let on_the_way: Vec<String> = routes::on_the_way().into_iter().map(|route| route.path).collect();
    let before = stage.kept().await;
    for (browser, route) in stage.pages() {
        if !route.methods.contains(&Method::POST) || on_the_way.contains(&route.path) {
            continue;
        }
        for path in stage.things.fill(&route.path) {
            for headers in FOREIGN {
                let headers: Vec<_> = headers.iter().copied().chain([FORM]).collect();
                let answer = browser.clone().send(Method::POST, &path, &headers, Some(b"")).await;
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} {headers:?}");
                assert!(answer.header("set-cookie").is_empty(), "{path}");
            }
        }
    }
    assert_eq!(stage.kept().await, before);
    assert!(stage.member.is_logged_in().await && stage.admin.is_logged_in().await);
}
