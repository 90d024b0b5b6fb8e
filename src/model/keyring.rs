//! A site's signing keys at one time. A key's state follows from its times and the clock: published, then signing, then only
//! published until nothing that it signed is valid any more, then gone. So nobody has to do anything at the moment of a change.

use std::sync::Arc;

use jsonwebtoken::decode_header;
pub use jsonwebtoken::jwk::JwkSet;
use serde::de::DeserializeOwned;
use time::{Duration, OffsetDateTime};

use super::signing_key::{Algorithm, SigningKey};

/// How long others may keep the public keys before they ask again.
pub const CACHE_TIME: Duration = Duration::minutes(5);
/// How long a key is published before it signs. Whoever kept the keys meanwhile has asked again by then, also if an instance
/// answered from memory that was a little behind: more than `CACHE_TIME`, `FRESH` and `LEEWAY` together.
pub const LEAD: Duration = Duration::minutes(10);
/// The longest that anything signed may be valid.
pub const LONGEST_TOKEN: Duration = Duration::hours(1);
/// How long a key stays published after the next one has begun to sign: more than `LONGEST_TOKEN`, `FRESH` and three
/// times `LEEWAY` together.
pub const AFTERLIFE: Duration = Duration::minutes(65);
/// How far apart two clocks may be.
pub const LEEWAY: Duration = Duration::seconds(60);
/// How long keys in memory are used without another look. A notification usually comes sooner, but it may be lost.
const FRESH: Duration = Duration::minutes(1);

/// A key and its times.
pub struct Entry {
    /// The key.
    pub key: Arc<SigningKey>,
    /// Which of the site's keys it is, counted from 1.
    pub generation: i32,
    /// From when it is published.
    pub created_at: OffsetDateTime,
    /// When it begins to sign.
    pub active_at: OffsetDateTime,
    /// When it is no longer published; unknown until there is a newer one.
    pub retires_at: Option<OffsetDateTime>,
}

/// What a key is for at some time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Published, so that everybody knows it when it begins to sign.
    Next,
    /// It signs.
    Active,
    /// Published for what it has signed.
    Retiring,
}

/// A key as the operator sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    /// Its id.
    pub kid: String,
    /// How it signs.
    pub algorithm: Algorithm,
    /// What it is for now.
    pub state: State,
    /// From when it is published.
    pub created_at: OffsetDateTime,
    /// When it begins, or began, to sign.
    pub active_at: OffsetDateTime,
    /// When it is no longer published.
    pub retires_at: Option<OffsetDateTime>,
}

/// All keys of a site, as the database had them at `read_at`.
pub struct Keyring {
    /// The newest first.
    entries: Vec<Entry>,
    read_at: OffsetDateTime,
}

impl Keyring {
    /// From what was read at `read_at`.
    #[must_use]
    pub fn new(mut entries: Vec<Entry>, read_at: OffsetDateTime) -> Self {
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.generation));
        Self { entries, read_at }
    }

    /// When it was read.
    #[must_use]
    pub fn read_at(&self) -> OffsetDateTime {
        self.read_at
    }

    /// Whether it can be used without another look at the database.
    #[must_use]
    pub fn is_fresh(&self, now: OffsetDateTime) -> bool {
        (now - self.read_at).abs() < FRESH
    }

    /// The newest key, whatever its state.
    #[must_use]
    pub fn newest(&self) -> Option<&Entry> {
        self.entries.first()
    }

    /// The key that signs: the newest whose time has come. One that cannot be read is passed over, because an older one that
    /// is still published serves better than none.
    #[must_use]
    pub fn signer(&self, now: OffsetDateTime) -> Option<&Arc<SigningKey>> {
        self.begun(now).map(|entry| &entry.key).find(|key| key.can_sign())
    }

    /// The published keys, the signing one first: there are receivers that look at one only.
    #[must_use]
    pub fn jwks(&self, now: OffsetDateTime) -> JwkSet {
        let waiting = self.published(now).filter(|entry| entry.active_at > now);
        JwkSet { keys: self.begun(now).chain(waiting).map(|entry| entry.key.public().clone()).collect() }
    }

    /// How long others may keep `jwks`. A key that this ring does not know yet was made after it was read, and signs `LEAD`
    /// later at the earliest: while the database is away and memory grows old, answers may be kept less and less.
    #[must_use]
    pub fn cache_time(&self, now: OffsetDateTime) -> Duration {
        (self.read_at + LEAD - LEEWAY - now).clamp(Duration::ZERO, CACHE_TIME)
    }

    /// What a token of the type `kind` says, if one of the published keys signed it. Only the type tells tokens apart that the
    /// same key signed for different uses (RFC 8725 §3.11), so it has to be the very one.
    #[must_use]
    pub fn open<T: DeserializeOwned>(&self, kind: &str, token: &str, now: OffsetDateTime) -> Option<T> {
        let header = decode_header(token).ok()?;
        // An extension that must be understood is not (RFC 7515 §4.1.11). Keys that the token brings along are not looked at.
        if header.typ.as_deref() != Some(kind) || header.crit.is_some() {
            return None;
        }
        let name = header.kid?;
        self.published(now).find(|entry| entry.key.kid() == name)?.key.open(token)
    }

    /// All published keys for the operator, the newest first.
    #[must_use]
    pub fn describe(&self, now: OffsetDateTime) -> Vec<Description> {
        let active = self.begun(now).next().map(|entry| entry.generation);
        let state = |entry: &Entry| match () {
            () if entry.active_at > now => State::Next,
            () if Some(entry.generation) == active => State::Active,
            () => State::Retiring,
        };
        let describe = |entry: &Entry| Description {
            kid: entry.key.kid().to_owned(),
            algorithm: entry.key.algorithm(),
            state: state(entry),
            created_at: entry.created_at,
            active_at: entry.active_at,
            retires_at: entry.retires_at,
        };
        self.published(now).map(describe).collect()
    }

    fn published(&self, now: OffsetDateTime) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| entry.retires_at.is_none_or(|end| now < end))
    }

    fn begun(&self, now: OffsetDateTime) -> impl Iterator<Item = &Entry> {
        self.published(now).filter(move |entry| entry.active_at <= now)
    }
}

