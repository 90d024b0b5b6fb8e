//! How long a request may take in all.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use axum::{
    body::{Body, HttpBody},
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures_util::{StreamExt, stream};

use super::error::Refusal;

/// How long that is.
pub const DEADLINE: Duration = Duration::from_secs(12);

/// Ends a request that takes too long. Whoever sends too slowly hears that (408); otherwise it is we who are slow (503).
pub async fn deadline(State(limit): State<Duration>, request: Request, next: Next) -> Response {
    let waiting = Arc::new(AtomicBool::new(false));
    let request = request.map(|body| if body.is_end_stream() { body } else { watched(body, Arc::clone(&waiting)) });
    tokio::time::timeout(limit, next.run(request)).await.unwrap_or_else(|_| {
        let refusal = if waiting.load(Ordering::Relaxed) { Refusal::SlowBody } else { Refusal::Timeout };
        refusal.into_response()
    })
}

/// Tells at any time whether the body is waited for.
fn watched(body: Body, waiting: Arc<AtomicBool>) -> Body {
    let mut parts = body.into_data_stream();
    Body::from_stream(stream::poll_fn(move |context| {
        let part = parts.poll_next_unpin(context);
        waiting.store(part.is_pending(), Ordering::Relaxed);
        part
    }))
}

#[cfg(test)]
mod tests {
    use axum::{Router, body::Bytes, http::StatusCode, middleware::from_fn_with_state, routing::post};
    use tower::ServiceExt;

    use super::*;

    const SHORT: Duration = Duration::from_millis(50);

    async fn answer(body: Body) -> StatusCode {
        let read = post(async |_: Bytes| "");
        let slow = post(async || tokio::time::sleep(SHORT * 4).await);
        let router = Router::new().route("/read", read).route("/slow", slow);
        let path = if body.is_end_stream() { "/slow" } else { "/read" };
        let request = Request::post(path).body(body).unwrap();
        router.layer(from_fn_with_state(SHORT, deadline)).oneshot(request).await.unwrap().status()
    }

    #[tokio::test]
    async fn who_sends_too_slowly_is_told_so_and_our_own_slowness_is_ours() {
        let begun = || stream::once(async { Ok::<_, std::io::Error>("email=") });
        assert_eq!(answer(Body::from("email=ada")).await, StatusCode::OK);
        assert_eq!(answer(Body::from_stream(begun())).await, StatusCode::OK);
        assert_eq!(answer(Body::from_stream(begun().chain(stream::pending()))).await, StatusCode::REQUEST_TIMEOUT);
        assert_eq!(answer(Body::empty()).await, StatusCode::SERVICE_UNAVAILABLE);
    }
}
