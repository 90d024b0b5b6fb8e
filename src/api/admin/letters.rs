//! `…/users/{id}/send-reset`, `…/users/{id}/resend-verification`

use axum::http::StatusCode;

use super::UserPath;
use crate::{
    api::{kind::Kind, problem::Refused},
    flows::{
        administration::Admin,
        send_letter::{self, Outcome},
    },
    http::path::Path,
};

/// Let an account's owner choose a new password.
///
/// By mail only: what opens the account, nobody else learns. Until the owner has done so, the old password counts.
#[utoipa::path(post, path = "/users/{id}/send-reset", tag = "Administration", operation_id = "send_reset",
    security(("bearer" = []), ("masterKey" = [])), params(("id" = Uuid, Path, description = "The account's id.")),
    responses((status = 202, description = "A mail is on its way."), (status = 404, description = "`not_found`"),
    (status = 409, description = "`wrong_status`"), (status = 429, description = "`too_many_attempts`")))]
pub async fn send_reset(admin: Admin, Path(UserPath { id }): Path<UserPath>) -> Result<StatusCode, Refused> {
    answer(send_letter::reset(&admin, id).await?)
}

/// Send an invitation again.
///
/// The older link counts no more.
#[utoipa::path(post, path = "/users/{id}/resend-verification", tag = "Administration", operation_id = "resend_invitation",
    security(("bearer" = []), ("masterKey" = [])), params(("id" = Uuid, Path, description = "The account's id.")),
    responses((status = 202, description = "A mail is on its way."), (status = 404, description = "`not_found`"),
    (status = 409, description = "`wrong_status`"), (status = 429, description = "`too_many_attempts`")))]
pub async fn resend_verification(admin: Admin, Path(UserPath { id }): Path<UserPath>) -> Result<StatusCode, Refused> {
    answer(send_letter::invitation(&admin, id).await?)
}

fn answer(outcome: Outcome) -> Result<StatusCode, Refused> {
    match outcome {
        Outcome::Sent => Ok(StatusCode::ACCEPTED),
        Outcome::WrongStatus => Err(Kind::WrongStatus.into()),
        Outcome::Missing => Err(Kind::NotFound.into()),
        Outcome::TooMany(wait) => Err(Refused::too_many(wait)),
    }
}
