//! The time, handed in: the system's, or one that a test moves.

use std::sync::{Arc, Mutex, PoisonError};

use time::{Duration, OffsetDateTime};

/// Says what time it is.
#[derive(Clone)]
pub struct Clock(Source);

#[derive(Clone)]
enum Source {
    System,
    Fixed(Arc<Mutex<OffsetDateTime>>),
}

impl Clock {
    /// The system's clock.
    #[must_use]
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands still until `advance` moves it.
    #[must_use]
    pub fn fixed(at: OffsetDateTime) -> Self {
        Self(Source::Fixed(Arc::new(Mutex::new(at))))
    }

    /// The present, in UTC, to the microsecond that Postgres keeps.
    #[must_use]
    pub fn now(&self) -> OffsetDateTime {
        let now = match &self.0 {
            #[expect(clippy::disallowed_methods, reason = "this is where the system's time is handed in")]
            Source::System => OffsetDateTime::now_utc(),
            Source::Fixed(now) => *now.lock().unwrap_or_else(PoisonError::into_inner),
        };
        now.replace_nanosecond(now.microsecond() * 1000).unwrap_or(now)
    }

    /// Moves a fixed clock; the system's clock does not listen.
    pub fn advance(&self, by: Duration) {
        if let Source::Fixed(now) = &self.0 {
            *now.lock().unwrap_or_else(PoisonError::into_inner) += by;
        }
    }
}
