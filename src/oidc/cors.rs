//! Which other origins' scripts may read what programs are told: those of the site's single-page apps; and anybody's, where it is
//! the same for everybody. Never with cookies.

use std::time::Duration;

use axum::http::{HeaderName, HeaderValue, Method, header, request::Parts};
use tower_http::cors::{AllowOrigin, Any, CorsLayer};

use crate::flows::{Visit, oidc::origins};

/// How long a browser may remember what it may do.
const REMEMBERED: Duration = Duration::from_mins(10);

/// For answers that are a client's own.
pub fn registered() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(AllowOrigin::async_predicate(|origin, parts: &Parts| {
            let visit = parts.extensions.get::<Visit>().cloned();
            is_known(origin, visit)
        }))
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([header::AUTHORIZATION, header::CONTENT_TYPE])
        .expose_headers([header::WWW_AUTHENTICATE, header::RETRY_AFTER, HeaderName::from_static("x-request-id")])
        .max_age(REMEMBERED)
}

/// For answers that are the same for everybody.
pub fn anybody() -> CorsLayer {
    CorsLayer::new().allow_origin(Any).allow_methods([Method::GET]).max_age(REMEMBERED)
}

async fn is_known(origin: HeaderValue, visit: Option<Visit>) -> bool {
    let (Some(visit), Ok(origin)) = (visit, origin.to_str()) else { return false };
    match origins::is_registered(&visit, origin).await {
        Ok(known) => known,
        Err(fault) => {
            tracing::error!(fault = format!("{fault:#}"), "nobody knows whether an origin is registered");
            false
        }
    }
}
