//! What the database holds, to see that something changed nothing, or that nothing lies open in it.

use std::fmt::Write;

use sqlx::PgPool;
use vestibule::model::site::Site;

use super::sql;

/// Everything that is kept of a site, table by table. Counts of tries are left out: a refusal may be counted.
pub async fn snapshot(site: &Site) -> String {
    let pool = sql().await;
    let tables = "select table_name::text from information_schema.columns
                  where table_schema = 'public' and column_name = 'site_id' and table_name <> 'attempts' order by 1";
    let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(&pool).await.unwrap();
    let mut all = String::new();
    for (table, key) in tables.iter().map(|table| (table.as_str(), "site_id")).chain([("sites", "id")]) {
        let select = format!("select t::text from {table} t where {key} = $1 order by 1");
        let rows: Vec<String> = sqlx::query_scalar(&select).bind(site.id).fetch_all(&pool).await.unwrap();
        writeln!(all, "{table}: {rows:?}").unwrap();
    }
    all
}

/// Every row of a database, with the name of its table.
pub async fn rows(pool: &PgPool) -> Vec<(String, String)> {
    let tables = "select table_name::text from information_schema.tables
                  where table_schema = 'public' and table_type = 'BASE TABLE'";
    let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(pool).await.unwrap();
    let selects: Vec<String> = tables.iter().map(|table| format!("select '{table}', t::text from {table} t")).collect();
    sqlx::query_as(&selects.join(" union all ")).fetch_all(pool).await.unwrap()
}
