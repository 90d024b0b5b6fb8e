//! The record in the dashboard, a site's and the operator's: read, filtered, looked into and downloaded. And the numbers as pictures.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use time::Duration;
use uuid::Uuid;
use vestibule::model::{event::Action, site::Site};

use crate::{
    oidc::app::App,
    support::{Answer, Browser, MASTER_KEY, PASSWORD, Portal, fresh_database, sql},
};

const ADA: &str = "ada@example.com";

async fn id_of(site: &Site, email: &str) -> Uuid {
    let found = sqlx::query_scalar("select id from users where site_id = $1 and email = $2");
    found.bind(site.id).bind(email).fetch_one(&sql().await).await.unwrap()
}

async fn get(desk: &mut Browser, page: &str) -> Answer {
    desk.send(Method::GET, page, &[], None).await
}

/// What happened, as a list tells it.
fn told(desk: &Browser) -> Vec<String> {
    desk.all(".record tbody th > a").iter().map(|link| link.text().collect()).collect()
}

/// The facts of an entry, each with its name.
fn facts(desk: &Browser) -> Vec<(String, String)> {
    let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let side = |selector| desk.all(selector).into_iter().map(move |found| words(&found.text().collect::<String>()));
    side(".facts dt").zip(side(".facts dd")).collect()
}

async fn rename(portal: &Portal, site: &Site, name: &str) {
    let operator = portal.client(site).with("x-api-key", MASTER_KEY).with("user-agent", "curl/8");
    let path = format!("/api/admin/users/{}", id_of(site, ADA).await);
    operator.patch(&path, json!({ "name": name })).await.ok(StatusCode::OK);
}

#[tokio::test]
async fn what_happened_at_a_site_is_found_by_who_what_whom_where_and_when() {
    let portal = Portal::open();
    let (site, other) = (portal.site().await, portal.site().await);
    portal.member(&other, "elsewhere@example.com").await;
    portal.member(&site, ADA).await;
    portal.wait(Duration::seconds(1));
    let mut thief = portal.browser(&site);
    thief.peer = "198.51.100.7:1".parse().unwrap();
    thief.log_in(ADA, "not the password").await;
    portal.wait(Duration::seconds(1));
    rename(&portal, &site, "Ada Lovelace").await;
    let admin = portal.site_admin(&site, "root@example.com").await;
    let id = id_of(&site, ADA).await;
    for (mut desk, base) in
        [(portal.operator_at_desk().await, format!("/admin/sites/{}", site.slug)), (admin, "/admin".to_owned())]
    {
        desk.visit(&format!("{base}/audit")).await;
        assert!(desk.sees("Entries are kept for a year") && !desk.body.contains("elsewhere@example.com"), "{}", desk.body);
        for (query, expected) in [
            ("result=refused", vec!["Login refused"]),
            ("address=198.51.100.7", vec!["Login refused"]),
            ("by=operator", vec!["Account changed"]),
            ("action=user_changed", vec!["Account changed"]),
            (&format!("about={ADA}&by=person&result=done&action=address_proven"), vec!["Email confirmed"]),
            (&format!("about={id}&action=user_changed"), vec!["Account changed"]),
            ("about=nobody@example.com", vec![]),
            ("about=no+address", vec![]),
            ("to=1999-01-01", vec![]),
        ] {
            desk.visit(&format!("{base}/audit?{query}")).await;
            assert_eq!(desk.status, StatusCode::OK, "{query}");
            assert_eq!(told(&desk), expected, "{query}");
        }
        desk.follow("Show everything").await;
        desk.fill("Account (email or id)", ADA).fill("Result", "refused");
        desk.press("Apply").await;
        assert!(desk.location().contains("about=ada%40example.com"), "{}", desk.location());
        assert_eq!(told(&desk), ["Login refused"]);
        for query in ["by=king", "action=explode", "result=perhaps", "after=x", "about=%00"] {
            assert_eq!(get(&mut desk, &format!("{base}/audit?{query}")).await.status, StatusCode::BAD_REQUEST, "{query}");
        }
        // What is typed and cannot be read is told at its field, and the rest of the filter stays.
        for (query, field) in [("address=here", "address"), ("from=yesterday", "from"), ("to=99999-01-01", "to")] {
            desk.visit(&format!("{base}/audit?{query}&result=refused")).await;
            assert_eq!((desk.status, desk.problems().len()), (StatusCode::UNPROCESSABLE_ENTITY, 1), "{query}");
            assert_eq!(desk.all("[aria-invalid]")[0].attr("id"), Some(field));
            assert!(desk.all("option[selected][value=refused]").len() == 1 && told(&desk).is_empty(), "{}", desk.body);
        }
    }
}

