//! A letter as those who run a site see it: to whom, and what became of it. What it says is not part of that.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use super::audit::Place;

/// A letter in the outbox, waiting or done.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Letter)]
pub struct LetterRecord {
    /// Its id, which also stands in its `Message-ID`.
    pub id: Uuid,
    /// Its site.
    pub site_id: Uuid,
    /// Which letter, in a word that never changes.
    #[schema(example = "reset")]
    pub letter: String,
    /// To whom.
    #[schema(example = "ada@example.com")]
    pub recipient: String,
    /// In which language.
    #[schema(example = "en")]
    pub locale: String,
    /// What became of it.
    pub state: State,
    /// How often it was tried.
    pub tries: i32,
    /// What the mail server said last, or why there was none to say anything.
    #[schema(example = "250 2.0.0 Ok: queued as 4bXq3z1t")]
    pub answer: Option<String>,
    /// When it was asked for.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    /// When it is tried next, while it waits.
    #[serde(with = "time::serde::rfc3339::option")]
    pub due_at: Option<OffsetDateTime>,
    /// When that was decided which `state` says.
    #[serde(with = "time::serde::rfc3339::option")]
    pub done_at: Option<OffsetDateTime>,
    /// Whether what it says is still kept, so that it can be looked at and, if it was given up, tried once more.
    pub is_kept: bool,
}

/// What became of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = LetterState)]
pub enum State {
    /// It waits for its first try, or for the next.
    Queued,
    /// The mail server took it.
    Sent,
    /// There was nothing to send: nobody has this address, or nothing waits for it.
    Dropped,
    /// It was given up.
    Failed,
}

/// Which letters.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// What became of them.
    pub state: Option<State>,
    /// Which letter.
    pub letter: Option<String>,
    /// To whom.
    pub recipient: Option<String>,
    /// Not before.
    pub from: Option<OffsetDateTime>,
    /// Before.
    pub to: Option<OffsetDateTime>,
    /// After this place, going back in time.
    pub after: Option<Place>,
}

impl LetterRecord {
    /// Where it stands in the list.
    #[must_use]
    pub fn place(&self) -> Place {
        Place { at: self.created_at, id: self.id }
    }
}

impl State {
    /// All there are.
    pub const ALL: [Self; 4] = [Self::Queued, Self::Sent, Self::Dropped, Self::Failed];

    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Dropped => "dropped",
            Self::Failed => "failed",
        }
    }
}
