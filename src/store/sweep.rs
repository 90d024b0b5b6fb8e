//! Rows whose time has passed go, so that no table grows for ever.

use anyhow::{Result, ensure};
use time::{Duration, OffsetDateTime};

use super::{Database, PlatformTx};
use crate::model::event::{Action, Actor};

/// How long a signup stays after its link has expired.
const KEPT_SIGNUP: Duration = Duration::days(1);
/// How long it can be looked up what became of a letter.
pub const KEPT_LETTER: Duration = Duration::days(30);
/// How long a letter that was given up can be tried once more.
pub const KEPT_WORDS: Duration = Duration::days(3);
/// How long a browser is known without coming back.
const KEPT_DEVICE: Duration = Duration::days(400);
/// How long a device can hear that its code's time is over.
const KEPT_CODE: Duration = Duration::minutes(10);
/// How long what was done to many accounts shows how it went.
const KEPT_CHANGE: Duration = Duration::days(30);
/// How long what happened can be looked up.
const KEPT_EVENT: Duration = Duration::days(365);
/// How many rows go at once. A table that has not been swept for long, with all that hangs on it, would not go within the time that a
/// statement has; then nothing would, this time and the next. Rows are named by their places (`ctid`), which asks nothing of the rest.
const LOT: i64 = 10_000;

/// Deletes the accounts whose time has come, without waiting for the next sweep.
pub async fn users(database: &Database, now: OffsetDateTime) -> Result<()> {
    Table::Users.sweep(database, now).await?;
    Ok(())
}

/// Deletes what has expired and says how many rows went. Short transactions, which leave out rows that somebody is using, so that
/// nobody waits for the sweep. A table that cannot be swept keeps no other from it, and is told of at the end.
pub async fn expired(database: &Database, now: OffsetDateTime) -> Result<u64> {
    let (mut gone, mut faults) = (0, Vec::new());
    for table in Table::ALL {
        match table.sweep(database, now).await {
            Ok(count) => gone += count,
            Err(fault) => faults.push(format!("{table:?}: {fault:#}")),
        }
    }
    ensure!(faults.is_empty(), "{}", faults.join("; "));
    Ok(gone)
}

/// The statement that takes a lot of what is older than a moment.
macro_rules! lot {
    ($statement:literal, $before:expr) => {
        sqlx::query!($statement, $before, LOT)
    };
}

#[derive(Debug, Clone, Copy)]
enum Table {
    Users,
    Sessions,
    Browsers,
    KnownDevices,
    Signups,
    Tokens,
    EmailUndos,
    Attempts,
    PlatformAttempts,
    OperatorSessions,
    OperatorLinks,
    Outbox,
    OutboxWords,
    Events,
    PlatformEvents,
    SigningKeys,
    OauthRequests,
    OauthGrants,
    OauthAssertions,
    OauthDeviceCodes,
    BulkChanges,
}

impl Table {
    const ALL: [Self; 21] = [
        Self::Users,
        Self::Sessions,
        Self::Browsers,
        Self::KnownDevices,
        Self::Signups,
        Self::Tokens,
        Self::EmailUndos,
        Self::Attempts,
        Self::PlatformAttempts,
        Self::OperatorSessions,
        Self::OperatorLinks,
        Self::Outbox,
        Self::OutboxWords,
        Self::Events,
        Self::PlatformEvents,
        Self::SigningKeys,
        Self::OauthRequests,
        Self::OauthGrants,
        Self::OauthAssertions,
        Self::OauthDeviceCodes,
        Self::BulkChanges,
    ];

    async fn sweep(self, database: &Database, now: OffsetDateTime) -> Result<u64> {
        let mut gone = 0;
        loop {
            let mut tx = database.platform("rows of all sites whose time has passed").await?;
            let lot = self.sweep_lot(&mut tx, now).await?;
            tx.commit().await?;
            gone += lot;
            if lot < LOT.unsigned_abs() {
                return Ok(gone);
            }
        }
    }

