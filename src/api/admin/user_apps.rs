//! `…/users/{id}/apps`, `…/users/{id}/apps/{app}`

use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::UserPath;
use crate::{
    api::{kind::Kind, problem::Refused},
    flows::{administration::Admin, user_apps},
    http::{json::Json, path::Path},
    model::connected_app::ConnectedApp,
};

/// Apps that know an account.
#[derive(Serialize, ToSchema)]
pub struct ConnectedApps {
    items: Vec<ConnectedApp>,
}

/// Whose, and which.
#[derive(Deserialize)]
pub struct AppPath {
    id: Uuid,
    app: Uuid,
}

/// List the apps that an account has let in.
///
/// By name: those that its owner allowed to know it, and those of the site's own that hold something of it.
#[utoipa::path(get, path = "/users/{id}/apps", tag = "Administration", operation_id = "list_user_apps",
    security(("bearer" = []), ("masterKey" = [])), params(("id" = Uuid, Path, description = "The account's id.")),
    responses((status = 200, body = ConnectedApps), (status = 404, description = "`not_found`")))]
pub async fn list(admin: Admin, Path(UserPath { id }): Path<UserPath>) -> Result<Json<ConnectedApps>, Refused> {
    let items = user_apps::list(&admin, id).await?.ok_or(Kind::NotFound)?;
    Ok(Json(ConnectedApps { items }))
}

/// Put an app out of an account.
///
/// Ends at once what it holds of the account, and takes back what its owner allowed. The owner is told by mail.
#[utoipa::path(delete, path = "/users/{id}/apps/{app}", tag = "Administration", operation_id = "remove_user_app",
    security(("bearer" = []), ("masterKey" = [])),
    params(("id" = Uuid, Path, description = "The account's id."), ("app" = Uuid, Path, description = "The client id.")),
    responses((status = 204, description = "It is out."), (status = 404, description = "`not_found`")))]
pub async fn remove(admin: Admin, Path(AppPath { id, app }): Path<AppPath>) -> Result<StatusCode, Refused> {
    match user_apps::remove(&admin, id, app).await? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(Kind::NotFound.into()),
    }
}
