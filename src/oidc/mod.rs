//! What programs ask a site by the standards of OpenID Connect: one file for each endpoint.

pub mod authorize;
pub mod cors;
pub mod device_authorization;
pub mod error;
pub mod introspect;
pub mod keys;
pub mod logout;
pub mod metadata;
pub mod push;
pub mod revoke;
pub mod token;
pub mod userinfo;

use axum::{
    Router,
    routing::{get, post},
};

use crate::http::error::Refusal;

/// Where browsers come with a client's wish. Forms come here from clients' own pages, and change nothing before the browser has
/// asked for itself.
pub fn for_browsers() -> Router {
    Router::new()
        .route("/oauth2/authorize", get(authorize::show).post(authorize::submit))
        .route("/oauth2/logout", get(logout::show).post(logout::submit))
}

/// Where programs come. No cookie is read or written here.
pub fn for_programs() -> Router {
    let told = Router::new()
        .route("/oauth2/token", post(token::submit))
        .route("/oauth2/revoke", post(revoke::submit))
        .route("/oauth2/userinfo", get(userinfo::show).post(userinfo::submit))
        .layer(cors::registered());
    let public = Router::new()
        .route("/.well-known/openid-configuration", get(metadata::show))
        .route("/.well-known/oauth-authorization-server", get(metadata::show))
        .route("/.well-known/jwks.json", get(keys::show))
        .layer(cors::anybody());
    let servers = Router::new()
        .route("/oauth2/introspect", post(introspect::submit))
        .route("/oauth2/par", post(push::submit))
        .route("/oauth2/device_authorization", post(device_authorization::submit));
    told.merge(servers).merge(public).fallback(async || Refusal::NotFound)
}
