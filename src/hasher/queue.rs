//! The threads that hash, and what waits for them. Each thread keeps one block of memory; sites take turns, so that one cannot
//! make another wait.

use std::{
    collections::VecDeque,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, anyhow};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use tokio::sync::oneshot;
use uuid::Uuid;
use zeroize::Zeroize;

use super::{Busy, Cost, HASH_BYTES};
use crate::model::password::Password;

/// How many may wait in all, and for one site. The longest wait follows: about 2 s on one core at the default cost.
const MOST_WAITING: usize = 512;
const MOST_WAITING_PER_SITE: usize = 160;
/// After so long without work a thread wipes its memory.
const IDLE: Duration = Duration::from_secs(2);
/// How long the spare thread rests after a page was asked for.
const ROOM: Duration = Duration::from_millis(100);
/// Who has waited this long has gone.
const PATIENCE: Duration = Duration::from_secs(8);

#[derive(Default)]
pub(super) struct Queue {
    waiting: Mutex<Waiting>,
    filled: Condvar,
}

/// Jobs by site, in the order in which the sites take turns.
#[derive(Default)]
struct Waiting {
    sites: VecDeque<(Uuid, VecDeque<Job>)>,
    count: usize,
    asked: usize,
    closed: bool,
    /// When a page was asked for last.
    page_at: Option<Instant>,
}

struct Job {
    password: Password,
    salt: Vec<u8>,
    cost: Cost,
    since: Instant,
    answer: oneshot::Sender<Result<[u8; HASH_BYTES]>>,
}

/// Starts the threads; refuses a cost that Argon2 cannot have.
pub(super) fn start(threads: usize, cost: Cost) -> Result<Arc<Queue>> {
    params(cost)?;
    let queue = Arc::new(Queue::default());
    let processors = thread::available_parallelism().map_or(1, usize::from);
    for number in 0..threads.max(1) {
        let queue = Arc::clone(&queue);
        // A lower priority says nothing to the database, which the system schedules in another group.
        let is_spare = number > 0 && number + 1 >= processors;
        thread::Builder::new()
            .name(format!("hash-{number}"))
            .spawn(move || work(&queue, is_spare))
            .context("cannot start a hashing thread")?;
    }
    Ok(queue)
}

impl Queue {
    /// Hashes a password when its turn comes.
    pub(super) async fn run(&self, site: Uuid, password: &Password, salt: &[u8], cost: Cost) -> Result<[u8; HASH_BYTES]> {
        let (answer, answered) = oneshot::channel();
        self.push(site, Job { password: password.clone(), salt: salt.to_vec(), cost, since: Instant::now(), answer })?;
        answered.await.unwrap_or_else(|_| Err(Busy.into()))
    }

    /// Somebody waits for a page: for a moment a processor stays free.
    pub(super) fn make_room(&self) {
        self.lock().page_at = Some(Instant::now());
    }

    pub(super) fn waiting(&self) -> usize {
        self.lock().count
    }

    pub(super) fn asked(&self) -> usize {
        self.lock().asked
    }

    pub(super) fn close(&self) {
        self.lock().closed = true;
        self.filled.notify_all();
    }

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
        waiting.asked += 1;
        drop(waiting);
        self.filled.notify_one();
        Ok(())
    }

    /// The next job of the site whose turn it is, or `None` after a while without any.
    fn pop(&self, is_spare: bool) -> Option<Job> {
        let mut waiting = self.lock();
        if waiting.count == 0 && !waiting.closed {
            waiting = self.filled.wait_timeout(waiting, IDLE).unwrap_or_else(PoisonError::into_inner).0;
        }
        while is_spare
            && waiting.count > 0
            && let Some(rest) = waiting.rest()
        {
            drop(waiting);
            // The call may have been for another thread that can work.
            self.filled.notify_one();
            thread::sleep(rest);
            waiting = self.lock();
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

impl Waiting {
    /// How much longer the spare thread rests.
    fn rest(&self) -> Option<Duration> {
        ROOM.checked_sub(self.page_at?.elapsed()).filter(|rest| !rest.is_zero())
    }
}

fn work(queue: &Queue, is_spare: bool) {
    // Behind the threads that answer requests, so that pages stay quick while people log in. A hint, not a need.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::setpriority_process(Some(rustix::thread::gettid()), 10);
    let mut memory: Vec<Block> = Vec::new();
    while !queue.is_finished() {
        match queue.pop(is_spare) {
            Some(job) if job.answer.is_closed() || job.since.elapsed() > PATIENCE => drop(job.answer.send(Err(Busy.into()))),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_spare_thread_rests_while_pages_are_asked_for() {
        let queue = Queue::default();
        assert!(queue.lock().rest().is_none());
        queue.make_room();
        assert!(queue.lock().rest().is_some_and(|rest| rest <= ROOM));
        queue.lock().page_at = Instant::now().checked_sub(ROOM);
        assert!(queue.lock().rest().is_none());
    }

    #[test]
    fn a_full_queue_says_so_and_sites_take_turns() {
        let queue = Queue::default();
        let job = || {
            let (answer, _) = oneshot::channel();
            let password = Password::parse(&"x".to_owned().into()).unwrap();
            Job { password, salt: vec![], cost: Cost { memory: 16, passes: 1, lanes: 1 }, since: Instant::now(), answer }
        };
        let (loud, quiet) = (Uuid::from_u128(1), Uuid::from_u128(2));
        while queue.push(loud, job()).is_ok() {}
        assert_eq!(queue.lock().count, MOST_WAITING_PER_SITE);
        queue.push(quiet, job()).unwrap();
        queue.pop(false).unwrap();
        queue.pop(false).unwrap();
        assert_eq!(queue.lock().sites.len(), 1, "the quiet site's only job was the second to run");
    }
}
