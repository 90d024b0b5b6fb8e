//! A name and a line in the log for every request. Queries are left out, because links carry their secrets there.

use std::{sync::Arc, time::Instant};

use axum::{
    extract::{MatchedPath, Request, State},
    http::HeaderValue,
    middleware::Next,
    response::Response,
};
use tracing::Instrument;

use crate::app::App;

/// What names a request in the log, on error pages and in the answer's `X-Request-Id`.
#[derive(Debug, Clone)]
pub struct RequestId(pub String);

/// Names the request, and logs what became of it.
pub async fn log(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Response {
    let id = app.random.id(app.clock.now()).to_string();
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    request.extensions_mut().insert(RequestId(id.clone()));
    let matched = request.extensions().get::<MatchedPath>().cloned();
    if method.is_safe() {
        app.hasher.make_room();
    }
    let began = Instant::now();
    let span = tracing::info_span!("request", id = %id);
    let mut response = next.run(request).instrument(span.clone()).await;
    let (status, took) = (response.status().as_u16(), began.elapsed());
    let route = response.extensions().get::<MatchedPath>().or(matched.as_ref()).map_or("none", MatchedPath::as_str);
    app.metrics.request(method.as_str(), route, status, took);
    let micros = took.as_micros();
    // `?path` escapes what a terminal or a log reader might take for a command.
    span.in_scope(|| tracing::info!(%method, ?path, status, micros, "answered"));
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert("x-request-id", value);
    }
    response
}

/// Tells, on the way out, which route it was: outside of a site's own routes nobody knows.
pub async fn name_route(request: Request, next: Next) -> Response {
    let matched = request.extensions().get::<MatchedPath>().cloned();
    let mut response = next.run(request).await;
    if let Some(matched) = matched {
        response.extensions_mut().insert(matched);
    }
    response
}
