//! Vestibule: the hosted front door for every site you run. This file is the map; `docs/architecture.md` is the tour.

pub mod app; //      the portal's parts, built once
pub mod clock; //    the time, handed in
pub mod command; //  what the command line can do
pub mod config; //   every setting
pub mod flows; //    what a person can do: no axum, no SQL, no HTML
pub mod hasher; //   password hashing on its own few threads
pub mod http; //     what all skins need of axum
pub mod keys; //     the sites' signing keys, in memory
pub mod mail; //     letters, their outbox, and the ways they leave
pub mod model; //    values that cannot be wrong
pub mod oidc; //     what programs ask a site: its keys, so far
pub mod pages; //    the hosted pages: a form in, a page or a redirect out
pub mod random; //   chance, handed in
pub mod seal; //     what SECRET_KEY protects
pub mod sites; //    all sites, in memory
pub mod store; //    every SQL statement, and the transaction that sees one site only
pub mod themes; //   looks, read from their folders
pub mod words; //    every word a person reads

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    extract::State,
    http::StatusCode,
    middleware::{from_fn, from_fn_with_state},
    response::IntoResponse,
    routing::get,
};
use tower_http::{catch_panic::CatchPanicLayer, limit::RequestBodyLimitLayer, timeout::TimeoutLayer};

use crate::{
    app::App,
    http::{
        assets,
        browser::{Cookies, carry},
        door::{Door, enter},
        error::Refusal,
        headers::security_headers,
        log::log,
        same_origin::same_origin,
    },
    pages::error::dress,
};

/// The most bytes that a form may have.
const BODY_LIMIT: usize = 64 * 1024;
/// How long a request may take in all.
const DEADLINE: Duration = Duration::from_secs(12);

/// Everything the portal answers, for every host.
pub fn router(app: &Arc<App>) -> Router {
    let site = guarded(
        app,
        pages::router()
            .layer(from_fn_with_state((Arc::clone(app), Cookies::new(app)), carry))
            .layer(from_fn(same_origin))
            .merge(oidc::router()),
    );
    let platform = guarded(app, pages::platform(app));
    let https = app.config.public_url.scheme() == "https";
    Router::new()
        .merge(assets::router())
        .with_state(Arc::clone(app))
        .fallback_service(Router::new().fallback(enter).with_state(Door { app: Arc::clone(app), site, platform }))
        .layer(from_fn_with_state(Arc::clone(app), dress))
        .route("/healthz", get(async || "ok"))
        .route("/readyz", get(ready).with_state(Arc::clone(app)))
        .layer(from_fn_with_state(https, security_headers))
        .layer(from_fn_with_state(Arc::clone(app), log))
}

/// Limits in size and time, a panic that ends one request only, and a page for whatever goes wrong.
fn guarded(app: &Arc<App>, router: Router) -> Router {
    router
        .layer(RequestBodyLimitLayer::new(BODY_LIMIT))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, DEADLINE))
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| Refusal::Internal.into_response()))
        .layer(from_fn_with_state(Arc::clone(app), dress))
}

/// For machines, so in plain words and without a page.
async fn ready(State(app): State<Arc<App>>) -> (StatusCode, &'static str) {
    match app.database.is_ready().await {
        Ok(true) => (StatusCode::OK, "ready"),
        Ok(false) => {
            (StatusCode::SERVICE_UNAVAILABLE, "the database's schema is older than this version; run `vestibule migrate`")
        }
        Err(fault) => {
            tracing::error!(fault = format!("{fault:#}"), "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database is away")
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::{body::Body, http::Request};
    use clap::Parser;
    use tower::ServiceExt;

    use super::*;
    use crate::{clock::Clock, config::Config, random::Random};

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        config: Config,
    }

    /// No database: an error page needs none.
    fn app() -> Arc<App> {
        let line = Line::parse_from(["test", "--env", "development", "--secret-key", "0123456789-test-only-secret-ABCDEFGHIJ"]);
        Arc::new(App::new(line.config, sqlx::postgres::PgConnectOptions::default(), Clock::system(), Random::system()).unwrap())
    }

    #[tokio::test]
    async fn a_panic_ends_one_request_with_a_page_and_nothing_more() {
        let app = app();
        let router = guarded(&app, Router::new().route("/panic", get(async || if true { panic!("as planned") } else { "" })));
        for _ in 0..2 {
            let answer = router.clone().oneshot(Request::get("/panic").body(Body::empty()).unwrap()).await.unwrap();
            assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
            assert_eq!(answer.headers()["content-type"], "text/html; charset=utf-8");
        }
    }
}
