//! The variable parts of an address. What cannot be read is not there: an id that is none gets the same answer as one that
//! nobody has.

use axum::{extract::FromRequestParts, http::request::Parts};
use serde::de::DeserializeOwned;

use super::error::Refusal;

/// One part, or several as a tuple.
pub struct Path<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let read = axum::extract::Path::from_request_parts(parts, state).await;
        read.map(|axum::extract::Path(part)| Self(part)).map_err(|_| Refusal::NotFound)
    }
}
