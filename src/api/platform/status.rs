//! Whether the portal is well, for a watcher that holds `SERVICE_API_TOKEN`.

use std::sync::Arc;

use axum::{extract::State, http::HeaderMap};
use secrecy::SecretString;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    api::{kind::Kind, problem::Refused},
    app::App,
    http::{bearer::bearer, json::Json},
    model::shared_secret,
};

/// All is well.
#[derive(Serialize, ToSchema)]
pub struct Wellbeing {
    #[schema(example = "ok")]
    status: &'static str,
    #[schema(example = "vestibule")]
    service: &'static str,
}

/// Whether the portal is well.
///
/// For whoever holds `SERVICE_API_TOKEN`; without that setting there is nothing here.
#[utoipa::path(get, path = "/api/status", tag = "Portal", operation_id = "status", security(("bearer" = [])),
    responses((status = 200, body = Wellbeing), (status = 401, description = "`token_invalid`"), (status = 404, description = "`not_found`")))]
pub async fn show(State(app): State<Arc<App>>, headers: HeaderMap) -> Result<Json<Wellbeing>, Refused> {
    expect_token(app.config.service_api_token.as_ref(), &headers)?;
    Ok(Json(Wellbeing { status: "ok", service: "vestibule" }))
}

/// Refuses whoever does not hold the token; without a token there is nothing to find.
pub(super) fn expect_token(token: Option<&SecretString>, headers: &HeaderMap) -> Result<(), Refused> {
    let token = token.ok_or(Kind::NotFound)?;
    let sent = bearer(headers).ok_or(Kind::TokenInvalid)?;
    match shared_secret::is_one_of(sent, std::slice::from_ref(token)) {
        true => Ok(()),
        false => Err(Kind::TokenInvalid.into()),
    }
}
