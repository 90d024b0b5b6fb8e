//! `…/users/{id}/temporary-password`

use secrecy::{ExposeSecret, SecretString};
use serde::{Serialize, Serializer};
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::UserPath;
use crate::{
    api::{kind::Kind, problem::Refused},
    flows::{
        administration::Admin,
        temporary_password::{self, Outcome},
    },
    http::{json::Json, path::Path},
};

/// A password that its owner replaces at the next login.
#[derive(Serialize, ToSchema)]
pub struct TemporaryPassword {
    /// Shown this once.
    #[serde(serialize_with = "revealed")]
    #[schema(value_type = String, format = Password, example = "k7fmq-2xd9r-wthc4-z3j8n")]
    password: SecretString,
    /// Until when it can be used.
    #[serde(with = "time::serde::rfc3339")]
    expires_at: OffsetDateTime,
}

fn revealed<S: Serializer>(secret: &SecretString, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_str(secret.expose_secret())
}

/// Have a temporary password made for an account.
///
/// Only where the site's `temporary_passwords` is on. Hand it to the account's owner; with it nothing can be done but to choose
/// another one. It ends every login and the letters that would open the account, and its owner is told by mail. Protected
/// accounts keep theirs.
#[utoipa::path(post, path = "/users/{id}/temporary-password", tag = "Administration", operation_id = "make_temporary_password",
    security(("bearer" = []), ("masterKey" = [])), params(("id" = Uuid, Path, description = "The account's id.")),
    responses((status = 200, body = TemporaryPassword), (status = 404, description = "`not_found`"),
    (status = 409, description = "`temporary_passwords_off`, `wrong_status`, `user_protected`"),
    (status = 429, description = "`too_many_attempts`")))]
pub async fn submit(admin: Admin, Path(UserPath { id }): Path<UserPath>) -> Result<Json<TemporaryPassword>, Refused> {
    match temporary_password::submit(&admin, id).await? {
        Outcome::Made { password, until } => Ok(Json(TemporaryPassword { password, expires_at: until })),
        Outcome::NotOffered => Err(Kind::TemporaryPasswordsOff.into()),
        Outcome::WrongStatus => Err(Kind::WrongStatus.into()),
        Outcome::Kept(kept) => Err(kept.into()),
        Outcome::Missing => Err(Kind::NotFound.into()),
        Outcome::TooMany(wait) => Err(Refused::too_many(wait)),
    }
}
