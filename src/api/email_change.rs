//! `/api/user/change-email`, `/api/auth/confirm-email-change`

use axum::http::StatusCode;
use secrecy::SecretString;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{kind::Kind, member::Member, problem::Refused, profile};
use crate::{
    flows::{
        Visit,
        confirm_identity::Fresh,
        email_change::{self, Asked, ChangeEmail, Outcome},
    },
    http::json::Json,
    model::{
        problem::{Code, Field, Problem},
        user_record::UserRecord,
    },
};

/// The address wanted from now on, and the password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ChangeEmail)]
pub struct AskBody {
    #[schema(example = "ada@new.example")]
    new_email: String,
    #[schema(value_type = String, format = Password)]
    current_password: SecretString,
}

/// What the letter to the new address holds.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ConfirmEmailChange)]
pub struct ConfirmBody {
    /// The mailed link's token.
    token: String,
}

/// Ask to move the account to another address.
///
/// A mail goes there; the old address is told, and can undo it for a week. Whether the new one is taken is not told.
#[utoipa::path(post, path = "/api/user/change-email", tag = "Account", operation_id = "change_email",
    security(("bearer" = [])), request_body = AskBody,
    responses((status = 202, description = "A mail is on its way."), (status = 401, description = "`token_invalid`"),
    (status = 429, description = "`too_many_attempts`")))]
pub async fn ask(visit: Visit, Member(session): Member, Json(body): Json<AskBody>) -> Result<StatusCode, Refused> {
    let form = ChangeEmail { new_email: body.new_email, current_password: body.current_password };
    let fresh = Fresh::by_password(&visit, session, &form.current_password).await??;
    match email_change::ask(&visit, &fresh, &form).await? {
        Asked::Sent => Ok(StatusCode::ACCEPTED),
        Asked::Ended => Err(Kind::TokenInvalid.into()),
        Asked::Problems(problems) => Err(Refused::fields(problems)),
        Asked::TooMany(wait) => Err(Refused::too_many(wait)),
    }
}

/// Prove the new address.
#[utoipa::path(post, path = "/api/auth/confirm-email-change", tag = "Account", operation_id = "confirm_email_change",
    request_body = ConfirmBody,
    responses((status = 200, body = UserRecord), (status = 401, description = "`token_invalid`"),
    (status = 429, description = "`too_many_attempts`")))]
pub async fn confirm(visit: Visit, Json(body): Json<ConfirmBody>) -> Result<Json<UserRecord>, Refused> {
    match email_change::confirm(&visit, &body.token).await? {
        Outcome::Changed { user, .. } => profile::record(&visit, user).await,
        Outcome::Taken(_) => Err(Refused::fields(vec![Problem::new(Field::Form, Code::Taken)])),
        Outcome::Dead(link) => Err(link.into()),
    }
}
