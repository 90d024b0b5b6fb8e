//! `/preview`: a site's draft of its look, for whoever was given the link.

use axum::{
    extract::Query,
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::samples::SAMPLES;
use crate::{
    flows::{Visit, look::preview},
    http::error::{Fault, Refusal},
};

/// What the address says.
#[derive(Deserialize)]
pub struct PreviewQuery {
    #[serde(default)]
    key: String,
    #[serde(default)]
    page: String,
}

/// One page, as it would look.
pub async fn show(visit: Visit, Query(query): Query<PreviewQuery>) -> Result<Response, Fault> {
    let Some(dressed) = preview::shared(&visit, &query.key).await? else { return Ok(Refusal::NotFound.into_response()) };
    let sample = (SAMPLES.show)(&dressed, &query.page)?;
    Ok(sample.unwrap_or_else(|| Refusal::NotFound.into_response()))
}
