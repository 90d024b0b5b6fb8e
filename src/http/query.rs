//! The parameters after the question mark. What is unknown, named twice or of the wrong type is refused.

use axum::{
    extract::FromRequestParts,
    http::request::Parts,
    response::{IntoResponse, Response},
};
use serde::de::DeserializeOwned;
use url::form_urlencoded;

use super::{error::Refusal, input::WrongField};

/// The parameters of a query.
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Response> {
        let query = parts.uri.query().unwrap_or_default().as_bytes();
        // Postgres cannot store it, and nobody types it.
        if form_urlencoded::parse(query).any(|(name, value)| name.contains('\0') || value.contains('\0')) {
            return Err(Refusal::BadRequest.into_response());
        }
        let reader = serde_urlencoded::Deserializer::new(form_urlencoded::parse(query));
        serde_path_to_error::deserialize(reader).map(Self).map_err(|error| WrongField::of(&error).into_response())
    }
}

/// As `Query`, for pages, which cannot name a field: whatever will not do is a request that cannot be understood.
pub struct PageQuery<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for PageQuery<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let Query(read) = Query::from_request_parts(parts, state).await.map_err(|_| Refusal::BadRequest)?;
        Ok(Self(read))
    }
}