    async fn sweep_lot(self, tx: &mut PlatformTx, now: OffsetDateTime) -> Result<u64> {
        let delete = match self {
            Self::Users => return sweep_users(tx, now).await,
            Self::Sessions => lot!(
                "delete from sessions where ctid = any(array(
                     select ctid from sessions where expires_at < $1 or idle_until < $1 limit $2 for update skip locked))",
                now
            ),
            Self::Browsers => lot!(
                "delete from browser_sessions where ctid = any(array(
                     select ctid from browser_sessions where expiry_date < $1 limit $2 for update skip locked))",
                now
            ),
            Self::KnownDevices => lot!(
                "delete from known_devices where ctid = any(array(
                     select ctid from known_devices where seen_at < $1 limit $2 for update skip locked))",
                now - KEPT_DEVICE
            ),
            Self::Signups => lot!(
                "delete from signups where ctid = any(array(
                     select ctid from signups where link_expires_at < $1 limit $2 for update skip locked))",
                now - KEPT_SIGNUP
            ),
            Self::Tokens => lot!(
                "delete from tokens where ctid = any(array(
                     select ctid from tokens where link_expires_at < $1 limit $2 for update skip locked))",
                now
            ),
            Self::EmailUndos => lot!(
                "delete from email_undos where ctid = any(array(
                     select ctid from email_undos where expires_at < $1 limit $2 for update skip locked))",
                now
            ),
            Self::Attempts => lot!(
                "delete from attempts where ctid = any(array(
                     select ctid from attempts where window_ends < $1 limit $2 for update skip locked))",
                now
            ),
            Self::PlatformAttempts => lot!(
                "delete from platform_attempts where ctid = any(array(
                     select ctid from platform_attempts where window_ends < $1 limit $2 for update skip locked))",
                now
            ),
            Self::OperatorSessions => lot!(
                "delete from operator_sessions where ctid = any(array(
                     select ctid from operator_sessions where expires_at < $1 or idle_until < $1 limit $2 for update skip locked))",
                now
            ),
            // Not `for update`, which would take the right to change them; a link is used by deleting it.
            Self::OperatorLinks => sqlx::query!("delete from operator_links where expires_at < $1", now),
            Self::Outbox => lot!(
                "delete from outbox where ctid = any(array(
                     select ctid from outbox where sent_at < $1 or failed_at < $1 limit $2 for update skip locked))",
                now - KEPT_LETTER
            ),
            Self::OutboxWords => lot!(
                "update outbox set payload = null where ctid = any(array(
                     select ctid from outbox where failed_at < $1 and payload is not null limit $2 for update skip locked))",
                now - KEPT_WORDS
            ),
            Self::Events => lot!(
                "delete from events where ctid = any(array(
                     select ctid from events where at < $1 limit $2 for update skip locked))",
                now - KEPT_EVENT
            ),
            Self::PlatformEvents => lot!(
                "delete from platform_events where id in (select id from platform_events where at < $1 limit $2)",
                now - KEPT_EVENT
            ),
            Self::SigningKeys => lot!(
                "delete from signing_keys where (site_id, kid) in
                     (select site_id, kid from signing_keys where retires_at < $1 limit $2 for update skip locked)",
                now
            ),
            Self::OauthRequests => lot!(
                "delete from oauth_requests where ctid = any(array(
                     select ctid from oauth_requests where expires_at < $1 limit $2 for update skip locked))",
                now
            ),
            Self::OauthGrants => lot!(
                "delete from oauth_grants where ctid = any(array(
                     select ctid from oauth_grants where expires_at < $1 limit $2 for update skip locked))",
                now
            ),
            Self::OauthAssertions => lot!(
                "delete from oauth_assertions where ctid = any(array(
                     select ctid from oauth_assertions where expires_at < $1 limit $2 for update skip locked))",
                now
            ),
            Self::OauthDeviceCodes => lot!(
                "delete from oauth_device_codes where ctid = any(array(
                     select ctid from oauth_device_codes where expires_at < $1 limit $2 for update skip locked))",
                now - KEPT_CODE
            ),
            Self::BulkChanges => sqlx::query!("delete from bulk_changes where ended_at < $1", now - KEPT_CHANGE),
        };
        Ok(delete.execute(tx.connection()).await?.rows_affected())
    }
}

/// With everything that hangs on them; that it happened, what admins did and the letter about it are all that stays.
async fn sweep_users(tx: &mut PlatformTx, now: OffsetDateTime) -> Result<u64> {
    let delete = sqlx::query!(
        "with gone as (delete from users where (site_id, id) in (select site_id, id from users where delete_at <= $1 limit $4)
                               returning site_id, id, email, delete_at),
                      history as (delete from events e using gone where e.site_id = gone.site_id and e.user_id = gone.id
                                  and e.actor not in ('admin', 'operator')),
                      letters as (delete from outbox o using gone g where (o.site_id, recipient) = (g.site_id, email) and o.created_at < g.delete_at),
                      waiting as (delete from signups s using gone where s.site_id = gone.site_id and s.email = gone.email)
                 insert into events (site_id, id, at, user_id, actor, action, agent)
                 select site_id, gen_random_uuid(), $1, id, $2, $3, '' from gone",
        now,
        Actor::System.word(),
        Action::Deleted.word(),
        LOT,
    );
    Ok(delete.execute(tx.connection()).await?.rows_affected())
}
