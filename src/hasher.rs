//! Password hashing (Argon2id, RFC 9106) on its own few threads, so that a storm of logins takes neither all memory nor
//! all processors. Each thread keeps one block of memory; sites take turns, so that one cannot make another wait.

use std::{
    collections::VecDeque,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, anyhow, ensure};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use subtle::ConstantTimeEq;
use tokio::sync::oneshot;
use uuid::Uuid;
use zeroize::Zeroize;

use crate::{model::password::Password, random::Random};

const SALT_BYTES: usize = 16;
const HASH_BYTES: usize = 32;
/// The most that a stored hash may demand, so that a row cannot exhaust the machine.
const MOST_KIB: u32 = 1 << 20;
/// How many may wait in all, and for one site. The longest wait follows: about 2 s on one core at the default cost.
const MOST_WAITING: usize = 512;
const MOST_WAITING_PER_SITE: usize = 160;
/// After so long without work a thread wipes its memory.
const IDLE: Duration = Duration::from_secs(2);
/// Who has waited this long has gone.
const PATIENCE: Duration = Duration::from_secs(8);

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

#[derive(Default)]
struct Queue {
    waiting: Mutex<Waiting>,
    filled: Condvar,
}

/// Jobs by site, in the order in which the sites take turns.
#[derive(Default)]
struct Waiting {
    sites: VecDeque<(Uuid, VecDeque<Job>)>,
    count: usize,
    closed: bool,
}

struct Job {
    password: Password,
    salt: Vec<u8>,
    cost: Cost,
    asked: Instant,
    answer: oneshot::Sender<Result<[u8; HASH_BYTES]>>,
}

/// A hash in the PHC string format, taken apart.
struct Stored {
    cost: Cost,
    salt: Vec<u8>,
    hash: Vec<u8>,
}

impl Hasher {
    /// Starts `threads` hashing threads.
    pub fn start(threads: usize, cost: Cost, random: &Random) -> Result<Self> {
        params(cost)?;
        let queue = Arc::new(Queue::default());
        for number in 0..threads.max(1) {
            let queue = Arc::clone(&queue);
            std::thread::Builder::new()
                .name(format!("hash-{number}"))
                .spawn(move || work(&queue))
                .context("cannot start a hashing thread")?;
        }
        // Nobody's password: whoever has no account, or an account without a password, is checked against this.
        let decoy = Stored { cost, salt: random.bytes::<SALT_BYTES>().to_vec(), hash: random.bytes::<HASH_BYTES>().to_vec() };
        Ok(Self { queue, cost, decoy: Arc::new(decoy), random: random.clone() })
    }

    /// Hashes a new password, to a PHC string.
    pub async fn hash(&self, site: Uuid, password: &Password) -> Result<String> {
        let salt = self.random.bytes::<SALT_BYTES>();
        let hash = self.run(site, password.clone(), salt.to_vec(), self.cost).await?;
        let Cost { memory, passes, lanes } = self.cost;
        Ok(format!(
            "$argon2id$v=19$m={memory},t={passes},p={lanes}${}${}",
            STANDARD_NO_PAD.encode(salt),
            STANDARD_NO_PAD.encode(hash)
        ))
    }

    /// Checks a password against a stored hash. Without one the work is the same and the answer is `Wrong`.
    pub async fn verify(&self, site: Uuid, password: &Password, stored: Option<&str>) -> Result<Verdict> {
        let known = stored.map(Stored::parse).transpose()?;
        let against = known.as_ref().unwrap_or(&self.decoy);
        let hash = self.run(site, password.clone(), against.salt.clone(), against.cost).await?;
        let same = bool::from(hash[..].ct_eq(&against.hash)) && known.is_some();
        Ok(match same {
            true if against.cost == self.cost => Verdict::Right,
            true => Verdict::RightButDated,
            false => Verdict::Wrong,
        })
    }

    async fn run(&self, site: Uuid, password: Password, salt: Vec<u8>, cost: Cost) -> Result<[u8; HASH_BYTES]> {
        let (answer, answered) = oneshot::channel();
        self.queue.push(site, Job { password, salt, cost, asked: Instant::now(), answer })?;
        answered.await.unwrap_or_else(|_| Err(Busy.into()))
    }

    /// How many passwords wait for being hashed.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.queue.lock().count
    }

    /// Lets the threads end once the queue is empty.
    pub fn close(&self) {
        self.queue.lock().closed = true;
        self.queue.filled.notify_all();
    }
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn push(&self, site: Uuid, job: Job) -> Result<(), Busy> {
        let mut waiting = self.lock();
        if waiting.count >= MOST_WAITING || waiting.closed {
            return Err(Busy);
        }
        match waiting.sites.iter_mut().find(|(id, _)| *id == site) {
            Some((_, jobs)) if jobs.len() >= MOST_WAITING_PER_SITE => return Err(Busy),
            Some((_, jobs)) => jobs.push_back(job),
            None => waiting.sites.push_back((site, VecDeque::from([job]))),
        }
        waiting.count += 1;
        drop(waiting);
        self.filled.notify_one();
        Ok(())
    }

    /// The next job of the site whose turn it is, or `None` after a while without any.
    fn pop(&self) -> Option<Job> {
        let mut waiting = self.lock();
        if waiting.count == 0 && !waiting.closed {
            waiting = self.filled.wait_timeout(waiting, IDLE).unwrap_or_else(PoisonError::into_inner).0;
        }
        let (site, mut jobs) = waiting.sites.pop_front()?;
        let job = jobs.pop_front();
        if !jobs.is_empty() {
            waiting.sites.push_back((site, jobs));
        }
        waiting.count -= 1;
        job
    }

    fn is_finished(&self) -> bool {
        let waiting = self.lock();
        waiting.closed && waiting.count == 0
    }
}

