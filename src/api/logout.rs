//! `/api/auth/logout`

use axum::http::StatusCode;

use super::{member::Member, problem::Refused};
use crate::flows::{self, Visit};

/// Log out.
///
/// Ends this login: its refresh token, and every access token it was given, at once.
#[utoipa::path(post, path = "/api/auth/logout", tag = "Login", operation_id = "logout", security(("bearer" = [])),
    responses((status = 204, description = "It is over."), (status = 401, description = "`token_invalid`")))]
pub async fn submit(visit: Visit, Member(session): Member) -> Result<StatusCode, Refused> {
    flows::session::log_out(&visit, &session).await?;
    Ok(StatusCode::NO_CONTENT)
}
