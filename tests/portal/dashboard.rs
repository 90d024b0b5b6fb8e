//! Getting into the dashboard: who is let in, by which door, for how long, and who is not.

use axum::http::{Method, StatusCode};
use futures_util::future::join_all;
use time::Duration;
use vestibule::{
    flows::operator_session::{link_address, mint_link},
    model::author::Author,
};

use crate::support::{Browser, MASTER_KEY, PASSWORD, Portal, fresh_database};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// A browser of its own address, whose wrong keys are counted apart from other tests'.
fn from(portal: &Portal, peer: &str) -> Browser {
    let mut desk = portal.desk();
    desk.peer = format!("{peer}:40000").parse().unwrap();
    desk
}

async fn link(portal: &Portal) -> String {
    link_address(&portal.app, &mint_link(&portal.app, &Author::console()).await.unwrap())
}

async fn is_in(desk: &Browser) -> bool {
    desk.clone().send(Method::GET, "/admin/sites", &[], None).await.status == StatusCode::OK
}

#[tokio::test]
async fn the_operator_logs_in_with_the_master_key_and_comes_to_where_it_wanted_to_go() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut desk = portal.desk();
    desk.visit(&format!("/admin/sites/{}?x=1", site.slug)).await;
    assert_eq!(desk.path(), "/admin/login");
    desk.fill("Master key", &format!(" {MASTER_KEY}\n"));
    desk.press("Log in").await;
    assert_eq!(desk.location(), format!("/admin/sites/{}?x=1", site.slug));
    assert!(desk.sees(&site.name) && desk.sees("Operator"));
    desk.visit("/admin/login").await;
    assert_eq!(desk.path(), "/admin", "whoever is in need not log in");
    desk.press("Log out").await;
    assert_eq!(desk.path(), "/admin/login");
    assert!(desk.sees("You are logged out."));
    assert!(!is_in(&desk).await);
}

