//! The operator's endpoints, and what the portal says of itself.

pub mod metrics;
pub mod operator;
pub mod outbox;
pub mod sites;
pub mod status;
pub mod version;

use std::sync::Arc;

use axum::{Extension, Router};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{admin, openapi};
use crate::{
    app::App,
    http::{error::Refusal, json::LazyDocument},
};

/// The endpoints, at their addresses.
#[must_use]
pub fn endpoints() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(sites::create, sites::list))
        .routes(routes!(sites::by_domain))
        .routes(routes!(sites::ask))
        .routes(routes!(sites::show, sites::update, sites::delete))
        .nest("/api/sites/{site}", admin::endpoints())
        .routes(routes!(outbox::list))
        .routes(routes!(outbox::retry_all))
        .routes(routes!(status::show))
        .routes(routes!(metrics::show))
        .routes(routes!(version::show))
        .routes(routes!(openapi::show))
}

/// Answers them.
pub fn router(app: &Arc<App>, document: LazyDocument) -> Router {
    let parts = (Extension(document), Extension(Arc::clone(app)));
    let router = Router::from(endpoints()).layer(parts);
    router.fallback(async || Refusal::NotFound).with_state(Arc::clone(app))
}