#[tokio::test]
async fn an_entry_tells_before_and_after_and_leads_to_whom_it_names() {
    let portal = Portal::open();
    let (site, other) = (portal.site().await, portal.site().await);
    portal.member(&site, ADA).await;
    rename(&portal, &site, "Ada Lovelace").await;
    let mut root = portal.site_admin(&site, "root@example.com").await;
    let id = id_of(&site, ADA).await;
    root.visit(&format!("/admin/users/{id}/disable")).await;
    root.press("Disable the account").await;

    root.visit("/admin/audit?action=user_changed").await;
    root.follow("Account changed").await;
    let cells: Vec<String> = root.all("tbody tr > *").iter().map(|cell| cell.text().collect()).collect();
    assert_eq!(cells, ["name", "Nothing", "Ada Lovelace"], "{}", root.body);
    let facts = facts(&root);
    let fact = |name: &str| facts.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str()).unwrap_or_default();
    assert!(fact("When").ends_with('Z') && fact("Who") == "The operator" && fact("Result") == "Done", "{facts:?}");
    assert!(fact("Account") == format!("{ADA}{id}") || fact("Account") == format!("{ADA} {id}"), "{facts:?}");
    assert!(fact("Program").contains("curl/8") && fact("Network address") == "192.0.2.20", "{facts:?}");
    let entry = root.location().to_owned();
    root.follow(ADA).await;
    assert_eq!(root.path(), format!("/admin/users/{id}"));

    root.visit("/admin/audit?action=user_disabled").await;
    let links: Vec<&str> = root.all(".record td a").iter().map(|link| link.attr("href").unwrap()).collect();
    let who = id_of(&site, "root@example.com").await;
    assert!(links[0].ends_with(&format!("/admin/users/{who}")), "{links:?}: who acted is linked, too");

    let mut neighbour = portal.site_admin(&other, "root@example.com").await;
    let there = entry.replace(&site.slug, &other.slug);
    for page in [there.as_str(), &format!("/admin/audit/{}", Uuid::nil()), "/admin/audit/x"] {
        assert_eq!(get(&mut neighbour, page).await.status, StatusCode::NOT_FOUND, "{page}");
    }
    assert_eq!(root.post(&entry, &[]).await.status, StatusCode::METHOD_NOT_ALLOWED, "nothing changes an entry");
}

