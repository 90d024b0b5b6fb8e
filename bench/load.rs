//! A load driver: connections that are kept open, one request at a time on each, every latency noted.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::{Result, ensure};

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

/// As many requests as `connections` can do one after the other, taking `requests` in turn.
pub async fn run(port: u16, requests: &[Request], connections: usize, time: Duration) -> Result<Load> {
    let turn = Arc::new(AtomicUsize::new(0));
    let requests: Arc<[Request]> = requests.into();
    let began = Instant::now();
    let workers = (0..connections).map(|_| {
        let (turn, requests) = (Arc::clone(&turn), Arc::clone(&requests));
        tokio::spawn(async move {
            let mut connection = Connection::open(port).await?;
            let mut latencies = Vec::new();
            while began.elapsed() < time {
                let request = &requests[turn.fetch_add(1, Ordering::Relaxed) % requests.len()];
                latencies.push(timed(&mut connection, request).await?);
            }
            anyhow::Ok(latencies)
        })
    });
    let mut latencies = Vec::new();
    for worker in workers.collect::<Vec<_>>() {
        latencies.extend(worker.await??);
    }
    Load::of(latencies, began.elapsed())
}

/// One request every few milliseconds: somebody who looks at a page, not a flood.
pub async fn run_paced(port: u16, request: &Request, time: Duration) -> Result<Load> {
    let mut connection = Connection::open(port).await?;
    let mut latencies = Vec::new();
    let began = Instant::now();
    while began.elapsed() < time {
        latencies.push(timed(&mut connection, request).await?);
        tokio::time::sleep(PACE).await;
    }
    Load::of(latencies, began.elapsed())
}

async fn timed(connection: &mut Connection, request: &Request) -> Result<u64> {
    let began = Instant::now();
    let answer = connection.send(request).await?;
    ensure!(answer.status == request.expected, "{} answered {}", request.path, answer.status);
    Ok(u64::try_from(began.elapsed().as_micros())?)
}
