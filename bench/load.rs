//! A load driver: connections that are kept open, one request at a time on each, every latency noted.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::Result;

use crate::client::{Connection, Request};

/// How often a paced load asks.
const PACE: Duration = Duration::from_millis(5);

/// Latencies in microseconds, and the rates of the rounds.
#[derive(Default)]
pub struct Load {
    latencies: Vec<u64>,
    rates: Vec<f64>,
}

impl Load {
    /// Latencies in microseconds, and how long it took to gather them.
    pub fn of(latencies: Vec<u64>, time: Duration) -> Result<Self> {
        let rate = f64::from(u32::try_from(latencies.len())?) / time.as_secs_f64();
        Ok(Self { latencies, rates: vec![rate] })
    }

    pub fn add(&mut self, other: Self) {
        self.latencies.extend(other.latencies);
        self.rates.extend(other.rates);
    }

    /// Requests per second: the median of the rounds.
    pub fn rate(&self) -> f64 {
        super::median(&mut self.rates.clone())
    }

    fn percentile(&self, percent: usize) -> f64 {
        let mut sorted = self.latencies.clone();
        sorted.sort_unstable();
        let index = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
        Duration::from_micros(sorted.get(index).copied().unwrap_or_default()).as_secs_f64() * 1000.0
    }
}

impl fmt::Display for Load {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:>8.0} /s   p50 {:>7.2} ms   p99 {:>7.2} ms", self.rate(), self.percentile(50), self.percentile(99))
    }
}

/// Something that is done again and again.
pub trait Worker: Send + 'static {
    fn work(&mut self) -> impl Future<Output = Result<()>> + Send;
}

/// Sends requests in turn, together with others that do.
struct Sender {
    connection: Connection,
    requests: Arc<[Request]>,
    turn: Arc<AtomicUsize>,
}

impl Worker for Sender {
    async fn work(&mut self) -> Result<()> {
        let request = &self.requests[self.turn.fetch_add(1, Ordering::Relaxed) % self.requests.len()];
        self.connection.succeed(request).await.map(drop)
    }
}

/// As many requests as `connections` can do one after the other, taking `requests` in turn.
pub async fn run(port: u16, requests: &[Request], connections: usize, time: Duration) -> Result<Load> {
    let (turn, requests) = (Arc::new(AtomicUsize::new(0)), Arc::<[Request]>::from(requests));
    let mut senders = Vec::new();
    for _ in 0..connections {
        let connection = Connection::open(port).await?;
        senders.push(Sender { connection, requests: Arc::clone(&requests), turn: Arc::clone(&turn) });
    }
    Ok(drive(senders, time).await?.0)
}

/// What all of them get done, each one thing after the other. They come back, because they may hold what the next round needs.
pub async fn drive<W: Worker>(workers: Vec<W>, time: Duration) -> Result<(Load, Vec<W>)> {
    let began = Instant::now();
    let tasks = workers.into_iter().map(|mut worker| {
        tokio::spawn(async move {
            let mut latencies = Vec::new();
            while began.elapsed() < time {
                let asked_at = Instant::now();
                worker.work().await?;
                latencies.push(u64::try_from(asked_at.elapsed().as_micros())?);
            }
            anyhow::Ok((latencies, worker))
        })
    });
    let (mut latencies, mut workers) = (Vec::new(), Vec::new());
    for task in tasks.collect::<Vec<_>>() {
        let (more, worker) = task.await??;
        latencies.extend(more);
        workers.push(worker);
    }
    Ok((Load::of(latencies, began.elapsed())?, workers))
}

/// One request every few milliseconds: somebody who looks at a page, not a flood.
pub async fn run_paced(port: u16, request: &Request, time: Duration) -> Result<Load> {
    let mut connection = Connection::open(port).await?;
    let mut latencies = Vec::new();
    let began = Instant::now();
    while began.elapsed() < time {
        let asked_at = Instant::now();
        connection.succeed(request).await?;
        latencies.push(u64::try_from(asked_at.elapsed().as_micros())?);
        tokio::time::sleep(PACE).await;
    }
    Load::of(latencies, began.elapsed())
}
