//! `…/audit`

use std::net::IpAddr;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{
    api::problem::Refused,
    flows::{administration::Admin, audit},
    http::{json::Json, query::Query},
    model::{
        audit::{Acting, Entry, Place, Wanted},
        event::Action,
    },
};

/// Which entries.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct AuditQuery {
    /// Who did it: an account's id, or `person`, `admin`, `operator` or `system`.
    #[param(value_type = Option<String>, example = "admin")]
    actor: Option<Acting>,
    /// Whose account it is about.
    user: Option<Uuid>,
    /// Which app it is about: its client id.
    client: Option<Uuid>,
    /// What happened.
    #[param(value_type = Option<Action>, example = "login_refused")]
    action: Option<String>,
    /// Whether it came off: `done` or `refused`.
    #[param(example = "refused")]
    result: Option<String>,
    /// From where.
    #[param(value_type = Option<String>, example = "192.0.2.7")]
    address: Option<IpAddr>,
    /// Not before.
    #[serde(default, with = "time::serde::rfc3339::option")]
    from: Option<OffsetDateTime>,
    /// Before.
    #[serde(default, with = "time::serde::rfc3339::option")]
    to: Option<OffsetDateTime>,
    /// Where the part before ended: its `next_cursor`.
    #[param(value_type = Option<String>)]
    cursor: Option<Place>,
    /// How many entries.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<i64>,
}

/// A part of the record, newest first.
#[derive(Serialize, ToSchema)]
#[schema(as = Audit)]
pub struct Part {
    /// The entries.
    items: Vec<Entry>,
    /// For the next part; none at the end.
    next_cursor: Option<String>,
}

/// Read what happened.
///
/// Newest first, a part at a time. Nothing can be changed or taken away here.
#[utoipa::path(get, path = "/audit", tag = "Administration", operation_id = "audit",
    security(("bearer" = []), ("masterKey" = [])), params(AuditQuery),
    responses((status = 200, body = Part), (status = 422, description = "`validation_failed`")))]
pub async fn list(admin: Admin, Query(query): Query<AuditQuery>) -> Result<Json<Part>, Refused> {
    let AuditQuery { actor, user, client, action, result, address, from, to, cursor, limit } = query;
    let wanted = Wanted { actor, user, client, action, result, address, from, to, after: cursor, site: None };
    let part = audit::read(&admin, &wanted, limit).await?.map_err(|problem| Refused::fields(vec![problem]))?;
    Ok(Json(Part { items: part.entries, next_cursor: part.next.map(Place::to_cursor) }))
}
