//! `/api/auth/login`

use secrecy::SecretString;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{kind::Kind, problem::Refused, session::Session};
use crate::{
    flows::{
        Visit,
        login::{self, Login, Outcome},
        refresh,
    },
    http::json::Json,
    model::session::Keeper,
};

/// Who wants in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Login)]
pub struct Body {
    /// The address.
    #[schema(example = "ada@example.com")]
    email: Option<String>,
    /// The username, in place of the address, where the site has them.
    #[schema(example = "ada")]
    username: Option<String>,
    #[schema(value_type = String, format = Password, example = "correct horse battery staple")]
    password: SecretString,
}

/// Log in.
///
/// An unknown account and a wrong password look the same. That an account is inactive, or its address unproven, is told only to
/// whoever knows its password. With a temporary password nobody gets in: the answer's `reset_token` goes to
/// `/api/auth/reset-password` together with a password of one's own, and with that one logs in.
#[utoipa::path(post, path = "/api/auth/login", tag = "Login", operation_id = "login", request_body = Body,
    responses((status = 200, body = Session), (status = 401, description = "`invalid_credentials`"),
    (status = 403, description = "`email_unverified`, `account_inactive`, `password_change_required`"), (status = 429, description = "`too_many_attempts`")))]
pub async fn submit(visit: Visit, Json(body): Json<Body>) -> Result<Session, Refused> {
    let form = Login {
        email: body.email.or(body.username).unwrap_or_default(),
        password: body.password,
        // A program keeps its login as long as it comes back.
        remember: Some(String::new()),
    };
    match login::submit(&visit, form, Keeper::Program).await? {
        Outcome::LoggedIn(welcome) => {
            let tokens = refresh::begin(&visit, &welcome.session).await?;
            Ok(tokens.ok_or(Kind::InvalidCredentials)?.into())
        }
        Outcome::Problems(problems) => Err(Refused::fields(problems)),
        Outcome::WrongCredentials => Err(Kind::InvalidCredentials.into()),
        Outcome::Disabled => Err(Kind::AccountInactive.into()),
        Outcome::MustChoose(token) => Err(Refused::must_choose(&token)),
        Outcome::Unverified(_) => Err(Kind::EmailUnverified.into()),
        Outcome::TooMany(wait) => Err(Refused::too_many(wait)),
    }
}
