//! However many there are, a page of a list costs the same. The portal is asked as people ask it, and Postgres says what it read.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use sqlx::PgPool;
use uuid::Uuid;
use vestibule::model::site::Site;

use crate::support::{Portal, fresh_database, superuser};

/// Tables that grow with what people do.
const LARGE: [&str; 6] = ["users", "sessions", "tokens", "signups", "events", "outbox"];

/// Twenty thousand accounts, some of them admins, disabled or invited, and nine months of entries: of the last thirty days, which a
/// site's summary counts, are so few that no planner reads all for them.
async fn fill(pool: &PgPool, site: &Site) {
    for rows in [
        "insert into users (site_id, id, email, name, username, role, status, email_verified_at, created_at, updated_at, last_login_at)
         select $1, gen_random_uuid(), 'p' || n || '@d' || n % 50 || '.example', 'First' || n || ' Last' || n, 'user' || n,
                case when n % 500 = 0 then 'admin' else 'user' end,
                case n % 400 when 1 then 'disabled' when 2 then 'invited' else 'active' end,
                case when n % 400 <> 2 then now() end, now() - n * interval '1 minute', now(),
                case when n % 3 > 0 then now() - n * interval '1 minute' end
         from generate_series(1, 20000) n",
        "insert into tokens (site_id, user_id, purpose, sent_to, link_hash, link_expires_at, asked_at)
         select $1, id, case status when 'invited' then 'invitation' else 'reset' end, email, sha256(id::text::bytea),
                now() + interval '1 day', now()
         from users where site_id = $1",
        "insert into events (site_id, id, at, user_id, actor_id, action, address, agent, result, target)
         select $1, gen_random_uuid(), now() - n * interval '20 minutes', gen_random_uuid(), gen_random_uuid(), 'logged_in', '192.0.2.1', 'x', 'done',
                case when n % 100 = 0 then gen_random_uuid() end
         from generate_series(1, 20000) n",
        "insert into outbox (site_id, id, letter, recipient, locale, created_at, due_at, sent_at)
         select $1, gen_random_uuid(), 'reset', 'p' || n || '@example.com', 'en', now() - n * interval '1 minute', now(), now()
         from generate_series(1, 20000) n",
    ] {
        sqlx::query(rows).bind(site.id).execute(pool).await.unwrap();
    }
}

/// How many rows of each large table were read from its beginning on, and not by an index.
async fn whole_reads(pool: &PgPool) -> BTreeMap<String, i64> {
    let reads = "select relname::text, seq_tup_read from pg_stat_user_tables where relname = any($1) and seq_tup_read > 50";
    let reads: Vec<(String, i64)> = sqlx::query_as(reads).bind(LARGE.map(str::to_owned).to_vec()).fetch_all(pool).await.unwrap();
    reads.into_iter().collect()
}

#[tokio::test]
async fn no_list_and_no_search_reads_a_whole_table() {
    let options = fresh_database("lists").await;
    let pool = PgPool::connect_with(superuser().database("test_lists")).await.unwrap();
    let portal = Portal::open_on(options.clone(), &[]);
    let (site, other) = (portal.site().await, portal.site().await);
    for site in [&site, &other] {
        fill(&pool, site).await;
    }
    sqlx::raw_sql("vacuum analyze").execute(&pool).await.unwrap();
    let one: Uuid = sqlx::query_scalar("select id from users where email = 'p7@d7.example' and site_id = $1")
        .bind(site.id)
        .fetch_one(&pool)
        .await
        .unwrap();
    let mut desk = portal.operator_at_desk().await;
    sqlx::raw_sql("select pg_stat_reset()").execute(&pool).await.unwrap();

    let program = portal.operator();
    let list = format!("/api/sites/{}/users", site.id);
    for query in [
        "?page=1",
        "?page=20&per_page=100",
        "?search=p123",
        "?search=d7.example",
        "?search=last12",
        "?search=p",
        "?search=nobody-at-all",
        "?role=admin",
        "?status=disabled",
        "?status=invited&sort=-created_at",
        "?sort=email",
        "?sort=-email",
        "?sort=created_at",
        "?sort=-created_at",
        "?sort=last_login_at",
        "?sort=-last_login_at",
    ] {
        program.get(&format!("{list}{query}")).await.ok(StatusCode::OK);
    }
    let found = program.get(&format!("{list}?search={one}")).await.ok(StatusCode::OK);
    assert_eq!(found["total"], 1);
    let base = format!("/admin/sites/{}", site.slug);
    for page in [
        "/users",
        "/users?q=p123",
        "/users?status=invited",
        "/users?role=admin&q=first",
        "/invitations",
        "/audit",
        &format!("/audit?client={one}"),
        "/outbox",
        "",
    ] {
        desk.visit(&format!("{base}{page}")).await;
        assert_eq!(desk.status, StatusCode::OK, "{page}");
    }
    for page in ["/users", "/invitations"] {
        desk.visit(&format!("{base}{page}")).await;
        desk.follow("Next").await;
        assert!(desk.location().contains("after="), "{page}");
    }
    for page in [
        "/admin",
        "/admin/sites",
        "/admin/sites?q=acme",
        "/admin/sites?sort=users",
        "/admin/search?q=p7@d7.example",
        &format!("/admin/search?q={one}"),
        "/admin/search?q=acme",
        "/admin/outbox",
        "/admin/audit",
    ] {
        desk.visit(page).await;
        assert_eq!(desk.status, StatusCode::OK, "{page}");
    }
    // What a connection has read is told when it ends.
    portal.app.database.close().await;
    let mut reads = whole_reads(&pool).await;
    for _ in 0..20 {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        reads = whole_reads(&pool).await;
    }
    assert!(reads.is_empty(), "{reads:?}");
    let asked = "select coalesce(sum(idx_scan), 0)::bigint from pg_stat_user_tables where relname = 'users'";
    assert!(sqlx::query_scalar::<_, i64>(asked).fetch_one(&pool).await.unwrap() > 20, "and what was asked was counted");
}
