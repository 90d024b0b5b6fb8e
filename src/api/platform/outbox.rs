//! `/api/outbox`

use std::sync::Arc;

use axum::extract::State;

use super::operator::Operator;
use crate::{
    api::{
        admin::outbox::{Letters, OutboxQuery, Retried},
        problem::Refused,
    },
    app::App,
    flows::all_letters,
    http::{json::Json, query::Query},
};

/// Look at the outbox of all sites.
///
/// Newest first, a part at a time.
#[utoipa::path(get, path = "/api/outbox", tag = "Portal", operation_id = "outbox_of_all_sites", security(("masterKey" = [])),
    params(OutboxQuery), responses((status = 200, body = Letters), (status = 422, description = "`validation_failed`")))]
pub async fn list(State(app): State<Arc<App>>, _: Operator, Query(query): Query<OutboxQuery>) -> Result<Json<Letters>, Refused> {
    let (wanted, limit) = query.wanted();
    let part = all_letters::read(&app, wanted, limit).await?.map_err(|problem| Refused::fields(vec![problem]))?;
    Ok(Json(part.into()))
}

/// Try all letters of all sites again that can be.
///
/// The oldest thousand of those that were given up in the last three days, or whose next try is minutes away.
#[utoipa::path(post, path = "/api/outbox/retry", tag = "Portal", operation_id = "retry_letters_of_all_sites",
    security(("masterKey" = [])), responses((status = 200, body = Retried)))]
pub async fn retry_all(State(app): State<Arc<App>>, Operator(author): Operator) -> Result<Json<Retried>, Refused> {
    Ok(Json(all_letters::retry_all(&app, &author).await?.into()))
}
