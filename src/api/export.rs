//! `/api/user/export`

use super::{member::Member, problem::Refused};
use crate::{
    flows::{
        Visit,
        export::{self, Export},
    },
    http::json::Json,
};

/// Hand out everything stored about the account.
#[utoipa::path(get, path = "/api/user/export", tag = "Account", operation_id = "export_account", security(("bearer" = [])),
    responses((status = 200, body = Export), (status = 401, description = "`token_invalid`")))]
pub async fn download(visit: Visit, Member(session): Member) -> Result<Json<Export>, Refused> {
    Ok(Json(export::gather(&visit, &session).await?))
}
