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
use http_body_util::{BodyExt, Full};
use hyper::{
    HeaderMap, StatusCode,
    body::Bytes,
    client::conn::http1::{SendRequest, handshake},
};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// How often a paced load asks.
const PACE: Duration = Duration::from_millis(5);

/// What is asked.
#[derive(Clone)]
pub struct Request {
    pub path: String,
    pub cookie: Option<String>,
    /// A form's fields; without them it is a GET.
    pub form: Option<String>,
    pub expected: StatusCode,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

/// Latencies in microseconds, and the rates of the rounds.
#[derive(Default)]
pub struct Load {
    latencies: Vec<u64>,
    rates: Vec<f64>,
}

impl Request {
    pub fn get(path: &str) -> Self {
        Self { path: path.to_owned(), cookie: None, form: None, expected: StatusCode::OK }
    }
}

impl Load {
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

/// One request on a connection of its own.
pub async fn one(port: u16, request: &Request) -> Result<Answer> {
    let mut connection = connect(port).await?;
    send(&mut connection, request).await
}

/// As many requests as `connections` can do one after the other, taking `requests` in turn.
pub async fn run(port: u16, requests: &[Request], connections: usize, time: Duration) -> Result<Load> {
    let turn = Arc::new(AtomicUsize::new(0));
    let requests: Arc<[Request]> = requests.into();
    let began = Instant::now();
    let workers = (0..connections).map(|_| {
        let (turn, requests) = (Arc::clone(&turn), Arc::clone(&requests));
        tokio::spawn(async move {
            let mut connection = connect(port).await?;
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
    let rate = f64::from(u32::try_from(latencies.len())?) / began.elapsed().as_secs_f64();
    Ok(Load { latencies, rates: vec![rate] })
}

/// One request every few milliseconds: somebody who looks at a page, not a flood.
pub async fn run_paced(port: u16, request: &Request, time: Duration) -> Result<Load> {
    let mut connection = connect(port).await?;
    let mut latencies = Vec::new();
    let began = Instant::now();
    while began.elapsed() < time {
        latencies.push(timed(&mut connection, request).await?);
        tokio::time::sleep(PACE).await;
    }
    let rate = f64::from(u32::try_from(latencies.len())?) / began.elapsed().as_secs_f64();
    Ok(Load { latencies, rates: vec![rate] })
}

async fn timed(connection: &mut SendRequest<Full<Bytes>>, request: &Request) -> Result<u64> {
    let began = Instant::now();
    let answer = send(connection, request).await?;
    ensure!(answer.status == request.expected, "{} answered {}", request.path, answer.status);
    Ok(u64::try_from(began.elapsed().as_micros())?)
}

async fn connect(port: u16) -> Result<SendRequest<Full<Bytes>>> {
    let stream = TcpStream::connect(("127.0.0.1", port)).await?;
    stream.set_nodelay(true)?;
    let (sender, connection) = handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    Ok(sender)
}

async fn send(connection: &mut SendRequest<Full<Bytes>>, request: &Request) -> Result<Answer> {
    let mut builder = hyper::Request::builder().uri(&request.path).header("host", "localhost");
    if let Some(cookie) = &request.cookie {
        builder = builder.header("cookie", cookie);
    }
    let body = match &request.form {
        Some(form) => {
            builder = builder
                .method("POST")
                .header("content-type", "application/x-www-form-urlencoded")
                .header("sec-fetch-site", "same-origin");
            form.clone()
        }
        None => String::new(),
    };
    let answer = connection.send_request(builder.body(Full::new(Bytes::from(body)))?).await?;
    let (head, body) = answer.into_parts();
    Ok(Answer { status: head.status, headers: head.headers, body: body.collect().await?.to_bytes().to_vec() })
}
