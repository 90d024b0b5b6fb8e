//! A client that keeps its connection and sends one request at a time.

use anyhow::{Result, ensure};
use http_body_util::{BodyExt, Full};
use hyper::{
    HeaderMap, StatusCode,
    body::Bytes,
    client::conn::http1::{SendRequest, handshake},
};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// A connection that is kept open.
pub struct Connection {
    port: u16,
    sender: SendRequest<Full<Bytes>>,
}

/// What is asked.
#[derive(Clone)]
pub struct Request {
    pub path: String,
    pub cookie: Option<String>,
    pub bearer: Option<String>,
    /// Without one it is a GET.
    pub body: Option<Body>,
    pub expected: StatusCode,
}

/// What is sent.
#[derive(Clone)]
pub struct Body {
    pub kind: &'static str,
    pub text: String,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Request {
    pub fn get(path: &str) -> Self {
        Self { path: path.to_owned(), cookie: None, bearer: None, body: None, expected: StatusCode::OK }
    }

    /// Sends a form, and expects `expected`.
    pub fn post(path: &str, fields: &[(&str, &str)], expected: StatusCode) -> Self {
        let text = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        Self { body: Some(Body { kind: "application/x-www-form-urlencoded", text }), expected, ..Self::get(path) }
    }

    /// From the browser that got this answer.
    pub fn after(self, answer: &Answer) -> Self {
        let pairs = answer.headers.get_all("set-cookie").into_iter().filter_map(|cookie| cookie.to_str().ok()?.split(';').next());
        Self { cookie: Some(pairs.collect::<Vec<_>>().join("; ")), ..self }
    }
}

impl Connection {
    pub async fn open(port: u16) -> Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port)).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Self { port, sender })
    }

    /// Sends it, and insists on the status that is expected.
    pub async fn succeed(&mut self, request: &Request) -> Result<Answer> {
        let answer = self.send(request).await?;
        ensure!(answer.status == request.expected, "{} answered {}", request.path, answer.status);
        Ok(answer)
    }

    pub async fn send(&mut self, request: &Request) -> Result<Answer> {
        let mut builder = hyper::Request::builder().uri(&request.path).header("host", "localhost");
        if let Some(cookie) = &request.cookie {
            builder = builder.header("cookie", cookie);
        }
        if let Some(token) = &request.bearer {
            builder = builder.header("authorization", format!("Bearer {token}"));
        }
        let mut text = String::new();
        if let Some(body) = &request.body {
            builder = builder.method("POST").header("content-type", body.kind).header("sec-fetch-site", "same-origin");
            text.clone_from(&body.text);
        }
        // The portal ends what rests for long.
        if self.sender.ready().await.is_err() {
            *self = Self::open(self.port).await?;
        }
        let answer = self.sender.send_request(builder.body(Full::new(Bytes::from(text)))?).await?;
        let (head, body) = answer.into_parts();
        Ok(Answer { status: head.status, headers: head.headers, body: body.collect().await?.to_bytes().to_vec() })
    }
}

/// One request on a connection of its own.
pub async fn one(port: u16, request: &Request) -> Result<Answer> {
    Connection::open(port).await?.send(request).await
}
