//! Sites that were deleted, while their rows go. Nobody else sees them: Postgres hides them from whoever does not `look`.

use anyhow::Result;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Database, PlatformTx};

/// How many rows of a table go at once. What hangs on an account goes with it.
const LOT: i64 = 2_000;

/// Takes a site that was locked before out of everybody's sight. Its names are free for another one.
pub async fn add(tx: &mut PlatformTx, site: Uuid, now: OffsetDateTime) -> Result<()> {
    look(tx, "any").await?;
    let hide = sqlx::query!(
        "update sites set deleted_at = $2, slug = id::text, domain = id::text, login_host = null, mail_url = null where id = $1",
        site,
        now
    );
    hide.execute(tx.connection()).await?;
    Ok(())
}

/// Deletes some rows of a site that was deleted, or the site's own once there are no others; says whether there may be more to do.
/// Whatever stops it, the next one goes on. Of two at once, one leaves it to the other.
pub async fn go_on(database: &Database) -> Result<bool> {
    let mut tx = database.platform("rows of a site that was deleted").await?;
    look(&mut tx, "any").await?;
    let first = sqlx::query_scalar!(
        "select id from sites where deleted_at is not null order by deleted_at limit 1 for no key update skip locked"
    );
    let Some(site) = first.fetch_optional(tx.connection()).await? else { return Ok(false) };
    look(&mut tx, &site.to_string()).await?;
    let gone = sqlx::query_scalar!(
        r#"with u as (delete from users where (site_id, id) in (select site_id, id from users where site_id = $1 limit $2) returning 1),
                e as (delete from events where ctid = any(array(select ctid from events where site_id = $1 limit $2)) returning 1),
                o as (delete from outbox where ctid = any(array(select ctid from outbox where site_id = $1 limit $2)) returning 1),
                s as (delete from signups where ctid = any(array(select ctid from signups where site_id = $1 limit $2)) returning 1),
                a as (delete from attempts where ctid = any(array(select ctid from attempts where site_id = $1 limit $2)) returning 1)
           select count(*) as "count!" from (table u union all table e union all table o union all table s union all table a) as gone"#,
        site,
        LOT
    );
    if gone.fetch_one(tx.connection()).await? == 0 {
        sqlx::query!("delete from sites where id = $1", site).execute(tx.connection()).await?;
    }
    tx.commit().await?;
    Ok(true)
}

/// Lets this transaction see which sites were deleted, and the accounts of one that is named.
async fn look(tx: &mut PlatformTx, site: &str) -> Result<()> {
    sqlx::query!("select set_config('vestibule.gone_site', $1, true)", site).fetch_one(tx.connection()).await?;
    Ok(())
}
