//! Letters that wait to be posted.

use anyhow::Result;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{PlatformTx, SiteTx};

/// A letter to be posted.
pub struct NewLetter<'a> {
    /// Its id.
    pub id: Uuid,
    /// Which letter.
    pub letter: &'a str,
    /// To whom.
    pub recipient: &'a str,
    /// In which language.
    pub locale: &'a str,
    /// What it says, encrypted.
    pub payload: &'a [u8],
}

/// A letter that this worker has claimed for a while.
pub struct Claimed {
    /// Its site.
    pub site_id: Uuid,
    /// Its id.
    pub id: Uuid,
    /// Which letter.
    pub letter: String,
    /// To whom.
    pub recipient: String,
    /// In which language.
    pub locale: String,
    /// What it says, encrypted.
    pub payload: Option<Vec<u8>>,
    /// How often it was tried, this time included.
    pub tries: i32,
}

/// Puts a letter into the outbox. It leaves with the commit of this transaction, or not at all.
pub async fn insert(tx: &mut SiteTx, letter: &NewLetter<'_>, now: OffsetDateTime) -> Result<()> {
    sqlx::query!(
        "insert into outbox (id, letter, recipient, locale, payload, created_at, due_at) values ($1, $2, $3, $4, $5, $6, $6)",
        letter.id,
        letter.letter,
        letter.recipient,
        letter.locale,
        letter.payload,
        now,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// As `insert`, for many letters.
pub async fn insert_all(tx: &mut SiteTx, letters: &[NewLetter<'_>], now: OffsetDateTime) -> Result<()> {
    let ids: Vec<Uuid> = letters.iter().map(|letter| letter.id).collect();
    let texts = |of: fn(&NewLetter<'_>) -> String| letters.iter().map(of).collect::<Vec<_>>();
    let payloads: Vec<Vec<u8>> = letters.iter().map(|letter| letter.payload.to_vec()).collect();
    sqlx::query!(
        "insert into outbox (id, letter, recipient, locale, payload, created_at, due_at)
         select *, $6::timestamptz, $6 from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::bytea[])",
        &ids,
        &texts(|letter| letter.letter.to_owned()),
        &texts(|letter| letter.recipient.to_owned()),
        &texts(|letter| letter.locale.to_owned()),
        &payloads,
        now,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Claims up to `most` letters that are due, a few of each site, so that one site's flood does not hold up another's mail; none
/// of the sites that are `busy` or disabled. They are due again at `lease_until`, in case their worker dies.
pub async fn claim(
    tx: &mut PlatformTx,
    most: i64,
    busy: &[Uuid],
    lease_until: OffsetDateTime,
    now: OffsetDateTime,
) -> Result<Vec<Claimed>> {
    Ok(sqlx::query_as!(
        Claimed,
        "update outbox o set due_at = $2, tries = o.tries + 1
         from (
             select due.site_id, due.id from (
                 select site_id from outbox_firsts where due_at <= $3 and site_id <> all ($4) order by due_at limit $1
             ) f cross join lateral (
                 select site_id, id, due_at from outbox
                 where site_id = f.site_id and due_at <= $3 and sent_at is null and failed_at is null
                 order by due_at limit 4 for update skip locked
             ) as due
             order by due.due_at limit $1
         ) as claimed
         where o.site_id = claimed.site_id and o.id = claimed.id
         returning o.site_id, o.id, o.letter, o.recipient, o.locale, o.payload, o.tries",
        most,
        lease_until,
        now,
        busy,
    )
    .fetch_all(tx.connection())
    .await?)
}

/// Notes that a letter has gone, with what the server said, and forgets what it said itself. Without an answer there was nothing
/// to send.
pub async fn mark_sent(tx: &mut PlatformTx, claimed: &Claimed, answer: Option<&str>, now: OffsetDateTime) -> Result<()> {
    sqlx::query!(
        "update outbox set sent_at = $3, answer = $4, dropped = $4::text is null, payload = null, error = null
         where site_id = $1 and id = $2",
        claimed.site_id,
        claimed.id,
        now,
        answer,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Notes why a letter has not gone, and when to try again; without a time, not unless somebody asks for it.
pub async fn mark_failed(
    tx: &mut PlatformTx,
    claimed: &Claimed,
    error: &str,
    again: Option<OffsetDateTime>,
    now: OffsetDateTime,
) -> Result<()> {
    sqlx::query!(
        "update outbox set error = $3, due_at = coalesce($4, due_at), failed_at = case when $4::timestamptz is null then $5::timestamptz end
         where site_id = $1 and id = $2",
        claimed.site_id,
        claimed.id,
        error,
        again,
        now,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// When the next letter is due of a site that is neither `busy` nor disabled.
pub async fn next_due(tx: &mut PlatformTx, busy: &[Uuid]) -> Result<Option<OffsetDateTime>> {
    let due = sqlx::query_scalar!("select min(due_at) from outbox_firsts where site_id <> all ($1)", busy);
    Ok(due.fetch_one(tx.connection()).await?)
}

/// How many letters wait, due or not.
pub async fn waiting(tx: &mut PlatformTx) -> Result<i64> {
    let waiting = sqlx::query_scalar!(r#"select count(*) as "count!" from outbox where sent_at is null and failed_at is null"#);
    Ok(waiting.fetch_one(tx.connection()).await?)
}
