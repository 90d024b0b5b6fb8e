//! Refuses forms sent from anywhere but the host's own pages (cross-site request forgery), by the headers that browsers
//! add themselves. There is no hidden field to forget, and no token to go stale.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::header,
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::error::Refusal;
use crate::{
    app::App,
    flows::{Call, Visit},
    model::client::ClientAddress,
};

/// Lets reads through, and writes from the site's own pages, from the portal's where no site is concerned, or from clients that
/// are no browsers.
pub async fn same_origin(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let (headers, known) = (request.headers(), request.extensions());
    let visit = known.get::<Visit>();
    let value = |name| headers.get(name).map(|value: &header::HeaderValue| value.to_str().unwrap_or_default());
    let own = || match visit {
        Some(visit) => visit.site.base.origin.clone(),
        None => app.config.public_url.origin().ascii_serialization(),
    };
    let allowed = request.method().is_safe()
        || match (value(header::HeaderName::from_static("sec-fetch-site")), value(header::ORIGIN)) {
            // `same-site` is a sibling subdomain: another tenant.
            (Some(relation), _) => matches!(relation, "same-origin" | "none"),
            (None, Some(origin)) => origin == own(),
            (None, None) => !headers.contains_key(header::COOKIE),
        };
    if allowed {
        next.run(request).await
    } else {
        let site = visit.map_or("", |visit| &visit.site.slug);
        let client = visit.map(|visit| visit.client).or_else(|| Some(known.get::<Call>()?.client));
        tracing::warn!(site, client = ?client.map(ClientAddress::ip), "a cross-site form was refused");
        Refusal::CrossSite.into_response()
    }
}
