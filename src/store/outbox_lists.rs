//! The outbox as people look at it, newest first, and what they can do about letters that were given up. Read by key, as the
//! record of what happened is (`audit`).

use anyhow::Result;
use sqlx::{FromRow, PgConnection, QueryBuilder};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::{PlatformTx, SiteTx};
use crate::model::outbox::{LetterRecord, State, Wanted};

/// How many letters are taken up again at once.
const MOST_RETRIED: i64 = 1000;

#[derive(FromRow)]
struct Row {
    site_id: Uuid,
    id: Uuid,
    letter: String,
    recipient: String,
    locale: String,
    tries: i32,
    created_at: OffsetDateTime,
    due_at: OffsetDateTime,
    sent_at: Option<OffsetDateTime>,
    failed_at: Option<OffsetDateTime>,
    dropped: bool,
    answer: Option<String>,
    is_kept: bool,
}

/// The newest letters of a site.
pub async fn page(tx: &mut SiteTx, wanted: &Wanted, most: i64) -> Result<Vec<LetterRecord>> {
    read(tx.connection(), wanted, most).await
}

/// The newest letters of all sites.
pub async fn page_of_all(tx: &mut PlatformTx, wanted: &Wanted, most: i64) -> Result<Vec<LetterRecord>> {
    read(tx.connection(), wanted, most).await
}

/// One letter.
pub async fn find(tx: &mut SiteTx, id: Uuid) -> Result<Option<LetterRecord>> {
    let mut query = select();
    query.push(" and id = ").push_bind(id);
    let row: Option<Row> = query.build_query_as().fetch_optional(tx.connection()).await?;
    Ok(row.map(LetterRecord::from))
}

/// What a letter says, encrypted, while that is kept.
pub async fn payload(tx: &mut SiteTx, id: Uuid) -> Result<Option<Vec<u8>>> {
    Ok(sqlx::query_scalar!("select payload from outbox where id = $1", id).fetch_optional(tx.connection()).await?.flatten())
}

/// Takes up a letter that was given up, or one whose next try is further away than `lease`: what is nearer may be on its way this
/// very moment, and would go twice.
pub async fn retry(tx: &mut SiteTx, id: Uuid, lease: Duration, now: OffsetDateTime) -> Result<bool> {
    let taken = sqlx::query!(
        "update outbox set failed_at = null, tries = 0, due_at = $3
         where id = $1 and payload is not null and sent_at is null and (failed_at is not null or due_at > $2)",
        id,
        now + lease,
        now,
    );
    let taken = taken.execute(tx.connection()).await?.rows_affected() == 1;
    ring(tx.connection(), taken).await?;
    Ok(taken)
}

/// As `retry`, for the oldest of all letters of the site.
pub async fn retry_all(tx: &mut SiteTx, lease: Duration, now: OffsetDateTime) -> Result<u64> {
    take_up(tx.connection(), lease, now).await
}

/// As `retry`, for the oldest of all letters of all sites.
pub async fn retry_all_of_all(tx: &mut PlatformTx, lease: Duration, now: OffsetDateTime) -> Result<u64> {
    take_up(tx.connection(), lease, now).await
}

async fn take_up(connection: &mut PgConnection, lease: Duration, now: OffsetDateTime) -> Result<u64> {
    let taken = sqlx::query!(
        "update outbox set failed_at = null, tries = 0, due_at = $2 where (site_id, id) in (
             select site_id, id from outbox
             where payload is not null and sent_at is null and (failed_at is not null or due_at > $1)
             order by created_at, id limit $3 for update skip locked
         )",
        now + lease,
        now,
        MOST_RETRIED,
    );
    let taken = taken.execute(&mut *connection).await?.rows_affected();
    ring(connection, taken > 0).await?;
    Ok(taken)
}

/// Wakes the worker with the commit.
async fn ring(connection: &mut PgConnection, has_letters: bool) -> Result<()> {
    if has_letters {
        sqlx::query!("select pg_notify('outbox_filled', '')").execute(connection).await?;
    }
    Ok(())
}

fn select<'a>() -> QueryBuilder<'a, sqlx::Postgres> {
    QueryBuilder::new(
        "select site_id, id, letter, recipient, locale, tries, created_at, due_at, sent_at, failed_at, dropped,
                coalesce(error, answer) as answer, payload is not null as is_kept
         from outbox where true",
    )
}

async fn read(connection: &mut PgConnection, wanted: &Wanted, most: i64) -> Result<Vec<LetterRecord>> {
    let mut query = select();
    match wanted.state {
        Some(State::Queued) => drop(query.push(" and sent_at is null and failed_at is null")),
        Some(State::Sent) => drop(query.push(" and sent_at is not null and not dropped")),
        Some(State::Dropped) => drop(query.push(" and sent_at is not null and dropped")),
        Some(State::Failed) => drop(query.push(" and failed_at is not null")),
        None => {}
    }
    if let Some(letter) = &wanted.letter {
        query.push(" and letter = ").push_bind(letter);
    }
    if let Some(recipient) = &wanted.recipient {
        query.push(" and recipient = ").push_bind(recipient);
    }
    if let Some(from) = wanted.from {
        query.push(" and created_at >= ").push_bind(from);
    }
    if let Some(to) = wanted.to {
        query.push(" and created_at < ").push_bind(to);
    }
    if let Some(place) = wanted.after {
        query.push(" and (created_at, id) < (").push_bind(place.at).push(", ").push_bind(place.id).push(")");
    }
    query.push(" order by created_at desc, id desc limit ").push_bind(most);
    let rows: Vec<Row> = query.build_query_as().fetch_all(connection).await?;
    Ok(rows.into_iter().map(LetterRecord::from).collect())
}

impl From<Row> for LetterRecord {
    fn from(row: Row) -> Self {
        let state = match (row.sent_at, row.failed_at) {
            (Some(_), _) if row.dropped => State::Dropped,
            (Some(_), _) => State::Sent,
            (None, Some(_)) => State::Failed,
            (None, None) => State::Queued,
        };
        Self {
            id: row.id,
            site_id: row.site_id,
            letter: row.letter,
            recipient: row.recipient,
            locale: row.locale,
            state,
            tries: row.tries,
            answer: row.answer,
            created_at: row.created_at,
            due_at: (state == State::Queued).then_some(row.due_at),
            done_at: row.sent_at.or(row.failed_at),
            is_kept: row.is_kept,
        }
    }
}