impl State {
    /// In one word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Next => "next",
            Self::Active => "active",
            Self::Retiring => "retiring",
        }
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;
    use time::macros::datetime;

    use super::*;

    const START: OffsetDateTime = datetime!(2026-11-21 12:00 UTC);

    fn key() -> Arc<SigningKey> {
        Arc::new(SigningKey::read(Algorithm::EdDsa, &Algorithm::EdDsa.generate().unwrap()).unwrap())
    }

    fn entry(generation: i32, active_at: OffsetDateTime, retires_at: Option<OffsetDateTime>) -> Entry {
        Entry { key: key(), generation, created_at: START, active_at, retires_at }
    }

    #[test]
    fn the_times_leave_room_for_whoever_lags() {
        assert!(CACHE_TIME + FRESH + LEEWAY < LEAD);
        assert!(LONGEST_TOKEN + FRESH + 3 * LEEWAY < AFTERLIFE);
    }

    #[test]
    fn one_key_signs_at_any_time_and_states_follow_from_the_clock() {
        let turn = START + LEAD;
        let (old, new) = (entry(1, START, Some(turn + AFTERLIFE)), entry(2, turn, None));
        let (old_kid, new_kid) = (old.key.kid().to_owned(), new.key.kid().to_owned());
        let ring = Keyring::new(vec![old, new], START);
        let at = |now| {
            let published: Vec<_> = ring.describe(now).into_iter().map(|key| (key.kid, key.state)).collect();
            (ring.signer(now).unwrap().kid().to_owned(), published)
        };
        let (next, old_only) = ((new_kid.clone(), State::Next), (old_kid.clone(), State::Active));
        assert_eq!(at(START), (old_kid.clone(), vec![next, old_only]));
        let (active, retiring) = ((new_kid.clone(), State::Active), (old_kid.clone(), State::Retiring));
        assert_eq!(at(turn - Duration::MICROSECOND).0, old_kid);
        assert_eq!(at(turn), (new_kid.clone(), vec![active.clone(), retiring]));
        assert_eq!(at(turn + AFTERLIFE), (new_kid.clone(), vec![active]));
        let first = |now| ring.jwks(now).keys[0].common.key_id.clone().unwrap();
        assert_eq!((first(START), first(turn)), (old_kid, new_kid));
    }

    #[test]
    fn a_key_that_cannot_be_read_signs_nothing_and_is_still_believed() {
        let (old, lost) = (entry(1, START, None), entry(2, START, None));
        let token = lost.key.sign("JWT", &serde_json::json!({"n": 7})).unwrap();
        let public = SigningKey::read_public(Algorithm::EdDsa, lost.key.public().clone()).unwrap();
        let old_kid = old.key.kid().to_owned();
        let ring = Keyring::new(vec![old, Entry { key: Arc::new(public), ..lost }], START);
        assert_eq!(ring.signer(START).unwrap().kid(), old_kid);
        assert!(ring.open::<serde_json::Value>("JWT", token.expose_secret(), START).is_some());
    }

    #[test]
    fn what_memory_has_not_looked_up_for_long_may_not_be_kept_for_long() {
        let ring = Keyring::new(Vec::new(), START);
        for (age, kept) in [(0, 300), (59, 300), (240, 300), (241, 299), (539, 1), (540, 0), (9_000, 0)] {
            assert_eq!(ring.cache_time(START + Duration::seconds(age)).whole_seconds(), kept, "{age}");
        }
        assert!(ring.is_fresh(START + Duration::seconds(59)) && !ring.is_fresh(START + FRESH));
        assert!(!ring.is_fresh(START - FRESH), "a clock that was set back");
    }
}
