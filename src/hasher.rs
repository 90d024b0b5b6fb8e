//! Password hashing (Argon2id, RFC 9106) on its own few threads, so that a storm of logins takes neither all memory nor
//! all processors.

mod queue;
mod stored;

use std::sync::Arc;

use anyhow::Result;
use uuid::Uuid;

use self::{queue::Queue, stored::Stored};
use crate::{model::password::Password, random::Random};

const SALT_BYTES: usize = 16;
const HASH_BYTES: usize = 32;

/// Too many people are logging in at once; trying again in a few seconds helps.
#[derive(Debug, thiserror::Error)]
#[error("the password hashing queue is full")]
pub struct Busy;

/// What one hash costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory: u32,
    /// Passes over the memory.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

/// What a check of a password found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is the right one.
    Right,
    /// It is the right one, and its hash should be made anew at the present cost.
    RightButDated,
    /// It is another one.
    Wrong,
}

/// The threads and their queue. Cheap to clone.
#[derive(Clone)]
pub struct Hasher {
    queue: Arc<Queue>,
    cost: Cost,
    decoy: Arc<Stored>,
    random: Random,
}

impl Hasher {
    /// Starts `threads` hashing threads.
    pub fn start(threads: usize, cost: Cost, random: &Random) -> Result<Self> {
        let queue = queue::start(threads, cost)?;
        // Nobody's password: whoever has no account, or an account without a password, is checked against this.
        let decoy = Stored { cost, salt: random.bytes::<SALT_BYTES>().to_vec(), hash: random.bytes::<HASH_BYTES>().to_vec() };
        Ok(Self { queue, cost, decoy: Arc::new(decoy), random: random.clone() })
    }

    /// Hashes a new password, to a PHC string.
    pub async fn hash(&self, site: Uuid, password: &Password) -> Result<String> {
        self.hash_beside(site, password, None).await
    }

    /// As `hash`, with the salt of a stored hash, so that one computation checks a password against both. Without one the work
    /// is the same: the salt of a hash of another cost is of no use, and a fresh one takes its place.
    pub async fn hash_beside(&self, site: Uuid, password: &Password, stored: Option<&str>) -> Result<String> {
        let fresh = self.random.bytes::<SALT_BYTES>().to_vec();
        let stored = stored.map(Stored::parse).transpose()?.filter(|stored| stored.cost == self.cost);
        let salt = stored.map_or(fresh, |stored| stored.salt);
        let hash = self.queue.run(site, password, &salt, self.cost).await?;
        Ok(Stored { cost: self.cost, salt, hash: hash.to_vec() }.to_phc())
    }

    /// Checks a password against a stored hash. Without one the work is the same and the answer is `Wrong`.
    pub async fn verify(&self, site: Uuid, password: &Password, stored: Option<&str>) -> Result<Verdict> {
        let (verdict, _) = self.verify_both(site, password, stored, None).await?;
        Ok(verdict)
    }

    /// Checks a password against two stored hashes, of which neither, one or both are there. That is one computation, unless
    /// they differ in salt or cost.
    pub async fn verify_both(
        &self,
        site: Uuid,
        password: &Password,
        one: Option<&str>,
        other: Option<&str>,
    ) -> Result<(Verdict, Verdict)> {
        let (one, other) = (one.map(Stored::parse).transpose()?, other.map(Stored::parse).transpose()?);
        let first = one.as_ref().or(other.as_ref()).unwrap_or(&self.decoy);
        let hash = self.queue.run(site, password, &first.salt, first.cost).await?;
        let other_hash = match &other {
            Some(other) if !first.is_made_like(other) => self.queue.run(site, password, &other.salt, other.cost).await?,
            Some(_) | None => hash,
        };
        let verdict = |stored: Option<&Stored>, hash| stored.map_or(Verdict::Wrong, |stored| self.judge(stored, hash));
        Ok((verdict(one.as_ref(), &hash), verdict(other.as_ref(), &other_hash)))
    }

