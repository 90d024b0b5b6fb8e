use std::collections::BTreeSet;

use futures_util::future::join_all;
use sqlx::{Connection, PgConnection, migrate::Migrator};
use vestibule::store::Database;

use crate::support::{Portal, empty_database, fresh_database, sql, superuser};

/// Tables that belong to no site.
const PLATFORM: [&str; 7] = [
    "_sqlx_migrations",
    "browser_sessions",
    "operator_links",
    "operator_sessions",
    "platform_attempts",
    "platform_events",
    "sites",
];
/// Tables that the platform's own work reaches across sites, and why: sweeping what has expired, posting letters and messages to
/// clients, counting accounts, and keeping looks in memory and serving their files.
const SWEPT_OR_POSTED: [&str; 19] = [
    "attempts",
    "bulk_changes",
    "email_undos",
    "events",
    "known_devices",
    "look_files",
    "looks",
    "oauth_assertions",
    "oauth_device_codes",
    "oauth_grants",
    "oauth_logouts",
    "oauth_requests",
    "outbox",
    "sessions",
    "signing_keys",
    "signups",
    "tokens",
    "user_counts",
    "users",
];

static MIGRATIONS: Migrator = sqlx::migrate!();

#[tokio::test]
async fn every_table_is_a_platform_table_or_shows_one_site_only() {
    let tables: Vec<(String, bool, bool, Vec<String>)> = sqlx::query_as(
        "select c.relname::text, c.relrowsecurity, c.relforcerowsecurity,
                coalesce((select array_agg(p.polname::text order by p.polname) from pg_policy p where p.polrelid = c.oid), '{}')
         from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema' and c.relkind in ('r', 'p')",
    )
    .fetch_all(&sql().await)
    .await
    .unwrap();
    assert!(tables.len() > PLATFORM.len());
    for (name, enabled, forced, policies) in tables {
        if PLATFORM.contains(&name.as_str()) {
            continue;
        }
        assert!(enabled && forced, "{name} has no forced row-level security");
        let expected: &[&str] = match name.as_str() {
            // The operator's search, which sees only exactly what it looks for; and the worker that deletes what a deleted site has left.
            "users" => &["gone", "platform", "site", "sought"],
            "oauth_clients" => &["site", "sought"],
            reached if SWEPT_OR_POSTED.contains(&reached) => &["platform", "site"],
            _ => &["site"],
        };
        assert_eq!(policies, expected, "{name}");
        let (key, default): (String, Option<String>) = sqlx::query_as(
            "select (select pg_get_constraintdef(oid) from pg_constraint where conrelid = $1::text::regclass and contype = 'p'),
                    (select column_default from information_schema.columns where table_name = $1 and column_name = 'site_id')",
        )
        .bind(&name)
        .fetch_one(&sql().await)
        .await
        .unwrap();
        assert!(key.starts_with("PRIMARY KEY (site_id, "), "{name}: {key}");
        assert!(default.is_some_and(|default| default.contains("vestibule.site_id")), "{name} has no default for its site");
    }
}

#[tokio::test]
async fn a_transaction_for_one_site_sees_and_writes_nothing_of_another() {
    let portal = Portal::open();
    let (first, second) = (portal.site().await, portal.site().await);
    portal.member(&first, "ada@example.com").await;
    for site in [&first, &second] {
        let mut tx = portal.app.database.site(site.id).await.unwrap();
        let known = vestibule::store::users::exists(&mut tx, "ada@example.com").await.unwrap();
        assert_eq!(known, site.id == first.id);
    }
    let mut connection = PgConnection::connect_with(&crate::support::database()).await.unwrap();
    let forgotten = sqlx::query("select * from users").fetch_all(&mut connection).await;
    assert!(forgotten.is_err(), "a forgotten site is an error, not all rows");
    let foreign = format!(
        "begin; set local role vestibule_site; set local vestibule.site_id = '{}'; \
         insert into users (site_id, id, email, created_at, updated_at) values ('{}', gen_random_uuid(), 'x@example.com', now(), now())",
        first.id, second.id
    );
    let refused = sqlx::raw_sql(&foreign).execute(&mut connection).await.unwrap_err();
    assert!(refused.to_string().contains("row-level security"), "{refused}");
}

#[tokio::test]
async fn twenty_instances_may_start_at_once_on_an_empty_database() {
    let options = empty_database("twenty_instances").await;
    let started = join_all((0..20).map(|_| {
        let database = Database::new(options.clone(), 1);
        async move {
            database.migrate().await.unwrap();
            database.is_ready().await.unwrap()
        }
    }))
    .await;
    assert_eq!(started, [true; 20]);
}

