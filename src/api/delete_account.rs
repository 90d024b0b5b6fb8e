//! `/api/user/account`

use axum::http::StatusCode;
use secrecy::SecretString;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{kind::Kind, member::Member, problem::Refused};
use crate::{
    flows::{
        Visit,
        confirm_identity::Fresh,
        delete_account::{self, Outcome},
    },
    http::json::Json,
};

/// The present password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DeleteAccount)]
pub struct Body {
    #[schema(value_type = String, format = Password)]
    current_password: SecretString,
}

/// Give up the account.
///
/// Every login ends at once; after a week everything is gone. Logging in before then keeps it.
#[utoipa::path(delete, path = "/api/user/account", tag = "Account", operation_id = "delete_account",
    security(("bearer" = [])), request_body = Body,
    responses((status = 204, description = "It is to be deleted."), (status = 401, description = "`token_invalid`"),
    (status = 409, description = "`last_admin`, `user_protected`"), (status = 429, description = "`too_many_attempts`")))]
pub async fn submit(visit: Visit, Member(session): Member, Json(body): Json<Body>) -> Result<StatusCode, Refused> {
    let fresh = Fresh::by_password(&visit, session, &body.current_password).await??;
    match delete_account::submit(&visit, &fresh).await? {
        Outcome::Scheduled => Ok(StatusCode::NO_CONTENT),
        Outcome::Kept(kept) => Err(kept.into()),
        Outcome::Ended => Err(Kind::TokenInvalid.into()),
    }
}