#[tokio::test]
async fn the_cookie_is_of_this_host_only_and_ends_with_the_window() {
    let portal = Portal::open();
    let mut desk = portal.desk();
    let answer = desk.post("/admin/login", &[("master_key", MASTER_KEY)]).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/admin"));
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-operator="), "{cookie}");
    for attribute in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/"] {
        assert!(cookie.contains(attribute), "{cookie}");
    }
    assert!(!cookie.contains("Max-Age") && !cookie.contains("Domain"));
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[tokio::test]
async fn wrong_keys_are_told_apart_from_none_and_counted_but_the_right_one_always_opens() {
    let portal = Portal::open_with(&["--limit-operator-address", "3/15m"]);
    let mut desk = from(&portal, "198.51.100.177");
    let mut said = Vec::new();
    for key in ["", "wrong", "\u{e9}\u{0}", &MASTER_KEY[1..]] {
        let answer = desk.post("/admin/login", &[("master_key", key)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{key:?}");
        assert!(key.is_empty() || !answer.body.contains(key), "a key is never shown again");
        said.push(answer.body.contains("Enter the master key"));
    }
    assert_eq!(said, [true, false, false, false]);
    let answer = desk.post("/admin/login", &[("master_key", "wrong again")]).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(!answer.header("retry-after").is_empty() && answer.body.contains("Too many wrong keys"));
    let answer = desk.post("/admin/login", &[("master_key", MASTER_KEY)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "nobody shuts the operator out");
}

#[tokio::test]
async fn a_link_logs_in_once_and_leaves_the_address_bar_at_once() {
    let portal = Portal::open();
    let mut desk = portal.desk();
    let link = link(&portal).await;
    let path = link.strip_prefix("https://portal.example").unwrap().to_owned();
    let answer = desk.send(Method::GET, &path, &[], None).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/admin/enter"));
    assert_eq!(answer.header("referrer-policy"), "same-origin");
    assert!(!is_in(&desk).await, "a program that looks the link over does not use it up");
    desk.visit("/admin/enter").await;
    desk.press("Log in").await;
    assert_eq!(desk.path(), "/admin");
    for mut late in [portal.desk(), desk] {
        late.visit(&link).await;
        assert_eq!((late.status, late.heading().as_str()), (StatusCode::GONE, "This link no longer works"));
        assert_eq!(late.post("/admin/enter", &[]).await.status, StatusCode::GONE);
    }
}

#[tokio::test]
async fn a_link_lasts_a_quarter_of_an_hour_and_nothing_else_is_one() {
    let portal = Portal::open();
    let link = link(&portal).await;
    let mut desk = portal.desk();
    desk.visit(&link).await;
    portal.wait(Duration::minutes(16));
    desk.press("Log in").await;
    assert_eq!(desk.status, StatusCode::GONE);
    assert!(!is_in(&desk).await);
    for made_up in ["", "x", &"A".repeat(43), "%00", "a&token=b"] {
        let mut stranger = portal.desk();
        stranger.visit(&format!("/admin/enter?token={made_up}")).await;
        assert!(matches!(stranger.status, StatusCode::GONE | StatusCode::BAD_REQUEST), "{made_up}: {}", stranger.status);
        assert!(!is_in(&stranger).await);
    }
}

#[tokio::test]
async fn of_twenty_who_use_a_link_at_once_one_gets_in() {
    let portal = Portal::open();
    let mut desk = portal.desk();
    desk.visit(&link(&portal).await).await;
    let tries = join_all((0..20).map(|_| {
        let mut desk = desk.clone();
        async move {
            let answer = desk.post("/admin/enter", &[]).await;
            (answer.status, is_in(&desk).await)
        }
    }))
    .await;
    assert_eq!(tries.iter().filter(|(_, is_in)| *is_in).count(), 1);
    assert_eq!(tries.iter().filter(|(status, _)| *status == StatusCode::SEE_OTHER).count(), 1);
}

#[tokio::test]
async fn a_login_ends_after_a_quarter_of_an_hour_without_a_visit_and_after_eight_hours_at_the_latest() {
    let portal = Portal::open();
    let mut desk = portal.operator_at_desk().await;
    let silent = portal.operator_at_desk().await;
    portal.wait(Duration::minutes(14));
    assert!(is_in(&desk).await, "a visit keeps it going");
    portal.wait(Duration::minutes(2));
    assert!(is_in(&desk).await && !is_in(&silent).await);
    for _ in 0..34 {
        portal.wait(Duration::minutes(14));
        desk.visit("/admin/sites").await;
    }
    assert_eq!(desk.path(), "/admin/login", "eight hours are over");
}

#[tokio::test]
async fn logging_in_and_out_leaves_nothing_of_the_login_before() {
    let portal = Portal::open();
    let mut desk = portal.operator_at_desk().await;
    let copied = desk.clone();
    desk.post("/admin/login", &[("master_key", MASTER_KEY)]).await;
    assert!(is_in(&desk).await && !is_in(&copied).await, "a new login has a new secret, and the old one is void");
    let copied = desk.clone();
    let answer = desk.post("/admin/logout", &[]).await;
    assert_eq!(answer.header("clear-site-data"), r#""cache", "storage""#);
    assert!(!is_in(&desk).await && !is_in(&copied).await);
}

#[tokio::test]
async fn a_key_that_leaves_the_settings_takes_its_logins_and_links_along() {
    let database = fresh_database("left_keys").await;
    let (old, new) = ("0123456789-test-only-old-ABCDEFGHIJKL", "0123456789-test-only-new-ABCDEFGHIJKL");
    let both = format!("{new},{old}");
    let before = Portal::open_on(database.clone(), &["--master-api-key", old]);
    let mut desk = before.desk();
    desk.post("/admin/login", &[("master_key", old)]).await;
    let link = link(&before).await;
    let at = |keys: &str| {
        let mut moved = desk.clone();
        moved.visit_at(&Portal::open_on(database.clone(), &["--master-api-key", keys]).router);
        moved
    };
    assert!(is_in(&at(&both)).await, "both are right while the key is changed");
    assert!(!is_in(&at(new)).await);
    let mut late = at(new);
    late.visit(&link).await;
    assert_eq!(late.status, StatusCode::GONE);
}

#[tokio::test]
async fn the_operator_s_cookie_means_nothing_to_a_site_nor_a_member_s_to_the_dashboard() {
    let portal = Portal::open();
    let site = portal.site().await;
    let desk = portal.operator_at_desk().await;
    let mut there = portal.browser(&site);
    there.cookies.clone_from(&desk.cookies);
    for page in ["/account", "/admin"] {
        there.visit(page).await;
        assert_eq!(there.path(), "/login", "{page}");
    }
    let operator = desk.cookies["__Host-operator"].clone();
    there.cookies.insert(format!("__Host-session-{}", site.slug), operator);
    there.visit("/account").await;
    assert_eq!(there.path(), "/login");

    let ada = portal.site_admin(&site, "ada@example.com").await;
    let mut thief = portal.desk();
    thief.cookies.clone_from(&ada.cookies);
    let session = ada.cookies[&format!("__Host-session-{}", site.slug)].clone();
    for name in ["__Host-operator", "__Host-operator-link"] {
        thief.cookies.insert(name.to_owned(), session.clone());
        for page in ["/admin", "/admin/sites", &format!("/admin/sites/{}", site.slug)] {
            thief.visit(page).await;
            assert_eq!(thief.path(), "/admin/login", "{page}");
        }
    }
    let header = [("x-api-key", MASTER_KEY)];
    assert_eq!(portal.desk().send(Method::GET, "/admin", &header, None).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_site_s_admin_finds_the_site_and_nothing_else() {
    let portal = Portal::open();
    let (site, other) = (portal.site().await, portal.site().await);
    let mut ada = portal.site_admin(&site, "ada@example.com").await;
    ada.visit("/admin").await;
    assert_eq!((ada.status, ada.heading()), (StatusCode::OK, site.name.clone()));
    assert!(ada.sees("ada@example.com") && !ada.sees("Overview") && !ada.sees(&other.name));
    for page in [format!("/s/{}/admin", other.slug), "/admin/sites".to_owned(), "/admin/login".to_owned()] {
        let answer = ada.send(Method::GET, &page, &[], None).await;
        assert!(matches!(answer.status, StatusCode::SEE_OTHER | StatusCode::NOT_FOUND), "{page}");
        assert!(!answer.body.contains(&other.name));
    }
    // With the other site's cookie names, too.
    let mut thief = portal.browser(&other);
    let stolen = ada.cookies[&format!("__Host-session-{}", site.slug)].clone();
    thief.cookies.insert(format!("__Host-session-{}", other.slug), stolen);
    thief.visit("/admin").await;
    assert_eq!(thief.path(), "/login");
}

#[tokio::test]
async fn to_a_member_without_the_role_there_is_no_dashboard() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut bob = portal.member(&site, "bob@example.com").await;
    let there = bob.send(Method::GET, "/admin", &[], None).await;
    let nowhere = bob.send(Method::GET, "/admin/no-such-page", &[], None).await;
    assert_eq!((there.status, nowhere.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
    let reference = |body: &str| body.split_once("<code>").map(|(before, _)| before.to_owned());
    assert_eq!(reference(&there.body), reference(&nowhere.body));

    let mut ada = portal.site_admin(&site, "ada@example.com").await;
    ada.visit("/admin").await;
    assert_eq!(ada.status, StatusCode::OK);
    let demoted = "update users set role = 'user' where site_id = $1 and email = 'ada@example.com'";
    sqlx::query(demoted).bind(site.id).execute(&crate::support::sql().await).await.unwrap();
    ada.visit("/admin").await;
    assert_eq!(ada.status, StatusCode::NOT_FOUND, "a demoted admin is out at once");

    let mut stranger = portal.browser(&site);
    stranger.visit("/admin").await;
    assert_eq!(stranger.path(), "/login");
    stranger.fill("Email", "bob@example.com").fill("Password", PASSWORD);
    stranger.press("Log in").await;
    assert_eq!((stranger.path(), stranger.status), ("/admin", StatusCode::NOT_FOUND));
}

#[tokio::test]
async fn a_site_with_a_host_of_its_own_has_its_dashboard_there() {
    let portal = Portal::open();
    let site = portal.site_like(|site| site.login_host = Some(format!("login.{}", site.domain))).await;
    let mut ada = portal.site_admin(&site, "ada@example.com").await;
    ada.visit("/admin").await;
    assert_eq!((ada.status, ada.location()), (StatusCode::OK, "/admin"));
    let moved = portal.desk().send(Method::GET, &format!("/s/{}/admin?x=1", site.slug), &[], None).await;
    assert_eq!(moved.header("location"), format!("https://login.{}/admin?x=1", site.domain));
    let mut desk = portal.operator_at_desk().await;
    let host = format!("login.{}", site.domain);
    let answer = desk.send(Method::GET, "/admin/sites", &[("host", &host)], None).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND, "the operator's pages are at the portal only");
}

#[tokio::test]
async fn forms_from_elsewhere_are_refused_and_change_nothing() {
    let portal = Portal::open();
    let mut desk = portal.operator_at_desk().await;
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
        for page in ["/admin/logout", "/admin/login", "/admin/enter", "/admin/confirm"] {
            let answer = desk.send(Method::POST, page, &headers, Some(b"")).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{page} {headers:?}");
            assert!(answer.header("set-cookie").is_empty());
        }
    }
    assert!(is_in(&desk).await);
    let old_browser = [FORM, ("origin", "https://portal.example")];
    assert_eq!(desk.send(Method::POST, "/admin/logout", &old_browser, Some(b"")).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_key_given_once_more_makes_a_login_fresh_and_leads_into_the_dashboard_only() {
    let portal = Portal::open();
    let mut desk = portal.operator_at_desk().await;
    let copied = desk.clone();
    desk.visit("/admin/confirm?return_to=/admin/sites%3Fq%3Da").await;
    desk.fill("Master key", "wrong-wrong-wrong");
    desk.press("Continue").await;
    assert_eq!((desk.status, desk.problems().len()), (StatusCode::UNPROCESSABLE_ENTITY, 1));
    desk.fill("Master key", MASTER_KEY);
    desk.press("Continue").await;
    assert_eq!(desk.location(), "/admin/sites?q=a");
    assert!(!is_in(&copied).await, "whoever knew the old secret gains nothing");
    for elsewhere in
        ["https://evil.example", "//evil.example", "/s/acme/login", "/admin/../x", "/%5cevil.example", "javascript:alert(1)"]
    {
        let answer = desk.post(&format!("/admin/confirm?return_to={elsewhere}"), &[("master_key", MASTER_KEY)]).await;
        assert_eq!(answer.header("location"), "/admin", "{elsewhere}");
        let answer = desk.post(&format!("/admin/login?return_to={elsewhere}"), &[("master_key", MASTER_KEY)]).await;
        assert_eq!(answer.header("location"), "/admin", "{elsewhere}");
    }
}

#[tokio::test]
async fn what_goes_wrong_in_the_dashboard_is_told_in_its_own_look() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut desk = portal.operator_at_desk().await;
    for (method, page, status) in [
        (Method::GET, "/admin/nothing".to_owned(), StatusCode::NOT_FOUND),
        (Method::GET, "/admin/sites/no-such-site".to_owned(), StatusCode::NOT_FOUND),
        (Method::GET, format!("/admin/sites/{}/nothing", site.slug), StatusCode::NOT_FOUND),
        (Method::GET, "/admin/sites?page=0".to_owned(), StatusCode::NOT_FOUND),
        (Method::GET, "/admin/sites?q=%00".to_owned(), StatusCode::BAD_REQUEST),
        (Method::GET, "/admin/search?q=a&q=b".to_owned(), StatusCode::BAD_REQUEST),
        (Method::DELETE, "/admin/sites".to_owned(), StatusCode::METHOD_NOT_ALLOWED),
        (Method::POST, "/admin/sites".to_owned(), StatusCode::METHOD_NOT_ALLOWED),
    ] {
        let answer = desk.send(method, &page, &[("sec-fetch-site", "same-origin")], None).await;
        assert_eq!(answer.status, status, "{page}");
        assert!(answer.body.contains("admin.css") && answer.body.contains(answer.header("x-request-id")), "{page}");
        assert!(answer.header("content-security-policy").contains("frame-ancestors 'none'"));
    }
    // A stranger learns nothing of which sites there are.
    for page in ["/admin/sites/no-such-site", &format!("/admin/sites/{}", site.slug)] {
        let answer = portal.desk().send(Method::GET, page, &[], None).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn the_operator_finds_sites_and_people_wherever_they_are() {
    let portal = Portal::open();
    let (first, second) = (portal.site().await, portal.site().await);
    let email = format!("ada-{}@example.com", first.slug);
    portal.member(&first, &email).await;
    portal.member(&second, &email).await;
    let mut desk = portal.operator_at_desk().await;
    desk.visit(&format!("/admin/search?q={email}")).await;
    assert!(desk.sees(&first.name) && desk.sees(&second.name), "{}", desk.body);
    let ids: Vec<String> = desk.all(".results code").iter().map(|id| id.text().collect()).collect();
    assert_eq!(ids.len(), 2);
    let id = &ids[0];
    desk.visit(&format!("/admin/search?q={id}")).await;
    assert_eq!(desk.all(".results li").len(), 1);
    desk.visit(&format!("/admin/search?q={}", first.domain)).await;
    assert!(desk.sees(&first.name) && !desk.sees("People"));
    desk.visit(&format!("/admin/search?q={}", &email[..email.len() - 1])).await;
    assert!(desk.sees("Nothing found"), "people are found by all of their address");
}

#[tokio::test]
async fn the_dashboard_speaks_the_reader_s_language_and_never_wears_a_site_s_look() {
    let portal = Portal::open();
    let site = portal.site_like(|site| site.theme = Some("midnight".to_owned())).await;
    let mut desk = portal.operator_at_desk().await;
    desk.visit("/admin/sites?ui_locales=es").await;
    assert!(desk.body.contains(r#"<html lang="es""#));
    desk.visit(&format!("/admin/sites/{}", site.slug)).await;
    assert!(desk.body.contains(r#"<html lang="es""#), "the choice is remembered");
    let sheet = |browser: &Browser| browser.all("link[rel=stylesheet]")[0].attr("href").unwrap().to_owned();
    let of_dashboard = sheet(&desk);
    desk.visit("https://portal.example/").await;
    assert_eq!(of_dashboard, sheet(&desk), "the default theme's");
    let mut ada = portal.site_admin(&site, "ada@example.com").await;
    let of_site = sheet(&ada);
    ada.visit("/admin").await;
    assert!(sheet(&ada) == of_dashboard && of_dashboard != of_site);
}

#[tokio::test]
async fn accounts_are_counted_as_they_come_and_go() {
    let portal = Portal::open_on(fresh_database("counted").await, &[]);
    let (first, second) = (portal.site().await, portal.site().await);
    portal.member(&first, "ada@example.com").await;
    portal.member(&first, "bob@example.com").await;
    portal.member(&second, "ada@example.com").await;
    let mut desk = portal.operator_at_desk().await;
    let users = |desk: &Browser| {
        let counts = desk.all(".count");
        counts.iter().map(|count| count.text().collect::<String>()).find(|text| text.starts_with("Users")).unwrap()
    };
    assert!(users(&desk).contains(" 3"), "{}", users(&desk));
    let operator = portal.operator();
    operator.delete(&format!("/api/sites/{}", second.id)).await;
    desk.visit("/admin").await;
    assert!(users(&desk).contains(" 2"), "{}", users(&desk));
}
