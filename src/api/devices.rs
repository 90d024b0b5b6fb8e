//! `/api/user/sessions`

use axum::http::StatusCode;
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{kind::Kind, member::Member, problem::Refused};
use crate::{
    flows::{Visit, devices},
    http::{json::Json, path::Path},
};

/// Where somebody is logged in.
#[derive(Serialize, ToSchema)]
pub struct Device {
    id: Uuid,
    /// Whether it is the login that asks.
    current: bool,
    /// Browser and system, as far as can be told.
    #[schema(example = "Firefox on Linux")]
    name: String,
    /// The browser's own description.
    user_agent: String,
    /// Where it came from.
    #[schema(example = "203.0.113.7")]
    ip: String,
    #[serde(with = "time::serde::rfc3339")]
    created_at: OffsetDateTime,
    /// To the minute.
    #[serde(with = "time::serde::rfc3339")]
    last_active_at: OffsetDateTime,
}

/// Logins, the latest visit first.
#[derive(Serialize, ToSchema)]
pub struct Devices {
    items: Vec<Device>,
}

/// List the account's logins.
#[utoipa::path(get, path = "/api/user/sessions", tag = "Account", operation_id = "list_sessions", security(("bearer" = [])),
    responses((status = 200, body = Devices), (status = 401, description = "`token_invalid`")))]
pub async fn list(visit: Visit, Member(session): Member) -> Result<Json<Devices>, Refused> {
    let devices = devices::list(&visit, &session).await?;
    let items = devices.into_iter().map(|device| Device {
        id: device.id,
        current: device.id == session.id,
        name: visit.app.words.program(visit.locale, &device.agent),
        user_agent: device.agent,
        ip: device.address.to_string(),
        created_at: device.created_at,
        last_active_at: device.seen_at,
    });
    Ok(Json(Devices { items: items.collect() }))
}

/// End one login.
#[utoipa::path(delete, path = "/api/user/sessions/{id}", tag = "Account", operation_id = "end_session",
    security(("bearer" = [])), params(("id" = Uuid, Path, description = "The login's id.")),
    responses((status = 204, description = "It is over."), (status = 401, description = "`token_invalid`"),
    (status = 404, description = "`not_found`")))]
pub async fn end(visit: Visit, Member(session): Member, Path(id): Path<Uuid>) -> Result<StatusCode, Refused> {
    match devices::end(&visit, &session, id).await? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(Kind::NotFound.into()),
    }
}

/// End all other logins.
#[utoipa::path(delete, path = "/api/user/sessions", tag = "Account", operation_id = "end_other_sessions",
    security(("bearer" = [])),
    responses((status = 204, description = "They are over."), (status = 401, description = "`token_invalid`")))]
pub async fn end_others(visit: Visit, Member(session): Member) -> Result<StatusCode, Refused> {
    devices::end_others(&visit, &session).await?;
    Ok(StatusCode::NO_CONTENT)
}