fn work(queue: &Queue) {
    // Behind the threads that answer requests, so that pages stay quick while people log in. A hint, not a need.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::setpriority_process(Some(rustix::thread::gettid()), 10);
    let mut memory: Vec<Block> = Vec::new();
    while !queue.is_finished() {
        match queue.pop() {
            Some(job) if job.answer.is_closed() || job.asked.elapsed() > PATIENCE => drop(job.answer.send(Err(Busy.into()))),
            Some(job) => drop(job.answer.send(compute(&job.password, &job.salt, job.cost, &mut memory))),
            // Nothing that passwords left behind stays in memory that rests.
            None => memory.iter_mut().for_each(Zeroize::zeroize),
        }
    }
    memory.iter_mut().for_each(Zeroize::zeroize);
}

fn compute(password: &Password, salt: &[u8], cost: Cost, memory: &mut Vec<Block>) -> Result<[u8; HASH_BYTES]> {
    let params = params(cost)?;
    // Kept and only ever grown: the system's allocator would not give the memory back, and fresh pages cost a third more time.
    if memory.len() < params.block_count() {
        memory.resize(params.block_count(), Block::default());
    }
    let blocks = params.block_count();
    let mut hash = [0; HASH_BYTES];
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let done = argon2.hash_password_into_with_memory(password.as_bytes(), salt, &mut hash, &mut memory[..blocks]);
    done.map_err(|error| anyhow!("argon2: {error}"))?;
    Ok(hash)
}

fn params(cost: Cost) -> Result<Params> {
    Params::new(cost.memory, cost.passes, cost.lanes, Some(HASH_BYTES))
        .map_err(|error| anyhow!("argon2 parameters {cost:?}: {error}"))
}

impl Stored {
    fn parse(phc: &str) -> Result<Self> {
        let stored = Self::read(phc).context("a stored password hash is not one that this version reads")?;
        ensure!(stored.cost.memory <= MOST_KIB, "a stored password hash asks for {} KiB", stored.cost.memory);
        Ok(stored)
    }

    fn read(phc: &str) -> Option<Self> {
        let (costs, rest) = phc.strip_prefix("$argon2id$v=19$")?.split_once('$')?;
        let (salt, hash) = rest.split_once('$')?;
        let mut numbers = costs.split(',').zip(["m=", "t=", "p="]).map(|(part, name)| part.strip_prefix(name)?.parse().ok());
        let cost = Cost { memory: numbers.next()??, passes: numbers.next()??, lanes: numbers.next()?? };
        Some(Self { cost, salt: STANDARD_NO_PAD.decode(salt).ok()?, hash: STANDARD_NO_PAD.decode(hash).ok()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHEAP: Cost = Cost { memory: 16, passes: 1, lanes: 1 };

    fn password(text: &str) -> Password {
        Password::parse(&text.to_owned().into()).unwrap()
    }

    #[tokio::test]
    async fn only_the_right_password_is_right() {
        let hasher = Hasher::start(2, CHEAP, &Random::system()).unwrap();
        let stored = hasher.hash(Uuid::nil(), &password("zebra")).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=16,t=1,p=1$"));
        assert_eq!(hasher.verify(Uuid::nil(), &password("zebra"), Some(&stored)).await.unwrap(), Verdict::Right);
        assert_eq!(hasher.verify(Uuid::nil(), &password("zebrb"), Some(&stored)).await.unwrap(), Verdict::Wrong);
        assert_eq!(hasher.verify(Uuid::nil(), &password("zebra"), None).await.unwrap(), Verdict::Wrong);
    }

    #[tokio::test]
    async fn a_hash_of_another_cost_is_right_but_dated() {
        let old = Hasher::start(1, Cost { memory: 32, passes: 2, lanes: 1 }, &Random::system()).unwrap();
        let new = Hasher::start(1, CHEAP, &Random::system()).unwrap();
        let stored = old.hash(Uuid::nil(), &password("zebra")).await.unwrap();
        assert_eq!(new.verify(Uuid::nil(), &password("zebra"), Some(&stored)).await.unwrap(), Verdict::RightButDated);
    }

    #[test]
    fn a_full_queue_says_so_and_sites_take_turns() {
        let queue = Queue::default();
        let job = || {
            let (answer, _) = oneshot::channel();
            Job { password: password("x"), salt: vec![], cost: CHEAP, asked: Instant::now(), answer }
        };
        let (loud, quiet) = (Uuid::from_u128(1), Uuid::from_u128(2));
        while queue.push(loud, job()).is_ok() {}
        assert_eq!(queue.lock().count, MOST_WAITING_PER_SITE);
        queue.push(quiet, job()).unwrap();
        queue.pop().unwrap();
        queue.pop().unwrap();
        assert_eq!(queue.lock().sites.len(), 1, "the quiet site's only job was the second to run");
    }
}
