//! The dashboard's first page: numbers that lead to what they count, what is left to set up, and a search for everything.

use axum::http::{Method, StatusCode};
use serde_json::json;
use sqlx::{Connection, PgConnection};
use time::Duration;

use crate::support::{Browser, PASSWORD, Portal, database, fresh_database, superuser};

/// Where the card with this name leads, and the number on it.
fn card(desk: &Browser, name: &str) -> (String, String) {
    let cards = desk.all("a.count");
    let text = |card: &scraper::ElementRef<'_>, part: &str| -> String {
        card.select(&scraper::Selector::parse(part).unwrap()).flat_map(|part| part.text()).collect()
    };
    let card = cards.iter().find(|card| text(card, ".count-name") == name).unwrap();
    (card.attr("href").unwrap().to_owned(), text(card, "strong"))
}

fn rows(desk: &Browser) -> Vec<String> {
    desk.all(".record tbody tr").iter().map(|row| row.text().collect::<Vec<_>>().join(" ")).collect()
}

#[tokio::test]
async fn each_number_leads_to_the_list_of_what_it_counts() {
    let portal = Portal::open_on(fresh_database("overview_lists").await, &[]);
    let (first, second) = (portal.site().await, portal.site().await);
    let mut ada = portal.member(&first, "ada@example.com").await;
    portal.member(&second, "bob@example.com").await.log_in("bob@example.com", PASSWORD).await;
    ada.log_in("ada@example.com", "wrong wrong wrong").await;
    ada.log_in("nobody@example.com", PASSWORD).await;
    portal.wait(Duration::hours(30));
    let mut ada = portal.browser(&first);
    ada.log_in("ada@example.com", "wrong wrong wrong").await;
    ada.log_in("ada@example.com", PASSWORD).await;

    let mut desk = portal.operator_at_desk().await;
    for (name, number) in [("Logins", "1"), ("Failed logins", "1")] {
        desk.visit("/admin").await;
        let (href, counted) = card(&desk, name);
        assert_eq!(counted, number, "{name}");
        desk.visit(&href).await;
        assert_eq!((desk.status, rows(&desk).len()), (StatusCode::OK, 1), "{name}: {}", desk.body);
        assert!(rows(&desk)[0].contains(&first.slug), "{name}");
    }
    let about = desk.all(".record tbody a")[0].attr("href").unwrap().to_owned();
    assert!(about.starts_with(&format!("/admin/sites/{}/audit/", first.slug)), "{about}");
    desk.visit(&about).await;
    assert!(desk.status == StatusCode::OK && desk.sees("ada@example.com"), "who it was stands in the site's own record");
    desk.visit("/admin/logins?span=week&result=refused").await;
    assert_eq!(rows(&desk).len(), 3);
    assert!(desk.sees("Nobody's account") && desk.sees("An account") && !desk.sees("ada@example.com"));
    desk.visit(&format!("/admin/logins?span=year&site={}", second.slug.to_uppercase())).await;
    assert!(rows(&desk).iter().all(|row| row.contains(&second.slug)) && !rows(&desk).is_empty(), "{:?}", rows(&desk));
    desk.visit("/admin/logins?address=203.0.113.99").await;
    assert!(desk.sees("No login fits"));
    for wrong in ["span=ever", "result=maybe", "after=x", "site=%00", "span=day&span=day"] {
        let answer = desk.send(Method::GET, &format!("/admin/logins?{wrong}"), &[], None).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{wrong}");
    }
    desk.visit("/admin/logins?address=abc&span=week&site=acme").await;
    assert_eq!(
        (desk.status, desk.problems()),
        (StatusCode::UNPROCESSABLE_ENTITY, vec!["Enter an IP address such as 192.0.2.10".to_owned()])
    );
    assert!(desk.value("Site (short name)") == "acme" && desk.all("option[selected][value=week]").len() == 1, "{}", desk.body);
    let mut root = portal.site_admin(&first, "root@example.com").await;
    assert_eq!(root.send(Method::GET, "/admin/logins", &[], None).await.status, StatusCode::NOT_FOUND);
    assert_eq!(portal.desk().send(Method::GET, "/admin/logins", &[], None).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_long_list_of_logins_is_read_part_by_part_and_nothing_twice() {
    let portal = Portal::open_on(fresh_database("overview_parts").await, &[]);
    let site = portal.site().await;
    let mut connection = PgConnection::connect_with(&superuser().database("test_overview_parts")).await.unwrap();
    sqlx::query(
        "insert into events (site_id, id, at, actor, action, result, address, agent)
         select $1, gen_random_uuid(), $2 - n * interval '1 minute', 'person', 'login_refused', 'refused', '192.0.2.1', '' from generate_series(1, 120) n",
    )
    .bind(site.id)
    .bind(portal.app.clock.now())
    .execute(&mut connection)
    .await
    .unwrap();
    let mut desk = portal.operator_at_desk().await;
    desk.visit("/admin").await;
    assert_eq!(card(&desk, "Failed logins").1, "120");
    let bars = desk.all("figure.chart").last().unwrap().select(&scraper::Selector::parse("tbody td").unwrap()).count();
    assert_eq!(bars, 24);
    desk.visit("/admin/logins?result=refused").await;
    let mut seen = Vec::new();
    for _ in 0..3 {
        seen.extend(desk.all(".record tbody th > a").iter().map(|link| link.attr("href").unwrap().to_owned()));
        match desk.all("a[rel=next]").first().map(|link| link.attr("href").unwrap().to_owned()) {
            Some(next) => desk.visit(&next).await,
            None => break,
        }
    }
    assert_eq!(seen.len(), 120);
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 120);
}

#[tokio::test]
async fn what_is_left_to_set_up_is_told_until_it_is_done() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut desk = portal.operator_at_desk().await;
    desk.visit("/admin").await;
    assert!(desk.sees("Keep a second key"), "{}", desk.body);
    let keys = "0123456789-test-only-master-ABCDEFGHIJ,0123456789-test-only-second-ABCDEFGHI";
    let both = Portal::open_with(&["--master-api-key", keys]);
    let mut two = both.operator_at_desk().await;
    two.visit("/admin").await;
    let done: Vec<String> = two.all(".steps .done strong").iter().map(|step| step.text().collect()).collect();
    assert!(done.iter().any(|step| step == "Keep a second key"), "{done:?}");

    let page = format!("/admin/sites/{}", site.slug);
    let left = |desk: &Browser| -> Vec<String> {
        desk.all(".steps li:not(.done) strong").iter().map(|step| step.text().collect()).collect()
    };
    let mut ada = portal.site_admin(&site, "ada@example.com").await;
    desk.visit(&page).await;
    assert_eq!(left(&desk), ["Register an app", "Have a second admin"]);
    ada.visit("/admin").await;
    assert_eq!(left(&ada), left(&desk), "an admin sees it as well");
    portal.site_admin(&site, "bob@example.com").await;
    let app = json!({ "name": "Shop", "kind": "web", "redirect_uris": ["https://shop.example/callback"] });
    portal.operator().post(&format!("/api/sites/{}/clients", site.id), app).await.ok(StatusCode::CREATED);
    desk.visit(&page).await;
    assert!(left(&desk).is_empty() && desk.all(".steps").is_empty(), "{}", desk.body);
}

