//! `…/look/assets`

use axum::{body::Bytes, http::HeaderMap, http::header};
use serde::Deserialize;

use super::LookState;
use crate::{
    api::{kind::Kind, problem::Refused},
    flows::{
        administration::Admin,
        look::picture::{self, Outcome},
    },
    http::{json::Json, path::Path},
    model::look::Place,
};

/// Which picture.
#[derive(Deserialize)]
pub struct PlacePath {
    place: String,
}

/// Upload a picture or a font.
///
/// A PNG, JPEG, WebP or SVG, or a WOFF2, of at most 500 KB, as the body itself. What it is is told by its content. It is written anew,
/// and becomes part of the draft. A light logo brings the one for letters along, and a font of several weights the bold one. To take
/// something away, change the draft with `null` in its place.
#[utoipa::path(put, path = "/look/assets/{place}", tag = "Administration", operation_id = "upload_look_asset",
    security(("bearer" = []), ("masterKey" = [])), params(("place" = String, Path, description = "What it is for: `logo_light`, `logo_dark`, `icon`, `favicon`, `mail_logo`, `background_light`, `background_dark`, `font` or `font_bold`.")),
    request_body(content = String, content_type = "application/octet-stream"),
    responses((status = 200, body = LookState), (status = 404, description = "`not_found`")))]
pub async fn upload(
    admin: Admin,
    Path(PlacePath { place }): Path<PlacePath>,
    headers: HeaderMap,
    file: Bytes,
) -> Result<Json<LookState>, Refused> {
    let place = Place::find(&place).ok_or(Kind::NotFound)?;
    check_kind(&headers)?;
    match picture::upload(&admin, place, file.into()).await? {
        Outcome::Saved(state) => Ok(Json(LookState::of(&admin, *state)?)),
        Outcome::Faults(faults) => Err(Refused::faults(faults)),
    }
}

/// Whether it is said to be a picture, or at least a file; what it is, its content tells.
pub fn check_kind(headers: &HeaderMap) -> Result<(), Refused> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    match kind == "application/octet-stream" || kind.starts_with("image/") || kind == "font/woff2" {
        true => Ok(()),
        false => Err(Kind::UnsupportedMediaType.into()),
    }
}