#[tokio::test]
async fn the_record_is_gone_through_page_by_page_and_downloaded_whole() {
    let portal = Portal::open();
    let (site, other) = (portal.site().await, portal.site().await);
    for (site, count) in [(&site, 2300), (&other, 7)] {
        sqlx::query(
            "insert into events (site_id, id, at, action, address, agent)
             select $1, gen_random_uuid(), now() - make_interval(secs => n / 3), 'logged_in', '192.0.2.1', '=cmd|x' from generate_series(1, $2) n",
        )
        .bind(site.id)
        .bind(count)
        .execute(&sql().await)
        .await
        .unwrap();
    }
    let (mut desk, base) = (portal.operator_at_desk().await, format!("/admin/sites/{}/audit", site.slug));
    desk.visit(&format!("{base}?action=logged_in&to=2999-01-01")).await;
    let mut seen: Vec<String> = Vec::new();
    for _ in 0..3 {
        seen.extend(desk.all(".record tbody th > a").iter().map(|link| link.attr("href").unwrap().to_owned()));
        desk.follow("Older").await;
    }
    assert!(desk.location().contains("to=2999-01-01"), "the filter stays");
    let count = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!((count, seen.len()), (150, 150));

    let csv = get(&mut desk, &format!("{base}.csv?action=logged_in")).await;
    assert_eq!(csv.header("content-disposition"), format!("attachment; filename=\"{}-audit.csv\"", site.slug));
    assert_eq!((csv.header("content-type"), csv.header("cache-control")), ("text/csv; charset=utf-8", "no-store"));
    assert_eq!(csv.body.lines().count(), 1 + 2300);
    assert!(csv.body.contains("\"'=cmd|x\"") && !csv.body.contains("\"=cmd"));
    let lines = get(&mut desk, &format!("{base}.jsonl?action=logged_in")).await;
    let entries: Vec<Value> = lines.body.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut ids: Vec<&str> = entries.iter().map(|entry| entry["id"].as_str().unwrap()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!((entries.len(), ids.len()), (2300, 2300));
    assert_eq!((&entries[0]["action"], &entries[0]["ip"]), (&json!("logged_in"), &json!("192.0.2.1")));
    assert_eq!(
        get(&mut desk, &format!("{base}.csv?about=nobody@example.com")).await.body.lines().count(),
        1,
        "nobody's is empty"
    );
    desk.visit(&format!("{base}?action=record_exported")).await;
    assert_eq!(told(&desk).len(), 3, "who downloads is on record");
    assert_eq!(get(&mut desk, &format!("{base}.csv?action=explode")).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn the_operator_s_own_record_tells_of_sites_and_of_keys_and_is_nobody_else_s() {
    let portal = Portal::open_on(fresh_database("own_record").await, &[]);
    let site = portal.site().await;
    let operator = portal.operator();
    operator.patch(&format!("/api/sites/{}", site.id), json!({ "name": "Renamed" })).await.ok(StatusCode::OK);
    let mut thief = portal.desk();
    thief.peer = "198.51.100.8:1".parse().unwrap();
    thief.post("/admin/login", &[("master_key", "a wrong key that somebody tries")]).await;
    let mut desk = portal.operator_at_desk().await;
    desk.visit("/admin/audit?result=refused").await;
    assert_eq!(told(&desk), ["Wrong master key"]);
    assert!(desk.sees("198.51.100.8") && !desk.body.contains("a wrong key"));
    desk.visit(&format!("/admin/audit?about={}&action=site_changed", site.slug)).await;
    desk.follow("Site changed").await;
    let cells: Vec<String> = desk.all("tbody tr > *").iter().map(|cell| cell.text().collect()).collect();
    assert_eq!(cells, ["name", site.name.as_str(), "Renamed"], "{}", desk.body);
    desk.follow(&site.slug).await;
    assert_eq!(desk.location(), format!("/admin/sites/{}", site.slug));
    for (ending, kind) in [("csv", "text/csv; charset=utf-8"), ("jsonl", "application/jsonl; charset=utf-8")] {
        let file = get(&mut desk, &format!("/admin/audit.{ending}?about={}", site.slug)).await;
        assert_eq!((file.status, file.header("content-type")), (StatusCode::OK, kind));
        assert!(file.body.contains("Renamed") && file.body.contains(&site.slug) && !file.body.contains("operator_refused"));
    }
    for query in ["?by=king", "?about=a&about=b", "?after=%00"] {
        assert_eq!(get(&mut desk, &format!("/admin/audit{query}")).await.status, StatusCode::BAD_REQUEST, "{query}");
    }
    assert_eq!(get(&mut desk, &format!("/admin/audit/{}", Uuid::nil())).await.status, StatusCode::NOT_FOUND);
    let mut stranger = portal.desk();
    for page in ["/admin/audit", "/admin/audit.csv", "/admin/audit.jsonl"] {
        stranger.visit(page).await;
        assert_eq!(stranger.path(), "/admin/login", "{page}");
    }
}

#[tokio::test]
async fn everything_that_can_happen_has_words_in_every_language() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut desk = portal.operator_at_desk().await;
    let mut offered = 0;
    for (page, language) in [("/admin/audit", "en"), ("/admin/audit", "es"), ("", "en"), ("", "es")] {
        let page = if page.is_empty() { format!("/admin/sites/{}/audit", site.slug) } else { page.to_owned() };
        desk.visit(&format!("{page}?ui_locales={language}")).await;
        for option in desk.all("#action option") {
            let words: String = option.text().collect();
            assert!(!words.is_empty() && !words.contains("did-"), "{language}: {words}");
            offered += 1;
        }
    }
    assert!(offered > 2 * Action::all().count(), "both records together know all of it");
}

#[tokio::test]
async fn a_site_s_days_are_a_picture_and_a_table() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut root = portal.site_admin(&site, "root@example.com").await;
    root.log_in("root@example.com", PASSWORD).await;
    root.visit("/admin").await;
    assert_eq!(root.all("svg .chart-bar").len(), 60, "thirty days of two kinds");
    assert_eq!(root.all(".chart tbody tr").len(), 60);
    let heights: Vec<&str> = root.all("svg .chart-bar").iter().map(|bar| bar.attr("height").unwrap()).collect();
    assert_eq!(heights.iter().filter(|height| **height == "100").count(), 2, "{heights:?}");
    assert!(root.all("[style]").is_empty() && root.all("svg[aria-label]").len() == 2);
    assert!(root.sees("1 in the last 30 days"), "{}", root.body);
}

/// The app that a record is filtered by.
fn chosen(desk: &Browser) -> String {
    desk.all("#client option[selected]").iter().flat_map(scraper::ElementRef::text).collect()
}

#[tokio::test]
async fn the_record_is_filtered_by_app_and_leads_to_it() {
    let portal = Portal::open();
    let (site, other) = (portal.site().await, portal.site().await);
    let (shop, forum) = (App::foreign(&portal, &site).await, App::like(&portal, &site, json!({ "name": "Forum" })).await);
    let foreign = App::foreign(&portal, &other).await;
    let mut ada = portal.member(&site, ADA).await;
    for app in [&shop, &forum] {
        portal.wait(Duration::seconds(1));
        ada.visit(&app.link(&[])).await;
        ada.press("Allow").await;
    }
    portal.wait(Duration::seconds(1));
    ada.post(&format!("/account/apps/{}/remove", shop.id), &[]).await;
    let admin = portal.site_admin(&site, "root@example.com").await;
    for (mut desk, base) in
        [(portal.operator_at_desk().await, format!("/admin/sites/{}", site.slug)), (admin, "/admin".to_owned())]
    {
        for (query, expected) in [
            (format!("client={}", shop.id), vec!["Access of an app taken away", "App allowed", "App registered"]),
            (format!("client={}", forum.id), vec!["App allowed", "App registered"]),
            (format!("client={}&about={ADA}", forum.id), vec!["App allowed"]),
            (format!("client={}&action=app_revoked&result=done", shop.id), vec!["Access of an app taken away"]),
            (format!("client={}&by=operator", shop.id), vec!["App registered"]),
            (format!("client={}", foreign.id), vec![]),
            (format!("client={}", Uuid::nil()), vec![]),
        ] {
            desk.visit(&format!("{base}/audit?{query}")).await;
            assert_eq!(told(&desk), expected, "{query}");
        }
        assert!(!desk.body.contains(&foreign.id), "what is another site's is not there to choose");
        assert_eq!(get(&mut desk, &format!("{base}/audit?client=Shop")).await.status, StatusCode::BAD_REQUEST);
        desk.visit(&format!("{base}/clients/{}", forum.id)).await;
        desk.follow("All that concerns this app").await;
        assert_eq!((told(&desk).len(), chosen(&desk)), (2, "Forum".to_owned()));
        desk.fill("App", &shop.id);
        desk.press("Apply").await;
        assert_eq!(told(&desk).len(), 3);
        desk.follow("Shop").await;
        assert!(desk.path().ends_with(&format!("/clients/{}", shop.id)), "{}", desk.path());
        desk.visit(&format!("{base}/audit?client={}&action=app_allowed", shop.id)).await;
        desk.follow("App allowed").await;
        let facts = facts(&desk);
        let app = facts.iter().find(|(name, _)| name == "App").map(|(_, value)| value.as_str()).unwrap_or_default();
        assert!(app.starts_with("Shop") && app.contains(&shop.id), "{facts:?}");
        desk.follow("Shop").await;
        assert!(desk.path().ends_with(&format!("/clients/{}", shop.id)), "{}", desk.path());
    }
    let operator = portal.client(&site).with("x-api-key", MASTER_KEY);
    let found = operator.get(&format!("/api/admin/audit?client={}&limit=1", shop.id)).await.ok(StatusCode::OK);
    assert_eq!((&found["items"][0]["action"], &found["items"][0]["target"]), (&json!("app_revoked"), &json!(shop.id)));
    let next = format!("/api/admin/audit?client={}&cursor={}", shop.id, found["next_cursor"].as_str().unwrap());
    let rest = operator.get(&next).await.ok(StatusCode::OK);
    assert!(rest["items"].as_array().unwrap().len() == 2 && rest["next_cursor"].is_null(), "{rest}");

    // What an app did stays when the app is gone, and is still found by its id.
    portal.wait(Duration::seconds(1));
    operator.delete(&format!("/api/admin/clients/{}", shop.id)).await.ok(StatusCode::NO_CONTENT);
    let mut desk = portal.operator_at_desk().await;
    let base = format!("/admin/sites/{}/audit", site.slug);
    desk.visit(&format!("{base}?client={}", shop.id)).await;
    assert_eq!(told(&desk)[0], "App removed");
    assert_eq!(chosen(&desk), format!("App {}", shop.id));
    desk.follow("Removed app").await;
    assert_eq!(desk.location(), format!("{base}?client={}", shop.id));
    let lines = get(&mut desk, &format!("{base}.jsonl?client={}", shop.id)).await.body;
    assert_eq!(lines.lines().count(), 4, "{lines}");
    let exported = operator.get("/api/admin/audit?action=record_exported").await.ok(StatusCode::OK);
    assert_eq!(exported["items"][0]["details"]["after"]["client"], json!(shop.id), "{exported}");
    // The operator's own record is about sites, and takes no notice of it.
    let all = get(&mut desk, "/admin/audit").await;
    assert!(all.status == StatusCode::OK && !all.body.contains("id=\"client\""), "{}", all.body);
}
