//! What people allowed clients.

use anyhow::Result;
use serde_json::Value;
use time::OffsetDateTime;
use uuid::Uuid;

use super::SiteTx;
use crate::model::connected_app::ConnectedApp;

/// Notes that a person allowed a client this, beside what it was allowed before.
pub async fn allow(tx: &mut SiteTx, user: Uuid, client: Uuid, scopes: &[String], now: OffsetDateTime) -> Result<()> {
    sqlx::query!(
        "insert into oauth_consents as k (user_id, client_id, scopes, granted_at) values ($1, $2, $3, $4)
         on conflict (site_id, user_id, client_id) do update set
             scopes = k.scopes || array(select unnest(excluded.scopes) except select unnest(k.scopes)), granted_at = $4",
        user,
        client,
        scopes,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// The clients that know a person, by name: those that were allowed to, and those of the site's own that hold something.
pub async fn connected(tx: &mut SiteTx, user: Uuid, now: OffsetDateTime) -> Result<Vec<ConnectedApp>> {
    struct Row {
        id: Uuid,
        name: String,
        logo: Option<Value>,
        scopes: Vec<String>,
        since: OffsetDateTime,
        last_used_at: Option<OffsetDateTime>,
    }
    let rows = sqlx::query_as!(
        Row,
        r#"select c.id, c.name, c.logo, coalesce(k.scopes, held.scopes) as "scopes!", coalesce(k.granted_at, held.since) as "since!", held.last_used_at
           from oauth_clients c
           left join oauth_consents k on k.client_id = c.id and k.user_id = $1
           left join (
               select g.client_id, min(g.created_at) as since, max(g.refreshed_at) as last_used_at, array_agg(distinct scope) as scopes
               from oauth_grants g join oauth_standing v on v.id = g.id cross join unnest(g.scopes) as scope
               where g.user_id = $1 and g.exchanged_at is not null and v.stands_until > $2
               group by g.client_id
           ) held on held.client_id = c.id
           where k.client_id is not null or held.client_id is not null
           order by lower(c.name), c.id"#,
        user,
        now
    );
    let app = |row: Row| ConnectedApp {
        id: row.id,
        name: row.name,
        logo: row.logo.and_then(|logo| serde_json::from_value(logo).ok()),
        scopes: row.scopes,
        since: row.since,
        last_used_at: row.last_used_at,
    };
    Ok(rows.fetch_all(tx.connection()).await?.into_iter().map(app).collect())
}

/// Ends what a client holds of a person, and the leave to get it again; `false` when there was neither.
pub async fn remove(tx: &mut SiteTx, user: Uuid, client: Uuid) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"with allowed as (delete from oauth_consents where user_id = $1 and client_id = $2 returning 1),
                held as (delete from oauth_grants where user_id = $1 and client_id = $2 returning 1)
           select exists (select from allowed) or exists (select from held) as "removed!""#,
        user,
        client
    )
    .fetch_one(tx.connection())
    .await?)
}
