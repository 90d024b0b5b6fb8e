//! What sites say of their own look: the draft, and every version that was published.

use anyhow::Result;
use serde_json::Value;
use time::OffsetDateTime;
use uuid::Uuid;

use super::SiteTx;
use crate::model::event::Actor;

/// The version that is still being worked on.
pub const DRAFT: i32 = 0;

/// A stored version.
pub struct Row {
    /// Its number.
    pub version: i32,
    /// What it says.
    pub look: Value,
    /// Who made it, as it is stored.
    pub actor: String,
    /// The one who made it, if that was an account.
    pub actor_id: Option<Uuid>,
    /// Which older version it repeats.
    pub restored_from: Option<i32>,
    /// Which open form wrote it last; only of a draft.
    pub form: Option<Uuid>,
    /// When it was made.
    pub at: OffsetDateTime,
}

/// Lets one at a time change the site's look, until the transaction ends.
pub async fn lock(tx: &mut SiteTx) -> Result<()> {
    sqlx::query!("select pg_advisory_xact_lock(hashtext('looks'), hashtext(current_setting('vestibule.site_id')))")
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// One version.
pub async fn find(tx: &mut SiteTx, version: i32) -> Result<Option<Row>> {
    let row = sqlx::query_as!(
        Row,
        "select version, look, actor, actor_id, restored_from, form, at from looks where version = $1",
        version
    );
    Ok(row.fetch_optional(tx.connection()).await?)
}

/// The version that counts.
pub async fn published(tx: &mut SiteTx) -> Result<Option<Row>> {
    let row = sqlx::query_as!(
        Row,
        "select version, look, actor, actor_id, restored_from, form, at from looks where version > 0 order by version desc limit 1"
    );
    Ok(row.fetch_optional(tx.connection()).await?)
}

/// The versions that were published, newest first.
pub async fn history(tx: &mut SiteTx, most: i64) -> Result<Vec<Row>> {
    let rows = sqlx::query_as!(
        Row,
        "select version, look, actor, actor_id, restored_from, form, at from looks where version > 0 order by version desc limit $1",
        most
    );
    Ok(rows.fetch_all(tx.connection()).await?)
}

/// Puts a draft in the place of any older one. One that no form wrote stays the last form's if it changes nothing of what is typed
/// there.
pub async fn save_draft(tx: &mut SiteTx, look: &Value, form: Option<Uuid>, actor: Actor, now: OffsetDateTime) -> Result<()> {
    sqlx::query!(
        "insert into looks as l (version, look, actor, actor_id, form, at) values (0, $1, $2, $3, $4, $5)
         on conflict (site_id, version) do update
            set look = excluded.look, actor = excluded.actor, actor_id = excluded.actor_id, at = excluded.at,
                form = coalesce(excluded.form, case when l.look - '{texts,assets}'::text[] = excluded.look - '{texts,assets}'::text[]
                                                    then l.form end)",
        look,
        actor.word(),
        actor.id(),
        form,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Throws the draft away; `false` when there was none.
pub async fn discard_draft(tx: &mut SiteTx) -> Result<bool> {
    Ok(sqlx::query!("delete from looks where version = 0").execute(tx.connection()).await?.rows_affected() == 1)
}

/// Adds a version, which counts from the commit on, and says its number. Right only while the look is locked.
pub async fn publish(
    tx: &mut SiteTx,
    look: &Value,
    restored_from: Option<i32>,
    actor: Actor,
    now: OffsetDateTime,
) -> Result<i32> {
    let version = sqlx::query_scalar!(
        "insert into looks (version, look, actor, actor_id, restored_from, at)
         select coalesce(max(version), 0) + 1, $1, $2, $3, $4, $5 from looks returning version",
        look,
        actor.word(),
        actor.id(),
        restored_from,
        now
    );
    Ok(version.fetch_one(tx.connection()).await?)
}

/// Forgets all but the newest versions.
pub async fn forget(tx: &mut SiteTx, keep: i64) -> Result<()> {
    sqlx::query!(
        "delete from looks where version > 0 and version not in (select version from looks order by version desc limit $1)",
        keep
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}
