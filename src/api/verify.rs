//! `/api/auth/verify-email`, `/api/auth/resend-verification`

use axum::http::StatusCode;
use secrecy::SecretString;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{kind::Kind, problem::Refused, session::Session};
use crate::{
    flows::{
        Visit,
        check_mail::{self, Entered, EnteredCode, Resent},
        refresh,
        verify::{self, Holder, Outcome, Proof, Verify},
    },
    http::json::Json,
    model::{session::Keeper, token::Token},
};

/// Proof of an address: the mailed code by whoever signed up, or the mailed link's token with a password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = VerifyEmail)]
pub struct Body {
    /// What signing up gave.
    signup_token: Option<String>,
    /// The mailed code.
    #[schema(example = "123456")]
    code: Option<String>,
    /// The mailed link's token.
    token: Option<String>,
    /// The password for the account, with `token`.
    #[schema(value_type = Option<String>, format = Password)]
    password: Option<SecretString>,
}

/// Whose mail is to be sent again.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ResendVerification)]
pub struct ResendBody {
    /// What signing up gave.
    signup_token: Option<String>,
    /// The address, in its place.
    #[schema(example = "ada@example.com")]
    email: Option<String>,
}

/// Prove an address.
///
/// It makes the account, and logs in.
#[utoipa::path(post, path = "/api/auth/verify-email", tag = "Login", operation_id = "verify_email", request_body = Body,
    responses((status = 200, body = Session), (status = 401, description = "`token_invalid`"),
    (status = 403, description = "`signup_closed`"),
    (status = 429, description = "`too_many_attempts`")))]
pub async fn submit(visit: Visit, Json(body): Json<Body>) -> Result<Session, Refused> {
    let signup = body.signup_token.as_deref().and_then(Token::parse);
    let holder = Holder { browser: signup.as_ref(), keeper: Keeper::Program };
    let Some(token) = body.token else {
        let entered = check_mail::enter_code(&visit, holder, &EnteredCode { code: body.code.unwrap_or_default() }).await?;
        return match entered {
            Entered::Proof(proof) => session(&visit, proof).await,
            Entered::Problem(problem) => Err(Refused::fields(vec![problem])),
            Entered::TooMany(wait) => Err(Refused::too_many(wait)),
            Entered::Nothing => Err(Kind::TokenInvalid.into()),
            Entered::NotOffered => Err(Kind::SignupClosed.into()),
        };
    };
    match verify::submit(&visit, Verify { token, password: body.password.unwrap_or_default() }, holder).await? {
        Outcome::Proof(proof) => session(&visit, proof).await,
        Outcome::Problems { problems, .. } => Err(Refused::fields(problems)),
        Outcome::TooMany { wait, .. } => Err(Refused::too_many(wait)),
        // A link that has done its work logs nobody in.
        Outcome::Done { .. } => Err(Kind::TokenInvalid.into()),
        Outcome::Dead(link) => Err(link.into()),
        Outcome::NotOffered => Err(Kind::SignupClosed.into()),
    }
}

async fn session(visit: &Visit, proof: Proof) -> Result<Session, Refused> {
    let welcome = proof.welcome.ok_or(Kind::TokenInvalid)?;
    let tokens = refresh::begin(visit, &welcome.session).await?;
    Ok(tokens.ok_or(Kind::TokenInvalid)?.into())
}

/// Ask for the mail once more.
///
/// The answer is the same whether or not anybody waits for it. The older mail counts no more.
#[utoipa::path(post, path = "/api/auth/resend-verification", tag = "Login", operation_id = "resend_verification",
    request_body = ResendBody,
    responses((status = 202, description = "If a signup waits, its mail is on its way."),
    (status = 403, description = "`signup_closed`"), (status = 429, description = "`too_many_attempts`")))]
pub async fn resend(visit: Visit, Json(body): Json<ResendBody>) -> Result<StatusCode, Refused> {
    let resent = match &body.email {
        Some(email) => check_mail::resend_to(&visit, email).await?,
        None => check_mail::resend(&visit, body.signup_token.as_deref().and_then(Token::parse).as_ref()).await?,
    };
    match resent {
        Resent::Sent | Resent::Nothing | Resent::MailLimit => Ok(StatusCode::ACCEPTED),
        Resent::Problem(problem) => Err(Refused::fields(vec![problem])),
        Resent::NotOffered => Err(Kind::SignupClosed.into()),
        Resent::TooSoon(wait) | Resent::TooMany(wait) => Err(Refused::too_many(wait)),
    }
}
