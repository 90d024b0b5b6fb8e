//! `…/stats`

use crate::{
    api::problem::Refused,
    flows::{administration::Admin, stats},
    http::json::Json,
    model::stats::Stats,
};

/// Count accounts, signups and logins.
#[utoipa::path(get, path = "/stats", tag = "Administration", operation_id = "stats",
    security(("bearer" = []), ("masterKey" = [])), responses((status = 200, body = Stats)))]
pub async fn show(admin: Admin) -> Result<Json<Stats>, Refused> {
    Ok(Json(stats::count(&admin).await?))
}
