//! `…/look/folder`

use axum::{
    body::Bytes,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};

use super::LookState;
use crate::{
    api::{kind::Kind, problem::Refused},
    flows::{
        administration::Admin,
        look::folder::{self, Outcome},
    },
    http::json::Json,
    model::{look::archive, theme::Fault},
};

const TAR: &str = "application/x-tar";

/// Export the look.
///
/// What is published, or while nothing is, the draft: a tar with the folder of a theme. `vestibule theme` and `THEMES_DIR` read it.
#[utoipa::path(get, path = "/look/folder", tag = "Administration", operation_id = "export_look",
    security(("bearer" = []), ("masterKey" = [])),
    responses((status = 200, description = "The folder.", body = String, content_type = "application/x-tar")))]
pub async fn export(admin: Admin) -> Result<Response, Refused> {
    let slug = &admin.visit.site.slug;
    let packed = archive::pack(slug, &folder::export(&admin).await?)?;
    let name = format!("attachment; filename=\"{slug}.tar\"");
    Ok(([(header::CONTENT_TYPE, TAR.to_owned()), (header::CONTENT_DISPOSITION, name)], packed).into_response())
}

/// Import a look.
///
/// A tar with the folder of a theme takes the place of the draft. What cannot be understood is refused, with its file.
#[utoipa::path(put, path = "/look/folder", tag = "Administration", operation_id = "import_look",
    security(("bearer" = []), ("masterKey" = [])),
    request_body(content = String, content_type = "application/x-tar"), responses((status = 200, body = LookState)))]
pub async fn import(admin: Admin, headers: HeaderMap, body: Bytes) -> Result<Json<LookState>, Refused> {
    if headers.get(header::CONTENT_TYPE).is_none_or(|kind| kind != TAR) {
        return Err(Kind::UnsupportedMediaType.into());
    }
    let files = match archive::unpack(&body) {
        Ok(files) => files,
        Err(reason) => return Err(Refused::faults(vec![Fault { key: String::new(), reason }])),
    };
    match folder::import(&admin, &files).await? {
        Outcome::Imported(state) => Ok(Json(LookState::of(&admin, *state)?)),
        Outcome::Faults(faults) => Err(Refused::faults(faults)),
    }
}
