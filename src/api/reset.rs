//! `/api/auth/forgot-password`, `/api/auth/reset-password`

use axum::http::StatusCode;
use secrecy::SecretString;
use serde::Deserialize;
use utoipa::ToSchema;

use super::problem::Refused;
use crate::{
    flows::{
        Visit,
        reset::{self, Asked, Forgot, Outcome, Reset},
    },
    http::json::Json,
    model::email::Email,
};

/// Who forgot.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ForgotPassword)]
pub struct ForgotBody {
    #[schema(example = "ada@example.com")]
    email: String,
}

/// A new password, and the mailed link's token or the mailed code.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ResetPassword)]
pub struct ResetBody {
    /// The mailed link's token.
    token: Option<String>,
    /// The address, with `code`.
    #[schema(example = "ada@example.com")]
    email: Option<String>,
    /// The mailed code.
    #[schema(example = "123456")]
    code: Option<String>,
    #[schema(value_type = String, format = Password, example = "correct horse battery staple")]
    password: SecretString,
}

/// Ask for a mail that lets its reader choose a new password.
///
/// The answer is the same for every address.
#[utoipa::path(post, path = "/api/auth/forgot-password", tag = "Login", operation_id = "forgot_password",
    request_body = ForgotBody,
    responses((status = 202, description = "If there is an account, a mail is on its way."),
    (status = 429, description = "`too_many_attempts`")))]
pub async fn ask(visit: Visit, Json(body): Json<ForgotBody>) -> Result<StatusCode, Refused> {
    match reset::ask(&visit, &Forgot { email: body.email }).await? {
        Asked::Sent(_) => Ok(StatusCode::ACCEPTED),
        Asked::Problems(problems) => Err(Refused::fields(problems)),
        Asked::TooMany(wait) => Err(Refused::too_many(wait)),
    }
}

/// Choose a new password.
///
/// With the token of an invitation it accepts that. Ends every login of the account, and begins none.
#[utoipa::path(post, path = "/api/auth/reset-password", tag = "Login", operation_id = "reset_password",
    request_body = ResetBody,
    responses((status = 204, description = "The new password counts."), (status = 401, description = "`token_invalid`"),
    (status = 429, description = "`too_many_attempts`")))]
pub async fn submit(visit: Visit, Json(body): Json<ResetBody>) -> Result<StatusCode, Refused> {
    let email = body.email.as_deref().and_then(|email| Email::parse(email).ok());
    let form = Reset { token: body.token.unwrap_or_default(), code: body.code.unwrap_or_default(), new_password: body.password };
    match reset::submit(&visit, &form, email.as_ref()).await? {
        Outcome::Done { .. } => Ok(StatusCode::NO_CONTENT),
        Outcome::Problems { problems, .. } => Err(Refused::fields(problems)),
        Outcome::Dead(link) => Err(link.into()),
        Outcome::TooMany(wait) => Err(Refused::too_many(wait)),
    }
}
