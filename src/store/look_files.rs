//! Style sheets and pictures of looks, by the fingerprint of their content.

use anyhow::Result;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{PlatformTx, SiteTx};

/// A file.
#[derive(Debug, Clone)]
pub struct File {
    /// Its fingerprint.
    pub hash: String,
    /// Its media type.
    pub kind: String,
    /// What is in it.
    pub content: Vec<u8>,
    /// A picture's width in pixels.
    pub width: i32,
    /// A picture's height in pixels.
    pub height: i32,
}

/// A file without its content.
pub struct Description {
    /// The fingerprint of its content.
    pub hash: String,
    /// Its media type.
    pub kind: String,
    /// A picture's width in pixels.
    pub width: i32,
    /// A picture's height in pixels.
    pub height: i32,
}

impl File {
    /// A style sheet.
    #[must_use]
    pub fn sheet(hash: &str, css: &str) -> Self {
        Self { hash: hash.to_owned(), kind: "text/css".to_owned(), content: css.into(), width: 0, height: 0 }
    }
}

/// Keeps a file of the site. One that is there already is as good as new: it is not forgotten as one that nothing has shown for long.
pub async fn keep(tx: &mut SiteTx, file: &File, now: OffsetDateTime) -> Result<()> {
    sqlx::query!(
        "insert into look_files (hash, kind, content, width, height, created_at) values ($1, $2, $3, $4, $5, $6)
         on conflict (site_id, hash) do update set created_at = excluded.created_at",
        file.hash,
        file.kind,
        file.content,
        file.width,
        file.height,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Keeps a file unless it is there already.
pub async fn offer(tx: &mut SiteTx, file: &File, now: OffsetDateTime) -> Result<()> {
    sqlx::query!(
        "insert into look_files (hash, kind, content, width, height, created_at) values ($1, $2, $3, $4, $5, $6)
         on conflict do nothing",
        file.hash,
        file.kind,
        file.content,
        file.width,
        file.height,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// As `keep`, by the platform for a site whose theme changes.
pub async fn keep_for(tx: &mut PlatformTx, site: Uuid, file: &File, now: OffsetDateTime) -> Result<()> {
    sqlx::query!(
        "insert into look_files (site_id, hash, kind, content, width, height, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (site_id, hash) do update set created_at = excluded.created_at",
        site,
        file.hash,
        file.kind,
        file.content,
        file.width,
        file.height,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// A file of the site.
pub async fn find(tx: &mut SiteTx, hash: &str) -> Result<Option<File>> {
    let row = sqlx::query_as!(File, "select hash, kind, content, width, height from look_files where hash = $1", hash);
    Ok(row.fetch_optional(tx.connection()).await?)
}

/// What is known of some files of the site besides their content.
pub async fn describe(tx: &mut SiteTx, hashes: &[String]) -> Result<Vec<Description>> {
    let rows = sqlx::query_as!(Description, "select hash, kind, width, height from look_files where hash = any($1)", hashes);
    Ok(rows.fetch_all(tx.connection()).await?)
}

/// A file of any site. Files that two sites have by the same fingerprint are the same.
pub async fn find_any(tx: &mut PlatformTx, hash: &str) -> Result<Option<File>> {
    let row = sqlx::query_as!(File, "select hash, kind, content, width, height from look_files where hash = $1 limit 1", hash);
    Ok(row.fetch_optional(tx.connection()).await?)
}

/// How many pictures the site has, without those that are its clients' signs.
pub async fn count_pictures(tx: &mut SiteTx) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from look_files f
           where kind <> 'text/css' and not exists (select from oauth_clients c where c.logo ->> 'hash' = f.hash)"#
    );
    Ok(count.fetch_one(tx.connection()).await?)
}

/// Deletes style sheets that are older than `before`.
pub async fn forget_sheets(tx: &mut SiteTx, before: OffsetDateTime) -> Result<()> {
    sqlx::query!("delete from look_files where kind = 'text/css' and created_at < $1", before).execute(tx.connection()).await?;
    Ok(())
}

/// Deletes pictures that no version, no draft and no client shows, and that are older than `before`.
pub async fn forget_unused_pictures(tx: &mut SiteTx, before: OffsetDateTime) -> Result<()> {
    sqlx::query!(
        "delete from look_files f where created_at < $1 and kind <> 'text/css'
            and not exists (select from looks l where position(f.hash in l.look::text) > 0)
            and not exists (select from oauth_clients c where c.logo ->> 'hash' = f.hash)",
        before
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}
