//! Refuses forms sent from anywhere but the site's own pages (cross-site request forgery), by the headers that browsers
//! add themselves. There is no hidden field to forget, and no token to go stale.

use axum::{
    extract::Request,
    http::header,
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::error::Refusal;
use crate::flows::Visit;

/// Lets reads through, and writes from the site's own pages or from clients that are no browsers.
pub async fn same_origin(visit: Visit, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let value = |name| headers.get(name).map(|value: &header::HeaderValue| value.to_str().unwrap_or_default());
    let allowed = request.method().is_safe()
        || match (value(header::HeaderName::from_static("sec-fetch-site")), value(header::ORIGIN)) {
            // `same-site` is a sibling subdomain: another tenant.
            (Some(relation), _) => matches!(relation, "same-origin" | "none"),
            (None, Some(origin)) => origin == visit.site.base.origin,
            (None, None) => !headers.contains_key(header::COOKIE),
        };
    if allowed {
        next.run(request).await
    } else {
        tracing::warn!(site = %visit.site.slug, client = %visit.client.ip(), "a cross-site form was refused");
        Refusal::CrossSite.into_response()
    }
}
