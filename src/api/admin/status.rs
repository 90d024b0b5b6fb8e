//! `…/users/{id}/role`, `…/users/{id}/disable`, `…/users/{id}/enable`, `…/users/{id}/end-sessions`

use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use super::UserPath;
use crate::{
    api::{kind::Kind, problem::Refused},
    flows::{
        administration::{Admin, Outcome},
        disable_user, end_logins, set_role,
    },
    http::{json::Json, path::Path},
    model::{user::Role, user_record::UserRecord},
};

/// What an account may do from now on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewRole)]
pub struct Body {
    role: Role,
}

/// Give an account a role.
///
/// It counts at once, also for whoever has an access token. The last admin who can log in and a protected one stay admins.
#[utoipa::path(put, path = "/users/{id}/role", tag = "Administration", operation_id = "set_role",
    security(("bearer" = []), ("masterKey" = [])), params(("id" = Uuid, Path, description = "The account's id.")),
    request_body = Body, responses((status = 200, body = UserRecord), (status = 404, description = "`not_found`"),
    (status = 409, description = "`last_admin`, `user_protected`")))]
pub async fn set_role(
    admin: Admin,
    Path(UserPath { id }): Path<UserPath>,
    Json(Body { role }): Json<Body>,
) -> Result<Json<UserRecord>, Refused> {
    answer(set_role::submit(&admin, id, role).await?)
}

/// Disable an account.
///
/// It ends everything at once: logins, tokens, and the letters that would open the account.
#[utoipa::path(post, path = "/users/{id}/disable", tag = "Administration", operation_id = "disable_user",
    security(("bearer" = []), ("masterKey" = [])), params(("id" = Uuid, Path, description = "The account's id.")),
    responses((status = 200, body = UserRecord), (status = 404, description = "`not_found`"),
    (status = 409, description = "`last_admin`, `user_protected`")))]
pub async fn disable(admin: Admin, Path(UserPath { id }): Path<UserPath>) -> Result<Json<UserRecord>, Refused> {
    answer(disable_user::disable(&admin, id).await?)
}

/// Let a disabled account log in again.
///
/// What was ended stays so. An account that nobody had accepted yet is `invited` again, and wants a new letter.
#[utoipa::path(post, path = "/users/{id}/enable", tag = "Administration", operation_id = "enable_user",
    security(("bearer" = []), ("masterKey" = [])), params(("id" = Uuid, Path, description = "The account's id.")),
    responses((status = 200, body = UserRecord), (status = 404, description = "`not_found`")))]
pub async fn enable(admin: Admin, Path(UserPath { id }): Path<UserPath>) -> Result<Json<UserRecord>, Refused> {
    answer(disable_user::enable(&admin, id).await?)
}

/// Log an account out everywhere.
#[utoipa::path(post, path = "/users/{id}/end-sessions", tag = "Administration", operation_id = "end_user_sessions",
    security(("bearer" = []), ("masterKey" = [])), params(("id" = Uuid, Path, description = "The account's id.")),
    responses((status = 204, description = "Every login is over."), (status = 404, description = "`not_found`")))]
pub async fn end_sessions(admin: Admin, Path(UserPath { id }): Path<UserPath>) -> Result<StatusCode, Refused> {
    match end_logins::submit(&admin, id).await? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(Kind::NotFound.into()),
    }
}

fn answer(outcome: Outcome) -> Result<Json<UserRecord>, Refused> {
    match outcome {
        Outcome::Done(user) => Ok(Json(*user)),
        Outcome::Kept(kept) => Err(kept.into()),
        Outcome::Missing => Err(Kind::NotFound.into()),
    }
}
