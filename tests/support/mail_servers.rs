//! Servers that take letters, and say what they are told to say.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};

use axum::{
    Router,
    body::Bytes,
    extract::{Multipart, Path, State},
    http::{HeaderMap, StatusCode},
    response::IntoResponse,
    routing::post,
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

/// A mail server.
pub struct SmtpServer {
    pub port: u16,
    state: Arc<SmtpState>,
}

#[derive(Default)]
struct SmtpState {
    verdict: Mutex<String>,
    letters: Mutex<Vec<String>>,
    connections: AtomicUsize,
}

impl SmtpServer {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let state = Arc::new(SmtpState { verdict: Mutex::new("250 ok".to_owned()), ..SmtpState::default() });
        let server = Self { port: listener.local_addr().unwrap().port(), state: Arc::clone(&state) };
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                state.connections.fetch_add(1, Ordering::Relaxed);
                tokio::spawn(talk(BufReader::new(stream), Arc::clone(&state)));
            }
        });
        server
    }

    /// Accepts connections and never says a word.
    pub async fn start_silent() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let state = Arc::<SmtpState>::default();
        let server = Self { port: listener.local_addr().unwrap().port(), state: Arc::clone(&state) };
        tokio::spawn(async move {
            let mut held = Vec::new();
            while let Ok((stream, _)) = listener.accept().await {
                state.connections.fetch_add(1, Ordering::Relaxed);
                held.push(stream);
            }
        });
        server
    }

    /// What it says to each recipient; to whoever proves who they are, if it begins with 535.
    pub fn answer(&self, line: &str) {
        line.clone_into(&mut self.state.verdict.lock().unwrap());
    }

    pub fn letters(&self) -> Vec<String> {
        self.state.letters.lock().unwrap().clone()
    }

    pub fn connections(&self) -> usize {
        self.state.connections.load(Ordering::Relaxed)
    }
}

async fn talk(mut stream: BufReader<TcpStream>, state: Arc<SmtpState>) {
    stream.write_all(b"220 test\r\n").await.unwrap();
    let mut line = String::new();
    while stream.read_line(&mut line).await.unwrap_or(0) > 0 {
        let verdict = state.verdict.lock().unwrap().clone();
        let answer = match line.split_whitespace().next().unwrap_or_default() {
            "EHLO" => "250-test\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN".to_owned(),
            "AUTH" if verdict.starts_with("535") => verdict,
            "AUTH" => "235 welcome".to_owned(),
            "DATA" => {
                stream.write_all(b"354 go on\r\n").await.unwrap();
                let mut letter = String::new();
                while !letter.ends_with("\r\n.\r\n") && stream.read_line(&mut letter).await.unwrap() > 0 {}
                state.letters.lock().unwrap().push(letter);
                "250 ok".to_owned()
            }
            "RCPT" => verdict,
            "QUIT" => "221 bye".to_owned(),
            _ => "250 ok".to_owned(),
        };
        let _ = stream.write_all(format!("{answer}\r\n").as_bytes()).await;
        line.clear();
    }
}

/// What speaks as Mailgun does.
pub struct Mailgun {
    pub port: u16,
    state: Arc<MailgunState>,
}

/// A letter that Mailgun was given.
#[derive(Debug, Clone)]
pub struct Posted {
    pub domain: String,
    pub authorization: String,
    pub to: String,
    pub message: Vec<u8>,
    /// The other fields.
    pub options: Vec<(String, String)>,
}

struct MailgunState {
    verdict: Mutex<(StatusCode, String)>,
    posted: Mutex<Vec<Posted>>,
}

impl Mailgun {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let taken = (StatusCode::OK, r#"{"id":"<1@mailgun>","message":"Queued. Thank you."}"#.to_owned());
        let state = Arc::new(MailgunState { verdict: Mutex::new(taken), posted: Mutex::default() });
        let router = Router::new().route("/v3/{domain}/messages.mime", post(take)).with_state(Arc::clone(&state));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { port, state }
    }

    pub fn answer(&self, status: u16, body: &str) {
        *self.state.verdict.lock().unwrap() = (StatusCode::from_u16(status).unwrap(), body.to_owned());
    }

    pub fn posted(&self) -> Vec<Posted> {
        self.state.posted.lock().unwrap().clone()
    }
}

async fn take(
    State(state): State<Arc<MailgunState>>,
    Path(domain): Path<String>,
    headers: HeaderMap,
    mut form: Multipart,
) -> impl IntoResponse {
    let authorization = headers["authorization"].to_str().unwrap().to_owned();
    let mut posted = Posted { domain, authorization, to: String::new(), message: Vec::new(), options: Vec::new() };
    while let Some(field) = form.next_field().await.unwrap() {
        let name = field.name().unwrap().to_owned();
        let value: Bytes = field.bytes().await.unwrap();
        match name.as_str() {
            "message" => posted.message = value.to_vec(),
            "to" => posted.to = String::from_utf8(value.to_vec()).unwrap(),
            _ => posted.options.push((name, String::from_utf8(value.to_vec()).unwrap())),
        }
    }
    let (status, body) = state.verdict.lock().unwrap().clone();
    if status.is_success() {
        state.posted.lock().unwrap().push(posted);
    }
    let elsewhere = status.is_redirection().then_some([("location", "/v3/elsewhere.example/messages.mime")]);
    (status, elsewhere.map(IntoResponse::into_response).map(|answer| answer.headers().clone()).unwrap_or_default(), body)
}
