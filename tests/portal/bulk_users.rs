//! The same done to many accounts: a step at once, and the others without anybody waiting.

use sqlx::{Connection, PgConnection, PgExecutor};
use uuid::Uuid;
use vestibule::{flows::bulk_users::steps, model::site::Site};

use crate::support::{Browser, PASSWORD, Portal, fresh_database, sql, superuser};

async fn add(sql: impl PgExecutor<'_>, site: &Site, number: i32) {
    let many = "insert into users (site_id, id, email, created_at, updated_at)
                select $1, gen_random_uuid(), 'p' || n || '@many.example', now(), now() from generate_series(1, $2) n";
    sqlx::query(many).bind(site.id).bind(number).execute(sql).await.unwrap();
}

#[tokio::test]
async fn thousands_are_changed_in_steps_that_go_on_by_themselves_and_can_be_stopped() {
    let portal = Portal::open();
    let site = portal.site().await;
    let (mut desk, base) = (portal.operator_at_desk().await, format!("/admin/sites/{}", site.slug));
    add(&sql().await, &site, 1700).await;
    desk.visit(&format!("{base}/users?q=many.example")).await;
    assert!(desk.sees("More than 1000"), "{}", desk.body);
    let count = async |query: &str| -> i64 { sqlx::query_scalar(query).bind(site.id).fetch_one(&sql().await).await.unwrap() };
    let disabled = async || count("select count(*) from users where site_id = $1 and status = 'disabled'").await;
    let order = async |desk: &mut Browser, act: &str, button: &str| {
        desk.visit(&format!("{base}/users/bulk?act={act}&all=yes&q=many.example")).await;
        assert!(desk.sees("1700 accounts"), "the whole number, however large: {}", desk.body);
        desk.press(button).await;
        desk.path().rsplit('/').next().unwrap().parse::<Uuid>().unwrap()
    };
    let change = order(&mut desk, "disable", "Disable accounts").await;
    assert!(desk.sees("500 of 1700 accounts gone through") && desk.sees("500 accounts were changed."), "{}", desk.body);
    assert_eq!((disabled().await, desk.all("progress[max='1700'][value='500']").len()), (500, 1));
    desk.visit(&format!("{base}/users")).await;
    assert!(desk.sees("Disable accounts: 500 of 1700"), "{}", desk.body);
    desk.follow("See how far it is").await;

    // Of several instances that take a step at the same moment, each takes its own or none.
    let step = || steps::take(&portal.app, &site, change);
    let (first, second) = tokio::join!(step(), step());
    let taken = i64::from(first.unwrap()) + i64::from(second.unwrap());
    assert!(taken >= 1 && disabled().await == 500 + taken * 500, "{taken}");
    while step().await.unwrap() {}
    desk.visit(&format!("{base}/users/bulk/{change}")).await;
    assert!(desk.sees("1700 accounts were changed.") && desk.all("progress").is_empty(), "{}", desk.body);
    assert_eq!(disabled().await, 1700);
    let noted =
        "select count(distinct user_id) from events where site_id = $1 and action = 'user_disabled' and actor = 'operator'";
    assert_eq!(count(noted).await, 1700);
    desk.visit(&format!("{base}/users")).await;
    assert!(!desk.sees("See how far it is"));

    let change = order(&mut desk, "enable", "Enable accounts").await;
    desk.press("Stop here").await;
    assert!(desk.sees("Stopped after 500 of 1700 accounts"), "{}", desk.body);
    assert!(!steps::take(&portal.app, &site, change).await.unwrap(), "stopped is stopped");
    assert_eq!(disabled().await, 1200);
}

#[tokio::test]
async fn what_an_admin_ordered_ends_with_the_admin_and_goes_on_without_a_browser() {
    // The worker takes steps in every site that it finds: not in those of other stories.
    let portal = Portal::open_on(fresh_database("bulk_users").await, &[]);
    let mut sql = PgConnection::connect_with(&superuser().database("test_bulk_users")).await.unwrap();
    let site = portal.site().await;
    let mut root = portal.member(&site, "root@example.com").await;
    sqlx::query("update users set role = 'admin'").execute(&mut sql).await.unwrap();
    add(&mut sql, &site, 1200).await;
    let disabled = async |sql: &mut PgConnection| -> i64 {
        let count = "select count(*) from users where site_id = $1 and status = 'disabled' and role = 'user'";
        sqlx::query_scalar(count).bind(site.id).fetch_one(sql).await.unwrap()
    };
    let act = async |admin: &mut Browser, act: &str, button: &str| {
        admin.visit(&format!("/admin/users/bulk?act={act}&all=yes&q=many.example")).await;
        admin.press(button).await;
    };
    act(&mut root, "disable", "Disable accounts").await;
    root.press("Log out").await;
    while steps::go_on(&portal.app).await.unwrap() {}
    assert_eq!(disabled(&mut sql).await, 1200, "whoever logs out has still ordered it");

    root.log_in("root@example.com", PASSWORD).await;
    act(&mut root, "enable", "Enable accounts").await;
    sqlx::query("update users set status = 'disabled' where site_id = $1 and email = 'root@example.com'")
        .bind(site.id)
        .execute(&mut sql)
        .await
        .unwrap();
    while steps::go_on(&portal.app).await.unwrap() {}
    assert_eq!(disabled(&mut sql).await, 700, "who is no admin any more changes nobody any more");
    let stopped: bool = sqlx::query_scalar("select bool_or(stopped) from bulk_changes where site_id = $1")
        .bind(site.id)
        .fetch_one(&mut sql)
        .await
        .unwrap();
    assert!(stopped);
}