#[tokio::test]
async fn an_app_is_found_by_its_client_id_wherever_it_is_and_nothing_else_of_it_is_seen() {
    let portal = Portal::open();
    let (site, other) = (portal.site().await, portal.site().await);
    let app = json!({ "name": "Shop", "kind": "web", "redirect_uris": ["https://shop.example/callback"] });
    let registered =
        portal.operator().post(&format!("/api/sites/{}/clients", site.id), app.clone()).await.ok(StatusCode::CREATED);
    portal.operator().post(&format!("/api/sites/{}/clients", other.id), app).await.ok(StatusCode::CREATED);
    let id = registered["client_id"].as_str().unwrap();
    let mut desk = portal.operator_at_desk().await;
    for words in [id.to_owned(), format!("%20{}%20", id.to_uppercase())] {
        desk.visit(&format!("/admin/search?q={words}")).await;
        let links: Vec<String> = desk.all(".results a").iter().map(|link| link.attr("href").unwrap().to_owned()).collect();
        let page = format!("/admin/sites/{}", site.slug);
        assert_eq!(links, [format!("{page}/clients/{id}"), page], "{words}");
    }
    desk.follow("Shop").await;
    assert!(desk.status == StatusCode::OK && desk.heading().starts_with("Shop"), "{}", desk.body);
    desk.visit(&format!("/admin/search?q={}", &id[..35])).await;
    assert!(desk.sees("Nothing found"), "an app is found by all of its id");

    // What the platform's role may read, and what of it without a search.
    let mut connection = PgConnection::connect_with(&database()).await.unwrap();
    for (statement, is_allowed) in [
        ("select id, name, site_id from oauth_clients", true),
        ("select jwks from oauth_clients", false),
        ("select redirect_uris from oauth_clients", false),
        ("select * from oauth_clients", false),
        ("select hash from oauth_client_secrets", false),
        ("select id from oauth_client_secrets", false),
        ("update oauth_clients set name = 'x'", false),
        ("delete from oauth_clients", false),
    ] {
        let mut tx = connection.begin().await.unwrap();
        sqlx::query("set local role vestibule_platform").execute(&mut *tx).await.unwrap();
        let rows = sqlx::query(statement).fetch_all(&mut *tx).await;
        assert_eq!(rows.as_ref().map(Vec::len).ok(), is_allowed.then_some(0), "{statement}");
    }
}
