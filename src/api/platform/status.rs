//! Whether the portal is well, for a watcher that holds `SERVICE_API_TOKEN`.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderMap, header},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    api::{kind::Kind, problem::Refused},
    app::App,
    http::{error::Refusal, json::Json},
    model::shared_secret,
};

/// All is well.
#[derive(Serialize, ToSchema)]
pub struct Status {
    #[schema(example = "ok")]
    status: &'static str,
    #[schema(example = "vestibule")]
    service: &'static str,
}

/// Whether the portal is well.
///
/// For whoever holds `SERVICE_API_TOKEN`; without that setting there is nothing here.
#[utoipa::path(get, path = "/api/status", tag = "Portal", operation_id = "status", security(("bearer" = [])),
    responses((status = 200, body = Status), (status = 401, description = "`token_invalid`"), (status = 404, description = "`not_found`")))]
pub async fn show(State(app): State<Arc<App>>, headers: HeaderMap) -> Result<Json<Status>, Refused> {
    let token = app.config.service_api_token.as_ref().ok_or(Refusal::NotFound)?;
    let sent = bearer(&headers).ok_or(Kind::TokenInvalid)?;
    match shared_secret::is_one_of(sent, std::slice::from_ref(token)) {
        true => Ok(Json(Status { status: "ok", service: "vestibule" })),
        false => Err(Kind::TokenInvalid.into()),
    }
}

/// The token of `Authorization: Bearer …` (RFC 6750 §2.1).
fn bearer(headers: &HeaderMap) -> Option<&[u8]> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.as_bytes().split_at_checked(7)?;
    scheme.eq_ignore_ascii_case(b"bearer ").then_some(token)
}
