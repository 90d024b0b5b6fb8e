use std::collections::BTreeSet;

use axum::http::Method;
use sqlx::{Connection, PgConnection};
use time::Duration;

use crate::support::{PASSWORD, Portal, sql, superuser};

#[tokio::test]
async fn a_member_sees_who_they_are_and_can_leave() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.member(&site, "ada@example.com").await;
    ada.visit("/account").await;
    assert_eq!(ada.heading(), "Your account");
    assert!(ada.sees("ada@example.com"));
    ada.press("Log out").await;
    assert_eq!(ada.heading(), "You are logged out");
    ada.follow("Log in again").await;
    ada.fill("Email", "ada@example.com").fill("Password", PASSWORD);
    ada.press("Log in").await;
    assert_eq!(ada.path(), "/account");
}

#[tokio::test]
async fn the_account_leads_back_to_the_site_and_an_admin_to_its_dashboard() {
    let portal = Portal::open();
    let site = portal.site().await;
    let (mut ada, mut grace) =
        (portal.member(&site, "ada@example.com").await, portal.site_admin(&site, "grace@example.com").await);
    for page in ["/account", "/account/events"] {
        ada.visit(page).await;
        let home = format!(".bar a.home[href='{}']", site.frontend_url);
        assert_eq!(ada.all(&home).len(), 1, "{page}: {}", ada.body);
    }
    ada.visit("/account").await;
    assert!(ada.sees(&format!("Go to {}", site.name)) && !ada.sees("Manage this site"));
    grace.visit("/account").await;
    grace.follow("Manage this site").await;
    assert_eq!((grace.path(), grace.status), ("/admin", axum::http::StatusCode::OK));
    let demoted = "update users set role = 'user' where site_id = $1 and email = 'grace@example.com'";
    sqlx::query(demoted).bind(site.id).execute(&sql().await).await.unwrap();
    grace.visit("/account").await;
    assert!(!grace.sees("Manage this site"));
}

#[tokio::test]
async fn one_member_s_page_is_not_another_s() {
    let portal = Portal::open();
    let site = portal.site().await;
    let (mut ada, mut grace) = (portal.member(&site, "ada@example.com").await, portal.member(&site, "grace@example.com").await);
    for browser in [&mut ada, &mut grace] {
        browser.visit("/account").await;
    }
    assert!(ada.sees("ada@example.com") && !ada.sees("grace@example.com"));
    assert!(grace.sees("grace@example.com") && !grace.sees("ada@example.com"));
}

#[tokio::test]
async fn a_member_reads_what_happened_and_nobody_can_rewrite_it() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.member(&site, "ada@example.com").await;
    let later = || portal.wait(time::Duration::seconds(1));
    later();
    ada.post("/account/password", &[("current_password", "not this one, sorry"), ("new_password", "a different horse")]).await;
    let mut thief = portal.browser(&site);
    thief.peer.set_ip([203, 0, 113, 9].into());
    later();
    thief.log_in("ada@example.com", "guess number one").await;
    thief.log_in("nobody@example.com", "guess number one").await;
    later();
    ada.post("/logout", &[]).await;
    later();
    ada.log_in("ada@example.com", PASSWORD).await;
    let events: Vec<String> =
        ada.all("[aria-labelledby=events] li p:first-child").into_iter().map(|event| event.text().collect()).collect();
    let expected = [
        "You logged in",
        "You logged out",
        "Someone tried to log in and did not get in",
        "Someone gave a wrong current password",
    ];
    assert_eq!(events[..4], expected);
    assert_eq!(
        events[4..].iter().collect::<BTreeSet<_>>(),
        ["You confirmed your email", "You logged in"].map(str::to_owned).iter().collect()
    );
    assert!(ada.sees("203.0.113.9"));

    for change in ["update events set action = 'x'", "delete from events"] {
        let statement = format!("begin; set local role vestibule_site; set local vestibule.site_id = '{}'; {change}", site.id);
        let mut connection = PgConnection::connect_with(&superuser()).await.unwrap();
        let refused = sqlx::raw_sql(&statement).execute(&mut connection).await.unwrap_err();
        assert!(refused.to_string().contains("permission denied"), "{refused}");
    }
    let all: i64 =
        sqlx::query_scalar("select count(*) from events where site_id = $1").bind(site.id).fetch_one(&sql().await).await.unwrap();
    assert_eq!(all, 7, "the stranger's try is noted, too");
}

/// A thief who does something harmless over and over does not hide what was done before.
#[tokio::test]
async fn every_event_can_be_looked_up_however_many_came_after_it() {
    let portal = Portal::open();
    let (site, other) = (portal.site().await, portal.site().await);
    let mut ada = portal.member(&site, "ada@example.com").await;
    portal.wait(Duration::seconds(1));
    for _ in 0..60 {
        ada.post("/account/profile", &[("name", "Ada")]).await;
    }
    ada.visit("/account").await;
    assert!(!ada.sees("You confirmed your email"));
    ada.follow("All events").await;
    assert_eq!((ada.heading().as_str(), ada.all(".devices li").len()), ("What happened", 50));
    ada.follow("Older").await;
    assert!(ada.sees("You confirmed your email") && ada.all(".devices li").len() == 12, "{}", ada.body);
    let older = ada.location().to_owned();
    ada.follow("Newest").await;
    assert_eq!(ada.path(), "/account/events");
    ada.visit("/account/events?before=nonsense").await;
    assert_eq!(ada.all(".devices li").len(), 50, "a place that is none leads to the first page");

    let grace = portal.member(&site, "grace@example.com").await;
    let answer = grace.clone().send(Method::GET, older.strip_prefix(&site.base.path).unwrap(), &[], None).await;
    assert!(!answer.body.contains("You changed your profile"), "a place shows nobody another's events");
    let mut elsewhere = portal.member(&other, "ada@example.com").await;
    elsewhere.visit("/account/events").await;
    assert!(!elsewhere.sees("You changed your profile"));
    let mut stranger = portal.browser(&site);
    stranger.visit("/account/events").await;
    assert_eq!(stranger.path(), "/login");
}
