//! The JSON API: the same flows as the pages have, and the operator's endpoints. An endpoint is a function with its
//! description above it; one line here, or in `platform`, gives it its address.

pub mod admin;
pub mod change_password;
pub mod config;
pub mod delete_account;
pub mod devices;
pub mod email_change;
pub mod export;
pub mod kind;
pub mod listing;
pub mod login;
pub mod logout;
pub mod member;
pub mod openapi;
pub mod platform;
pub mod problem;
pub mod profile;
pub mod refresh;
pub mod reset;
pub mod session;
pub mod signup;
pub mod verify;

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::http::{cors::cors, error::Refusal};

/// A site's endpoints, at their addresses within it.
#[must_use]
pub fn site() -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(config::show))
        .routes(routes!(signup::submit))
        .routes(routes!(verify::submit))
        .routes(routes!(verify::resend))
        .routes(routes!(login::submit))
        .routes(routes!(refresh::submit))
        .routes(routes!(logout::submit))
        .routes(routes!(reset::ask))
        .routes(routes!(reset::submit))
        .routes(routes!(email_change::confirm))
        .routes(routes!(profile::me))
        .routes(routes!(profile::show, profile::update))
        .routes(routes!(change_password::submit))
        .routes(routes!(email_change::ask))
        .routes(routes!(devices::list, devices::end_others))
        .routes(routes!(devices::end))
        .routes(routes!(export::download))
        .routes(routes!(delete_account::submit))
        .nest("/api/admin", admin::endpoints())
        .fallback(async || Refusal::NotFound)
        .layer(cors())
}
