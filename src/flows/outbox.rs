//! A site's letters: what became of them, and trying those again that were given up.

use anyhow::Result;
use serde_json::json;
use time::Duration;
use uuid::Uuid;

use super::{administration::Admin, platform_events};
use crate::{
    mail::{letter_page::LetterPage, letters, writing, written::Written},
    model::{
        audit::Place,
        email::Email,
        event::Action,
        outbox::{LetterRecord, Wanted},
        problem::{Code, Field, Problem},
    },
    store,
};

const MOST: i64 = 100;
const USUAL: i64 = 50;
/// What is due within this time may be on its way already.
pub const LEASE: Duration = Duration::minutes(3);

/// Some letters, and where the next ones begin, if there are more.
pub struct Part {
    /// The letters.
    pub letters: Vec<LetterRecord>,
    /// The place of the last one, if others follow.
    pub next: Option<Place>,
}

/// What came of trying a letter again.
pub enum Outcome {
    /// It is tried soon.
    Queued(Box<LetterRecord>),
    /// It has gone, is due anyway, or what it said is not kept any more.
    Settled,
    /// There is no such letter.
    Missing,
}

/// The newest letters.
pub async fn read(admin: &Admin, wanted: Wanted, limit: Option<i64>) -> Result<Result<Part, Problem>> {
    let limit = match checked(limit) {
        Ok(limit) => limit,
        Err(problem) => return Ok(Err(problem)),
    };
    let mut tx = admin.visit.begin().await?;
    Ok(Ok(Part::cut(store::outbox_lists::page(&mut tx, &readable(wanted), limit + 1).await?, limit)))
}

/// How many letters are wanted.
pub fn checked(limit: Option<i64>) -> Result<i64, Problem> {
    let limit = limit.unwrap_or(USUAL);
    if (1..=MOST).contains(&limit) {
        Ok(limit)
    } else {
        Err(Problem::numbered(Field::Limit, Code::OutOfRange, MOST.unsigned_abs()))
    }
}

/// Addresses are looked for as they are stored.
#[must_use]
pub fn readable(mut wanted: Wanted) -> Wanted {
    if let Some(Ok(email)) = wanted.recipient.as_deref().map(Email::parse) {
        wanted.recipient = Some(email.as_str().to_owned());
    }
    wanted
}

impl Part {
    /// The first `limit` of letters that are one more if others follow.
    #[must_use]
    pub fn cut(mut letters: Vec<LetterRecord>, limit: i64) -> Self {
        let most = usize::try_from(limit).unwrap_or(usize::MAX);
        let has_more = letters.len() > most;
        letters.truncate(most);
        Self { next: letters.last().filter(|_| has_more).map(LetterRecord::place), letters }
    }
}

/// One letter.
pub async fn find(admin: &Admin, id: Uuid) -> Result<Option<LetterRecord>> {
    let mut tx = admin.visit.begin().await?;
    store::outbox_lists::find(&mut tx, id).await
}

/// What a letter says, without what would open an account; nothing when that is not kept any more.
pub async fn preview(admin: &Admin, id: Uuid) -> Result<Option<Written>> {
    let visit = &admin.visit;
    let mut tx = visit.begin().await?;
    let Some(record) = store::outbox_lists::find(&mut tx, id).await? else { return Ok(None) };
    let Some(payload) = store::outbox_lists::payload(&mut tx, id).await? else { return Ok(None) };
    // One that was sealed with a key which is gone says as little as one that is not kept.
    let Ok(letter) = letters::open(&visit.app, id, &payload) else { return Ok(None) };
    let locale = visit.app.words.first_of(&[&record.locale, &visit.site.locale]);
    let page = LetterPage::new(&visit.app, &visit.site, locale, &record.recipient).shown_here();
    writing::preview(&mut tx, &page, letter).await.map(Some)
}

/// Tries a letter again that was given up or that has long to wait.
pub async fn retry(admin: &Admin, id: Uuid) -> Result<Outcome> {
    let visit = &admin.visit;
    let mut tx = visit.begin().await?;
    let taken = store::outbox_lists::retry(&mut tx, id, LEASE, visit.now).await?;
    let Some(letter) = store::outbox_lists::find(&mut tx, id).await? else { return Ok(Outcome::Missing) };
    if !taken {
        return Ok(Outcome::Settled);
    }
    let details = json!({ "letter": id });
    let site = (visit.site.id, visit.site.slug.as_str());
    platform_events::note_in_site(&visit.app, &mut tx, &admin.author(), Action::LettersRetried, site, details).await?;
    tx.commit().await?;
    Ok(Outcome::Queued(Box::new(letter)))
}

/// As `retry`, for the oldest of all letters; says how many there were.
pub async fn retry_all(admin: &Admin) -> Result<u64> {
    let visit = &admin.visit;
    let mut tx = visit.begin().await?;
    let count = store::outbox_lists::retry_all(&mut tx, LEASE, visit.now).await?;
    if count > 0 {
        let details = json!({ "count": count });
        let site = (visit.site.id, visit.site.slug.as_str());
        platform_events::note_in_site(&visit.app, &mut tx, &admin.author(), Action::LettersRetried, site, details).await?;
    }
    tx.commit().await?;
    Ok(count)
}
