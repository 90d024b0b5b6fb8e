//! `/api/auth/me`, `/api/user/profile`

use secrecy::SecretString;
use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{kind::Kind, member::Member, problem::Refused};
use crate::{
    flows::{
        Visit, account,
        profile::{self, Outcome, Profile},
    },
    http::json::Json,
    model::{session::Keeper, user_record::UserRecord},
};

/// What is to change. What is left out stays; `null` clears.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProfileChanges)]
pub struct Body {
    #[serde(default, deserialize_with = "empty_for_null")]
    #[schema(example = "Ada Lovelace")]
    name: Option<String>,
    /// Where the site has them.
    #[serde(default, deserialize_with = "empty_for_null")]
    #[schema(example = "ada")]
    username: Option<String>,
    /// The language of pages and mails.
    #[serde(default, deserialize_with = "empty_for_null")]
    #[schema(example = "en")]
    locale: Option<String>,
    /// By its IANA name.
    #[serde(default, deserialize_with = "empty_for_null")]
    #[schema(example = "Europe/London")]
    time_zone: Option<String>,
    /// The present password, if the username is to change.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Password)]
    current_password: SecretString,
}

fn empty_for_null<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Option::deserialize(deserializer).map(|given: Option<String>| Some(given.unwrap_or_default()))
}

/// Show the own account.
#[utoipa::path(get, path = "/api/auth/me", tag = "Account", operation_id = "me", security(("bearer" = [])),
    responses((status = 200, body = UserRecord), (status = 401, description = "`token_invalid`")))]
pub async fn me(visit: Visit, Member(session): Member) -> Result<Json<UserRecord>, Refused> {
    record(&visit, session.user.id).await
}

/// Show the own account, by its other name.
#[utoipa::path(get, path = "/api/user/profile", tag = "Account", operation_id = "show_profile", security(("bearer" = [])),
    responses((status = 200, body = UserRecord), (status = 401, description = "`token_invalid`")))]
pub async fn show(visit: Visit, Member(session): Member) -> Result<Json<UserRecord>, Refused> {
    record(&visit, session.user.id).await
}

/// Change name, username, language or time zone.
///
/// Only what is given changes, by PUT as by PATCH. Changing the username, which is good for logging in, takes the present password.
#[utoipa::path(method(put, patch), path = "/api/user/profile", tag = "Account", operation_id = "update_profile",
    security(("bearer" = [])), request_body = Body,
    responses((status = 200, body = UserRecord), (status = 401, description = "`token_invalid`"),
    (status = 429, description = "`too_many_attempts`")))]
pub async fn update(visit: Visit, Member(session): Member, Json(body): Json<Body>) -> Result<Json<UserRecord>, Refused> {
    let Body { name, username, locale, time_zone, current_password } = body;
    let changes = Profile { name, username, locale, time_zone, current_password };
    let user = session.user.id;
    match profile::submit(&visit, session, &changes, Keeper::Program).await? {
        Outcome::Saved => record(&visit, user).await,
        Outcome::Ended => Err(Kind::TokenInvalid.into()),
        Outcome::Problems(problems) => Err(Refused::fields(problems)),
        Outcome::TooMany(wait) => Err(Refused::too_many(wait)),
    }
}

/// The account as it is now.
pub async fn record(visit: &Visit, user: Uuid) -> Result<Json<UserRecord>, Refused> {
    Ok(Json(account::record(visit, user).await?.ok_or(Kind::TokenInvalid)?))
}
