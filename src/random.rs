//! Chance, handed in: the operating system's, or for a test one that repeats.

use std::sync::{Arc, Mutex, PoisonError};

use rand::{
    Rng, RngCore, SeedableRng, TryRngCore,
    rngs::{OsRng, StdRng},
};
use time::OffsetDateTime;
use uuid::Uuid;

/// The source of every token, code, salt and id.
#[derive(Clone)]
pub struct Random(Source);

#[derive(Clone)]
enum Source {
    System,
    Seeded(Arc<Mutex<StdRng>>),
}

impl Random {
    /// The operating system's generator: the only one for secrets.
    #[must_use]
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A generator that repeats, for tests.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self(Source::Seeded(Arc::new(Mutex::new(StdRng::seed_from_u64(seed)))))
    }

    /// `N` random bytes.
    #[must_use]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        match &self.0 {
            Source::System => OsRng.unwrap_err().fill_bytes(&mut bytes),
            Source::Seeded(generator) => generator.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut bytes),
        }
        bytes
    }

    /// A number from 0 up to, not including, `end`, each equally likely.
    #[must_use]
    pub fn below(&self, end: u32) -> u32 {
        match &self.0 {
            Source::System => OsRng.unwrap_err().random_range(0..end),
            Source::Seeded(generator) => generator.lock().unwrap_or_else(PoisonError::into_inner).random_range(0..end),
        }
    }

    /// An id (UUID version 7, RFC 9562 §5.7) that sorts by time.
    #[must_use]
    pub fn id(&self, now: OffsetDateTime) -> Uuid {
        let millis = u64::try_from(now.unix_timestamp_nanos() / 1_000_000).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(millis, &self.bytes()).into_uuid()
    }
}
