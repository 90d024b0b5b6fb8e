//! The same done to many accounts.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    client::{Agent, ClientAddress},
    event::{Action, Actor},
    user_list::Wanted,
};

/// What is done to each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// It is logged out everywhere.
    EndLogins,
    /// It can no longer log in.
    Disable,
    /// It can log in again.
    Enable,
}

/// To which.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whom {
    /// To these.
    Named(Vec<Uuid>),
    /// To all that a filter lets through.
    All(Box<Wanted>),
}

/// What somebody ordered, and how far it has come.
#[derive(Debug, Clone)]
pub struct BulkChange {
    /// Its id.
    pub id: Uuid,
    /// What is done.
    pub act: Act,
    /// To which.
    pub whom: Whom,
    /// Who ordered it.
    pub actor: Actor,
    /// From where.
    pub client: ClientAddress,
    /// With which program.
    pub agent: Agent,
    /// When.
    pub ordered_at: OffsetDateTime,
    /// To how many, as it was ordered.
    pub total: i64,
    /// How far it has come.
    pub progress: Progress,
    /// Since when there is nothing more to do.
    pub ended_at: Option<OffsetDateTime>,
    /// Whether it ended before it was done.
    pub stopped: bool,
}

/// How far it has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// How many were changed.
    pub changed: i64,
    /// How many were left as they are: they were so already, or are admins or protected.
    pub unchanged: i64,
    /// The last account that was gone through.
    pub after: Uuid,
}

impl Act {
    /// All there are.
    pub const ALL: [Self; 3] = [Self::EndLogins, Self::Disable, Self::Enable];

    /// The word for it in addresses and rows; with hyphens, a part of the keys of its sentences.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::EndLogins => "end_logins",
            Self::Disable => "disable",
            Self::Enable => "enable",
        }
    }

    /// Which one a word is for.
    #[must_use]
    pub fn find(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.word() == word)
    }

    /// Whether it ends something of somebody.
    #[must_use]
    pub fn is_dangerous(self) -> bool {
        matches!(self, Self::EndLogins | Self::Disable)
    }

    /// What the record says of each account.
    #[must_use]
    pub fn action(self) -> Action {
        match self {
            Self::EndLogins => Action::LoginsEnded,
            Self::Disable => Action::UserDisabled,
            Self::Enable => Action::UserEnabled,
        }
    }
}

impl BulkChange {
    /// How many were gone through.
    #[must_use]
    pub fn done(&self) -> i64 {
        self.progress.changed + self.progress.unchanged
    }
}
