//! What programs ask a site by the standards of OpenID Connect. So far: its public keys.

pub mod keys;

use axum::{Router, routing::get};

/// At their addresses within the site. No cookie is read or written here.
pub fn router() -> Router {
    Router::new().route("/.well-known/jwks.json", get(keys::show))
}
