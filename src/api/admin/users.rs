//! `…/users`, `…/users/{id}`

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Deserializer};
use utoipa::{IntoParams, ToSchema};

use super::UserPath;
use crate::{
    api::{kind::Kind, listing::Listing, problem::Refused},
    flows::{
        administration::{self, Admin},
        change_user, delete_user,
        invite_user::{self, Invitation},
        list_users,
    },
    http::{json::Json, path::Path, query::Query},
    model::{
        paging::Paging,
        user::{Role, Status},
        user_list::{Order, Wanted},
        user_record::UserRecord,
    },
};

/// Which accounts.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct UserQuery {
    /// Which page, counted from 1.
    #[param(minimum = 1, default = 1)]
    page: Option<i64>,
    /// How many entries a page has.
    #[param(minimum = 1, maximum = 100, default = 25)]
    per_page: Option<i64>,
    /// An id, or else the beginning of an address, its domain, a name, a surname or a username. It finds the first thousand of each.
    #[param(example = "ada")]
    search: Option<String>,
    /// What they may do.
    #[param(inline)]
    role: Option<Role>,
    /// Whether they may log in.
    #[param(inline)]
    status: Option<Status>,
    /// In which order; `-` turns it round.
    #[param(inline)]
    sort: Option<Order>,
}

/// Changes of an account. What is left out stays as it is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = UserChanges)]
pub struct Body {
    /// The name; `null` takes it away.
    #[serde(default, deserialize_with = "empty_for_null")]
    #[schema(example = "Ada Lovelace")]
    name: Option<String>,
    /// The name to log in by, where the site has them; `null` takes it away.
    #[serde(default, deserialize_with = "empty_for_null")]
    #[schema(example = "ada")]
    username: Option<String>,
    /// Whether it can be neither deleted nor disabled, and stays an admin if it is one. Only the operator may change that.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = bool)]
    protected: Option<bool>,
}

fn empty_for_null<'de, D: Deserializer<'de>>(input: D) -> Result<Option<String>, D::Error> {
    Option::deserialize(input).map(|given: Option<String>| Some(given.unwrap_or_default()))
}

fn given<'de, D: Deserializer<'de>>(input: D) -> Result<Option<bool>, D::Error> {
    bool::deserialize(input).map(Some)
}

/// List accounts.
///
/// By address unless `sort` says otherwise.
#[utoipa::path(get, path = "/users", tag = "Administration", operation_id = "list_users",
    security(("bearer" = []), ("masterKey" = [])), params(UserQuery),
    responses((status = 200, body = Listing<UserRecord>), (status = 422, description = "`validation_failed`")))]
pub async fn list(admin: Admin, Query(query): Query<UserQuery>) -> Result<Json<Listing<UserRecord>>, Refused> {
    let paging = Paging::parse(query.page, query.per_page).map_err(Refused::fields)?;
    let (search, order) = (query.search, query.sort.unwrap_or_default());
    let wanted = Wanted { search, role: query.role, status: query.status, order, ..Wanted::default() };
    let (users, total) = list_users::page(&admin, &wanted, paging).await?;
    Ok(Json(Listing::new(users, paging, total)))
}

/// Invite somebody.
///
/// Makes an account with the status `invited` and mails a link with which its owner chooses a password. Whoever is invited
/// already gets another letter, and the older link counts no more; the answer is 200 then, and what was given has changed.
#[utoipa::path(post, path = "/users", tag = "Administration", operation_id = "invite_user",
    security(("bearer" = []), ("masterKey" = [])), request_body = Invitation,
    responses((status = 201, body = UserRecord), (status = 200, body = UserRecord, description = "It was invited already."),
    (status = 429, description = "`too_many_attempts`")))]
pub async fn invite(admin: Admin, Json(form): Json<Invitation>) -> Result<Response, Refused> {
    match invite_user::submit(&admin, &form).await? {
        invite_user::Outcome::Invited { user, is_new } => {
            let status = if is_new { StatusCode::CREATED } else { StatusCode::OK };
            Ok((status, Json(*user)).into_response())
        }
        invite_user::Outcome::Problems(problems) => Err(Refused::fields(problems)),
        invite_user::Outcome::TooMany(wait) => Err(Refused::too_many(wait)),
    }
}

/// Show an account.
#[utoipa::path(get, path = "/users/{id}", tag = "Administration", operation_id = "show_user",
    security(("bearer" = []), ("masterKey" = [])), params(("id" = Uuid, Path, description = "The account's id.")),
    responses((status = 200, body = UserRecord), (status = 404, description = "`not_found`")))]
pub async fn show(admin: Admin, Path(UserPath { id }): Path<UserPath>) -> Result<Json<UserRecord>, Refused> {
    Ok(Json(administration::find(&admin, id).await?.ok_or(Kind::NotFound)?))
}

/// Change an account.
///
/// Neither the address nor the password: whoever could set those could be anybody. Members change their own.
#[utoipa::path(patch, path = "/users/{id}", tag = "Administration", operation_id = "update_user",
    security(("bearer" = []), ("masterKey" = [])), params(("id" = Uuid, Path, description = "The account's id.")),
    request_body = Body, responses((status = 200, body = UserRecord), (status = 404, description = "`not_found`")))]
pub async fn update(
    admin: Admin,
    Path(UserPath { id }): Path<UserPath>,
    Json(body): Json<Body>,
) -> Result<Json<UserRecord>, Refused> {
    let form = change_user::Form { name: body.name, username: body.username, protected: body.protected };
    match change_user::submit(&admin, id, &form).await? {
        change_user::Outcome::Changed(user) => Ok(Json(*user)),
        change_user::Outcome::Problems(problems) => Err(Refused::fields(problems)),
        change_user::Outcome::Forbidden => Err(Kind::Forbidden.into()),
        change_user::Outcome::Missing => Err(Kind::NotFound.into()),
    }
}

/// Delete an account.
///
/// At once, with everything that hangs on it; only the record of what admins did stays. The last admin who can log in and
/// protected accounts stay.
#[utoipa::path(delete, path = "/users/{id}", tag = "Administration", operation_id = "delete_user",
    security(("bearer" = []), ("masterKey" = [])), params(("id" = Uuid, Path, description = "The account's id.")),
    responses((status = 204, description = "It is gone."), (status = 404, description = "`not_found`"),
    (status = 409, description = "`last_admin`, `user_protected`")))]
pub async fn delete(admin: Admin, Path(UserPath { id }): Path<UserPath>) -> Result<StatusCode, Refused> {
    match delete_user::submit(&admin, id).await? {
        delete_user::Outcome::Deleted => Ok(StatusCode::NO_CONTENT),
        delete_user::Outcome::Kept(kept) => Err(kept.into()),
        delete_user::Outcome::WrongStatus => Err(Kind::WrongStatus.into()),
        delete_user::Outcome::Missing => Err(Kind::NotFound.into()),
    }
}
