//! `/api/auth/register`

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{kind::Kind, problem::Refused};
use crate::{
    flows::{
        Visit,
        signup::{self, Outcome, Signup},
    },
    http::json::Json,
};

/// Who wants an account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Register)]
pub struct Body {
    #[schema(example = "ada@example.com")]
    email: String,
    #[schema(value_type = String, format = Password, example = "correct horse battery staple")]
    password: SecretString,
    /// Where the site asks for one.
    #[schema(example = "Ada Lovelace")]
    name: Option<String>,
    /// Where the site has them.
    #[schema(example = "ada")]
    username: Option<String>,
    /// Consent to the site's terms, where it has some.
    #[serde(default)]
    terms: bool,
}

/// A signup that waits for proof of its address.
#[derive(Serialize, ToSchema)]
pub struct Registered {
    /// With the mailed code, it proves the address.
    signup_token: String,
}

/// Sign up.
///
/// The answer is the same whether or not the address has an account: its owner learns it by mail.
#[utoipa::path(post, path = "/api/auth/register", tag = "Login", operation_id = "register", request_body = Body,
    responses((status = 202, body = Registered), (status = 403, description = "`signup_closed`"),
    (status = 429, description = "`too_many_attempts`")))]
pub async fn submit(visit: Visit, Json(body): Json<Body>) -> Result<Response, Refused> {
    let form = Signup {
        // A program knows no slips of the finger.
        email_checked: body.email.clone(),
        email: body.email,
        password: body.password,
        name: body.name.unwrap_or_default(),
        username: body.username.unwrap_or_default(),
        terms: body.terms.then(String::new),
    };
    match signup::submit(&visit, form, None).await? {
        Outcome::Sent(pending) => {
            Ok((StatusCode::ACCEPTED, Json(Registered { signup_token: pending.browser.reveal() })).into_response())
        }
        Outcome::Problems(problems) => Err(Refused::fields(problems)),
        Outcome::DidYouMean(_) | Outcome::NotOffered => Err(Kind::SignupClosed.into()),
        Outcome::MailLimit => Err(Refused::too_many(visit.app.config.limits.mail_recipient.per)),
        Outcome::TooMany(wait) => Err(Refused::too_many(wait)),
    }
}