    fn judge(&self, stored: &Stored, hash: &[u8; HASH_BYTES]) -> Verdict {
        match stored.is(hash) {
            true if stored.cost == self.cost => Verdict::Right,
            true => Verdict::RightButDated,
            false => Verdict::Wrong,
        }
    }

    /// Somebody waits for a page: for a moment a processor stays free of hashing, if there are several.
    pub fn make_room(&self) {
        self.queue.make_room();
    }

    /// How many passwords wait for being hashed.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.queue.waiting()
    }

    /// How many hashes were asked for since the start.
    #[must_use]
    pub fn asked(&self) -> usize {
        self.queue.asked()
    }

    /// Lets the threads end once the queue is empty.
    pub fn close(&self) {
        self.queue.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHEAP: Cost = Cost { memory: 16, passes: 1, lanes: 1 };
    const SITE: Uuid = Uuid::nil();

    fn password(text: &str) -> Password {
        Password::parse(&text.to_owned().into()).unwrap()
    }

    #[tokio::test]
    async fn only_the_right_password_is_right() {
        let hasher = Hasher::start(2, CHEAP, &Random::system()).unwrap();
        let stored = hasher.hash(SITE, &password("zebra")).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=16,t=1,p=1$"));
        assert_eq!(hasher.verify(SITE, &password("zebra"), Some(&stored)).await.unwrap(), Verdict::Right);
        assert_eq!(hasher.verify(SITE, &password("zebrb"), Some(&stored)).await.unwrap(), Verdict::Wrong);
        assert_eq!(hasher.verify(SITE, &password("zebra"), None).await.unwrap(), Verdict::Wrong);
    }

    #[tokio::test]
    async fn a_hash_of_another_cost_is_right_but_dated() {
        let old = Hasher::start(1, Cost { memory: 32, passes: 2, lanes: 1 }, &Random::system()).unwrap();
        let new = Hasher::start(1, CHEAP, &Random::system()).unwrap();
        let stored = old.hash(SITE, &password("zebra")).await.unwrap();
        assert_eq!(new.verify(SITE, &password("zebra"), Some(&stored)).await.unwrap(), Verdict::RightButDated);
    }

    #[tokio::test]
    async fn two_hashes_of_one_salt_are_checked_by_one_computation() {
        let hasher = Hasher::start(1, CHEAP, &Random::system()).unwrap();
        let zebra = hasher.hash(SITE, &password("zebra")).await.unwrap();
        let beside = hasher.hash_beside(SITE, &password("okapi"), Some(&zebra)).await.unwrap();
        let apart = hasher.hash(SITE, &password("okapi")).await.unwrap();
        for (one, other, okapi, cost) in [
            (None, None, [Verdict::Wrong, Verdict::Wrong], 1),
            (Some(&zebra), None, [Verdict::Wrong, Verdict::Wrong], 1),
            (None, Some(&beside), [Verdict::Wrong, Verdict::Right], 1),
            (Some(&zebra), Some(&beside), [Verdict::Wrong, Verdict::Right], 1),
            (Some(&zebra), Some(&apart), [Verdict::Wrong, Verdict::Right], 2),
        ] {
            let before = hasher.asked();
            let (one, other) = (one.map(String::as_str), other.map(String::as_str));
            let found = hasher.verify_both(SITE, &password("okapi"), one, other).await.unwrap();
            assert_eq!((<[Verdict; 2]>::from(found), hasher.asked() - before), (okapi, cost));
        }
    }

    #[tokio::test]
    async fn a_salt_is_not_taken_over_with_a_cost_of_yesterday() {
        let old = Hasher::start(1, Cost { memory: 32, passes: 2, lanes: 1 }, &Random::system()).unwrap();
        let new = Hasher::start(1, CHEAP, &Random::system()).unwrap();
        let stored = old.hash(SITE, &password("zebra")).await.unwrap();
        let beside = new.hash_beside(SITE, &password("zebra"), Some(&stored)).await.unwrap();
        assert!(beside.starts_with("$argon2id$v=19$m=16,t=1,p=1$"));
        assert_ne!(stored.split('$').nth(4), beside.split('$').nth(4));
    }
}
