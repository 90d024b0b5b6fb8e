//! A program that speaks JSON to the portal. Whatever it is told has to be something that a program can read.

use std::{collections::BTreeSet, net::SocketAddr};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{HeaderMap, Method, Request, StatusCode},
};
use serde_json::Value;
use tower::ServiceExt;

use super::{described, guarded};

/// The fields of every problem, and no others.
const PROBLEM: [&str; 7] = ["type", "title", "status", "code", "detail", "errors", "request_id"];

#[derive(Clone)]
pub struct Client {
    router: Router,
    host: String,
    base: String,
    /// Sent with every request.
    pub headers: Vec<(&'static str, String)>,
    pub peer: SocketAddr,
}

/// One answer.
#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    /// Null when there is none.
    pub body: Value,
    pub text: String,
}

impl Client {
    pub fn new(router: Router, origin: &str, base: &str) -> Self {
        let host = origin.trim_start_matches("https://").to_owned();
        Self { router, host, base: base.to_owned(), headers: Vec::new(), peer: "192.0.2.20:40000".parse().unwrap() }
    }

    /// The same program with one more header.
    pub fn with(&self, name: &'static str, value: &str) -> Self {
        let mut client = self.clone();
        client.headers.push((name, value.to_owned()));
        client
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.send(Method::GET, path, &[], None).await
    }

    pub async fn delete(&self, path: &str) -> Reply {
        self.send(Method::DELETE, path, &[], None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Reply {
        self.json(Method::POST, path, &body).await
    }

    pub async fn patch(&self, path: &str, body: Value) -> Reply {
        self.json(Method::PATCH, path, &body).await
    }

    pub async fn json(&self, method: Method, path: &str, body: &Value) -> Reply {
        self.send(method, path, &[("content-type", "application/json")], Some(body.to_string().as_bytes())).await
    }

    /// Any request whatever. `path` is one within the site, or within the portal.
    pub async fn send(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Option<&[u8]>) -> Reply {
        let asked = method.clone();
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.base)).header("host", &self.host);
        for (name, value) in self.headers.iter().map(|(name, value)| (*name, value.as_str())).chain(headers.iter().copied()) {
            request = request.header(name, value);
        }
        let mut request = request.body(body.map_or_else(Body::empty, |body| Body::from(body.to_vec()))).unwrap();
        request.extensions_mut().insert(ConnectInfo(self.peer));
        let (head, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        let text = String::from_utf8(to_bytes(body, 1 << 22).await.unwrap().to_vec()).unwrap();
        let reply =
            Reply { status: head.status, headers: head.headers, body: serde_json::from_str(&text).unwrap_or_default(), text };
        if described::is_unknown() {
            described::learn(self.document().await);
        }
        described::check(asked.as_str(), &format!("{}{path}", self.base), &reply);
        guarded::check(path, reply.status, &reply.headers, &reply.text);
        assert!(!reply.header("content-type").contains("html"), "{path} answers with a page: {}", reply.text);
        assert_eq!(reply.header("set-cookie"), "", "{path} sets a cookie");
        reply
    }
}

impl Client {
    /// The API's own description.
    async fn document(&self) -> Value {
        let request = Request::builder().uri("/openapi.json").header("host", "portal.example").body(Body::empty()).unwrap();
        let body = self.router.clone().oneshot(request).await.unwrap().into_body();
        serde_json::from_slice(&to_bytes(body, 1 << 22).await.unwrap()).unwrap()
    }
}

impl Reply {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    /// The answer's body, which has to be one of this status.
    pub fn ok(self, status: StatusCode) -> Value {
        assert_eq!(self.status, status, "{}", self.text);
        self.body
    }

    /// Status and code of a problem that has every part it should have.
    pub fn problem(&self) -> (u16, &str) {
        assert_eq!(self.header("content-type"), "application/problem+json", "{} {}", self.status, self.text);
        let mut parts: BTreeSet<&str> = self.body.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(parts.remove("reset_token"), self.body["code"] == "password_change_required");
        assert_eq!(parts, BTreeSet::from(PROBLEM));
        assert_eq!(self.body["status"], self.status.as_u16());
        assert_eq!(self.body["request_id"], self.header("x-request-id"));
        let code = self.body["code"].as_str().unwrap();
        assert!(self.body["type"].as_str().unwrap().ends_with(&format!("/docs#{code}")));
        let sentences = self.errors_with("detail").into_iter().map(|(_, detail)| detail);
        for sentence in sentences.chain([self.body["detail"].as_str().unwrap()]) {
            assert!(sentence.contains(' '), "a word is missing from the catalogue: {sentence}");
        }
        (self.status.as_u16(), code)
    }

    /// The fields that are wrong, each with its code.
    pub fn errors(&self) -> Vec<(&str, &str)> {
        self.problem();
        self.errors_with("code")
    }

    fn errors_with(&self, part: &str) -> Vec<(&str, &str)> {
        let errors = self.body["errors"].as_array().unwrap().iter();
        errors.map(|error| (error["field"].as_str().unwrap(), error[part].as_str().unwrap())).collect()
    }
}
