//! Vestibule: the hosted front door for every site you run. This file is the map; `docs/architecture.md` is the tour.

pub mod admin; //    the dashboard, for whoever runs sites
pub mod api; //      the same flows as JSON, and the operator's endpoints
pub mod app; //      the portal's parts, built once
pub mod clock; //    the time, handed in
pub mod command; //  what the command line can do
pub mod config; //   every setting
pub mod files; //    style sheets and pictures of looks, in memory
pub mod flows; //    what a person can do: no axum, no SQL, no HTML
pub mod hasher; //   password hashing on its own few threads
pub mod http; //     what all skins need of axum
pub mod keys; //     the sites' signing keys, in memory
pub mod mail; //     letters, their outbox, and the ways they leave
pub mod metrics; //  what is counted for whoever watches
pub mod model; //    values that cannot be wrong
pub mod oidc; //     what programs ask a site by OpenID Connect
pub mod outbound; // what other programs are told without asking
pub mod pages; //    the hosted pages: a form in, a page or a redirect out
pub mod random; //   chance, handed in
pub mod seal; //     what SECRET_KEY protects
pub mod sites; //    all sites, in memory
pub mod store; //    every SQL statement, and the transaction that sees one site only
pub mod themes; //   looks, read from their folders
pub mod words; //    every word a person reads

use std::sync::{Arc, LazyLock};

use axum::{
    Extension, Router,
    extract::{DefaultBodyLimit, Request, State},
    http::StatusCode,
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::get,
};
use tower_http::catch_panic::CatchPanicLayer;

use crate::{
    app::App,
    http::{
        assets,
        browser::carry,
        cookies::Cookies,
        deadline::{DEADLINE, deadline},
        door::{Door, Skins, enter},
        error::Refusal,
        headers::security_headers,
        json::LazyDocument,
        log::{log, name_route},
        operator_browser::carry_operator,
        same_origin::same_origin,
        skin::Skin,
    },
};

/// The most bytes that a form may have, unless its route says otherwise.
const BODY_LIMIT: usize = 64 * 1024;

/// Everything the portal answers, for every host.
pub fn router(app: &Arc<App>) -> Router {
    let cookies = from_fn_with_state((Arc::clone(app), Cookies::new(app)), carry);
    // The API knows no cookies, so there is nothing to carry and nothing that another site's page could make use of.
    let own_forms = from_fn_with_state(Arc::clone(app), same_origin);
    // What clients send browsers with is no form of ours: it comes from elsewhere, and without cookies.
    let on_the_way = pages::router().layer(own_forms.clone()).merge(oidc::for_browsers()).layer(from_fn(pages::handover::dress));
    let samples = Extension(pages::samples::SAMPLES);
    let site = Skins {
        pages: guarded(app, on_the_way.layer(cookies.clone())),
        dashboard: guarded(app, admin::site().layer(samples).layer(cookies).layer(own_forms.clone())),
        api: guarded(app, api::site().into()),
        clients: guarded(app, oidc::for_programs()),
    };
    let describer = Arc::clone(app);
    let document: LazyDocument = Arc::new(LazyLock::new(Box::new(move || api::openapi::document(&describer))));
    let operator = from_fn_with_state((Arc::clone(app), Cookies::new(app)), carry_operator);
    let platform = Skins {
        pages: guarded(app, pages::platform(app, Arc::clone(&document))),
        dashboard: guarded(app, admin::platform().layer(samples).layer(own_forms).layer(operator)),
        api: guarded(app, api::platform::router(app, document)),
        clients: guarded(app, Router::new().fallback(async || Refusal::NotFound)),
    };
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

/// Limits in size and time, a panic that ends one request only, and a page or a problem for whatever goes wrong.
fn guarded(app: &Arc<App>, router: Router) -> Router {
    router
        .layer(from_fn(name_route))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(from_fn_with_state(DEADLINE, deadline))
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| Refusal::Internal.into_response()))
        .layer(from_fn_with_state(Arc::clone(app), dress))
}

/// Gives whatever went wrong a body that the caller can read.
async fn dress(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    match Skin::of(request.uri().path()) {
        Skin::Pages => pages::error::dress(State(app), request, next).await,
        Skin::Dashboard => admin::error::dress(State(app), request, next).await,
        Skin::Api => api::problem::dress(State(app), request, next).await,
        Skin::Client => oidc::error::dress(request, next).await,
    }
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
    async fn a_panic_ends_one_request_with_a_page_or_a_problem_and_nothing_more() {
        let app = app();
        let panic = get(async || if true { panic!("as planned") } else { "" });
        let router = guarded(&app, Router::new().route("/panic", panic.clone()).route("/api/panic", panic));
        let page = ("/panic", "text/html; charset=utf-8");
        for (path, kind) in [page, ("/api/panic", "application/problem+json"), page] {
            let answer = router.clone().oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
            assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
            assert_eq!(answer.headers()["content-type"], kind);
        }
    }
}
