//! An admin does the same to many accounts: those that were ticked, or all that a filter lets through. A few hundred at a time, each
//! lot in a transaction of its own; what is done stays done, and whoever is interrupted goes on where that was.

use anyhow::Result;
use serde::Deserialize;
use uuid::Uuid;

use super::administration::{Admin, tell_all};
use crate::{
    mail::letters::Administered,
    model::{event::Action, user_list::Wanted},
    store,
};

/// How many are changed in one transaction, and in one request.
const CHUNK: i64 = 500;
const CHUNKS: usize = 10;
/// How many may be named one by one.
pub const MOST_NAMED: usize = 100;

/// What is done to each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// It can no longer log in.
    Disable,
    /// It can log in again.
    Enable,
    /// It is logged out everywhere.
    EndLogins,
}

/// To which.
#[derive(Debug, Clone)]
pub enum Whom {
    /// To these.
    Named(Vec<Uuid>),
    /// To all that a filter lets through.
    All(Box<Wanted>),
}

/// How far it has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// How many were changed.
    pub changed: usize,
    /// How many were left as they are: they were so already, or are admins or protected.
    pub left: usize,
    /// Where it goes on, if it is not done.
    pub next: Option<Uuid>,
}

impl Act {
    /// The word for it in addresses; with hyphens, a part of the keys of its sentences.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Disable => "disable",
            Self::Enable => "enable",
            Self::EndLogins => "end_logins",
        }
    }

    /// Whether it ends something of somebody.
    #[must_use]
    pub fn is_dangerous(self) -> bool {
        matches!(self, Self::Disable | Self::EndLogins)
    }

    fn action(self) -> Action {
        match self {
            Self::Disable => Action::UserDisabled,
            Self::Enable => Action::UserEnabled,
            Self::EndLogins => Action::LoginsEnded,
        }
    }
}

/// Does it, to those after an account, and no more than a request may take.
pub async fn submit(admin: &Admin, act: Act, whom: &Whom, after: Uuid) -> Result<Progress> {
    let mut progress = Progress { changed: 0, left: 0, next: Some(after) };
    for _ in 0..CHUNKS {
        let Some(after) = progress.next else { break };
        let (ids, next) = some(admin, whom, after).await?;
        let changed = change(admin, act, &ids).await?;
        progress = Progress { changed: progress.changed + changed, left: progress.left + ids.len() - changed, next };
    }
    let visit = &admin.visit;
    tracing::info!(site = %visit.site.slug, client = %visit.client.ip(), agent = visit.agent.as_str(), actor = admin.actor.word(), act = act.word(), changed = progress.changed, "bulk");
    Ok(progress)
}

/// The next of them, and after which the others come.
async fn some(admin: &Admin, whom: &Whom, after: Uuid) -> Result<(Vec<Uuid>, Option<Uuid>)> {
    let wanted = match whom {
        Whom::Named(ids) => return Ok((ids.clone(), None)),
        Whom::All(wanted) => wanted,
    };
    let mut tx = admin.visit.begin().await?;
    let users = store::user_lists::chunk(&mut tx, wanted, after, CHUNK).await?;
    let ids: Vec<Uuid> = users.iter().map(|user| user.id).collect();
    let next = ids.last().copied().filter(|_| ids.len() == usize::try_from(CHUNK).unwrap_or_default());
    Ok((ids, next))
}

async fn change(admin: &Admin, act: Act, ids: &[Uuid]) -> Result<usize> {
    let (visit, author) = (&admin.visit, admin.author());
    let mut tx = visit.begin().await?;
    let (changed, told, what) = match act {
        Act::Disable => {
            let changed = store::bulk_users::disable(&mut tx, ids, visit.now).await?;
            (changed.clone(), changed, Administered::Disabled)
        }
        Act::Enable => {
            let changed = store::bulk_users::enable(&mut tx, ids, visit.now).await?;
            (changed.clone(), changed, Administered::Enabled)
        }
        Act::EndLogins => {
            let ended = store::bulk_users::end_logins(&mut tx, ids, visit.now).await?;
            // Whoever was not logged in anywhere has nothing to hear of.
            let told = ended.iter().filter(|(_, was_in)| *was_in).map(|(id, _)| *id).collect();
            (ended.into_iter().map(|(id, _)| id).collect(), told, Administered::LoggedOut)
        }
    };
    tell_all(admin, &mut tx, &told, what).await?;
    let events: Vec<Uuid> = changed.iter().map(|_| visit.app.random.id(visit.now)).collect();
    store::bulk_users::note(&mut tx, &events, &changed, &author, act.action(), visit.now).await?;
    tx.commit().await?;
    Ok(changed.len())
}
