//! Chance, handed in: every token, code, salt and id comes through here.

use rand::{Rng, RngCore, TryRngCore, rngs::OsRng};
use time::OffsetDateTime;
use uuid::Uuid;

/// The operating system's generator, the only one for secrets.
#[derive(Clone)]
pub struct Random(());

impl Random {
    /// The operating system's generator.
    #[must_use]
    pub fn system() -> Self {
        Self(())
    }

    /// `N` random bytes.
    #[must_use]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        OsRng.unwrap_err().fill_bytes(&mut bytes);
        bytes
    }

    /// A number from 0 up to, not including, `end`, each equally likely.
    #[must_use]
    pub fn below(&self, end: u32) -> u32 {
        OsRng.unwrap_err().random_range(0..end)
    }

    /// An id (UUID version 7, RFC 9562 §5.7) that sorts by time.
    #[must_use]
    pub fn id(&self, now: OffsetDateTime) -> Uuid {
        let millis = u64::try_from(now.unix_timestamp_nanos() / 1_000_000).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(millis, &self.bytes()).into_uuid()
    }
}
