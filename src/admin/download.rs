//! A file that is handed out while it is being made.

use anyhow::Result;
use axum::{
    body::Body,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use futures_util::{Stream, TryStreamExt};

/// A file for the reader's disk, never shown in the browser. If making it fails half-way, it breaks off rather than look whole.
pub fn download<S>(name: &str, kind: &'static str, parts: S) -> Response
where
    S: Stream<Item = Result<String>> + Send + 'static,
{
    let parts = parts.inspect_err(|fault| tracing::error!(%fault, "a download broke off"));
    let disposition = HeaderValue::try_from(format!("attachment; filename=\"{name}\""));
    let disposition = disposition.unwrap_or(HeaderValue::from_static("attachment"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, Body::from_stream(parts)).into_response()
}