#[tokio::test]
async fn migrations_go_down_as_they_came_up() {
    let options = empty_database("down_and_up").await;
    let tables = async |connection: &mut PgConnection| -> BTreeSet<String> {
        let tables = "select table_name || '.' || column_name || ' ' || data_type from information_schema.columns where table_schema = 'public'";
        sqlx::query_scalar(tables).fetch_all(connection).await.unwrap().into_iter().collect()
    };
    let mut connection = PgConnection::connect_with(&options).await.unwrap();
    MIGRATIONS.run(&mut connection).await.unwrap();
    let up = tables(&mut connection).await;
    MIGRATIONS.undo(&mut connection, 0).await.unwrap();
    let down = tables(&mut connection).await;
    assert!(down.iter().all(|column| column.starts_with("_sqlx_migrations.")), "{down:?}");
    MIGRATIONS.run(&mut connection).await.unwrap();
    assert_eq!(tables(&mut connection).await, up);
}

#[tokio::test]
async fn a_role_that_walks_through_the_wall_is_noticed() {
    if std::env::var("DATABASE_URL").is_err() {
        assert_eq!(Database::new(crate::support::database(), 1).bypasses_row_security().await.unwrap(), None);
    }
    assert!(Database::new(superuser(), 1).bypasses_row_security().await.unwrap().is_some());
}

#[tokio::test]
async fn what_has_expired_is_swept_and_nothing_else() {
    let portal = Portal::open_on(fresh_database("swept").await, &[]);
    let site = portal.site().await;
    let mut ada = portal.member(&site, "ada@example.com").await;
    ada.visit("/login?prompt=login").await;
    let count = |now| vestibule::store::sweep::expired(&portal.app.database, now);
    let now = portal.app.clock.now();
    assert_eq!(count(now).await.unwrap(), 0);
    assert!(ada.is_logged_in().await);
    portal.wait(time::Duration::days(40));
    assert!(count(portal.app.clock.now()).await.unwrap() >= 4);
    assert_eq!(count(portal.app.clock.now()).await.unwrap(), 0);
}

#[tokio::test]
async fn a_table_that_cannot_be_swept_keeps_no_other_from_it() {
    let options = fresh_database("swept_partly").await;
    let portal = Portal::open_on(options.clone(), &[]);
    let site = portal.site().await;
    let mut connection = PgConnection::connect_with(&options.application_name("test")).await.unwrap();
    let stuck = "create function stuck() returns trigger language plpgsql as $$ begin raise 'stuck'; end $$;
                 create trigger stuck before delete on attempts for each row execute function stuck();";
    sqlx::raw_sql(stuck).execute(&mut connection).await.unwrap();
    let fill = "insert into attempts (site_id, limit_name, key, count, window_ends) values ($1, 'x', 'x', 1, 'epoch')";
    sqlx::query(fill).bind(site.id).execute(&mut connection).await.unwrap();
    let fill = "insert into outbox (site_id, id, letter, recipient, locale, created_at, due_at, sent_at)
                select $1, gen_random_uuid(), 'signup', 'a@example.com', 'en', 'epoch', 'epoch', 'epoch' from generate_series(1, 20001)";
    sqlx::query(fill).bind(site.id).execute(&mut connection).await.unwrap();
    let fault = vestibule::store::sweep::expired(&portal.app.database, portal.app.clock.now()).await.unwrap_err();
    assert!(fault.to_string().starts_with("Attempts: ") && fault.to_string().contains("stuck"), "{fault}");
    let left: i64 = sqlx::query_scalar("select count(*) from outbox").fetch_one(&mut connection).await.unwrap();
    assert_eq!(left, 0, "a table that comes later, however full");
}

/// sqlx gives a connection back to the pool in the middle of a transaction when its `begin` is cancelled.
#[tokio::test]
async fn clients_that_hang_up_leave_no_transaction_behind() {
    let options = fresh_database("hang_up").await;
    let database = Database::new(options.clone(), 3);
    let site = uuid::Uuid::nil();
    drop(database.site(site).await.unwrap());
    for round in 0..600_u64 {
        let patience = std::time::Duration::from_micros(round % 60 * 10);
        let _ = tokio::time::timeout(patience, database.site(site)).await;
    }
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    for _ in 0..20 {
        assert!(database.is_ready().await.unwrap());
    }
    let idle = "select count(*) from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'";
    let mut connection = PgConnection::connect_with(&options.application_name("test")).await.unwrap();
    assert_eq!(sqlx::query_scalar::<_, i64>(idle).fetch_one(&mut connection).await.unwrap(), 0);
}

#[tokio::test]
async fn one_site_s_broken_settings_close_its_signup_and_nothing_else() {
    let portal = Portal::open_on(fresh_database("broken_settings").await, &[]);
    let (broken, fine) = (portal.site().await, portal.site().await);
    let mut tx = PgConnection::connect_with(&superuser().database("test_broken_settings")).await.unwrap();
    sqlx::query("update sites set settings = '{\"signup\": 7}' where id = $1").bind(broken.id).execute(&mut tx).await.unwrap();
    portal.app.sites.load(&portal.app.database, &portal.app.config.public_url).await.unwrap();
    for (site, heading) in [(&broken, "Sign up is closed"), (&fine, "Sign up")] {
        let mut browser = portal.browser(site);
        browser.visit("/signup").await;
        assert_eq!(browser.heading(), heading);
    }
}
