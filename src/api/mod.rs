//! The JSON API: the same flows as the pages have, and the operator's endpoints. An endpoint is a function with its
//! description above it; one line here, or in `platform`, gives it its address.

pub mod config;
pub mod kind;
pub mod listing;
pub mod openapi;
pub mod platform;
pub mod problem;

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::http::{cors::cors, error::Refusal};

/// A site's endpoints, at their addresses within it.
#[must_use]
pub fn site() -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(config::show)).fallback(async || Refusal::NotFound).layer(cors())
}
