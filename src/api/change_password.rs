//! `/api/user/change-password`

use axum::http::StatusCode;
use secrecy::SecretString;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{member::Member, problem::Refused};
use crate::{
    flows::{
        Visit,
        change_password::{self, ChangePassword, Outcome},
    },
    http::json::Json,
};

/// The present password, and the one wanted from now on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ChangePassword)]
pub struct Body {
    #[schema(value_type = String, format = Password)]
    current_password: SecretString,
    #[schema(value_type = String, format = Password)]
    password: SecretString,
}

/// Change the password.
///
/// Ends the account's other logins.
#[utoipa::path(post, path = "/api/user/change-password", tag = "Account", operation_id = "change_password",
    security(("bearer" = [])), request_body = Body,
    responses((status = 204, description = "The new password counts."), (status = 401, description = "`token_invalid`"),
    (status = 429, description = "`too_many_attempts`")))]
pub async fn submit(visit: Visit, Member(session): Member, Json(body): Json<Body>) -> Result<StatusCode, Refused> {
    let form =
        ChangePassword { current_password: body.current_password, new_password: body.password, end_others: Some(String::new()) };
    match change_password::submit(&visit, &session, &form).await? {
        Outcome::Changed => Ok(StatusCode::NO_CONTENT),
        Outcome::Problems(problems) => Err(Refused::fields(problems)),
        Outcome::TooMany(wait) => Err(Refused::too_many(wait)),
    }
}
