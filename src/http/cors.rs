//! Which other origins' scripts may read a site's API: those that the site registered, letter by letter. No credentials,
//! because the API knows no cookies.

use std::time::Duration;

use axum::http::{HeaderName, HeaderValue, Method, header, request::Parts};
use tower_http::cors::{AllowOrigin, CorsLayer};

use crate::flows::Visit;

/// How long a browser may remember what it may do.
const REMEMBERED: Duration = Duration::from_mins(10);

/// For a site's API only.
pub fn cors() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(AllowOrigin::predicate(is_registered))
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE])
        .allow_headers([header::AUTHORIZATION, header::CONTENT_TYPE])
        .expose_headers([header::RETRY_AFTER, HeaderName::from_static("x-request-id")])
        .max_age(REMEMBERED)
}

fn is_registered(origin: &HeaderValue, parts: &Parts) -> bool {
    let Some(visit) = parts.extensions.get::<Visit>() else { return false };
    visit.site.registered_origins().any(|registered| registered.as_bytes() == origin.as_bytes())
}
